import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { type Field, listObserved, type Register, toColumn, type Value, type Values } from '../declaration.ts';
import { observationsOf } from './record-queries.ts';
import type { Holder } from './record-checks.ts';

export type NewRow = { provinceId: number; id: string; unitId: number; values: Values };

/** How PostgreSQL reads a field out of JSON. */
function typeOf(field: Field): RawBuilder<unknown> {
  const types = {
    date: 'date',
    choice: 'text',
    text: 'text',
    series: 'text',
    number: 'numeric',
    unit: 'integer',
    units: 'integer[]',
    record: 'uuid',
  } as const;
  return sql.raw(types[field.type]);
}

/** Columns `c.name type` of jsonb_to_recordset for these fields. */
function columnsOf(register: Register, names: readonly string[]): RawBuilder<unknown> {
  return sql.join(names.map((name) => sql`${sql.id(toColumn(name))} ${typeOf(register.fields[name]!)}`));
}

function toRow(names: readonly string[], values: Values): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [toColumn(name), values[name] ?? null]));
}

/** Puts records into their table in one statement, and their first observations in another. id: where it is known before. */
export async function insertRows(
  tx: Tx,
  register: Register,
  inputs: readonly { unitId: number; values: Values; id?: string }[],
  holders: Map<number, Holder>,
): Promise<NewRow[]> {
  const names = Object.keys(register.fields);
  const rows = inputs.map(({ unitId, values, id }) => ({
    provinceId: holders.get(unitId)!.provinceId,
    id: id ?? randomUUID(),
    unitId,
    values,
  }));
  const content = rows.map((row) => ({
    province_id: row.provinceId,
    id: row.id,
    unit_id: row.unitId,
    ...toRow(names, row.values),
    ...searchKeyOf(register, row.values),
  }));
  const columns = sql.join([
    ...['province_id', 'id', 'unit_id', ...names.map(toColumn)].map((column) => sql.id(column)),
    ...(register.titleField ? [sql.id('search_key')] : []),
  ]);
  await sql`
    insert into ${sql.table(register.table)} (${columns})
    select ${columns} from jsonb_to_recordset(${JSON.stringify(content)}::jsonb)
      as c(province_id integer, id uuid, unit_id integer, search_key text, ${columnsOf(register, names)})`.execute(tx);
  if (register.observedOnField !== undefined) await putObservations(tx, register, rows);
  return rows;
}

function searchKeyOf(register: Register, values: Values): { search_key?: string } {
  return register.titleField ? { search_key: toSearchKey(String(values[register.titleField] ?? '')) } : {};
}

/** Observations as the records now stand; replaced = the day of the one whose place each takes, by the record's id. */
export async function putObservations(
  tx: Tx,
  register: Register,
  records: readonly NewRow[],
  replaced: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const day = register.observedOnField!;
  const names = [day, ...listObserved(register)];
  const table = sql.table(observationsOf(register));
  if (replaced.size > 0) {
    const gone = records.flatMap(({ provinceId, id }) => {
      const observedOn = replaced.get(id);
      return observedOn === undefined ? [] : [{ provinceId, id, observedOn }];
    });
    await sql`
      delete from ${table} o using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb)
        as g("provinceId" integer, id uuid, "observedOn" date)
      where o.province_id = g."provinceId" and o.record_id = g.id and o.observed_on = g."observedOn"`.execute(tx);
  }
  const content = records.map((row) => ({
    province_id: row.provinceId,
    record_id: row.id,
    unit_id: row.unitId,
    ...toRow(names, row.values),
    observed_on: row.values[day],
  }));
  const observed = listObserved(register).map((name) => sql.id(toColumn(name)));
  const columns = sql.join([
    ...['province_id', 'record_id', 'unit_id', 'observed_on'].map((name) => sql.id(name)),
    ...observed,
  ]);
  await sql`
    insert into ${table} (${columns})
    select ${columns} from jsonb_to_recordset(${JSON.stringify(content)}::jsonb) as c(province_id integer, record_id uuid,
      unit_id integer, observed_on date, ${columnsOf(register, listObserved(register))})
    on conflict (province_id, record_id, observed_on) do update set
      ${sql.join(observed.map((column) => sql`${column} = excluded.${column}`))}`.execute(tx);
}

/** Changes a record that still has the version given; false where it has another by now. */
export async function updateRow(
  tx: Tx,
  register: Register,
  key: { provinceId: number; id: string; version: number },
  changed: Values,
): Promise<boolean> {
  const settings = Object.entries(changed).map(
    ([name, value]) => sql`${sql.id(toColumn(name))} = ${toParameter(value)}`,
  );
  const { titleField } = register;
  if (titleField !== undefined && titleField in changed)
    settings.push(sql`search_key = ${searchKeyOf(register, changed).search_key}`);
  const { rows } = await sql`
    update ${sql.table(register.table)} set ${sql.join(settings)}, version = version + 1
    where province_id = ${key.provinceId} and id = ${key.id} and version = ${key.version} returning id`.execute(tx);
  return rows.length > 0;
}

/** Changes many records in one statement, all their values; which of them still had the version given, by id. */
export async function updateRows(
  tx: Tx,
  register: Register,
  rows: readonly (NewRow & { version: number })[],
): Promise<Set<string>> {
  const names = Object.keys(register.fields);
  const content = rows.map((row) => ({
    province_id: row.provinceId,
    id: row.id,
    version: row.version,
    ...toRow(names, row.values),
    ...searchKeyOf(register, row.values),
  }));
  const settings = names.map((name) => sql`${sql.id(toColumn(name))} = ${sql.ref(`c.${toColumn(name)}`)}`);
  if (register.titleField !== undefined) settings.push(sql`search_key = c.search_key`);
  const { rows: kept } = await sql<{ id: string }>`
    update ${sql.table(register.table)} r set ${sql.join(settings)}, version = r.version + 1
    from jsonb_to_recordset(${JSON.stringify(content)}::jsonb)
      as c(province_id integer, id uuid, version integer, search_key text, ${columnsOf(register, names)})
    where r.province_id = c.province_id and r.id = c.id and r.version = c.version
    returning r.id`.execute(tx);
  return new Set(kept.map(({ id }) => id));
}

function toParameter(value: Value): unknown {
  return Array.isArray(value) ? sql`${value}::integer[]` : value;
}

/** The day of an observation that stands later than what its record, as given, says of itself; the last such one. */
export async function findLaterObservation(
  tx: Tx,
  register: Register,
  rows: readonly { id: string; provinceId: number; values: Values }[],
): Promise<string | undefined> {
  const asked = rows.map(({ id, provinceId, values }) => ({ id, provinceId, day: values[register.observedOnField!] }));
  const { rows: found } = await sql<{ day: string }>`
    select o.observed_on::text as day from ${sql.table(observationsOf(register))} o
    join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a("provinceId" integer, id uuid, day date)
      on o.province_id = a."provinceId" and o.record_id = a.id and o.observed_on > a.day
    order by o.observed_on desc limit 1`.execute(tx);
  return found[0]?.day;
}
