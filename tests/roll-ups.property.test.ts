import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { mark } from '#modules/figures/explore.contract.ts';
import { answerFigures, exploreFigures, takeBoundaries, verifyFigures } from '#modules/figures/index.ts';
import { openFigure } from '#modules/figures/server/open-figure.ts';
import { buildBoundaryVersion, changeBoundaries } from '#modules/units/server/boundary-version.ts';
import {
  determineTerritories,
  type SuccessionLink,
  type TerritoryRow,
  type UnitPlace,
} from '#modules/units/units.rules.ts';
import { type Db, enterSession, type Tx } from '#platform/database/database.ts';
import { determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import { createTestDatabase, type TestDatabase, testUnits } from '#tests/support/database.ts';
import { addUp, holdersToday, type Raw, readRaw, type RawAsk, recount } from '#tests/support/naive-recount.ts';
import { openWorkers, type Workers } from '#tests/support/random-acts.ts';
import {
  type Act,
  keptFrom,
  months,
  planAreas,
  planCorrections,
  planDecisions,
  planEntries,
} from '#tests/support/random-plans.ts';
import {
  among,
  chance,
  type Draw,
  type DrawnTree,
  drawLaterChange,
  drawTree,
  insertLaterChange,
  insertTree,
  pick,
  shuffled,
  someOf,
} from '#tests/support/random-tree.ts';

const nation = 1;
const entered = ['T01', 'T02', 'M03', 'M01', 'M18'];
const asked = [...entered, 'T03', 'M40', 'X13', 'S02', 'M19', 'D01'];
const dayMs = 86_400_000;

/** How much the runs really did, so that a generator that makes nothing of worth fails the test. */
const seen = {
  approved: 0,
  corrected: 0,
  refused: 0,
  notReported: 0,
  qualified: 0,
  answers: 0,
  asProvince: 0,
  snapshots: 0,
  formerTerritory: 0,
  areas: 0,
  explored: 0,
};

test(
  'random trees, successions, submissions, corrections in random and concurrent order: every roll-up, in both views and as known on any day, equals a naive recount',
  { timeout: 240_000 },
  async () => {
    // Concurrent runs do not shrink well: the first failure is reported with its seed as it is.
    await fc.assert(fc.asyncProperty(fc.gen(), runOnce), { numRuns: 15, endOnFailure: true });
    expect(seen.approved).toBeGreaterThan(200);
    expect(seen.explored).toBeGreaterThan(5000);
    expect(Math.min(...Object.values(seen)), JSON.stringify(seen)).toBeGreaterThan(10);
  },
);

test('verify says ok, and names a roll-up, a current flag and a key that were changed by hand', async () => {
  const database = await createTestDatabase();
  const { owner } = database;
  try {
    await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
      select 0, ${nation}, id, 'commune', '2025-08-01', 'thử' from indicators where code in ('T01', 'M01')`.execute(
      owner,
    );
    const workers = openWorkers(database);
    const figures = [
      { indicatorCode: 'T01', value: '7' },
      { indicatorCode: 'M01', value: '2', keys: ['Camera an ninh', 'Tổ tự quản'] },
    ];
    const submissions = [testUnits.A1, testUnits.C1].map((unitId) => ({ unitId, month: '2025-08', figures }));
    const checker = await workers.person('province_checker', testUnits.VN);
    const approver = await workers.person('province_approver', testUnits.VN);
    expect(await workers.submitMany(checker, { origin: 'supplement', reason: 'thử', submissions })).toBe(true);
    expect(await workers.approve(approver, submissions)).toBe(true);
    expect(await verifyFigures(owner)).toEqual({ ok: true, cells: 4, rollUps: 6, differences: [] });

    const found = async (): Promise<[string, string, string, string][]> => {
      const { ok, differences } = await verifyFigures(owner);
      expect(ok).toBe(differences.length === 0);
      return differences.map((one) => [one.table, one.unitCode, one.kept, one.recounted]);
    };
    const ofA = sql`unit_id = ${testUnits.A} and span = 'month' and boundary_version_id = 0`;
    await sql`update roll_ups set value = value + 1 where ${ofA} and value = 7`.execute(owner);
    expect(await found()).toEqual([['roll_ups', 'TA', '8/0/1/0/0', '7/0/1/0/0']]);
    await sql`update roll_ups set value = value - 1, supplement_cells = 2 where ${ofA} and value = 8`.execute(owner);
    expect(await found()).toEqual([['roll_ups', 'TA', '7/0/2/0/0', '7/0/1/0/0']]);
    await sql`update roll_ups set supplement_cells = 1 where ${ofA}`.execute(owner);
    const ofA1 = sql`unit_id = ${testUnits.A1}`;
    await sql`update figure_years set value = 8 where ${ofA1}`.execute(owner);
    expect(await found()).toEqual([['figure_years', 'TA1', '8/0/1/0/0', '7/0/1/0/0']]);
    await sql`update figure_years set value = 7 where ${ofA1}`.execute(owner);
    await sql`update figures set is_current = false where ${ofA1} and value = 7`.execute(owner);
    expect(await found()).toEqual([['figures', 'TA1', 'false', 'true']]);
    await sql`update figures set is_current = true where ${ofA1}`.execute(owner);
    await sql`update roll_up_keys set uses = 0 where ${ofA} and key = 'Tổ tự quản'`.execute(owner);
    expect(await found()).toEqual([['roll_up_keys', 'TA', '0', '1']]);
    await sql`delete from roll_up_keys where ${ofA} and key = 'Tổ tự quản'`.execute(owner);
    expect(await found()).toEqual([['roll_up_keys', 'TA', '0', '1']]);
  } finally {
    await database.drop();
  }
});

async function runOnce(draw: Draw): Promise<void> {
  const database = await createTestDatabase();
  try {
    const tree = drawTree(draw);
    await prepare(database.owner, draw, tree);
    const workers = openWorkers(database);
    const raw = await readRaw(database.owner);
    await watched(database.owner, await planEntries(draw, workers, raw));
    await watched(database.owner, [
      ...(await planDecisions(draw, workers, raw)),
      ...(await planAreas(draw, workers, raw, 'Thôn')),
    ]);
    const changed = drawLaterChange(draw, tree, '2025-11-15');
    workers.boundariesMove = true;
    await watched(
      database.owner,
      shuffled(draw, [
        ...(await planDecisions(draw, workers, raw)),
        ...(await planCorrections(draw, workers, raw)),
        ...(await planAreas(draw, workers, raw, 'Xóm')),
        () => moveBoundaries(database.owner, tree, changed),
      ]),
    );
    await decideLongAgo(database.owner, draw);
    await checkTerritories(database.owner);
    await checkAnswers(database, draw, workers);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true, differences: [] });
    const before = await answerThen(database.owner, tree);
    await moveBoundaries(database.owner, changed, drawLaterChange(draw, changed, '2026-02-15'));
    expect(await answerThen(database.owner, tree)).toEqual(before);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true, differences: [] });
    seen.refused += workers.refused;
  } finally {
    await database.drop();
  }
}

async function prepare(ownerDb: Db, draw: Draw, tree: DrawnTree): Promise<void> {
  await ownerDb.transaction().execute(async (tx) => {
    await insertTree(tx, tree);
    await buildBoundaryVersion(tx, 'a random tree', takeBoundaries);
    await sql`insert into indicators (code, name_vi, name_en, measure_unit_vi, measure_unit_en, kind, period_rule, formula, definition_vi, definition_en)
      values ('D01', 'thử', 'trial', 'tin', 'tips', 'derived', 'sum', 'T01 - T02 + M03', 'thử', 'trial')`.execute(tx);
    await sql`delete from obligations`.execute(tx);
    const duties: [unitId: number, code: string, kind: string, from: string, to: string | null][] = [
      ...entered.map((code): [number, string, string, string, null] => [nation, code, 'commune', '2025-01', null]),
      [nation, 'T01', 'province', '2025-03', null],
      [nation, 'M03', 'province', '2025-01', '2025-07'],
    ];
    // Provinces ask for the same again, in months that partly overlap: owed twice is owed once.
    for (const province of someOf(
      draw,
      tree.units.filter((unit) => unit.kind === 'province'),
    )) {
      duties.push([
        province.id,
        pick(draw, 'T01', 'T02', 'M18'),
        'commune',
        pick(draw, '2024-11', '2025-04'),
        pick(draw, null, '2025-06'),
      ]);
    }
    for (const [unitId, code, kind, from, to] of duties) {
      await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, to_month, basis)
        select ${unitId === nation ? 0 : unitId}, ${unitId}, i.id, ${kind}, ${`${from}-01`}::date, ${to && `${to}-01`}::date, 'thử'
        from indicators i where i.code = ${code}`.execute(tx);
    }
    await keepTips(tx, draw, tree);
  });
}

