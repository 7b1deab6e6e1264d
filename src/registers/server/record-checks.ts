import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import {
  codesThatFit,
  type Field,
  isAskedFor,
  isEmptyValue,
  type Register,
  type RuleBreach,
  type Value,
  type Values,
} from '../declaration.ts';

export type FieldBreach = Problem['fields'][number];

/** What a record takes over from its unit. */
export type Holder = { provinceId: number; validFrom: string | null; validTo: string | null };

/** before = the values that stood, where a record is changed: what did not change is not checked against the unit again. */
export type CheckedRecord = { unitId: number; values: Values; before?: Values };

export async function findHolders(db: Db, unitIds: readonly number[]): Promise<Map<number, Holder>> {
  const rows = await db
    .selectFrom('units')
    .select(['id', 'provinceId', 'validFrom', 'validTo'])
    .where('id', '=', sql<number>`any(${[...new Set(unitIds)]}::integer[])`)
    .execute();
  return new Map(rows.map(({ id, ...holder }) => [id, holder]));
}

/**
 * What is wrong with each record, in their order; nothing = sound. Rules across fields, references that are not there,
 * days outside the life of the unit. The shape of the values was checked before. newIds: of records that the same act
 * enters, and that the others may refer to.
 */
export async function checkRecords(
  db: Db,
  register: Register,
  records: readonly CheckedRecord[],
  holders: Map<number, Holder>,
  newIds: ReadonlySet<string> = new Set(),
): Promise<FieldBreach[][]> {
  const today = vietnamDay(new Date());
  const references = await findReferences(db, register, records);
  return records.map((record) => [
    ...listBreaches(register, record.values, today),
    ...listLostReferences(register, record.values, references, newIds),
    ...listDayBreaches(register, record, holders.get(record.unitId)),
  ]);
}

function listBreaches(register: Register, values: Values, today: string): FieldBreach[] {
  const own = register.determineBreaches(values, today);
  const told = new Set(own.map(({ path }) => path));
  const common = Object.entries(register.fields).flatMap(([name, field]): RuleBreach[] => {
    const code = told.has(name) ? undefined : findCommonBreach(field, values[name], values, today);
    return code === undefined ? [] : [{ path: name, code }];
  });
  return [...own, ...common].map(({ path, code }) => ({ path: `values.${path}`, code }));
}

/** Rules that hold for every register: what hangs on another field, codes that fit, days that have come. */
function findCommonBreach(field: Field, value: Value | undefined, values: Values, today: string): string | undefined {
  const isEmpty = isEmptyValue(field, value);
  if (!isAskedFor(field, values)) return isEmpty ? undefined : 'field.not_asked';
  if (isEmpty) return field.required && field.type !== 'number' ? 'field.required' : undefined;
  if (field.type === 'date' && String(value) > today) return 'field.in_future';
  if (field.type === 'choice' && !codesThatFit(field, values).includes(String(value))) return 'field.does_not_fit';
  return undefined;
}

/** Which of the units and records that are referred to exist as the declaration wants them, by field name. */
type References = Map<string, Set<string>>;

async function findReferences(db: Db, register: Register, records: readonly CheckedRecord[]): Promise<References> {
  const found: References = new Map();
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.type !== 'unit' && field.type !== 'units' && field.type !== 'record') continue;
    const asked = [...new Set(records.flatMap(({ values }) => idsOf(values[name])))];
    if (asked.length === 0) continue;
    const { rows } =
      field.type === 'record'
        ? await sql<{ id: string }>`select r.id::text from ${sql.table(field.of().table)} r
            where r.id = any(${asked}::uuid[]) and r.void_reason is null and ${sql.join(
              [
                sql`true`,
                ...Object.entries(field.where ?? {}).map(([column, code]) => sql`${sql.ref(`r.${column}`)} = ${code}`),
              ],
              sql` and `,
            )}`.execute(db)
        : await sql<{ id: string }>`select u.id::text from units u
            where u.id = any(${asked}::integer[]) and u.kind = any(${[...field.kinds]}::text[])`.execute(db);
    found.set(name, new Set(rows.map(({ id }) => id)));
  }
  return found;
}

function idsOf(value: Value | undefined): string[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function listLostReferences(
  register: Register,
  values: Values,
  references: References,
  newIds: ReadonlySet<string>,
): FieldBreach[] {
  return [...references].flatMap(([name, found]) =>
    idsOf(values[name]).every((id) => found.has(id) || newIds.has(id))
      ? []
      : [{ path: `values.${name}`, code: register.fields[name]!.type === 'record' ? 'field.record' : 'field.unit' }],
  );
}

/** A record belongs to a unit that existed on the record's day. */
function listDayBreaches(
  register: Register,
  { values, before }: CheckedRecord,
  holder: Holder | undefined,
): FieldBreach[] {
  if (holder === undefined || values[register.dateField] === before?.[register.dateField]) return [];
  const day = String(values[register.dateField]);
  const path = `values.${register.dateField}`;
  if (holder.validFrom !== null && day < holder.validFrom)
    return [{ path, code: 'record.before_unit', params: { day: toText(holder.validFrom) } }];
  if (holder.validTo !== null && day >= holder.validTo)
    return [{ path, code: 'record.after_unit', params: { day: toText(holder.validTo) } }];
  return [];
}

function toText(day: string): string {
  return day.split('-').toReversed().join('/');
}
