import { z } from 'zod';
import type { Permission } from '#platform/auth/permissions.ts';
import { isDay } from '#platform/periods.rules.ts';

export const Day = z.string().refine(isDay, { message: 'field.day' });

export const UnitRef = z.object({ id: z.int(), code: z.string(), name: z.string(), kind: z.string() });
export type UnitRef = z.infer<typeof UnitRef>;

/** Words in both languages. */
export type Words = { vi: string; en: string };

/** Where another field says so: one of these codes chosen there, or, without codes, anything entered there. */
export type FieldCondition = { field: string; oneOf?: readonly string[] };

/**
 * group: heading of the part of the form that begins with this field.
 * onlyWith: asked for, and required where required, only under that condition; else it stays empty, or 0.
 * observed: a state or quantity that changes. It is kept as dated observations, and a figure takes it as it stood at the
 * period's end (DESIGN law 3).
 */
type FieldWords = { label: Words; hint?: Words; group?: Words; onlyWith?: FieldCondition; observed?: true };
type DateField = FieldWords & { type: 'date'; required: boolean };
/** narrowedBy: which codes fit what is chosen in another choice. unmeasured: no filter of an indicator may name it. */
export type ChoiceField = FieldWords & {
  type: 'choice';
  required: boolean;
  options: Record<string, Words>;
  narrowedBy?: { field: string; codes: Record<string, readonly string[]> };
  unmeasured?: true;
};
/** A number from 0 to max; decimals = digits allowed behind the point, none without it. Not required: 0 where it is left out. */
export type NumberField = FieldWords & { type: 'number'; required: boolean; max: number; decimals?: number };
/** Free words: shown and searched, never counted or filtered by an indicator (DESIGN law 7). */
type TextField = FieldWords & { type: 'text'; required: boolean; maxLength: number; lines?: number };
/** A running number per unit and year, as 05/2026: given by the house where it is left empty; lines may share one. */
type SeriesField = FieldWords & { type: 'series'; required: false };
/** One unit, or several, of these kinds. */
type UnitField = FieldWords & { type: 'unit'; required: boolean; kinds: readonly string[] };
export type UnitsField = FieldWords & { type: 'units'; required: boolean; kinds: readonly string[] };
/** A record of a register, by its id; where = what must be chosen in it. */
type RecordField = FieldWords & {
  type: 'record';
  required: boolean;
  of: () => Register;
  where?: Record<string, string>;
};
export type Field =
  | DateField
  | ChoiceField
  | NumberField
  | TextField
  | SeriesField
  | UnitField
  | UnitsField
  | RecordField;

/**
 * A record's own values, by field name: day as YYYY-MM-DD, choice as its code, number as an integer (with decimals: exact
 * text), unit as its id, units as ids in order, record as its id; null = empty.
 */
export type Value = string | number | number[] | null;
export type Values = Record<string, Value>;

/** A rule across fields that is not kept: the field it shows at and the code of its words. */
export type RuleBreach = { path: string; code: string };

/**
 * All that makes a register: from it follow form, list, filters, history, Excel, API and the measures of indicators
 * (DESIGN §4). Column names are the field names in snake_case; table, words and rights are named here once.
 */
export type Register = {
  /** Name in addresses, in indicators and in the history. */
  name: string;
  table: string;
  /** Operation names: listTips, registerTip … */
  one: string;
  many: string;
  label: Words;
  labelOne: Words;
  permissions: { read: Permission; write: Permission };
  /** The date by which the list is ordered and, without an event, a record counts. */
  dateField: string;
  /** The text by which a record is named and searched, where it has one. */
  titleField?: string;
  /** The day since which the observed fields stand; its observations lie in the table <table>_observations. */
  observedOnField?: string;
  fields: Record<string, Field>;
  /** Fields that a line of the list shows beside the date. */
  listFields: string[];
  /** Dates that PostgreSQL keeps beside the fields, by their label; events may name them. */
  keptDates?: Record<string, Words>;
  /** Event named in an indicator's filter -> the date field or kept date on which a record then counts. */
  events: Record<string, string>;
  /** Records of one unit that agree in all of these are taken for the same deed: one is asked before it is entered again. */
  duplicateFields?: string[];
  voidReasons: Record<string, Words>;
  /** Times are kept by the hour only, ids are random (DESIGN §6). */
  byTheHour: boolean;
  /** Whether a record may have photographs and scans. Never where times are kept by the hour (DESIGN law 6). */
  attachments?: true;
  determineBreaches: (values: Values, today: string) => RuleBreach[];
};

/** What a date of the register is called: a field's, or a kept one's. */
export function labelOfDate(register: Register, name: string): Words {
  return (register.fields[name]?.label ?? register.keptDates?.[name])!;
}

/** The declared closed fields, in the order of the declaration. */
export function listChoices(register: Register): [string, ChoiceField][] {
  return Object.entries(register.fields).filter((entry): entry is [string, ChoiceField] => entry[1].type === 'choice');
}

/** The column of a field, and its name in the measures and filters of indicators. */
export function toColumn(fieldName: string): string {
  return fieldName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Whether a field is asked for, given the values (or the form's texts) of the others. */
export function isAskedFor(field: Field, values: Record<string, unknown>): boolean {
  if (field.onlyWith === undefined) return true;
  const other = values[field.onlyWith.field];
  return field.onlyWith.oneOf === undefined
    ? other !== null && other !== undefined && other !== ''
    : field.onlyWith.oneOf.includes(String(other));
}

/** The value of a field that is empty: 0 for a number, no unit for units, else null. */
export function emptyValueOf(field: Field): Value {
  if (field.type === 'number') return field.decimals === undefined ? 0 : '0';
  return field.type === 'units' ? [] : null;
}

export function isEmptyValue(field: Field, value: Value | undefined): boolean {
  return value === undefined || value === null || JSON.stringify(value) === JSON.stringify(emptyValueOf(field));
}

/** The codes of a choice that fit what is chosen beside it. */
export function codesThatFit(field: ChoiceField, values: Record<string, unknown>): string[] {
  const all = Object.keys(field.options);
  if (field.narrowedBy === undefined) return all;
  const fitting = field.narrowedBy.codes[String(values[field.narrowedBy.field])];
  return fitting === undefined ? all : all.filter((code) => fitting.includes(code));
}

/** Fields whose values are dated observations. */
export function listObserved(register: Register): string[] {
  return Object.entries(register.fields).flatMap(([name, field]) => (field.observed ? [name] : []));
}
