import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { isDay } from '#platform/periods.rules.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import {
  type Field,
  listChoices,
  listObserved,
  type Register,
  toColumn,
  type UnitRef,
  type Values,
} from '../declaration.ts';
import type {
  CountedIn,
  ListQuery,
  Observation,
  RecordChoice,
  RecordPage,
  RecordVersion,
  RecordWithHistory,
  RegisterRecord,
} from '../register.contract.ts';
import { findNames, titleOf } from './record-names.ts';

/** A record with its shard key, which only the store needs. */
export type StoredRecord = { provinceId: number; record: RegisterRecord };

type RecordRow = {
  provinceId: number;
  id: string;
  version: number;
  voidReason: string | null;
  demonstration: boolean;
  registeredAt: Date;
  unit: UnitRef;
  values: Values;
  names: Record<string, string> | Record<string, string>[];
};

/** The table of a register's dated observations. */
export function observationsOf(register: Register): string {
  return `${register.table}_observations`;
}

/** The column of a field in the table `r` of a statement. */
export function columnOf(fieldName: string): RawBuilder<unknown> {
  return sql.ref(`r.${toColumn(fieldName)}`);
}

/** How a field is read: exact decimals as text. */
function valueOf(name: string, field: Field): RawBuilder<unknown> {
  return field.type === 'number' && field.decimals !== undefined
    ? sql`trim_scale(${columnOf(name)})::text`
    : columnOf(name);
}

/** Names of what a field refers to, by id; null for other fields. */
function namesOf(name: string, field: Field): RawBuilder<unknown> | undefined {
  switch (field.type) {
    case 'unit':
      return sql`(select jsonb_object_agg(n.id, n.name_vi) from units n where n.id = ${columnOf(name)})`;
    case 'units':
      return sql`(select jsonb_object_agg(n.id, n.name_vi) from units n where n.id = any(${columnOf(name)}))`;
    case 'record': {
      const other = field.of();
      return sql`(select jsonb_object_agg(n.id, ${titleOf(other, 'n')}) from ${sql.table(other.table)} n
        where n.id = ${columnOf(name)})`;
    }
    default:
      return undefined;
  }
}

/** Records `r` of a table or subquery, in the shape of RecordRow. */
function selectRecords(register: Register, records: RawBuilder<unknown>): RawBuilder<unknown> {
  const fields = Object.entries(register.fields);
  const values = fields.flatMap(([name, field]) => [sql`${name}::text`, valueOf(name, field)]);
  const names = fields.flatMap(([name, field]) => namesOf(name, field) ?? []);
  return sql`
    select r.province_id, r.id, r.version, r.void_reason, r.demonstration, r.registered_at,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit,
      json_build_object(${sql.join(values)}) as "values",
      ${names.length === 0 ? sql`'{}'::json` : sql`(select coalesce(json_agg(n), '[]') from unnest(array[${sql.join(names)}]) n where n is not null)`} as names
    from ${records} r join units u on u.id = r.unit_id`;
}

function toStoredRecord({ provinceId, names, ...row }: RecordRow): StoredRecord {
  const allNames = Array.isArray(names) ? Object.assign({}, ...names) : names;
  return { provinceId, record: { ...row, names: allNames, registeredAt: row.registeredAt.toISOString() } };
}

/** The record where the reader may see it, else it is not found. */
export async function getRecord(db: Db, register: Register, id: string): Promise<StoredRecord> {
  // Keys begin with the province; asking each in turn is quicker than an index of ids alone would be to keep.
  const { rows } = await sql<RecordRow>`${selectRecords(register, sql.table(register.table))}
    where r.province_id = any(array(select 0 union all select p.id from units p where p.kind = 'province'))
      and r.id = ${id}`.execute(db);
  if (!rows[0]) throw new Problem('request.not_found');
  return toStoredRecord(rows[0]);
}

