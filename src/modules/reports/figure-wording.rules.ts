import Big from 'big.js';
import type { Figure } from '#modules/figures/figures.contract.ts';
import { type Locale, writeNumber, writeValue } from './reports.rules.ts';

/** How a figure reads in a sentence: as it is, in millions of đồng, or rounded by the writer; always from the exact number. */

export const roundingWords = {
  over: { vi: 'trên', en: 'over' },
  more_than: { vi: 'hơn', en: 'more than' },
  nearly: { vi: 'gần', en: 'nearly' },
} as const satisfies Record<string, Record<Locale, string>>;
export type RoundingWord = keyof typeof roundingWords;

/** "trên" and "hơn" round down, "gần" rounds up, to a multiple of 10 to this power; 0 = the word alone, of a published one. */
export type Rounding = { word: RoundingWord; power: number };

/**
 * The rounded number with its word. A number that is already such a multiple, or that would be rounded to 0, stays
 * as it is, without a word: "trên 50" of exactly 50 would be wrong.
 */
export function roundExact(value: string, { word, power }: Rounding): { value: string; word: RoundingWord | null } {
  const exact = new Big(value);
  const step = new Big(10).pow(power);
  const rounded = exact
    .div(step)
    .round(0, word === 'nearly' ? Big.roundUp : Big.roundDown)
    .times(step);
  if (rounded.eq(exact) || rounded.eq(0)) return { value, word: null };
  return { value: rounded.toFixed(), word };
}

/**
 * The word of a number that its source itself published as "hơn" or "gần"; the writer may say "trên" for "hơn". A
 * rounding in the other direction than the published word cannot be told from it, so the published one stands.
 */
function wordOfPublished(qualifier: 'over' | 'nearly', rounding: Rounding | undefined): RoundingWord {
  if (qualifier === 'nearly') return 'nearly';
  return rounding && rounding.word !== 'nearly' ? rounding.word : 'more_than';
}

type Written = Pick<Figure, 'value' | 'numerator' | 'denominator'> & {
  qualifier?: 'over' | 'nearly' | null | undefined;
};

/** The figure in a sentence without its measure unit: 41.736; hơn 9.800; gần 1.600; 15 triệu (of đồng). */
export function writeInSentence(
  figure: Written,
  measureUnit: string,
  rounding: Rounding | undefined,
  locale: Locale,
): string {
  if (figure.value === null || figure.numerator !== null) return writeValue(figure, measureUnit, locale);
  const published = figure.qualifier ?? null;
  const rounded = chooseRounding(figure.value, published, rounding);
  const number = isMoney(measureUnit) ? writeMoney(rounded.value, locale) : writeNumber(rounded.value, locale);
  return rounded.word === null ? number : `${roundingWords[rounded.word][locale]} ${number}`;
}

function chooseRounding(
  value: string,
  published: 'over' | 'nearly' | null,
  rounding: Rounding | undefined,
): { value: string; word: RoundingWord | null } {
  const isAgainst = published !== null && rounding && (rounding.word === 'nearly') !== (published === 'nearly');
  const rounded = rounding && !isAgainst && rounding.power > 0 ? roundExact(value, rounding) : { value, word: null };
  if (published === null || rounded.word !== null) return rounded;
  return { value, word: wordOfPublished(published, isAgainst ? undefined : rounding) };
}

function isMoney(measureUnit: string): boolean {
  return measureUnit === 'đồng' || measureUnit === 'VND';
}

const moneySteps = [
  { zeros: 9, vi: 'tỷ', en: 'billion' },
  { zeros: 6, vi: 'triệu', en: 'million' },
];

/** 15000000 → 15 triệu; only where nothing is lost, else the whole number. */
export function writeMoney(value: string, locale: Locale): string {
  const step = moneySteps.find(({ zeros }) => new RegExp(`^-?\\d+0{${zeros}}$`).test(value) && !/^-?0+$/.test(value));
  return step ? `${writeNumber(value.slice(0, -step.zeros), locale)} ${step[locale]}` : writeNumber(value, locale);
}
