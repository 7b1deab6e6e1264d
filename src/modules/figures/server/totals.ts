import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Origins } from '../figures.contract.ts';
import { type Exact, parseUnitsWith, type Qualified } from '../figures.rules.ts';
import type { KnownIndicator } from './indicators.ts';
import { countingFigures, firstMonths, isKept, monthDate, territoryOf, type Understood } from './question.ts';

/** A total over a span with how many approved cells of which origin are in it, and how many were published as qualified. */
export type Total = { value: Exact; cells: number; origins: Origins; qualified: Qualified };

export const noTotal: Total = {
  value: null,
  cells: 0,
  origins: { records: 0, supplement: 0, imported: 0, apportioned: 0 },
  qualified: { over: 0, nearly: 0 },
};

export type TotalRow = {
  indicatorId: number;
  value: Exact;
  records: number;
  supplement: number;
  imported: number;
  apportioned: number;
  over: number;
  nearly: number;
};

/** Months that count for an indicator: the whole span, or its last month for what is asked at the period's end. */
export function monthsOf(
  question: Pick<Understood, 'from' | 'to'>,
  periodRule: RawBuilder<unknown>,
  month: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql`${month} <= ${monthDate(question.to)}::date and ${month} >= case when ${periodRule} = 'end'
    then ${monthDate(question.to)}::date else ${monthDate(question.from)}::date end`;
}

/**
 * Sums over the territory and span of a question with the cells in them, by indicator id. One statement. For distinct
 * indicators only the cells say something.
 */
export async function sumTotals(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
): Promise<Map<number, Total>> {
  if (indicators.length === 0) return new Map();
  const months = sql`c.month <= ${monthDate(question.to)}::date and c.month >= f.from_month`;
  // One indicator after the other, so that the index is read in the months that count and nowhere else.
  const { rows } = isKept(question)
    ? await sql<TotalRow>`
        select f.indicator_id, t.*, q.* from ${firstMonths(question, indicators)} f cross join lateral (
          select trim_scale(sum(c.value)) as value,
            sum(c.records_cells)::int as records, sum(c.supplement_cells)::int as supplement,
            sum(c.imported_cells)::int as imported, sum(c.apportioned_cells)::int as apportioned
          from roll_ups c
          where c.boundary_version_id = ${question.boundaryVersion} and c.indicator_id = f.indicator_id and ${keptRowsOf(question)} and ${months}
          having count(*) > 0) t
        cross join lateral ${countQualified(sql`c.unit_id in ${territoryOf(question)}`, months)} q`.execute(db)
    : await sql<TotalRow>`
        select c.indicator_id, trim_scale(sum(c.value)) as value,
          (count(*) filter (where c.origin = 'records'))::int as records,
          (count(*) filter (where c.origin = 'supplement'))::int as supplement,
          (count(*) filter (where c.origin = 'imported'))::int as imported,
          (count(*) filter (where c.origin = 'apportioned'))::int as apportioned,
          (count(*) filter (where c.qualifier = 'over'))::int as over,
          (count(*) filter (where c.qualifier = 'nearly'))::int as nearly
        from ${firstMonths(question, indicators)} f join ${countingFigures(question)} c on c.indicator_id = f.indicator_id
        where c.unit_id in ${territoryOf(question)} and c.value is not null and ${months}
        group by c.indicator_id`.execute(db);
  return new Map(rows.map((row) => [row.indicatorId, toTotal(row)]));
}

