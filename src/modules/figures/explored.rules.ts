import Big from 'big.js';
import { type Explored, type ExploredUnit, mark } from './explore.contract.ts';
import { determineQualifier, type Exact, toExact } from './figures.rules.ts';
import type { Qualifier } from './figures.contract.ts';

/** Indicators that others may be divided by, and how many of them at a time: 4,2 tips per 1.000 inhabitants. */
export const denominators = [
  { code: 'X09', times: 1000 },
  { code: 'X08', times: 1000 },
  { code: 'M02', times: 100 },
] as const;
export type DenominatorCode = (typeof denominators)[number]['code'];

export function isDenominator(code: string | undefined): code is DenominatorCode {
  return denominators.some((one) => one.code === code);
}

export type Cell = {
  value: Exact;
  reported: number;
  obliged: number;
  apportioned: boolean;
  qualifier: Qualifier | null;
  /** The value before it was divided; the same where it is not. */
  whole: Exact;
};

/** One cell of an answer, by places in its lists; per: divided by that indicator of the same unit and period. */
export function cellAt(
  explored: Explored,
  at: { indicator: number; unit: number; period: number },
  per?: DenominatorCode,
): Cell {
  const pick = <T>(grid: T[][][], indicator = at.indicator): T | undefined => grid[indicator]?.[at.unit]?.[at.period];
  const bits = pick(explored.marks) ?? 0;
  const whole = pick(explored.values) ?? null;
  const isDivided = per !== undefined && isDivisible(explored, at.indicator, per);
  const value = isDivided ? divide(whole, pick(explored.values, findIndicator(explored, per)) ?? null, per) : whole;
  return {
    value,
    whole,
    reported: pick(explored.reported) ?? 0,
    obliged: pick(explored.obliged) ?? 0,
    apportioned: (bits & mark.apportioned) > 0,
    qualifier: determineQualifier({ over: bits & mark.over, nearly: bits & mark.nearly }),
  };
}

/** A ratio is divided already, and nothing by itself. */
export function isDivisible(explored: Explored, indicator: number, per: DenominatorCode): boolean {
  const { kind, code } = explored.indicators[indicator]!;
  return kind !== 'ratio' && code !== per && findIndicator(explored, per) !== -1;
}

function findIndicator(explored: Explored, code: string): number {
  return explored.indicators.findIndex((one) => one.code === code);
}

/** From exact parts that were both rolled up first, half up to two places; unknown where the denominator is. */
export function divide(value: Exact, by: Exact, per: DenominatorCode): Exact {
  if (value === null || by === null || new Big(by).lte(0)) return null;
  const { times } = denominators.find(({ code }) => code === per)!;
  return toExact(new Big(value).times(times).div(by).round(2, Big.roundHalfUp));
}

/** Shares of a published total say nothing of a month (decision 008): over time they are not drawn. */
export function drawnOverTime(cell: Cell): Exact {
  return cell.apportioned ? null : cell.value;
}

export type Ranked = { unit: ExploredUnit; place: number; cell: Cell; rank: number | null };

/** Units by value, highest first; equal values share a rank; what is not known comes last, without one. */
export function rankUnits(
  explored: Explored,
  at: { indicator: number; period: number },
  per?: DenominatorCode,
): Ranked[] {
  const cells = explored.units.map((unit, place) => ({
    unit,
    place,
    cell: cellAt(explored, { ...at, unit: place }, per),
  }));
  const known = cells
    .filter(({ cell }) => cell.value !== null)
    .toSorted((one, other) => new Big(other.cell.value!).cmp(one.cell.value!));
  const ranked: Ranked[] = [];
  known.forEach((one, index) => {
    const before = ranked[index - 1];
    const isEqual = before !== undefined && new Big(before.cell.value!).eq(one.cell.value!);
    ranked.push({ ...one, rank: isEqual ? before.rank : index + 1 });
  });
  return [...ranked, ...cells.filter(({ cell }) => cell.value === null).map((one) => ({ ...one, rank: null }))];
}
