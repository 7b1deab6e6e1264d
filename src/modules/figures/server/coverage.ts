import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Coverage } from '../figures.contract.ts';
import type { KnownIndicator } from './indicators.ts';
import { approvedBy, firstMonths, monthDate, territoryOf, type Understood } from './question.ts';

/**
 * Unit-months that owe an indicator within a set of units: each obligation names an issuing unit and a kind, and binds
 * every unit of that kind within the issuer, in the months in which the unit exists on the cut-off day. A month owed by
 * two obligations is owed once. For indicators asked at the period's end only the last month counts.
 * Columns indicator_id, unit_id, months.
 */
export function obligedMonths(
  question: Understood,
  indicatorIds: number[],
  territory: RawBuilder<unknown>,
): RawBuilder<unknown> {
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

/**
 * Coverage of entered indicators over a question's territory, by indicator id, with `reported` still to be filled in.
 * Units of one kind, life and issuers owe the same months, so those are worked out once for all of them; whether a unit
 * is silent is looked up unit by unit, which costs the same however many figures there are.
 */
export async function countObliged(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
): Promise<Map<number, Omit<Coverage, 'reported'>>> {
  const ids = indicators.map((one) => one.id);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ indicatorId: number; obliged: number; units: number; silentUnits: number }>`
    with duties as materialized (select * from ${dutiesOf(question, ids)} d),
    bound as (
      select t.unit_id, array_agg(t.holder_id order by t.holder_id) as issuers from territories t
      where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
        and t.holder_id in (select issuer_id from duties where issuer_kind <> 'nation')
      group by t.unit_id),
    alike as materialized (
      select row_number() over () as id, u.kind, b.issuers, array_agg(u.id) as members,
        case when u.valid_to is null then 999999 else month_number(month_of(u.valid_to)) - 1 end as last_month,
        case when u.valid_from is null then 0 else month_number(month_of(u.valid_from)) end as first_month
      from units u left join bound b on b.unit_id = u.id
      where u.id in ${territoryOf(question)} and u.kind in (select subject_kind from duties)
      group by u.kind, u.valid_from, u.valid_to, b.issuers),
    obliged as materialized (
      select d.indicator_id, d.alike_id, d.from_month, sum(d.months) as months
      from (
        select o.indicator_id, g.id as alike_id, f.from_month,
          least(month_number(${monthDate(question.to)}::date), o.last_month, g.last_month)
          - greatest(month_number(f.from_month), o.first_month, g.first_month) + 1 as months
        from duties o
        join ${firstMonths(question, indicators)} f on f.indicator_id = o.indicator_id
        join alike g on g.kind = o.subject_kind and (o.issuer_kind = 'nation' or o.issuer_id = any (g.issuers))) d
      where d.months > 0
      group by d.indicator_id, d.alike_id, d.from_month),
    reporting as materialized (${reportingUnits(question)})
    select o.indicator_id, sum(o.months * cardinality(g.members)) as obliged, sum(cardinality(g.members)) as units,
      sum(cardinality(g.members)) - coalesce((select r.units from reporting r where r.indicator_id = o.indicator_id), 0) as silent_units
    from obliged o join alike g on g.id = o.alike_id
    group by o.indicator_id`.execute(db);
  return new Map(
    rows.map((row) => [
      row.indicatorId,
      { obliged: Number(row.obliged), units: Number(row.units), silentUnits: Number(row.silentUnits) },
    ]),
  );
}

/** How many of the obliged units (of `alike` and `obliged`) gave a value within the span, by indicator. */
function reportingUnits(question: Understood): RawBuilder<unknown> {
  const [from, to] = [monthDate(question.from), monthDate(question.to)];
  const approved = sql`v.unit_id = m.unit_id and v.month <= ${to}::date and ${approvedBy(question.asKnownOn, sql`v`)}`;
  const [everLook, look] =
    question.asKnownOn === null
      ? [
          sql`from figures f where f.is_current and f.unit_id = m.unit_id`,
          sql`from figures f where f.is_current and f.unit_id = m.unit_id and f.indicator_id = o.indicator_id and f.value is not null
            and f.month <= ${to}::date and f.month >= o.from_month`,
        ]
      : [
          sql`from submission_versions v where ${approved} and v.month >= ${from}::date`,
          sql`from submission_versions v
            join figures f on f.province_id = v.province_id and f.submission_id = v.submission_id and f.version = v.version
            where ${approved} and v.month >= o.from_month and f.indicator_id = o.indicator_id and f.value is not null
              and not exists (
                select 1 from submission_versions l where l.province_id = v.province_id and l.submission_id = v.submission_id
                  and l.version > v.version and ${approvedBy(question.asKnownOn, sql`l`)})`,
        ];
  // `limit 1` makes each a look into an index; taken as a join, all figures would be read. Units that never reported
  // anything are left out first.
  return sql`
    with reporters as materialized (
      select g.id as alike_id, m.unit_id from alike g, unnest(g.members) as m(unit_id)
      cross join lateral (select 1 ${everLook} limit 1) ever
      where g.id in (select alike_id from obliged))
    select o.indicator_id, count(*) as units
    from reporters m join obliged o on o.alike_id = m.alike_id cross join lateral (select 1 ${look} limit 1) reported
    group by o.indicator_id`;
}
