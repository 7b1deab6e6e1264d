import { sql } from 'kysely';
import { chooseIndicators, type KnownIndicator, monthDate } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { ask, together } from '#platform/database/asking.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { findOwed, getPeriodUnit, isFromRecords, type PeriodUnit } from './owed.ts';
import {
  askOwnFigures,
  findLockedVersion,
  lockLatestVersion,
  type OwnFigure,
  requireEditable,
  requireRevision,
  updateVersion,
  type Version,
} from './store.ts';
import type { CheckedFigure } from '../checks.rules.ts';
import { compareInForm } from '../submissions.rules.ts';
import type { Explanation } from '../submissions.contract.ts';
import { askRegisters } from './view-period.ts';
import { askPast, askRules, askWarnings, passWarnings } from './warnings.ts';

/**
 * Freezes the register's figures with the ids and versions of the records behind them, and hands the month up. Every
 * warning is passed with a sentence, or submission.unexplained is thrown.
 */
export async function submitSubmission(
  tx: Tx,
  actor: Actor,
  registers: Register[],
  key: { unitId: number; month: string },
  input: { revision: number; explanations?: readonly Explanation[] },
  locale: 'vi' | 'en' = 'vi',
): Promise<void> {
  await requirePlace(tx, actor, 'submission.submit', key.unitId);
  const unit = await getPeriodUnit(tx, key.unitId);
  const cutOff = determineMonthDays(key.month).to;
  if (vietnamDay(new Date()) <= cutOff)
    throw new Problem('submission.month_running', { day: cutOff.split('-').toReversed().join('/') });
  const version = await lockLatestVersion(tx, actor, unit, key.month);
  const { all, owed, keptFrom } = await findOwed(tx, unit, key.month);
  if (owed.length === 0) throw new Problem('submission.not_owed', { unit: unit.name });
  requireEditable(version);
  requireRevision(version, input.revision);
  const fromRecords = owed.filter((indicator) => isFromRecords(indicator, keptFrom, key.month));
  const frozen = await freezeRegisterFigures(tx, unit, version, registers, fromRecords, key.month);
  const { figures, past, rules } = await ask(
    tx,
    together({
      figures: askOwnFigures(unit, version.submissionId, [version.version]),
      past: askPast(unit, owed, key.month),
      rules: askRules(),
    }),
  );
  if (!figures.some((figure) => figure.value !== null)) throw new Problem('submission.empty');
  const checked = toChecked(owed, figures, fromRecords);
  const period = { unit, month: key.month, closed: true, indicators: owed };
  const warnings = await ask(tx, askWarnings(registers, period, checked, past, rules));
  const of = { unit, month: key.month, version, indicators: all, locale };
  await passWarnings(tx, actor, of, warnings, input.explanations ?? []);
  await updateVersion(tx, unit, version, { state: 'submitted', submittedBy: actor.accountId });
  await sql`update return_reasons set mended_at = now() where province_id = ${unit.provinceId}
    and submission_id = ${version.submissionId} and version = ${version.version} and mended_at is null`.execute(tx);
  await recordAudit(tx, actor, {
    act: 'submission.submitted',
    subjectKind: 'submission',
    subjectId: version.submissionId,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: {
      month: key.month,
      version: version.version,
      figures: figures.length,
      fromRecords: frozen,
      ...(warnings.length > 0 && { warnings: warnings.map((warning) => warning.key) }),
    },
  });
}

function toChecked(owed: KnownIndicator[], figures: OwnFigure[], fromRecords: KnownIndicator[]): CheckedFigure[] {
  const kept = new Set(fromRecords.map((indicator) => indicator.id));
  const byId = new Map(figures.map((figure) => [figure.indicatorId, figure]));
  return owed
    .toSorted((one, other) => compareInForm(one.code, other.code))
    .map(({ id, code, kind }) => ({
      ...{ code, kind, value: byId.get(id)?.value ?? null, reason: byId.get(id)?.reason ?? null },
      fromRecords: kept.has(id),
    }));
}

async function freezeRegisterFigures(
  tx: Tx,
  unit: PeriodUnit,
  version: Version,
  registers: Register[],
  fromRecords: KnownIndicator[],
  month: string,
): Promise<number> {
  const measured = await ask(tx, askRegisters(registers, fromRecords, unit.id, month));
  await tx
    .deleteFrom('figures')
    .where('provinceId', '=', unit.provinceId)
    .where('submissionId', '=', version.submissionId)
    .where('version', '=', version.version)
    .where((figure) =>
      figure.or([
        figure('origin', '=', 'records'),
        figure('indicatorId', 'in', [0, ...fromRecords.map((one) => one.id)]),
      ]),
    )
    .execute();
  const rows = chooseIndicators(fromRecords, [...measured.keys()]).map((indicator) => {
    const value = measured.get(indicator.code)!;
    return {
      provinceId: unit.provinceId,
      submissionId: version.submissionId,
      version: version.version,
      indicatorId: indicator.id,
      unitId: unit.id,
      month: monthDate(month),
      value: value.value,
      origin: 'records',
      keys: value.keys,
      recordIds: value.recordIds,
      recordVersions: value.recordVersions,
    };
  });
  if (rows.length > 0) await tx.insertInto('figures').values(rows).execute();
  return rows.length;
}

/** Opens a later version of an approved month. Supplements are carried over to be mended; registers are counted anew. */
export async function openCorrection(
  tx: Tx,
  actor: Actor,
  key: { unitId: number; month: string },
  input: { reason: string },
): Promise<void> {
  await requirePlace(tx, actor, 'submission.prepare', key.unitId);
  const unit = await getPeriodUnit(tx, key.unitId);
  const latest = await findLockedVersion(tx, unit, key.month);
  if (!latest) throw new Problem('submission.not_approved');
  if (latest.state !== 'approved')
    throw new Problem(latest.version > 1 ? 'submission.correction_open' : 'submission.not_approved');
  const version = latest.version + 1;
  await sql`
    insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason, opened_by)
    values (${unit.provinceId}, ${latest.submissionId}, ${version}, ${unit.id}, ${monthDate(key.month)}, 'open', ${input.reason}, ${actor.accountId})`.execute(
    tx,
  );
  await sql`
    insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, qualifier, origin, reason, keys, record_ids, record_versions)
    select province_id, submission_id, ${version}, indicator_id, unit_id, month, value, qualifier, origin, reason, keys, record_ids, record_versions
    from figures where province_id = ${unit.provinceId} and submission_id = ${latest.submissionId} and version = ${latest.version}`.execute(
    tx,
  );
  await recordAudit(tx, actor, {
    act: 'submission.correction_opened',
    subjectKind: 'submission',
    subjectId: latest.submissionId,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: { month: key.month, version, reason: input.reason },
  });
}
