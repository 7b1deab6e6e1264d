import { sql } from 'kysely';
import { computeRatios } from './computed.ts';
import type { KnownIndicator } from '#modules/figures/index.ts';
import { type Actor, chooseInPlace } from '#platform/auth/actor.ts';
import type { Permission } from '#platform/auth/permissions.ts';
import { type Asking, ask, asking, inOrder, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { addMonths, determineDueOn, determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { askMeasures, type Measured } from '#registers/server/measures.ts';
import type { Submission, SubmissionRow } from '../submissions.contract.ts';
import { compareInForm } from '../submissions.rules.ts';
import { findOwed, getPeriodUnit, isFromRecords, type OwingUnit, type PeriodUnit } from './owed.ts';
import { askOwnFigures, listVersions, type OwnFigure, type Version } from './store.ts';
import { askAlikeOf, askPassed, askPast, askRules, askWarnings, viewWarnings } from './warnings.ts';

/**
 * One unit's period as it stands: computed live while it can be edited, as it was frozen once submitted. `known`: where the
 * transaction has read the unit and its duties of the month already.
 */
export async function viewPeriod(
  db: Db,
  actor: Actor,
  registers: Register[],
  unitId: number,
  month: string,
  locale: 'vi' | 'en' = 'vi',
  known?: OwingUnit,
): Promise<Submission> {
  const asked = [...registers.map((register) => register.permissions.read), ...periodRights];
  const held = new Set<Permission>(await chooseInPlace(db, actor, asked, unitId));
  if (!held.has('submission.read')) throw new Problem('permission.place');
  const unit = known?.unit ?? (await getPeriodUnit(db, unitId));
  const { all, owed, keptFrom } = known ?? (await findOwed(db, unit, month));
  const versions = await listVersions(db, unit, month);
  if (owed.length === 0 && versions.length === 0) throw new Problem('submission.not_owed', { unit: unit.name });
  const latest = versions[0];
  const approved = versions.find((version) => version.state === 'approved');
  // To whoever may not see its records a register would look empty, which is not 0.
  const readable = registers.filter((register) => held.has(register.permissions.read));
  const measurable = owed.filter((one) => isFromRecords(one, keptFrom, month));
  const numbers = versions.map((version) => version.version);
  const { measured, figures, past, returns, passed, rules } = await ask(
    db,
    together({
      measured: askRegisters(readable, measurable, unit.id, month),
      figures: latest ? askOwnFigures(unit, latest.submissionId, numbers) : asking(undefined, () => []),
      past: askPast(unit, owed, month),
      returns: askReturns(unit, latest),
      passed: askPassed(unit, latest),
      rules: askRules(),
    }),
    { isPlannedOnce: true },
  );
  const frozen = latest !== undefined && (latest.state === 'submitted' || latest.state === 'approved');
  const days = determineMonthDays(month);
  const closed = vietnamDay(new Date()) > days.to;
  const acts = determineActs(actor, held, latest, closed);

  const inForm = owed.toSorted((one, other) => compareInForm(one.code, other.code));
  const rows = inForm.map((indicator): SubmissionRow => {
    const fromRecords = isFromRecords(indicator, keptFrom, month);
    const live = measured.get(indicator.code);
    const own = figures.find((figure) => figure.version === latest?.version && figure.indicatorId === indicator.id);
    const before =
      approved && figures.find((figure) => figure.version === approved.version && figure.indicatorId === indicator.id);
    const shown =
      fromRecords && !frozen
        ? live && {
            value: live.value,
            qualifier: null,
            origin: 'records' as const,
            reason: null,
            keys: live.keys,
            recordCount: live.recordIds.length,
          }
        : own;
    const counted = frozen ? own : before;
    return {
      indicator,
      value: shown?.value ?? null,
      qualifier: shown?.qualifier ?? null,
      origin: shown?.origin ?? null,
      reason: shown?.reason ?? null,
      keys: shown?.keys ?? null,
      previousMonth: past.get(indicator.code)?.get(addMonths(month, -1))?.value ?? null,
      sameMonthLastYear: past.get(indicator.code)?.get(addMonths(month, -12))?.value ?? null,
      approved: before?.value ?? null,
      recordCount: fromRecords ? (shown?.recordCount ?? 0) : null,
      drift: determineDrift(fromRecords, live, counted),
      returns: returns.get(indicator.id) ?? [],
      editable: !fromRecords && !frozen && acts.prepare,
    };
  });
  const checked = rows.map((row) => ({
    ...{ code: row.indicator.code, kind: row.indicator.kind, value: row.value, reason: row.reason },
    fromRecords: row.recordCount !== null,
  }));
  const readsBeside = actor.posts.some((post) => post.permissions['submission.read'] === 'below');
  const { live, alike } = await ask(
    db,
    together({
      live: frozen
        ? asking(undefined, () => undefined)
        : askWarnings(readable, { unit, month, closed, indicators: owed }, checked, past, rules),
      alike:
        readsBeside && latest?.state === 'submitted'
          ? askAlikeOf(unit, all, month, locale)
          : asking(undefined, () => []),
    }),
  );
  const warnings = [...viewWarnings(all, latest, passed, live, locale), ...alike];
  return {
    unit: { id: unit.id, code: unit.code, name: unit.name, kind: unit.kind },
    month,
    fromDay: days.from,
    toDay: days.to,
    dueOn: determineDueOn(month),
    closed,
    state: latest?.state ?? 'missing',
    version: latest?.version ?? 0,
    revision: latest?.revision ?? 0,
    correctionReason: latest?.correctionReason ?? null,
    keepings: registers.map(({ name }) => ({ register: name, keptFrom: keptFrom.get(name) ?? null })),
    returns: returns.get(null) ?? [],
    rows,
    warnings,
    computed: computeRatios(all, rows),
    versions: versions.map(toVersion),
    acts,
  };
}

function determineDrift(
  fromRecords: boolean,
  live: Measured | undefined,
  counted: OwnFigure | undefined,
): SubmissionRow['drift'] {
  if (!fromRecords || !live || !counted || counted.value === null || live.value === counted.value) return null;
  return { register: live.value, submitted: counted.value };
}

function toVersion(version: Version): Submission['versions'][number] {
  return {
    version: version.version,
    state: version.state,
    correctionReason: version.correctionReason,
    submittedBy: version.submittedByName,
    submittedAt: version.submittedAt?.toISOString() ?? null,
    decidedBy: version.decidedByName,
    decidedAt: version.decidedAt?.toISOString() ?? null,
  };
}

/** Live values of the register indicators of one unit and month, by code. */
export function askRegisters(
  registers: Register[],
  indicators: KnownIndicator[],
  unitId: number,
  month: string,
): Asking<Map<string, Measured>> {
  const days = determineMonthDays(month);
  const { questions, read } = inOrder(
    registers.map((register) => {
      const own = indicators.filter((indicator) => indicator.register === register.name);
      return askMeasures(register, own, { unitId, fromDay: days.from, toDay: days.to });
    }),
  );
  return { questions, read: (rows) => new Map(read(rows).flatMap((measured) => [...measured])) };
}

type Returned = { indicatorId: number | null; reason: string; by: string; at: string; mendedAt: string | null };

/** Only what was handed up can have been returned. */
function askReturns(
  unit: PeriodUnit,
  version: Version | undefined,
): Asking<Map<number | null, SubmissionRow['returns']>> {
  if (version === undefined || version.state === 'open') return asking(undefined, () => new Map());
  const returned = sql<Returned>`
    select r.indicator_id, r.reason, a.display_name as by, r.returned_at as at, r.mended_at
    from return_reasons r join accounts a on a.id = r.returned_by
    where r.province_id = ${unit.provinceId} and r.submission_id = ${version.submissionId} and r.version = ${version.version}
    order by r.returned_at desc`;
  return asking(returned, (rows) =>
    Map.groupBy(
      rows.map(({ indicatorId, reason, by, at, mendedAt }) => ({
        indicatorId,
        reason,
        by,
        at: new Date(at).toISOString(),
        mended: mendedAt !== null,
      })),
      (row) => row.indicatorId,
    ),
  );
}

const periodRights = [
  'submission.read',
  'submission.prepare',
  'submission.submit',
  'submission.return',
  'submission.approve',
] as const;

function determineActs(
  actor: Actor,
  inPlace: ReadonlySet<Permission>,
  latest: Version | undefined,
  closed: boolean,
): Submission['acts'] {
  const state = latest?.state;
  const editing = state === undefined || state === 'open' || state === 'returned';
  const prepares = inPlace.has('submission.prepare');
  return {
    prepare: editing && prepares,
    submit: editing && closed && inPlace.has('submission.submit'),
    return: state === 'submitted' && inPlace.has('submission.return'),
    approve: state === 'submitted' && latest?.submittedBy !== actor.accountId && inPlace.has('submission.approve'),
    correct: state === 'approved' && prepares,
  };
}
