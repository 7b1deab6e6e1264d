import { isDay } from '#platform/periods.rules.ts';
import type { Language } from '#web/locales/language.ts';
import { formatDay, formatNumber, parseNumber } from '#web/ui/format.ts';
import {
  codesThatFit,
  emptyValueOf,
  type Field,
  isAskedFor,
  type Register,
  type Value,
  type Values,
} from '../declaration.ts';

/** What stands in each field of a form, as text; '' = empty; units as their ids, separated by commas. */
export type FormValues = Record<string, string>;

/** What the units and records are called that a form or record refers to, by id. */
export type Names = Record<string, string>;

export type Entered = { form: FormValues; names: Names };

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

/** The form after a field is changed; emptied = choices whose code does not fit what is chosen now. */
export function changeField(
  register: Register,
  form: FormValues,
  name: string,
  value: string,
): { form: FormValues; emptied: string[] } {
  const changed = { ...form, [name]: value };
  const emptied: string[] = [];
  for (const [other, field] of Object.entries(register.fields)) {
    if (field.type !== 'choice' || field.narrowedBy?.field !== name) continue;
    const code = changed[other] ?? '';
    if (code === '' || codesThatFit(field, changed).includes(code)) continue;
    changed[other] = '';
    emptied.push(other);
  }
  return { form: changed, emptied };
}

/** Fields under the headings that the declaration gives; the first ones may have none. */
export function groupFields<Named extends readonly [string, Field]>(
  fields: readonly Named[],
): { group: Field['group']; fields: Named[] }[] {
  const groups: { group: Field['group']; fields: Named[] }[] = [];
  for (const named of fields) {
    const { group } = named[1];
    const last = groups.at(-1);
    if (last === undefined || group !== undefined) groups.push({ group, fields: [named] });
    else last.fields.push(named);
  }
  return groups;
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
export function toText(field: Field, value: Value | undefined, language: Language, names: Names = {}): string {
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
