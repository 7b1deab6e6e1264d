import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths, determineMonthDays } from '#platform/periods.rules.ts';
import { determineWindow, findWholeMonths } from './windows.rules.ts';

const year = (startsOnDay: number, startsInMonth: number) => ({ unit: 'year' as const, startsOnDay, startsInMonth });

test.each([
  ['administrative year', year(15, 12), '2025-12-15', '2026-12-14'],
  ['residential areas', year(1, 11), '2025-11-01', '2026-10-31'],
  ['other subjects', year(16, 11), '2025-11-16', '2026-11-15'],
  ['security teams', year(15, 11), '2025-11-15', '2026-11-14'],
  ['plain calendar', year(1, 1), '2026-01-01', '2026-12-31'],
])('the year 2026 of the %s', (_, calendar, fromDay, toDay) => {
  expect(determineWindow(calendar, 2026)).toEqual({ fromDay, toDay });
});

test('months: the administrative one begins in the month before, the plain one on its 1st', () => {
  const month = (startsOnDay: number, startsInMonth: number) => ({
    unit: 'month' as const,
    startsOnDay,
    startsInMonth,
  });
  expect(determineWindow(month(15, -1), 2026, 1)).toEqual({ fromDay: '2025-12-15', toDay: '2026-01-14' });
  expect(determineWindow(month(1, 0), 2028, 2)).toEqual({ fromDay: '2028-02-01', toDay: '2028-02-29' });
});

test('the years of a calendar follow each other without a gap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 28 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1980, max: 2100 }),
      (day, month, named) => {
        const [one, next] = [determineWindow(year(day, month), named), determineWindow(year(day, month), named + 1)];
        expect(Date.parse(next.fromDay) - Date.parse(one.toDay)).toBe(24 * 3_600_000);
      },
    ),
  );
});

test('a window is whole months where it begins on the first and ends on the last day of administrative months', () => {
  const label = fc.integer({ min: 0, max: 600 }).map((count) => addMonths('1990-01', count));
  fc.assert(
    fc.property(label, fc.integer({ min: 0, max: 30 }), (from, length) => {
      const to = addMonths(from, length);
      const window = { fromDay: determineMonthDays(from).from, toDay: determineMonthDays(to).to };
      expect(findWholeMonths(window)).toEqual({ from, to });
      expect(findWholeMonths({ ...window, toDay: `${to}-15` })).toBeUndefined();
      expect(findWholeMonths({ ...window, fromDay: `${from}-14` })).toBeUndefined();
    }),
  );
});
