import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/**
 * Fills what is kept for a boundary version under construction and makes it the current one, in the transaction that
 * changes units and successions. Rows as then are kept on, but for provinces whose own-time territory was mended; rows as
 * today are put together from rows as then. Approvals that came meanwhile are taken in last, under `hold`.
 */
export async function takeBoundaries(tx: Tx, boundaryVersionId: number, hold: () => Promise<void>): Promise<void> {
  // Everything is read, so hashes are right, and one process builds while the others serve.
  await sql`set local jit = off; set local work_mem = '64MB'`.execute(tx);
  await sql`select write_territory_lives(${boundaryVersionId})`.execute(tx);
  const mended = await listMendedProvinces(tx, boundaryVersionId);
  if (mended.length > 0) {
    await hold();
    await sql`select rebuild_roll_ups_then(${boundaryVersionId}, ${mended}::int[])`.execute(tx);
  }
  const { rows } = await sql<{ sumsAsOf: string; keysAsOf: string }>`
    select sums_as_of::text, keys_as_of::text from build_roll_ups_today(${boundaryVersionId})`.execute(tx);
  const { sumsAsOf, keysAsOf } = rows[0]!;
  await hold();
  await sql`select switch_boundaries(${boundaryVersionId}, ${sumsAsOf}::pg_snapshot, ${keysAsOf}::pg_snapshot)`.execute(
    tx,
  );
}

/** Provinces to whose territory as then units with submissions were added, or from which such were taken. */
async function listMendedProvinces(tx: Tx, boundaryVersionId: number): Promise<number[]> {
  const then = (version: ReturnType<typeof sql>) => sql`(
    select t.holder_id, t.unit_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    where t.view = 'then' and t.boundary_version_id = ${version}
      and exists (select from submissions s where s.unit_id = t.unit_id))`;
  const former = then(sql`(select id from boundary_versions where state = 'current')`);
  const later = then(sql`${boundaryVersionId}`);
  const { rows } = await sql<{ holderId: number }>`
    select distinct d.holder_id from ((${former} except ${later}) union all (${later} except ${former})) d
    where exists (select from boundary_versions where state = 'current')`.execute(tx);
  return rows.map(({ holderId }) => holderId);
}
