import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { toDatabase } from './postgres.ts';

export { testProvinceId, testUnits } from './units.ts';

/** A database of its own for a test file: migrated, with reference data and the made-up units of units.ts. */
export type TestDatabase = {
  /** Through the role that owns the schema: sees and changes everything. */
  owner: Db;
  /** Through the running role, under row security. */
  app: Db;
  ownerUrl: string;
  appUrl: string;
  drop: () => Promise<void>;
};

/** Clones the template; drop it in afterAll. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { template } = inject('testServer');
  return openTestDatabase(await createFrom(template));
}

/** A database with nothing in it, not even our schema: for migrations and restores. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return openTestDatabase(await createFrom('template1'));
}

async function createFrom(template: string): Promise<string> {
  const name = `${inject('testServer').prefix}_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${name} template ${template}`);
  // Nothing of it is kept, so no commit waits for the disk; the embedded server of the tests does not anyway.
  await onServer(`alter database ${name} set synchronous_commit = off`);
  return name;
}

function openTestDatabase(name: string): TestDatabase {
  const { migrateUrl, runUrl } = inject('testServer');
  const ownerUrl = toDatabase(migrateUrl, name);
  const appUrl = toDatabase(runUrl, name);
  const owner = openDatabase(openPool(ownerUrl, { name: 'binhyen tests' }));
  const app = openDatabase(openPool(appUrl, { name: 'binhyen tests' }));
  const drop = async () => {
    await Promise.all([owner.destroy(), app.destroy()]);
    await onServer(`drop database if exists ${name}`);
  };
  return { owner, app, ownerUrl, appUrl, drop };
}

async function onServer(statement: string): Promise<void> {
  // `create database` wants its template without connections, so it is asked from next door.
  const client = new pg.Client({
    connectionString: toDatabase(inject('testServer').migrateUrl, 'postgres'),
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
