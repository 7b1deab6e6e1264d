import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { aTip, openTipsHouse } from '#tests/support/tips.ts';

const database = await createTestDatabase();
const house = await openTipsHouse(database);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A, A1, A2, b1, C1, B } = testUnits;
let officer: TestActor;
let province: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: A1 });
  province = await createActor(database, { role: 'province_checker', unit: A });
});

/** The messages by field of a refused entry. */
async function refusal(change: Record<string, unknown>, unitId: number = A1) {
  const { status, body } = await house.send(officer, 'POST', '/tips', { unitId, values: aTip(change) });
  expect({ status, code: body.code }).toEqual({ status: 400, code: 'input.invalid' });
  return Object.fromEntries(body.fields.map((field: { path: string; message: string }) => [field.path, field.message]));
}

const codesOf = (list: { body: { items: { id: string }[] } }) => list.body.items.map(({ id }) => id);

describe('entering a record', () => {
  test('an officer enters a tip for the own commune and gets it back', async () => {
    const record = await house.enter(officer, A1, { propertyRecoveredVnd: 0, topic: 'drugs' });
    expect(record).toMatchObject({
      unit: { id: A1, code: 'TA1', name: 'Xã Thử A Một', kind: 'commune' },
      version: 1,
      voidReason: null,
      demonstration: false,
      values: aTip({ topic: 'drugs' }),
    });
    const stored = await database.owner
      .selectFrom('tips')
      .selectAll()
      .where('id', '=', record.id)
      .executeTakeFirstOrThrow();
    expect(stored).toMatchObject({
      provinceId: A,
      unitId: A1,
      receivedOn: '2026-03-20',
      topic: 'drugs',
    });
  });

  test('its first version and its audit line tell who and what, by the hour only', async () => {
    const { id } = await house.enter(officer, A1);
    const line = await database.owner
      .selectFrom('auditLines')
      .selectAll()
      .where('subjectId', '=', id)
      .executeTakeFirstOrThrow();
    expect(line).toMatchObject({
      act: 'tip.registered',
      subjectKind: 'tip',
      accountId: officer.accountId,
      unitId: A1,
    });
    expect(line.changes).toMatchObject({
      receivedOn: { from: null, to: '2026-03-20' },
      ofValue: { from: null, to: 'yes' },
    });
    expect(line.changes).not.toHaveProperty('settledOn');
    const { body } = await house.get(officer, `/tips/${id}`);
    expect(body.versions).toMatchObject([
      { version: 1, act: 'registered', values: aTip(), voidReason: null, by: 'Người Thử' },
    ]);
    for (const at of [line.at.toISOString(), body.versions[0].at, body.registeredAt])
      expect(at).toMatch(/T\d\d:00:00\.000Z$/);
  });

  test('the same act sent twice with one request id counts once and is answered alike', async () => {
    const requestId = randomUUID();
    const body = { unitId: A1, values: aTip({ receivedOn: '2026-01-02' }) };
    const first = await house.send(officer, 'POST', '/tips', body, requestId);
    const second = await house.send(officer, 'POST', '/tips', body, requestId);
    expect(second).toEqual(first);
    const list = await house.get(officer, '/tips?from=2026-01-02&to=2026-01-02');
    expect(codesOf(list)).toEqual([first.body.id]);
  });

  test('a wrong entry is answered at its field, in words', async () => {
    expect(
      await refusal({
        receivedOn: '2026-02-30',
        settledOn: '0026-03-01',
        topic: 'ghosts',
        channel: null,
        casesCleared: 'hai',
        personsArrested: -1,
      }),
    ).toEqual({
      'values.receivedOn': 'Ngày phải có thật, ví dụ 15/06/2026.',
      'values.settledOn': 'Ngày này quá xa. Hãy xem lại năm.',
      'values.topic': 'Hãy chọn một mục trong danh sách.',
      'values.channel': 'Hãy nhập ô này.',
      'values.casesCleared': 'Ô này phải là số nguyên, chỉ gồm chữ số.',
      'values.personsArrested': 'Số phải từ 0 trở lên.',
    });
  });

  test('rules across fields are told at their fields', async () => {
    expect(await refusal({ settledOn: '2026-03-19' })).toEqual({
      'values.settledOn': 'Ngày giải quyết xong không được trước ngày tiếp nhận.',
      'values.outcome': 'Đã có ngày giải quyết xong thì chọn kết quả.',
    });
    expect(await refusal({ receivedOn: '2999-01-01' })).toEqual({ 'values.receivedOn': 'Ngày này chưa đến.' });
  });

  test('the day lies within the life of the unit, also for a former unit', async () => {
    expect(await refusal({ receivedOn: '2025-06-30' })).toEqual({
      'values.receivedOn': 'Đơn vị này có từ ngày 01/07/2025. Với ngày trước đó, hãy chọn đơn vị cũ.',
    });
    expect(await refusal({ receivedOn: '2025-07-01' }, b1)).toEqual({
      'values.receivedOn': 'Đơn vị này đã kết thúc từ ngày 01/07/2025. Hãy chọn đơn vị kế tiếp.',
    });
    const record = await house.enter(officer, b1, { receivedOn: '2025-06-30' });
    expect(record.unit.code).toBe('TB1');
    const stored = await database.owner
      .selectFrom('tips')
      .select('provinceId')
      .where('id', '=', record.id)
      .executeTakeFirstOrThrow();
    expect(stored.provinceId).toBe(B);
  });

  test('a unit outside the place, or none at all, is refused', async () => {
    for (const unitId of [A2, C1, 999_999]) {
      const answer = await house.send(officer, 'POST', '/tips', { unitId, values: aTip() });
      expect(answer).toMatchObject({ status: 403, body: { code: 'permission.place' } });
    }
    const reader = await house.send(province, 'POST', '/tips', { unitId: A1, values: aTip() });
    expect(reader).toMatchObject({ status: 403, body: { code: 'permission.missing' } });
  });
});

