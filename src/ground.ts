import { join } from 'node:path';
import { takeBoundaries } from '#modules/figures/index.ts';
import { importUnits } from '#modules/units/server/import-units.ts';
import type { UnitSet } from '#modules/units/server/unit-set.ts';
import { readPackageSource } from '#modules/units/server/package-source.ts';
import type { Config } from '#platform/config.ts';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { defaultDataDir, type Embedded, type EmbeddedLog, startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';
import { loadReferenceData } from '#platform/database/reference-data.ts';
import { diskFiles, type FileStore } from '#platform/files/files.ts';
import { installJobs } from '#platform/jobs/jobs.ts';
import type { OperatorError } from '#platform/operator-error.ts';
import { openSecret } from '#platform/secret-file.ts';

export const projectRoot = join(import.meta.dirname, '..');

/** Where the house keeps its data on this machine: database, keys, files. */
export function dataDirOf(config: Config): string {
  return config.dataDir ?? defaultDataDir(projectRoot);
}

/** The one door to the files of the house. */
export function filesOf(config: Config): FileStore {
  return diskFiles(join(dataDirOf(config), 'files'));
}

/** The secret by which receipts are found; lost, no receipt code opens its tip any more. */
export function portalSecretOf(config: Config): Buffer {
  return openSecret(config.portalKeyFile ?? join(dataDirOf(config), 'keys/portal.key'));
}

/** What everything stands on: the addresses of a PostgreSQL that is ready. */
export type Ground = { migrateUrl: string; runUrl: string; embedded: Embedded | undefined };

/** Takes the PostgreSQL that the settings name, or starts the embedded one. Throws an OperatorError where it can't. */
export async function openGround(
  config: Config,
  log: EmbeddedLog,
  onExit: (reason: OperatorError) => void,
): Promise<Ground> {
  if (config.databaseUrl && config.databaseMigrateUrl) {
    return { migrateUrl: config.databaseMigrateUrl, runUrl: config.databaseUrl, embedded: undefined };
  }
  const embedded = await startEmbedded({ dataDir: dataDirOf(config), log, onExit });
  return { migrateUrl: embedded.migrateUrl, runUrl: embedded.runUrl, embedded };
}

/** Schema, jobs, code lists and units: brings the database to the present state. Safe to repeat at every start. */
export async function prepareGround(
  ground: Pick<Ground, 'migrateUrl' | 'runUrl'>,
  say: (line: string) => void,
  readUnits: () => Promise<UnitSet> = readPackageSource,
): Promise<void> {
  const applied = await migrate(ground.migrateUrl, ground.runUrl);
  if (applied.length > 0) say(`Đã cập nhật lược đồ: ${applied.length} bước.`);
  await installJobs(ground.migrateUrl, ground.runUrl);
  await loadReferenceData(ground.migrateUrl);
  if (await loadUnits(ground.migrateUrl, say, readUnits)) await loadReferenceData(ground.migrateUrl);
}

async function loadUnits(
  migrateUrl: string,
  say: (line: string) => void,
  readUnits: () => Promise<UnitSet>,
): Promise<boolean> {
  const db = openDatabase(openPool(migrateUrl, { max: 1, name: 'binhyen units' }));
  try {
    const loaded = await db.selectFrom('units').select('id').limit(1).executeTakeFirst();
    if (loaded) return false;
    say('Đang nạp danh mục đơn vị hành chính…');
    const set = await readUnits();
    const result = await db
      .transaction()
      .execute((tx) => importUnits(tx, set, { source: 'package', reason: 'first load' }, takeBoundaries));
    say(`Đã nạp ${set.units.length} đơn vị; ${result.problemCount} dòng của nguồn có vấn đề (xem mục Đơn vị).`);
    return true;
  } finally {
    await db.destroy();
  }
}
