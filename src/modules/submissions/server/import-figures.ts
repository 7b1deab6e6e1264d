import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import { type RawBuilder, sql } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import type pg from 'pg';
import { recordAudit } from '#platform/audit/audit.ts';
import { openDatabaseOn, type Tx } from '#platform/database/database.ts';
import { withoutIndexes } from '#platform/database/without-indexes.ts';

/** Columns of a file of figures; the first four are needed, in any order. */
export const figureColumns = [
  'unit',
  'month',
  'indicator',
  'value',
  'origin',
  'keys',
  'known_on',
  'correction',
] as const;
type Column = (typeof figureColumns)[number];

export type FigureImport = {
  /** UTF-8, comma between, a heading in the first line. */
  content: AsyncIterable<Buffer>;
  /** Where the figures come from; stands as the reason of each. */
  reason: string;
  /** Sign-in names of two people: who hands the figures up and who approves them. */
  submittedBy: string;
  approvedBy: string;
  /** Bring them in; without it the file is only checked. */
  confirm: boolean;
  say: (line: string) => void;
};

/** A fault of the file; line 1 is the heading. code is worded where it is shown. */
export type FigureFault = { line: number | null; column: Column | null; code: FaultCode; text: string };
export type FaultCode =
  | 'column_missing'
  | 'column_unknown'
  | 'unreadable'
  | 'unit_unknown'
  | 'unit_ambiguous'
  | 'month_unreadable'
  | 'month_running'
  | 'indicator_unknown'
  | 'indicator_computed'
  | 'value_negative'
  | 'origin_unknown'
  | 'keys_differ'
  | 'known_on_impossible'
  | 'correction_missing'
  | 'twice'
  | 'not_owed'
  | 'already_submitted'
  | 'register_kept'
  | 'person_unknown'
  | 'same_person'
  | 'person_without_right';

export type FiguresImported = {
  figures: number;
  submissions: number;
  units: number;
  indicators: number;
  corrected: number;
  faults: FigureFault[];
  imported: boolean;
};

const mostFaults = 100;
/**
 * Tables of the moment, gone at the end of the transaction: the file as it was read, and one row for each version of a
 * unit's month. Unlogged and each made in one go, which is what several processes work out together.
 */
const lines = sql`figure_lines`;
const versions = sql`figure_line_versions`;

/**
 * Brings in figures of years past, as approved submissions: whole, or not at all. The one bulk path of a migration of old
 * data. Runs as the owner of the schema in one transaction, during which approvals wait. A unit's month that has a
 * submission already, a figure that was not owed, and one whose register was kept are refused. Rows of one unit's month with
 * different known_on are versions, the later ones corrections.
 */
export async function importFigures(client: pg.Client, asked: FigureImport): Promise<FiguresImported> {
  const db = openDatabaseOn(client);
  return db
    .transaction()
    .execute(async (tx) => {
      await sql`set local jit = off; set local work_mem = '192MB'; set local hash_mem_multiplier = 8; set local maintenance_work_mem = '1536MB';
      set local max_parallel_workers_per_gather = 2; set local max_parallel_maintenance_workers = 2`.execute(tx);
      const people = await findPeople(tx, asked);
      const read = await readLines(tx, client, asked);
      const faults = [...people.faults, ...read.faults];
      let counts = noCounts;
      if (read.faults.length === 0) {
        const checked = await checkLines(tx, people, asked);
        faults.push(...checked.faults);
        counts = await countLines(tx, checked.indicators);
      }
      const isImported = asked.confirm && faults.length === 0;
      if (isImported) faults.push(...(await bringIn(tx, people, asked, counts, read.sha256)));
      await sql`drop table if exists ${versions}, ${lines}`.execute(tx);
      const result = { ...counts, faults: faults.slice(0, mostFaults), imported: isImported && faults.length === 0 };
      if (isImported && faults.length > 0) throw new FaultsFound(result);
      return result;
    })
    .catch((error: unknown) => {
      if (error instanceof FaultsFound) return error.result;
      throw error;
    });
}

/** Takes the transaction back with what was found in it. */
class FaultsFound extends Error {
  readonly result: FiguresImported;
  constructor(result: FiguresImported) {
    super('the figures have faults');
    this.result = result;
  }
}

const noCounts = { figures: 0, submissions: 0, units: 0, indicators: 0, corrected: 0 };
type Counts = typeof noCounts;
type People = { submitter: string | null; approver: string | null; faults: FigureFault[] };

