import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles, type FileStore } from '#platform/files/files.ts';

/** A store in a folder of its own, which is made when the first file is written. */
export function temporaryFiles(): { store: FileStore; folder: string; remove: () => Promise<void> } {
  const folder = join(tmpdir(), `binhyen-files-${randomUUID()}`);
  return { store: diskFiles(folder), folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
