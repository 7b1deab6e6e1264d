import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { sampleValues } from '#tests/support/records.ts';
import { messagesOf, openRegisterHouse } from '#tests/support/registers.ts';
import { handIns } from './hand-ins.contract.ts';
import { getReceipt } from './server/receipt.ts';
import { writeReceipt } from './server/write-receipt.ts';
import { handInConstraints, handInProblems } from './hand-ins.problems.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, handIns, { problems: handInProblems, constraints: handInConstraints });
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, A2 } = testUnits;
const march = { fromDay: '2026-02-15', toDay: '2026-03-14' };
let officer: TestActor;
beforeAll(async () => void (officer = await createActor(database, { role: 'recorder', unit: A1 })));

const none = { incentiveVnd: 0 };
const send = (change: Values, unitId: number = A1) =>
  house.send(officer, 'POST', '/hand-ins', {
    unitId,
    values: sampleValues(handIns, { receivedOn: '2026-03-01', ...none, ...change }),
  });

describe('a hand-in', () => {
  test('is numbered per unit and year; further lines share the number', async () => {
    const { body: first } = await send({ receivedOn: '2025-11-01' });
    const { body: second } = await send({ receivedOn: '2025-11-02' });
    const { body: line } = await send({
      receivedOn: '2025-11-02',
      itemKind: 'ammunition',
      quantity: '249',
      receiptNumber: second.values.receiptNumber,
    });
    expect([first, second, line].map(({ values }) => values.receiptNumber)).toEqual(['01/2025', '02/2025', '02/2025']);
    expect((await send({ receivedOn: '2026-01-10' })).body.values.receiptNumber).toBe('01/2026');
  });

  test('keeps weights exactly', async () => {
    const { body } = await send({ itemKind: 'explosive', quantity: '2.750', receivedOn: '2025-10-01' });
    expect(body.values.quantity).toBe('2.75');
    expect((await house.get(officer, `/hand-ins/${body.id}`)).body.values.quantity).toBe('2.75');
  });

  test.each<[string, Values, string]>([
    ['nothing', { quantity: '0' }, 'quantity'],
    ['half a gun', { quantity: '0.5' }, 'quantity'],
    ['a thousandth too fine', { itemKind: 'explosive', quantity: '0.0001' }, 'quantity'],
    ['a day of forwarding for what is kept', { forwardedOn: '2026-03-02' }, 'forwardedOn'],
    ['forwarded without a day', { custody: 'forwarded' }, 'forwardedOn'],
    ['a number of another year', { receiptNumber: '05/2025' }, 'receiptNumber'],
    ['a number that is none', { receiptNumber: 'BB 05' }, 'receiptNumber'],
  ])('%s is refused at its field', async (_, change, field) => {
    const answer = await send(change);
    expect([answer.status, Object.keys(messagesOf(answer))]).toEqual([400, [field]]);
  });

  test('nobody enters for another commune', async () => {
    expect((await send({}, A2)).body.code).toBe('permission.place');
  });

  test('has no field for the person', () => {
    expect(Object.keys(handIns.fields).filter((name) => /person|name|giver|by$/i.test(name))).toEqual([]);
  });
});

test('each kind counts in its own indicator, each receipt once, on the day of its event', async () => {
  const enter = async (change: Values) => {
    const answer = await send({ ...change, receivedOn: '2026-03-05' });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  };
  const { values } = await enter({ quantity: '1', incentiveVnd: 300_000 });
  const { receiptNumber } = values;
  await enter({ receiptNumber, itemKind: 'ammunition', quantity: '24' });
  await enter({ receiptNumber, itemKind: 'explosive', quantity: '1.25' });
  await enter({ itemKind: 'homemade_gun', quantity: '2', custody: 'forwarded', forwardedOn: '2026-03-06' });
  await enter({
    itemKind: 'lethal_knife',
    quantity: '5',
    custody: 'destroyed',
    forwardedOn: '2026-03-06',
    disposedOn: '2026-03-20',
  });
  await enter({ itemKind: 'fireworks', quantity: '0.5' });
  expect(await measureIndicators(database, handIns, { unitId: A1, ...march })).toMatchObject({
    H02: '4',
    H03: '3',
    H04: '1',
    H05: '2',
    H06: '24',
    H09: '5',
    H11: '1.25',
    H12: '0.5',
    H14: '300000',
    H15: '2',
    H16: '0',
  });
  const april = { fromDay: '2026-03-15', toDay: '2026-04-14' };
  expect(await measureIndicators(database, handIns, { unitId: A1, ...april })).toMatchObject({ H02: '0', H15: '1' });
});

test('the receipt names all lines of its number and leaves the person to the pen', async () => {
  const { body: first } = await send({
    receivedOn: '2026-02-09',
    itemKind: 'homemade_gun',
    quantity: '2',
    condition: 'hoen gỉ',
  });
  const { receiptNumber } = first.values;
  await send({ receivedOn: '2026-02-09', receiptNumber, itemKind: 'explosive', quantity: '1250.5' });
  const { body: mistaken } = await send({
    receivedOn: '2026-02-09',
    receiptNumber,
    itemKind: 'grenade',
    quantity: '9',
  });
  await house.send(officer, 'POST', `/hand-ins/${mistaken.id}/void`, { version: 1, reason: 'by_mistake' });

  const document = await writeReceipt(await getReceipt(database.owner, first.id));
  const { value: text } = await mammoth.extractRawText({ buffer: document });
  for (const part of [
    'CÔNG AN TỈNH',
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    `Số: ${receiptNumber}/BB`,
    'ngày 09 tháng 02 năm 2026',
    'BIÊN BẢN',
    'Súng tự chế',
    'khẩu',
    'hoen gỉ',
    '1.250,5',
    'Người tự nguyện giao nộp',
    'NGƯỜI GIAO',
    'NGƯỜI NHẬN',
    'có thể không ghi',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('Lựu đạn');
});
