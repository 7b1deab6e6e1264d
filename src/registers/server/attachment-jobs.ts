import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';

/** Keys of attachments: attachments/<year>/<month>/<day>/<random>, by the day (UTC) on which the file was written. */
const prefix = 'attachments/';

/** What is done with files of attachments in the background; to be called before `jobs.start()`. */
export function planAttachmentJobs(jobs: Jobs, parts: { db: Db; files: FileStore }): void {
  jobs.work('attachments.remove_file', ({ key }) => parts.files.remove(String(key)));
  jobs.work('attachments.sweep', async () => {
    await sweepAttachments(parts.db, parts.files, new Date());
  });
  jobs.schedule('attachments.sweep', '20 2 * * *');
}

/**
 * Deletes files that no attachment names: of an act that was not kept, or left when a removal broke off. Files of
 * yesterday and today stay, because their act may still be under way. Returns the keys.
 */
export async function sweepAttachments(db: Db, files: FileStore, now: Date): Promise<string[]> {
  const yesterday = toDayFolder(new Date(now.getTime() - 24 * 60 * 60 * 1000));
  const keys = (await files.list(prefix)).filter((key) => key < yesterday);
  const { rows } = await sql<{ key: string }>`select key from needed_files(${keys}::text[]) as key`.execute(db);
  const needed = new Set(rows.map(({ key }) => key));
  const orphans = keys.filter((key) => !needed.has(key));
  for (const key of orphans) await files.remove(key);
  return orphans;
}

/** Where the files of a day lie, without the last slash. */
export function toDayFolder(day: Date): string {
  return `${prefix}${day.toISOString().slice(0, 10).replaceAll('-', '/')}`;
}
