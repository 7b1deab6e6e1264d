import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

export type Difference = {
  table: 'figures' | 'figure_years' | 'roll_ups' | 'roll_up_keys';
  unitCode: string;
  indicatorCode: string;
  month: string;
  view: string;
  kept: string;
  recounted: string;
};

export type FiguresVerified = { ok: boolean; cells: number; rollUps: number; differences: Difference[] };

/**
 * Recounts every roll-up of the current boundary version from the approved versions, without trusting anything kept:
 * the current flag, the sums, the cell counts and the keys. Reads in one statement each, so a house in use is no matter.
 */
export async function verifyFigures(ownerDb: Db): Promise<FiguresVerified> {
  return ownerDb
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      // Everything is read, so hashes are right; the planner takes the joins for small and would look up row by row.
      await sql`set local enable_nestloop = off; set local work_mem = '64MB'`.execute(tx);
      const differences = [
        ...(await findWrongCurrent(tx)),
        ...(await findWrongYears(tx)),
        ...(await findWrongSums(tx)),
        ...(await findWrongKeys(tx)),
      ];
      const { rows } = await sql<{ cells: number; rollUps: number }>`
        select (select count(*) from figures where is_current and value is not null) as cells,
          (select count(*) from roll_ups where boundary_version_id in (0, ${currentBoundary})) as roll_ups`.execute(tx);
      return { ok: differences.length === 0, ...rows[0]!, differences };
    });
}

const currentBoundary = sql`(select id from boundary_versions where state = 'current')`;

const latestApproved = sql`(
  select distinct on (v.province_id, v.submission_id) v.province_id, v.submission_id, v.version
  from submission_versions v where v.state = 'approved' order by v.province_id, v.submission_id, v.version desc)`;

/** Figures `f` of the latest approved versions, with `i` the indicator. */
const approved = sql`
  figures f
  join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
  join indicators i on i.id = f.indicator_id`;

/**
 * The kept rows that a figure `f` of `i` belongs in: `h` a province as then (boundary 0), or of today where that differs: the
 * one that took the unit over (sign 1), the one that it left (sign -1); `n` the month and, for what is summed over a period,
 * the administrative year. Own figures are kept by year only.
 */
const places = sql`
  cross join lateral (
    select h.id as unit_id, s.boundary, s.sign
    from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    cross join lateral (
      select 0 as boundary, 1 as sign where t.view = 'then'
      union all
      select t.boundary_version_id, case t.view when 'today' then 1 else -1 end
      where h.valid_to is null and not exists (
        select from territories o where o.boundary_version_id = t.boundary_version_id and o.view <> t.view
          and o.holder_id = t.holder_id and o.unit_id = t.unit_id)) s
    where t.unit_id = f.unit_id and t.boundary_version_id = ${currentBoundary}) h
  cross join lateral (select 'month' as span, f.month union all select 'year', year_start(f.month) where i.period_rule = 'sum') n`;

