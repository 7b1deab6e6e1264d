import pg from 'pg';
import { fromKysely, PgBoss } from 'pg-boss';
import { openPool, type Tx } from '../database/database.ts';
import { describeFailure } from '../log.ts';

export const jobsSchema = 'binhyen_jobs';

/** Every kind of work done in the background; its queue is made at migration by the role that owns the schema. */
export const jobNames = [
  'audit.export_head',
  'platform.clean_up',
  'attachments.remove_file',
  'attachments.sweep',
  'imports.remove_file',
  'imports.sweep',
  'reorganisations.apply',
  'tips.mark_overdue',
  'tips.destroy_expired',
] as const;
export type JobName = (typeof jobNames)[number];

/** Business values only: what a job carries lies in a table of its own, outside row security. */
export type JobContent = Record<string, string | number | boolean | null>;

export type JobsLog = {
  info: (values: object, message: string) => void;
  error: (values: object, message: string) => void;
};

/** Work done later, in the background, by any process on this database; a job that fails is tried again. */
export type Jobs = {
  /** Sends a job in the caller's transaction: rolled back with it, it was never sent. */
  send: (tx: Tx, name: JobName, content?: JobContent) => Promise<void>;
  /** Who does the jobs of a name; to be said before `start`. */
  work: (name: JobName, handle: (content: JobContent) => Promise<void>) => void;
  /** Sends a job by the clock of Vietnam (`minute hour day month weekday`); to be said before `start`. */
  schedule: (name: JobName, cron: string) => void;
  start: () => Promise<void>;
  /** Waits up to ten seconds for jobs under way. */
  stop: () => Promise<void>;
};

const timeZone = 'Asia/Ho_Chi_Minh';
const lockNumber = 7_314_002;

/**
 * Makes or upgrades the tables of the jobs with the role that owns the schema, and lets the running role use them.
 * Safe to call from several processes at once.
 */
export async function installJobs(migrateUrl: string, runUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: migrateUrl, application_name: 'binhyen migrate' });
  const pool = openPool(migrateUrl, { max: 2, name: 'binhyen migrate' });
  const boss = openBoss(pool, { migrate: true, createSchema: true, background: false });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    await boss.start();
    for (const name of jobNames) await boss.createQueue(name, { retryLimit: 5, retryDelay: 30, retryBackoff: true });
    const role = client.escapeIdentifier(decodeURIComponent(new URL(runUrl).username));
    await client.query(`
      grant usage on schema ${jobsSchema} to ${role};
      grant select, insert, update, delete on all tables in schema ${jobsSchema} to ${role};
      grant usage on all sequences in schema ${jobsSchema} to ${role};
      grant execute on all functions in schema ${jobsSchema} to ${role}`);
  } finally {
    await boss.stop();
    await Promise.all([client.end(), pool.end()]);
  }
}

function openBoss(pool: pg.Pool, options: { migrate: boolean; createSchema: boolean; background: boolean }): PgBoss {
  return new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values as unknown[]) },
    schema: jobsSchema,
    migrate: options.migrate,
    createSchema: options.createSchema,
    supervise: options.background,
    schedule: options.background,
  });
}

/** The jobs of this process. `sendOnly`: jobs are sent and wait; nobody works on them here (tests, commands). */
export function openJobs(runUrl: string, options: { log?: JobsLog; sendOnly?: boolean } = {}): Jobs {
  const background = !options.sendOnly;
  const pool = openPool(runUrl, { max: 4, name: 'binhyen jobs' });
  const boss = openBoss(pool, { migrate: false, createSchema: false, background });
  const log = options.log ?? { info: () => undefined, error: () => undefined };
  // Of an error only its kind: words of the database may hold what was being written.
  let stopping = false;
  const tell = (error: unknown) => {
    // The server may cut the connections that are being given back.
    if (!stopping) log.error(describeFailure(error), 'jobs');
  };
  pool.on('error', tell);
  boss.on('error', tell);
  const workers = new Map<JobName, (content: JobContent) => Promise<void>>();
  const schedules = new Map<JobName, string>();
  let opened: Promise<unknown> | undefined;
  const open = () =>
    (opened ??= boss.start().catch((error: unknown) => {
      // The database was away: the next one tries again.
      opened = undefined;
      throw error;
    }));
  return {
    send: async (tx, name, content = {}) => {
      await open();
      await boss.send(name, content, { db: fromKysely(tx.withoutPlugins()) });
    },
    work: (name, handle) => void workers.set(name, handle),
    schedule: (name, cron) => void schedules.set(name, cron),
    start: async () => {
      await open();
      if (!background) return;
      for (const [name, handle] of workers) {
        await boss.work<JobContent>(name, async (jobs) => {
          for (const job of jobs) await doJob(log, name, () => handle(job.data));
        });
      }
      for (const [name, cron] of schedules) await boss.schedule(name, cron, null, { tz: timeZone });
    },
    stop: async () => {
      await opened?.catch(() => undefined);
      await boss.stop({ graceful: true, timeout: 10_000 });
      stopping = true;
      await pool.end();
    },
  };
}

async function doJob(log: JobsLog, name: JobName, act: () => Promise<void>): Promise<void> {
  try {
    await act();
    log.info({ job: name }, 'job done');
  } catch (error) {
    log.error({ job: name, ...describeFailure(error) }, 'job failed');
    // What is thrown is kept in the job's row, so it says no more than the log.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error(`job ${name} failed`);
  }
}
