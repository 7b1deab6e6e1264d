import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The server as an operator starts it, with a data folder and a port of its own. */
export type RunningServer = {
  url: string;
  /** Starts it and waits until it says where it is. */
  start: () => Promise<void>;
  /** Takes it away without warning; PostgreSQL stays behind. */
  killServer: () => Promise<void>;
  /** Takes PostgreSQL away without warning; the server has to help itself. */
  killPostgres: () => void;
  stop: () => Promise<void>;
  /** What it said last, to understand a failure. */
  lastWords: () => string;
};

const projectRoot = join(import.meta.dirname, '../..');

export async function prepareServer(dataDir: string, settings: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  const port = await findFreePort();
  let child: ChildProcess | undefined;
  let said = '';
  const start = async (): Promise<void> => {
    const environment = {
      PATH: process.env.PATH,
      HOME: dataDir,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      DEMO: '0',
      LOG_LEVEL: 'warn',
      ...settings,
    };
    const started = spawn(process.execPath, ['src/server.ts'], {
      cwd: projectRoot,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    await new Promise<void>((opened, failed) => {
      const listen = (chunk: Buffer): void => {
        said = (said + chunk.toString()).slice(-20_000);
        if (chunk.toString().includes(`http://127.0.0.1:${port}/staff`)) opened();
      };
      started.stdout.on('data', listen);
      started.stderr.on('data', listen);
      started.once('exit', () => failed(new Error(`the server did not start:\n${said}`)));
    });
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    await ended;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    killServer: () => end('SIGKILL'),
    killPostgres: () =>
      process.kill(Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL'),
    stop: () => end('SIGTERM'),
    lastWords: () => said,
  };
}

async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  listener.close();
  await once(listener, 'close');
  return port;
}