async function findPeople(tx: Tx, { submittedBy, approvedBy }: FigureImport): Promise<People> {
  const rows = await tx
    .selectFrom('accounts')
    .select(['id', 'signInName'])
    .where('signInName', 'in', [submittedBy, approvedBy])
    .execute();
  const idOf = (name: string): string | null => rows.find((row) => row.signInName === name)?.id ?? null;
  const faults = [submittedBy, approvedBy]
    .filter((name) => idOf(name) === null)
    .map((name) => toFault(null, null, 'person_unknown', name));
  if (submittedBy === approvedBy) faults.push(toFault(null, null, 'same_person', submittedBy));
  return { submitter: idOf(submittedBy), approver: idOf(approvedBy), faults };
}

function toFault(line: number | null, column: Column | null, code: FaultCode, text: string): FigureFault {
  return { line, column, code, text };
}

// The file --------------------------------------------------------------------------------------------------------------

async function readLines(
  tx: Tx,
  client: pg.Client,
  { content, say }: FigureImport,
): Promise<{ faults: FigureFault[]; sha256: string }> {
  await sql`
    create unlogged table ${lines} (line bigint generated always as identity (minvalue 2 cache 10000), unit text, month text, indicator text, value numeric,
      origin text, keys text, known_on date, correction text)`.execute(tx);
  const hash = createHash('sha256');
  const file = content[Symbol.asyncIterator]();
  const { heading, rest } = await readHeading(file);
  const columns = heading.split(',').map((name) => name.trim().replaceAll('"', ''));
  const unknown = columns.filter((name) => !figureColumns.some((one) => one === name));
  const missing = figureColumns.slice(0, 4).filter((name) => !columns.includes(name));
  if (unknown.length > 0 || missing.length > 0 || new Set(columns).size < columns.length) {
    const faults = [
      ...unknown.map((name) => toFault(1, null, 'column_unknown', name)),
      ...missing.map((name) => toFault(1, name, 'column_missing', name)),
    ];
    return { faults: faults.length > 0 ? faults : [toFault(1, null, 'column_unknown', heading)], sha256: '' };
  }
  let bytes = 0;
  let told = 0;
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      if (bytes - told > 128 * 1024 * 1024) {
        told = bytes;
        say(`đọc tệp (reading): ${Math.round(bytes / 1_048_576)} MB`);
      }
      done(undefined, chunk);
    },
  });
  const list = columns.map((name) => `"${name}"`).join(', ');
  await sql`savepoint reading`.execute(tx);
  const copy = client.query(copyFrom(`copy figure_lines (${list}) from stdin (format csv, encoding 'UTF8')`));
  try {
    await pipeline(restOf(rest, file), watched, copy);
  } catch (error) {
    await sql`rollback to savepoint reading`.execute(tx);
    return { faults: [toReadingFault(error)], sha256: '' };
  }
  return { faults: [], sha256: hash.digest('hex') };
}

async function readHeading(file: AsyncIterator<Buffer>): Promise<{ heading: string; rest: Buffer }> {
  let read = Buffer.alloc(0);
  while (!read.includes(10)) {
    const next = await file.next();
    if (next.done) break;
    read = Buffer.concat([read, next.value]);
    if (read.length > 1_048_576) break;
  }
  const end = read.includes(10) ? read.indexOf(10) : read.length;
  return {
    heading: read
      .toString('utf8', 0, end)
      .replace(/^\uFEFF/, '')
      .trim(),
    rest: read.subarray(end + 1),
  };
}

async function* restOf(first: Buffer, file: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await file.next(); !next.done; next = await file.next()) yield next.value;
}

/** PostgreSQL names the line and column of what it cannot read. */
function toReadingFault(error: unknown): FigureFault {
  const { where, message } = error as { where?: string; message: string };
  const found = /line (\d+)(?:, column "?(\w+)"?)?(?:: "(.*)")?/s.exec(where ?? '');
  if (found === null) throw error;
  const column = figureColumns.find((name) => name === found[2]) ?? null;
  return toFault(Number(found[1]) + 1, column, 'unreadable', (found[3] ?? message).slice(0, 200));
}

// Checks ----------------------------------------------------------------------------------------------------------------

type Checked = { faults: FigureFault[]; indicators: number };

