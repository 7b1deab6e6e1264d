import { sql } from 'kysely';
import {
  chooseIndicators,
  type KnownIndicator,
  listAllIndicators,
  monthDate,
  territoryOf,
  understand,
} from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudits } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { addMonths, determineMonthDays, determineMonthOf, listMonths, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { computeMeasures } from '#registers/server/measures.ts';
import type { Backwards } from '../backwards.contract.ts';
import { owedPairsOf } from './owed.ts';

/** Unit-months of one step: one transaction, so that a step is soon done and what was done stays. */
const mostInStep = 100;

const mostMonths = 240;

type Asked = { code: string; unitId: number; from: string };

type Way = keyof Pick<Backwards, 'toCompute' | 'waiting' | 'approved' | 'underWay' | 'missing'>;

type UnitMonth = {
  way: Way;
  unitId: number;
  provinceId: number;
  month: string;
  submissionId: string;
  version: number;
};

type Understood = { indicator: KnownIndicator; register: Register; months: string[]; unitId: number };

async function understandAsked(db: Db, actor: Actor, registers: Register[], asked: Asked): Promise<Understood> {
  const [indicator] = chooseIndicators(await listAllIndicators(db), [asked.code]);
  const register = registers.find((one) => one.name === indicator!.register);
  if (!register) throw new Problem('backwards.no_register', { code: asked.code });
  // Of a register that the person may not see every count would be 0.
  await requirePlace(db, actor, 'submission.bulk', asked.unitId);
  await requirePlace(db, actor, register.permissions.read, asked.unitId);
  const lastClosed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const months = listMonths(asked.from, lastClosed);
  if (months.length === 0) throw new Problem('backwards.not_closed');
  if (months.length > mostMonths) throw new Problem('backwards.too_long', { months: mostMonths });
  return { indicator: indicator!, register, months, unitId: asked.unitId };
}

/** Every unit-month that is meant, in the order in which they are computed: month by month, unit by unit. */
async function listUnitMonths(db: Db, { indicator, register, months, unitId }: Understood): Promise<UnitMonth[]> {
  const question = await understand(db, { unit: `#${unitId}`, from: months[0]!, to: months.at(-1)!, view: 'today' });
  const right = register.permissions.read;
  const days = months.map(determineMonthDays);
  // What is owed in a month depends on its own cut-off day.
  const { rows } = await sql<UnitMonth>`
    with month as (
      select * from unnest(${months.map(monthDate)}::date[], ${days.map((one) => one.from)}::date[], ${days.map((one) => one.to)}::date[])
        as m(month, first_day, cut_off)),
    kept as materialized (
      select k.unit_id, k.province_id, k.kept_from from register_keepings k
      where k.register = ${register.name} and k.unit_id in ${territoryOf(question)}
        and (has_nationwide('submission.bulk') or k.unit_id in (select units_with('submission.bulk')))
        and (has_nationwide(${right}) or k.unit_id in (select units_with(${right}))))
    select k.unit_id, k.province_id, to_char(m.month, 'YYYY-MM') as month, v.submission_id, v.version, case
        when v.submission_id is null then 'missing'
        when v.has_it and v.state = 'approved' then 'approved'
        when v.has_it and v.state = 'submitted' then 'waiting'
        when v.state = 'approved' then 'toCompute'
        else 'underWay' end as way
    from month m
    cross join lateral ${owedPairsOf(
      { month: sql`m.month`, cutOff: sql`m.cut_off` },
      sql`u.id in (select unit_id from kept) and o.indicator_id = ${indicator.id}`,
    )} o
    join kept k on k.unit_id = o.unit_id and k.kept_from <= m.first_day
    left join lateral (
      select n.submission_id, n.version, n.state, exists (
        select 1 from figures f where f.province_id = n.province_id and f.submission_id = n.submission_id
          and f.version = n.version and f.indicator_id = ${indicator.id}) as has_it
      from submission_versions n
      where n.province_id = k.province_id and n.unit_id = k.unit_id and n.month = m.month
      order by n.version desc limit 1) v on true
    order by m.month, k.unit_id`.execute(db);
  return rows;
}

function count({ indicator, months }: Understood, unitMonths: UnitMonth[]): Backwards {
  const of = (way: Way): number => unitMonths.filter((one) => one.way === way).length;
  return {
    indicatorCode: indicator.code,
    from: months[0]!,
    to: months.at(-1)!,
    toCompute: of('toCompute'),
    waiting: of('waiting'),
    approved: of('approved'),
    underWay: of('underWay'),
    missing: of('missing'),
  };
}

/** How far an indicator was computed for the closed months since one, for the units below that keep its register. */
export async function countBackwards(db: Db, actor: Actor, registers: Register[], asked: Asked): Promise<Backwards> {
  const understood = await understandAsked(db, actor, registers, asked);
  return count(understood, await listUnitMonths(db, understood));
}

/**
 * One step backwards: for approved months without the indicator, a correction that holds the figures of before and the new
 * one, computed from records, is handed up. It counts when it is approved, by another person, like every correction
 * (DESIGN law 3). Safe to repeat, and by several at once: what has the indicator already is left alone.
 */
export async function computeBackwards(
  tx: Tx,
  actor: Actor,
  registers: Register[],
  asked: Asked,
): Promise<Backwards & { submitted: number }> {
  const understood = await understandAsked(tx, actor, registers, asked);
  const unitMonths = await listUnitMonths(tx, understood);
  const step = unitMonths.filter((one) => one.way === 'toCompute').slice(0, mostInStep);
  const { indicator } = understood;
  const reason = `Chỉ tiêu mới ${indicator.code}: tính lùi từ sổ`;
  let submitted = 0;
  for (const unitMonth of step) {
    if (await submitCorrection(tx, actor, understood, unitMonth, reason)) {
      unitMonth.way = 'waiting';
      submitted += 1;
      continue;
    }
    unitMonth.way = 'underWay';
  }
  await recordAudits(
    tx,
    actor,
    step
      .filter((one) => one.way === 'waiting')
      .map(({ unitId, provinceId, submissionId, month, version }) => ({
        act: 'submission.computed_backwards',
        subjectKind: 'submission',
        subjectId: submissionId,
        unitId,
        provinceId,
        changes: { month, version: version + 1, indicator: indicator.code },
      })),
  );
  return { ...count(understood, unitMonths), submitted };
}

/** False where somebody else has opened a version meanwhile. */
async function submitCorrection(
  tx: Tx,
  actor: Actor,
  { indicator, register }: Understood,
  { unitId, provinceId, month, submissionId, version }: UnitMonth,
  reason: string,
): Promise<boolean> {
  const next = version + 1;
  const { rows } = await sql`
    insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason, opened_by,
      submitted_by, submitted_at)
    values (${provinceId}, ${submissionId}, ${next}, ${unitId}, ${monthDate(month)}, 'submitted', ${reason}, ${actor.accountId},
      ${actor.accountId}, now())
    on conflict do nothing returning 1`.execute(tx);
  if (rows.length === 0) return false;
  await sql`
    insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, qualifier, origin, reason, keys,
      record_ids, record_versions)
    select province_id, submission_id, ${next}, indicator_id, unit_id, month, value, qualifier, origin, reason, keys,
      record_ids, record_versions
    from figures where province_id = ${provinceId} and submission_id = ${submissionId} and version = ${version}`.execute(
    tx,
  );
  const days = determineMonthDays(month);
  const measured = await computeMeasures(tx, register, [indicator], { unitId, fromDay: days.from, toDay: days.to });
  const { value, keys, recordIds, recordVersions } = measured.get(indicator.code)!;
  await tx
    .insertInto('figures')
    .values({
      provinceId,
      submissionId,
      version: next,
      indicatorId: indicator.id,
      unitId,
      month: monthDate(month),
      value,
      origin: 'records',
      keys,
      recordIds,
      recordVersions,
    })
    .execute();
  return true;
}
