import type { Db } from '#platform/database/database.ts';
import { findEntered, isEntered } from '../figures.rules.ts';
import { listMonths } from '#platform/periods.rules.ts';
import { computeFigures } from './answer.ts';
import { Duties, listSilentUnits } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators } from './indicators.ts';
import { listNotes } from './notes.ts';
import { listParts } from './parts.ts';
import { type Ask, holdersOf, understand, type Understood } from './question.ts';
import { findTotals, noTotal } from './totals.ts';

const silentUnitsShown = 500;

/** One figure opened: definition, the units it comes from, its months, and the units that are silent. */
export async function openFigure(db: Db, ask: Ask, code: string, locale: 'vi' | 'en') {
  const question = await understand(db, ask);
  const all = await listAllIndicators(db);
  const [indicator] = chooseIndicators(all, [code]) as [KnownIndicator];
  const [figure] = await computeFigures(db, question, all, [indicator]);
  const entered = findEntered(indicator, (part) => all.find((one) => one.code === part));
  const duties = await Duties.find(db, question, holdersOf(question), entered ? [entered] : []);
  const parts = entered && isEntered(indicator) ? await listParts(db, question, [entered]) : [];
  return {
    question,
    indicator,
    figure: figure!,
    byUnit: parts
      .map((part) => part.ofIndicator.get(entered!.id)!)
      .filter((part) => part.value !== null || part.coverage !== null),
    byMonth: isEntered(indicator) ? await listByMonth(db, question, indicator) : [],
    silentUnits: entered ? await listSilentUnits(db, question, entered, duties, silentUnitsShown) : [],
    notes: await listNotes(db, question, [figure!], locale),
  };
}

/** The months of an entered indicator over a span; null = not reported. */
export async function listByMonth(db: Db, question: Understood, indicator: KnownIndicator) {
  const months = listMonths(question.from, question.to);
  const spans = months.map((month) => ({ from: month, to: month }));
  const totals = await findTotals(db, question, holdersOf(question), [indicator], spans);
  return months.map((month, index) => {
    const { value, cells } = totals.get(question.unit.id, indicator.id, index) ?? noTotal;
    return { month, value, reported: cells };
  });
}
