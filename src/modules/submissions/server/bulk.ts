import { sql } from 'kysely';
import { chooseIndicators, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import type { Qualifier } from '#modules/figures/figures.contract.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { toKeys } from '../submissions.rules.ts';
import { owedPairs } from './owed.ts';

export type BulkInput = {
  origin: 'supplement' | 'imported' | 'apportioned';
  reason: string;
  submissions: {
    unitId: number;
    month: string;
    figures: {
      indicatorCode: string;
      value: string;
      qualifier?: Qualifier | null | undefined;
      keys?: string[] | undefined;
    }[];
  }[];
};

/**
 * Submits figures of many units and months at once, for data of before; whole or not at all. Refuses a unit outside the
 * place, a figure that is not owed, one whose register is kept, and any month that already has a submission.
 */
export async function bulkSubmit(
  tx: Tx,
  actor: Actor,
  input: BulkInput,
): Promise<{ submitted: number; figures: number }> {
  const all = await listAllIndicators(tx);
  const cells = input.submissions.flatMap((submission) =>
    submission.figures.map((figure) => {
      const indicator = chooseIndicators(all, [figure.indicatorCode])[0]!;
      if (!isEntered(indicator))
        throw new Problem('supplement.not_owed', { unit: '', code: indicator.code, month: submission.month });
      if (indicator.kind === 'distinct' && !figure.keys)
        throw new Problem('supplement.keys_missing', { code: indicator.code });
      const qualifier = figure.qualifier ?? null;
      if (indicator.kind === 'distinct' && qualifier !== null)
        throw new Problem('supplement.names_exact', { code: indicator.code });
      const keys = indicator.kind === 'distinct' ? toKeys(figure.keys ?? []) : null;
      return {
        unit_id: submission.unitId,
        month: monthDate(submission.month),
        indicator_id: indicator.id,
        value: keys === null ? figure.value : String(keys.length),
        qualifier,
        keys,
      };
    }),
  );
  await sql`create temporary table bulk_cells (unit_id integer, month date, indicator_id integer, value numeric, qualifier text, keys text[]) on commit drop`.execute(
    tx,
  );
  await sql`insert into bulk_cells select * from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb)
    as c(unit_id integer, month date, indicator_id integer, value numeric, qualifier text, keys text[])`.execute(tx);
  await sql`analyze bulk_cells`.execute(tx);
  await refuseTwice(tx);
  await refuseOutsidePlace(tx);
  await refuseNotOwed(tx, [...new Set(input.submissions.map((submission) => submission.month))]);
  await refuseExisting(tx);
  await insertSubmitted(tx, actor, input);
  await recordAudit(tx, actor, {
    act: 'submission.bulk_submitted',
    subjectKind: 'submission',
    subjectId: 'bulk',
    changes: {
      submissions: input.submissions.length,
      figures: cells.length,
      origin: input.origin,
      reason: input.reason,
    },
  });
  return { submitted: input.submissions.length, figures: cells.length };
}

async function refuseTwice(tx: Tx): Promise<void> {
  const { rows } = await sql<{ code: string; month: string }>`
    select i.code, to_char(c.month, 'YYYY-MM') as month from bulk_cells c join indicators i on i.id = c.indicator_id
    group by c.unit_id, c.month, i.code having count(*) > 1 limit 1`.execute(tx);
  if (rows[0]) throw new Problem('supplement.twice', rows[0]);
}

async function refuseOutsidePlace(tx: Tx): Promise<void> {
  const { rows } = await sql`
    select 1 from (select distinct unit_id from bulk_cells) c where not exists (select from units u where u.id = c.unit_id)
      or not has_nationwide('submission.bulk') and c.unit_id not in (select units_with('submission.bulk')) limit 1`.execute(
    tx,
  );
  if (rows.length > 0) throw new Problem('permission.place');
}

async function refuseNotOwed(tx: Tx, months: string[]): Promise<void> {
  for (const month of months) {
    const cells = sql`bulk_cells c join units u on u.id = c.unit_id join indicators i on i.id = c.indicator_id`;
    const kept = await sql<{ unit: string; code: string }>`
      select u.name_vi as unit, i.code from ${cells} join register_keepings k on k.unit_id = c.unit_id and k.register = i.register
      where c.month = ${monthDate(month)}::date and k.kept_from <= ${determineMonthDays(month).from}::date limit 1`.execute(
      tx,
    );
    if (kept.rows[0]) throw new Problem('supplement.register_kept', { ...kept.rows[0], month });
    // A difference of sets costs the same at any size; joined to what is owed, one month of the whole nation took minutes.
    const { rows } = await sql<{ unit: string; code: string }>`
      select u.name_vi as unit, i.code from (
        select b.unit_id, b.indicator_id from bulk_cells b where b.month = ${monthDate(month)}::date
        except
        select o.unit_id, o.indicator_id from ${owedPairs(month, sql`u.id in (select b.unit_id from bulk_cells b)`)} o) c
      join units u on u.id = c.unit_id join indicators i on i.id = c.indicator_id order by u.code, i.code limit 1`.execute(
      tx,
    );
    if (rows[0]) throw new Problem('supplement.not_owed', { ...rows[0], month });
  }
}

async function refuseExisting(tx: Tx): Promise<void> {
  const { rows } = await sql<{ unit: string; month: string }>`
    select u.name_vi as unit, to_char(s.month, 'YYYY-MM') as month
    from (select distinct unit_id, month from bulk_cells) c join submissions s on s.unit_id = c.unit_id and s.month = c.month
    join units u on u.id = c.unit_id order by 1, 2 limit 1`.execute(tx);
  if (rows[0]) throw new Problem('submission.exists', rows[0]);
}

async function insertSubmitted(tx: Tx, actor: Actor, input: BulkInput): Promise<void> {
  await sql`
    insert into submissions (province_id, unit_id, month)
    select u.province_id, c.unit_id, c.month from (select distinct unit_id, month from bulk_cells) c join units u on u.id = c.unit_id
    order by 1, 2, 3`.execute(tx);
  await sql`
    insert into submission_versions (province_id, submission_id, version, unit_id, month, state, opened_by, submitted_by, submitted_at)
    select s.province_id, s.id, 1, s.unit_id, s.month, 'submitted', ${actor.accountId}, ${actor.accountId}, now()
    from submissions s join (select distinct unit_id, month from bulk_cells) c on c.unit_id = s.unit_id and c.month = s.month`.execute(
    tx,
  );
  await sql`
    insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, qualifier, origin, reason, keys)
    select s.province_id, s.id, 1, c.indicator_id, c.unit_id, c.month, c.value, c.qualifier, ${input.origin}, ${input.reason}, c.keys
    from bulk_cells c join submissions s on c.unit_id = s.unit_id and c.month = s.month`.execute(tx);
}
