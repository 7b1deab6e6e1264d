import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Coverage, HeldUnit } from '../figures.contract.ts';
import type { KnownIndicator } from './indicators.ts';
import { approvedBy, firstMonths, monthDate, territoryOf, type Understood } from './question.ts';

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
 * Who owes which of the indicators for how many months: each obligation names an issuing unit and a kind, and binds every
 * unit of that kind within the issuer, in the months in which the unit exists on the cut-off day. A month owed by two
 * obligations is owed once. For indicators asked at the period's end only the last month counts.
 *
 * Units of one kind, life and issuers owe the same, so that is worked out once for all of them: `alike` (id, part_id,
 * members) and `obliged` (indicator_id, alike_id, part_id, from_month, months, units). `places` gives part_id and unit_id.
 */
function obligedAlike(
  question: Understood,
  indicators: KnownIndicator[],
  places: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    duties as materialized (select * from ${dutiesOf(
      question,
      indicators.map((one) => one.id),
    )} d),
    bound as (
      select t.unit_id, array_agg(t.holder_id order by t.holder_id) as issuers from territories t
      where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
        and t.holder_id in (select issuer_id from duties where issuer_kind <> 'nation')
      group by t.unit_id),
    alike as materialized (
      select row_number() over () as id, p.part_id, u.kind, b.issuers, array_agg(u.id) as members,
        case when u.valid_to is null then 999999 else month_number(month_of(u.valid_to)) - 1 end as last_month,
        case when u.valid_from is null then 0 else month_number(month_of(u.valid_from)) end as first_month
      from ${places} p join units u on u.id = p.unit_id left join bound b on b.unit_id = u.id
      where u.kind in (select subject_kind from duties)
      group by p.part_id, u.kind, u.valid_from, u.valid_to, b.issuers),
    obliged as materialized (
      select d.indicator_id, d.alike_id, d.part_id, d.from_month, d.units, sum(d.months) as months
      from (
        select o.indicator_id, g.id as alike_id, g.part_id, f.from_month, cardinality(g.members) as units,
          least(month_number(${monthDate(question.to)}::date), o.last_month, g.last_month)
          - greatest(month_number(f.from_month), o.first_month, g.first_month) + 1 as months
        from duties o
        join ${firstMonths(question, indicators)} f on f.indicator_id = o.indicator_id
        join alike g on g.kind = o.subject_kind and (o.issuer_kind = 'nation' or o.issuer_id = any (g.issuers))) d
      where d.months > 0
      group by d.indicator_id, d.alike_id, d.part_id, d.from_month, d.units)`;
}

/** What is owed, without what was reported of it. */
export type Duty = Omit<Coverage, 'reported'>;

/** Coverage of entered indicators over a question's territory, by indicator id, with `reported` still to be filled in. */
export async function countObliged(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
): Promise<Map<number, Duty>> {
  const places = sql`(select 0 as part_id, t.unit_id from ${territoryOf(question)} t)`;
  return (await countObligedOfParts(db, question, indicators, places)).get(0) ?? new Map<number, Duty>();
}

/**
 * The same for each part of a territory, by part and indicator id; `places` gives part_id and unit_id. Whether a unit is
 * silent is looked up unit by unit, which costs the same however many figures there are.
 */
export async function countObligedOfParts(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
  places: RawBuilder<unknown>,
): Promise<Map<number, Map<number, Duty>>> {
  if (indicators.length === 0) return new Map();
  const { ever, reported } = looksOf(question);
  // `limit 1` makes each a look into an index; taken as a join, all figures would be read. Units that never reported
  // anything are left out first.
  const { rows } = await sql<{
    partId: number;
    indicatorId: number;
    obliged: number;
    units: number;
    reporting: number;
  }>`
    with ${obligedAlike(question, indicators, places)},
    reporters as materialized (
      select g.id as alike_id, m.unit_id from alike g, unnest(g.members) as m(unit_id)
      cross join lateral (select 1 ${ever} limit 1) ever
      where g.id in (select alike_id from obliged)),
    reporting as (
      select o.part_id, o.indicator_id, count(*) as units
      from reporters m join obliged o on o.alike_id = m.alike_id cross join lateral (select 1 ${reported} limit 1) reported
      group by o.part_id, o.indicator_id)
    select c.part_id, c.indicator_id, sum(c.obliged) as obliged, sum(c.units) as units, sum(c.reporting) as reporting
    from (
      select part_id, indicator_id, months * units as obliged, units, 0 as reporting from obliged
      union all
      select part_id, indicator_id, 0, 0, units from reporting) c
    group by c.part_id, c.indicator_id`.execute(db);
  const parts = new Map<number, Map<number, Duty>>();
  for (const row of rows) {
    const units = Number(row.units);
    const duty = { obliged: Number(row.obliged), units, silentUnits: units - Number(row.reporting) };
    parts.set(row.partId, (parts.get(row.partId) ?? new Map<number, Duty>()).set(row.indicatorId, duty));
  }
  return parts;
}

/** Obliged units without a single approved value of an indicator in the span, in the order of their codes. */
export async function listSilentUnits(
  db: Db,
  question: Understood,
  indicator: KnownIndicator,
  limit: number,
): Promise<HeldUnit[]> {
  const places = sql`(select 0 as part_id, t.unit_id from ${territoryOf(question)} t)`;
  const { rows } = await sql<HeldUnit>`
    with ${obligedAlike(question, [indicator], places)}
    select u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to
    from obliged o join alike g on g.id = o.alike_id cross join lateral unnest(g.members) as m(unit_id)
    join units u on u.id = m.unit_id
    left join lateral (select 1 as there ${looksOf(question).reported} limit 1) reported on true
    where reported.there is null
    order by u.code, u.valid_to limit ${limit}`.execute(db);
  return rows;
}

/**
 * Where a look shows that a unit `m` reported anything at all, and that it gave a value of what `o` (of `obliged`) asks,
 * within the span.
 */
function looksOf(question: Understood): { ever: RawBuilder<unknown>; reported: RawBuilder<unknown> } {
  const [from, to] = [monthDate(question.from), monthDate(question.to)];
  if (question.asKnownOn === null) {
    return {
      ever: sql`from figures f where f.is_current and f.unit_id = m.unit_id`,
      reported: sql`from figures f where f.is_current and f.unit_id = m.unit_id and f.indicator_id = o.indicator_id
        and f.value is not null and f.month <= ${to}::date and f.month >= o.from_month`,
    };
  }
  const approved = sql`v.unit_id = m.unit_id and v.month <= ${to}::date and ${approvedBy(question.asKnownOn, sql`v`)}`;
  return {
    ever: sql`from submission_versions v where ${approved} and v.month >= ${from}::date`,
    reported: sql`from submission_versions v
      join figures f on f.province_id = v.province_id and f.submission_id = v.submission_id and f.version = v.version
      where ${approved} and v.month >= o.from_month and f.indicator_id = o.indicator_id and f.value is not null
        and not exists (
          select 1 from submission_versions l where l.province_id = v.province_id and l.submission_id = v.submission_id
            and l.version > v.version and ${approvedBy(question.asKnownOn, sql`l`)})`,
  };
}
