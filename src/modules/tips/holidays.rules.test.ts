import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { addDays, addWorkingDays, isWeekend, openOfficeDays, type SpecialDay } from './holidays.rules.ts';

type Row = { day: string; kind: SpecialDay['kind']; name_vi: string; basis: 'announced' | 'lawful' };

const rows = parse<Row>(
  readFileSync(join(import.meta.dirname, '../../../reference-data/public-holidays.csv'), 'utf8'),
  { columns: true },
);
const days = openOfficeDays(rows);
const inYear = (year: number): Row[] => rows.filter(({ day }) => day.startsWith(`${year}-`));
const daysNamed = (year: number, name: string): string[] =>
  inYear(year)
    .filter((row) => row.name_vi === name)
    .map(({ day }) => day);
const years = [...new Set(rows.map(({ day }) => Number(day.slice(0, 4))))];

/** New year and tenth of the third month by the Chinese calendar of Node: a day earlier or later at most. */
function chineseDay(year: number, month: number, date: number): string[] {
  const calendar = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  for (let day = `${year}-01-15`; day < `${year}-06-01`; day = addDays(day, 1)) {
    if (calendar.format(new Date(`${day}T00:00:00Z`)).endsWith(`${month}/${date}`)) {
      return [addDays(day, -1), day, addDays(day, 1)];
    }
  }
  throw new Error(`no ${date}/${month} in ${year}`);
}

describe('public holidays', () => {
  test('no year to 2035 is missing, and each is known by its list or by law, not half and half', () => {
    expect(years).toEqual(Array.from({ length: 16 }, (_, at) => 2020 + at));
    for (const year of years) expect(new Set(inYear(year).map(({ basis }) => basis)).size, String(year)).toBe(1);
    expect(new Set(inYear(2026).map(({ basis }) => basis))).toEqual(new Set(['announced']));
  });

  test.each(years)('%i: Tết and Hùng Kings lie where the moon says', (year) => {
    const tet = daysNamed(year, 'Tết Nguyên đán');
    expect(tet).toHaveLength(5);
    expect(tet.filter((day) => chineseDay(year, 1, 1).includes(day))).not.toEqual([]);
    expect(chineseDay(year, 3, 10)).toContain(daysNamed(year, 'Giỗ Tổ Hùng Vương')[0]);
  });

  test('Tết 2030 is a day before that of China', () => {
    expect(daysNamed(2030, 'Tết Nguyên đán')[1]).toBe('2030-02-02');
  });

  test('each year has the eleven holidays of the law, ten until 2020', () => {
    for (const year of years) {
      const holidays = inYear(year).filter(({ kind, name_vi: name }) => kind === 'off' && !name.startsWith('Nghỉ'));
      expect(holidays, String(year)).toHaveLength(year === 2020 ? 10 : 11);
    }
  });

  test('a holiday on a weekend has a day off in its place, a moved day one to make up for it', () => {
    for (const year of years) {
      const weekends = inYear(year).filter(
        ({ day, name_vi: name }) => !name.startsWith('Nghỉ') && isWeekend(day) && name !== 'Làm bù',
      );
      expect(daysNamed(year, 'Nghỉ bù'), String(year)).toHaveLength(weekends.length);
      expect(daysNamed(year, 'Nghỉ hoán đổi')).toHaveLength(
        inYear(year).filter(({ kind }) => kind === 'working').length,
      );
    }
  });

  test('by law the day off in place of a holiday is the next working day, and no day is moved', () => {
    for (const { day, basis, kind, name_vi: name } of rows) {
      if (basis === 'announced') continue;
      expect(kind).toBe('off');
      if (name === 'Nghỉ bù') expect([isWeekend(day), days.isWorking(addDays(day, -1))], day).toEqual([false, false]);
    }
  });

  test.each([
    ['2026-02-16', false],
    ['2026-02-23', true],
    ['2026-08-22', true],
    ['2026-08-31', false],
    ['2026-11-28', false],
    ['2027-02-09', false],
    // The holidays of Tết 2027 on a Saturday and a Sunday are made up for by the two days after it.
    ['2027-02-10', false],
    ['2027-02-11', false],
    ['2027-02-12', true],
  ])('%s: offices work: %s', (day, works) => {
    expect(days.isWorking(day)).toBe(works);
  });

  test('working days step over Tết', () => {
    expect(addWorkingDays(days, '2026-02-12', 3)).toBe('2026-02-24');
  });
});
