import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { errorCode, OperatorError } from '#platform/operator-error.ts';
import type { FileStore } from '#platform/files/files.ts';
import { type BackedUp, isBackedUp, listTables, notBackedUp, openClient, readMigrations } from './backup.ts';
import { type BackupHeader, type BackupPart, checkBackupFile, readBackupFile } from './backup-file.ts';

/** What a database holds before anybody has worked in it: put there by migration, code lists, unit lists and the sealer. */
const setUpTables = new Set([
  'opened_registers',
  ...['audit_eras', 'audit_keys', 'audit_lines', 'audit_seals', 'calendars', 'indicators', 'organisations'],
  ...[
    'role_permissions',
    'roles',
    'units',
    'successions',
    'unit_source_problems',
    'boundary_versions',
    'territories',
    'territory_lives',
  ],
  ...['obligations', 'demonstration_steps'],
]);
const kept = new Set(['schema_migrations', 'throttle_keys']);

export type RestoreReport = { madeAt: string; tables: number; rows: number; files: number; era: number };

/**
 * Puts a backup into the migrated database at the address, in one transaction: all of it or nothing; its files come
 * into the store under the keys they had, before the rows that name them count. A database in
 * which somebody has worked is refused unless `replace` is set, and then emptied first. Nobody stays signed in, and
 * the history goes on in a new era, because transaction numbers begin anew in another database.
 */
export async function restoreBackup(
  { migrateUrl, files }: BackedUp,
  file: string,
  options: { replace?: boolean } = {},
): Promise<RestoreReport> {
  const { header, rows, files: fileCount } = await checkBackupFile(file);
  const client = await openClient(migrateUrl);
  try {
    await requireSameShape(client, header);
    if (!options.replace) await requireUnused(client);
    await client.query(`begin; set local lock_timeout = '30s'`);
    await empty(client);
    await withoutRowSecurity(client, () => load(client, files, file));
    const era = await settle(client, header, { rows, files: fileCount });
    await client.query('commit; analyze');
    return { madeAt: header.madeAt, tables: header.tables.length, rows, files: fileCount, era };
  } catch (error) {
    throw explain(error);
  } finally {
    await client.end();
  }
}

async function requireSameShape(client: pg.Client, header: BackupHeader): Promise<void> {
  const here = { migrations: await readMigrations(client), tables: await listTables(client) };
  if (JSON.stringify(here) === JSON.stringify({ migrations: header.migrations, tables: header.tables })) return;
  const last = header.migrations.at(-1)?.name ?? '';
  throw new OperatorError({
    vi: `Bản sao lưu thuộc phiên bản khác của chương trình (lược đồ đến ${last}); hãy khôi phục bằng đúng phiên bản đó rồi nâng cấp.`,
    en: `The backup belongs to another version of the program (schema up to ${last}); restore it with that version, then upgrade.`,
  });
}

async function requireUnused(client: pg.Client): Promise<void> {
  for (const { name } of await listTables(client)) {
    if (setUpTables.has(name)) continue;
    const { rows } = await client.query<{ used: boolean }>(
      `select exists (select from ${client.escapeIdentifier(name)}) as used`,
    );
    if (!rows[0]?.used) continue;
    throw new OperatorError({
      vi: `Cơ sở dữ liệu này đã có dữ liệu (bảng ${name}). Thêm --yes nếu muốn xoá hết rồi khôi phục.`,
      en: `This database holds data (table ${name}). Add --yes to delete all of it and restore.`,
    });
  }
}

async function empty(client: pg.Client): Promise<void> {
  const tables = [...(await listTables(client)).map(({ name }) => name), ...notBackedUp].filter(
    (name) => !kept.has(name),
  );
  await client.query(`truncate ${tables.map((name) => client.escapeIdentifier(name)).join(', ')}`);
}

