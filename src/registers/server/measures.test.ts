import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tips } from '#modules/tips/tips.contract.ts';
import type { Problem } from '#platform/http/problem.ts';
import { ask } from '#platform/database/asking.ts';
import { createTestDatabase, testProvinceId, testUnits } from '#tests/support/database.ts';
import { registers } from '../../all-registers.ts';
import { checkMeasure, type MeasuredIndicator } from './measure-language.ts';
import { askMeasureValues, computeMeasures } from './measures.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

const { A1, A2, b1 } = testUnits;
const march = { fromDay: '2026-02-15', toDay: '2026-03-14' };
const april = { fromDay: '2026-03-15', toDay: '2026-04-14' };

function anIndicator(measure: string, filter: string | null = null, code = 'X1'): MeasuredIndicator {
  return { code, measure, filter, periodRule: 'sum' };
}

async function insertTip(change: Record<string, unknown> = {}, unitId: number = A1): Promise<string> {
  const tip = {
    provinceId: testProvinceId(unitId),
    unitId,
    receivedOn: '2026-03-01',
    sort: 'security_tip',
    topic: 'theft',
    channel: 'zalo',
    ofValue: 'yes',
    competence: 'within',
    ...change,
  };
  const { id } = await database.owner.insertInto('tips').values(tip).returning('id').executeTakeFirstOrThrow();
  return id;
}

const settledIn = (day: string, change: Record<string, unknown> = {}) => ({
  settledOn: day,
  outcome: 'prevented',
  ...change,
});

const measure = async (indicator: MeasuredIndicator, span = march, unitId: number = A1) =>
  (await computeMeasures(database.owner, tips, [indicator], { ...span, unitId })).get(indicator.code)!;

beforeAll(async () => {
  await insertTip({ receivedOn: '2026-02-14', ...settledIn('2026-02-15', { casesCleared: 2, version: 4 }) });
  await insertTip({ receivedOn: '2026-02-15', topic: 'fire', channel: 'hotline' });
  await insertTip({
    receivedOn: '2026-03-14',
    ...settledIn('2026-03-15', { casesCleared: 3, propertyRecoveredVnd: 9_000_000_000_000 }),
  });
  await insertTip({
    receivedOn: '2026-03-02',
    ...settledIn('2026-03-15', { propertyRecoveredVnd: 9_000_000_000_001, ofValue: 'no' }),
  });
  await insertTip({
    receivedOn: '2026-03-03',
    topic: 'drugs',
    voidReason: 'duplicate',
    ...settledIn('2026-03-04', { casesCleared: 9 }),
  });
  await insertTip({ receivedOn: '2026-03-15' });
  await insertTip({ receivedOn: '2026-03-05' }, A2);
});

const valueOf = async (text: string, filter: string | null, span = march, unitId: number = A1) =>
  (await measure(anIndicator(text, filter), span, unitId)).value;

describe('a measure over the register', () => {
  test('counts what was received in the span, both ends included, voided records never', async () => {
    expect(await valueOf('count', 'event = received')).toBe('3');
    expect(await valueOf('count', null)).toBe('3');
    expect(await valueOf('count', null, march, A2)).toBe('1');
    expect(await valueOf('count', null, march, b1)).toBe('0');
  });

  test('counts on the day of the event that the filter names', async () => {
    expect(await valueOf('count', 'event = settled')).toBe('1');
    expect(await valueOf('count', 'event = settled', april)).toBe('2');
    expect(await valueOf('count', 'event = forwarded', april)).toBe('0');
  });

  test('filters by closed values, one or several, joined by and', async () => {
    expect(await valueOf('count', 'event = received and of_value = yes')).toBe('2');
    expect(await valueOf('count', 'channel in (hotline, meeting)')).toBe('1');
    expect(
      await valueOf('count', 'event = received and of_value = yes and channel in (zalo,hotline) and topic = fire'),
    ).toBe('1');
  });

  test('sums exactly, beyond what a floating number holds', async () => {
    expect(await valueOf('sum(cases_cleared)', 'event = settled')).toBe('2');
    expect(await valueOf('sum(property_recovered_vnd)', 'event = settled', april)).toBe('18000000000001');
    expect(await valueOf('sum(property_recovered_vnd)', 'event = settled', march, A2)).toBe('0');
  });

  test('counts distinct keys and names them in order', async () => {
    const topics = await measure(anIndicator('distinct(topic)'));
    expect(topics).toMatchObject({ value: '2', keys: ['fire', 'theft'] });
    expect(topics.recordIds).toHaveLength(3);
    const outcomes = await measure(anIndicator('distinct(outcome)'));
    expect(outcomes).toMatchObject({ value: '1', keys: ['prevented'] });
    expect(outcomes.recordIds).toHaveLength(2);
  });

  test('names the records behind it with the version of each', async () => {
    const settled = await measure(anIndicator('count', 'event = settled'));
    const rows = await database.owner.selectFrom('tips').select('id').where('version', '=', 4).execute();
    expect(settled).toEqual({ value: '1', keys: null, recordIds: [rows[0]!.id], recordVersions: [4] });
  });

  test('many at once give the same as one by one, each by its code', async () => {
    const indicators = [
      anIndicator('count', 'event = received', 'T01'),
      anIndicator('sum(cases_cleared)', 'event = settled', 'T07'),
      anIndicator('distinct(topic)', null, 'T99'),
      anIndicator('count', 'channel = vneid', 'T23'),
    ];
    const together = await computeMeasures(database.owner, tips, indicators, { ...march, unitId: A1 });
    expect([...together.keys()]).toEqual(['T01', 'T07', 'T99', 'T23']);
    for (const indicator of indicators) {
      const alone = await measure(indicator);
      expect(together.get(indicator.code)).toEqual(alone);
    }
    expect(together.get('T23')).toEqual({ value: '0', keys: null, recordIds: [], recordVersions: [] });
    expect(await computeMeasures(database.owner, tips, [], { ...march, unitId: A1 })).toEqual(new Map());
  });

  test('values of many units fall into administrative months by the day of their event', async () => {
    const values = await ask(
      database.owner,
      askMeasureValues(
        tips,
        [anIndicator('count', 'event = received', 'T01'), anIndicator('sum(cases_cleared)', 'event = settled', 'T07')],
        { fromDay: '2026-02-15', toDay: '2026-04-14', unitIds: [A1, A2, b1] },
      ),
    );
    expect(values).toEqual([
      { unitId: A1, month: '2026-03', indicatorCode: 'T01', value: '3' },
      { unitId: A1, month: '2026-03', indicatorCode: 'T07', value: '2' },
      { unitId: A1, month: '2026-04', indicatorCode: 'T01', value: '1' },
      { unitId: A1, month: '2026-04', indicatorCode: 'T07', value: '3' },
      { unitId: A2, month: '2026-03', indicatorCode: 'T01', value: '1' },
    ]);
    expect(
      await ask(database.owner, askMeasureValues(tips, [anIndicator('count')], { ...march, unitIds: [] })),
    ).toEqual([]);
  });
});

