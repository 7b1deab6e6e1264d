import { addMonths, determineMonthDays } from '#platform/periods.rules.ts';
import type { Filled } from '../fill.ts';

/** The last twelve months with data, and the last ten years. */
export function spansOf({ to }: Filled): {
  year: { from: string; to: string };
  tenYears: { from: string; to: string };
} {
  return { year: { from: addMonths(to, -11), to }, tenYears: { from: addMonths(to, -119), to } };
}

/** A past day in the middle of the last year, when its later months were not approved yet. */
export function pastDayOf({ to }: Filled): string {
  return determineMonthDays(addMonths(to, -5)).to;
}