/** Some communes keep the register of tips: their T01 and T02 are counted from it. */
async function keepTips(tx: Tx, draw: Draw, tree: DrawnTree): Promise<void> {
  for (const { id } of someOf(
    draw,
    tree.units.filter((unit) => unit.kind === 'commune'),
  )) {
    await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
      select province_id, id, 'tips', ${determineMonthDays(keptFrom).from} from units where id = ${id}`.execute(tx);
    for (let count = among(draw, 0, 6); count > 0; count--) {
      const day = pick(draw, '2025-05-14', '2025-05-15', '2025-06-14', '2025-06-20', '2025-07-15', '2025-08-01');
      await sql`insert into tips (province_id, unit_id, received_on, sort, topic, channel, of_value, competence)
        select province_id, id, ${day}, 'crime_report', 'theft', 'hotline', ${pick(draw, 'yes', 'no')}, 'within'
        from units where id = ${id}`.execute(tx);
    }
  }
}

/** As the house changes them: beside the approvals and added units of the others, switched in one commit. */
async function moveBoundaries(ownerDb: Db, before: DrawnTree, after: DrawnTree): Promise<void> {
  await changeBoundaries(ownerDb, 'a later change', async (tx, announced) => {
    await insertLaterChange(tx, before, after);
    // Others are at work while the version is being built.
    await new Promise((go) => setTimeout(go, 30));
    await buildBoundaryVersion(tx, 'a later change', takeBoundaries, announced);
  });
}

/** What was added piece by piece lies where the whole nation, determined anew, puts it. */
async function checkTerritories(ownerDb: Db): Promise<void> {
  const units = await sql<UnitPlace>`select id, kind, parent_id, valid_from, valid_to from units`.execute(ownerDb);
  const successions =
    await sql<SuccessionLink>`select from_unit_id, to_unit_id, extent, takes_effect_on from successions`.execute(
      ownerDb,
    );
  const kept = await sql<TerritoryRow>`select view, holder_id, unit_id from territories
    where boundary_version_id = (select id from boundary_versions where state = 'current')`.execute(ownerDb);
  const listed = (rows: TerritoryRow[]) => rows.map((row) => `${row.view} ${row.holderId} ${row.unitId}`).toSorted();
  expect(listed(kept.rows)).toEqual(listed(determineTerritories(units.rows, successions.rows)));
  seen.areas += units.rows.filter(({ kind }) => kind === 'residential_area').length;
}

// At work -------------------------------------------------------------------------------------------------------------

/** Ten at work side by side, while a reader asks again and again whether the moment is exact. */
async function watched(ownerDb: Db, acts: Act[]): Promise<void> {
  const waiting = [...acts];
  let working = 10;
  const worker = async (): Promise<void> => {
    try {
      for (let act = waiting.shift(); act; act = waiting.shift()) await act();
    } finally {
      working--;
    }
  };
  const reader = async (): Promise<void> => {
    while (working > 0) await checkMoment(ownerDb, seen.snapshots++);
  };
  const ended = await Promise.allSettled([reader(), ...Array.from({ length: working }, worker)]);
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** In one snapshot, kept totals equal the naive sums over the versions approved in the same snapshot. */
async function checkMoment(ownerDb: Db, turn: number): Promise<void> {
  await ownerDb
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const raw = await readRaw(tx);
      const holders = raw.units.filter((unit) => unit.kind === 'nation' || unit.kind === 'province');
      const { id } = holders[turn % holders.length]!;
      const view = turn % 2 === 0 ? 'then' : 'today';
      await checkAnswer(tx, raw, { unitId: id, view, from: months[0]!, to: months.at(-1)!, asKnownOn: null });
    });
}

/** Spreads the approvals over the past: later versions later, some at the very turn of a day in Vietnam. */
async function decideLongAgo(ownerDb: Db, draw: Draw): Promise<void> {
  const { rows } = await sql<{ submissionId: string; versions: number[] }>`
    select submission_id, array_agg(version order by version) as versions from submission_versions
    where state = 'approved' group by submission_id order by min(unit_id), min(month)`.execute(ownerDb);
  const today = vietnamDay(new Date());
  for (const { submissionId, versions } of rows) {
    let daysAgo = among(draw, 20, 60);
    for (const version of versions) {
      const time = pick(draw, '00:00:00', '09:30:00', '23:59:59.999999');
      await sql`update submission_versions set decided_at = (${today}::date - ${daysAgo}::int + ${time}::time) at time zone 'Asia/Ho_Chi_Minh'
        where submission_id = ${submissionId} and version = ${version}`.execute(ownerDb);
      daysAgo -= among(draw, 1, 9);
    }
    seen.approved += versions.length;
    seen.corrected += versions.length - 1;
  }
}

// What is asked --------------------------------------------------------------------------------------------------------

async function checkAnswer(db: Db, raw: Raw, ask: RawAsk): Promise<void> {
  const answer = await answerFigures(
    db,
    { ...ask, unit: `#${ask.unitId}`, asKnownOn: ask.asKnownOn ?? undefined },
    asked,
    'vi',
  );
  const recountOf = recount(raw, ask);
  for (const figure of answer.figures) {
    const { value, origins, qualifier, coverage } = figure;
    expect({ value, origins, qualifier, coverage }, `${figure.indicatorCode} ${JSON.stringify(ask)}`).toEqual(
      recountOf(figure.indicatorCode),
    );
    if (value === null) seen.notReported++;
    if (qualifier !== null) seen.qualified++;
  }
  seen.answers++;
}

