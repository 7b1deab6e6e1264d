import { addMonths, isMonth, listMonths, type Month, monthNumber } from '#platform/periods.rules.ts';

/** Whole administrative months, both included. */
export type Span = { from: Month; to: Month };

/** A run of kept rows: single months, or administrative years given by their first label month. */
export type Run = Span & { span: 'month' | 'year' };

/**
 * The fewest kept rows that make up a span: its last month for what is asked at the period's end; else whole administrative
 * years (label months January to December) and the months before and after them.
 */
export function splitSpan({ from, to }: Span, periodRule: 'sum' | 'end'): Run[] {
  if (periodRule === 'end') return [{ span: 'month', from: to, to }];
  const firstYear = from.endsWith('-01') ? from : `${Number(from.slice(0, 4)) + 1}-01`;
  const endOfYears = to.endsWith('-12') ? to : `${Number(to.slice(0, 4)) - 1}-12`;
  if (endOfYears < firstYear) return [{ span: 'month', from, to }];
  const runs: Run[] = [{ span: 'year', from: firstYear, to: `${endOfYears.slice(0, 4)}-01` }];
  if (from < firstYear) runs.unshift({ span: 'month', from, to: addMonths(firstYear, -1) });
  if (to > endOfYears) runs.push({ span: 'month', from: addMonths(endOfYears, 1), to });
  return runs;
}

/** The most columns that one answer has. */
export const mostPeriods = 240;

type Named = Span & { key: string };

/** Reads 2026-03, 2025, A..B (each of a series) and A~B (summed), comma between. Undefined where a word is none of these. */
export function parsePeriods(text: string): Named[] | undefined {
  const periods: Named[] = [];
  for (const word of text.split(',')) {
    const read = parsePeriod(word.trim());
    if (read === undefined) return undefined;
    periods.push(...read);
  }
  return periods;
}

function parsePeriod(word: string): Named[] | undefined {
  const [first, last, ...rest] = word.split(/\.\.|~/);
  const [from, to] = [toSpan(first!), toSpan(last ?? first!)];
  if (rest.length > 0 || from === undefined || to === undefined || from.from > to.to) return undefined;
  if (word.includes('~') || last === undefined) return [{ key: word, from: from.from, to: to.to }];
  if (isMonth(first!) !== isMonth(last)) return undefined;
  if (isMonth(first!)) return listMonths(from.from, to.to).map((month) => ({ key: month, from: month, to: month }));
  const years = Number(last) - Number(first) + 1;
  return Array.from({ length: years }, (_, index) => {
    const year = String(Number(first) + index);
    return { key: year, ...toSpan(year)! };
  });
}

function toSpan(text: string): Span | undefined {
  if (isMonth(text)) return { from: text, to: text };
  return /^\d{4}$/.test(text) ? { from: `${text}-01`, to: `${text}-12` } : undefined;
}

/** Units of one kind that exist in the same months and lie in the same province of their time, counted. */
export type Life = {
  kind: string;
  issuerId: number;
  firstMonth: number;
  lastMonth: number;
  units: number;
  /** How many of them ended with a successor whose extent is unverified. */
  unverified: number;
};

/** Months in which an issuer (null = the nation) asks an indicator of a kind of unit; numbers as in `monthNumber`. */
export type Duty = { subjectKind: string; issuerId: number | null; firstMonth: number; lastMonth: number };

/** In how many months of a span units of this life owe what the duties ask; owed twice is owed once. */
export function countOwedMonths(life: Life, duties: readonly Duty[], { from, to }: Span): number {
  const first = Math.max(monthNumber(from), life.firstMonth);
  const last = Math.min(monthNumber(to), life.lastMonth);
  const spans = duties
    .filter((duty) => duty.subjectKind === life.kind && (duty.issuerId === null || duty.issuerId === life.issuerId))
    .map((duty) => ({ first: Math.max(first, duty.firstMonth), last: Math.min(last, duty.lastMonth) }))
    .toSorted((a, b) => a.first - b.first);
  let months = 0;
  let done = first - 1;
  for (const span of spans) {
    months += Math.max(0, span.last - Math.max(done, span.first - 1));
    done = Math.max(done, span.last);
  }
  return months;
}