async function checkLines(tx: Tx, people: People, { say }: FigureImport): Promise<Checked> {
  say('kiểm tra đơn vị và kỳ (checking units and months)…');
  await sql`analyze ${lines}`.execute(tx);
  await byHash(tx, true);
  await sql`
    create unlogged table ${versions} as
    with found as (
      select l.unit, l.month, coalesce(l.known_on, 'infinity') as known_on, min(l.line) as line, max(l.correction) as correction, count(*) as cells
      from ${lines} l group by l.unit, l.month, coalesce(l.known_on, 'infinity')),
    dated as materialized (
      select f.*, case when f.month ~ '^\\d{4}-(0[1-9]|1[0-2])$' then (f.month || '-01')::date end as label from found f),
    named as (
      select d.*, u.id as unit_id, u.province_id, u.kind, p.holder_id as province_then,
        count(u.id) over (partition by d.unit, d.month, d.known_on) as units
      from dated d left join units u on u.code = d.unit and u.kind in ('province', 'commune')
        and (u.valid_from is null or u.valid_from <= d.label + 13) and (u.valid_to is null or u.valid_to > d.label + 13)
      left join ${provinceThen} p on p.unit_id = u.id),
    chosen as materialized (
      select distinct on (n.unit, n.month, n.known_on) n.*, ${idInOrder} as any_id
      from named n order by n.unit, n.month, n.known_on, n.unit_id)
    select c.unit, c.month, c.known_on, c.line, c.correction, c.cells, c.label, year_start(c.label) as year, c.units, c.unit_id,
      c.province_id, c.kind, c.province_then, first_value(c.any_id) over by_month as submission_id,
      (row_number() over by_month)::int as version, c.known_on = max(c.known_on) over (partition by c.unit, c.month) as is_current
    from chosen c
    window by_month as (partition by c.unit, c.month order by c.known_on)`.execute(tx);
  await sql`analyze ${versions}`.execute(tx);
  const inVersions = (
    code: FaultCode,
    column: Column,
    condition: RawBuilder<unknown>,
    text = sql`v.unit || ' ' || v.month`,
  ) => listFaults(tx, code, column, sql`${versions} v where ${condition}`, sql`v.line`, text);
  const faults = [
    ...(await inVersions('month_unreadable', 'month', sql`v.label is null`, sql`v.month`)),
    ...(await inVersions('month_running', 'month', sql`v.label + 13 >= vietnam_today()`, sql`v.month`)),
    ...(await inVersions('unit_unknown', 'unit', sql`v.label is not null and v.units = 0`)),
    ...(await inVersions('unit_ambiguous', 'unit', sql`v.units > 1`)),
    ...(await inVersions(
      'known_on_impossible',
      'known_on',
      sql`v.known_on <> 'infinity' and (v.known_on > vietnam_today() or v.known_on <= v.label + 13)`,
      sql`v.known_on::text`,
    )),
    ...(await inVersions(
      'correction_missing',
      'correction',
      sql`v.version > 1 and coalesce(length(v.correction), 0) < 3`,
    )),
    ...(await inVersions(
      'already_submitted',
      'month',
      sql`exists (select from submissions s where s.unit_id = v.unit_id and s.month = v.label)`,
    )),
  ];
  say('kiểm tra chỉ tiêu và nghĩa vụ báo cáo (checking indicators and duties)…');
  const { faults: ofIndicators, indicators } = await checkIndicators(tx);
  await byHash(tx, false);
  faults.push(...ofIndicators);
  if (faults.length === 0) faults.push(...(await checkRegisters(tx)), ...(await checkRights(tx, people)));
  return { faults: faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)), indicators };
}

/**
 * That several columns together name a version, and how few versions a file of millions has, is more than the planner can
 * tell; it would sort the file. Parts of it that fit are joined and counted by hash.
 */
async function byHash(tx: Tx, isOn: boolean): Promise<void> {
  const others = sql.raw(isOn ? 'off' : 'on');
  await sql`set local enable_mergejoin = ${others}; set local enable_nestloop = ${others}; set local enable_sort = ${others}`.execute(
    tx,
  );
}

async function listFaults(
  tx: Tx,
  code: FaultCode,
  column: Column,
  from: RawBuilder<unknown>,
  line: RawBuilder<unknown>,
  text: RawBuilder<unknown>,
): Promise<FigureFault[]> {
  const { rows: found } = await sql<{ line: number; text: string }>`
    select ${line}::int as line, ${text} as text from ${from} order by 1 limit ${mostFaults}`.execute(tx);
  return found.map((row) => toFault(Number(row.line), column, code, row.text));
}

