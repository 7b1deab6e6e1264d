import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { schemaName } from './database.ts';

const referenceFolder = join(import.meta.dirname, '../../../reference-data');

// The order is that of their references. Only what the file says may stand in role_permissions: a right taken out of the
// file is gone; so with what residents are shown. Rows of the others stay, because posts, figures and submissions refer to them.
const files = [
  { file: 'organisations.csv', table: 'organisations', key: ['code'], exact: false },
  { file: 'roles.csv', table: 'roles', key: ['code'], exact: false },
  {
    file: 'role-permissions.csv',
    table: 'role_permissions',
    key: ['role', 'permission'],
    exact: true,
  },
  { file: 'calendars.csv', table: 'calendars', key: ['code'], exact: false },
  { file: 'indicators.csv', table: 'indicators', key: ['code'], exact: false },
  { file: 'published-indicators.csv', table: 'published_indicators', key: ['indicator_code'], exact: true },
  { file: 'indicator-rules.csv', table: 'indicator_rules', key: ['code'], exact: false },
  { file: 'public-holidays.csv', table: 'public_holidays', key: ['day'], exact: true },
  { file: 'tip-clocks.csv', table: 'tip_clocks', key: ['code'], exact: false },
] as const;

const obligationsFile = 'obligations.csv';

type Row = Record<string, string>;

/**
 * Brings the code lists of reference-data/ into the database in one transaction and returns how many rows were written
 * or taken out per table; 0 everywhere when nothing was new. Obligations follow once their issuing units are loaded.
 */
export async function loadReferenceData(
  migrateUrl: string,
  folder: string = referenceFolder,
): Promise<Record<string, number>> {
  const client = new pg.Client({
    connectionString: migrateUrl,
    application_name: 'binhyen reference data',
  });
  await client.connect();
  try {
    await client.query(`begin; set local search_path = ${schemaName}, public`);
    const changed: Record<string, number> = {};
    for (const { file, table, key, exact } of files) {
      const rows = await readRows(join(folder, file));
      changed[table] = await upsert(client, table, key, rows);
      if (exact) changed[table] += await removeOthers(client, table, key, rows);
    }
    changed.obligations = await upsertObligations(client, await readRows(join(folder, obligationsFile)));
    if (Object.values(changed).some((count) => count > 0)) await recordLoad(client, changed);
    await client.query('commit');
    return changed;
  } finally {
    await client.end();
  }
}

async function readRows(path: string): Promise<Row[]> {
  return parse(await readFile(path, 'utf8'), { columns: true, bom: true, skip_empty_lines: true });
}

/** Rows as jsonb for jsonb_populate_recordset: an empty cell is null where the column may be null. */
async function toRecords(client: pg.Client, table: string, rows: Row[]): Promise<string> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and not attnotnull`,
    [`${schemaName}.${table}`],
  );
  const nullable = new Set(columns.map(({ name }) => name));
  return JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [column, value === '' && nullable.has(column) ? null : value]),
      ),
    ),
  );
}

async function upsert(client: pg.Client, table: string, key: readonly string[], rows: Row[]): Promise<number> {
  const columns = Object.keys(rows[0] ?? {}).map((column) => client.escapeIdentifier(column));
  if (columns.length === 0) throw new Error(`reference-data of ${table} has no rows`);
  const list = columns.join(', ');
  const { rowCount } = await client.query(
    `insert into ${table} as present (${list})
     select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (${key.join(', ')}) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${columns.map((column) => `present.${column}`).join(', ')})
       is distinct from (${columns.map((column) => `excluded.${column}`).join(', ')})`,
    [await toRecords(client, table, rows)],
  );
  return rowCount ?? 0;
}

async function removeOthers(client: pg.Client, table: string, key: readonly string[], rows: Row[]): Promise<number> {
  const { rowCount } = await client.query(
    `delete from ${table} where (${key.join(', ')}) not in
       (select ${key.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb))`,
    [await toRecords(client, table, rows)],
  );
  return rowCount ?? 0;
}

/** A line of the file names the issuing unit by kind and code; lines whose unit is not loaded yet wait for a later call. */
async function upsertObligations(client: pg.Client, rows: Row[]): Promise<number> {
  const { rowCount } = await client.query(
    `insert into obligations as present (province_id, unit_id, indicator_id, subject_kind, from_month, to_month, basis)
     select u.province_id, u.id, i.id, o.subject_kind, to_date(o.from_month, 'YYYY-MM'), to_date(o.to_month, 'YYYY-MM'), o.basis
     from jsonb_to_recordset($1::jsonb) as o(unit_kind text, unit_code text, indicator_code text, subject_kind text,
       from_month text, to_month text, basis text)
     join units u on u.kind = o.unit_kind and u.code = o.unit_code and u.valid_to is null
     -- An unknown indicator is a mistake in the file and refused by the table.
     left join indicators i on i.code = o.indicator_code
     on conflict (province_id, unit_id, indicator_id, subject_kind, from_month) do update
       set to_month = excluded.to_month, basis = excluded.basis
     where (present.to_month, present.basis) is distinct from (excluded.to_month, excluded.basis)`,
    [await toRecords(client, 'obligations', rows)],
  );
  return rowCount ?? 0;
}

async function recordLoad(client: pg.Client, changed: Record<string, number>): Promise<void> {
  await client.query(
    `insert into audit_lines (act, subject_kind, subject_id, changes) values ('reference_data.loaded', 'reference_data', 'files', $1)`,
    [JSON.stringify(changed)],
  );
}
