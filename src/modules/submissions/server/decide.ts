import { sql } from 'kysely';
import { chooseIndicators, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit, recordAudits } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/database/database.ts';
import { plannedOnce } from '#platform/database/planning-client.ts';
import { Problem } from '#platform/http/problem.ts';
import { getPeriodUnit } from './owed.ts';
import { findLockedVersion, updateVersion } from './store.ts';

/** Sends a submission back; each reason stands on the figure it concerns, or on the whole. */
export async function returnSubmission(
  tx: Tx,
  actor: Actor,
  key: { unitId: number; month: string },
  input: { revision: number; reasons: { indicatorCode: string | null; reason: string }[] },
): Promise<void> {
  await requirePlace(tx, actor, 'submission.return', key.unitId);
  const unit = await getPeriodUnit(tx, key.unitId);
  const version = await findLockedVersion(tx, unit, key.month);
  if (version?.state !== 'submitted') throw new Problem('submission.not_submitted');
  if (version.revision !== input.revision)
    throw new Problem('request.stale', { current: { state: version.state, revision: version.revision } });
  const all = await listAllIndicators(tx);
  await tx
    .insertInto('returnReasons')
    .values(
      input.reasons.map((one) => ({
        provinceId: unit.provinceId,
        submissionId: version.submissionId,
        version: version.version,
        unitId: unit.id,
        indicatorId: one.indicatorCode === null ? null : chooseIndicators(all, [one.indicatorCode])[0]!.id,
        reason: one.reason,
        returnedBy: actor.accountId,
      })),
    )
    .execute();
  await updateVersion(tx, unit, version, { state: 'returned', decidedBy: actor.accountId });
  await recordAudit(tx, actor, {
    act: 'submission.returned',
    subjectKind: 'submission',
    subjectId: version.submissionId,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: { month: key.month, version: version.version, indicators: input.reasons.map((one) => one.indicatorCode) },
  });
}

type Asked = { unitId: number; month: string; revision: number };
type Candidate = {
  unitId: number;
  unitName: string;
  month: string;
  provinceId: number;
  submissionId: string | null;
  version: number | null;
  state: string | null;
  revision: number | null;
  submittedBy: string | null;
  inPlace: boolean;
};

/**
 * Approves submissions, whole or not at all; every roll-up moves by exactly the difference in the same commit (DESIGN
 * law 5). Whoever submitted may not approve. Returns how many were approved.
 */
export async function approveSubmissions(tx: Tx, actor: Actor, asked: Asked[]): Promise<number> {
  await lockProvinces(tx, asked);
  const candidates = await lockCandidates(tx, asked);
  for (const candidate of candidates) requireApprovable(actor, candidate, asked);
  // As arrays, of which the planner knows how long they are: each row is then looked up by its key.
  const chosen = sql`unnest(${candidates.map((one) => one.provinceId)}::int[], ${candidates.map((one) => one.submissionId)}::uuid[],
    ${candidates.map((one) => one.version)}::int[]) as a(province_id, submission_id, version)`;
  await sql`${sql.raw(plannedOnce)}
    update submission_versions v set state = 'approved', decided_by = ${actor.accountId}, decided_at = clock_timestamp(), revision = v.revision + 1
    from ${chosen} where v.province_id = a.province_id and v.submission_id = a.submission_id and v.version = a.version`.execute(
    tx,
  );
  await sql`
    select count(apply_approval(a.province_id, a.submission_id, a.version)) from (
      select * from ${chosen} order by 1, 2, 3) a`.execute(tx);
  await recordAudits(
    tx,
    actor,
    candidates.map(({ unitId, provinceId, submissionId, month, version }) => ({
      act: 'submission.approved',
      subjectKind: 'submission',
      subjectId: submissionId!,
      unitId,
      provinceId,
      changes: { month, version },
    })),
  );
  return candidates.length;
}

/**
 * Approvals under one province wait for each other here, before they touch any row: one that approves many units would
 * otherwise take the rows of districts and provinces in another order than its neighbour. A report that is being frozen
 * holds them here too; an approval is therefore dated after the wait, by the clock and not by the start of its transaction.
 */
async function lockProvinces(tx: Tx, asked: Asked[]): Promise<void> {
  await sql`${sql.raw(plannedOnce)}
    select count(pg_advisory_xact_lock(7314002, p.holder_id)) from (
      select distinct t.holder_id from territories t
      join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      join units h on h.id = t.holder_id and h.kind = 'province'
      where t.unit_id = any (${asked.map((one) => one.unitId)}) order by t.holder_id) p`.execute(tx);
}

async function lockCandidates(tx: Tx, asked: Asked[]): Promise<Candidate[]> {
  const wanted = sql`(select distinct * from unnest(${asked.map((one) => one.unitId)}::int[],
    ${asked.map((one) => monthDate(one.month))}::date[]) as r(unit_id, month))`;
  await sql`${sql.raw(plannedOnce)}
    select 1 from submission_versions v join ${wanted} a on v.unit_id = a.unit_id and v.month = a.month
    where v.state <> 'approved' order by v.province_id, v.submission_id for update of v`.execute(tx);
  const { rows } = await sql<Candidate>`${sql.raw(plannedOnce)}
    select u.id as unit_id, u.name_vi as unit_name, to_char(a.month, 'YYYY-MM') as month, u.province_id, v.submission_id, v.version, v.state,
      v.revision, v.submitted_by,
      has_nationwide('submission.approve') or u.id in (select units_with('submission.approve')) as in_place
    from ${wanted} a join units u on u.id = a.unit_id
    left join lateral (
      select * from submission_versions n where n.unit_id = u.id and n.month = a.month order by n.version desc limit 1) v on true`.execute(
    tx,
  );
  return rows;
}

function requireApprovable(actor: Actor, candidate: Candidate, asked: Asked[]): void {
  if (!candidate.inPlace) throw new Problem('permission.place');
  if (candidate.state !== 'submitted') throw new Problem('submission.not_submitted');
  if (candidate.submittedBy === actor.accountId) throw new Problem('submission.own');
  const seen = asked.find((one) => one.unitId === candidate.unitId && one.month === candidate.month);
  if (seen?.revision !== candidate.revision) throw new Problem('submission.changed', { unit: candidate.unitName });
}
