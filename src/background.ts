import { join } from 'node:path';
import type { Logger } from 'pino';
import { startSealer } from '#platform/audit/seal.ts';
import { openSealKey, sealKeyPlace } from '#platform/audit/seal-key.ts';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { planPlatformJobs } from '#platform/jobs/platform-jobs.ts';
import { planAttachmentJobs } from '#registers/server/attachment-jobs.ts';
import { planImportJobs } from '#registers/server/imports/import-jobs.ts';

/** Starts what works without anybody asking: the sealer of the audit, its daily export, the clean-up. Answers how to stop it. */
export async function openBackground(parts: {
  db: Db;
  jobs: Jobs;
  files: FileStore;
  log: Logger;
  dataDir: string;
  keyFile?: string | undefined;
}): Promise<() => Promise<void>> {
  const { db, jobs, files, log, dataDir } = parts;
  const key = openSealKey(parts.keyFile ?? join(dataDir, sealKeyPlace));
  planPlatformJobs(jobs, { db, files, sealKey: key });
  planAttachmentJobs(jobs, { db, files });
  planImportJobs(jobs, { db, files });
  await jobs.start();
  const sealer = startSealer(db, key, log);
  return async () => {
    await sealer.stop();
    await jobs.stop();
  };
}
