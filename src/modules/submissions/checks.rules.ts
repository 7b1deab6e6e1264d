import Big from 'big.js';
import { parseFormula } from '#modules/figures/figures.rules.ts';
import { addMonths, listMonths, type Month } from '#platform/periods.rules.ts';

/**
 * Checks before submitting (DESIGN §4): what in a month asks for a second look, and why. A warning is no mistake: it may
 * be passed with a sentence, which the level above sees.
 */
export const warningCodes = [
  'rule',
  'outlier',
  'copied',
  'levels_equal',
  'levels_swapped',
  'stock_without_records',
  'stock_moved',
] as const;
export type WarningCode = (typeof warningCodes)[number];

/** Numbers as exact decimal texts, months, codes of indicators: all of which the words of a warning are made. */
export type WarningParams = Record<string, string | number>;

/** key names it within its period; indicatorCode null = it is about the period as a whole. */
export type Warning<Code = WarningCode> = {
  key: string;
  code: Code;
  indicatorCode: string | null;
  params: WarningParams;
};

/** A declared rule between indicators; reference-data/indicator-rules.csv. */
export type IndicatorRule = {
  code: string;
  leftFormula: string;
  relation: 'at_most' | 'equal';
  rightFormula: string;
  /** The right side looks back over so many months, this one included: flows are added up, of stocks the highest counts. */
  rightMonths: number;
  whyVi: string;
  whyEn: string;
};

/** A figure of the month as it stands. reason = its source, where it was typed. */
export type CheckedFigure = {
  code: string;
  kind: string;
  value: string | null;
  fromRecords: boolean;
  reason: string | null;
};

/**
 * The unit's own approved figures of earlier months by indicator; shares of an apportioned total are no history. The reason
 * is told of the month before only.
 */
export type History = ReadonlyMap<string, ReadonlyMap<Month, { value: string; reason: string | null }>>;

export type Checked = {
  month: Month;
  /** The month has ended: only then is a small number one to wonder at. */
  closed: boolean;
  figures: readonly CheckedFigure[];
  history: History;
  rules: readonly IndicatorRule[];
  /** Stock indicators whose register has no record and no observation of the month. */
  untouched: ReadonlySet<string>;
};

/** Months of its own history that a unit's figures are held against. */
export const historyMonths = 24;

/** All warnings of a month: those of one figure by its place in the form, those of the whole first. */
export function findWarnings(checked: Checked): Warning[] {
  const outliers = findOutliers(checked);
  const jumping = new Set(outliers.map((one) => one.indicatorCode));
  return [
    ...findCopied(checked),
    ...findBrokenRules(checked),
    ...findMixedLevels(checked),
    ...outliers,
    // Whoever explains a number far out of its range has explained why it moved.
    ...findMovedStocks(checked).filter((one) => !jumping.has(one.indicatorCode)),
  ];
}

// Declared rules ------------------------------------------------------------------------------------------------------

function findBrokenRules({ month, figures, history, rules }: Checked): Warning[] {
  const now = new Map(figures.map((figure) => [figure.code, figure]));
  return rules.flatMap((rule) => {
    const codes = parseFormula(rule.leftFormula).map((term) => term.code);
    const indicatorCode = codes.find((code) => now.has(code));
    const left = sumOf(rule.leftFormula, (code) => now.get(code)?.value ?? null, 'known');
    const right = sumOf(rule.rightFormula, (code) => lookBack(code, rule.rightMonths, month, now, history), 'whole');
    if (indicatorCode === undefined || left === undefined || right === undefined) return [];
    if (rule.relation === 'at_most' ? left.lte(right) : left.eq(right)) return [];
    const params = {
      rule: rule.code,
      relation: rule.relation,
      left: rule.leftFormula,
      leftValue: left.toFixed(),
      right: rule.rightFormula,
      rightValue: right.toFixed(),
      months: rule.rightMonths,
      whyVi: rule.whyVi,
      whyEn: rule.whyEn,
    };
    return [{ key: `rule:${rule.code}`, code: 'rule' as const, indicatorCode, params }];
  });
}

