import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Has a long answer written to a file of the moment and answers it for reading; it is deleted once read. The reading
 * transaction ends with the writing, however slow the line of the reader is. `write` ends the stream.
 */
export async function writeFileOfTheMoment(write: (output: Writable) => Promise<void>): Promise<Readable> {
  const path = join(tmpdir(), `binh-yen-export-${randomUUID()}`);
  try {
    const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    await write(output);
    await finished(output);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  const file = createReadStream(path);
  file.once('close', () => void rm(path, { force: true }));
  return file;
}
