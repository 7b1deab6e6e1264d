import { sql } from 'kysely';
import { type Asking, ask, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import type { Coverage, FiguresAnswer } from '../figures.contract.ts';
import { calculateFromParts, determineQualifier, type Exact, findEntered, isEntered } from '../figures.rules.ts';
import type { Span } from '../spans.rules.ts';
import { askReporters, Duties } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators, withParts } from './indicators.ts';
import { askBoundaryFacts, type BoundaryFacts, type ComputedFigure, writeNotes } from './notes.ts';
import { type Ask, holdersOf, territoryOf, understand, type Understood } from './question.ts';
import { askTotals, askUnitsWith, noTotal, type Total, Totals } from './totals.ts';

/**
 * Figures of a unit over a span of administrative months, both included, in the boundaries of then or today, now or as
 * known on a past day. Every value is an exact decimal text; null = not reported.
 */
export async function answerFigures(
  db: Db,
  asked: Ask,
  codes: string[] | undefined,
  locale: 'vi' | 'en',
): Promise<FiguresAnswer> {
  const question = await understand(db, asked);
  const all = await listAllIndicators(db);
  const { figures, boundaries } = await ask(db, askFigures(question, all, chooseIndicators(all, codes)));
  return { question, figures, notes: writeNotes(question, figures, boundaries, locale) };
}

/** The figures of a question, in the order of what was chosen, with what else was learnt on the way. */
export type Answered = {
  figures: ComputedFigure[];
  duties: Duties;
  boundaries: BoundaryFacts;
  /** Of entered indicators: period 0 is the question's span, 1 the first of the further ones. */
  totals: Totals;
};

/** The figures of a question that was understood; totals of its entered indicators also over further spans. */
export function askFigures(
  question: Understood,
  all: KnownIndicator[],
  chosen: KnownIndicator[],
  further: readonly Span[] = [],
): Asking<Answered> {
  const needed = withParts(all, chosen);
  const entered = needed.filter(isEntered);
  const holders = holdersOf(question);
  const { id } = question.unit;
  const held = sql`(select ${id}::int as holder_id, t.unit_id from ${territoryOf(question)} t)`;
  const subjects = { ids: [id], held, isFew: id !== holders.nation };
  return together(
    {
      totals: askTotals(question, holders, entered, [question, ...further]),
      duties: Duties.ask(question, holders, entered),
      reporters: askReporters(question, entered),
      counts: askUnitsWith(question, subjects, needed, needed, [question]),
      boundaries: askBoundaryFacts(question),
    },
    ({ totals, duties, reporters, counts, boundaries }) => ({
      figures: compute(question, needed, chosen, { totals, duties, reporters, counts }),
      duties,
      boundaries: boundaries(duties),
      totals,
    }),
  );
}

/** The same, of one span and at once. */
export async function computeFigures(
  db: Db,
  question: Understood,
  all: KnownIndicator[],
  chosen: KnownIndicator[],
): Promise<ComputedFigure[]> {
  return (await ask(db, askFigures(question, all, chosen))).figures;
}

type Learnt = {
  totals: Totals;
  duties: Duties;
  reporters: Map<number, number>;
  counts: Map<string, string>;
};

function compute(
  question: Understood,
  needed: KnownIndicator[],
  chosen: KnownIndicator[],
  { totals, duties, reporters, counts }: Learnt,
): ComputedFigure[] {
  const { id } = question.unit;
  const byCode = new Map(needed.map((indicator) => [indicator.code, indicator]));
  const valueOf = (code: string): Exact => {
    const indicator = byCode.get(code)!;
    if (indicator.kind === 'ratio' || indicator.kind === 'derived') return calculateFromParts(indicator, valueOf);
    if (indicator.kind === 'units_with') return counts.get(Totals.key(id, indicator.id, 0)) ?? null;
    return totals.get(id, indicator.id)?.value ?? null;
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
