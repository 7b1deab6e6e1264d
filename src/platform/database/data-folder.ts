import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errorCode, explainSystemError, OperatorError } from '../operator-error.ts';
import { findProcess, isSameProcessRunning, type ProcessIdentity } from './process-identity.ts';
import { isRoot, type RunAs } from './run-as.ts';

const ANYBODY = { uid: -1, gid: -1 };

/** `DATA_DIR`, or `data` in the project, or a folder under /var/lib for root in a project closed to other users. */
export function defaultDataDir(projectRoot: string, env: NodeJS.ProcessEnv = process.env): string {
  const project = resolve(projectRoot);
  if (env.DATA_DIR) return resolve(project, env.DATA_DIR);
  const inProject = join(project, 'data');
  // Data that is there stays in use, whoever starts the server.
  if (!isRoot() || existsSync(join(inProject, 'postgres'))) return inProject;
  if (findClosedFolder(inProject, ANYBODY) === undefined) return inProject;
  const hash = createHash('sha256').update(project).digest('hex').slice(0, 8);
  return join('/var/lib/binh-yen', `${basename(project)}-${hash}`);
}

/** First folder on the way to the path, itself included, that this user cannot pass. */
export function findClosedFolder(path: string, user: { uid: number; gid: number }): string | undefined {
  let folder = resolve(path);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  folder = realpathSync(folder);
  const way: string[] = [];
  for (let step = folder; ; step = dirname(step)) {
    way.unshift(step);
    if (dirname(step) === step) break;
  }
  return way.find((step) => {
    const { uid, gid, mode } = statSync(step);
    const passBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    return (mode & passBit) === 0;
  });
}

/** Makes the folder and returns its real path. */
export function prepareDataFolder(dataDir: string): string {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    return realpathSync(folder);
  } catch (error) {
    throw explainSystemError(error, folder) ?? error;
  }
}

// Not `recursive: true`, which reports a read-only disk as a missing folder.
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
  // Root shares the way with the user that runs PostgreSQL; the secrets inside have their own modes.
  chmodSync(folder, isRoot() ? 0o711 : 0o700);
}

export function requirePassage(folder: string, runAs: RunAs | undefined): void {
  if (runAs === undefined) return;
  const closed = findClosedFolder(folder, runAs);
  if (closed === undefined) return;
  throw new OperatorError({
    vi: `Người dùng hệ thống "${runAs.name}" (chạy PostgreSQL thay cho root) không vào được thư mục ${closed}; hãy chạy "chmod o+x ${closed}" hoặc đặt DATA_DIR trỏ tới thư mục khác, ví dụ /var/lib/binh-yen.`,
    en: `The system user "${runAs.name}" (which runs PostgreSQL instead of root) cannot enter the folder ${closed}; run "chmod o+x ${closed}" or set DATA_DIR to another folder, such as /var/lib/binh-yen.`,
  });
}

/** Takes the folder for this process until the returned function is called or the process ends. */
export function lockDataFolder(folder: string): () => void {
  const file = join(folder, 'server.pid');
  const draft = `${file}.${process.pid}`;
  const mine = JSON.stringify(findProcess(process.pid)) + '\n';
  try {
    writeFileSync(draft, mine, { mode: 0o644 });
    takeLock(file, draft);
  } catch (error) {
    throw error instanceof OperatorError ? error : (explainSystemError(error, folder) ?? error);
  } finally {
    rmSync(draft, { force: true });
  }
  const release = (): void => {
    process.off('exit', release);
    if (readText(file) === mine) rmSync(file, { force: true });
  };
  process.on('exit', release);
  return release;
}

/** The process that holds the folder; undefined when none does. */
export function findLockHolder(folder: string): ProcessIdentity | undefined {
  const holder = parseIdentity(readText(join(folder, 'server.pid')));
  return holder !== undefined && isSameProcessRunning(holder) ? holder : undefined;
}

function takeLock(file: string, draft: string): void {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      // A link appears whole or not at all, so nobody reads a half-written lock.
      linkSync(draft, file);
      return;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const holder = findLockHolder(dirname(file));
    if (holder !== undefined) {
      throw new OperatorError({
        vi: `Một tiến trình Bình Yên khác (số ${holder.pid}) đang dùng thư mục dữ liệu ${dirname(file)}; hãy dừng tiến trình đó trước.`,
        en: `Another Bình Yên process (number ${holder.pid}) is using the data folder ${dirname(file)}; stop it first.`,
      });
    }
    setStaleLockAside(file);
  }
  throw new Error(`Could not take ${file}`);
}

function setStaleLockAside(file: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // Another starter may have put its own lock there between our look and our rename: give it back.
  const moved = parseIdentity(readText(aside));
  if (moved !== undefined && isSameProcessRunning(moved)) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function parseIdentity(text: string | undefined): ProcessIdentity | undefined {
  try {
    const value = JSON.parse(text ?? '') as Partial<ProcessIdentity>;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : undefined;
  } catch {
    return undefined;
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
