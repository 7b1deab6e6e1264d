import { exportAuditHead } from '../audit/seal.ts';
import type { SealKey } from '../audit/seal-key.ts';
import type { Db } from '../database/database.ts';
import type { FileStore } from '../files/files.ts';
import { cleanUp } from './clean-up.ts';
import type { Jobs } from './jobs.ts';

/** The daily work of the platform itself; to be called before `jobs.start()`. */
export function planPlatformJobs(jobs: Jobs, parts: { db: Db; files: FileStore; sealKey: SealKey }): void {
  jobs.work('audit.export_head', async () => {
    await exportAuditHead(parts.db, parts.files, parts.sealKey, new Date());
  });
  jobs.work('platform.clean_up', async () => {
    await parts.db.transaction().execute(cleanUp);
  });
  jobs.schedule('audit.export_head', '10 0 * * *');
  jobs.schedule('platform.clean_up', '40 2 * * *');
}
