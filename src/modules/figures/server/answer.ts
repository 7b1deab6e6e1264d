import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Coverage, FiguresAnswer } from '../figures.contract.ts';
import { calculateFromParts, determineQualifier, type Exact, findEntered, isEntered } from '../figures.rules.ts';
import { countReporters, Duties } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators, withParts } from './indicators.ts';
import { type ComputedFigure, listNotes } from './notes.ts';
import { type Ask, holdersOf, territoryOf, understand, type Understood } from './question.ts';
import { countUnitsWith, findTotals, noTotal, type Total, Totals } from './totals.ts';

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
  const holders = holdersOf(question);
  const [id, span] = [question.unit.id, [question]];
  const totals = await findTotals(db, question, holders, entered, span);
  const duties = await Duties.find(db, question, holders, entered);
  const reporters = await countReporters(db, question, entered);

  const values = new Map<string, Exact>(entered.map((one) => [one.code, totals.get(id, one.id)?.value ?? null]));
  const held = sql`(select ${id}::int as holder_id, t.unit_id from ${territoryOf(question)} t)`;
  const subjects = { ids: [id], held, isFew: id !== holders.nation };
  const counts = await countUnitsWith(db, question, subjects, needed, needed, span);
  for (const indicator of needed.filter((one) => one.kind === 'units_with'))
    values.set(indicator.code, counts.get(Totals.key(id, indicator.id, 0)) ?? null);
  const valueOf = (code: string): Exact => {
    const indicator = byCode.get(code)!;
    const isCalculated = indicator.kind === 'ratio' || indicator.kind === 'derived';
    return isCalculated ? calculateFromParts(indicator, valueOf) : (values.get(code) ?? null);
  };
  const coverageOf = (entry: KnownIndicator, total: Total): Coverage => {
    const owed = duties.owed(id, entry, question);
    const silentUnits = Math.max(0, owed.units - (reporters.get(entry.id) ?? 0));
    return { reported: total.cells, ...owed, silentUnits };
  };
  return chosen.map((indicator) => {
    const entry = findEntered(indicator, (code) => byCode.get(code));
    const total: Total = (entry && totals.get(id, entry.id)) ?? noTotal;
    const qualified = isEntered(indicator) ? total.qualified : noTotal.qualified;
    return {
      indicatorCode: indicator.code,
      kind: indicator.kind,
      value: valueOf(indicator.code),
      numerator: indicator.kind === 'ratio' ? valueOf(indicator.numeratorCode!) : null,
      denominator: indicator.kind === 'ratio' ? valueOf(indicator.denominatorCode!) : null,
      coverage: entry ? coverageOf(entry, total) : null,
      origins: total.origins,
      qualifier: determineQualifier(qualified),
      mixesQualifiers: qualified.over > 0 && qualified.nearly > 0,
    };
  });
}
