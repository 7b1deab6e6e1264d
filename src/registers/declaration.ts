import { z } from 'zod';
import type { Permission } from '#platform/auth/permissions.ts';
import { defineRoute } from '#platform/http/route.ts';
import { isDay } from '#platform/periods.rules.ts';

/** Words in both languages. */
type Words = { vi: string; en: string };

/** onlyWith: asked for, and required, only where that other field is filled; else it stays empty, or 0. */
type FieldWords = { label: Words; hint?: Words; onlyWith?: string };
type DateField = FieldWords & { type: 'date'; required: boolean };
type ChoiceField = FieldWords & { type: 'choice'; required: boolean; options: Record<string, Words> };
type NumberField = FieldWords & { type: 'number'; required: true; max: number };
export type Field = DateField | ChoiceField | NumberField;

/** A record's own values, by field name: day as YYYY-MM-DD, choice as its code, number as an integer; null = empty. */
export type Values = Record<string, string | number | null>;

/** A rule across fields that is not kept: the field it shows at and the code of its words. */
export type RuleBreach = { path: string; code: string };

/**
 * All that makes a register: from it follow form, list, filters, history, API and the measures of indicators
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
  fields: Record<string, Field>;
  /** Fields that a line of the list shows beside the date. */
  listFields: string[];
  /** Event named in an indicator's filter -> the date field on which a record then counts. */
  events: Record<string, string>;
  voidReasons: Record<string, Words>;
  /** Times are kept by the hour only, ids are random (DESIGN §6). */
  byTheHour: boolean;
  /** Whether a record may have photographs and scans. Never where times are kept by the hour (DESIGN law 6). */
  attachments?: true;
  determineBreaches: (values: Values, today: string) => RuleBreach[];
};

export const Day = z.string().refine(isDay, { message: 'field.day' });

/** A day before this one is taken for a slip of the hand in the year. */
const earliestDay = '1945-01-01';

/** The code of the words said at a field: emptyness is told apart from a wrong entry. */
function saying(code: string): (issue: { input?: unknown }) => string {
  return (issue) => (issue.input === null || issue.input === undefined ? 'field.required' : code);
}

function schemaOf(field: Field): z.ZodType {
  if (field.type === 'number') {
    return z
      .int({ error: saying('field.number') })
      .min(0, 'field.negative')
      .max(field.max, 'field.too_large');
  }
  const value =
    field.type === 'date'
      ? z
          .string({ error: saying('field.day') })
          .refine(isDay, 'field.day')
          .refine((day) => day >= earliestDay, 'field.too_early')
      : z.enum(codesOf(field.options), { error: saying('field.choice') });
  return field.required && field.onlyWith === undefined ? value : value.nullable().default(null);
}

function codesOf(words: Record<string, Words>): [string, ...string[]] {
  return Object.keys(words) as [string, ...string[]];
}

/** One or more codes of a choice, separated by commas: a filter of the list. */
function codesSchema(field: ChoiceField): z.ZodType {
  const isDeclared = (text: string) => text.split(',').every((code) => Object.hasOwn(field.options, code));
  return z.string().max(500).refine(isDeclared, 'field.choice').optional();
}

