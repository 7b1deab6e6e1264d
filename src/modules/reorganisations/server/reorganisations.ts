import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type {
  NamedUnit,
  Reorganisation,
  ReorganisationHead,
  ReorganisationInput,
  ReorganisationState,
} from '../reorganisations.contract.ts';
import { idOfRef, judgePlan, type Refusal, type Standing } from '../reorganisations.rules.ts';
import { refuseFields, sayRefusals } from './judge.ts';
import {
  confirmPlan,
  findOtherPlan,
  findReorganisation,
  keepReorganisation,
  listHeads,
  readLines,
  readStanding,
  type ReorganisationLines,
  type StoredReorganisation,
  withdrawPlan,
} from './store.ts';

type Asked = { actor: Actor; locale: 'vi' | 'en' };

/** Boundaries are everybody's: the right counts for the whole nation only. */
export function requireNationwide(actor: Actor): void {
  if (!mayManage(actor)) throw new Problem('permission.place');
}

function mayManage(actor: Actor): boolean {
  return actor.posts.some(
    (post) => post.unitKind === 'nation' && post.permissions['reorganisation.manage'] === 'below',
  );
}

export function listReorganisations(db: Db, state: ReorganisationState | undefined): Promise<ReorganisationHead[]> {
  return listHeads(db, state);
}

export async function getReorganisation(db: Db, { actor, locale }: Asked, id: number): Promise<Reorganisation> {
  const stored = await findReorganisation(db, id);
  if (stored === undefined) throw new Problem('request.not_found');
  const { lines, made } = await readLines(db, id);
  const standing = await readStanding(db);
  const isPlanned = stored.state === 'planned';
  const { refusals } = isPlanned ? judgePlan({ ...lines, takesEffectOn: stored.takesEffectOn }, standing) : noRefusals;
  const isOwn = stored.addedBy === actor.accountId || stored.changedBy === actor.accountId;
  const may = isPlanned && mayManage(actor);
  return {
    ...toHead(stored),
    version: stored.version,
    lines,
    made,
    units: nameUnits(standing, lines),
    added: { displayName: stored.addedByName, at: stored.addedAt },
    changed: { displayName: stored.changedByName, at: stored.changedAt },
    confirmed:
      stored.confirmedByName === null || stored.confirmedAt === null
        ? null
        : { displayName: stored.confirmedByName, at: stored.confirmedAt },
    withdrawn:
      stored.withdrawnByName === null || stored.withdrawnAt === null
        ? null
        : { displayName: stored.withdrawnByName, at: stored.withdrawnAt, reason: stored.withdrawReason ?? '' },
    appliedAt: stored.appliedAt,
    refusals: sayRefusals(refusals, locale),
    mayChange: may,
    mayConfirm: may && !isOwn && !stored.isConfirmed && refusals.length === 0,
  };
}

const noRefusals: { refusals: Refusal[] } = { refusals: [] };

function toHead(stored: StoredReorganisation): ReorganisationHead {
  const { id, state, title, documentNumber, documentDate, issuer, takesEffectOn, endedCount, foundedCount } = stored;
  return {
    id,
    state,
    title,
    documentNumber,
    documentDate,
    issuer,
    takesEffectOn,
    endedCount,
    foundedCount,
    isConfirmed: stored.isConfirmed,
  };
}

/** The units that the lines name, so that a screen can show them. */
function nameUnits(standing: Standing, lines: ReorganisationLines): NamedUnit[] {
  const refs = [
    ...lines.founded.map((one) => one.parent),
    ...[...lines.successions, ...lines.moved].map((one) => one.to),
  ];
  const ids = new Set([
    ...lines.ended,
    ...lines.successions.map((one) => one.from),
    ...lines.moved.map((one) => one.unitId),
    ...refs.map(idOfRef),
  ]);
  const byId = new Map(standing.units.map((unit) => [unit.id, unit]));
  return standing.units
    .filter((unit) => ids.has(unit.id))
    .map(({ id, kind, code, nameVi, nameEn, validFrom, validTo, parentId }) => {
      const parentName = byId.get(parentId ?? 0)?.nameVi ?? null;
      return { id, kind, code, nameVi, nameEn, validFrom, validTo, parentName };
    });
}

