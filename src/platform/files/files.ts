import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { errorCode, explainSystemError } from '../operator-error.ts';

/** Where files of the house lie: the disk now, S3-compatible storage behind the same door later. */
export type FileStore = {
  /** Keeps the content under the key, whole or not at all; a file that was there is replaced. Returns the bytes written. */
  put: (key: string, content: Uint8Array | Readable) => Promise<number>;
  /** The content as a stream; undefined where there is no such file. */
  get: (key: string) => Promise<Readable | undefined>;
  exists: (key: string) => Promise<boolean>;
  /** Also fine where there is no such file. */
  remove: (key: string) => Promise<void>;
  /** Keys that begin with the prefix, in order of their characters. */
  list: (prefix: string) => Promise<string[]>;
};

const keyShape = /^[a-z0-9][a-z0-9._-]{0,99}(\/[a-z0-9][a-z0-9._-]{0,99}){0,9}$/;

// A file being written; its name is no key, so that nobody reads half a file.
const draftMark = '~';

/**
 * Files in a folder, which is made when the first one is written. A key is made of lower-case names joined by `/`, so
 * that it means the same on every system and never leads out of the folder.
 */
export function diskFiles(folder: string): FileStore {
  const root = resolve(folder);
  return {
    put: async (key, content) => {
      const path = toPath(root, key);
      const draft = `${path}${draftMark}${randomBytes(6).toString('hex')}`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const size = await writeDraft(draft, content);
        await rename(draft, path);
        await syncFolder(dirname(path));
        return size;
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined);
        throw explainSystemError(error, dirname(path)) ?? error;
      }
    },
    get: async (key) => {
      const path = toPath(root, key);
      return (await isFile(path)) ? createReadStream(path) : undefined;
    },
    exists: async (key) => isFile(toPath(root, key)),
    remove: async (key) => rm(toPath(root, key), { force: true }),
    list: async (prefix) => {
      const keys = await listKeys(root);
      return keys.filter((key) => key.startsWith(prefix)).toSorted();
    },
  };
}

function toPath(root: string, key: string): string {
  if (!keyShape.test(key)) throw new Error(`not a key of a file: ${JSON.stringify(key.slice(0, 100))}`);
  return join(root, ...key.split('/'));
}

async function writeDraft(path: string, content: Uint8Array | Readable): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of content instanceof Readable ? content : [content]) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
      await file.writeFile(bytes);
      size += bytes.byteLength;
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** The new name outlives a power cut only when the folder is on the disk too; Windows does not let a folder be synced. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function listKeys(root: string): Promise<string[]> {
  try {
    await access(root);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((key) => keyShape.test(key));
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR';
}
