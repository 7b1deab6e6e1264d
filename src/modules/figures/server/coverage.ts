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
  const [from, to] = [monthDate(question.from), monthDate(question.to)];
  // `offset 0` keeps the months of a unit from being worked out again for every obligation: 4,5 s against 0,4 s nationwide.
  return sql`(
    select d.indicator_id, d.unit_id, sum(d.months)::int as months
    from (
      select o.indicator_id, u.id as unit_id,
        least(month_number(${to}::date), o.last_month, u.last_month)
        - greatest(
          case when i.period_rule = 'end' then month_number(${to}::date) else month_number(${from}::date) end,
          o.first_month, u.first_month) + 1 as months
      from ${dutiesOf(question, indicatorIds)} o
      join indicators i on i.id = o.indicator_id
      join (
        select n.id, n.kind,
          case when n.valid_to is null then 999999 else month_number(month_of(n.valid_to)) - 1 end as last_month,
          case when n.valid_from is null then 0 else month_number(month_of(n.valid_from)) end as first_month
        from units n where n.id in ${territory} offset 0) u on u.kind = o.subject_kind
      where o.issuer_kind = 'nation' or exists (
        select 1 from territories t where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
          and t.holder_id = o.issuer_id and t.unit_id = u.id)
      offset 0) d
    where d.months > 0
    group by d.indicator_id, d.unit_id)`;
}

/**
 * Spans in which an issuer asks an indicator of a kind of unit, in numbers of months, none of them twice: without those in
 * which an issuer above asks the same. Columns indicator_id, subject_kind, issuer_id, issuer_kind, first_month, last_month.
 */
function dutiesOf(question: Understood, indicatorIds: number[]): RawBuilder<unknown> {
  return sql`(
    with asked as materialized (
      select o.indicator_id, o.subject_kind, o.unit_id as issuer_id, issuer.kind as issuer_kind,
        range_agg(int4range(month_number(o.from_month), coalesce(month_number(o.to_month), 999999), '[]')) as months
      from obligations o join units issuer on issuer.id = o.unit_id
      where o.indicator_id = any (${indicatorIds})
        and o.from_month <= ${monthDate(question.to)}::date and (o.to_month is null or o.to_month >= ${monthDate(question.from)}::date)
      group by o.indicator_id, o.subject_kind, o.unit_id, issuer.kind)
    select a.indicator_id, a.subject_kind, a.issuer_id, a.issuer_kind, lower(span) as first_month, upper(span) - 1 as last_month
    from asked a, unnest(a.months - coalesce((
      select range_agg(above.months) from asked above
      where above.indicator_id = a.indicator_id and above.subject_kind = a.subject_kind and above.issuer_id <> a.issuer_id
        and (above.issuer_kind = 'nation' or exists (
          select 1 from territories t where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
            and t.holder_id = above.issuer_id and t.unit_id = a.issuer_id))), '{}')) as span)`;
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