/** known = parts that are not reported are left out; whole = one of them is enough to know nothing. */
function sumOf(formula: string, valueOf: (code: string) => string | null, asked: 'known' | 'whole'): Big | undefined {
  const terms = parseFormula(formula).map(({ sign, code }) => ({ sign, value: valueOf(code) }));
  const known = terms.filter((term) => term.value !== null);
  if (known.length === 0 || (asked === 'whole' && known.length < terms.length)) return undefined;
  return known.reduce((sum, { sign, value }) => sum.plus(new Big(value!).times(sign)), new Big(0));
}

function lookBack(
  code: string,
  months: number,
  month: Month,
  now: ReadonlyMap<string, CheckedFigure>,
  history: History,
): string | null {
  const figure = now.get(code);
  if (!figure || figure.value === null || months === 1) return figure?.value ?? null;
  const earlier = listMonths(addMonths(month, 1 - months), addMonths(month, -1)).map(
    (one) => history.get(code)?.get(one)?.value,
  );
  if (figure.kind === 'stock')
    return earlier.reduce<string>(
      (highest, value) => (value !== undefined && new Big(value).gt(highest) ? value : highest),
      figure.value,
    );
  if (earlier.includes(undefined)) return null;
  return earlier.reduce((sum, value) => sum.plus(value!), new Big(figure.value)).toFixed();
}

// Outliers --------------------------------------------------------------------------------------------------------------

const fewestMonths = 6;
/** 1,4826 × MAD estimates the standard deviation; 3,5 of them is the customary bound (Iglewicz and Hoaglin, 1993). */
const deviations = 3.5;
const madToDeviation = 1.4826;
/** Whatever the deviation, a difference of less than five, or of less than half of what is usual, is none to ask about. */
const smallestDifference = 5;
const smallestShare = 0.5;

/** What is usual by a unit's own history: the median, and how far from it a number may lie. */
export type Usual = { median: number; tolerance: number; months: number };

/**
 * Undefined where there is too little to know. Of a number that is 0 in most months, only the months with something say
 * what is usual: 0 is never odd there, and the first campaign of a year is not either.
 */
