import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command, findServer, toDatabase } from '../support/postgres.ts';

const root = join(import.meta.dirname, '../..');
const startSeconds = 420;

/** How many journeys walk side by side, each through a house of its own, so that none meets what another does. */
export const houseCount = 2;

/** A house that runs; what it keeps besides its database lies in a folder of its own. */
type House = { url: string; end: () => Promise<void> };

/**
 * Starts a house as an operator would with a PostgreSQL of their own, fills it with the demonstration data, and runs it as
 * often as journeys walk side by side. With BINHYEN_URL set, the journeys walk through the house that runs there.
 */
export default async function startHouses(): Promise<() => Promise<void>> {
  if (process.env.BINHYEN_URL) return async () => undefined;
  const server = await findServer();
  const prefix = `binhyen_e2e_${randomBytes(4).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'binh-yen-e2e-'));
  const places = Array.from({ length: houseCount }, (_, number) => ({
    name: `${prefix}_${number}`,
    dataDir: join(folder, String(number)),
  }));
  const [first, ...others] = places as [(typeof places)[0], ...typeof places];
  const running: House[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((house) => house.end()));
    await server.stop(prefix);
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async ({ name, dataDir }: { name: string; dataDir: string }): Promise<House> => {
    const house = await startHouse(toDatabase(server.runUrl, name), toDatabase(server.migrateUrl, name), dataDir);
    running.push(house);
    return house;
  };
  try {
    mkdirSync(first.dataDir);
    await command(server.migrateUrl, [`create database ${first.name}`]);
    await (await start(first)).end();
    for (const { name, dataDir } of others) {
      await command(server.migrateUrl, [`create database ${name} template ${first.name}`]);
      cpSync(first.dataDir, dataDir, { recursive: true });
    }
    const houses = await Promise.all(places.map(start));
    for (const [number, { url }] of houses.entries()) {
      process.env[`BINHYEN_URL_${number}`] = url;
      // For what no screen can do yet in a journey, and what no screen may show.
      process.env[`BINHYEN_OWNER_URL_${number}`] = toDatabase(server.migrateUrl, places[number]!.name);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** Starts a house and waits until its demonstration data is there. */
async function startHouse(runUrl: string, migrateUrl: string, dataDir: string): Promise<House> {
  const port = await findFreePort();
  const child = spawn(process.execPath, [join(root, 'src/server.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: runUrl,
      DATABASE_MIGRATE_URL: migrateUrl,
      PORT: String(port),
      DATA_DIR: dataDir,
      DEMO: process.env.DEMO ?? 'short',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const house = { url: `http://127.0.0.1:${port}`, end: () => end(child) };
  try {
    await waitForDemonstration(child, house.url);
  } catch (error) {
    await house.end();
    throw error;
  }
  return house;
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
  const ended = once(child, 'exit');
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
