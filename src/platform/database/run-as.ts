import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';

/** The system user that runs PostgreSQL when we are root, which PostgreSQL refuses. */
export type RunAs = { uid: number; gid: number; name: string };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Undefined for an ordinary user. A cluster that exists keeps its owner. */
export function chooseRunAs(cluster: string): RunAs | undefined {
  if (!isRoot()) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: nameOf(owner.uid) };
  const user = findUser('postgres') ?? findUser('binhyen') ?? createUser('binhyen') ?? findUser('nobody');
  if (user !== undefined) return user;
  throw new OperatorError({
    vi: 'PostgreSQL không chạy dưới quyền root và máy này không có người dùng nào khác; hãy tạo người dùng hệ thống "binhyen" hoặc chạy bằng người dùng thường.',
    en: 'PostgreSQL does not run as root and this machine has no other user; create a system user "binhyen" or run as an ordinary user.',
  });
}

function findUser(name: string): RunAs | undefined {
  try {
    const uid = Number(execFileSync('id', ['-u', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const gid = Number(execFileSync('id', ['-g', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return uid > 0 ? { uid, gid, name } : undefined;
  } catch {
    return undefined;
  }
}

function createUser(name: string): RunAs | undefined {
  try {
    execFileSync(
      'useradd',
      [
        '--system',
        '--user-group',
        '--no-create-home',
        '--home-dir',
        '/nonexistent',
        '--shell',
        '/usr/sbin/nologin',
        name,
      ],
      { stdio: 'ignore', env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` } },
    );
  } catch {
    return undefined;
  }
  return findUser(name);
}

function nameOf(uid: number): string {
  try {
    return execFileSync('id', ['-un', String(uid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return String(uid);
  }
}
