import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { readEmbeddedConnection } from '../../src/platform/database/embedded.ts';

const root = join(import.meta.dirname, '../..');
const startSeconds = 420;

/**
 * Starts the house as an operator would, on a data folder of its own (or on a database of its own where DATABASE_URL
 * names a server), waits for the demonstration data and gives its address to the journeys. With BINHYEN_URL set, the
 * journeys walk through the house that runs there.
 */
export default async function startHouse(): Promise<() => Promise<void>> {
  if (process.env.BINHYEN_URL) return async () => undefined;
  const dataDir = join(tmpdir(), `binh-yen-e2e-${randomBytes(6).toString('hex')}`);
  const database = await createOwnDatabase();
  const port = await findFreePort();
  const child = spawn(process.execPath, [join(root, 'src/server.ts')], {
    env: {
      ...process.env,
      ...database.env,
      PORT: String(port),
      DATA_DIR: dataDir,
      DEMO: process.env.DEMO ?? 'short',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    await end(child);
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    process.env.BINHYEN_URL = `http://127.0.0.1:${port}`;
    await waitForDemonstration(child, process.env.BINHYEN_URL);
    // For what no screen can do yet in a journey, and what no screen may show.
    process.env.BINHYEN_OWNER_URL =
      database.env.DATABASE_MIGRATE_URL ?? (await readEmbeddedConnection(dataDir))?.migrateUrl;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

async function waitForDemonstration(child: ChildProcess, url: string): Promise<void> {
  const until = Date.now() + startSeconds * 1000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`the server ended with exit code ${child.exitCode}`);
    const health = await fetch(`${url}/api/health`).then(
      (answer) => answer.json() as Promise<{ demo: string }>,
      () => undefined,
    );
    if (health?.demo === 'ready') return;
    if (health?.demo === 'failed') throw new Error('the demonstration data did not load');
    await sleep(250);
  }
  throw new Error('the house was not ready in time');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function createOwnDatabase(): Promise<{ env: Record<string, string>; drop: () => Promise<void> }> {
  const { DATABASE_URL: runUrl, DATABASE_MIGRATE_URL: migrateUrl } = process.env;
  if (!runUrl || !migrateUrl) return { env: {}, drop: async () => undefined };
  const name = `binhyen_e2e_${randomBytes(4).toString('hex')}`;
  const run = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: migrateUrl });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  const to = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  await run(`create database ${name}`);
  return {
    env: { DATABASE_URL: to(runUrl), DATABASE_MIGRATE_URL: to(migrateUrl) },
    drop: () => run(`drop database if exists ${name} with (force)`),
  };
}