/** Those of the records that the reader may see, by id. */
export async function getRecords(
  db: Db,
  register: Register,
  ids: readonly string[],
): Promise<Map<string, StoredRecord>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<RecordRow>`${selectRecords(register, sql.table(register.table))}
    where r.province_id = any(array(select 0 union all select p.id from units p where p.kind = 'province'))
      and r.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, toStoredRecord(row)]));
}

/** All records of a list, page by page. The caller's transaction has to be one moment. */
export async function* listAllRecords(db: Db, register: Register, query: ListQuery): AsyncGenerator<RegisterRecord[]> {
  const { where } = await filterList(db, register, query);
  let after = query.after;
  do {
    const page = await findPage(db, register, { ...query, after, limit: recordsPerPage }, where);
    yield page.items;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

const recordsPerPage = 500;

/** A page ordered by the register's date, then by id; a unit stands for itself and the units that lie under it. */
export async function listRecords(db: Db, register: Register, query: ListQuery): Promise<RecordPage> {
  const { unit, where } = await filterList(db, register, query);
  const counted = await sql<{ total: number }>`
    select count(*) as total from ${sql.table(register.table)} r where ${where}`.execute(db);
  return {
    unit: unit ? { id: unit.id, code: unit.code, name: unit.name, kind: unit.kind } : null,
    ...(await findPage(db, register, query, where)),
    total: counted.rows[0]!.total,
  };
}

/** The unit that the list is of, and the condition on its records `r`. */
async function filterList(
  db: Db,
  register: Register,
  query: ListQuery,
): Promise<{ unit: AskedUnit | undefined; where: RawBuilder<unknown> }> {
  const unit = query.unit === undefined ? undefined : await getAskedUnit(db, query.unit);
  const filters = [...listFilters(register, query), await filterByUnits(db, register, unit)];
  return { unit, where: sql.join(filters, sql` and `) };
}

async function findPage(
  db: Db,
  register: Register,
  query: Pick<ListQuery, 'order' | 'limit'> & { after?: string | undefined },
  where: RawBuilder<unknown>,
): Promise<Pick<RecordPage, 'items' | 'next'>> {
  const date = columnOf(register.dateField);
  const [beyond, direction] = query.order === 'newest' ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const after = query.after === undefined ? undefined : parsePlace(query.after);
  const order = sql`order by ${date} ${direction}, r.id ${direction}`;
  const page = sql`(select r.* from ${sql.table(register.table)} r where ${where}
    ${after ? sql`and (${date}, r.id) ${beyond} (${after.day}::date, ${after.id}::uuid)` : sql``}
    ${order} limit ${query.limit + 1})`;
  const { rows } = await sql<RecordRow>`${selectRecords(register, page)} ${order}`.execute(db);
  const items = rows.slice(0, query.limit).map((row) => toStoredRecord(row).record);
  const last = items.at(-1);
  const next = last && rows.length > items.length ? `${String(last.values[register.dateField])}_${last.id}` : null;
  return { items, next };
}

function* listFilters(register: Register, query: ListQuery): Generator<RawBuilder<unknown>> {
  if (query.state !== 'all') yield query.state === 'void' ? sql`r.void_reason is not null` : sql`r.void_reason is null`;
  const day = columnOf(query.event === undefined ? register.dateField : register.events[query.event]!);
  if (query.event !== undefined) yield sql`${day} is not null`;
  if (query.from) yield sql`${day} >= ${query.from}::date`;
  if (query.to) yield sql`${day} <= ${query.to}::date`;
  if (query.text && register.titleField) yield hasText(query.text);
  yield* choiceFilters(register, query);
}

function* choiceFilters(register: Register, query: Record<string, unknown>): Generator<RawBuilder<unknown>> {
  for (const [name] of listChoices(register)) {
    const codes = query[name];
    if (typeof codes === 'string') yield sql`${columnOf(name)} = any(${codes.split(',')}::text[])`;
  }
}

/** Every word of the text stands somewhere in the record's name. */
function hasText(text: string): RawBuilder<unknown> {
  const words = toSearchKey(text).split(' ').filter(Boolean);
  return sql`r.search_key like all (${words.map((word) => `%${word.replaceAll(/[\\%_]/g, '')}%`)}::text[])`;
}

const choicesAtMost = 30;

/** Records that another may refer to: those in the reader's place, and those that row security shares with all. */
export async function chooseRecords(
  db: Db,
  register: Register,
  query: { text: string } & Record<string, unknown>,
): Promise<{ items: RecordChoice[] }> {
  const filters = [sql`r.void_reason is null`, ...choiceFilters(register, query)];
  if (query.text && register.titleField) filters.push(hasText(query.text));
  const { rows } = await sql<RecordChoice>`
    select r.id, ${titleOf(register, 'r')} as title,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit
    from ${sql.table(register.table)} r join units u on u.id = r.unit_id
    where ${sql.join(filters, sql` and `)}
    order by (r.unit_id in (select units_with(${register.permissions.write}))) desc, title, r.id
    limit ${choicesAtMost}`.execute(db);
  return { items: rows };
}

type AskedUnit = UnitRef & { validTo: string | null };

async function getAskedUnit(db: Db, id: number): Promise<AskedUnit> {
  const columns = ['id', 'code', 'nameVi as name', 'kind', 'validTo'] as const;
  const unit = await db.selectFrom('units').select(columns).where('id', '=', id).executeTakeFirst();
  if (!unit) throw new Problem('request.not_found');
  return unit;
}

/**
 * The units of the list: a present unit with all it holds today, a former one as it was, else all of the reader's place.
 * Row security asks the same; named here as an array, the units let PostgreSQL go by the index instead of all records.
 */
async function filterByUnits(db: Db, register: Register, unit: AskedUnit | undefined): Promise<RawBuilder<unknown>> {
  if (unit === undefined || unit.kind === 'nation') {
    const { read } = register.permissions;
    const { rows } = await sql<{ nationwide: boolean }>`select has_nationwide(${read}) as nationwide`.execute(db);
    return rows[0]!.nationwide ? sql`true` : sql`r.unit_id = any(array(select units_with(${read})))`;
  }
  return sql`r.unit_id = any(array(select ${unit.id}::integer union select t.unit_id from territories t
    join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
    where t.holder_id = ${unit.id} and t.view = ${unit.validTo === null ? 'today' : 'then'}))`;
}

function parsePlace(after: string): { day: string; id: string } {
  const [day = '', id = ''] = after.split('_');
  if (!isDay(day) || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Problem('input.unreadable');
  return { day, id };
}

/** A record with all its versions, newest first, and the figures in which it was counted. */
export async function getRecordWithHistory(db: Db, register: Register, id: string): Promise<RecordWithHistory> {
  const stored = await getRecord(db, register, id);
  const versions = await listVersions(db, register, stored);
  const former = await findNames(
    db,
    register,
    versions.map((version) => version.values),
  );
  return {
    ...stored.record,
    names: { ...former, ...stored.record.names },
    versions,
    observations: await listObservations(db, register, stored),
    countedIn: await listCountedIn(db, register, stored),
  };
}

async function listVersions(
  db: Db,
  register: Register,
  { provinceId, record }: StoredRecord,
): Promise<RecordVersion[]> {
  const rows = await db
    .selectFrom('recordVersions as v')
    .leftJoin('accounts as a', 'a.id', 'v.accountId')
    .select(['v.version', 'v.act', 'v.content', 'v.at', 'a.displayName as by'])
    .where('v.provinceId', '=', provinceId)
    .where('v.recordId', '=', record.id)
    .where('v.register', '=', register.name)
    .orderBy('v.version', 'desc')
    .execute();
  return rows.map(({ content, ...row }) => {
    const kept = content as Values;
    return {
      ...row,
      act: row.act as RecordVersion['act'],
      at: row.at.toISOString(),
      values: Object.fromEntries(Object.keys(register.fields).map((name) => [name, kept[name] ?? null])),
      voidReason: (kept.voidReason ?? null) as string | null,
    };
  });
}

async function listObservations(
  db: Db,
  register: Register,
  { provinceId, record }: StoredRecord,
): Promise<Observation[]> {
  if (register.observedOnField === undefined) return [];
  const values = listObserved(register).flatMap((name) => [sql`${name}::text`, valueOf(name, register.fields[name]!)]);
  const { rows } = await sql<Observation>`
    select r.observed_on::text, json_build_object(${sql.join(values)}) as "values"
    from ${sql.table(observationsOf(register))} r
    where r.province_id = ${provinceId} and r.record_id = ${record.id}
    order by r.observed_on desc`.execute(db);
  return rows;
}

async function listCountedIn(db: Db, register: Register, { provinceId, record }: StoredRecord): Promise<CountedIn[]> {
  const { rows } = await sql<CountedIn>`
    select to_char(s.month, 'YYYY-MM') as month, i.code as indicator_code, i.name_vi as indicator_name_vi,
      i.name_en as indicator_name_en, v.version,
      case when v.state = 'submitted' or f.is_current then v.state else 'superseded' end as state,
      f.record_versions[array_position(f.record_ids, ${record.id}::uuid)] as record_version
    from submissions s
    join submission_versions v on v.province_id = s.province_id and v.submission_id = s.id
    join figures f on f.province_id = v.province_id and f.submission_id = v.submission_id and f.version = v.version
    join indicators i on i.id = f.indicator_id
    where s.province_id = ${provinceId} and s.unit_id = ${record.unit.id} and v.state in ('submitted', 'approved')
      and i.register = ${register.name} and f.record_ids @> array[${record.id}::uuid]
    order by s.month desc, i.code, v.version desc`.execute(db);
  return rows;
}