/** COPY refuses tables whose row security binds the owner too, so it is lifted inside the transaction only. */
async function withoutRowSecurity(client: pg.Client, act: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relforcerowsecurity`,
  );
  for (const { name } of rows)
    await client.query(`alter table ${client.escapeIdentifier(name)} no force row level security`);
  await act();
  for (const { name } of rows)
    await client.query(`alter table ${client.escapeIdentifier(name)} force row level security`);
}

async function load(client: pg.Client, files: FileStore, file: string): Promise<void> {
  const parts = readBackupFile(file);
  const columns = new Map<string, string[]>();
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'header') for (const table of part.header.tables) columns.set(table.name, table.columns);
    if (part.kind === 'begin') await loadTable(client, part.table, columns.get(part.table) ?? [], parts);
    if (part.kind === 'file') await loadFile(files, part.key, parts);
  }
}

async function loadTable(
  client: pg.Client,
  table: string,
  columns: string[],
  parts: AsyncGenerator<BackupPart>,
): Promise<void> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  const stream = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${list}) from stdin`));
  let expected = 0;
  await pipeline(Readable.from(rowsOf(parts, (rows) => (expected = rows))), stream);
  if (stream.rowCount !== expected) {
    throw new Error(`table ${table}: ${stream.rowCount} rows were restored, the backup holds ${expected}`);
  }
}

async function loadFile(files: FileStore, key: string, parts: AsyncGenerator<BackupPart>): Promise<void> {
  if (!isBackedUp(key)) throw new Error(`file ${key} does not belong in a backup`);
  let expected = 0;
  const size = await files.put(key, Readable.from(contentOf(parts, (bytes) => (expected = bytes))));
  if (size !== expected) throw new Error(`file ${key}: ${size} bytes were restored, the backup holds ${expected}`);
}

async function* contentOf(parts: AsyncGenerator<BackupPart>, tell: (bytes: number) => void): AsyncGenerator<Buffer> {
  // Not for await: that would close the parts at the end of the file.
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'content') yield part.bytes;
    if (part.kind === 'fileEnd') {
      tell(part.bytes);
      return;
    }
  }
}

async function* rowsOf(parts: AsyncGenerator<BackupPart>, tell: (rows: number) => void): AsyncGenerator<Buffer> {
  // Not for await: that would close the parts at the end of the table.
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const part = next.value;
    if (part.kind === 'rows') yield part.rows;
    if (part.kind === 'end') {
      tell(part.rows);
      return;
    }
  }
}

async function settle(client: pg.Client, header: BackupHeader, held: { rows: number; files: number }): Promise<number> {
  await resetIdentities(client);
  await client.query('update sessions set revoked_at = now() where revoked_at is null');
  await client.query('update reset_codes set used_at = now() where used_at is null');
  const former = await client.query<{ era: number }>('select audit_era() as era');
  const era = former.rows[0]!.era + 1; // every database has a first era
  await client.query('insert into audit_eras (era, reason) values ($1, $2)', [
    era,
    `restored from the backup of ${header.madeAt}`,
  ]);
  // Lines that the sealer had not reached yet belong to the first batch of the new era.
  await client.query(
    `update audit_lines set era = $1, txid = pg_current_xact_id()
     where era = $1 - 1 and txid >= coalesce((select max(to_txid) from audit_seals where era = $1 - 1), '0')`,
    [era],
  );
  await client.query(
    `insert into audit_lines (act, subject_kind, subject_id, changes) values ('backup.restored', 'backup', $1, $2)`,
    [header.madeAt, JSON.stringify({ ...held, tables: header.tables.length })],
  );
  return era;
}

async function resetIdentities(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select c.relname as table, a.attname as column, pg_get_serial_sequence(c.oid::regclass::text, a.attname) as sequence
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attidentity <> ''`,
  );
  for (const { table, column, sequence } of rows) {
    const highest = `(select max(${client.escapeIdentifier(column)}) from ${client.escapeIdentifier(table)})`;
    await client.query(`select setval($1, coalesce(${highest}, 1), ${highest} is not null)`, [sequence]);
  }
}

function explain(error: unknown): unknown {
  if (errorCode(error) !== '55P03') return error;
  return new OperatorError(
    {
      vi: 'Một chương trình khác đang dùng cơ sở dữ liệu; hãy dừng máy chủ rồi khôi phục lại.',
      en: 'Another program is using the database; stop the server and restore again.',
    },
    { cause: error },
  );
}
