import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

export type Difference = {
  table: 'figures' | 'roll_ups' | 'roll_up_keys';
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
      const differences = [...(await findWrongCurrent(tx)), ...(await findWrongSums(tx)), ...(await findWrongKeys(tx))];
      const { rows } = await sql<{ cells: number; rollUps: number }>`
        select (select count(*) from figures where is_current and value is not null) as cells,
          (select count(*) from roll_ups r join boundary_versions b on b.id = r.boundary_version_id and b.state = 'current') as roll_ups`.execute(
        tx,
      );
      return { ok: differences.length === 0, ...rows[0]!, differences };
    });
}

const currentBoundary = sql`(select id from boundary_versions where state = 'current')`;

const latestApproved = sql`(
  select distinct on (v.province_id, v.submission_id) v.province_id, v.submission_id, v.version
  from submission_versions v where v.state = 'approved' order by v.province_id, v.submission_id, v.version desc)`;

/** Figures `f` of the latest approved versions, each beside every holder `h` in whose roll-ups of a view it belongs. */
const counting = sql`
  figures f
  join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
  join territories t on t.unit_id = f.unit_id and t.boundary_version_id = ${currentBoundary}
  join units h on h.id = t.holder_id and (t.view = 'then' or (h.kind = 'province' and h.valid_to is null))`;

async function findWrongCurrent(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select 'figures' as table, u.code as unit_code, i.code as indicator_code, to_char(f.month, 'YYYY-MM') as month, '' as view,
      f.is_current::text as kept, (k.version is not null)::text as recounted
    from figures f join units u on u.id = f.unit_id join indicators i on i.id = f.indicator_id
    left join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
    where f.is_current <> (k.version is not null) limit 100`.execute(db);
  return rows;
}

/** Kept rows count for, recounted ones against; what is left is a difference. One pass over both, in any order. */
async function findWrongSums(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with differing as (
      select province_id, is_today, unit_id, indicator_id, month, sum(value) as value,
        sum(records) as records, sum(supplement) as supplement, sum(imported) as imported, sum(apportioned) as apportioned
      from (
        select province_id, view = 'today' as is_today, unit_id, indicator_id, month, value,
          records_cells as records, supplement_cells as supplement, imported_cells as imported, apportioned_cells as apportioned
        from roll_ups where boundary_version_id = ${currentBoundary}
        union all
        select h.province_id, t.view = 'today', h.id, f.indicator_id, f.month, -f.value, -(f.origin = 'records')::int,
          -(f.origin = 'supplement')::int, -(f.origin = 'imported')::int, -(f.origin = 'apportioned')::int
        from ${counting} where f.value is not null) both_sides
      group by province_id, is_today, unit_id, indicator_id, month
      having sum(value) <> 0 or sum(records) <> 0 or sum(supplement) <> 0 or sum(imported) <> 0 or sum(apportioned) <> 0
      limit 100)
    select 'roll_ups' as table, u.code as unit_code, i.code as indicator_code, to_char(d.month, 'YYYY-MM') as month, v.view,
      concat_ws('/', k.value, k.records_cells, k.supplement_cells, k.imported_cells, k.apportioned_cells) as kept,
      concat_ws('/', coalesce(k.value, 0) - d.value, coalesce(k.records_cells, 0) - d.records, coalesce(k.supplement_cells, 0) - d.supplement,
        coalesce(k.imported_cells, 0) - d.imported, coalesce(k.apportioned_cells, 0) - d.apportioned) as recounted
    from differing d cross join lateral (select case when d.is_today then 'today' else 'then' end as view) v
    left join roll_ups k on k.province_id = d.province_id and k.boundary_version_id = ${currentBoundary} and k.view = v.view
      and k.unit_id = d.unit_id and k.indicator_id = d.indicator_id and k.month = d.month
    join units u on u.id = d.unit_id join indicators i on i.id = d.indicator_id`.execute(db);
  return rows;
}

async function findWrongKeys(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select 'roll_up_keys' as table, u.code as unit_code, i.code as indicator_code, to_char(d.month, 'YYYY-MM') as month,
      case when d.is_today then 'today' else 'then' end as view, d.kept::text as kept, d.recounted::text as recounted
    from (
      select province_id, is_today, unit_id, indicator_id, month, key, sum(kept) as kept, sum(recounted) as recounted
      from (
        select province_id, view = 'today' as is_today, unit_id, indicator_id, month, key, uses as kept, 0 as recounted
        from roll_up_keys where boundary_version_id = ${currentBoundary}
        union all
        select h.province_id, t.view = 'today', h.id, f.indicator_id, f.month, x.key, 0, 1
        from ${counting} cross join unnest(f.keys) as x(key)) both_sides
      group by province_id, is_today, unit_id, indicator_id, month, key
      having sum(kept) <> sum(recounted)
      limit 100) d
    join units u on u.id = d.unit_id join indicators i on i.id = d.indicator_id`.execute(db);
  return rows;
}