/** The column of a field, and its name in the measures and filters of indicators. */
export function toColumn(fieldName: string): string {
  return fieldName.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Shape of a record's values as it is entered. */
function valuesSchema(register: Register): z.ZodType<Values, unknown> {
  return z.strictObject(
    Object.fromEntries(Object.entries(register.fields).map(([name, field]) => [name, schemaOf(field)])),
  ) as unknown as z.ZodType<Values, unknown>;
}

const UnitId = z.int32().positive();

export const UnitRef = z.object({ id: z.int(), code: z.string(), name: z.string(), kind: z.string() });
export type UnitRef = z.infer<typeof UnitRef>;

export const RegisterRecord = z.object({
  id: z.uuid(),
  unit: UnitRef,
  version: z.int(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  voidReason: z.string().nullable(),
  demonstration: z.boolean(),
  registeredAt: z.iso.datetime(),
});
export type RegisterRecord = z.infer<typeof RegisterRecord>;

/**
 * A page in the order asked, of the unit asked for (null = all of the reader's place); next = where the following page
 * begins; total = all that the filters let through.
 */
export const RecordPage = z.object({
  unit: UnitRef.nullable(),
  items: z.array(RegisterRecord),
  next: z.string().nullable(),
  total: z.int(),
});
export type RecordPage = z.infer<typeof RecordPage>;

export const RecordVersion = z.object({
  version: z.int(),
  act: z.enum(['registered', 'corrected', 'voided', 'restored']),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  voidReason: z.string().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime(),
});
export type RecordVersion = z.infer<typeof RecordVersion>;

/** A figure in which a record was counted, in the version that it had then. superseded = a later version was approved. */
export const CountedIn = z.object({
  month: z.string(),
  indicatorCode: z.string(),
  indicatorNameVi: z.string(),
  indicatorNameEn: z.string(),
  version: z.int(),
  state: z.enum(['submitted', 'approved', 'superseded']),
  recordVersion: z.int(),
});
export type CountedIn = z.infer<typeof CountedIn>;

export const RecordWithHistory = RegisterRecord.extend({
  versions: z.array(RecordVersion),
  countedIn: z.array(CountedIn),
});
export type RecordWithHistory = z.infer<typeof RecordWithHistory>;

/** The declared closed fields, in the order of the declaration. */
export function listChoices(register: Register): [string, ChoiceField][] {
  return Object.entries(register.fields).filter((entry): entry is [string, ChoiceField] => entry[1].type === 'choice');
}

/** Words of the list's address that no field may bear. */
const listParameters = ['unit', 'event', 'from', 'to', 'state', 'order', 'after', 'limit'];

/** The addresses of a register, made from its declaration. */
export function registerRoutes(register: Register) {
  for (const [name] of listChoices(register)) {
    if (listParameters.includes(name))
      throw new Error(`field ${name} of ${register.name} bears the name of a list parameter`);
  }
  const values = valuesSchema(register);
  const base = `/${register.name}`;
  const choices = listChoices(register).map(([name, field]) => [name, codesSchema(field)] as const);
  const params = z.object({ id: z.uuid() });
  return {
    list: defineRoute({
      operationId: `list${register.many}`,
      method: 'GET',
      path: base,
      permission: register.permissions.read,
      summary: `A page of the register ${register.name}, ordered by ${register.dateField}`,
      query: z.object({
        unit: z.coerce.number().pipe(UnitId).optional(),
        event: z
          .string()
          .refine((event) => Object.hasOwn(register.events, event), 'field.choice')
          .optional(),
        from: Day.optional(),
        to: Day.optional(),
        state: z.enum(['counting', 'void', 'all']).default('counting'),
        order: z.enum(['newest', 'oldest']).default('newest'),
        after: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        ...Object.fromEntries(choices),
      }) as unknown as z.ZodType<ListQuery, Partial<ListQuery>>,
      response: RecordPage,
    }),
    get: defineRoute({
      operationId: `get${register.one}`,
      method: 'GET',
      path: `${base}/{id}`,
      permission: register.permissions.read,
      summary: 'A record with its history and the figures in which it is counted',
      params,
      response: RecordWithHistory,
    }),
    register: defineRoute({
      operationId: `register${register.one}`,
      method: 'POST',
      path: base,
      permission: register.permissions.write,
      summary: 'Enters a record',
      body: z.object({ unitId: UnitId, values }),
      response: RegisterRecord,
    }),
    correct: defineRoute({
      operationId: `correct${register.one}`,
      method: 'PUT',
      path: `${base}/{id}`,
      permission: register.permissions.write,
      summary:
        'Changes a record; version is the one that was read, a stale one is answered 409 with the present record',
      params,
      body: z.object({ version: z.int(), values }),
      response: RegisterRecord,
    }),
    void: defineRoute({
      operationId: `void${register.one}`,
      method: 'POST',
      path: `${base}/{id}/void`,
      permission: register.permissions.write,
      summary: 'Takes a record out of all counting; can be undone',
      params,
      body: z.object({ version: z.int(), reason: z.enum(codesOf(register.voidReasons)) }),
      response: RegisterRecord,
    }),
    restore: defineRoute({
      operationId: `restore${register.one}`,
      method: 'POST',
      path: `${base}/{id}/restore`,
      permission: register.permissions.write,
      summary: 'Lets a voided record count again',
      params,
      body: z.object({ version: z.int() }),
      response: RegisterRecord,
    }),
  };
}

export type RegisterRoutes = ReturnType<typeof registerRoutes>;

export type ListQuery = {
  unit?: number;
  /** The event whose day lies from … to; without it, the register's own date. */
  event?: string;
  from?: string;
  to?: string;
  state: 'counting' | 'void' | 'all';
  order: 'newest' | 'oldest';
  after?: string;
  limit: number;
} & Record<string, unknown>;
