import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { Day, listChoices, type Register, UnitRef } from './declaration.ts';
import { codesOf, codesSchema, observedSchema, valuesSchema } from './value-schemas.ts';

const AnyValue = z.union([z.string(), z.number(), z.null(), z.array(z.number())]);

const UnitId = z.int32().positive();

export const RegisterRecord = z.object({
  id: z.uuid(),
  unit: UnitRef,
  version: z.int(),
  values: z.record(z.string(), AnyValue),
  /** Names of the units and records that the values refer to, by id. */
  names: z.record(z.string(), z.string()),
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
  act: z.enum(['registered', 'corrected', 'observed', 'voided', 'restored']),
  values: z.record(z.string(), AnyValue),
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

/** How the observed fields stood from a day on. */
export const Observation = z.object({ observedOn: z.string(), values: z.record(z.string(), AnyValue) });
export type Observation = z.infer<typeof Observation>;

export const RecordWithHistory = RegisterRecord.extend({
  /** Also of what earlier versions refer to. */
  names: z.record(z.string(), z.string()),
  versions: z.array(RecordVersion),
  /** Latest first; empty where the register observes nothing. */
  observations: z.array(Observation),
  countedIn: z.array(CountedIn),
});
export type RecordWithHistory = z.infer<typeof RecordWithHistory>;

/** A record to choose: its name and the unit that keeps it. */
export const RecordChoice = z.object({ id: z.uuid(), title: z.string(), unit: UnitRef });
export type RecordChoice = z.infer<typeof RecordChoice>;

/** Words of the list's address that no field may bear. */
const listParameters = ['unit', 'event', 'text', 'from', 'to', 'state', 'order', 'after', 'limit'];

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
        text: z.string().max(200).optional(),
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
      body: z.object({ unitId: UnitId, values, acceptDuplicate: z.boolean().default(false) }),
      response: RegisterRecord,
    }),
    choices: defineRoute({
      operationId: `choose${register.one}`,
      method: 'GET',
      path: `${base}/choices`,
      permission: register.permissions.read,
      summary: 'Records to refer to, by a part of their name; those of the own place, and those that are shared',
      query: z.object({
        text: z.string().max(200).default(''),
        ...Object.fromEntries(choices),
      }) as unknown as z.ZodType<
        { text: string } & Record<string, unknown>,
        { text?: string } & Record<string, unknown>
      >,
      response: z.object({ items: z.array(RecordChoice) }),
    }),
    observe: defineRoute({
      operationId: `observe${register.one}`,
      method: 'POST',
      path: `${base}/{id}/observations`,
      permission: register.permissions.write,
      summary: 'Notes how the changing fields stand from a later day on; what stood before stays',
      params,
      body: z.object({ version: z.int(), observedOn: Day, values: observedSchema(register) }),
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
  /** A part of the record's name. */
  text?: string;
  from?: string;
  to?: string;
  state: 'counting' | 'void' | 'all';
  order: 'newest' | 'oldest';
  after?: string;
  limit: number;
} & Record<string, unknown>;
