import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { importsPrefix } from './import-store.ts';
import { previewKey } from './preview.ts';

/** What is done with files of imports in the background; to be called before `jobs.start()`. */
export function planImportJobs(jobs: Jobs, parts: { db: Db; files: FileStore }): void {
  jobs.work('imports.remove_file', ({ key }) => removeImportFile(parts.files, String(key)));
  jobs.work('imports.sweep', async () => {
    await sweepImports(parts.db, parts.files, new Date());
  });
  jobs.schedule('imports.sweep', '40 * * * *');
}

async function removeImportFile(files: FileStore, key: string): Promise<void> {
  await files.remove(key);
  await files.remove(previewKey(key));
}

/** Gives up imports that are a day old, and deletes their files and those of uploads that were not kept. */
export async function sweepImports(db: Db, files: FileStore, now: Date): Promise<void> {
  const { rows } = await sql<{ key: string }>`select expire_imports() as key`.execute(db);
  for (const { key } of rows) await removeImportFile(files, key);
  const yesterday = toImportFolder(new Date(now.getTime() - 24 * 60 * 60 * 1000));
  const left = (await files.list(importsPrefix)).filter((key) => key < yesterday);
  for (const key of left) await files.remove(key);
}

/** Where the files of a day (UTC) lie, without the last slash. */
export function toImportFolder(day: Date): string {
  return `${importsPrefix}${day.toISOString().slice(0, 10).replaceAll('-', '/')}`;
}
