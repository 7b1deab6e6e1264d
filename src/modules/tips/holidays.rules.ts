import type { Day } from '#platform/periods.rules.ts';

/**
 * A day on which offices do not keep their week: off = closed on a weekday (holiday, or a day off in its place);
 * working = open on a Saturday or Sunday to make up for a day off that was moved.
 */
export type SpecialDay = { day: Day; kind: 'off' | 'working'; nameVi: string; nameEn: string };

/** First day of the lunar year and tenth of its third month, in Vietnam's calendar (UTC+7; 2030 differs from China's). */
const lunarDays: Record<string, { newYear: Day; hungKings: Day }> = {
  2020: { newYear: '2020-01-25', hungKings: '2020-04-02' },
  2021: { newYear: '2021-02-12', hungKings: '2021-04-21' },
  2022: { newYear: '2022-02-01', hungKings: '2022-04-10' },
  2023: { newYear: '2023-01-22', hungKings: '2023-04-29' },
  2024: { newYear: '2024-02-10', hungKings: '2024-04-18' },
  2025: { newYear: '2025-01-29', hungKings: '2025-04-07' },
  2026: { newYear: '2026-02-17', hungKings: '2026-04-26' },
  2027: { newYear: '2027-02-06', hungKings: '2027-04-16' },
  2028: { newYear: '2028-01-26', hungKings: '2028-04-04' },
  2029: { newYear: '2029-02-13', hungKings: '2029-04-23' },
  2030: { newYear: '2030-02-02', hungKings: '2030-04-12' },
  2031: { newYear: '2031-01-23', hungKings: '2031-04-01' },
  2032: { newYear: '2032-02-11', hungKings: '2032-04-19' },
  2033: { newYear: '2033-01-31', hungKings: '2033-04-09' },
  2034: { newYear: '2034-02-19', hungKings: '2034-04-28' },
  2035: { newYear: '2035-02-08', hungKings: '2035-04-17' },
};

const names = {
  new_year: { vi: 'Tết Dương lịch', en: 'New Year' },
  tet: { vi: 'Tết Nguyên đán', en: 'Lunar New Year' },
  hung_kings: { vi: 'Giỗ Tổ Hùng Vương', en: 'Hùng Kings’ Day' },
  reunification: { vi: 'Ngày Chiến thắng', en: 'Reunification Day' },
  labour: { vi: 'Ngày Quốc tế lao động', en: 'Labour Day' },
  national: { vi: 'Quốc khánh', en: 'National Day' },
  instead: { vi: 'Nghỉ bù', en: 'Day off in place of a holiday' },
};

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

export function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** Years whose holidays can be worked out here; of others only what is announced is known. */
export function isLunarYearKnown(year: number): boolean {
  return String(year) in lunarDays;
}

/**
 * The days off of a year for which no list was announced yet: the holidays of the Labour Code, Tết from the day before it,
 * and for each holiday on a weekend the next working day (Labour Code 2019 Art. 111(3) and 112). What the Prime Minister
 * decides for a year may lie a day elsewhere, so these are provisional. Only the fixed days where the lunar year is unknown.
 */
export function determineLawfulDays(year: number): SpecialDay[] {
  const lunar = lunarDays[year];
  const holidays: [Day, { vi: string; en: string }][] = [
    [`${year}-01-01`, names.new_year],
    ...(lunar ? [-1, 0, 1, 2, 3].map((at): [Day, typeof names.tet] => [addDays(lunar.newYear, at), names.tet]) : []),
    ...(lunar ? [[lunar.hungKings, names.hung_kings] as [Day, typeof names.tet]] : []),
    [`${year}-04-30`, names.reunification],
    [`${year}-05-01`, names.labour],
    [`${year}-09-01`, names.national],
    [`${year}-09-02`, names.national],
  ];
  const taken = new Set<Day>(holidays.map(([day]) => day));
  const days: SpecialDay[] = holidays.map(([day, name]) => ({ day, kind: 'off', nameVi: name.vi, nameEn: name.en }));
  for (const [day] of holidays) {
    if (!isWeekend(day)) continue;
    let next = addDays(day, 1);
    while (isWeekend(next) || taken.has(next)) next = addDays(next, 1);
    taken.add(next);
    days.push({ day: next, kind: 'off', nameVi: names.instead.vi, nameEn: names.instead.en });
  }
  return days.toSorted((one, other) => (one.day < other.day ? -1 : 1));
}

/** The working days of Vietnam's offices: announced years exactly, other years by law. */
export type OfficeDays = {
  isWorking(day: Day): boolean;
  /** announced = by the list of the year; lawful = worked out, may move by a day; unknown = Tết of the year is not known. */
  basisOf(day: Day): 'announced' | 'lawful' | 'unknown';
};

/** announced: the lists of whole years, in any order; a year with one row counts as announced. */
export function openOfficeDays(announced: readonly SpecialDay[]): OfficeDays {
  const years = new Map<string, Map<Day, SpecialDay['kind']>>();
  for (const { day, kind } of announced) {
    const year = day.slice(0, 4);
    years.set(year, (years.get(year) ?? new Map<Day, SpecialDay['kind']>()).set(day, kind));
  }
  const announcedYears = new Set(years.keys());
  const daysOf = (year: string): Map<Day, SpecialDay['kind']> => {
    const known = years.get(year);
    if (known) return known;
    const lawful = new Map(determineLawfulDays(Number(year)).map(({ day, kind }) => [day, kind]));
    years.set(year, lawful);
    return lawful;
  };
  return {
    isWorking(day) {
      const special = daysOf(day.slice(0, 4)).get(day);
      return special === undefined ? !isWeekend(day) : special === 'working';
    },
    basisOf(day) {
      const year = day.slice(0, 4);
      if (announcedYears.has(year)) return 'announced';
      return isLunarYearKnown(Number(year)) ? 'lawful' : 'unknown';
    },
  };
}

/** The day itself where offices work, else the next on which they do. */
export function nextWorkingDay(days: OfficeDays, day: Day): Day {
  let at = day;
  while (!days.isWorking(at)) at = addDays(at, 1);
  return at;
}

/** The last of so many working days counted from the day after. */
export function addWorkingDays(days: OfficeDays, from: Day, count: number): Day {
  let at = from;
  for (let left = count; left > 0; left -= 1) at = nextWorkingDay(days, addDays(at, 1));
  return at;
}