/** The figure opened says the same as the figure: its parts, its months and its silent units make it up. */
async function checkOpened(db: Db, raw: Raw, ask: RawAsk, code: string): Promise<void> {
  const opened = await openFigure(
    db,
    { ...ask, unit: `#${ask.unitId}`, asKnownOn: ask.asKnownOn ?? undefined },
    code,
    'vi',
  );
  const { value, origins, qualifier, coverage } = recount(raw, ask)(code);
  const where = `${code} ${JSON.stringify(ask)}`;
  expect(opened.figure, where).toMatchObject({ value, origins, qualifier, coverage });
  const sumOf = (name: 'reported' | 'obliged') =>
    opened.byUnit.reduce((total, part) => total + (part.coverage?.[name] ?? 0), 0);
  expect([sumOf('reported'), sumOf('obliged')], where).toEqual([coverage!.reported, coverage!.obliged]);
  const said = new Set(opened.byUnit.map((part) => part.qualifier).filter((one) => one !== null));
  if (qualifier !== null) expect([...said], where).toEqual([qualifier]);
  // Names are counted anew at every level, so that those of the parts do not add up.
  if (code !== 'M01') expect(addUp(opened.byUnit.map((part) => part.value)), where).toBe(value);
  expect(opened.silentUnits.length, where).toBe(coverage!.silentUnits);
  for (const { month, ...figure } of opened.byMonth) {
    const ofMonth = recount(raw, { ...ask, from: month, to: month })(code);
    expect(figure, `${where} in ${month}`).toEqual({ value: ofMonth.value, reported: ofMonth.coverage!.reported });
  }
}

