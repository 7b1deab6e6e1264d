import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { OperatorError } from './operator-error.ts';
import { openSecret } from './secret-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'binh-yen-secret-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a secret is made once, for the owner of the file alone, and read ever after', () => {
  const file = join(folder, 'keys/portal.key');
  const secret = openSecret(file);
  expect(secret).toHaveLength(32);
  expect(openSecret(file)).toEqual(secret);
  expect(openSecret(join(folder, 'keys/other.key'))).not.toEqual(secret);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that holds no secret is refused with a sentence, and left as it is', () => {
  const file = join(folder, 'broken.key');
  writeFileSync(file, 'abc');
  expect(() => openSecret(file)).toThrow(OperatorError);
  expect(statSync(file).size).toBe(3);
});
