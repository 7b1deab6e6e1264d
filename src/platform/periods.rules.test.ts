import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMonths,
  determineMonthDays,
  determineMonthOf,
  isDay,
  isMonth,
  listMonths,
  vietnamDay,
} from './periods.rules.ts';

describe('administrative months (Decree 09/2019/NĐ-CP Art. 12)', () => {
  test('January runs from the 15th of December to the 14th of January', () => {
    expect(determineMonthDays('2026-01')).toEqual({ from: '2025-12-15', to: '2026-01-14' });
    expect(determineMonthOf('2025-12-14')).toBe('2025-12');
    expect(determineMonthOf('2025-12-15')).toBe('2026-01');
    expect(determineMonthOf('2026-01-14')).toBe('2026-01');
  });

  test('every day lies within the month that it belongs to', () => {
    const days = fc
      .integer({ min: 0, max: 40_000 })
      .map((count) => new Date(Date.UTC(1990, 0, 1 + count)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, (day) => {
        const { from, to } = determineMonthDays(determineMonthOf(day));
        expect(from <= day && day <= to).toBe(true);
      }),
    );
  });

  test('a span of ten years less two months has 118 months', () => {
    const months = listMonths('2013-08', '2023-05');
    expect(months).toHaveLength(118);
    expect(months.at(-1)).toBe('2023-05');
    expect(addMonths('2013-08', 117)).toBe('2023-05');
  });

  test('adding and taking away the same number of months leads back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: -500, max: 500 }),
        (year, month, count) => {
          const start = `${year}-${String(month).padStart(2, '0')}`;
          expect(addMonths(addMonths(start, count), -count)).toBe(start);
        },
      ),
    );
  });
});

test('days and months that do not exist are refused', () => {
  expect([isDay('2026-02-28'), isDay('2026-02-29'), isDay('2026-13-01'), isDay('1/2/2026')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([isMonth('2026-12'), isMonth('2026-13'), isMonth('2026-1')]).toEqual([true, false, false]);
});

test('the day in Vietnam begins at 17:00 of the day before in Greenwich', () => {
  expect(vietnamDay(new Date('2026-11-22T16:59:59Z'))).toBe('2026-11-22');
  expect(vietnamDay(new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-23');
});
