import { sql } from 'kysely';
import { type KnownIndicator, monthDate } from '#modules/figures/index.ts';
import type { Qualifier } from '#modules/figures/figures.contract.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { ask } from '#platform/database/asking.ts';
import type { Tx } from '#platform/database/database.ts';
import { plannedOnce } from '#platform/database/planning-client.ts';
import { Problem } from '#platform/http/problem.ts';
import { toKeys } from '../submissions.rules.ts';
import { findOwed, getPeriodUnit, isFromRecords, type OwingUnit, type PeriodUnit } from './owed.ts';
import {
  askOwnFigures,
  lockLatestVersion,
  type OwnFigure,
  requireEditable,
  requireRevision,
  updateVersion,
} from './store.ts';

/** A figure as it was typed; value null = not reported; reason = its own source where it has another than the others. */
export type TypedCell = {
  indicatorCode: string;
  value: string | null;
  qualifier?: Qualifier | null | undefined;
  keys?: string[] | undefined;
  reason?: string | undefined;
};

type Entered = {
  indicator: KnownIndicator;
  value: string | null;
  qualifier: Qualifier | null;
  keys: string[] | null;
  reason: string;
};

/**
 * Enters figures of one unit and month by hand, with their reason, where no register is kept (DESIGN law 1): all of them
 * or none. Throws supplement.* with the code of the cell, request.stale with what stands there now. Answers what it read of
 * the unit and its duties, for whoever shows the period next.
 */
export async function saveSupplements(
  tx: Tx,
  actor: Actor,
  key: { unitId: number; month: string },
  input: { cells: TypedCell[]; reason: string; revision: number },
): Promise<OwingUnit> {
  await requirePlace(tx, actor, 'submission.prepare', key.unitId);
  const unit = await getPeriodUnit(tx, key.unitId);
  const found = await findOwed(tx, unit, key.month);
  const { owed, keptFrom } = found;
  const entered = input.cells.map((cell): Entered => {
    const words = { code: cell.indicatorCode, unit: unit.name, month: key.month };
    const indicator = owed.find((one) => one.code === cell.indicatorCode);
    if (!indicator || !isEntered(indicator)) throw new Problem('supplement.not_owed', words);
    if (isFromRecords(indicator, keptFrom, key.month)) throw new Problem('supplement.register_kept', words);
    return readCell(indicator, cell, input.reason, words);
  });
  if (new Set(entered.map(({ indicator }) => indicator.id)).size < entered.length)
    throw new Problem('supplement.twice', { code: input.cells[0]!.indicatorCode, month: key.month });
  const version = await lockLatestVersion(tx, actor, unit, key.month);
  requireEditable(version);
  const figures = await ask(tx, askOwnFigures(unit, version.submissionId, [version.version]), { isPlannedOnce: true });
  const before = new Map(figures.map((figure) => [figure.indicatorId, figure]));
  requireRevision(version, input.revision, {
    cells: entered.map(({ indicator }) => toCurrent(indicator, before.get(indicator.id))),
  });
  await writeFigures(tx, unit, key.month, version, entered);
  await updateVersion(tx, unit, version, { state: version.state });
  await recordAudit(tx, actor, {
    act: 'submission.supplemented',
    subjectKind: 'submission',
    subjectId: version.submissionId,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: {
      month: key.month,
      version: version.version,
      values: entered.map((one) => `${one.indicator.code}: ${say(before.get(one.indicator.id))} → ${say(one)}`),
    },
  });
  return { unit, ...found };
}

function readCell(indicator: KnownIndicator, cell: TypedCell, reason: string, words: Record<string, string>): Entered {
  const own = { indicator, reason: cell.reason ?? reason };
  if (indicator.kind !== 'distinct') {
    const qualifier = cell.value === null ? null : (cell.qualifier ?? null);
    return { ...own, value: cell.value, qualifier, keys: null };
  }
  if (cell.qualifier) throw new Problem('supplement.names_exact', words);
  if (cell.value === null) return { ...own, value: null, qualifier: null, keys: [] };
  const keys = toKeys(cell.keys ?? []);
  if (keys.length === 0) throw new Problem('supplement.keys_missing', words);
  return { ...own, value: String(keys.length), qualifier: null, keys };
}

function toCurrent(indicator: KnownIndicator, figure: OwnFigure | undefined) {
  const { value = null, qualifier = null, keys = null, reason = null } = figure ?? {};
  return { indicatorCode: indicator.code, value, qualifier, keys, reason };
}

/** A value as the audit line tells it: 9800, over 9800, – for not reported. */
function say(figure: Pick<OwnFigure, 'value' | 'qualifier'> | undefined): string {
  return [figure?.qualifier, figure?.value ?? '–'].filter(Boolean).join(' ');
}

async function writeFigures(
  tx: Tx,
  unit: PeriodUnit,
  month: string,
  version: { submissionId: string; version: number },
  entered: Entered[],
): Promise<void> {
  const rows = entered.map(({ indicator, ...cell }) => ({ ...cell, indicator_id: indicator.id }));
  await sql`${sql.raw(plannedOnce)}
    insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, qualifier, origin, reason, keys)
    select ${unit.provinceId}, ${version.submissionId}, ${version.version}, c.indicator_id, ${unit.id}, ${monthDate(month)}::date,
      c.value, c.qualifier, 'supplement', c.reason, c.keys
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as c(indicator_id integer, value numeric, qualifier text, reason text, keys text[])
    on conflict (province_id, submission_id, version, indicator_id) do update set value = excluded.value,
      qualifier = excluded.qualifier, origin = excluded.origin, reason = excluded.reason, keys = excluded.keys`.execute(
    tx,
  );
}
