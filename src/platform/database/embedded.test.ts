import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { explainDiskFull, explainListenError, OperatorError, toOperatorSentence } from '../operator-error.ts';
import { findNativeFolder } from './embedded-binaries.ts';
import { defaultDataDir, readEmbeddedConnection, requireSupportedPostgres, startEmbedded } from './embedded.ts';
import { findProcess } from './process-identity.ts';
import { chooseRunAs, isRoot } from './run-as.ts';

const module = new URL('./embedded.ts', import.meta.url).href;
const serverScript = `
  const { startEmbedded } = await import(${JSON.stringify(module)});
  const embedded = await startEmbedded({ dataDir: process.argv[1] });
  console.log(JSON.stringify(embedded));
  setInterval(() => undefined, 1000);
`;

let home: string;
let dataDir: string;
const servers: ChildProcess[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'binh-yen-embedded-'));
  if (isRoot()) chmodSync(home, 0o711);
  dataDir = join(home, 'data');
});

afterEach(async () => {
  for (const server of servers.splice(0)) await kill(server);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('starting on a data folder', () => {
  test('a first start gives an owner and a running role without special rights', async () => {
    const embedded = await startEmbedded({ dataDir });
    const { rows } = await query(
      embedded.runUrl,
      `select rolname, rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication as special
       from pg_roles where rolname like 'binhyen%' order by 1`,
    );
    expect(rows).toEqual([
      { rolname: 'binhyen_app', special: false },
      { rolname: 'binhyen_owner', special: false },
    ]);
    await query(
      embedded.migrateUrl,
      'create schema kept; create table kept.words (word text); grant usage on schema kept to binhyen_app; grant all on kept.words to binhyen_app',
    );
    await expect(query(embedded.runUrl, 'create schema forbidden')).rejects.toThrow(/permission denied/);
    await embedded.stop();
  });

  test('settings keep what was acknowledged, and words sort in Vietnamese', async () => {
    const embedded = await startEmbedded({ dataDir });
    const { rows } = await query(
      embedded.runUrl,
      `select string_agg(name || '=' || setting, ' ' order by name collate "C") as settings from pg_settings where name in
       ('fsync', 'synchronous_commit', 'full_page_writes', 'jit', 'TimeZone', 'listen_addresses', 'server_encoding')`,
    );
    expect(rows[0]?.settings).toBe(
      'TimeZone=UTC fsync=on full_page_writes=on jit=off listen_addresses=127.0.0.1 server_encoding=UTF8 synchronous_commit=on',
    );
    const words = await query(
      embedded.runUrl,
      `select word from unnest(array['e','đ','hạ','há','d','ơ','p','hà','ă','b','a']) word order by word`,
    );
    expect(words.rows.map(({ word }) => word).join(' ')).toBe('a ă b d đ e hà há hạ ơ p');
    await embedded.stop();
  });

  test('a warm start takes at most two seconds and keeps addresses and data', async () => {
    const before = await startEmbedded({ dataDir });
    await query(before.runUrl, `insert into kept.words values ('stopped')`);
    await before.stop();
    const start = Date.now();
    const after = await startEmbedded({ dataDir });
    expect(Date.now() - start).toBeLessThan(2000);
    expect(after.runUrl).toBe(before.runUrl);
    expect(await listWords(after.runUrl)).toContain('stopped');
    await after.stop();
  });

  test('a command beside the server finds its addresses, and none once it has stopped', async () => {
    const { child, embedded } = await startServer();
    expect(await readEmbeddedConnection(dataDir)).toEqual({
      migrateUrl: embedded.migrateUrl,
      runUrl: embedded.runUrl,
      postmasterPid: embedded.postmasterPid,
    });
    expect(statSync(join(dataDir, 'connection.json')).mode & 0o777).toBe(0o600);
    await kill(child);
    process.kill(embedded.postmasterPid, 'SIGKILL');
    await until(() => findProcess(embedded.postmasterPid) === undefined);
    expect(await readEmbeddedConnection(dataDir)).toBeUndefined();
    expect(await readEmbeddedConnection(join(home, 'nothing'))).toBeUndefined();
  });

  test('a second start on the same folder is refused', async () => {
    const { child } = await startServer();
    await expect(startEmbedded({ dataDir })).rejects.toThrow(`Another Bình Yên process (number ${child.pid})`);
  });

  test('a port asked for and taken is named', async () => {
    const { server, port } = await listen();
    await expect(startEmbedded({ dataDir, port })).rejects.toThrow(`Port ${port}, meant for PostgreSQL`);
    server.close();
  });

  test('passwords that were lost are made anew', async () => {
    rmSync(join(dataDir, 'connection.json'));
    const embedded = await startEmbedded({ dataDir });
    expect(await listWords(embedded.runUrl)).toContain('stopped');
    await embedded.stop();
  });

  test('data of another major version is refused', async () => {
    const file = join(dataDir, 'postgres', 'PG_VERSION');
    const present = readFileSync(file, 'utf8');
    writeFileSync(file, '14\n');
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/is of PostgreSQL 14, but PostgreSQL 18 is shipped/);
    writeFileSync(file, present);
  });

  test('a first start that was interrupted is begun again', async () => {
    const interrupted = join(home, 'interrupted');
    const child = spawn(process.execPath, ['--input-type=module', '-e', serverScript, interrupted], {
      stdio: 'ignore',
    });
    await until(
      () =>
        existsSync(interrupted) &&
        readdirSync(interrupted).some((name) => existsSync(join(interrupted, name, 'data', 'PG_VERSION'))),
    );
    await kill(child);
    const embedded = await startEmbedded({ dataDir: interrupted });
    expect((await query(embedded.runUrl, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    await embedded.stop();
  });
});

describe('after a crash', () => {
  test('PostgreSQL left behind by a killed server is stopped, and the data is there', async () => {
    const { child, embedded } = await startServer();
    await query(embedded.runUrl, `insert into kept.words values ('server killed')`);
    await kill(child);
    expect(findProcess(embedded.postmasterPid)).toBeDefined();
    const start = Date.now();
    const next = await startEmbedded({ dataDir });
    expect(Date.now() - start).toBeLessThan(2000);
    expect(findProcess(embedded.postmasterPid)).toBeUndefined();
    expect(await listWords(next.runUrl)).toContain('server killed');
    await next.stop();
  });

  test('a server and a PostgreSQL killed together start again', async () => {
    const { child, embedded } = await startServer();
    await query(embedded.runUrl, `insert into kept.words values ('both killed')`);
    process.kill(embedded.postmasterPid, 'SIGKILL');
    await kill(child);
    const next = await startEmbedded({ dataDir });
    expect(await listWords(next.runUrl)).toContain('both killed');
    await next.stop();
  });

  test('pids given to other programs since are no obstacle', async () => {
    const { child, embedded } = await startServer();
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    const stale = readFileSync(file, 'utf8');
    process.kill(embedded.postmasterPid, 'SIGKILL');
    await kill(child);
    await until(() => findProcess(embedded.postmasterPid) === undefined);
    const runAs = chooseRunAs(join(dataDir, 'postgres'));
    const other = spawn('sleep', ['60'], { ...(runAs && { uid: runAs.uid, gid: runAs.gid }), stdio: 'ignore' });
    servers.push(other);
    writeFileSync(file, stale.replace(/^\d+/, String(other.pid)));
    writeFileSync(join(dataDir, 'server.pid'), JSON.stringify({ pid: process.pid, startedAt: 'some earlier day' }));
    const next = await startEmbedded({ dataDir });
    expect(await listWords(next.runUrl)).toContain('both killed');
    await next.stop();
    expect(other.exitCode).toBeNull();
    expect(other.signalCode).toBeNull();
  });

  test('the server is told when PostgreSQL is killed, and can start it again on the same address', async () => {
    const reasons: OperatorError[] = [];
    const embedded = await startEmbedded({ dataDir, onExit: (reason) => reasons.push(reason) });
    await query(embedded.runUrl, `insert into kept.words values ('PostgreSQL killed')`);
    process.kill(embedded.postmasterPid, 'SIGKILL');
    await until(() => reasons.length > 0);
    expect(reasons[0]!.message).toBe('PostgreSQL ended unexpectedly (SIGKILL); start again, what was saved is kept.');
    await embedded.restart();
    expect(await listWords(embedded.runUrl)).toContain('PostgreSQL killed');
    await embedded.stop();
    expect(reasons).toHaveLength(1);
    expect(existsSync(join(dataDir, 'server.pid'))).toBe(false);
  });
});

describe('binaries', () => {
  test('a platform without binaries is named', () => {
    expect(() => findNativeFolder('sunos', 'sparc')).toThrow(/No PostgreSQL is shipped for sunos-sparc/);
  });

  test('missing links are restored; a missing library is named', async () => {
    const native = copyNative('damaged');
    const lib = join(native, 'lib');
    for (const name of readdirSync(lib)) {
      if (lstatSync(join(lib, name)).isSymbolicLink()) rmSync(join(lib, name));
    }
    const embedded = await startEmbedded({ ephemeral: true, nativeFolder: native });
    await embedded.stop();
    const library = readdirSync(lib).find((name) => /^libicuuc\.so\.\d+\.\d+$/.test(name))!;
    rmSync(join(lib, library));
    await expect(startEmbedded({ ephemeral: true, nativeFolder: native })).rejects.toThrow(
      /does not run on this machine \(.*libicuuc.*npm ci/,
    );
    rmSync(join(native, '..'), { recursive: true });
  });
});

describe('for tests', () => {
  test('an ephemeral PostgreSQL lets databases be made and leaves nothing behind', async () => {
    const embedded = await startEmbedded({ ephemeral: true });
    await query(embedded.superuserUrl, 'create database another owner binhyen_owner');
    const { rows } = await query(embedded.migrateUrl.replace(/binhyen$/, 'another'), `show fsync`);
    expect(rows).toEqual([{ fsync: 'off' }]);
    await embedded.stop();
    expect(existsSync(embedded.dataDir)).toBe(false);
  });

  test('what a killed test run left behind is removed by the next', async () => {
    const script = serverScript.replace('dataDir: process.argv[1]', 'ephemeral: true');
    const { child, embedded } = await startServer(script);
    await kill(child);
    expect(existsSync(embedded.dataDir)).toBe(true);
    const next = await startEmbedded({ ephemeral: true });
    expect(existsSync(embedded.dataDir)).toBe(false);
    expect(findProcess(embedded.postmasterPid)).toBeUndefined();
    await next.stop();
  });
});

describe('as root', { skip: !isRoot() }, () => {
  test('PostgreSQL runs as another user', async () => {
    const embedded = await startEmbedded({ dataDir });
    expect(statSync(`/proc/${embedded.postmasterPid}`).uid).not.toBe(0);
    await embedded.stop();
  });

  test('binaries in a closed folder are copied into the data folder', async () => {
    const native = copyNative('closed');
    chmodSync(join(native, '..'), 0o700);
    const open = join(home, 'open');
    const embedded = await startEmbedded({ dataDir: open, nativeFolder: native });
    await embedded.stop();
    expect(readdirSync(open).filter((name) => name.startsWith('binaries-'))).toHaveLength(1);
    rmSync(join(native, '..'), { recursive: true });
    rmSync(open, { recursive: true });
  });

  test('a data folder in a closed one is refused with the folder to open', async () => {
    const closed = join(home, 'closed-home');
    mkdirSync(closed, { mode: 0o700 });
    await expect(startEmbedded({ dataDir: join(closed, 'data') })).rejects.toThrow(
      `cannot enter the folder ${closed};`,
    );
  });

  test('a project in a closed folder keeps its data under /var/lib', () => {
    const project = join(home, 'closed-home', 'project');
    expect(defaultDataDir(project, {})).toMatch(/^\/var\/lib\/binh-yen\/project-[0-9a-f]{8}$/);
  });

  test('a disk that is full at the first start is told', async ({ skip }) => {
    const disk = mountDisk('16m') ?? skip('mounting is not allowed here');
    await expect(startEmbedded({ dataDir: join(disk, 'data') })).rejects.toThrow(`The disk is full at ${disk}/data`);
    expect(existsSync(join(disk, 'data', 'postgres.draft'))).toBe(false);
  });

  test(
    'a disk that fills up while PostgreSQL runs is told, and what was saved is kept',
    { timeout: 60_000 },
    async ({ skip }) => {
      const disk = mountDisk('180m') ?? skip('mounting is not allowed here');
      const reasons: OperatorError[] = [];
      const options = { dataDir: join(disk, 'data'), onExit: (reason: OperatorError) => reasons.push(reason) };
      const embedded = await startEmbedded(options);
      await query(embedded.migrateUrl, `create table words (word text); insert into words values ('saved')`);
      const failure = await query(
        embedded.migrateUrl,
        `insert into words select repeat(md5(n::text), 20) from generate_series(1, 400000) n`,
      ).catch((error: unknown) => error);
      // PostgreSQL refuses the statement while tables do not fit, and ends when its log does not.
      const told = explainDiskFull(failure) ?? (await until(() => reasons[0]));
      expect(told.message).toMatch(/^The disk is full/);
      await embedded.stop();
      execFileSync('mount', ['-o', 'remount,size=400m', disk]);
      const next = await startEmbedded(options);
      const { rows } = await query(next.migrateUrl, 'select word from words');
      expect(rows).toEqual([{ word: 'saved' }]);
      await next.stop();
    },
  );

  test('a read-only disk is told', async ({ skip }) => {
    const disk = mountDisk('16m') ?? skip('mounting is not allowed here');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(startEmbedded({ dataDir: join(disk, 'data') })).rejects.toThrow('is on a read-only disk');
  });
});

describe('as an ordinary user', { skip: isRoot() }, () => {
  test('a data folder that cannot be written is told', async () => {
    const closed = join(home, 'unwritable');
    mkdirSync(closed, { mode: 0o500 });
    await expect(startEmbedded({ dataDir: closed })).rejects.toThrow(`The folder ${closed} cannot be read or written`);
    await expect(startEmbedded({ dataDir: join(closed, 'data') })).rejects.toThrow('cannot be read or written');
  });

  test('data stays in the project', () => {
    const project = join(home, 'closed-project');
    mkdirSync(project, { mode: 0o700 });
    expect(defaultDataDir(project, {})).toBe(join(project, 'data'));
  });
});

describe('words for the operator', () => {
  test('a data folder that is a file is told', async () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    await expect(startEmbedded({ dataDir: file })).rejects.toThrow(`${file} is not a folder`);
  });

  test('DATA_DIR decides, read from the project', () => {
    expect(defaultDataDir('/srv/project', { DATA_DIR: '/srv/elsewhere' })).toBe('/srv/elsewhere');
    expect(defaultDataDir('/srv/project', { DATA_DIR: 'beside' })).toBe('/srv/project/beside');
  });

  test('PostgreSQL before version 15 is refused', () => {
    expect(() => requireSupportedPostgres(140_012)).toThrow(/PostgreSQL 14 is not supported/);
    expect(() => requireSupportedPostgres(150_000)).not.toThrow();
  });

  test('a port taken by another program is named', async () => {
    const { server, port } = await listen();
    const second = createServer();
    second.listen(port, '127.0.0.1');
    const [error] = await once(second, 'error');
    expect(explainListenError(error, port)).toMatchObject({ message: expect.stringContaining(`Port ${port} is used`) });
    server.close();
  });

  test('Vietnamese comes first, and alone in a Vietnamese terminal', () => {
    const error = new OperatorError({ vi: 'Ổ đĩa đã đầy.', en: 'The disk is full.' });
    expect(toOperatorSentence(error, {})).toBe('Ổ đĩa đã đầy. (The disk is full.)');
    expect(toOperatorSentence(error, { LANG: 'vi_VN.UTF-8' })).toBe('Ổ đĩa đã đầy.');
  });
});

type Addresses = { migrateUrl: string; runUrl: string; postmasterPid: number; dataDir: string };

/** A server in a process of its own, which can be killed. */
async function startServer(script = serverScript): Promise<{ child: ChildProcess; embedded: Addresses }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(child);
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  return { child, embedded: JSON.parse(String(line)) as Addresses };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(url: string, text: string): Promise<{ rows: Record<string, unknown>[] }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return { rows };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function listWords(url: string): Promise<unknown[]> {
  return (await query(url, 'select word from kept.words')).rows.map(({ word }) => word);
}

async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (let wait = 0; wait < 400; wait++) {
    const value = condition();
    if (value !== undefined && value !== false) return value;
    await sleep(10);
  }
  throw new Error('waited in vain');
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as { port: number }).port };
}

function copyNative(name: string): string {
  const native = join(home, name, 'native');
  cpSync(findNativeFolder(), native, { recursive: true, verbatimSymlinks: true });
  return native;
}

/** A tiny disk, gone when the test is over; undefined where mounting is not allowed. */
function mountDisk(size: string): string | undefined {
  const disk = mkdtempSync(join(home, 'disk-'));
  chmodSync(disk, 0o755);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', disk]);
  });
  return disk;
}
