import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { determineTerritories, type SuccessionLink, type TerritoryRow, type UnitPlace } from '../units.rules.ts';

/** Fills the roll-ups of a boundary version inside the same transaction; belongs to the figures module. */
export type RebuildRollUps = (tx: Tx, boundaryVersionId: number) => Promise<void>;

/**
 * Makes a new current boundary version from the units and successions as they stand, writes its territories and has its
 * roll-ups filled. For every act that moves boundaries, in that act's transaction. The former version stays, superseded.
 */
export async function buildBoundaryVersion(
  tx: Tx,
  reason: string,
  rebuildRollUps: RebuildRollUps,
): Promise<{ boundaryVersionId: number; territoryCount: number }> {
  await lockBoundaries(tx);
  await tx.updateTable('boundaryVersions').set({ state: 'superseded' }).where('state', '=', 'current').execute();
  const { id } = await tx
    .insertInto('boundaryVersions')
    .values({ state: 'current', reason })
    .returning('id')
    .executeTakeFirstOrThrow();
  const units = await sql<UnitPlace>`select id, kind, parent_id, valid_to from units`.execute(tx);
  const successions = await sql<SuccessionLink>`select from_unit_id, to_unit_id, extent from successions`.execute(tx);
  const territories = determineTerritories(units.rows, successions.rows);
  await insertTerritories(tx, id, territories);
  await sql`analyze units, successions, territories`.execute(tx);
  await rebuildRollUps(tx, id);
  return { boundaryVersionId: id, territoryCount: territories.length };
}

/**
 * Waits for the approvals and added units under way and holds later ones until the transaction ends; taken before any row
 * of a unit, as they do. They lock the current version's row; a row lock alone would not do here, for one that waited for
 * the row would find no current version in its snapshot.
 */
export async function lockBoundaries(tx: Tx): Promise<void> {
  await sql`lock table boundary_versions in exclusive mode`.execute(tx);
}

async function insertTerritories(tx: Tx, boundaryVersionId: number, rows: readonly TerritoryRow[]): Promise<void> {
  // In the order of the primary key, which makes the index grow at its end.
  const sorted = rows.toSorted(
    (one, other) =>
      (one.view === other.view ? 0 : one.view < other.view ? -1 : 1) ||
      one.holderId - other.holderId ||
      one.unitId - other.unitId,
  );
  await sql`
    insert into territories (boundary_version_id, view, holder_id, unit_id)
    select ${boundaryVersionId}, t.view, t.holder_id, t.unit_id
    from unnest(${sorted.map(({ view }) => view)}::text[], ${sorted.map(({ holderId }) => holderId)}::int[],
      ${sorted.map(({ unitId }) => unitId)}::int[]) as t(view, holder_id, unit_id)`.execute(tx);
}