export async function addReorganisation(tx: Tx, asked: Asked, input: ReorganisationInput): Promise<Reorganisation> {
  requireNationwide(asked.actor);
  await requireSound(tx, input, undefined);
  const id = await keepReorganisation(tx, input);
  await recordAct(tx, asked.actor, id!, 'reorganisation.planned', describe(input)); // a new one is always kept
  return getReorganisation(tx, asked, id!);
}

export async function changeReorganisation(
  tx: Tx,
  asked: Asked,
  key: { id: number; version: number },
  input: ReorganisationInput,
): Promise<Reorganisation> {
  await openPlan(tx, asked.actor, key);
  await requireSound(tx, input, key.id);
  if ((await keepReorganisation(tx, input, key)) === undefined) await refuseStale(tx, key.id);
  await recordAct(tx, asked.actor, key.id, 'reorganisation.changed', describe(input));
  return getReorganisation(tx, asked, key.id);
}

/** The second person's word. Where the day has come, the reorganisation is applied as soon as a worker gets to it. */
export async function confirmReorganisation(
  tx: Tx,
  jobs: Jobs,
  asked: Asked,
  key: { id: number; version: number },
): Promise<Reorganisation> {
  const plan = await openPlan(tx, asked.actor, key);
  if (plan.isConfirmed) throw new Problem('reorganisation.confirmed_before');
  if (plan.addedBy === asked.actor.accountId || plan.changedBy === asked.actor.accountId) {
    throw new Problem('reorganisation.second_person');
  }
  const { lines } = await readLines(tx, key.id);
  const { refusals } = judgePlan({ ...lines, takesEffectOn: plan.takesEffectOn }, await readStanding(tx));
  if (refusals.length > 0)
    throw new Problem('reorganisation.refused', { first: sayRefusals(refusals, asked.locale)[0]!.message });
  if (!(await confirmPlan(tx, key))) await refuseStale(tx, key.id);
  await recordAct(tx, asked.actor, key.id, 'reorganisation.confirmed', { takesEffectOn: plan.takesEffectOn });
  if (plan.takesEffectOn <= vietnamDay(new Date())) await jobs.send(tx, 'reorganisations.apply');
  return getReorganisation(tx, asked, key.id);
}

export async function withdrawReorganisation(
  tx: Tx,
  asked: Asked,
  key: { id: number; version: number },
  reason: string,
): Promise<Reorganisation> {
  await openPlan(tx, asked.actor, key);
  if (!(await withdrawPlan(tx, key, reason))) await refuseStale(tx, key.id);
  await recordAct(tx, asked.actor, key.id, 'reorganisation.withdrawn', { reason });
  return getReorganisation(tx, asked, key.id);
}

async function openPlan(tx: Tx, actor: Actor, key: { id: number; version: number }): Promise<StoredReorganisation> {
  requireNationwide(actor);
  const plan = await findReorganisation(tx, key.id);
  if (plan === undefined) throw new Problem('request.not_found');
  if (plan.state !== 'planned') throw new Problem('reorganisation.not_planned');
  if (plan.version !== key.version) await refuseStale(tx, key.id);
  return plan;
}

async function refuseStale(tx: Tx, id: number): Promise<never> {
  const current = await findReorganisation(tx, id);
  if (current?.state !== 'planned') throw new Problem('reorganisation.not_planned');
  const { title, takesEffectOn, version, changedByName } = current;
  throw new Problem('request.stale', { current: { title, takesEffectOn, version, changedBy: changedByName } });
}

async function requireSound(tx: Tx, input: ReorganisationInput, exceptId: number | undefined): Promise<void> {
  const { refusals } = judgePlan(input, await readStanding(tx));
  if (refusals.length > 0) refuseFields(refusals);
  const touched = [...input.ended, ...input.moved.map((one) => one.unitId)];
  const other = await findOtherPlan(tx, touched, exceptId);
  if (other === undefined) return;
  const index = input.ended.indexOf(other.unitId);
  const path = index === -1 ? 'moved' : `ended.${index}`;
  refuseFields([{ path, code: 'reorganisation.other_plan', params: { name: other.name, title: other.title } }]);
}

function describe({ documentNumber, takesEffectOn, ended, founded }: ReorganisationInput): Record<string, unknown> {
  return { documentNumber, takesEffectOn, ended: ended.length, founded: founded.length };
}

async function recordAct(
  tx: Tx,
  actor: Actor,
  id: number,
  act: string,
  changes: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, actor, { act, subjectKind: 'reorganisation', subjectId: String(id), changes });
}
