import { addMonths, determineMonthOf, listMonths, type Month, vietnamDay } from '#platform/periods.rules.ts';
import type { FillPlan } from './fill.ts';

export const sizes = ['small', 'nation', 'tenth'] as const;
export type Size = (typeof sizes)[number];

const seed = 20_250_701;
/** The last month before communes and provinces were drawn anew (1/7/2025). */
const lastFormerMonth = '2025-06';
const correctedShare = 0.02;
/** Cells of the nation over ten years, and entered indicators that have them; with those computed from them some 120. */
const cellsOfNation = 48_000_000;
const enteredOfNation = 102;

/** The last month that a running submission may close; the fill leaves it free for the works that submit. */
export function findClosedMonth(now: Date): Month {
  return addMonths(determineMonthOf(vietnamDay(now)), -1);
}

/**
 * small: one commune of every province of its time, in the last twelve months and in the last twelve before the
 * boundaries moved. nation: every commune of today and of before over ten years, as many cells as asked: those of today
 * report all months, those of before the years of a share. tenth: the same with a tenth of the indicators.
 */
export function planFill(size: Size, now: Date, cells: number | undefined): FillPlan {
  const last = addMonths(findClosedMonth(now), -1);
  const year = (to: Month): Month[] => listMonths(addMonths(to, -11), to);
  const plan = { seed, correctedShare, formerFirst: size !== 'small' };
  if (size === 'small') {
    const months = [...new Set([...year(lastFormerMonth), ...year(last)])];
    return { ...plan, months, communesPerProvince: 1, cells, entered: undefined };
  }
  const months = listMonths(addMonths(last, -119), last);
  const whole = { ...plan, months, communesPerProvince: undefined };
  if (size === 'nation') return { ...whole, cells: cells ?? cellsOfNation, entered: enteredOfNation };
  return { ...whole, cells: Math.round((cells ?? cellsOfNation) / 10), entered: Math.round(enteredOfNation / 10) };
}

/** The months of a plan before the boundaries moved, and those since. */
export function splitAtReorganisation(plan: FillPlan): { former: FillPlan; present: FillPlan } {
  const isFormer = (month: Month): boolean => month <= lastFormerMonth;
  return {
    former: { ...plan, months: plan.months.filter(isFormer) },
    present: { ...plan, months: plan.months.filter((month) => !isFormer(month)) },
  };
}
