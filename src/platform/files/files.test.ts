import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskFiles, type FileStore } from './files.ts';

let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binhyen-files-'));
  files = diskFiles(join(folder, 'files'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('files on disk', () => {
  test('nothing is there before the first file is written', async () => {
    const empty = diskFiles(join(folder, 'nowhere'));
    expect(await empty.list('')).toEqual([]);
    expect(await empty.exists('a')).toBe(false);
    expect(await empty.get('a')).toBeUndefined();
  });

  test('what was put is got back, from bytes or from a stream', async () => {
    expect(await files.put('audit-heads/2026-11-23.json', Buffer.from('đầu chuỗi'))).toBe(14);
    await files.put('papers/one', Readable.from(['một ', 'hai']));
    expect(await text((await files.get('audit-heads/2026-11-23.json'))!)).toBe('đầu chuỗi');
    expect(await text((await files.get('papers/one'))!)).toBe('một hai');
  });

  test('a file is replaced whole', async () => {
    await files.put('papers/two', Buffer.from('a longer first content'));
    await files.put('papers/two', Buffer.from('short'));
    expect(await text((await files.get('papers/two'))!)).toBe('short');
  });

  test('a stream that breaks leaves the former file and no draft', async () => {
    await files.put('papers/three', Buffer.from('former'));
    const breaking = Readable.from(
      (function* () {
        yield 'half';
        throw new Error('the line broke');
      })(),
    );
    await expect(files.put('papers/three', breaking)).rejects.toThrow('the line broke');
    expect(await text((await files.get('papers/three'))!)).toBe('former');
    expect((await readdir(join(folder, 'files', 'papers'))).filter((name) => name.includes('~'))).toEqual([]);
  });

  test('a list holds the keys under a prefix, in order, and never a half-written file', async () => {
    await files.put('list/b', Buffer.from('b'));
    await files.put('list/a', Buffer.from('a'));
    await writeFile(join(folder, 'files', 'list', 'c~0123456789ab'), 'half');
    expect(await files.list('list/')).toEqual(['list/a', 'list/b']);
  });

  test('a removed file is gone; to remove it again is fine', async () => {
    await files.put('gone', Buffer.from('x'));
    await files.remove('gone');
    await files.remove('gone');
    expect(await files.exists('gone')).toBe(false);
  });

  test.each(['../outside', 'a/../../outside', '/etc/passwd', 'a//b', '', '.', 'a/.', 'A', 'a\\b', 'a\0b', '.hidden'])(
    'the key %j is refused',
    async (key) => {
      await expect(files.put(key, Buffer.from('x'))).rejects.toThrow('not a key');
      await expect(files.get(key)).rejects.toThrow('not a key');
      await expect(files.remove(key)).rejects.toThrow('not a key');
    },
  );

  test('a folder is not a file', async () => {
    await files.put('papers/four', Buffer.from('x'));
    expect(await files.exists('papers')).toBe(false);
    expect(await files.get('papers')).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32')(
    'a full or closed place is told as a sentence for the operator',
    async () => {
      await symlink('/dev/null', join(folder, 'not-a-folder'));
      await expect(diskFiles(join(folder, 'not-a-folder')).put('x', Buffer.from('x'))).rejects.toMatchObject({
        name: 'OperatorError',
      });
    },
  );
});
