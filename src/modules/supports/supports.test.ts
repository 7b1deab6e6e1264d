import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { supports } from './supports.contract.ts';
import { supportConstraints, supportProblems } from './supports.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, supports, {
  problems: supportProblems,
  constraints: supportConstraints,
});
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, A2, A } = testUnits;
const march = { fromDay: '2026-02-15', toDay: '2026-03-14' };
let officer: TestActor;
beforeAll(async () => void (officer = await createActor(database, { role: 'recorder', unit: A1 })));

const none = { householdCount: 0, personCount: 0, itemCount: 0, amountVnd: 0 };
const send = (change: Values, unitId: number = A1) =>
  house.send(officer, 'POST', '/supports', {
    unitId,
    values: sampleValues(supports, { givenOn: '2026-03-01', ...none, ...change }),
  });

describe('a support', () => {
  test('counts households and money, and can be corrected', async () => {
    const change = { purpose: 'other', form: 'money', householdCount: 4, amountVnd: 15_000_000 };
    const { body: record } = await send({ ...change, givenBy: '  Hội  Phụ nữ xã ' });
    expect(record.values).toMatchObject({ ...change, givenBy: 'Hội Phụ nữ xã', initiativeId: null });
    const values = { ...record.values, amountVnd: 9_000_000_000_000 };
    const corrected = await house.send(officer, 'PUT', `/supports/${record.id}`, { version: 1, values });
    expect(corrected.body).toMatchObject({ version: 2, values: { amountVnd: 9_000_000_000_000 } });
  });

  test.each<[string, Values, Record<string, string>]>([
    [
      'nobody',
      { form: 'goods' },
      { householdCount: 'Hãy ghi số hộ, số người hoặc số suất quà; ít nhất một số phải lớn hơn 0.' },
    ],
    [
      'money without an amount',
      { form: 'money', householdCount: 1 },
      { amountVnd: 'Hỗ trợ bằng tiền hoặc vốn vay thì ghi số tiền.' },
    ],
    [
      'gifts of a job',
      { form: 'job', personCount: 1, itemCount: 2 },
      { itemCount: 'Ô này phải để trống với những gì đã chọn ở trên.' },
    ],
    ['tomorrow', { form: 'job', personCount: 1, givenOn: '2999-01-01' }, { givenOn: 'Ngày này chưa đến.' }],
  ])('%s is refused at its field', async (_, change, messages) => {
    const answer = await send(change);
    expect([answer.status, messagesOf(answer)]).toEqual([400, messages]);
  });

  test('nobody enters for another unit', async () => {
    for (const unitId of [A2, A])
      expect((await send({ form: 'job', personCount: 1 }, unitId)).body.code).toBe('permission.place');
  });
});

test('each purpose and form counts in its own indicators', async () => {
  const enter = async (change: Values) =>
    expect(await send({ givenOn: '2026-02-20', ...change })).toMatchObject({ status: 200 });
  await enter({ purpose: 'livelihood', form: 'money', householdCount: 4, amountVnd: 15_000_000 });
  await enter({ purpose: 'livelihood', form: 'goods', householdCount: 3, itemCount: 3 });
  await enter({ purpose: 'festival', form: 'gift', householdCount: 20, itemCount: 25, amountVnd: 5_000_000 });
  await enter({ purpose: 'reintegration', form: 'loan', personCount: 2, amountVnd: 40_000_000 });
  await enter({ purpose: 'reintegration', form: 'job', personCount: 1 });
  expect(await measureIndicators(database, supports, { unitId: A1, ...march })).toEqual({
    C24: '7',
    C25: '15000000',
    O20: '25',
    O21: '5000000',
    C11: '1',
    C12: '2',
    C13: '40000000',
  });
});
