import { type Asking, ask, asking, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { listMonths } from '#platform/periods.rules.ts';
import { findEntered, isEntered } from '../figures.rules.ts';
import { askFigures } from './answer.ts';
import { askSilentUnits } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators } from './indicators.ts';
import { writeNotes } from './notes.ts';
import { askParts, askPartUnits } from './parts.ts';
import { type Ask, holdersOf, understand, type Understood } from './question.ts';
import { askTotals, noTotal, type Totals } from './totals.ts';

const silentUnitsShown = 500;

/** One figure opened: definition, the units it comes from, its months, and the units that are silent. */
export async function openFigure(db: Db, asked: Ask, code: string, locale: 'vi' | 'en') {
  const question = await understand(db, asked);
  const all = await listAllIndicators(db);
  const [indicator] = chooseIndicators(all, [code]) as [KnownIndicator];
  const entered = findEntered(indicator, (part) => all.find((one) => one.code === part));
  const own = isEntered(indicator) ? [indicator] : [];
  const { answered, partUnits } = await ask(
    db,
    together({
      answered: askFigures(question, all, [indicator], own.length > 0 ? monthsOf(question) : []),
      partUnits: askPartUnits(question),
    }),
  );
  const { figures, duties, boundaries, totals } = answered;
  const { parts, silentUnits } = await ask(
    db,
    together({
      parts: askParts(question, partUnits, own),
      silentUnits: entered ? askSilentUnits(question, entered, duties, silentUnitsShown) : asking(undefined, () => []),
    }),
  );
  return {
    question,
    indicator,
    figure: figures[0]!,
    byUnit: own.flatMap(({ id }) =>
      parts.map((part) => part.ofIndicator.get(id)!).filter((part) => part.value !== null || part.coverage !== null),
    ),
    byMonth: own.flatMap((one) => readMonths(question, one, totals, 1)),
    silentUnits,
    notes: writeNotes(question, figures, boundaries, locale),
  };
}

/** One month of an entered indicator; null = not reported. */
type MonthValue = { month: string; value: string | null; reported: number };

/** The months of entered indicators over a span, by indicator code. */
export function askMonths(question: Understood, indicators: KnownIndicator[]): Asking<Map<string, MonthValue[]>> {
  return together(
    { totals: askTotals(question, holdersOf(question), indicators, monthsOf(question)) },
    ({ totals }) => new Map(indicators.map((one) => [one.code, readMonths(question, one, totals, 0)])),
  );
}

function monthsOf(question: Understood) {
  return listMonths(question.from, question.to).map((month) => ({ from: month, to: month }));
}

/** The months stand in the totals from a period on. */
function readMonths(question: Understood, indicator: KnownIndicator, totals: Totals, from: number): MonthValue[] {
  return listMonths(question.from, question.to).map((month, index) => {
    const { value, cells } = totals.get(question.unit.id, indicator.id, from + index) ?? noTotal;
    return { month, value, reported: cells };
  });
}
