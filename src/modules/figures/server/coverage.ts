import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Coverage } from '../figures.contract.ts';
import type { KnownIndicator } from './indicators.ts';
import { countingFigures, monthDate, territoryOf, type Understood } from './question.ts';

/**
 * Unit-months that owe an indicator within a set of units: each obligation names an issuing unit and a kind, and binds
 * every unit of that kind within the issuer, in the months in which the unit exists on the cut-off day. A month owed by
 * two obligations is owed once. For indicators asked at the period's end only the last month counts.
 * Columns indicator_id, unit_id, months.
 */
export function obligedMonths(question: Understood, indicatorIds: number[], territory: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select d.indicator_id, d.unit_id, sum(upper(months) - lower(months))::int as months
    from (
      select d.indicator_id, d.unit_id, range_agg(int4range(d.first_month, d.last_month, '[]')) as owed
      from (
        select o.indicator_id, u.id as unit_id,
          greatest(
            case when i.period_rule = 'end' then month_number(${monthDate(question.to)}::date)
              else month_number(${monthDate(question.from)}::date) end,
            month_number(o.from_month),
            case when u.valid_from is null then 0 else month_number(month_of(u.valid_from)) end) as first_month,
          least(month_number(${monthDate(question.to)}::date),
            coalesce(month_number(o.to_month), 999999),
            case when u.valid_to is null then 999999 else month_number(month_of(u.valid_to)) - 1 end) as last_month
        from obligations o
        join indicators i on i.id = o.indicator_id
        join units issuer on issuer.id = o.unit_id
        join units u on u.kind = o.subject_kind and u.id in ${territory}
        where o.indicator_id = any (${indicatorIds})
          and (issuer.kind = 'nation' or exists (
            select 1 from territories t where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
              and t.holder_id = issuer.id and t.unit_id = u.id))) d
      where d.first_month <= d.last_month
      group by d.indicator_id, d.unit_id) d, unnest(d.owed) as months
    group by d.indicator_id, d.unit_id)`;
}

/** Coverage of entered indicators over a question's territory, by indicator id, with `reported` still to be filled in. */
export async function countObliged(db: Db, question: Understood, indicators: KnownIndicator[]): Promise<Map<number, Omit<Coverage, 'reported'>>> {
  const ids = indicators.map((one) => one.id);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ indicatorId: number; obliged: number; units: number; silentUnits: number }>`
    with obliged as materialized (select * from ${obligedMonths(question, ids, territoryOf(question))} o),
    reporting as materialized (
      select distinct c.indicator_id, c.unit_id
      from ${countingFigures(question.asKnownOn)} c join indicators i on i.id = c.indicator_id
      where c.indicator_id = any (${ids}) and c.value is not null and c.unit_id in ${territoryOf(question)}
        and c.month <= ${monthDate(question.to)}::date
        and c.month >= case when i.period_rule = 'end' then ${monthDate(question.to)}::date else ${monthDate(question.from)}::date end)
    select o.indicator_id, sum(o.months) as obliged, count(*) as units, count(*) filter (where r.unit_id is null) as silent_units
    from obliged o left join reporting r on r.indicator_id = o.indicator_id and r.unit_id = o.unit_id
    group by o.indicator_id`.execute(db);
  return new Map(rows.map(({ indicatorId, ...row }) => [indicatorId, { obliged: Number(row.obliged), units: row.units, silentUnits: row.silentUnits }]));
}
