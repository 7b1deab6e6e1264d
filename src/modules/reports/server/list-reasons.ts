import { sql } from 'kysely';
import {
  countingFigures,
  type KnownIndicator,
  monthDate,
  territoryOf,
  type Understood,
} from '#modules/figures/index.ts';
import { type Asking, asking } from '#platform/database/asking.ts';
import type { ReviewReport } from '../reports.contract.ts';

const reasonsShown = 200;

/**
 * Why monthly values were entered by hand, imported or apportioned, as their units said it, with how many values each.
 * Of the nation they are not listed: they stand in the reports of its provinces.
 */
export function askReasons(question: Understood, entered: KnownIndicator[]): Asking<ReviewReport['reasons']> {
  if (question.unit.kind === 'nation' || entered.length === 0) return asking<Reason, Reason[]>(undefined, () => []);
  const [from, to] = [monthDate(question.from), monthDate(question.to)];
  const reasons = sql<Reason>`
    select i.code as indicator_code, c.origin, c.reason, count(*)::int as values
    from ${countingFigures(question)} c join indicators i on i.id = c.indicator_id
    where c.unit_id in ${territoryOf(question)} and c.indicator_id = any (${entered.map(({ id }) => id)}::int[])
      and c.origin <> 'records' and c.reason is not null and c.value is not null and c.month <= ${to}::date
      and c.month >= case when i.period_rule = 'end' then ${to}::date else ${from}::date end
    group by i.code, c.origin, c.reason order by i.code, c.origin, count(*) desc, c.reason limit ${reasonsShown}`;
  return asking(reasons, (rows) => rows);
}

type Reason = ReviewReport['reasons'][number];
