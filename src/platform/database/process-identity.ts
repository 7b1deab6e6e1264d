import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process and the moment it began, so that a pid given to another program later is not mistaken for it. */
export type ProcessIdentity = { pid: number; startedAt: string };

/** Undefined when no such process runs; a killed process that nobody has collected yet does not run. */
export function findProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    const stat = readProc(pid, 'stat');
    if (stat === undefined) return undefined;
    // The program's name, in parentheses, may hold spaces; state is the 3rd field, start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, startedAt: `${bootId()}:${fields[19]}` };
  }
  if (!isSignalable(pid)) return undefined;
  return { pid, startedAt: process.platform === 'win32' ? 'unknown' : ps(pid, 'lstart') };
}

export function isSameProcessRunning(known: ProcessIdentity): boolean {
  return findProcess(known.pid)?.startedAt === known.startedAt;
}

/** Command line of a running process, arguments joined by spaces; undefined when it does not run. */
export function findCommandLine(pid: number): string | undefined {
  if (findProcess(pid) === undefined) return undefined;
  if (process.platform === 'linux') return readProc(pid, 'cmdline')?.replaceAll('\0', ' ');
  return process.platform === 'win32' ? '' : ps(pid, 'command');
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function isSignalable(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
