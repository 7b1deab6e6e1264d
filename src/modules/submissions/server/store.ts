import { sql } from 'kysely';
import { monthDate } from '#modules/figures/index.ts';
import type { Qualifier } from '#modules/figures/figures.contract.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Asking, asking } from '#platform/database/asking.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { plannedOnce } from '#platform/database/planning-client.ts';
import { Problem } from '#platform/http/problem.ts';
import type { PeriodUnit } from './owed.ts';

export type Version = {
  submissionId: string;
  version: number;
  state: 'open' | 'submitted' | 'returned' | 'approved';
  revision: number;
  correctionReason: string | null;
  submittedBy: string | null;
  submittedByName: string | null;
  submittedAt: Date | null;
  decidedByName: string | null;
  decidedAt: Date | null;
};

export type OwnFigure = {
  indicatorId: number;
  version: number;
  value: string | null;
  qualifier: Qualifier | null;
  origin: 'records' | 'supplement' | 'imported' | 'apportioned';
  reason: string | null;
  keys: string[] | null;
  recordCount: number;
};

/** All versions of a unit's month, latest first. */
export async function listVersions(db: Db, unit: PeriodUnit, month: string): Promise<Version[]> {
  const { rows } = await sql<Version>`${sql.raw(plannedOnce)}
    select v.submission_id, v.version, v.state, v.revision, v.correction_reason, v.submitted_by, s.display_name as submitted_by_name,
      v.submitted_at, d.display_name as decided_by_name, v.decided_at
    from submission_versions v left join accounts s on s.id = v.submitted_by left join accounts d on d.id = v.decided_by
    where v.province_id = ${unit.provinceId} and v.unit_id = ${unit.id} and v.month = ${monthDate(month)}::date
    order by v.version desc`.execute(db);
  return rows;
}

/** Figures of the given versions of one submission. */
export function askOwnFigures(unit: PeriodUnit, submissionId: string, versions: number[]): Asking<OwnFigure[]> {
  const own = sql<OwnFigure>`
    select indicator_id, version, value::text as value, qualifier, origin, reason, keys, coalesce(cardinality(record_ids), 0) as record_count
    from figures where province_id = ${unit.provinceId} and submission_id = ${submissionId} and version = any (${versions}::int[])`;
  return asking(own, (rows) => rows);
}

/** Locks the latest version of a unit's month; makes the first, open one where there is none. */
export async function lockLatestVersion(tx: Tx, actor: Actor, unit: PeriodUnit, month: string): Promise<Version> {
  const found = await findLockedVersion(tx, unit, month);
  if (found) return found;
  await tx
    .insertInto('submissions')
    .values({ provinceId: unit.provinceId, unitId: unit.id, month: monthDate(month) })
    .onConflict((conflict) => conflict.constraint('submissions_unit_month_key').doNothing())
    .execute();
  await sql`
    insert into submission_versions (province_id, submission_id, version, unit_id, month, state, opened_by)
    select province_id, id, 1, unit_id, month, 'open', ${actor.accountId} from submissions
    where province_id = ${unit.provinceId} and unit_id = ${unit.id} and month = ${monthDate(month)}::date
    on conflict do nothing`.execute(tx);
  const made = await findLockedVersion(tx, unit, month);
  // Row security hides it where a change of boundaries has just given the unit to another place.
  if (!made) throw new Problem('permission.place');
  return made;
}

/**
 * The latest version of a unit's month; an unfinished one is locked until the transaction ends, an approved one needs no
 * lock, for it changes no more. It is read after the lock was had, so that one who waited sees what was made meanwhile.
 */
export async function findLockedVersion(tx: Tx, unit: PeriodUnit, month: string): Promise<Version | undefined> {
  const ofMonth = sql`v.province_id = ${unit.provinceId} and v.unit_id = ${unit.id} and v.month = ${monthDate(month)}::date`;
  await sql`${sql.raw(plannedOnce)} select 1 from submission_versions v where ${ofMonth} and v.state <> 'approved' for update`.execute(
    tx,
  );
  const { rows } = await sql<Version>`${sql.raw(plannedOnce)}
    select v.submission_id, v.version, v.state, v.revision, v.correction_reason, v.submitted_by, null::text as submitted_by_name,
      v.submitted_at, null::text as decided_by_name, v.decided_at
    from submission_versions v where ${ofMonth} order by v.version desc limit 1`.execute(tx);
  return rows[0];
}

/** Throws submission.not_submittable once a version was handed up. */
export function requireEditable(version: Version): void {
  if (version.state !== 'open' && version.state !== 'returned') throw new Problem('submission.not_submittable');
}

/** A month that nobody had opened was read as revision 0; the present state is shown to whoever read an earlier one. */
export function requireRevision(version: Version, revision: number, current: Record<string, unknown> = {}): void {
  const isFresh = version.version === 1 && version.revision === 1 && version.state === 'open';
  if (revision === version.revision || (revision === 0 && isFresh)) return;
  throw new Problem('request.stale', { current: { state: version.state, revision: version.revision, ...current } });
}

/** Moves a version to another state and counts its revision up. */
export async function updateVersion(
  tx: Tx,
  unit: PeriodUnit,
  version: Version,
  change: { state: Version['state']; submittedBy?: string; decidedBy?: string },
): Promise<void> {
  await tx
    .updateTable('submissionVersions')
    .set({
      state: change.state,
      revision: sql<number>`revision + 1`,
      ...(change.submittedBy
        ? { submittedBy: change.submittedBy, submittedAt: sql<Date>`now()`, decidedBy: null, decidedAt: null }
        : {}),
      ...(change.decidedBy ? { decidedBy: change.decidedBy, decidedAt: sql<Date>`now()` } : {}),
    })
    .where('provinceId', '=', unit.provinceId)
    .where('submissionId', '=', version.submissionId)
    .where('version', '=', version.version)
    .execute();
}