async function answerThen(ownerDb: Db, tree: DrawnTree): Promise<unknown[]> {
  const span = { view: 'then' as const, from: months[0]!, to: months.at(-1)! };
  const answers: unknown[] = [];
  for (const { id } of tree.units)
    answers.push((await answerFigures(ownerDb, { unit: `#${id}`, ...span }, asked, 'vi')).figures);
  return answers;
}

/** Many figures in one answer say the same as each of them alone. */
async function checkExplored(db: Db, raw: Raw, ask: Pick<RawAsk, 'view' | 'asKnownOn'>, draw: Draw): Promise<void> {
  const unitIds = someOf(draw, raw.units).map((unit) => unit.id);
  if (unitIds.length === 0) return;
  const [from, to] = [pick(draw, ...months), pick(draw, ...months)].toSorted() as [string, string];
  const explored = await exploreFigures(
    db,
    {
      indicators: asked.join(','),
      units: unitIds.map((id) => `#${id}`).join(','),
      periods: pick(draw, `${from}..${to}`, `${from}~${to}`, '2025', '2024..2026', `2025~2026,${from}`),
      view: ask.view,
      ...(ask.asKnownOn === null ? {} : { asKnownOn: ask.asKnownOn }),
    },
    'vi',
    // As few units, and as if they were very many.
    pick(draw, 400, -1),
  );
  expect(explored.units.map((unit) => unit.id)).toEqual(unitIds);
  for (const [u, { id }] of explored.units.entries()) {
    for (const [p, period] of explored.periods.entries()) {
      const recountOf = recount(raw, { ...ask, unitId: id, from: period.from, to: period.to });
      for (const [i, { code }] of explored.indicators.entries()) {
        const { value, coverage, origins, qualifier } = recountOf(code);
        const bits = explored.marks[i]![u]![p]!;
        const said = Object.entries(mark)
          .filter(([, bit]) => (bits & bit) > 0)
          .map(([name]) => name);
        const wanted = Object.entries(origins)
          .filter(([, count]) => count > 0)
          .map(([name]) => name);
        const where = `${code} of ${id} in ${period.key} ${JSON.stringify(ask)}`;
        expect(explored.values[i]![u]![p], where).toBe(value);
        expect([explored.reported[i]![u]![p], explored.obliged[i]![u]![p]], where).toEqual([
          coverage?.reported ?? 0,
          coverage?.obliged ?? 0,
        ]);
        expect(said.filter((name) => name in origins).toSorted(), where).toEqual(wanted.toSorted());
        if (qualifier !== null) expect(said, where).toContain(qualifier);
        seen.explored++;
      }
    }
  }
}

