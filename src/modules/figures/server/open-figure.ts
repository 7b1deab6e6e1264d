import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { isEntered, listParts as listPartCodes } from '../figures.rules.ts';
import { listMonths } from '#platform/periods.rules.ts';
import { computeFigures } from './answer.ts';
import { listSilentUnits } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators } from './indicators.ts';
import { listNotes } from './notes.ts';
import { listParts } from './parts.ts';
import { type Ask, countingFigures, isKept, territoryOf, understand, type Understood } from './question.ts';
import { keptRowsOf, monthsOf } from './totals.ts';

const silentUnitsShown = 500;

/** One figure opened: definition, the units it comes from, its months, and the units that are silent. */
export async function openFigure(db: Db, ask: Ask, code: string, locale: 'vi' | 'en') {
  const question = await understand(db, ask);
  const all = await listAllIndicators(db);
  const [indicator] = chooseIndicators(all, [code]) as [KnownIndicator];
  const [figure] = await computeFigures(db, question, all, [indicator]);
  const entered = findEntered(all, indicator);
  const parts = entered && isEntered(indicator) ? await listParts(db, question, [entered]) : [];
  return {
    question,
    indicator,
    figure: figure!,
    byUnit: parts
      .map((part) => part.ofIndicator.get(entered!.id)!)
      .filter((part) => part.value !== null || part.coverage !== null),
    byMonth: isEntered(indicator) ? await listByMonth(db, question, indicator) : [],
    silentUnits: entered ? await listSilentUnits(db, question, entered, silentUnitsShown) : [],
    notes: await listNotes(db, question, [figure!], locale),
  };
}

/** The entered indicator behind an indicator: itself, or its first part followed down. */
function findEntered(all: KnownIndicator[], indicator: KnownIndicator): KnownIndicator | undefined {
  if (isEntered(indicator)) return indicator;
  const code = listPartCodes(indicator)[0];
  const part = all.find((one) => one.code === code);
  return part && findEntered(all, part);
}

/** The months of an entered indicator over a span; null = not reported. */
export async function listByMonth(db: Db, question: Understood, indicator: KnownIndicator) {
  const span = { ...question, from: question.from, to: question.to };
  const within = monthsOf(span, sql`'sum'::text`, sql`c.month`);
  const { rows } =
    isKept(question) && indicator.kind !== 'distinct'
      ? await sql<{ month: string; value: string; reported: number }>`
          select to_char(c.month, 'YYYY-MM') as month, trim_scale(sum(c.value)) as value,
            sum(c.records_cells + c.supplement_cells + c.imported_cells + c.apportioned_cells)::int as reported
          from roll_ups c
          where c.boundary_version_id = ${question.boundaryVersion} and c.indicator_id = ${indicator.id}
            and ${keptRowsOf(question)} and ${within}
          group by c.month`.execute(db)
      : await sql<{ month: string; value: string; reported: number }>`
          select to_char(c.month, 'YYYY-MM') as month,
            case when ${indicator.kind} = 'distinct' then (count(distinct k.key))::text
              else trim_scale(sum(c.value) filter (where coalesce(k.n, 1) = 1))::text end as value,
            (count(*) filter (where coalesce(k.n, 1) = 1))::int as reported
          from ${countingFigures(question)} c
          left join lateral unnest(c.keys) with ordinality as k(key, n) on ${indicator.kind} = 'distinct'
          where c.indicator_id = ${indicator.id} and c.value is not null and c.unit_id in ${territoryOf(question)} and ${within}
          group by c.month`.execute(db);
  const byMonth = new Map(rows.filter((row) => row.reported > 0).map((row) => [row.month, row]));
  return listMonths(question.from, question.to).map((month) => ({
    month,
    value: byMonth.get(month)?.value ?? null,
    reported: byMonth.get(month)?.reported ?? 0,
  }));
}
