import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dayBefore,
  formatDay,
  formatDays,
  formatInstant,
  formatMonth,
  formatNumber,
  formatValue,
  foldText,
  parseDay,
  parseNumber,
} from './format.ts';

describe('numbers', () => {
  test('are grouped as Vietnamese and English write them', () => {
    expect(formatNumber('41736', 'vi')).toBe('41.736');
    expect(formatNumber('41736', 'en')).toBe('41,736');
    expect(formatNumber('92.66', 'vi')).toBe('92,66');
    expect(formatNumber('-1270.5', 'vi')).toBe('−1.270,5');
    expect(formatNumber(0, 'vi')).toBe('0');
  });

  test('keep every digit, also where a float would lose some', () => {
    expect(formatNumber('9007199254740993.25', 'vi')).toBe('9.007.199.254.740.993,25');
  });

  test('take their measure unit: a sign clings, a word keeps its distance', () => {
    expect(formatValue('92.66', '%', 'vi')).toBe('92,66%');
    expect(formatValue('41736', 'tin', 'vi')).toBe('41.736\u00a0tin');
  });

  test('are read as they are written here', () => {
    expect(parseNumber('1.270', 'vi')).toBe('1270');
    expect(parseNumber(' 1 270 ', 'vi')).toBe('1270');
    expect(parseNumber('12,5', 'vi')).toBe('12.5');
    expect(parseNumber('007', 'vi')).toBe('7');
    expect(parseNumber('1,270.5', 'en')).toBe('1270.5');
  });

  test('that could mean two things, or nothing, are refused', () => {
    for (const typed of ['12.5', '1.27', '1,2,3', '12,5 tin', 'hai', '', '1.2700', '--1']) {
      expect(parseNumber(typed, 'vi'), typed).toBeUndefined();
    }
  });

  test('survive being written and read again', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }),
        fc.constantFrom('vi' as const, 'en' as const),
        (number, language) => parseNumber(formatNumber(String(number), language), language) === String(number),
      ),
    );
  });
});

describe('dates', () => {
  test('are written day first', () => {
    expect(formatDay('2026-11-14')).toBe('14/11/2026');
    expect(formatMonth('2026-11')).toBe('11/2026');
    expect(formatDays('2026-10-15', '2026-11-14')).toBe('15/10–14/11/2026');
    expect(formatDays('2024-12-15', '2025-12-14')).toBe('15/12/2024–14/12/2025');
  });

  test('an instant is told by the clock of Vietnam', () => {
    expect(formatInstant('2026-11-22T18:05:00.000Z')).toBe('01:05 23/11/2026');
  });

  test('the last day of a half-open period is the day before its end', () => {
    expect(dayBefore('2025-07-01')).toBe('2025-06-30');
    expect(dayBefore('2024-03-01')).toBe('2024-02-29');
  });

  test('are read day first, in any of the usual ways', () => {
    expect(parseDay('5/3/2026')).toBe('2026-03-05');
    expect(parseDay('05-03-2026')).toBe('2026-03-05');
    expect(parseDay('05032026')).toBe('2026-03-05');
    expect(parseDay('31/02/2026')).toBeNull();
    expect(parseDay('3/2026')).toBeNull();
  });
});

test('a word is found without its diacritics', () => {
  expect(foldText('Đơn vị trực thuộc')).toBe('don vi truc thuoc');
});
