import { sql } from 'kysely';
import { listAllIndicators, monthDate } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Register, UnitRef } from '#registers/declaration.ts';
import { checkMeasure } from '#registers/server/measure-language.ts';
import type { IndicatorDraft, IndicatorProposal, ProposalState } from '../indicators.contract.ts';
import { listDraftBreaches, toCalculation } from '../indicators.rules.ts';

type ProposalRow = Omit<IndicatorProposal, 'indicator' | 'owed' | 'acts' | 'proposedAt' | 'decidedAt'> &
  IndicatorProposal['indicator'] & {
    subjectKind: 'commune' | 'province' | null;
    fromMonth: string | null;
    proposedById: string;
    proposedAt: Date;
    decidedAt: Date | null;
    maySecond: boolean;
    mayWithdraw: boolean;
  };

const within = (right: string) => sql`(has_nationwide(${right}) or p.issuer_id in (select units_with(${right})))`;

/** Proposals, those that wait first, then the latest decided. */
export async function listProposals(db: Db, actor: Actor, id?: string): Promise<IndicatorProposal[]> {
  const { rows } = await sql<ProposalRow>`
    select p.id, p.code, p.name_vi, p.name_en, p.measure_unit_vi, p.measure_unit_en, p.kind, p.period_rule, p.register, p.measure,
      p.filter, p.numerator_code, p.denominator_code, p.formula, p.definition_vi, p.definition_en, p.legal_source, p.subject_kind,
      to_char(p.from_month, 'YYYY-MM') as from_month, p.state, p.proposed_by as proposed_by_id, p.proposed_at, p.decided_at,
      p.decision_reason, a.display_name as proposed_by, d.display_name as decided_by,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as issuer,
      p.state = 'proposed' and ${within('indicator.second')} as may_second,
      p.state = 'proposed' and ${within('indicator.propose')} as may_withdraw
    from indicator_proposals p join units u on u.id = p.issuer_id join accounts a on a.id = p.proposed_by
    left join accounts d on d.id = p.decided_by
    where ${id === undefined ? sql`true` : sql`p.id = ${id}`}
    order by (p.state = 'proposed') desc, coalesce(p.decided_at, p.proposed_at) desc, p.code`.execute(db);
  return rows.map((row) => {
    const { id: proposalId, issuer, state, proposedBy, decidedBy, decisionReason, ...rest } = row;
    const { subjectKind, fromMonth, proposedById, proposedAt, decidedAt, maySecond, mayWithdraw, ...indicator } = rest;
    return {
      id: proposalId,
      indicator,
      issuer,
      owed: subjectKind === null || fromMonth === null ? null : { subjectKind, fromMonth },
      state,
      proposedBy,
      proposedAt: proposedAt.toISOString(),
      decidedBy,
      decidedAt: decidedAt?.toISOString() ?? null,
      decisionReason,
      acts: { second: maySecond && proposedById !== actor.accountId, withdraw: mayWithdraw },
    };
  });
}

async function getProposal(db: Db, actor: Actor, id: string): Promise<IndicatorProposal> {
  const [proposal] = await listProposals(db, actor, id);
  if (!proposal) throw new Problem('request.not_found');
  return proposal;
}

/** Keeps a definition that was checked in every part; it counts nowhere yet. */
export async function proposeIndicator(
  tx: Tx,
  actor: Actor,
  registers: readonly Register[],
  draft: IndicatorDraft,
): Promise<IndicatorProposal> {
  await requirePlace(tx, actor, 'indicator.propose', draft.issuerId);
  const indicators = await listAllIndicators(tx);
  const breaches = listDraftBreaches(draft, {
    indicators,
    proposedCodes: await listProposedCodes(tx),
    registers,
    issuerKind: (await findUnit(tx, draft.issuerId))?.kind,
  });
  if (breaches.length > 0) throw new Problem('input.invalid', {}, breaches);
  const calculation = toCalculation(
    draft.source,
    (code) => indicators.find((one) => one.code === code)?.periodRule ?? 'sum',
  );
  // What is kept is read as every figure will read it, by the one reader of measures.
  const register = registers.find((one) => one.name === calculation.register);
  if (register) checkMeasure(register, { ...calculation, code: draft.code });
  const { source: _, owed, ...words } = draft;
  const { id } = await tx
    .insertInto('indicatorProposals')
    .values({
      ...words,
      ...calculation,
      subjectKind: owed?.subjectKind ?? null,
      fromMonth: owed === null ? null : monthDate(owed.fromMonth),
      proposedBy: actor.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await record(tx, actor, 'indicator.proposed', id, {
    code: draft.code,
    ...Object.fromEntries(Object.entries(calculation).filter(([, said]) => said !== null)),
    issuerId: draft.issuerId,
    ...owed,
  });
  return getProposal(tx, actor, id);
}

async function listProposedCodes(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('indicatorProposals').select('code').where('state', '=', 'proposed').execute();
  return rows.map((row) => row.code);
}

async function findUnit(db: Db, id: number): Promise<Pick<UnitRef, 'kind'> | undefined> {
  return db.selectFrom('units').select('kind').where('id', '=', id).executeTakeFirst();
}

async function record(
  tx: Tx,
  actor: Actor,
  act: string,
  subjectId: string,
  changes: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, actor, { act, subjectKind: 'indicator', subjectId, changes });
}

/** Held until the transaction ends, so that of two who decide at once the second sees what the first did. */
async function lockProposal(
  tx: Tx,
  actor: Actor,
  id: string,
  right: 'indicator.second' | 'indicator.propose',
): Promise<{ code: string }> {
  await sql`select from indicator_proposals where id = ${id} for update`.execute(tx);
  const row = await tx
    .selectFrom('indicatorProposals')
    .select(['code', 'state', 'issuerId', 'proposedBy'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw new Problem('request.not_found');
  await requirePlace(tx, actor, right, row.issuerId);
  if (right === 'indicator.second' && row.proposedBy === actor.accountId) throw new Problem('indicator.own_proposal');
  if (row.state !== 'proposed') throw new Problem('indicator.not_proposed');
  return row;
}

/** The second person puts it in force: from now on it is asked of the units that owe it. */
export async function secondIndicator(tx: Tx, actor: Actor, id: string): Promise<IndicatorProposal> {
  const { code } = await lockProposal(tx, actor, id, 'indicator.second');
  await sql`select put_indicator_in_force(${id})`.execute(tx);
  await record(tx, actor, 'indicator.put_in_force', id, { code });
  return getProposal(tx, actor, id);
}

async function close(
  tx: Tx,
  actor: Actor,
  id: string,
  state: Extract<ProposalState, 'declined' | 'withdrawn'>,
  reason: string,
): Promise<IndicatorProposal> {
  const { code } = await lockProposal(tx, actor, id, state === 'declined' ? 'indicator.second' : 'indicator.propose');
  await tx
    .updateTable('indicatorProposals')
    .set({ state, decidedBy: actor.accountId, decidedAt: sql<Date>`now()`, decisionReason: reason })
    .where('id', '=', id)
    .execute();
  await record(tx, actor, `indicator.${state}`, id, { code });
  return getProposal(tx, actor, id);
}

export function declineIndicator(tx: Tx, actor: Actor, id: string, reason: string): Promise<IndicatorProposal> {
  return close(tx, actor, id, 'declined', reason);
}

export function withdrawIndicator(tx: Tx, actor: Actor, id: string, reason: string): Promise<IndicatorProposal> {
  return close(tx, actor, id, 'withdrawn', reason);
}
