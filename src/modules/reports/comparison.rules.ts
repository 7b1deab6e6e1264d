import Big from 'big.js';
import type { Figure } from '#modules/figures/figures.contract.ts';
import { addMonths, type Month, monthNumber } from '#platform/periods.rules.ts';
import { type Locale, writeNumber, writePercent } from './reports.rules.ts';

/** A report beside an earlier span and beside its targets; every number is exact or rounded half up once, at the end. */

export const comparisons = ['none', 'before', 'last_year'] as const;
export type ComparisonChoice = (typeof comparisons)[number];

type Months = { from: Month; to: Month };

/** The span of the same length right before, or the same months of the year before. */
export function determineEarlierSpan({ from, to }: Months, comparison: 'before' | 'last_year'): Months {
  const back = comparison === 'last_year' ? 12 : monthNumber(to) - monthNumber(from) + 1;
  return { from: addMonths(from, -back), to: addMonths(to, -back) };
}

/**
 * Now minus before, and that in per cent of before. Of ratios the difference of the two per cents as they are written,
 * in percentage points; a per cent of a per cent is not told. Null where one of them was not reported.
 */
export function compareFigures(
  now: Pick<Figure, 'kind' | 'value'>,
  before: Pick<Figure, 'value'>,
): { difference: string | null; percent: string | null } {
  if (now.value === null || before.value === null) return { difference: null, percent: null };
  const difference = new Big(now.value).minus(before.value);
  if (now.kind === 'ratio') return { difference: difference.toFixed(2), percent: null };
  const whole = new Big(before.value);
  const percent = whole.eq(0) ? null : difference.times(100).div(whole).round(2, Big.roundHalfUp).toFixed(2);
  return { difference: difference.toFixed(), percent };
}

/** "tăng 120 (7,37%)"; "giảm 1,20 điểm %"; "không đổi"; nothing where there is no difference to tell. */
export function writeDifference(
  { difference, percent }: { difference: string | null; percent: string | null },
  isRatio: boolean,
  locale: Locale,
): string {
  if (difference === null) return '';
  const change = new Big(difference);
  if (change.eq(0)) return { vi: 'không đổi', en: 'unchanged' }[locale];
  const word = change.gt(0) ? { vi: 'tăng', en: 'up' } : { vi: 'giảm', en: 'down' };
  const amount = writeNumber(difference.replace(/^-/, ''), locale);
  if (isRatio) return `${word[locale]} ${amount} ${locale === 'vi' ? 'điểm %' : 'percentage points'}`;
  const share = percent === null ? '' : ` (${writePercent(percent.replace(/^-/, ''), locale)})`;
  return `${word[locale]} ${amount}${share}`;
}

type Target = { value: string; direction: 'at_least' | 'at_most' };

/** Whether a figure meets its target; null where it was not reported. */
export function isMet(value: string | null, target: Target): boolean | null {
  if (value === null) return null;
  const [figure, wanted] = [new Big(value), new Big(target.value)];
  return target.direction === 'at_least' ? figure.gte(wanted) : figure.lte(wanted);
}

/** "từ 90 trở lên" and "không quá 15". */
export function writeTarget(target: Target, locale: Locale): string {
  const number = writeNumber(target.value, locale);
  if (locale === 'en') return target.direction === 'at_least' ? `at least ${number}` : `at most ${number}`;
  return target.direction === 'at_least' ? `từ ${number} trở lên` : `không quá ${number}`;
}

export function writeMet(met: boolean | null, locale: Locale): string {
  if (met === null) return { vi: 'chưa có số liệu', en: 'not reported' }[locale];
  return met ? { vi: 'đạt', en: 'met' }[locale] : { vi: 'chưa đạt', en: 'not met' }[locale];
}

/**
 * A target counts in a report of its own span; one asked at the period's end also in any span that ends within it, as it
 * holds at every moment.
 */
export function isTargetOf(
  target: { fromMonth: Month; toMonth: Month },
  periodRule: 'sum' | 'end',
  { from, to }: Months,
): boolean {
  if (periodRule === 'sum') return target.fromMonth === from && target.toMonth === to;
  return target.fromMonth <= to && to <= target.toMonth;
}
