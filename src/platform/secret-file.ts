import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode, explainSystemError, OperatorError } from './operator-error.ts';

/** Reads a secret of 32 bytes, or makes one (mode 600) where there is none yet; of two processes at once, one makes it. */
export function openSecret(file: string): Buffer {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return readSecret(file) ?? makeSecret(file);
  } catch (error) {
    throw explainSystemError(error, dirname(file)) ?? error;
  }
}

function readSecret(file: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new OperatorError({
      vi: `Tệp khóa ${file} không đọc được: cần 64 chữ số hệ 16.`,
      en: `The key file ${file} cannot be read: 64 hexadecimal digits are needed.`,
    });
  }
  return Buffer.from(text, 'hex');
}

function makeSecret(file: string): Buffer {
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readSecret(file)!; // it is there: linked by us or by the other process
}
