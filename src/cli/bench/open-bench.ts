import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Config, readConfig } from '#platform/config.ts';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { diskFiles } from '#platform/files/files.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { openHouse } from '../../compose.ts';
import { prepareGround } from '../../ground.ts';
import { fillHouse, type FillPlan } from './fill.ts';
import { makePerson } from './people.ts';
import type { Progress } from './progress.ts';
import type { Closer, OpenBench } from './work.ts';

type Place = Pick<OpenBench, 'migrateUrl' | 'runUrl' | 'postmasterPid'>;

/** A folder that is gone when the bench ends. PostgreSQL may run as another user there, so others may pass. */
export function makeFolder(closers: Closer[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'binh-yen-bench-'));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  closers.push(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * A database of the bench's own, gone when the closers have run: on a private PostgreSQL with the settings of a house in
 * service, or beside the database that DATABASE_URL names.
 */
export async function openPlace(config: Config, progress: Progress, closers: Closer[]): Promise<Place> {
  const { databaseUrl: runUrl, databaseMigrateUrl: migrateUrl } = config;
  if (runUrl === undefined || migrateUrl === undefined) {
    progress.say('PostgreSQL riêng, tạm (a private, temporary PostgreSQL)…');
    const embedded = await startEmbedded({ dataDir: join(makeFolder(closers), 'data') });
    closers.push(() => embedded.stop());
    return embedded;
  }
  const name = `binhyen_bench_${randomBytes(4).toString('hex')}`;
  progress.say(`cơ sở dữ liệu tạm ${name} (a temporary database)…`);
  await command(migrateUrl, `create database ${name}`).catch((error: unknown) => {
    throw new OperatorError(
      {
        vi: 'Vai trò trong DATABASE_MIGRATE_URL không tạo được cơ sở dữ liệu tạm; hãy cấp quyền CREATEDB.',
        en: 'The role of DATABASE_MIGRATE_URL cannot create a temporary database; grant it CREATEDB.',
      },
      { cause: error },
    );
  });
  closers.push(() => command(migrateUrl, `drop database if exists ${name} with (force)`));
  return { migrateUrl: toDatabase(migrateUrl, name), runUrl: toDatabase(runUrl, name), postmasterPid: undefined };
}

function toDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function command(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'binhyen bench' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Schema, units and figures, and the house open on them. The place may already hold units, but no submission. */
export async function openBench(
  place: Place,
  plan: FillPlan,
  progress: Progress,
  closers: Closer[],
): Promise<OpenBench> {
  await prepareGround(place, (line) => progress.say(line));
  const ownerPool = openPool(place.migrateUrl, { max: 4, name: 'binhyen bench' });
  const owner = openDatabase(ownerPool);
  closers.push(() => owner.destroy());
  progress.say('số liệu (figures)…');
  const filled = await fillHouse(owner, plan, progress);
  progress.say(
    `${filled.cells} ô, ${filled.submissions} báo cáo kỳ, ${filled.units} xã, ${filled.indicators.length} chỉ tiêu, ${filled.from}…${filled.to}`,
  );

  const pool = openPool(place.runUrl, { max: 16, name: 'binhyen bench' });
  for (const each of [ownerPool, pool]) each.on('error', () => undefined);
  const db = openDatabase(pool);
  const jobs = openJobs(place.runUrl, { sendOnly: true });
  const files = diskFiles(join(makeFolder(closers), 'files'));
  const house = await openHouse({ config: readConfig({ LOG_LEVEL: 'silent', DEMO: '0' }), db, jobs, files });
  await house.app.ready();
  closers.push(async () => {
    await house.app.close();
    await jobs.stop();
    await db.destroy();
  });
  const nation = await owner.selectFrom('units').select('id').where('kind', '=', 'nation').executeTakeFirstOrThrow();
  return {
    ...place,
    house,
    owner,
    filled,
    nationId: nation.id,
    reader: await makePerson(owner, 'ministry_reader', nation.id),
  };
}
