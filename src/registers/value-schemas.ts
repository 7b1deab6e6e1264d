import { z } from 'zod';
import { isDay } from '#platform/periods.rules.ts';
import { cleanText } from '#platform/typed-values.rules.ts';
import {
  type ChoiceField,
  emptyValueOf,
  type Field,
  listObserved,
  type NumberField,
  type Register,
  type UnitsField,
  type Words,
  type Values,
} from './declaration.ts';

/** A day before this one is taken for a slip of the hand in the year. */
const earliestDay = '1945-01-01';

/** The code of the words said at a field: emptyness is told apart from a wrong entry. */
function saying(code: string): (issue: { input?: unknown }) => string {
  return (issue) => (issue.input === null || issue.input === undefined ? 'field.required' : code);
}

function schemaOf(field: Field): z.ZodType {
  if (field.type === 'number') {
    const number = field.decimals === undefined ? wholeNumber(field.max) : decimalNumber(field);
    return field.required ? number : number.default(emptyValueOf(field));
  }
  if (field.type === 'units') return unitIds(field.required && field.onlyWith === undefined);
  const value = valueSchema(field);
  return field.required && field.onlyWith === undefined ? value : value.nullable().default(null);
}

function valueSchema(field: Exclude<Field, NumberField | UnitsField>): z.ZodType {
  switch (field.type) {
    case 'date':
      return z
        .string({ error: saying('field.day') })
        .refine(isDay, 'field.day')
        .refine((day) => day >= earliestDay, 'field.too_early');
    case 'choice':
      return z.enum(codesOf(field.options), { error: saying('field.choice') });
    case 'text':
      return z
        .string({ error: saying('field.text') })
        .transform((text) => toCleanText(text, field.lines ?? 1))
        .pipe(z.string().min(1, 'field.required').max(field.maxLength, 'field.too_long'));
    case 'series':
      return z.string({ error: saying('field.series') }).regex(/^\d{1,5}\/\d{4}$/, 'field.series');
    case 'unit':
      return z.int({ error: saying('field.unit') }).positive('field.unit');
    case 'record':
      return z.uuid({ error: saying('field.record') });
  }
}

function wholeNumber(max: number): z.ZodType {
  return z
    .int({ error: saying('field.number') })
    .min(0, 'field.negative')
    .max(max, 'field.too_large');
}

/** An exact decimal as text without idle zeros: 5.5, 12. A JSON number is taken as it is written. */
function decimalNumber({ max, decimals }: NumberField): z.ZodType {
  return z
    .union([z.string(), z.number()], { error: saying('field.decimal') })
    .transform(String)
    .pipe(
      z
        .string()
        .refine((text) => /^-?\d{1,15}(\.\d+)?$/.test(text), 'field.decimal')
        .refine((text) => !text.startsWith('-'), 'field.negative')
        .refine((text) => (text.split('.')[1]?.replace(/0+$/, '').length ?? 0) <= (decimals ?? 0), 'field.decimals')
        .refine((text) => Number(text) <= max, 'field.too_large'),
    )
    .transform((text) =>
      text
        .replace(/^0+(?=\d)/, '')
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, ''),
    );
}

const unitsAtMost = 400;

function unitIds(atLeastOne: boolean): z.ZodType {
  const ids = z
    .array(z.int().positive(), { error: saying('field.unit') })
    .max(unitsAtMost, 'field.too_many')
    .transform((list) => [...new Set(list)].toSorted((one, other) => one - other));
  return atLeastOne
    ? ids.refine((list) => list.length > 0, 'field.required')
    : ids
        .nullable()
        .default([])
        .transform((list) => list ?? []);
}

/** One way to write the same letters, no idle spaces or invisible marks; several lines only where the field has them. */
function toCleanText(text: string, lines: number): string {
  return lines === 1 ? cleanText(text) : text.split(/\r?\n/).map(cleanText).join('\n').trim();
}

export function codesOf(words: Record<string, Words>): [string, ...string[]] {
  return Object.keys(words) as [string, ...string[]];
}

/** One or more codes of a choice, separated by commas: a filter of the list. */
export function codesSchema(field: ChoiceField): z.ZodType {
  const isDeclared = (text: string) => text.split(',').every((code) => Object.hasOwn(field.options, code));
  return z.string().max(500).refine(isDeclared, 'field.choice').optional();
}

/** Shape of a record's values as it is entered. A required number is given; other fields that are left out are empty. */
export function valuesSchema(register: Register): z.ZodType<Values, unknown> {
  return z.strictObject(
    Object.fromEntries(Object.entries(register.fields).map(([name, field]) => [name, schemaOf(field)])),
  ) as unknown as z.ZodType<Values, unknown>;
}

/** Shape of the observed values alone. */
export function observedSchema(register: Register): z.ZodType<Values, unknown> {
  return z.strictObject(
    Object.fromEntries(listObserved(register).map((name) => [name, schemaOf(register.fields[name]!)])),
  ) as unknown as z.ZodType<Values, unknown>;
}
