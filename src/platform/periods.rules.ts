/**
 * Administrative months: month M runs from the 15th of M-1 to the 14th of M (Decree 09/2019/NĐ-CP Art. 12).
 * A month is written YYYY-MM, a day YYYY-MM-DD; both are text and compare as text.
 */
export type Month = string;
export type Day = string;

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text;
}

/** Months since year 0, so that spans are differences. */
export function monthNumber(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
}

export function addMonths(month: Month, count: number): Month {
  const number = monthNumber(month) - 1 + count;
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

export function listMonths(from: Month, to: Month): Month[] {
  const count = monthNumber(to) - monthNumber(from) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => addMonths(from, index));
}

/** First and last day of an administrative month. */
export function determineMonthDays(month: Month): { from: Day; to: Day } {
  return { from: `${addMonths(month, -1)}-15`, to: `${month}-14` };
}

/** The administrative month that holds a day. */
export function determineMonthOf(day: Day): Month {
  const month = day.slice(0, 7);
  return Number(day.slice(8, 10)) >= 15 ? addMonths(month, 1) : month;
}

/** Day of today in Vietnam (UTC+7, no summer time). */
export function vietnamDay(now: Date): Day {
  return new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** A submission is due on the third day after its cut-off, at least one working day later (Decree 09/2019 Art. 8(5)); configurable later. */
export function determineDueOn(month: Month): Day {
  return `${month}-17`;
}
