import { fillWords, Problem } from '#platform/http/problem.ts';
import { reorganisationProblems } from '../reorganisations.problems.ts';
import type { Refusal } from '../reorganisations.rules.ts';

const words: Record<string, { vi: string; en: string } | undefined> = reorganisationProblems;

/** Refusals in the reader's language, each at its field. */
export function sayRefusals(refusals: readonly Refusal[], locale: 'vi' | 'en'): { path: string; message: string }[] {
  return refusals.map(({ path, code, params }) => ({
    path,
    message: fillWords(words[code]?.[locale] ?? code, params),
  }));
}

/** Refuses an entry with every refusal at its field. */
export function refuseFields(refusals: readonly Refusal[]): never {
  throw new Problem('input.invalid', {}, [...refusals]);
}
