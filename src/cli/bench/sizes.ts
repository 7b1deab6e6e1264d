import { addMonths, determineMonthOf, listMonths, type Month, vietnamDay } from '#platform/periods.rules.ts';
import type { FillPlan } from './fill.ts';

export const sizes = ['small', 'nation'] as const;
export type Size = (typeof sizes)[number];

const seed = 20_250_701;
/** The last month before communes and provinces were drawn anew (1/7/2025). */
const lastFormerMonth = '2025-06';
const correctedShare = 0.02;
const cellsOfNation = 2_000_000;

/** The last month that a running submission may close; the fill leaves it free for the works that submit. */
export function findClosedMonth(now: Date): Month {
  return addMonths(determineMonthOf(vietnamDay(now)), -1);
}

/**
 * small: one commune of every province of its time, in the last twelve months and in the last twelve before the
 * boundaries moved. nation: every commune of today and of before over ten years, as many cells as asked.
 */
export function planFill(size: Size, now: Date, cells: number | undefined): FillPlan {
  const last = addMonths(findClosedMonth(now), -1);
  const year = (to: Month): Month[] => listMonths(addMonths(to, -11), to);
  if (size === 'nation') {
    const months = listMonths(addMonths(last, -119), last);
    return { seed, months, communesPerProvince: undefined, cells: cells ?? cellsOfNation, correctedShare };
  }
  const months = [...new Set([...year(lastFormerMonth), ...year(last)])];
  return { seed, months, communesPerProvince: 1, cells, correctedShare };
}