/** What is wrong with single lines and with their indicators. One pass over the file; closer where it found a fault. */
async function checkIndicators(tx: Tx): Promise<Checked> {
  const { rows: found } = await sql<{ line: number; text: string; kind: string | null; isDoubtful: boolean }>`
    select d.line::int as line, d.indicator as text, i.kind,
      d.is_negative or d.is_of_another_origin or case when i.kind = 'distinct' then d.keys_differ else d.has_keys end as is_doubtful
    from (
      select indicator, min(line) as line, coalesce(bool_or(value < 0), false) as is_negative,
        coalesce(bool_or(origin not in ('imported', 'apportioned')), false) as is_of_another_origin, bool_or(keys is not null) as has_keys,
        bool_or(value is not null and cardinality(string_to_array(keys, '|')) is distinct from value) as keys_differ
      from ${lines} group by indicator) d
    left join indicators i on i.code = d.indicator order by d.line`.execute(tx);
  const faults = found
    .filter(({ kind }) => kind === null || !['flow', 'stock', 'distinct'].includes(kind))
    .map((row) =>
      toFault(row.line, 'indicator', row.kind === null ? 'indicator_unknown' : 'indicator_computed', row.text),
    );
  if (found.some((row) => row.isDoubtful)) faults.push(...(await findWrongValues(tx)));
  return { faults, indicators: found.length };
}

async function findWrongValues(tx: Tx): Promise<FigureFault[]> {
  const { rows: wrong } = await sql<{ line: number; code: FaultCode; column: Column; text: string | null }>`
    select l.line::int as line, w.code, w.column, w.text
    from ${lines} l left join indicators i on i.code = l.indicator
    cross join lateral (
      select case
        when l.value < 0 then 'value_negative'
        when l.origin not in ('imported', 'apportioned') then 'origin_unknown'
        when i.kind = 'distinct' and l.value is not null and cardinality(string_to_array(l.keys, '|')) is distinct from l.value
          or i.kind <> 'distinct' and l.keys is not null then 'keys_differ' end as code) c
    cross join lateral (values ('value_negative', 'value', l.value::text), ('origin_unknown', 'origin', l.origin),
      ('keys_differ', 'keys', coalesce(l.keys, l.value::text))) as w(code, "column", text)
    where c.code is not null and w.code = c.code order by l.line limit ${mostFaults}`.execute(tx);
  return wrong.map((row) => toFault(row.line, row.column, row.code, row.text ?? ''));
}

/**
 * An id that begins with the line of its version: in a file that goes unit by unit the keys then come nearly in their order,
 * which is sorted in half the time.
 */
const idInOrder = sql`(lpad(to_hex(n.line), 12, '0') || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid`;

/** Which province held each unit in its own time. */
const provinceThen = sql`(
  select t.unit_id, t.holder_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
  join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current' where t.view = 'then')`;

/** No register speaks for the same figures (law 1: supplements before, records after, never both). */
async function checkRegisters(tx: Tx): Promise<FigureFault[]> {
  const { rows } = await sql<{ kept: boolean }>`
    select exists (select from register_keepings k join ${versions} v on v.unit_id = k.unit_id
      where k.kept_from <= v.label + 13) as kept`.execute(tx);
  if (!rows[0]!.kept) return [];
  return listFaults(
    tx,
    'register_kept',
    'indicator',
    sql`${lines} l join ${versions} v on v.unit = l.unit and v.month = l.month and v.known_on = coalesce(l.known_on, 'infinity')
      join indicators i on i.code = l.indicator
      join register_keepings k on k.unit_id = v.unit_id and k.register = i.register and k.kept_from <= v.label + 13`,
    sql`l.line`,
    sql`l.indicator || ' ' || l.unit`,
  );
}

/** Only what was owed is brought in (decision 005); asked of what was just put in, summed by province. */
async function checkDuties(tx: Tx): Promise<FigureFault[]> {
  const { rows } = await sql<{ code: string; month: string; line: number | null }>`
    select i.code, to_char(p.month, 'YYYY-MM') as month, (
      select min(l.line) from ${lines} l where l.indicator = i.code and l.month = to_char(p.month, 'YYYY-MM')) as line
    from (select distinct unit_id, kind, indicator_id, month from figure_line_months) p join indicators i on i.id = p.indicator_id
    where not exists (
      select from obligations o join units issuer on issuer.id = o.unit_id
      where o.indicator_id = i.id and o.subject_kind = p.kind and o.from_month <= p.month and (o.to_month is null or o.to_month >= p.month)
        and (issuer.kind = 'nation' or issuer.id = p.unit_id))
    order by 2, 1 limit ${mostFaults}`.execute(tx);
  return rows.map((row) => toFault(row.line, 'indicator', 'not_owed', `${row.code} ${row.month}`));
}