describe('changing a record', () => {
  test('a correction makes a version that tells what changed', async () => {
    const { id } = await house.enter(officer, A1);
    const settled = {
      settledOn: '2026-04-01',
      outcome: 'prevented',
      casesCleared: 2,
      propertyRecoveredVnd: 8_999_999_999_999,
    };
    const corrected = await house.send(officer, 'PUT', `/tips/${id}`, { version: 1, values: aTip(settled) });
    expect(corrected).toMatchObject({ status: 200, body: { version: 2, values: settled } });
    const { body } = await house.get(officer, `/tips/${id}`);
    expect(body.versions.map((version: { act: string }) => version.act)).toEqual(['corrected', 'registered']);
    expect(body.versions[1].values).toEqual(aTip());
    const line = await database.owner
      .selectFrom('auditLines')
      .select('changes')
      .where('subjectId', '=', id)
      .where('act', '=', 'tip.corrected')
      .executeTakeFirstOrThrow();
    expect(line.changes).toEqual({
      settledOn: { from: null, to: '2026-04-01' },
      outcome: { from: null, to: 'prevented' },
      casesCleared: { from: 0, to: 2 },
      propertyRecoveredVnd: { from: 0, to: 8_999_999_999_999 },
    });
  });

  test('saving without a change makes no version', async () => {
    const { id } = await house.enter(officer, A1);
    const answer = await house.send(officer, 'PUT', `/tips/${id}`, { version: 1, values: aTip() });
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } });
  });

  test('edited by two, the second is refused and shown the present record', async () => {
    const { id } = await house.enter(officer, A1);
    const first = await house.send(officer, 'PUT', `/tips/${id}`, { version: 1, values: aTip({ topic: 'fraud' }) });
    const second = await house.send(officer, 'PUT', `/tips/${id}`, { version: 1, values: aTip({ topic: 'fire' }) });
    expect(second).toMatchObject({ status: 409, body: { code: 'request.stale', params: { current: first.body } } });
    expect((await house.get(officer, `/tips/${id}`)).body).toMatchObject({ version: 2, values: { topic: 'fraud' } });
  });

  test('edited by two in the same instant, exactly one is kept', async () => {
    const { id } = await house.enter(officer, A1);
    const topics = ['fraud', 'fire', 'traffic', 'usury'];
    const answers = await Promise.all(
      topics.map((topic) => house.send(officer, 'PUT', `/tips/${id}`, { version: 1, values: aTip({ topic }) })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const kept = answers.find(({ status }) => status === 200)!.body;
    for (const { status, body } of answers) if (status === 409) expect(body.params.current).toEqual(kept);
    expect((await house.get(officer, `/tips/${id}`)).body.versions).toHaveLength(2);
  });

  test('a voided record leaves the list of what counts and comes back when restored', async () => {
    const { id } = await house.enter(officer, A1, { receivedOn: '2026-02-10' });
    const day = '/tips?from=2026-02-10&to=2026-02-10';
    const voided = await house.send(officer, 'POST', `/tips/${id}/void`, { version: 1, reason: 'duplicate' });
    expect(voided.body).toMatchObject({ version: 2, voidReason: 'duplicate' });
    expect(codesOf(await house.get(officer, day))).toEqual([]);
    expect(codesOf(await house.get(officer, `${day}&state=void`))).toEqual([id]);
    const change = await house.send(officer, 'PUT', `/tips/${id}`, { version: 2, values: aTip({ topic: 'fire' }) });
    expect(change.body.code).toBe('record.void');
    const again = await house.send(officer, 'POST', `/tips/${id}/void`, { version: 2, reason: 'duplicate' });
    expect(again.body.code).toBe('record.void');

    const restored = await house.send(officer, 'POST', `/tips/${id}/restore`, { version: 2 });
    expect(restored.body).toMatchObject({ version: 3, voidReason: null });
    expect(codesOf(await house.get(officer, day))).toEqual([id]);
    expect((await house.send(officer, 'POST', `/tips/${id}/restore`, { version: 3 })).body.code).toBe(
      'record.not_void',
    );
    const { body } = await house.get(officer, `/tips/${id}`);
    expect(body.versions.map(({ act, voidReason }: Record<string, string>) => [act, voidReason])).toEqual([
      ['restored', null],
      ['voided', 'duplicate'],
      ['registered', null],
    ]);
  });

  test('an undeclared reason to void is refused', async () => {
    const { id } = await house.enter(officer, A1);
    const answer = await house.send(officer, 'POST', `/tips/${id}/void`, { version: 1, reason: 'shame' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'input.invalid', fields: [{ path: 'reason' }] } });
  });
});
