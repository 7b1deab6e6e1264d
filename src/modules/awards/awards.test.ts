import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { awards } from './awards.contract.ts';
import { awardConstraints, awardProblems } from './awards.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, awards, { problems: awardProblems, constraints: awardConstraints });
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A, A1 } = testUnits;
const march = { fromDay: '2026-02-15', toDay: '2026-03-14' };
let officer: TestActor;
let province: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: A1 });
  province = await createActor(database, { role: 'province_checker', unit: A });
});

const none = { collectiveCount: 0, personCount: 0, grassrootsPersonCount: 0, amountVnd: 0 };
const send = (change: Values, actor = province, unitId: number = A) =>
  house.send(actor, 'POST', '/awards', {
    unitId,
    values: sampleValues(awards, { decidedOn: '2026-03-01', ...none, ...change }),
  });

describe('an award', () => {
  test('is found by the number of its decision and asked about when entered twice', async () => {
    const change = { decisionNumber: '15/QĐ-UBND', personCount: 2, decidedOn: '2025-12-01' };
    const { body: record } = await send(change);
    expect(record).toMatchObject({ unit: { id: A }, values: change });
    expect((await house.get(province, '/awards?text=15/qd-ubnd')).body.items).toMatchObject([{ id: record.id }]);
    expect((await send(change)).body.code).toBe('record.duplicate');
    expect((await send({ ...change, awardKind: 'commendation' })).status).toBe(200);
  });

  test.each<[string, Values, string]>([
    ['nobody', {}, 'collectiveCount'],
    ['a flag for a person', { awardKind: 'emulation_flag', collectiveCount: 1, personCount: 1 }, 'personCount'],
    [
      'a medal for a collective',
      { awardKind: 'commemorative_medal', collectiveCount: 1, personCount: 1 },
      'collectiveCount',
    ],
    ['more at the grassroots than all', { personCount: 1, grassrootsPersonCount: 2 }, 'grassrootsPersonCount'],
    ['handed over before it was decided', { personCount: 1, handedOverOn: '2026-02-01' }, 'handedOverOn'],
    ['no number', { personCount: 1, decisionNumber: '  ' }, 'decisionNumber'],
  ])('%s is refused at its field', async (_, change, field) => {
    const answer = await send(change);
    expect([answer.status, Object.keys(messagesOf(answer))]).toEqual([400, [field]]);
  });

  test("a commune keeps its own and sees none of the province's; the province sees both and writes its own", async () => {
    const { body: own } = await send(
      {
        awardKind: 'commendation',
        issuer: 'commune_chair',
        personCount: 12,
        collectiveCount: 4,
        decidedOn: '2026-01-05',
      },
      officer,
      A1,
    );
    expect((await send({ personCount: 1 }, officer, A)).body.code).toBe('permission.place');
    const seen = (await house.get(officer, '/awards')).body.items as { unit: { id: number } }[];
    expect(new Set(seen.map(({ unit }) => unit.id))).toEqual(new Set([A1]));
    expect((await house.get(province, `/awards/${own.id}`)).status).toBe(200);
    const voided = await house.send(province, 'POST', `/awards/${own.id}/void`, { version: 1, reason: 'by_mistake' });
    expect(voided.body.code).toBe('permission.place');
    const january = { fromDay: '2025-12-15', toDay: '2026-01-14' };
    expect(await measureIndicators(database, awards, { unitId: A1, ...january })).toMatchObject({
      A09: '4',
      A10: '12',
      A02: '12',
    });
    expect(await measureIndicators(database, awards, { unitId: A, ...january })).toMatchObject({ A09: '0', A02: '0' });
  });
});

test('each kind and issuer counts in its own indicators, on the day of the decision', async () => {
  let number = 100;
  const enter = async (change: Values) =>
    expect(await send({ decisionNumber: `${number++}/QĐ`, ...change })).toMatchObject({ status: 200 });
  await enter({
    issuer: 'province_chair',
    collectiveCount: 10,
    personCount: 25,
    grassrootsPersonCount: 20,
    amountVnd: 30_000_000,
  });
  await enter({
    awardKind: 'commendation',
    issuer: 'province_police',
    collectiveCount: 10,
    personCount: 15,
    achievementKind: 'sudden',
  });
  await enter({ issuer: 'ministry', collectiveCount: 2, personCount: 1 });
  await enter({ issuer: 'province_front', collectiveCount: 3, personCount: 4 });
  await enter({ awardKind: 'emulation_flag', issuer: 'ministry', collectiveCount: 1 });
  await enter({ awardKind: 'commemorative_medal', issuer: 'ministry', personCount: 6 });
  await enter({ issuer: 'province_chair', personCount: 9, decidedOn: '2026-03-15', proposedOn: '2026-03-01' });
  expect(await measureIndicators(database, awards, { unitId: A, ...march })).toEqual({
    A01: '26',
    A02: '51',
    A03: '3',
    A04: '7',
    A05: '10',
    A06: '25',
    A07: '10',
    A08: '15',
    A09: '0',
    A10: '0',
    A11: '1',
    A12: '6',
    A13: '1',
    A17: '30000000',
    A20: '6',
    A21: '20',
    A22: '3',
    A23: '4',
  });
});
