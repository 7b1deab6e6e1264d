import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** Reference tables: the same on every node, no rows of a unit's own. Everything else with a unit or a shard key is guarded. */
const referenceTables = new Set([
  'units',
  'successions',
  'territories',
  'boundary_versions',
  'territory_lives',
  'unit_boundaries',
  'inbox_keys',
]);

type Table = { name: string; columns: string[]; isForced: boolean; isEnabled: boolean; policies: number };

async function listTables(): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as name, c.relrowsecurity as is_enabled, c.relforcerowsecurity as is_forced,
      (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relnamespace = 'binhyen'::regnamespace and c.relkind = 'r'`.execute(database.owner);
  return rows;
}

async function listGuarded(): Promise<Table[]> {
  return (await listTables()).filter(
    (table) =>
      !referenceTables.has(table.name) && (table.columns.includes('unit_id') || table.columns.includes('province_id')),
  );
}

test('the catalogue shows the tables that hold data of units', async () => {
  const names = (await listGuarded()).map((table) => table.name);
  expect(names).toEqual(
    expect.arrayContaining([
      'tips',
      'figures',
      'submissions',
      'submission_versions',
      'roll_ups',
      'posts',
      'audit_lines',
    ]),
  );
});

test('every table with data of units has forced row security and a policy', async () => {
  for (const table of await listGuarded()) {
    expect(table, table.name).toMatchObject({ isEnabled: true, isForced: true });
    expect(table.policies, `${table.name}: policies`).toBeGreaterThan(1);
    expect(table.columns, table.name).toEqual(expect.arrayContaining(['province_id']));
  }
});

test('primary, unique and foreign keys between such tables carry province_id first', async () => {
  const guarded = (await listGuarded()).map((table) => table.name);
  const { rows } = await sql<{ table: string; name: string; type: string; columns: string[]; target: string | null }>`
    select c.conrelid::regclass::text as table, c.conname as name, c.contype as type, nullif(c.confrelid, 0)::regclass::text as target,
      (select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality as k(attnum, n)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum) as columns
    from pg_constraint c where c.connamespace = 'binhyen'::regnamespace and c.contype in ('p', 'u', 'f')
    union all
    select i.indrelid::regclass::text, i.indexrelid::regclass::text, 'u', null,
      (select array_agg(a.attname::text order by k.n) from unnest(i.indkey::int2[]) with ordinality as k(attnum, n)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum)
    from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'binhyen'::regnamespace and i.indisunique`.execute(
    database.owner,
  );
  const bare = (name: string): string => name.replace(/^binhyen\./, '');
  const keys = rows.filter(
    (key) => guarded.includes(bare(key.table)) && (key.type !== 'f' || guarded.includes(bare(key.target ?? ''))),
  );
  expect(keys.length).toBeGreaterThan(15);
  for (const key of keys) expect(key.columns[0], `${key.table}.${key.name}`).toBe('province_id');
});

test('no reference table refers to a table that may be distributed', async () => {
  const guarded = (await listGuarded()).map((table) => table.name);
  const { rows } = await sql<{ table: string; target: string }>`
    select c.conrelid::regclass::text as table, c.confrelid::regclass::text as target from pg_constraint c
    where c.connamespace = 'binhyen'::regnamespace and c.contype = 'f'`.execute(database.owner);
  const bare = (name: string): string => name.replace(/^binhyen\./, '');
  expect(rows.filter((key) => guarded.includes(bare(key.target)) && !guarded.includes(bare(key.table)))).toEqual([]);
});

test('the running role owns nothing, bypasses nothing, and cannot touch what only functions keep', async () => {
  const { rows } = await sql<Record<string, boolean>>`
    select r.rolbypassrls or r.rolsuper as bypasses,
      exists (select 1 from pg_class c where c.relowner = r.oid and c.relnamespace = 'binhyen'::regnamespace) as owns,
      has_table_privilege('figure_years', 'insert') or has_table_privilege('figure_years', 'update') or has_table_privilege('roll_ups', 'insert') or has_table_privilege('roll_ups', 'update') or has_table_privilege('roll_ups', 'delete') as moves_roll_ups,
      has_table_privilege('audit_lines', 'update') or has_table_privilege('audit_lines', 'delete') as edits_audit,
      has_table_privilege('audit_seals', 'insert') or has_table_privilege('audit_seals', 'update') as edits_seals,
      has_column_privilege('sessions', 'token_hash', 'select') as reads_tokens,
      has_column_privilege('figures', 'is_current', 'update') as sets_current,
      has_function_privilege('rebuild_roll_ups_then(integer, integer[])', 'execute')
        or has_function_privilege('build_roll_ups_today(integer)', 'execute')
        or has_function_privilege('switch_boundaries(integer, pg_snapshot, pg_snapshot)', 'execute') as rebuilds
    from pg_roles r where r.rolname = current_user`.execute(database.app);
  expect(rows[0]).toEqual({
    bypasses: false,
    owns: false,
    movesRollUps: false,
    editsAudit: false,
    editsSeals: false,
    readsTokens: false,
    setsCurrent: false,
    rebuilds: false,
  });
});

test('every table and column that is not plain from its name says what it means', async () => {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'binhyen'::regnamespace and c.relkind = 'r' and obj_description(c.oid) is null`.execute(
    database.owner,
  );
  expect(rows.map((row) => row.name).filter((name) => name !== 'schema_migrations')).toEqual([]);
});

test('every foreign key has an index that begins with its columns', async () => {
  const { rows } = await sql<{ key: string }>`
    select c.conrelid::regclass || ' ' || c.conname as key from pg_constraint c
    where c.connamespace = 'binhyen'::regnamespace and c.contype = 'f' and not exists (
      select 1 from pg_index i where i.indrelid = c.conrelid
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`.execute(database.owner);
  expect(rows.map((row) => row.key)).toEqual([]);
});
