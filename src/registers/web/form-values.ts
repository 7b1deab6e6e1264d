import { isDay } from '#platform/periods.rules.ts';
import type { Language } from '#web/locales/language.ts';
import { formatDay, formatNumber, parseNumber } from '#web/ui/format.ts';
import { emptyValueOf, type Field, isAskedFor, type Register, type Value, type Values } from '../declaration.ts';

/** What stands in each field of a form, as text; '' = empty. */
export type FormValues = Record<string, string>;

export function emptyForm(register: Register): FormValues {
  return mapFields(register, (_, field) => (field.type === 'number' ? '0' : ''));
}

export function toForm(register: Register, values: Values, language: Language): FormValues {
  return mapFields(register, (name, field) => {
    const value = values[name];
    if (value === null || value === undefined) return '';
    if (Array.isArray(value)) return value.join(',');
    return field.type === 'number' ? formatNumber(value, language) : String(value);
  });
}

/** What is sent: a number that cannot be read goes as it was typed, so that the server says what is wrong with it. */
export function toValues(register: Register, form: FormValues, language: Language): Values {
  return mapFields(register, (name, field): Value => {
    const isAsked = isAskedFor(field, form);
    const text = isAsked ? (form[name] ?? '').trim() : '';
    if (text === '') return field.type === 'number' && isAsked ? null : emptyValueOf(field);
    switch (field.type) {
      case 'number': {
        const number = parseNumber(text, language);
        return number === undefined ? text : field.decimals === undefined ? Number(number) : number;
      }
      case 'unit':
        return Number(text);
      case 'units':
        return text.split(',').map(Number);
      default:
        return text;
    }
  });
}

/** A value as people read it; '' when empty. names = what units and records are called, by id. */
export function toText(
  field: Field,
  value: Value | undefined,
  language: Language,
  names: Record<string, string> = {},
): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((id) => names[id] ?? String(id)).join(', ');
  switch (field.type) {
    case 'date':
      return isDay(String(value)) ? formatDay(String(value)) : String(value);
    case 'number':
      return formatNumber(value, language);
    case 'choice':
      return field.options[value]?.[language] ?? String(value);
    case 'unit':
    case 'record':
      return names[value] ?? String(value);
    default:
      return String(value);
  }
}

function mapFields<Out>(register: Register, map: (name: string, field: Field) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(register.fields).map(([name, field]) => [name, map(name, field)]));
}
