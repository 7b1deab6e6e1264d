import { isDay } from '#platform/periods.rules.ts';
import type { Language } from '#web/locales/language.ts';
import { formatDay, formatNumber, parseNumber } from '#web/ui/format.ts';
import type { Field, Register, Values } from '../declaration.ts';

/** What stands in each field of a form, as text; '' = empty. */
export type FormValues = Record<string, string>;

export function emptyForm(register: Register): FormValues {
  return mapFields(register, (_, field) => (field.type === 'number' ? '0' : ''));
}

export function toForm(register: Register, values: Values, language: Language): FormValues {
  return mapFields(register, (name, field) => {
    const value = values[name];
    if (value === null || value === undefined) return '';
    return field.type === 'number' ? formatNumber(value, language) : String(value);
  });
}

/** What is sent: a number that cannot be read goes as it was typed, so that the server says what is wrong with it. */
export function toValues(register: Register, form: FormValues, language: Language): Values {
  return mapFields(register, (name, field) => {
    const text = isAsked(field, form) ? (form[name] ?? '').trim() : '';
    if (field.type !== 'number') return text === '' ? null : text;
    if (text === '') return isAsked(field, form) ? null : 0;
    const number = parseNumber(text, language);
    return number === undefined ? text : Number(number);
  });
}

/** Whether a field is asked for, given what stands in the field that it hangs on. */
export function isAsked(field: Field, form: FormValues): boolean {
  return field.onlyWith === undefined || (form[field.onlyWith] ?? '') !== '';
}

/** A value as people read it; '' when empty. */
export function toText(field: Field, value: string | number | null | undefined, language: Language): string {
  if (value === null || value === undefined) return '';
  if (field.type === 'date') return isDay(String(value)) ? formatDay(String(value)) : String(value);
  if (field.type === 'number') return formatNumber(value, language);
  return field.options[value]?.[language] ?? String(value);
}

function mapFields<Value>(register: Register, map: (name: string, field: Field) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(register.fields).map(([name, field]) => [name, map(name, field)]));
}
