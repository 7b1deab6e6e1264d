import { addMonths, determineMonthDays, determineMonthOf } from '#platform/periods.rules.ts';
import type { Calendar } from './windows.contract.ts';

/** First and last day of a window, both included. */
export type Window = { fromDay: string; toDay: string };

/** The window of a calendar that is named by a year, and by a month where the calendar has months. */
export function determineWindow(
  { unit, startsOnDay, startsInMonth }: Pick<Calendar, 'unit' | 'startsOnDay' | 'startsInMonth'>,
  year: number,
  month = 1,
): Window {
  const day = (label: string): string => `${label}-${String(startsOnDay).padStart(2, '0')}`;
  if (unit === 'month') {
    const first = addMonths(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`, startsInMonth);
    return { fromDay: day(first), toDay: dayBefore(day(addMonths(first, 1))) };
  }
  // A year that begins on 1 January is its own; the others begin in the year before the one they are named by.
  const begin = startsOnDay === 1 && startsInMonth === 1 ? year : year - 1;
  const first = `${String(begin).padStart(4, '0')}-${String(startsInMonth).padStart(2, '0')}`;
  return { fromDay: day(first), toDay: dayBefore(day(addMonths(first, 12))) };
}

/** The administrative months that a window is made of; undefined where it cuts through one. */
export function findWholeMonths({ fromDay, toDay }: Window): { from: string; to: string } | undefined {
  const [from, to] = [determineMonthOf(fromDay), determineMonthOf(toDay)];
  return determineMonthDays(from).from === fromDay && determineMonthDays(to).to === toDay ? { from, to } : undefined;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000).toISOString().slice(0, 10);
}