/** The two people hold the rights to do so for every unit of the file, by today's tree. */
async function checkRights(tx: Tx, { submitter, approver }: People): Promise<FigureFault[]> {
  const faults: FigureFault[] = [];
  for (const [account, permission] of [
    [submitter, 'submission.bulk'],
    [approver, 'submission.approve'],
  ] as const) {
    const { rows } = await sql<{ unit: string; line: number }>`
      select v.unit, min(v.line)::int as line from ${versions} v
      where not exists (
        select from posts p join units h on h.id = p.unit_id
        join role_permissions r on r.role = p.role and r.permission = ${permission}
        where p.account_id = ${account} and p.valid_from <= vietnam_today() and (p.valid_to is null or p.valid_to > vietnam_today())
          and (cardinality(p.modules) = 0 or 'submission' = any (p.modules))
          and (h.kind = 'nation' or exists (
            select from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
            where t.view = 'today' and t.holder_id = p.unit_id and t.unit_id = v.unit_id)))
      group by v.unit order by 2 limit 1`.execute(tx);
    for (const row of rows) faults.push(toFault(row.line, 'unit', 'person_without_right', `${permission} ${row.unit}`));
  }
  return faults;
}

async function countLines(tx: Tx, indicators: number): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select (select sum(cells) from ${versions})::float8 as figures, count(distinct submission_id)::int as submissions,
      count(distinct unit_id)::int as units, (count(*) filter (where version > 1))::int as corrected, ${indicators}::int as indicators
    from ${versions}`.execute(tx);
  return rows[0]!;
}

// Bringing in -----------------------------------------------------------------------------------------------------------

async function bringIn(
  tx: Tx,
  { submitter, approver }: People,
  { reason, say }: FigureImport,
  counts: Counts,
  sha256: string,
): Promise<FigureFault[]> {
  await sql`lock table boundary_versions in exclusive mode`.execute(tx);
  await sql`savepoint bringing_in`.execute(tx);
  const { rows: present } = await sql<{ figures: number; isFirst: boolean }>`
    select greatest(reltuples, 0)::float8 as figures, not exists (select from figure_years) and not exists (select from roll_ups) as is_first
    from pg_class where oid = 'figures'::regclass`.execute(tx);
  const { figures, isFirst } = present[0]!;
  // More than there is already: keys and indexes are quicker made anew than kept up.
  const isLarge = isFirst || counts.figures > figures;
  const load = async (): Promise<void> => {
    say('báo cáo kỳ (submissions)…');
    await insertSubmissions(tx, submitter!, approver!);
    say(`${counts.figures} số liệu (figures)…`);
    await byHash(tx, true);
    await sql`
      insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason, keys, is_current)
      select v.province_id, v.submission_id, v.version, i.id, v.unit_id, v.label, l.value, coalesce(l.origin, 'imported'), ${reason},
        string_to_array(l.keys, '|'), v.is_current
      from ${lines} l
      join ${versions} v on v.unit = l.unit and v.month = l.month and v.known_on = coalesce(l.known_on, 'infinity')
      join indicators i on i.code = l.indicator`.execute(tx);
    if (isLarge) await sql`analyze figures`.execute(tx);
    else await sql`set local enable_nestloop = on`.execute(tx);
    say('cộng theo năm và theo tỉnh (sums of years and provinces)…');
    await sumFigures(tx);
    await byHash(tx, false);
    const faults = await checkDuties(tx);
    if (faults.length > 0) throw new Refused(faults);
    await sql`select add_bulk_years(${!isFirst})`.execute(tx);
  };
  const rollUp = async (): Promise<void> => {
    say('tổng hợp (roll-ups)…');
    await sql`select add_bulk_roll_ups(${isFirst})`.execute(tx);
  };
  const sayMade = (name: string): void => say(`khóa, chỉ mục (keys, indexes): ${name}…`);
  try {
    const tables = ['submissions', 'submission_versions', 'figures', ...(isFirst ? ['figure_years'] : [])];
    if (isLarge) await withoutIndexes(tx, tables, load, sayMade);
    else await load();
    if (isFirst) await withoutIndexes(tx, ['roll_ups', 'roll_up_keys'], rollUp, sayMade);
    else await rollUp();
  } catch (error) {
    if (error instanceof Refused) return error.faults;
    const { code, detail } = error as { code?: string; detail?: string };
    if (code !== '23505') throw error;
    await sql`rollback to savepoint bringing_in`.execute(tx);
    return findTwice(tx, detail ?? '');
  }
  await sql`drop table figure_line_years, figure_line_months, figure_line_keys`.execute(tx);
  await recordAudit(tx, undefined, {
    act: 'figures.imported',
    subjectKind: 'file',
    subjectId: sha256,
    changes: { ...counts, submittedBy: submitter, approvedBy: approver },
  });
  say('thống kê cho bộ tối ưu (analyze)…');
  await sql`analyze submissions, submission_versions, figures, figure_years, roll_ups, roll_up_keys`.execute(tx);
  return [];
}

/** Ends the bringing in with what was found on the way. */
class Refused extends Error {
  readonly faults: FigureFault[];
  constructor(faults: FigureFault[]) {
    super('the figures are refused');
    this.faults = faults;
  }
}

async function insertSubmissions(tx: Tx, submitter: string, approver: string): Promise<void> {
  await sql`
    insert into submissions (province_id, id, unit_id, month)
    select v.province_id, v.submission_id, v.unit_id, v.label from ${versions} v where v.version = 1 order by v.label, v.unit_id`.execute(
    tx,
  );
  await sql`
    insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason, revision,
      opened_by, opened_at, submitted_by, submitted_at, decided_by, decided_at)
    select v.province_id, v.submission_id, v.version, v.unit_id, v.label, 'approved', case when v.version > 1 then v.correction end, 3,
      ${submitter}, t.at, ${submitter}, t.at, ${approver}, t.at
    from ${versions} v cross join lateral (select case when v.known_on = 'infinity' then now()
      else least(now(), (v.known_on + time '17:00') at time zone 'Asia/Ho_Chi_Minh') end as at) t
    order by v.label, v.unit_id, v.version`.execute(tx);
}

/**
 * From the figures that were brought in and count, as their approval would have added them: sums of years, of months by
 * province and kind of unit, and how often keys stand in these.
 */
async function sumFigures(tx: Tx): Promise<void> {
  const counting = sql`figures f join ${versions} v on v.province_id = f.province_id and v.submission_id = f.submission_id
    and v.version = f.version and v.is_current`;
  const origins = sql`
    0 as records, 0 as supplement, (count(*) filter (where f.origin = 'imported'))::int as imported,
    (count(*) filter (where f.origin = 'apportioned'))::int as apportioned`;
  await sql`
    create unlogged table figure_line_years as
    select v.province_id, v.unit_id, f.indicator_id, v.year, sum(f.value) as value, ${origins}
    from ${counting} join indicators i on i.id = f.indicator_id and i.period_rule = 'sum'
    where f.value is not null group by v.province_id, v.unit_id, f.indicator_id, v.year`.execute(tx);
  await sql`
    create unlogged table figure_line_months as
    select h.id as unit_id, h.province_id, s.kind, s.indicator_id, s.month, s.value, s.records, s.supplement, s.imported, s.apportioned
    from (
      select v.province_then, v.kind, f.indicator_id, v.label as month, sum(f.value) as value, ${origins}
      from ${counting} where f.value is not null and v.province_then is not null
      group by v.province_then, v.kind, f.indicator_id, v.label) s
    join units h on h.id = s.province_then`.execute(tx);
  await sql`
    create unlogged table figure_line_keys as
    select h.id as unit_id, h.province_id, s.indicator_id, s.month, s.key, s.uses
    from (
      select v.province_then, f.indicator_id, v.label as month, k.key, count(*) as uses
      from ${counting} and v.province_then is not null cross join lateral unnest(f.keys) as k(key)
      where f.value is not null and f.keys is not null
      group by v.province_then, f.indicator_id, v.label, k.key) s
    join units h on h.id = s.province_then`.execute(tx);
  await sql`analyze figure_line_years, figure_line_months, figure_line_keys`.execute(tx);
}

/** The lines that say one figure twice. */
async function findTwice(tx: Tx, detail: string): Promise<FigureFault[]> {
  const found = await listFaults(
    tx,
    'twice',
    'indicator',
    sql`(select max(line) as line, unit, month, indicator from ${lines}
      group by unit, month, indicator, coalesce(known_on, 'infinity') having count(*) > 1) d`,
    sql`d.line`,
    sql`d.unit || ' ' || d.month || ' ' || d.indicator`,
  );
  return found.length > 0 ? found : [toFault(null, null, 'twice', detail.slice(0, 200))];
}
