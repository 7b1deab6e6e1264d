import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import {
  chooseNextClock,
  type Clock,
  type ClockCode,
  type ClockedTip,
  type ClockLimit,
  determineClocks,
  determineDue,
  indexLimits,
  isDecidedInTime,
} from './clocks.rules.ts';
import { openOfficeDays } from './holidays.rules.ts';

const rows = parse<{ code: ClockCode; amount: string; measure_unit: ClockLimit['measureUnit'] }>(
  readFileSync(join(import.meta.dirname, '../../../reference-data/tip-clocks.csv'), 'utf8'),
  { columns: true },
);
const limits = indexLimits(
  rows.map((row) => ({ code: row.code, amount: Number(row.amount), measureUnit: row.measure_unit })),
);
const days = openOfficeDays([
  ...[16, 17, 18, 19, 20].map((date) => ({ day: `2026-02-${date}`, kind: 'off' as const })),
]);

const tip: ClockedTip = {
  // Thursday 12 February 2026, 15:00 in Vietnam, two working days before Tết.
  receivedAt: '2026-02-12T08:00:00.000Z',
  sort: null,
  isUrgent: false,
  isDifficultArea: false,
  isComplex: false,
  isReachable: true,
  sortedAt: null,
  respondedAt: null,
  handedOverAt: null,
  decidedAt: null,
  extendedAt: null,
  endedAt: null,
};
const clocksOf = (over: Partial<ClockedTip>, now = '2026-02-12T09:00:00.000Z'): Clock[] =>
  determineClocks({ ...tip, ...over }, limits, days, now);
const dueOf = (code: ClockCode, over: Partial<ClockedTip> = {}): string | undefined =>
  clocksOf(over).find((clock) => clock.code === code)?.dueAt;

describe('clocks of a tip', () => {
  test('assessed within 12 hours by the clock, 24 in a difficult area, at once where urgent', () => {
    expect(dueOf('assess')).toBe('2026-02-12T20:00:00.000Z');
    expect(dueOf('assess_difficult', { isDifficultArea: true })).toBe('2026-02-13T08:00:00.000Z');
    expect(dueOf('assess_urgent', { isUrgent: true, isDifficultArea: true })).toBe(tip.receivedAt);
  });

  test('the notice has three working days, over Tết; none where nobody can be told', () => {
    expect(dueOf('notice')).toBe('2026-02-24T17:00:00.000Z');
    expect(dueOf('notice', { isReachable: false })).toBeUndefined();
  });

  test('a day limit that ends on a day off ends on the next working day', () => {
    // Seven days from 12 February is the 19th, within Tết: Monday the 23rd.
    expect(dueOf('hand_over', { sort: 'crime_report' })).toBe('2026-02-23T17:00:00.000Z');
    expect(dueOf('hand_over', { sort: 'security_tip' })).toBeUndefined();
    expect(dueOf('decide', { sort: 'crime_report' })).toBe('2026-03-04T17:00:00.000Z');
  });

  test('the day is that of Vietnam', () => {
    const late = determineDue(limits.decide, '2026-03-01T17:00:00.000Z', days);
    expect(late).toBe('2026-03-23T17:00:00.000Z');
  });

  test('two months for a complex one; one extension of two months from its last day', () => {
    expect(dueOf('decide_complex', { sort: 'crime_report', isComplex: true })).toBe('2026-04-13T17:00:00.000Z');
    const extendedAt = '2026-02-25T08:00:00.000Z';
    expect(dueOf('extension', { sort: 'crime_report', isComplex: true, extendedAt })).toBe('2026-06-15T17:00:00.000Z');
    expect(dueOf('extension', { sort: 'crime_report', extendedAt })).toBe('2026-05-04T17:00:00.000Z');
  });

  test('a month without that day ends on its last', () => {
    expect(determineDue(limits.decide_complex, '2026-12-31T08:00:00.000Z', days)).toBe('2027-03-01T17:00:00.000Z');
  });

  test('what is duplicate or of elsewhere has nothing to decide', () => {
    expect(clocksOf({ sort: 'out_of_area' }).map(({ code }) => code)).toEqual(['assess']);
  });

  test('the clock to watch is the first not met; what was met late stays late', () => {
    const clocks = clocksOf({ sort: 'security_tip', sortedAt: '2026-02-13T08:00:00.000Z' });
    expect(clocks[0]).toMatchObject({ code: 'assess', isLate: true });
    expect(chooseNextClock(clocks)?.code).toBe('notice');
    expect(chooseNextClock(clocksOf({ endedAt: '2026-02-12T09:00:00.000Z' }))).toBeUndefined();
  });

  test('decided in time, or not', () => {
    const sort = 'security_tip';
    expect(isDecidedInTime(clocksOf({ sort, decidedAt: '2026-03-04T16:00:00.000Z' }))).toBe(true);
    expect(isDecidedInTime(clocksOf({ sort, decidedAt: '2026-03-04T18:00:00.000Z' }))).toBe(false);
  });

  test('a limit that the file lacks stops the start', () => {
    expect(() => indexLimits([])).toThrow('assess');
  });
});
