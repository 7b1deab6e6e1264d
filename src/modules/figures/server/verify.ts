import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

export type Difference = { table: 'figures' | 'roll_ups' | 'roll_up_keys'; unitCode: string; indicatorCode: string; month: string; view: string; kept: string; recounted: string };

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
      const differences = [...(await findWrongCurrent(tx)), ...(await findWrongSums(tx)), ...(await findWrongKeys(tx))];
      const { rows } = await sql<{ cells: number; rollUps: number }>`
        select (select count(*) from figures where is_current and value is not null) as cells,
          (select count(*) from roll_ups r join boundary_versions b on b.id = r.boundary_version_id and b.state = 'current') as roll_ups`.execute(tx);
      return { ok: differences.length === 0, ...rows[0]!, differences };
    });
}

const latestApproved = sql`(
  select distinct on (v.province_id, v.submission_id) v.province_id, v.submission_id, v.version
  from submission_versions v where v.state = 'approved' order by v.province_id, v.submission_id, v.version desc)`;

const target = sql`(t.view = 'then' or (h.kind = 'province' and h.valid_to is null))`;

async function findWrongCurrent(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    select 'figures' as table, u.code as unit_code, i.code as indicator_code, to_char(f.month, 'YYYY-MM') as month, '' as view,
      f.is_current::text as kept, (k.version is not null)::text as recounted
    from figures f join units u on u.id = f.unit_id join indicators i on i.id = f.indicator_id
    left join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
    where f.is_current <> (k.version is not null) limit 100`.execute(db);
  return rows;
}

async function findWrongSums(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with recounted as (
      select h.province_id, t.view, h.id as unit_id, f.indicator_id, f.month, sum(f.value) as value,
        count(*) filter (where f.origin = 'records') as records_cells, count(*) filter (where f.origin = 'supplement') as supplement_cells,
        count(*) filter (where f.origin = 'imported') as imported_cells, count(*) filter (where f.origin = 'apportioned') as apportioned_cells
      from figures f
      join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
      join boundary_versions b on b.state = 'current'
      join territories t on t.unit_id = f.unit_id and t.boundary_version_id = b.id
      join units h on h.id = t.holder_id
      where f.value is not null and ${target}
      group by h.province_id, t.view, h.id, f.indicator_id, f.month),
    kept as (
      select r.* from roll_ups r join boundary_versions b on b.id = r.boundary_version_id and b.state = 'current')
    select 'roll_ups' as table, u.code as unit_code, i.code as indicator_code, to_char(coalesce(k.month, c.month), 'YYYY-MM') as month,
      coalesce(k.view, c.view) as view,
      concat_ws('/', k.value, k.records_cells, k.supplement_cells, k.imported_cells, k.apportioned_cells) as kept,
      concat_ws('/', c.value, c.records_cells, c.supplement_cells, c.imported_cells, c.apportioned_cells) as recounted
    from kept k full join recounted c using (province_id, view, unit_id, indicator_id, month)
    join units u on u.id = unit_id join indicators i on i.id = indicator_id
    where coalesce(k.value, 0) <> coalesce(c.value, 0)
      or (coalesce(k.records_cells, 0), coalesce(k.supplement_cells, 0), coalesce(k.imported_cells, 0), coalesce(k.apportioned_cells, 0))
        <> (coalesce(c.records_cells, 0), coalesce(c.supplement_cells, 0), coalesce(c.imported_cells, 0), coalesce(c.apportioned_cells, 0))
    limit 100`.execute(db);
  return rows;
}

async function findWrongKeys(db: Db): Promise<Difference[]> {
  const { rows } = await sql<Difference>`
    with recounted as (
      select h.province_id, t.view, h.id as unit_id, f.indicator_id, f.month, x.key, count(*)::int as uses
      from figures f
      join ${latestApproved} k on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version
      cross join unnest(f.keys) as x(key)
      join boundary_versions b on b.state = 'current'
      join territories t on t.unit_id = f.unit_id and t.boundary_version_id = b.id
      join units h on h.id = t.holder_id
      where ${target}
      group by h.province_id, t.view, h.id, f.indicator_id, f.month, x.key),
    kept as (
      select r.* from roll_up_keys r join boundary_versions b on b.id = r.boundary_version_id and b.state = 'current')
    select 'roll_up_keys' as table, u.code as unit_code, i.code as indicator_code, to_char(month, 'YYYY-MM') as month, view,
      coalesce(k.uses, 0)::text as kept, coalesce(c.uses, 0)::text as recounted
    from kept k full join recounted c using (province_id, view, unit_id, indicator_id, month, key)
    join units u on u.id = unit_id join indicators i on i.id = indicator_id
    where coalesce(k.uses, 0) <> coalesce(c.uses, 0) limit 100`.execute(db);
  return rows;
}
