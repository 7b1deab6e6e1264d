import { installJobs } from '../jobs/jobs.ts';
import { migrate } from './migrate.ts';
import { loadReferenceData } from './reference-data.ts';

/**
 * Brings a database to the state in which the house can run on it: schema, jobs, code lists. Safe to call at every
 * start and from several processes at once. Returns the migrations applied now and the rows of code lists changed.
 */
export async function prepareDatabase(
  migrateUrl: string,
  runUrl: string,
): Promise<{ migrations: string[]; referenceData: Record<string, number> }> {
  const migrations = await migrate(migrateUrl, runUrl);
  await installJobs(migrateUrl, runUrl);
  return { migrations, referenceData: await loadReferenceData(migrateUrl) };
}
