import pg from 'pg';
import { startEmbedded } from '../../src/platform/database/embedded.ts';

/** A PostgreSQL for tests; stop drops the databases whose names begin so. */
export type Server = { migrateUrl: string; runUrl: string; stop: (prefix: string) => Promise<void> };

/** That of DATABASE_URL and DATABASE_MIGRATE_URL (the migrating role needs CREATEDB), else an embedded one that keeps nothing. */
export async function findServer(): Promise<Server> {
  const { DATABASE_URL: runUrl, DATABASE_MIGRATE_URL: migrateUrl } = process.env;
  if (runUrl && migrateUrl) {
    return { migrateUrl, runUrl, stop: (prefix) => dropDatabases(migrateUrl, prefix) };
  }
  const embedded = await startEmbedded({ ephemeral: true });
  const owner = decodeURIComponent(new URL(embedded.migrateUrl).username);
  await command(embedded.superuserUrl, [`alter role ${owner} createdb`]);
  return { migrateUrl: embedded.migrateUrl, runUrl: embedded.runUrl, stop: () => embedded.stop() };
}

async function dropDatabases(migrateUrl: string, prefix: string): Promise<void> {
  const names = await command(migrateUrl, [`select datname from pg_database where starts_with(datname, '${prefix}')`]);
  await command(
    migrateUrl,
    names.map((name) => `drop database if exists ${name}`),
  );
}

/** Runs statements one by one outside any transaction; returns the database names of the last. */
export async function command(url: string, statements: string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'binhyen tests' });
  await client.connect();
  try {
    let names: string[] = [];
    for (const statement of statements) {
      const { rows } = await client.query<{ datname: string }>(statement);
      names = rows.map((row) => row.datname);
    }
    return names;
  } finally {
    await client.end();
  }
}

/** The address of another database on the same server. */
export function toDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