export function determineUsual(values: readonly number[]): Usual | undefined {
  const all = medianOf(values) === 0 ? values.filter((value) => value !== 0) : values;
  if (all.length < fewestMonths) return undefined;
  const median = medianOf(all);
  const deviation = medianOf(all.map((value) => Math.abs(value - median)));
  const tolerance = Math.max(
    deviations * madToDeviation * deviation,
    smallestDifference,
    smallestShare * Math.abs(median),
  );
  return { median, tolerance, months: all.length };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function findOutliers({ month, closed, figures, history }: Checked): Warning[] {
  return figures.flatMap((figure) => {
    const past = history.get(figure.code);
    if (figure.value === null || past === undefined) return [];
    const values = [...past.values()].map(({ value }) => Number(value));
    const usual = determineUsual(values);
    if (usual === undefined) return [];
    const value = Number(figure.value);
    const isOdd = (from: number): boolean => Math.abs(value - from) > usual.tolerance;
    if (!isOdd(usual.median) || (value === 0 && medianOf(values) === 0)) return [];
    if (value < usual.median && !closed) return [];
    // What was so in the same month of the year before is of the season.
    const aYearBefore = past.get(addMonths(month, -12));
    if (aYearBefore && !isOdd(Number(aYearBefore.value))) return [];
    const params = {
      value: figure.value,
      low: toWhole(Math.max(0, Math.ceil(usual.median - usual.tolerance))),
      high: toWhole(Math.floor(usual.median + usual.tolerance)),
      months: usual.months,
    };
    return [{ key: `outlier:${figure.code}`, code: 'outlier' as const, indicatorCode: figure.code, params }];
  });
}

const toWhole = (value: number): string => new Big(value).toFixed(0);

// A month copied --------------------------------------------------------------------------------------------------------

const fewestCopied = 3;
const copiedShare = 0.9;

/** What happened in a month is seldom what happened in the month before. Stocks stay as they are and say nothing here. */
function findCopied({ month, figures, history }: Checked): Warning[] {
  const before = addMonths(month, -1);
  const typed = figures.filter(
    ({ kind, fromRecords, value }) => kind === 'flow' && !fromRecords && value !== null && Number(value) !== 0,
  );
  const same = typed.filter(({ code, value }) => {
    const earlier = history.get(code)?.get(before);
    return earlier !== undefined && new Big(earlier.value).eq(value!);
  });
  if (same.length < fewestCopied || same.length < typed.length * copiedShare) return [];
  const params = { count: same.length, of: typed.length, month: before };
  return [{ key: 'copied', code: 'copied', indicatorCode: null, params }];
}

// Kinds, sites and groups -------------------------------------------------------------------------------------------------

/** Three levels that are counted apart: kinds of initiatives, their sites, the groups that carry them. */
const levels = ['M01', 'M02', 'M03'] as const;
const smallestLevel = 10;

/** The same number at two levels, or at one level the number that stood at another a month before. */
function findMixedLevels({ month, figures, history }: Checked): Warning[] {
  const before = addMonths(month, -1);
  const found: Warning[] = [];
  const now = levels.flatMap((code) => figures.find((one) => one.code === code && one.value !== null) ?? []);
  const earlier = (code: string): string | undefined => history.get(code)?.get(before)?.value;
  for (const [index, { code, value, fromRecords }] of now.entries()) {
    if (Number(value) < smallestLevel) continue;
    const twin = now.slice(0, index).find((other) => new Big(other.value!).eq(value!));
    if (twin?.fromRecords && fromRecords) continue;
    // Equal a month before as well, it was explained and approved then.
    if (twin && [code, twin.code].every((one) => isSame(earlier(one), value!))) continue;
    if (twin) {
      const params = { value: value!, other: twin.code };
      found.push({ key: `levels_equal:${code}`, code: 'levels_equal', indicatorCode: code, params });
      continue;
    }
    const own = earlier(code);
    if (fromRecords || own === undefined || isSame(own, value!)) continue;
    const other = levels.find((one) => one !== code && isSame(earlier(one), value!));
    if (other) {
      const params = { value: value!, other, own, month: before };
      found.push({ key: `levels_swapped:${code}`, code: 'levels_swapped', indicatorCode: code, params });
    }
  }
  return found;
}

function isSame(one: string | undefined, other: string): boolean {
  return one !== undefined && new Big(one).eq(other);
}

// Stocks ------------------------------------------------------------------------------------------------------------------

const smallestMove = 3;
const smallestMoveShare = 0.1;

/** A stock moves by what happened: by records of the month, or, where it is typed, by what its source says now. */
function findMovedStocks({ month, figures, history, untouched }: Checked): Warning[] {
  const before = addMonths(month, -1);
  return figures.flatMap((figure): Warning[] => {
    const { code, kind, value, fromRecords, reason } = figure;
    const earlier = history.get(code)?.get(before);
    if (kind !== 'stock' || value === null || earlier === undefined) return [];
    const move = new Big(value).minus(earlier.value).abs();
    const params = { value, before: earlier.value, month: before };
    if (fromRecords)
      return !move.eq(0) && earlier.reason === null && untouched.has(code)
        ? [{ key: `stock_without_records:${code}`, code: 'stock_without_records', indicatorCode: code, params }]
        : [];
    const isLarge = move.gte(smallestMove) && move.gte(new Big(earlier.value).times(smallestMoveShare));
    return isLarge && reason === earlier.reason
      ? [{ key: `stock_moved:${code}`, code: 'stock_moved', indicatorCode: code, params }]
      : [];
  });
}

// Equal across units ------------------------------------------------------------------------------------------------------

/** One number in so many units of one place, and in so large a share of those that reported, is not likely to be counted. */
export const alike = { smallestValue: 10, fewestUnits: 5, share: 0.5 } as const;
