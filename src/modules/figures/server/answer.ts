import type { Db } from '#platform/database/database.ts';
import type { FiguresAnswer } from '../figures.contract.ts';
import {
  calculateFormula,
  calculateRatio,
  determineQualifier,
  type Exact,
  isEntered,
  listParts,
} from '../figures.rules.ts';
import { countObliged } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators, withParts } from './indicators.ts';
import { type ComputedFigure, listNotes } from './notes.ts';
import { type Ask, understand, type Understood } from './question.ts';
import { countDistinct, countUnitsWith, noTotal, sumTotals, type Total } from './totals.ts';

/**
 * Figures of a unit over a span of administrative months, both included, in the boundaries of then or today, now or as
 * known on a past day. Every value is an exact decimal text; null = not reported.
 */
export async function answerFigures(
  db: Db,
  ask: Ask,
  codes: string[] | undefined,
  locale: 'vi' | 'en',
): Promise<FiguresAnswer> {
  const question = await understand(db, ask);
  const all = await listAllIndicators(db);
  const figures = await computeFigures(db, question, all, chooseIndicators(all, codes));
  return { question, figures, notes: await listNotes(db, question, figures, locale) };
}

/** The figures of a question that was understood, in the order of `chosen`. */
export async function computeFigures(
  db: Db,
  question: Understood,
  all: KnownIndicator[],
  chosen: KnownIndicator[],
): Promise<ComputedFigure[]> {
  const needed = withParts(all, chosen);
  const byCode = new Map(needed.map((indicator) => [indicator.code, indicator]));
  const entered = needed.filter(isEntered);
  const totals = await sumTotals(db, question, entered);
  const distinct = await countDistinct(db, question, entered);
  const obliged = await countObliged(db, question, entered);

  const values = new Map<string, Exact>();
  for (const indicator of entered) {
    const total = totals.get(indicator.id)?.value ?? null;
    // A unit that reported an empty list is not silent: its cells say so, and the count is then 0.
    values.set(
      indicator.code,
      indicator.kind === 'distinct' && total !== null ? (distinct.get(indicator.id) ?? '0') : total,
    );
  }
  for (const indicator of needed.filter((one) => one.kind === 'units_with')) {
    const base = byCode.get(listParts(indicator)[0] ?? '');
    values.set(indicator.code, await countUnitsWith(db, question, indicator, base));
  }
  const valueOf = (code: string): Exact => {
    const indicator = byCode.get(code)!;
    if (indicator.kind === 'ratio')
      return calculateRatio(valueOf(indicator.numeratorCode!), valueOf(indicator.denominatorCode!));
    if (indicator.kind === 'derived') return calculateFormula(indicator.formula!, valueOf);
    return values.get(code) ?? null;
  };
  /** The entered indicator whose coverage and origin stand for a computed one: its first part, followed down. */
  const source = (indicator: KnownIndicator): KnownIndicator | undefined => {
    if (isEntered(indicator)) return indicator;
    const part = byCode.get(listParts(indicator)[0] ?? '');
    return part && source(part);
  };
  return chosen.map((indicator) => {
    const entry = source(indicator);
    const total: Total = (entry && totals.get(entry.id)) ?? noTotal;
    const owed = entry && obliged.get(entry.id);
    const qualified = isEntered(indicator) ? total.qualified : noTotal.qualified;
    return {
      indicatorCode: indicator.code,
      kind: indicator.kind,
      value: valueOf(indicator.code),
      numerator: indicator.kind === 'ratio' ? valueOf(indicator.numeratorCode!) : null,
      denominator: indicator.kind === 'ratio' ? valueOf(indicator.denominatorCode!) : null,
      coverage: entry
        ? {
            reported: total.cells,
            obliged: owed?.obliged ?? 0,
            units: owed?.units ?? 0,
            silentUnits: owed?.silentUnits ?? 0,
          }
        : null,
      origins: total.origins,
      qualifier: determineQualifier(qualified),
      mixesQualifiers: qualified.over > 0 && qualified.nearly > 0,
    };
  });
}
