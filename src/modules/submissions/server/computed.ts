import type { KnownIndicator } from '#modules/figures/index.ts';
import { calculateFromParts } from '#modules/figures/figures.rules.ts';
import type { Submission, SubmissionRow } from '../submissions.contract.ts';

/** Ratios whose two parts both stand in the period; computed, never typed. */
export function computeRatios(all: KnownIndicator[], rows: SubmissionRow[]): Submission['computed'] {
  const valueOf = new Map(rows.map((row) => [row.indicator.code, row.value]));
  return all
    .filter((one) => one.kind === 'ratio' && valueOf.has(one.numeratorCode!) && valueOf.has(one.denominatorCode!))
    .map((indicator) => {
      const numerator = valueOf.get(indicator.numeratorCode!) ?? null;
      const denominator = valueOf.get(indicator.denominatorCode!) ?? null;
      return {
        indicator,
        value: calculateFromParts(indicator, (code) => valueOf.get(code) ?? null),
        numerator,
        denominator,
      };
    });
}