/** Random questions, each by a reader of the nation and by one of a province that holds the unit, under row security. */
async function checkAnswers(database: TestDatabase, draw: Draw, workers: Workers): Promise<void> {
  const raw = await readRaw(database.owner);
  const ministry = await workers.person('ministry_reader', nation);
  for (let count = 0; count < 14; count++) {
    const unit = chance(draw, 2) ? raw.units.find((one) => one.kind === 'nation')! : pick(draw, ...raw.units);
    const [from, to] = [pick(draw, ...months), pick(draw, ...months)].toSorted() as [string, string];
    const asKnownOn = chance(draw, 5) ? null : vietnamDay(new Date(Date.now() - among(draw, 1, 60) * dayMs));
    const ask = { unitId: unit.id, view: pick(draw, 'then' as const, 'today' as const), from, to, asKnownOn };
    const province = holdersToday(raw, unit.id).find(
      (id) => raw.units.find((one) => one.id === id)!.kind === 'province',
    );
    const opens = pick(draw, undefined, 'T01', 'M03', 'M01');
    const readers = [ministry, ...(province === undefined ? [] : [await workers.person('province_checker', province)])];
    for (const reader of readers) {
      await database.app.transaction().execute(async (tx) => {
        await enterSession(tx, reader.token);
        await checkAnswer(tx, raw, ask);
        if (opens) await checkOpened(tx, raw, ask, opens);
        if (reader === ministry && count % 4 === 0) await checkExplored(tx, raw, ask, draw);
      });
    }
    if (province !== undefined) seen.asProvince++;
    if (unit.validTo !== null && ask.view === 'today') seen.formerTerritory++;
  }
}
