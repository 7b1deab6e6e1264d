import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { createTestHouse } from '#tests/support/house.ts';
import { verifyFigures } from '#modules/figures/index.ts';
import { countUnitMonths, fillMonths, prepareFill } from './fill.ts';
import { toSpread } from './measure.ts';
import { openBench } from './open-bench.ts';
import { openProgress } from './progress.ts';
import { isMeasured, judge, type Result, toJsonRows, toTable } from './report.ts';
import { portalVisits } from './portal-visits.ts';
import { planFill } from './sizes.ts';
import type { Bench, OpenBench } from './work.ts';
import { works } from './works.ts';

const main = join(import.meta.dirname, 'main.ts');

describe('the command', () => {
  test('--list names every work and measures none', () => {
    const { status, stdout } = spawnSync(process.execPath, [main, '--list'], { encoding: 'utf8' });
    expect(status).toBe(0);
    for (const { name, vi, en } of works) {
      for (const text of [`${name} `, vi, en]) expect(stdout).toContain(text);
    }
  });

  test('an unknown work is refused in one sentence', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'no-such-work'], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('no-such-work');
  });
});

test('every page and form of the portal is looked at: the bench knows how each is come to', async () => {
  const { house, close } = await createTestHouse();
  expect(Object.keys(portalVisits).toSorted()).toEqual(house.pages.map(({ operationId }) => operationId).toSorted());
  await close();
});

test('one plan makes the same figures in every house, about as many as asked', async () => {
  const plan = { ...planFill('nation', new Date('2026-11-20T00:00:00Z'), undefined), formerFirst: false, entered: 12 };
  const folder = mkdtempSync(join(tmpdir(), 'binh-yen-bench-test-'));
  const sums: unknown[] = [];
  for (let house = 0; house < 2; house++) {
    const { owner, ownerUrl, drop } = await createTestDatabase();
    const codes = await prepareFill(owner, plan);
    const quiet = openProgress(() => undefined);
    const { figures } = await fillMonths(ownerUrl, plan, codes, 0.5, folder, quiet);
    const all = (await countUnitMonths(owner, plan)) * 12;
    expect(figures / all).toBeGreaterThan(0.3);
    expect(figures / all).toBeLessThan(0.7);
    const read = owner
      .selectFrom('figures')
      .select(({ fn }) => [fn.sum('value').as('sum'), fn.countAll().as('count')])
      .groupBy(['unitId', 'month', 'isCurrent'])
      .orderBy('unitId')
      .orderBy('month')
      .orderBy('isCurrent');
    sums.push(await read.execute());
    expect(await verifyFigures(owner)).toMatchObject({ ok: true, differences: [] });
    await drop();
  }
  rmSync(folder, { recursive: true });
  expect(sums[1]).toEqual(sums[0]);
});

test('what is out of reach or differs is not ok; what was not to be reached is neither', () => {
  const spread = toSpread([30, 10, 20, 40]);
  expect(spread).toEqual({ min: 10, median: 25, max: 40 });
  const outcome = { unit: 'ms', spread, reach: null, sound: true };
  expect(judge(outcome)).toBeNull();
  expect(judge({ ...outcome, reach: { atMost: 25 } })).toBe(true);
  expect(judge({ ...outcome, reach: { atMost: 24 } })).toBe(false);
  expect(judge({ ...outcome, reach: { atLeast: 26 } })).toBe(false);
  expect(judge({ ...outcome, sound: false })).toBe(false);
  expect(judge({ unit: 'ms', reach: { atMost: 1 }, why: 'not here' })).toBeNull();
});

describe('on a small house', () => {
  const closers: (() => Promise<unknown>)[] = [];
  let database: TestDatabase;
  let bench: Bench;
  let open: OpenBench;

  beforeAll(async () => {
    database = await createTestDatabase();
    const place = { migrateUrl: database.ownerUrl, runUrl: database.appUrl, postmasterPid: undefined };
    const progress = openProgress(() => undefined);
    open = await openBench(place, planFill('small', new Date(), undefined), progress, closers);
    bench = { runs: 1, progress, closers, open: () => Promise.resolve(open) };
  });
  afterAll(async () => {
    for (const closer of closers.toReversed()) await closer();
    await database.drop();
  });

  const measure = async (name: string): Promise<Result[]> => {
    const work = works.find((one) => one.name === name)!;
    return (await work.measure(bench)).map((outcome) => ({ work, outcome }));
  };

  test('every commune of the plan reports every indicator of communes', () => {
    expect(open.filled).toMatchObject({ share: 1, indicators: expect.arrayContaining(['T01', 'M01']) });
    expect(open.filled.indicators).not.toContain('A05');
    expect(open.filled.cells).toBe(open.filled.submissions * open.filled.indicators.length);
  });

  test.for([
    'loads',
    'question-book',
    'provinces-by-indicators',
    'at-once',
    'province-figures',
    'nation-figures',
    'all-provinces',
    'statements',
    'submissions',
    'approvals',
    'import',
    'export',
    'verify',
  ])('%s measures, and its own checks hold', async (name) => {
    const results = await measure(name);
    expect(results.filter(({ outcome }) => isMeasured(outcome) && !outcome.sound)).toEqual([]);
    expect(results.some(({ outcome }) => isMeasured(outcome))).toBe(true);
  });

  test('the answer is told as a table and as rows', async () => {
    const results = await measure('province-figures');
    const rows = results.flatMap(toJsonRows);
    expect(rows.map(({ work }) => work)).toEqual(
      expect.arrayContaining([
        'province-figures/year',
        'province-figures/year/sql-roll-ups',
        'province-figures/year/ratio-to-sql-figures',
      ]),
    );
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['work', 'unit', 'min', 'median', 'max', 'reach', 'ok']);
      expect(row.min).toBeLessThanOrEqual(row.max!);
    }
    expect(toTable(results)).toContain('province-figures/ten-years-today');
  });
});
