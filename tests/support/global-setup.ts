import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { migrate } from '#platform/database/migrate.ts';
import { loadReferenceData } from '#platform/database/reference-data.ts';
import { installJobs } from '#platform/jobs/jobs.ts';
import { command, findServer, toDatabase } from './postgres.ts';
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
