import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { OperatorError } from '../operator-error.ts';
import { schemaName } from './database.ts';
import { requireSupportedPostgres } from './embedded.ts';

const migrationsFolder = join(import.meta.dirname, '../../../migrations');
const lockNumber = 7_314_001;

/**
 * Brings the schema of the PostgreSQL at `migrateUrl` to the present state: plain SQL files in order, each in a
 * transaction, then the grants for the running role named in `runUrl`. Safe to call from several processes at once.
 * Returns the names of the files that were applied now.
 */
export async function migrate(migrateUrl: string, runUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: migrateUrl, application_name: 'binhyen migrate' });
  await client.connect();
  try {
    await requireSupported(client);
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await client.query(`create schema if not exists ${schemaName}`);
    await client.query(`set search_path = ${schemaName}, public`);
    await client.query(`create table if not exists schema_migrations (
      name text primary key, content_hash text not null, applied_at timestamptz not null default now())`);
    const applied = await applyFiles(client);
    await grant(client, decodeURIComponent(new URL(runUrl).username));
    return applied;
  } finally {
    await client.end();
  }
}

async function requireSupported(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  requireSupportedPostgres(rows[0]!.version);
}

async function applyFiles(client: pg.Client): Promise<string[]> {
  const files = (await readdir(migrationsFolder)).filter((name) => /^\d{4}_.*\.sql$/.test(name)).toSorted();
  const { rows } = await client.query<{ name: string; content_hash: string }>(
    'select name, content_hash from schema_migrations',
  );
  const known = new Map(rows.map((row) => [row.name, row.content_hash]));
  const applied: string[] = [];
  for (const name of files) {
    const content = await readFile(join(migrationsFolder, name), 'utf8');
    const hash = createHash('sha256').update(content).digest('hex');
    if (known.has(name)) {
      if (known.get(name) !== hash) {
        throw new OperatorError({
          vi: `Tệp ${name} khác với tệp đã áp dụng cho cơ sở dữ liệu này: hãy dùng đúng bản của hệ thống.`,
          en: `${name} differs from what was applied to this database: please use the matching version.`,
        });
      }
      continue;
    }
    await client.query('begin');
    try {
      await client.query(content);
      await client.query('insert into schema_migrations (name, content_hash) values ($1, $2)', [name, hash]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
    applied.push(name);
  }
  return applied;
}

async function grant(client: pg.Client, runningRole: string): Promise<void> {
  const content = await readFile(join(migrationsFolder, 'grants.sql'), 'utf8');
  const quoted = client.escapeIdentifier(runningRole);
  await client.query(`begin; ${content.replaceAll(':running_role', quoted)} commit;`);
}