test.each(registers.map((register) => [register.name, register] as const))(
  'every indicator of the reference data over the register %s is sound',
  async (name, register) => {
    const indicators = await database.owner
      .selectFrom('indicators')
      .select(['code', 'measure', 'filter', sql<'sum' | 'end'>`period_rule`.as('periodRule')])
      .where('register', '=', name)
      .execute();
    expect(indicators.length).toBeGreaterThan(0);
    for (const indicator of indicators) expect(() => checkMeasure(register, indicator)).not.toThrow();
    const computed = await computeMeasures(database.owner, register, indicators, { ...march, unitId: b1 });
    expect([...computed.values()].map(({ value }) => value)).toEqual(indicators.map(() => '0'));
    expect(await ask(database.owner, askMeasureValues(register, indicators, { ...march, unitIds: [b1] }))).toEqual([]);
  },
);

test('every indicator names a register of the house, or none', async () => {
  const rows = await database.owner
    .selectFrom('indicators')
    .select('register')
    .distinct()
    .where('register', 'is not', null)
    .execute();
  expect(rows.map((row) => row.register).toSorted()).toEqual(registers.map(({ name }) => name).toSorted());
});

describe('a measure that does not rest on declared fields is refused', () => {
  test.each([
    ['an undeclared field', 'religion = any'],
    ['an undeclared value', 'topic = faith'],
    ['one undeclared value among several', 'topic in (theft, faith)'],
    ['a field that is not closed', 'cases_cleared = 1'],
    ['a date', 'received_on = 20260301'],
    ['the spelling of the declaration', 'ofValue = yes'],
    ['an event that the register does not know', 'event = published'],
    ['several events', 'event in (received, settled)'],
    ['two events', 'event = received and event = settled'],
    ['or instead of and', 'topic = theft or topic = fire'],
    ['another comparison', 'topic <> theft'],
    ['SQL', "topic = theft'; drop table tips; --"],
    ['an inherited name', 'topic = constructor'],
    ['text left over', 'topic = theft and'],
  ])('%s', (_, filter) => {
    expect(codeOf(() => checkMeasure(tips, anIndicator('count', filter)))).toBe('indicator.filter_unknown');
  });

  test.each([
    '',
    'latest(value)',
    'sum(topic)',
    'sum(received_on)',
    'sum(wealth)',
    'distinct(cases_cleared)',
    'count(topic)',
    'sum',
    'units_with(T01 > 0)',
  ])('measure "%s"', (text) => {
    expect(codeOf(() => checkMeasure(tips, anIndicator(text)))).toBe('indicator.measure_unknown');
  });

  test('the problem names the indicator, the part and the register', () => {
    expect(() => checkMeasure(tips, anIndicator('count', 'event = received and religion = any', 'T50'))).toThrow(
      expect.objectContaining({ params: { indicator: 'T50', part: 'religion = any', register: 'tips' } }),
    );
  });
});

function codeOf(act: () => void): string | undefined {
  try {
    act();
  } catch (problem) {
    return (problem as Problem).code;
  }
  return undefined;
}
