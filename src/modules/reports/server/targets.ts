import { sql } from 'kysely';
import { chooseIndicators, listAllIndicators, monthDate, type Understood } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Asking, ask, asking } from '#platform/database/asking.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { isMet, isTargetOf } from '../comparison.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import type { SetTarget, Target } from '../targets.contract.ts';
import type { Found } from './build-report.ts';
import { getReportUnit } from './place.ts';

/** The targets of a unit, the latest span first. */
export async function listTargets(db: Db, unitId: number): Promise<Target[]> {
  return ask(db, askTargets(unitId));
}

export function askTargets(unitId: number): Asking<Target[]> {
  const targets = sql<Target>`
    select t.id, i.code as indicator_code, i.name_vi as indicator_name_vi, i.name_en as indicator_name_en,
      i.measure_unit_vi, i.measure_unit_en, to_char(t.from_month, 'YYYY-MM') as from_month,
      to_char(t.to_month, 'YYYY-MM') as to_month, trim_scale(t.value)::text as value, t.direction, t.basis,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit
    from targets t join indicators i on i.id = t.indicator_id join units u on u.id = t.unit_id
    where t.unit_id = ${unitId} order by t.to_month desc, t.from_month desc, i.code`;
  return asking(targets, (rows) => rows);
}

/** The targets that count in a report, beside whether its figures meet them. */
export function chooseTargets(targets: Target[], question: Understood, found: Found[]): ReviewReport['targets'] {
  return found.flatMap(({ indicator, figure }) => {
    const target = targets.find(
      (one) => one.indicatorCode === indicator.code && isTargetOf(one, indicator.periodRule, question),
    );
    if (!target) return [];
    const { value, direction, basis } = target;
    return [{ indicatorCode: indicator.code, value, direction, basis, met: isMet(figure.value, target) }];
  });
}

/** Sets a target of a unit for an indicator and span; one that stood there is replaced. */
export async function setTarget(tx: Tx, actor: Actor, input: SetTarget): Promise<Target[]> {
  await requirePlace(tx, actor, 'target.manage', input.unitId);
  if (input.fromMonth > input.toMonth) throw new Problem('figures.span_reversed');
  const unit = await getReportUnit(tx, input.unitId);
  const [indicator] = chooseIndicators(await listAllIndicators(tx), [input.indicatorCode]);
  const row = {
    value: input.value,
    direction: input.direction,
    basis: input.basis,
    setBy: actor.accountId,
    setAt: new Date(),
  };
  const kept = await tx
    .insertInto('targets')
    .values({
      provinceId: unit.provinceId,
      unitId: unit.id,
      indicatorId: indicator!.id,
      fromMonth: monthDate(input.fromMonth),
      toMonth: monthDate(input.toMonth),
      ...row,
    })
    .onConflict((conflict) => conflict.constraint('targets_key').doUpdateSet(row))
    .returning('id')
    .executeTakeFirstOrThrow();
  const { unitId, ...changes } = input;
  await recordAudit(tx, actor, {
    act: 'target.set',
    subjectKind: 'target',
    subjectId: kept.id,
    unitId,
    provinceId: unit.provinceId,
    changes,
  });
  return listTargets(tx, unitId);
}

/** Takes a target away; the audit line keeps what it was. */
export async function removeTarget(tx: Tx, actor: Actor, id: string): Promise<Target[]> {
  const target = await tx.selectFrom('targets').selectAll().where('id', '=', id).executeTakeFirst();
  if (!target) throw new Problem('request.not_found');
  await requirePlace(tx, actor, 'target.manage', target.unitId);
  await tx.deleteFrom('targets').where('provinceId', '=', target.provinceId).where('id', '=', id).execute();
  await recordAudit(tx, actor, {
    act: 'target.removed',
    subjectKind: 'target',
    subjectId: id,
    unitId: target.unitId,
    provinceId: target.provinceId,
    changes: { value: target.value, direction: target.direction, basis: target.basis },
  });
  return listTargets(tx, target.unitId);
}
