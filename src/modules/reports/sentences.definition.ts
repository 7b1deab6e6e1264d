import type { SectionKey } from './report-sections.rules.ts';
import type { Locale } from './reports.rules.ts';

/** Of what the sections of a report are made; the sections themselves stand in the definitions beside this file. */
export type Words = Record<Locale, string>;

/**
 * A piece of a sentence about one indicator. {CODE} is its figure as it is written in text, {CODE%} a ratio's per cent
 * alone. alone = the words where no piece stands before it; unless = left out where that other indicator is reported.
 */
export type Clause = { code: string; text: Words; alone?: Words; unless?: string };

/** Pieces joined to one sentence; what was not reported is listed behind it by name. */
export type Sentence = { lead: Words; join: ', ' | '; '; clauses: Clause[] };

/**
 * A section of the report. It holds the indicators named in codes and, beside them, those whose codes begin with one of
 * its letters. level 2 = a part of the section of level 1 before it. written = one that lives from the writer's own text
 * and stands in the editor also while it is empty.
 */
export type SectionDefinition = {
  key: SectionKey;
  level: 1 | 2;
  title: Words;
  letters: string[];
  codes: string[];
  written: boolean;
  sentences: Sentence[];
};

export const nothing: Words = { vi: '', en: '' };

/** One clause: indicator, Vietnamese, English, where {} stands for its figure. */
export function say(code: string, vi: string, en: string, more: Omit<Clause, 'code' | 'text'> = {}): Clause {
  const fill = (text: string): string => text.replaceAll('{}', `{${code}}`);
  return { code, text: { vi: fill(vi), en: fill(en) }, ...more };
}

/** "VNeID 12 tin": the pieces of an enumeration that count the same thing. */
export function enumerate(unit: Words, ...pieces: [code: string, vi: string, en: string][]): Clause[] {
  return pieces.map(([code, vi, en]) => say(code, `${vi} {} ${unit.vi}`, `${en} {} ${unit.en}`.trimEnd()));
}

export function sentence(vi: string, en: string, join: Sentence['join'], clauses: Clause[]): Sentence {
  return { lead: { vi, en }, join, clauses };
}
