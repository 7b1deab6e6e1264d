import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { takeBoundaries } from '#modules/figures/index.ts';
import { changeBoundaries } from '#modules/units/server/boundary-version.ts';
import { importUnits } from '#modules/units/server/import-units.ts';
import { readPackageSource } from '#modules/units/server/package-source.ts';
import type { UnitSet } from '#modules/units/server/unit-set.ts';
import type { Db } from '#platform/database/database.ts';
import type { House } from '#platform/http/house.ts';
import type { FillPlan, Reorganised } from './fill.ts';
import { ask, makePerson, type Person } from './people.ts';
import type { Progress } from './progress.ts';

const day = '2025-07-01';
const savesPerSecond = 50;
const clerks = 60;

/** The units as they stood on 30 June 2025, before provinces and communes were drawn anew. */
export async function readFormerUnits(): Promise<UnitSet> {
  const set = await readPackageSource();
  const units = set.units
    .filter((unit) => unit.validFrom !== day)
    .map((unit) => (unit.validTo === day ? { ...unit, validTo: null } : unit));
  return { units, successions: [], problems: [] };
}

/**
 * The reorganisation of 1 July 2025 on a house that holds the figures of before: communes and provinces of today take over
 * all of it by the house's own act, while clerks of communes go on saving.
 */
export async function reorganise(
  { owner, house }: { owner: Db; house: House },
  former: FillPlan,
  progress: Progress,
): Promise<Reorganised> {
  const ready = await findClerks(owner, former.months.at(-1)!);
  const before = await fingerprintThen(owner);
  const set = await readPackageSource();
  const ended = set.units.filter((unit) => unit.validTo === day).length;
  const saved = { saves: 0, slowestSaveMs: 0, failures: [] as string[] };
  let isOver = false;
  progress.say(`sắp xếp ${ended} đơn vị (units reorganised) giữa ${savesPerSecond} lượt lưu/s (saves/s)…`);
  const saving = keepSaving(house, ready, former.months.at(-1)!, saved, () => isOver);
  await pause(1000);
  const start = performance.now();
  await changeBoundaries(owner, 'sắp xếp đơn vị (đo)', (tx, announced) =>
    importUnits(tx, set, { source: 'package', reason: 'sắp xếp đơn vị (đo)', announced }, takeBoundaries),
  );
  const seconds = (performance.now() - start) / 1000;
  await pause(1000);
  isOver = true;
  await saving;
  const isSameAsThen = (await fingerprintThen(owner)) === before;
  const rate = saved.saves / (seconds + 2);
  return {
    seconds,
    endedUnits: ended,
    ...saved,
    savesPerSecond: rate,
    failures: saved.failures.slice(0, 5),
    isSameAsThen,
  };
}

type Clerk = { unitId: number; person: Person; revision: number };

/** Communes that have not reported the month, with somebody who enters their figures. */
async function findClerks(owner: Db, month: string): Promise<Clerk[]> {
  const { rows } = await sql<{ id: number }>`
    select u.id from units u where u.kind = 'commune' and u.valid_to is null
      and not exists (select from submissions s where s.unit_id = u.id and s.month = ${`${month}-01`}::date)
    order by hashint8extended(u.id, 5) limit ${clerks}`.execute(owner);
  const found: Clerk[] = [];
  for (const { id } of rows)
    found.push({ unitId: id, person: await makePerson(owner, 'commune_head', id), revision: 0 });
  return found;
}

/** Each clerk's saves follow each other, so that the revision is known; all together come evenly. */
async function keepSaving(
  house: House,
  ready: Clerk[],
  month: string,
  saved: Pick<Reorganised, 'saves' | 'slowestSaveMs' | 'failures'>,
  isOver: () => boolean,
): Promise<void> {
  const start = performance.now();
  const busy = new Set<Clerk>();
  const running: Promise<void>[] = [];
  for (let turn = 0; !isOver(); turn++) {
    await pause(Math.max(0, start + (turn * 1000) / savesPerSecond - performance.now()));
    const clerk = ready[turn % ready.length];
    if (clerk === undefined || busy.has(clerk)) continue;
    busy.add(clerk);
    running.push(save(house, clerk, month, saved).finally(() => busy.delete(clerk)));
  }
  await Promise.all(running);
}

async function save(
  house: House,
  clerk: Clerk,
  month: string,
  saved: Pick<Reorganised, 'saves' | 'slowestSaveMs' | 'failures'>,
): Promise<void> {
  const start = performance.now();
  const { status, body } = await ask(house, clerk.person, 'PUT', `/submissions/${clerk.unitId}/${month}/supplements`, {
    cells: [{ indicatorCode: 'T01', value: String(saved.saves % 1000) }],
    reason: 'số liệu đo',
    revision: clerk.revision,
  });
  saved.slowestSaveMs = Math.max(saved.slowestSaveMs, performance.now() - start);
  if (status === 200) {
    clerk.revision = (JSON.parse(body) as { revision: number }).revision;
    saved.saves += 1;
  } else saved.failures.push(`${status} ${body.slice(0, 200)}`);
}

/** All totals as then, as one value. */
async function fingerprintThen(owner: Db): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select sum(hashtextextended(concat_ws(' ', unit_id, indicator_id, span, month, trim_scale(value), records_cells,
      supplement_cells, imported_cells, apportioned_cells), 0)::numeric)::text as sum
    from roll_ups where boundary_version_id = 0`.execute(owner);
  return rows[0]!.sum;
}
