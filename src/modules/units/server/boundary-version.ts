import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineTerritories, type SuccessionLink, type TerritoryRow, type UnitPlace } from '../units.rules.ts';

/**
 * Fills what is kept for a boundary version that is being built and makes it the current one; belongs to the figures
 * module. `hold` waits for the approvals under way and holds later ones until the transaction ends.
 */
export type TakeBoundaries = (tx: Tx, boundaryVersionId: number, hold: () => Promise<void>) => Promise<void>;

/** A boundary version that approvals know to be under construction, so that they note themselves for it. */
export type Announced = { announcedId: number };

/** One builder at a time; and added units, which hold theirs shared, wait for it (add_units). */
const builderLock = sql`7314004, 1`;
const addedUnitsLock = sql`7314004, 0`;

/**
 * Changes boundaries beside running approvals: announces a boundary version, runs the act in one transaction, which may
 * take minutes, and leaves nothing behind where the act fails or needs no new version. Approvals wait only while what
 * they did meanwhile is taken in. Throws `boundaries.being_built` where another change is under way.
 */
export async function changeBoundaries<Result>(
  ownerDb: Db,
  reason: string,
  act: (tx: Tx, announced: Announced) => Promise<Result>,
): Promise<Result> {
  const announced = await announce(ownerDb, reason);
  try {
    return await ownerDb.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(${builderLock}), pg_advisory_xact_lock(${addedUnitsLock})`.execute(tx);
      return act(tx, announced);
    });
  } finally {
    await takeBack(ownerDb, announced);
  }
}

async function announce(ownerDb: Db, reason: string): Promise<Announced> {
  return ownerDb.transaction().execute(async (tx) => {
    const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock(${builderLock}) as free`.execute(tx);
    if (!rows[0]!.free) throw new Problem('boundaries.being_built');
    await lockBoundaries(tx);
    // What a builder left that was cut off.
    await removeBuilding(tx);
    return { announcedId: await insertBuilding(tx, reason) };
  });
}

async function takeBack(ownerDb: Db, { announcedId }: Announced): Promise<void> {
  await ownerDb.transaction().execute(async (tx) => {
    await lockBoundaries(tx);
    await removeBuilding(tx, announcedId);
  });
}

async function removeBuilding(tx: Tx, id?: number): Promise<void> {
  const removed =
    await sql`delete from boundary_versions where state = 'building' and (${id ?? null}::int is null or id = ${id ?? null}::int)
    returning id`.execute(tx);
  if (removed.rows.length > 0) await sql`delete from approvals_meanwhile`.execute(tx);
}

async function insertBuilding(tx: Tx, reason: string): Promise<number> {
  const { id } = await tx
    .insertInto('boundaryVersions')
    .values({ state: 'building', reason })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Makes a new current boundary version from the units and successions as they stand, writes its territories and has what
 * is kept filled. For every act that moves boundaries, in that act's transaction. The former version stays, superseded.
 * Without `announced` approvals wait from here to the end of the transaction.
 */
export async function buildBoundaryVersion(
  tx: Tx,
  reason: string,
  takeBoundaries: TakeBoundaries,
  announced?: Announced,
): Promise<{ boundaryVersionId: number; territoryCount: number }> {
  if (announced === undefined) await lockBoundaries(tx);
  const id = announced?.announcedId ?? (await insertBuilding(tx, reason));
  const units = await sql<UnitPlace>`select id, kind, parent_id, valid_from, valid_to from units`.execute(tx);
  const successions = await sql<SuccessionLink>`
    select from_unit_id, to_unit_id, extent, takes_effect_on from successions`.execute(tx);
  const territories = determineTerritories(units.rows, successions.rows);
  await insertTerritories(tx, id, territories);
  await sql`analyze units, successions, territories`.execute(tx);
  await takeBoundaries(tx, id, () => lockBoundaries(tx));
  return { boundaryVersionId: id, territoryCount: territories.length };
}

/**
 * Waits for the approvals and added units under way and holds later ones until the transaction ends. They lock the current
 * version's row; a row lock alone would not do here, for one that waited for the row would find no current version in its
 * snapshot.
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