/** Current figures that were published as qualified, of the indicator `f.indicator_id`; roll-ups do not keep them. */
export function countQualified(units: RawBuilder<unknown>, months: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select (count(*) filter (where c.qualifier = 'over'))::int as over, (count(*) filter (where c.qualifier = 'nearly'))::int as nearly
    from figures c
    where c.is_current and c.qualifier is not null and c.indicator_id = f.indicator_id and ${units} and ${months})`;
}

/** Which kept rows answer: the unit's own row, or all provinces of their time for the nation (as an array, a key of the index). */
export function keptRowsOf(question: Understood): RawBuilder<boolean> {
  return question.unit.kind === 'nation'
    ? sql`c.view = 'then' and c.unit_id = any (array(select p.id from units p where p.kind = 'province'))`
    : sql`c.view = ${question.view} and c.unit_id = ${question.unit.id}`;
}

export function toTotal(row: Omit<TotalRow, 'indicatorId'>): Total {
  const origins = {
    records: row.records,
    supplement: row.supplement,
    imported: row.imported,
    apportioned: row.apportioned,
  };
  const cells = row.records + row.supplement + row.imported + row.apportioned;
  return {
    value: cells > 0 ? row.value : null,
    cells,
    origins,
    qualified: { over: row.over, nearly: row.nearly },
  };
}

/** Different keys of distinct indicators, counted over the territory and span of a question, by indicator id. */
export async function countDistinct(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
): Promise<Map<number, string>> {
  const distinct = indicators.filter((one) => one.kind === 'distinct');
  if (distinct.length === 0) return new Map();
  const months = sql`c.month <= ${monthDate(question.to)}::date and c.month >= f.from_month`;
  const { rows } = isKept(question)
    ? await sql<{ indicatorId: number; value: string }>`
        select f.indicator_id, t.value from ${firstMonths(question, distinct)} f cross join lateral (
          select count(distinct c.key)::text as value from roll_up_keys c
          where c.boundary_version_id = ${question.boundaryVersion} and c.indicator_id = f.indicator_id and c.uses > 0
            and ${keptRowsOf(question)} and ${months}) t`.execute(db)
    : await sql<{ indicatorId: number; value: string }>`
        select c.indicator_id, count(distinct k.key)::text as value
        from ${firstMonths(question, distinct)} f join ${countingFigures(question)} c on c.indicator_id = f.indicator_id,
          unnest(c.keys) as k(key)
        where c.unit_id in ${territoryOf(question)} and ${months}
        group by c.indicator_id`.execute(db);
  return new Map(rows.map((row) => [row.indicatorId, row.value]));
}

/** How many units of a kind, valid at the span's end, satisfy the predicate; each over its own territory in the asked view. */
export async function countUnitsWith(
  db: Db,
  question: Understood,
  indicator: KnownIndicator,
  base: KnownIndicator | undefined,
): Promise<Exact> {
  const predicate = parseUnitsWith(indicator);
  const kinds = sql`u.kind = ${predicate.unitKind} and u.id in ${territoryOf(question)}
    and (${predicate.communeType}::text is null or u.commune_type = ${predicate.communeType})`;
  const existing =
    question.view === 'today'
      ? sql`${kinds} and u.valid_to is null`
      : sql`${kinds} and (u.valid_from is null or u.valid_from <= ${question.toDay}::date)
          and (u.valid_to is null or u.valid_to > ${question.toDay}::date)`;
  if (predicate.code === null) {
    const { rows } = await sql<{ count: number }>`select count(*) as count from units u where ${existing}`.execute(db);
    return String(rows[0]!.count);
  }
  const months = monthsOf(question, sql`${base!.periodRule}::text`, sql`c.month`);
  const { rows } = await sql<{ satisfied: number; reported: number }>`
    select count(*) filter (where s.value ${sql.raw(predicate.operator)} ${predicate.than}::numeric) as satisfied,
      count(s.value) as reported
    from (
      select u.id, sum(c.value) as value
      from units u
      join territories t on t.holder_id = u.id and t.view = ${question.view} and t.boundary_version_id = ${question.boundaryVersion}
      join ${countingFigures(question)} c on c.unit_id = t.unit_id and c.indicator_id = ${base!.id} and ${months}
      where ${existing}
      group by u.id) s`.execute(db);
  return rows[0]!.reported > 0 ? String(rows[0]!.satisfied) : null;
}
