import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { initiatives } from './initiatives.contract.ts';
import { initiativeConstraints, initiativeProblems } from './initiatives.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, initiatives, {
  problems: initiativeProblems,
  constraints: initiativeConstraints,
});
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, C1 } = testUnits;
const upTo = (toDay: string) => measureIndicators(database, initiatives, { unitId: A1, fromDay: '2026-02-15', toDay });
let officer: TestActor;
beforeAll(async () => void (officer = await createActor(database, { role: 'recorder', unit: A1 })));

const enter = async (change: Values, actor = officer, unitId: number = A1) => {
  const values = sampleValues(initiatives, { establishedOn: '2026-02-01', status: 'active', ...change });
  const { status, body } = await house.send(actor, 'POST', '/initiatives', { unitId, values });
  expect([status, body.fields]).toEqual([200, undefined]);
  return body;
};

test('kinds, sites and groups are counted apart, as they stood at the end of each period', async () => {
  const cameras = await enter({
    level: 'initiative',
    name: 'Camera an ninh',
    category: 'security_camera',
    origin: 'own',
  });
  const selfManaged = await enter({
    level: 'initiative',
    name: 'Tự quản',
    category: 'self_managed_group',
    origin: 'own',
    launchedOn: '2026-03-01',
  });
  const site = await enter({
    level: 'site',
    name: 'Điểm ngõ 12',
    category: 'security_camera',
    initiativeId: cameras.id,
    equipmentCount: 8,
    launchedOn: '2026-03-02',
  });
  await enter({
    level: 'site',
    name: 'Điểm chợ',
    category: 'security_camera',
    initiativeId: cameras.id,
    equipmentCount: 2,
  });
  const group = await enter({
    level: 'group',
    name: 'Tổ 1',
    category: 'self_managed_group',
    initiativeId: selfManaged.id,
    memberCount: 12,
  });
  await enter({
    level: 'group',
    name: 'Đội xung kích',
    category: 'shock_team',
    initiativeId: selfManaged.id,
    memberCount: 9,
    leadOrganisation: 'youth_union',
  });

  const observe = (id: string, observedOn: string, values: Values) =>
    house.send(officer, 'POST', `/initiatives/${id}/observations`, { version: 1, observedOn, values });
  const none = { memberCount: 0, equipmentCount: 0, followerCount: 0 };
  expect((await observe(group.id, '2026-03-10', { ...none, status: 'active', memberCount: 15 })).status).toBe(200);
  expect((await observe(site.id, '2026-03-20', { ...none, status: 'paused', equipmentCount: 8 })).status).toBe(200);

  expect(await upTo('2026-03-05')).toMatchObject({
    M01: '1',
    M02: '2',
    M03: '2',
    M04: '21',
    M27: '10',
    M39: '2',
    M09: '1',
  });
  expect(await upTo('2026-03-14')).toMatchObject({
    M04: '24',
    M21: '9',
    M23: '1',
    M41: '1',
    C14: '1',
    C15: '9',
    M26: '2',
  });
  expect(await upTo('2026-04-14')).toMatchObject({ M01: '1', M02: '1', M27: '2', M04: '24', M05: '0' });
});

describe('names of initiatives are shared, their sites and groups are not', () => {
  test('a site carries an initiative of elsewhere, whose history stays closed', async () => {
    const stranger = await createActor(database, { role: 'recorder', unit: C1 });
    const theirs = await enter(
      { level: 'initiative', name: 'Ánh sáng vùng biên', category: 'security_lighting', origin: 'own' },
      stranger,
      C1,
    );
    const theirSite = await enter(
      { level: 'site', name: 'Điểm của họ', category: 'security_lighting', initiativeId: theirs.id },
      stranger,
      C1,
    );
    const choices = await house.get(officer, '/initiatives/choices?level=initiative&text=anh sang vung bien');
    expect(choices.body.items).toEqual([
      { id: theirs.id, title: 'Ánh sáng vùng biên', unit: expect.objectContaining({ id: C1 }) },
    ]);
    const mine = await enter({
      level: 'site',
      name: 'Điểm của ta',
      category: 'security_lighting',
      initiativeId: theirs.id,
    });
    expect(mine.names).toEqual({ [theirs.id]: 'Ánh sáng vùng biên' });
    expect((await house.get(officer, `/initiatives/${theirSite.id}`)).body.code).toBe('request.not_found');
    const changed = await house.send(officer, 'POST', `/initiatives/${theirs.id}/void`, {
      version: 1,
      reason: 'by_mistake',
    });
    expect(changed.body.code).toBe('permission.place');
  });
});

test('what is wrong is told at its field', async () => {
  const refuse = async (change: Values) => {
    const values = sampleValues(initiatives, { establishedOn: '2026-02-01', ...change });
    return Object.keys(messagesOf(await house.send(officer, 'POST', '/initiatives', { unitId: A1, values })));
  };
  expect(await refuse({ level: 'site', category: 'school_gate' })).toEqual(['initiativeId']);
  expect(await refuse({ level: 'group', category: 'school_gate' })).toEqual(['category', 'initiativeId']);
  expect(await refuse({ launchedOn: '2026-01-31' })).toEqual(['launchedOn']);
  expect(await refuse({ status: 'dissolved' })).toEqual(['dissolvedOn']);
  expect(await refuse({ category: 'zalo_group', memberCount: 3 })).toEqual(['memberCount']);
});

test('the history says what earlier versions referred to as well', async () => {
  const first = await enter({ level: 'initiative', name: 'Tiếng kẻng', origin: 'own' });
  const second = await enter({ level: 'initiative', name: 'Ánh sáng', origin: 'own' });
  const site = { level: 'site', name: 'Điểm đầu xóm' };
  const { id, values } = await enter({ ...site, initiativeId: first.id });
  const corrected = await house.send(officer, 'PUT', `/initiatives/${id}`, {
    version: 1,
    values: { ...values, initiativeId: second.id },
  });
  expect(corrected.status).toBe(200);
  const { body } = await house.get(officer, `/initiatives/${id}`);
  expect(body.names).toMatchObject({ [first.id]: 'Tiếng kẻng', [second.id]: 'Ánh sáng' });
});
