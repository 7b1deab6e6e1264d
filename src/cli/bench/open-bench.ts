import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Config, readConfig } from '#platform/config.ts';
import { readPackageSource } from '#modules/units/server/package-source.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { diskFiles } from '#platform/files/files.ts';
import type { House } from '#platform/http/house.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { OperatorError } from '#platform/operator-error.ts';
import { openHouse } from '../../compose.ts';
import { prepareGround } from '../../ground.ts';
import { countFilled, countUnitMonths, type Filled, fillMonths, type FillPlan, prepareFill } from './fill.ts';
import { makePerson } from './people.ts';
import type { Progress } from './progress.ts';
import { readFormerUnits, reorganise } from './reorganise.ts';
import { splitAtReorganisation } from './sizes.ts';
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
 * service, or beside the database that DATABASE_URL names. In a folder that is kept it stays for the next run.
 */
export async function openPlace(
  config: Config,
  progress: Progress,
  closers: Closer[],
  keptFolder?: string,
): Promise<Place> {
  const { databaseUrl: runUrl, databaseMigrateUrl: migrateUrl } = config;
  if (runUrl === undefined || migrateUrl === undefined || keptFolder !== undefined) {
    progress.say('PostgreSQL riêng (a private PostgreSQL)…');
    const embedded = await startEmbedded({ dataDir: join(keptFolder ?? makeFolder(closers), 'data') });
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

/**
 * Schema, units and figures, and the house open on them. The place may already hold units, but no submission; in a kept
 * folder that was filled before nothing is filled again.
 */
export async function openBench(
  place: Place,
  plan: FillPlan,
  progress: Progress,
  closers: Closer[],
  keptFolder?: string,
): Promise<OpenBench> {
  const note = keptFolder === undefined ? undefined : join(keptFolder, 'filled.json');
  const isFilled = note !== undefined && existsSync(note);
  if (!isFilled)
    await prepareGround(place, (line) => progress.say(line), plan.formerFirst ? readFormerUnits : undefined);
  const ownerPool = openPool(place.migrateUrl, { max: 4, name: 'binhyen bench' });
  const owner = openDatabase(ownerPool);
  closers.push(() => owner.destroy());
  const openHere = async () => {
    const pool = openPool(place.runUrl, { max: 40, name: 'binhyen bench' });
    pool.on('error', () => undefined);
    const db = openDatabase(pool);
    const jobs = openJobs(place.runUrl, { sendOnly: true });
    const files = diskFiles(join(makeFolder(closers), 'files'));
    const house = await openHouse({
      config: readConfig({ LOG_LEVEL: 'silent', DEMO: '0' }),
      db,
      jobs,
      files,
      portalSecret: randomBytes(32),
    });
    await house.app.ready();
    closers.push(async () => {
      await house.app.close();
      await jobs.stop();
      await db.destroy();
    });
    return house;
  };
  ownerPool.on('error', () => undefined);
  const house = await openHere();
  const filled = isFilled
    ? (JSON.parse(readFileSync(note, 'utf8')) as Filled)
    : await fillHouse({ ...place, owner, house }, plan, keptFolder ?? makeFolder(closers), progress);
  if (note !== undefined && !isFilled) writeFileSync(note, JSON.stringify(filled));
  progress.say(
    `${filled.cells} ô, ${filled.submissions} báo cáo kỳ, ${filled.units} xã, ${filled.indicators.length} chỉ tiêu nhập, ${filled.from}…${filled.to}`,
  );
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

type Filling = Place & { owner: Db; house: House };

/** Fills by the paths of a real house: old figures by the import, then the reorganisation, then the figures since. */
async function fillHouse(filling: Filling, plan: FillPlan, folder: string, progress: Progress): Promise<Filled> {
  const { owner, migrateUrl } = filling;
  const codes = await prepareFill(owner, plan);
  const shareOf = async (parts: FillPlan, cells: number | undefined): Promise<number> => {
    const all = (await countUnitMonths(owner, parts)) * codes.length;
    return Math.min(1, (cells ?? all) / Math.max(1, all));
  };
  const ends = { indicators: codes, from: plan.months[0]!, to: plan.months.at(-1)! };
  if (!plan.formerFirst) {
    const share = await shareOf(plan, plan.cells);
    const loads = [await fillMonths(migrateUrl, plan, codes, share, folder, progress)];
    return { ...(await countFilled(owner)), ...ends, share, loads, reorganisation: null };
  }
  const { former, present } = splitAtReorganisation(plan);
  // The communes of today report in full; what is left of the cells lies with those of before.
  const ofToday = (await readPackageSource()).units.filter(
    (unit) => unit.kind === 'commune' && unit.validTo === null,
  ).length;
  const left = (plan.cells ?? 0) - ofToday * present.months.length * codes.length;
  const share = await shareOf(former, Math.max(left, 0));
  const loads = [await fillMonths(migrateUrl, former, codes, share, folder, progress)];
  const reorganisation = await reorganise(filling, former, progress);
  loads.push(await fillMonths(migrateUrl, present, codes, 1, folder, progress));
  return { ...(await countFilled(owner)), ...ends, share, loads, reorganisation };
}
