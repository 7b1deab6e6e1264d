import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { settingNames } from '#platform/config.ts';
import { projectRoot } from '../../ground.ts';
import type { Closer } from './work.ts';

const patienceMs = 300_000;
const betweenAsksMs = 10;

/** The real server in a process of its own. */
export type Server = {
  pid: number;
  url: string;
  /** From the start of the process until /api/health answered. */
  readyAfterMs: number;
  stop: () => Promise<void>;
};

/** Starts src/server.ts as an operator would, on a free port, and waits until it answers. The closers stop it too. */
export async function startServer(settings: Record<string, string>, closers: Closer[]): Promise<Server> {
  const url = `http://127.0.0.1:${await findFreePort()}`;
  const start = performance.now();
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !settingNames.includes(name)));
  const flags = JSON.parse(readFileSync(join(projectRoot, 'scripts/server-flags.json'), 'utf8')) as string[];
  const child = spawn(process.execPath, [...flags, 'src/server.ts'], {
    cwd: projectRoot,
    env: { ...environment, ...settings, DEMO: '0', HOST: '127.0.0.1', PORT: new URL(url).port },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = (): Promise<void> => endOf(child);
  closers.push(stop);
  await waitForHealth(child, url);
  return { pid: child.pid!, url, readyAfterMs: performance.now() - start, stop };
}

async function waitForHealth(child: ChildProcess, url: string): Promise<void> {
  let lastWords = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-500)));
  for (const start = performance.now(); performance.now() - start < patienceMs;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended: ${lastWords}`);
    if (await isHealthy(url)) return;
    await pause(betweenAsksMs);
  }
  throw new Error(`the server did not answer within ${patienceMs / 1000} s: ${lastWords}`);
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  child.kill('SIGTERM');
  await ended;
}

function findFreePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => settle(port));
    });
  });
}

/** Whether this system tells the memory of processes. */
export function canReadMemory(): boolean {
  return process.platform === 'linux';
}

/** Resident memory of a process in bytes. */
export function readResident(pid: number): number {
  return readField(`/proc/${pid}/status`, 'VmRSS');
}

/**
 * Memory of a process with all it started, in bytes: each page counted in parts among those that share it, so shared
 * memory once. Of the processes in `without`, only what they share.
 */
export function readFamilyMemory(pid: number, without: ReadonlySet<number>): number {
  const family = [pid, ...listChildren(pid)];
  return family.reduce((sum, each) => {
    const file = `/proc/${each}/smaps_rollup`;
    const own = without.has(each) ? readField(file, 'Private_Clean') + readField(file, 'Private_Dirty') : 0;
    return sum + readField(file, 'Pss') - own;
  }, 0);
}

function listChildren(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    // The name in parentheses may hold anything, also spaces.
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function readField(file: string, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  if (found === undefined) throw new Error(`${file} does not tell ${field}`);
  return Number(found) * 1024;
}
