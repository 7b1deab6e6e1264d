import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';
import { loadReferenceData } from '#platform/database/reference-data.ts';
import { installJobs } from '#platform/jobs/jobs.ts';
import { toDatabase } from './server.ts';
import { insertTestUnits } from './units.ts';

/**
 * One PostgreSQL for the whole run: that of DATABASE_URL and DATABASE_MIGRATE_URL (the migrating role needs CREATEDB),
 * else the embedded one. A template database is made ready once; test files clone it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer();
  const prefix = `binhyen_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  const testServer = {
    template,
    prefix,
    migrateUrl: toDatabase(server.migrateUrl, template),
    runUrl: toDatabase(server.runUrl, template),
  };
  try {
    await command(server.migrateUrl, [`create database ${template}`]);
    await migrate(testServer.migrateUrl, testServer.runUrl);
    await insertTestUnits(testServer.migrateUrl);
    await loadReferenceData(testServer.migrateUrl);
    await installJobs(testServer.migrateUrl, testServer.runUrl);
  } catch (error) {
    await server.stop(prefix);
    throw error;
  }
  project.provide('testServer', testServer);
  return () => server.stop(prefix);
}

type Server = { migrateUrl: string; runUrl: string; stop: (prefix: string) => Promise<void> };

async function findServer(): Promise<Server> {
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
async function command(url: string, statements: string[]): Promise<string[]> {
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
