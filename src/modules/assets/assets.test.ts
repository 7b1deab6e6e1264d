import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { assets } from './assets.contract.ts';
import { assetConstraints, assetProblems } from './assets.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, assets, { problems: assetProblems, constraints: assetConstraints });
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1 } = testUnits;
const upTo = (toDay: string) => measureIndicators(database, assets, { unitId: A1, fromDay: '2026-01-15', toDay });
let officer: TestActor;
beforeAll(async () => void (officer = await createActor(database, { role: 'recorder', unit: A1 })));

const send = (change: Values) =>
  house.send(officer, 'POST', '/assets', {
    unitId: A1,
    values: sampleValues(assets, { installedOn: '2026-02-01', ...change }),
  });

test('counts stand as they were observed by the end of each period, whatever was observed later', async () => {
  const { body: lane } = await send({
    name: 'Ngõ 12',
    itemCount: 8,
    workingCount: 7,
    ownerCount: 5,
    ownerAgreedCount: 3,
  });
  await send({
    name: 'Chợ',
    installedOn: '2026-03-20',
    itemCount: 2,
    workingCount: 2,
    ownerCount: 1,
    ownerAgreedCount: 1,
  });
  await send({ assetKind: 'light', name: 'Ngõ 12', itemCount: 40, workingCount: 38 });
  const observed = { itemCount: 8, workingCount: 8, ownerCount: 5, ownerAgreedCount: 5 };
  const noted = await house.send(officer, 'POST', `/assets/${lane.id}/observations`, {
    version: 1,
    observedOn: '2026-03-10',
    values: observed,
  });
  expect(noted.body).toMatchObject({
    version: 2,
    values: { ...observed, observedOn: '2026-03-10', installedOn: '2026-02-01' },
  });
  expect(await upTo('2026-01-31')).toEqual({ M42: '0', M43: '0' });
  expect(await upTo('2026-02-14')).toEqual({ M42: '3', M43: '5' });
  expect(await upTo('2026-03-14')).toEqual({ M42: '5', M43: '5' });
  expect(await upTo('2026-04-14')).toEqual({ M42: '6', M43: '6' });

  const { body: history } = await house.get(officer, `/assets/${lane.id}`);
  expect(history.observations.map((one: { observedOn: string }) => one.observedOn)).toEqual([
    '2026-03-10',
    '2026-02-01',
  ]);
  await house.send(officer, 'POST', `/assets/${lane.id}/void`, { version: 2, reason: 'duplicate' });
  expect(await upTo('2026-04-14')).toEqual({ M42: '1', M43: '1' });
});

describe('what is wrong is told at its field', () => {
  test.each<[string, Values, string]>([
    ['more work than there are', { itemCount: 2, workingCount: 3 }, 'workingCount'],
    ['more agreed than own', { ownerCount: 1, ownerAgreedCount: 2 }, 'ownerAgreedCount'],
    ['observed before it was there', { observedOn: '2026-01-31' }, 'observedOn'],
    ['owners of lights', { assetKind: 'light', ownerCount: 1 }, 'ownerCount'],
    ['no place', { name: '' }, 'name'],
  ])('%s', async (_, change, field) => {
    const answer = await send(change);
    expect([answer.status, Object.keys(messagesOf(answer))]).toEqual([400, [field]]);
  });

  test('a note of change keeps the same rules, and comes after the last one', async () => {
    const { body: record } = await send({ name: 'Đường làng' });
    const note = (observedOn: string, change: Values) =>
      house.send(officer, 'POST', `/assets/${record.id}/observations`, {
        version: 1,
        observedOn,
        values: { itemCount: 1, workingCount: 1, ownerCount: 1, ownerAgreedCount: 1, ...change },
      });
    expect(messagesOf(await note('2026-03-01', { workingCount: 2 }))).toEqual({
      workingCount: 'Số đang hoạt động không được lớn hơn số lượng.',
    });
    expect(Object.keys(messagesOf(await note('2026-02-01', {})))).toEqual(['observedOn']);
  });
});
