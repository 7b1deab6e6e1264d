import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { addDays, addWorkingDays, determineLawfulDays, openOfficeDays, type SpecialDay } from './holidays.rules.ts';

const announced: SpecialDay[] = parse<{ day: string; kind: SpecialDay['kind']; name_vi: string; name_en: string }>(
  readFileSync(join(import.meta.dirname, '../../../reference-data/public-holidays.csv'), 'utf8'),
  { columns: true },
).map((row) => ({ day: row.day, kind: row.kind, nameVi: row.name_vi, nameEn: row.name_en }));
const days = openOfficeDays(announced);

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
  test.each(Array.from({ length: 16 }, (_, at) => 2020 + at))(
    '%i: Tết and Hùng Kings lie where the moon says',
    (year) => {
      const lawful = determineLawfulDays(year);
      const tet = lawful.filter((day) => day.nameEn === 'Lunar New Year').map(({ day }) => day);
      expect(tet).toHaveLength(5);
      expect(chineseDay(year, 1, 1)).toContain(tet[1]);
      expect(chineseDay(year, 3, 10)).toContain(lawful.find((day) => day.nameEn.startsWith('Hùng'))!.day);
    },
  );

  test('Tết 2030 is a day before that of China', () => {
    expect(determineLawfulDays(2030).filter((day) => day.nameEn === 'Lunar New Year')[1]!.day).toBe('2030-02-02');
  });

  test('each announced year has the eleven holidays of the law, ten until 2020', () => {
    for (let year = 2020; year <= 2026; year += 1) {
      const holidays = announced.filter(
        ({ day, kind, nameVi }) => day.startsWith(String(year)) && kind === 'off' && !nameVi.startsWith('Nghỉ'),
      );
      expect(holidays, String(year)).toHaveLength(year === 2020 ? 10 : 11);
    }
  });

  test('an announced holiday on a weekend has a day off in its place, a moved day one to make up for it', () => {
    for (let year = 2020; year <= 2026; year += 1) {
      const of = announced.filter(({ day }) => day.startsWith(String(year)));
      const weekends = of.filter(
        ({ day, nameVi }) => !nameVi.startsWith('Nghỉ') && isWeekend(day) && nameVi !== 'Làm bù',
      );
      expect(
        of.filter(({ nameVi }) => nameVi === 'Nghỉ bù'),
        String(year),
      ).toHaveLength(weekends.length);
      expect(of.filter(({ nameVi }) => nameVi === 'Nghỉ hoán đổi')).toHaveLength(
        of.filter(({ kind }) => kind === 'working').length,
      );
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

  test('it says how sure a year is', () => {
    expect(['2026-05-01', '2027-05-01', '2040-05-01'].map((day) => days.basisOf(day))).toEqual([
      'announced',
      'lawful',
      'unknown',
    ]);
    expect(days.isWorking('2040-05-01')).toBe(false);
  });

  test('working days step over Tết', () => {
    expect(addWorkingDays(days, '2026-02-12', 3)).toBe('2026-02-24');
  });
});

function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