async function findWrongCurrent(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select 'figures' as table, u.code as unit_code, i.code as indicator_code, to_char(f.month, 'YYYY-MM') as month, '' as view,
      f.is_current::text as kept, (k.version is not null)::text as recounted
    from figures f join units u on u.id = f.unit_id join indicators i on i.id = f.indicator_id
    left join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
    where f.is_current <> (k.version is not null) limit 100`.execute(db);
  return rows;
}

/** Cells of each origin of a kept row, and of a figure counted once against them. */
const keptCells = sql`value, records_cells as records, supplement_cells as supplement, imported_cells as imported, apportioned_cells as apportioned`;
const countedCells = (sign = sql`1`) =>
  sql`-f.value * ${sign}, -(f.origin = 'records')::int * ${sign}, -(f.origin = 'supplement')::int * ${sign}, -(f.origin = 'imported')::int * ${sign}, -(f.origin = 'apportioned')::int * ${sign}`;

/** Kept rows count for, recounted ones against; what is left is a difference. One pass over both, in any order. */
async function findWrongSums(db: Db): Promise<Difference[]> {
  return findDiffering(
    db,
    'roll_ups',
    sql`select boundary_version_id as boundary, unit_id, indicator_id, span, month, ${keptCells} from roll_ups
      where boundary_version_id in (0, ${currentBoundary})
      union all
      select h.boundary, h.unit_id, f.indicator_id, n.span, n.month, ${countedCells(sql`h.sign`)} from ${approved} ${places} where f.value is not null`,
  );
}

async function findWrongYears(db: Db): Promise<Difference[]> {
  return findDiffering(
    db,
    'figure_years',
    sql`select 0 as boundary, unit_id, indicator_id, 'year' as span, year as month, ${keptCells} from figure_years
      union all
      select 0, f.unit_id, f.indicator_id, 'year', year_start(f.month), ${countedCells()} from ${approved}
      where f.value is not null and i.period_rule = 'sum'`,
  );
}

async function findDiffering(
  db: Db,
  table: Difference['table'],
  bothSides: ReturnType<typeof sql>,
): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with kept as (select * from ${table === 'roll_ups' ? sql`(select *, month as label from roll_ups)` : sql`(select *, 0 as boundary_version_id, 'year' as span, year as label from figure_years)`} k),
    differing as (
      select boundary, unit_id, indicator_id, span, month, sum(value) as value, sum(records) as records,
        sum(supplement) as supplement, sum(imported) as imported, sum(apportioned) as apportioned
      from (${bothSides}) both_sides
      group by boundary, unit_id, indicator_id, span, month
      having sum(value) <> 0 or sum(records) <> 0 or sum(supplement) <> 0 or sum(imported) <> 0 or sum(apportioned) <> 0
      limit 100)
    select ${table}::text as table, u.code as unit_code, i.code as indicator_code,
      to_char(d.month, case d.span when 'year' then 'YYYY' else 'YYYY-MM' end) as month,
      case when ${table} = 'figure_years' then '' when d.boundary = 0 then 'then' else 'today' end as view,
      concat_ws('/', k.value, k.records_cells, k.supplement_cells, k.imported_cells, k.apportioned_cells) as kept,
      concat_ws('/', coalesce(k.value, 0) - d.value, coalesce(k.records_cells, 0) - d.records, coalesce(k.supplement_cells, 0) - d.supplement,
        coalesce(k.imported_cells, 0) - d.imported, coalesce(k.apportioned_cells, 0) - d.apportioned) as recounted
    from differing d
    left join kept k on k.boundary_version_id = d.boundary and k.unit_id = d.unit_id and k.indicator_id = d.indicator_id
      and k.span = d.span and k.label = d.month
    join units u on u.id = d.unit_id join indicators i on i.id = d.indicator_id
    order by 2, 3, 4, 5`.execute(db);
  return rows;
}

async function findWrongKeys(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select 'roll_up_keys' as table, u.code as unit_code, i.code as indicator_code,
      to_char(d.month, case d.span when 'year' then 'YYYY' else 'YYYY-MM' end) as month,
      case when d.boundary = 0 then 'then' else 'today' end as view, d.kept::text as kept, d.recounted::text as recounted
    from (
      select boundary, unit_id, indicator_id, span, month, key, sum(kept) as kept, sum(recounted) as recounted
      from (
        select boundary_version_id as boundary, unit_id, indicator_id, span, month, key, uses as kept, 0 as recounted
        from roll_up_keys where boundary_version_id in (0, ${currentBoundary})
        union all
        select h.boundary, h.unit_id, f.indicator_id, n.span, n.month, x.key, 0, h.sign
        from ${approved} ${places} cross join unnest(f.keys) as x(key)) both_sides
      group by boundary, unit_id, indicator_id, span, month, key
      having sum(kept) <> sum(recounted)
      limit 100) d
    join units u on u.id = d.unit_id join indicators i on i.id = d.indicator_id
    order by 2, 3, 4, 5`.execute(db);
  return rows;
}
