import type { Day } from '#platform/periods.rules.ts';

/**
 * A day on which offices do not keep their week: off = closed on a weekday (holiday, or a day off in its place);
 * working = open on a Saturday or Sunday to make up for a day off that was moved.
 */
export type SpecialDay = { day: Day; kind: 'off' | 'working' };

export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

export function isWeekend(day: Day): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/**
 * The working days of Vietnam's offices, from reference-data/public-holidays.csv. It holds each year as it was announced,
 * and the years to come by law until then: the holidays, Tết from the day before it, and for each on a weekend the next
 * working day (Labour Code 2019 Art. 111(3) and 112). Beyond its last year only weekends are off.
 */
export type OfficeDays = { isWorking(day: Day): boolean };

export function openOfficeDays(specialDays: readonly SpecialDay[]): OfficeDays {
  const kinds = new Map(specialDays.map(({ day, kind }) => [day, kind]));
  return {
    isWorking(day) {
      const kind = kinds.get(day);
      return kind === undefined ? !isWeekend(day) : kind === 'working';
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
