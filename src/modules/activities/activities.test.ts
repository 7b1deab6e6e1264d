import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testProvinceId, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { aRecord, sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { activities } from './activities.contract.ts';
import { activityConstraints, activityProblems } from './activities.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, activities, {
  problems: activityProblems,
  constraints: activityConstraints,
});
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, A2, A3, A } = testUnits;
const march = { fromDay: '2026-02-15', toDay: '2026-03-14' };
let officer: TestActor;
let areaId: number;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: A1 });
  const area = {
    provinceId: testProvinceId(A1),
    kind: 'residential_area',
    code: 'TA1-01',
    codeOrigin: 'ours',
    nameVi: 'Ấp Thử Một',
    nameEn: 'Thu Mot Hamlet',
    parentId: A1,
    validFrom: '2025-07-01',
    searchKey: 'ap thu mot',
    source: 'verified',
  };
  ({ id: areaId } = await database.owner.insertInto('units').values(area).returning('id').executeTakeFirstOrThrow());
});

const send = (change: Values, unitId: number = A1) =>
  house.send(officer, 'POST', '/activities', {
    unitId,
    values: sampleValues(activities, { heldOn: '2026-03-01', ...change }),
  });

describe('an activity', () => {
  test('is entered with the communes and areas that it covered and the group that did it, and shows their names', async () => {
    const site = await aRecord(database, initiatives, A1, { level: 'group', name: 'Tổ tự quản ấp Một' });
    const change = {
      category: 'patrol',
      name: 'Tuần tra đêm',
      groupId: site.id,
      coveredCommuneIds: [A2, A1, A2],
      coveredAreaIds: [areaId],
      attendanceCount: 6,
    };
    const { body: record } = await send(change);
    expect(record).toMatchObject({
      values: { ...change, coveredCommuneIds: [A1, A2], channel: null, itemCount: 0 },
      names: {
        [A1]: 'Xã Thử A Một',
        [A2]: 'Xã Thử A Hai',
        [areaId]: 'Ấp Thử Một',
        [site.id]: 'Tổ tự quản ấp Một',
      },
    });
    const corrected = await house.send(officer, 'PUT', `/activities/${record.id}`, {
      version: 1,
      values: { ...record.values, coveredCommuneIds: [A1], attendanceCount: 7 },
    });
    expect(corrected.body).toMatchObject({ version: 2, values: { coveredCommuneIds: [A1], attendanceCount: 7 } });
    expect((await house.get(officer, '/activities?text=tuan tra dem')).body.total).toBe(1);
  });

  test.each<[string, Values, string]>([
    ['a post with people', { category: 'online_post', attendanceCount: 5 }, 'attendanceCount'],
    ['a post at a place', { category: 'online_post', placeType: 'market' }, 'placeType'],
    ['a post on a loudspeaker', { category: 'online_post', channel: 'loudspeaker' }, 'channel'],
    ['an outcome of a patrol', { category: 'patrol', outcome: 'reconciled' }, 'outcome'],
    ['a province for a commune', { coveredCommuneIds: [A] }, 'coveredCommuneIds'],
    ['a commune for an area', { coveredAreaIds: [A1] }, 'coveredAreaIds'],
    ['a launch nowhere', { category: 'launch' }, 'coveredCommuneIds'],
    ['more answers than opinions', { category: 'listening_forum', opinionAnsweredCount: 2 }, 'opinionAnsweredCount'],
  ])('%s is refused at its field', async (_, change, field) => {
    const answer = await send(change);
    expect([answer.status, Object.keys(messagesOf(answer))]).toEqual([400, [field]]);
  });

  test('a session without a place, a mediation without an outcome are refused', async () => {
    for (const [category, field] of [
      ['outreach_session', 'placeType'],
      ['mediation', 'outcome'],
    ] as const) {
      const values = { ...sampleValues(activities, { category, heldOn: '2026-03-01' }), [field]: null };
      const answer = await house.send(officer, 'POST', '/activities', { unitId: A1, values });
      expect(messagesOf(answer)).toEqual({ [field]: 'Hãy nhập ô này.' });
    }
  });

  test('the same deed is asked about before it is entered twice', async () => {
    const change = { category: 'group_meeting', name: 'Họp tổ', heldOn: '2026-01-05' };
    expect((await send(change)).status).toBe(200);
    expect(await send({ ...change, name: 'họp TỔ' })).toMatchObject({
      status: 409,
      body: { code: 'record.duplicate' },
    });
  });

  test('nobody enters for another commune', async () => {
    expect((await send({}, A2)).body.code).toBe('permission.place');
  });
});

test('11 conferences in 12 communes are 11 and 12, and every category counts where it belongs', async () => {
  const host = await createActor(database, { role: 'province_checker', unit: A });
  const enter = async (change: Values) => {
    const values = sampleValues(activities, { heldOn: '2026-03-02', ...change });
    const answer = await house.send(host, 'POST', '/activities', { unitId: A, values, acceptDuplicate: true });
    expect(answer).toMatchObject({ status: 200 });
  };
  await enter({ category: 'launch', coveredCommuneIds: [A1, A2], attendanceCount: 300, leafletCount: 40 });
  await enter({ category: 'launch', coveredCommuneIds: [A2, A3], attendanceCount: 200, leafletCount: 0 });
  await enter({
    category: 'outreach_session',
    placeType: 'school',
    attendanceCount: 98,
    leafletCount: 2,
    coveredAreaIds: [areaId],
  });
  await enter({ category: 'online_post', itemCount: 12 });
  await enter({
    category: 'listening_forum',
    opinionCount: 5,
    opinionAnsweredCount: 4,
    attendanceCount: 60,
    leafletCount: 0,
  });
  await enter({ category: 'mediation' });
  await enter({ category: 'mediation', outcome: 'referred' });
  await enter({ category: 'commitment_signing', heldOn: '2026-02-20', signedHouseholdCount: 150, leafletCount: 0 });
  await enter({ category: 'commitment_signing', heldOn: '2026-03-10', signedHouseholdCount: 180, leafletCount: 0 });
  await enter({ category: 'inspection', recommendationCount: 3 });
  const values = await measureIndicators(database, activities, { unitId: A, ...march });
  expect(values).toMatchObject({
    O04: '2',
    O05: '3',
    O06: '500',
    O01: '1',
    O02: '98',
    O28: '1',
    O29: '1',
    O07: '42',
    O09: '12',
    O13: '1',
    O15: '5',
    O16: '4',
    C07: '1',
    C08: '2',
    O22: '180',
    C16: '1',
    C17: '3',
    L13: '0',
  });
  expect(
    await measureIndicators(database, activities, { unitId: A, fromDay: '2026-01-15', toDay: '2026-02-28' }),
  ).toMatchObject({
    O22: '150',
    O04: '0',
  });
});
