import { sql } from 'kysely';
import { Duties, holdersOf, listAllIndicators, monthDate, territoryOf, understand } from '#modules/figures/index.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import { ask } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { determineDueOn, listMonths } from '#platform/periods.rules.ts';

/** Of one month: units that owe it, those that handed it up, and those that did so by the due day. */
export type Punctuality = { month: string; expected: number; received: number; inTime: number };

/** How a unit and those below it, as then, hand up their months. Statements do not grow with the span. */
export async function countPunctuality(
  db: Db,
  asked: { unit: string; from: string; to: string },
): Promise<{ unitId: number; months: Punctuality[] }> {
  const question = await understand(db, { ...asked, view: 'then' });
  const entered = (await listAllIndicators(db)).filter(isEntered);
  const duties = await ask(db, Duties.ask(question, holdersOf(question), entered));
  const months = listMonths(question.from, question.to);
  const within = question.unit.kind === 'nation' ? sql`true` : sql`v.unit_id in ${territoryOf(question)}`;
  const { rows } = await sql<{ month: string; received: number; inTime: number }>`
    select to_char(m.month, 'YYYY-MM') as month, r.received, r.in_time
    from unnest(${months.map(monthDate)}::date[], ${months.map(determineDueOn)}::date[]) as m(month, due_on)
    cross join lateral (
      select count(*)::int as received,
        (count(*) filter (where v.submitted_at < ((m.due_on + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')))::int as in_time
      from submission_versions v where v.month = m.month and v.version = 1 and v.state <> 'open' and ${within}) r`.execute(
    db,
  );
  const counted = new Map(rows.map((row) => [row.month, row]));
  return {
    unitId: question.unit.id,
    months: months.map((month) => ({
      month,
      expected: duties.countOwing(question.unit.id, { from: month, to: month }),
      received: counted.get(month)?.received ?? 0,
      inTime: counted.get(month)?.inTime ?? 0,
    })),
  };
}
