import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { schemaName } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { backupFormat, type BackupHeader, type BackupPart, type BackupTable, writeBackupFile } from './backup-file.ts';

/**
 * What is not in a backup: the state of this installation rather than of the work. Codes and keys of guessing limits
 * would only harm where a copy lies.
 */
export const notBackedUp = [
  ...['schema_migrations', 'sign_in_throttles', 'throttle_keys', 'set_up_codes'],
  ...['spent_challenges', 'intake_limits', 'intake_limit_keys'],
];

/** Exported heads of the audit prove a database from outside it: they neither leave with a backup nor come with one. */
export function isBackedUp(fileKey: string): boolean {
  return !fileKey.startsWith('audit-heads/');
}

/** What is backed up: a database, through the role that owns the schema, and the files beside it. */
export type BackedUp = { migrateUrl: string; files: FileStore };

/** missingFiles: named by an attachment, but not in the store; a backup cannot hold them. */
export type BackupReport = {
  file: string;
  madeAt: string;
  tables: number;
  rows: number;
  files: number;
  missingFiles: number;
  sha256: string;
};

/**
 * Writes everything as it stood at one moment into one file, while the house stays open, and records the act.
 * Needs no program but this one; memory stays flat at any size.
 */
export async function makeBackup({ migrateUrl, files }: BackedUp, file: string, now: Date): Promise<BackupReport> {
  const client = await openClient(migrateUrl);
  try {
    await client.query('begin isolation level repeatable read read only');
    const header = await readHeader(client, now);
    let rows = 0;
    const copied = new Set<string>();
    const sha256 = await writeBackupFile(
      file,
      (async function* () {
        yield* readParts(client, header, (count) => (rows += count));
        // After the rows: a file is in the store before a row names it.
        yield* readFiles(files, (key) => void copied.add(key));
      })(),
    );
    const named = await client.query<{ key: string }>(
      'select file_key as key from attachments where removed_at is null',
    );
    await client.query('commit');
    const report = {
      file,
      madeAt: header.madeAt,
      tables: header.tables.length,
      rows,
      files: copied.size,
      missingFiles: named.rows.filter(({ key }) => !copied.has(key)).length,
      sha256,
    };
    await client.query(
      `insert into audit_lines (act, subject_kind, subject_id, changes) values ('backup.made', 'backup', $1, $2)`,
      [sha256, JSON.stringify({ rows, tables: report.tables, files: report.files })],
    );
    return report;
  } finally {
    await client.end();
  }
}

/** A connection of the role that owns the schema, with one way of writing every value on every server. */
export async function openClient(migrateUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: migrateUrl, application_name: 'binhyen backup' });
  await client.connect();
  await client.query(`set search_path = ${schemaName}, pg_temp; set timezone = 'UTC'; set datestyle = 'ISO, YMD';
    set intervalstyle = 'iso_8601'; set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8';
    set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`);
  return client;
}

async function readHeader(client: pg.Client, now: Date): Promise<BackupHeader> {
  const version = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    format: backupFormat,
    madeAt: now.toISOString(),
    postgresVersion: version.rows[0]!.version, // one row: a setting
    migrations: await readMigrations(client),
    tables: await listTables(client),
  };
}

export async function readMigrations(client: pg.Client): Promise<BackupHeader['migrations']> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('${schemaName}.schema_migrations') is not null as known`,
  );
  if (!rows[0]?.known) {
    throw new OperatorError({
      vi: 'Cơ sở dữ liệu này chưa có lược đồ; hãy chạy lệnh migrate trước.',
      en: 'This database has no schema yet; run the command migrate first.',
    });
  }
  const migrations = await client.query<{ name: string; contentHash: string }>(
    'select name, content_hash as "contentHash" from schema_migrations order by name',
  );
  return migrations.rows;
}

/** The tables that a backup holds, every one after those it refers to; generated columns make themselves. */
export async function listTables(client: pg.Client): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { refersTo: string[] }>(
    `select c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       array(select distinct r.relname::text from pg_constraint f join pg_class r on r.oid = f.confrelid
        where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as "refersTo"
     from pg_class c
     where c.relnamespace = $1::regnamespace and c.relkind = 'r' and c.relname <> all ($2)
     order by c.relname`,
    [schemaName, notBackedUp],
  );
  const sorted: BackupTable[] = [];
  for (let waiting = rows; waiting.length > 0;) {
    const names = new Set(waiting.map(({ name }) => name));
    const ready = waiting.filter(({ refersTo }) => !refersTo.some((name) => names.has(name)));
    if (ready.length === 0) throw new Error(`tables refer to each other in a circle: ${[...names].join(', ')}`);
    sorted.push(...ready.map(({ name, columns }) => ({ name, columns })));
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return sorted;
}

async function* readParts(
  client: pg.Client,
  header: BackupHeader,
  tell: (rows: number) => void,
): AsyncGenerator<BackupPart> {
  yield { kind: 'header', header };
  for (const { name, columns } of header.tables) {
    yield { kind: 'begin', table: name };
    const list = columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const stream = client.query(copyTo(`copy (select ${list} from ${client.escapeIdentifier(name)}) to stdout`));
    for await (const rows of stream) yield { kind: 'rows', rows: rows as Buffer };
    tell(stream.rowCount);
    yield { kind: 'end', rows: stream.rowCount };
  }
}

async function* readFiles(files: FileStore, tell: (key: string) => void): AsyncGenerator<BackupPart> {
  for (const key of (await files.list('')).filter((one) => isBackedUp(one))) {
    const stream = await files.get(key);
    // Removed since it was listed.
    if (!stream) continue;
    yield { kind: 'file', key };
    let size = 0;
    for await (const bytes of stream as AsyncIterable<Buffer>) {
      size += bytes.byteLength;
      yield { kind: 'content', bytes };
    }
    yield { kind: 'fileEnd', bytes: size };
    tell(key);
  }
}
