import { join } from 'node:path';
import type { Logger } from 'pino';
import { startSealer } from '#platform/audit/seal.ts';
import { openSealKey, sealKeyPlace } from '#platform/audit/seal-key.ts';
import { planReorganisationJobs } from '#modules/reorganisations/server/reorganisation-jobs.ts';
import { planTipJobs } from '#modules/tips/server/tip-jobs.ts';
import { type Db, withOwner } from '#platform/database/database.ts';
import { loadReferenceData } from '#platform/database/reference-data.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { planPlatformJobs } from '#platform/jobs/platform-jobs.ts';
import { planAttachmentJobs } from '#registers/server/attachment-jobs.ts';
import { planImportJobs } from '#registers/server/imports/import-jobs.ts';

/**
 * Starts what works without anybody asking: the sealer of the audit, its daily export, the clean-up, reorganisations on
 * their day. Answers how to stop it.
 */
export async function openBackground(parts: {
  db: Db;
  jobs: Jobs;
  files: FileStore;
  log: Logger;
  dataDir: string;
  /** Address of the role that owns the schema, for the change of units alone. */
  migrateUrl: string;
  keyFile?: string | undefined;
}): Promise<() => Promise<void>> {
  const { db, jobs, files, log, dataDir } = parts;
  const key = openSealKey(parts.keyFile ?? join(dataDir, sealKeyPlace));
  planPlatformJobs(jobs, { db, files, sealKey: key });
  planAttachmentJobs(jobs, { db, files });
  planImportJobs(jobs, { db, files });
  planTipJobs(jobs, { db });
  planReorganisationJobs(jobs, {
    withOwner: (act) => withOwner(parts.migrateUrl, act),
    onApplied: () => loadReferenceData(parts.migrateUrl),
    log,
  });
  await jobs.start();
  // One whose day came while the house was closed.
  await db.transaction().execute((tx) => jobs.send(tx, 'reorganisations.apply'));
  const sealer = startSealer(db, key, log);
  return async () => {
    await sealer.stop();
    await jobs.stop();
  };
}
