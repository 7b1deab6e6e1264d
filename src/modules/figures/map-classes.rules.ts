import Big from 'big.js';
import type { Exact } from './figures.rules.ts';

/** Where a value falls on a map: 1 is the lowest class above zero. */
export type MapClass = number | 'zero' | 'missing';

/** Both ends belong to the class; no value lies between two classes. */
export type ClassRange = { from: string; to: string; count: number };

export const mostClasses = 5;

/**
 * Classes with about as many units in each (quantiles), by exact values; equal values are never told apart, so there may be
 * fewer than five. Zero and not reported are no classes.
 */
export function divideIntoClasses(values: readonly Exact[]): ClassRange[] {
  const sorted = values.flatMap((value) => (value === null || new Big(value).lte(0) ? [] : [value]));
  sorted.sort((one, other) => new Big(one).cmp(other));
  const wanted = Math.min(mostClasses, new Set(sorted.map((value) => new Big(value).toFixed())).size);
  const ranges: ClassRange[] = [];
  let start = 0;
  for (let index = 1; index <= wanted && start < sorted.length; index += 1) {
    let end = Math.max(Math.round((sorted.length * index) / wanted), start + 1);
    while (end < sorted.length && new Big(sorted[end]!).eq(sorted[end - 1]!)) end += 1;
    ranges.push({ from: sorted[start]!, to: sorted[end - 1]!, count: end - start });
    start = end;
  }
  return ranges;
}

export function classOf(value: Exact, ranges: readonly ClassRange[]): MapClass {
  if (value === null) return 'missing';
  const number = new Big(value);
  if (number.lte(0)) return 'zero';
  const index = ranges.findIndex(({ to }) => number.lte(to));
  return (index === -1 ? ranges.length - 1 : index) + 1;
}

/** Of how many tones the nth of so many classes is the which one: few classes stand far apart. */
export function toneOf(place: number, classes: number): number {
  return classes <= 1 ? 3 : 1 + Math.round(((place - 1) * (mostClasses - 1)) / (classes - 1));
}
