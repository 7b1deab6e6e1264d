import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { UnitRef, Values } from '#registers/declaration.ts';
import { getRecord } from '#registers/server/record-queries.ts';
import { correctRecord, registerRecord } from '#registers/server/records.ts';
import { isDecidedInTime } from '../clocks.rules.ts';
import type { InboxTip, recordTip as recordRoute, TargetInbox, TipActInput } from '../inbox.contract.ts';
import { describeInboxKey } from '../sealing.rules.ts';
import { findMoveBreach, stateAfter, type TipAct } from '../tip-states.rules.ts';
import { tips } from '../tips.contract.ts';
import type { BodyOf } from '#platform/http/route.ts';
import { addTrail, getTip, type HandledTip, moveTip, type TipMove, unitRef } from './inbox-store.ts';
import { clocksOf, describeTip, watch } from './inbox.ts';
import { readTipLimits } from './tip-limits.ts';

/** A step of handling: the state, the clocks, the trail and the row of counts move together. */
export async function actOnTip(tx: Tx, actor: Actor, id: string, input: TipActInput): Promise<InboxTip> {
  const tip = await getTip(tx, actor, id);
  if (tip.version !== input.version) throw new Problem('tip.changed_meanwhile');
  const hour = thisHour();
  const today = vietnamDay(new Date());
  let move: Partial<TipMove> = {};
  let counts: Values = {};
  let code: string | null = null;
  switch (input.act) {
    case 'sort': {
      requireLawful(tip, 'sort');
      code = input.sort;
      move = { sort: input.sort, sortedAt: tip.sortedAt ?? hour, isUrgent: input.isUrgent };
      const isTurned = input.sort === 'crime_report' && tip.sort !== 'crime_report';
      counts = {
        sort: input.sort,
        topic: input.topic,
        anonymity: input.anonymity,
        reachable: tip.isReachable ? 'yes' : 'no',
        // What is worked under another tip, or by others, is not in the unit's own competence.
        competence: ['duplicate', 'out_of_area'].includes(input.sort) ? 'outside' : 'within',
        ...(isTurned ? { reclassifiedOn: today } : {}),
      };
      break;
    }
    case 'forward': {
      requireLawful(tip, 'forward');
      code = input.to;
      if (input.to === 'investigators') move = { handedOverAt: hour };
      if (input.to === 'other_body') counts = { forwardedOn: today };
      break;
    }
    case 'take_back': {
      requireLawful(tip, 'take_back');
      move = { handedOverAt: null };
      counts = { forwardedOn: null };
      break;
    }
    case 'decide': {
      requireLawful(tip, 'decide');
      code = input.outcome;
      move = { decidedAt: hour };
      const isInTime = isDecidedInTime(clocksOf({ ...tip, decidedAt: hour }, await readTipLimits(tx), hour));
      counts = {
        settledOn: today,
        outcome: input.outcome,
        ofValue: input.ofValue,
        casesCleared: input.casesCleared,
        personsCleared: input.personsCleared,
        personsArrested: input.personsArrested,
        propertyRecoveredVnd: input.propertyRecoveredVnd,
        timeliness: isInTime ? 'on_time' : 'late',
        reachable: tip.isReachable ? 'yes' : 'no',
        told: 'no',
      };
      break;
    }
    case 'inform': {
      requireLawful(tip, 'inform');
      counts = { told: 'yes' };
      break;
    }
    case 'extend': {
      requireLawful(tip, 'extend');
      code = input.reason;
      move = { extendedAt: hour, extensionReason: input.reason };
      // An extended limit is no more overdue.
      counts = { extendedOn: today, timeliness: null };
      break;
    }
    case 'merge': {
      requireLawful(tip, 'merge');
      const into = await getTip(tx, actor, input.into);
      if (
        into.id === tip.id ||
        into.unit.id !== tip.unit.id ||
        into.provinceId !== tip.provinceId ||
        into.endedAt !== null
      ) {
        throw new Problem('tip.merge_itself');
      }
      move = { mergedInto: into.id, sort: 'duplicate' };
      counts = { sort: 'duplicate', competence: 'outside' };
      break;
    }
    case 'complex': {
      if (tip.endedAt !== null || tip.isComplex || tip.decidedAt !== null) throw new Problem('tip.move_unlawful');
      move = { isComplex: true };
      counts = { timeliness: null };
      break;
    }
    case 'respond': {
      if (tip.endedAt !== null || !tip.isReachable || tip.respondedAt !== null) throw new Problem('tip.move_unlawful');
      ({ move, counts } = firstResponse(tip, hour, today));
      break;
    }
    case 'protect': {
      if (tip.protectedOn !== null) throw new Problem('tip.move_unlawful');
      counts = { protectedOn: today };
      break;
    }
    default:
      requireLawful(tip, input.act);
  }
  const state = ['complex', 'respond', 'protect'].includes(input.act)
    ? tip.state
    : stateAfter(tip.state, input.act as TipAct);
  const after = { ...tip, ...move, state } as HandledTip;
  await moveTip(tx, tip, { ...move, state, ...watch(after, await readTipLimits(tx)) });
  await changeCounts(tx, actor, tip.tipId, counts);
  await addTrail(tx, actor, tip, { act: input.act, code });
  await recordAudit(tx, actor, {
    act: 'sealed_tip.handled',
    subjectKind: 'sealed_tip',
    subjectId: tip.id,
    unitId: tip.unit.id,
    provinceId: tip.provinceId,
    changes: { act: input.act, ...(code === null ? {} : { code }) },
    byTheHour: true,
  });
  return describeTip(tx, await getTip(tx, actor, id));
}

function requireLawful(tip: HandledTip, act: TipAct): void {
  const breach = findMoveBreach(tip, act);
  if (breach !== undefined) throw new Problem(breach);
}

function firstResponse(tip: HandledTip, hour: string, today: string): { move: Partial<TipMove>; counts: Values } {
  const hours = Math.round((Date.parse(hour) - Date.parse(tip.unitReceivedAt)) / 3_600_000);
  return {
    move: { respondedAt: hour },
    counts: { respondedOn: today, firstResponseHours: Math.min(Math.max(hours, 0), 99_999) },
  };
}

function thisHour(): string {
  return `${new Date().toISOString().slice(0, 13)}:00:00.000Z`;
}

/** The row of counts follows the handling; the same rules and versions as by hand. */
async function changeCounts(tx: Tx, actor: Actor, tipId: string, counts: Values): Promise<void> {
  if (Object.keys(counts).length === 0) return;
  const { record } = await getRecord(tx, tips, tipId);
  await sql`select set_config('app.tip_inbox', 'on', true)`.execute(tx);
  await correctRecord(tx, actor, tips, tipId, { version: record.version, values: { ...record.values, ...counts } });
  await sql`select set_config('app.tip_inbox', '', true)`.execute(tx);
}

type SealedText = { id: string; kind: string; ciphertext: string };

/** Writes sealed pieces, with the keys of a tip that has none yet. */
async function writePieces(
  tx: Tx,
  id: string,
  author: 'resident' | 'handler',
  keys: readonly { purpose: string; sealed: string }[],
  pieces: readonly SealedText[],
): Promise<void> {
  const contents = pieces.map(({ ciphertext }) => Buffer.from(ciphertext, 'base64'));
  const labels = pieces.map((piece, index) => ({ id: piece.id, kind: piece.kind, bytes: contents[index]!.length }));
  const { rows } = await sql<{ isKept: boolean }>`
    select write_to_tip(${id}, ${author}, ${JSON.stringify(keys)}::jsonb, ${JSON.stringify(labels)}::jsonb, ${Buffer.concat(contents)})
      as is_kept`.execute(tx);
  if (!rows[0]!.isKept) throw new Problem('tip.content_gone');
}

/** A sealed message to the resident; the first is the notice that the tip was received. */
export async function replyToTip(tx: Tx, actor: Actor, id: string, piece: SealedText): Promise<InboxTip> {
  const tip = await getTip(tx, actor, id);
  if (tip.channel !== 'portal') throw new Problem('tip.no_receipt');
  await writePieces(tx, id, 'handler', [], [piece]);
  if (tip.respondedAt === null) {
    const { move, counts } = firstResponse(tip, thisHour(), vietnamDay(new Date()));
    await moveTip(tx, tip, { ...move, ...watch({ ...tip, ...move } as HandledTip, await readTipLimits(tx)) });
    await changeCounts(tx, actor, tip.tipId, counts);
  }
  await addTrail(tx, actor, tip, { act: 'reply' });
  await recordAudit(tx, actor, {
    act: 'sealed_tip.replied',
    subjectKind: 'sealed_tip',
    subjectId: tip.id,
    unitId: tip.unit.id,
    provinceId: tip.provinceId,
    byTheHour: true,
  });
  return describeTip(tx, await getTip(tx, actor, id));
}

type InboxRow = {
  unit: UnitRef;
  inboxKeyId: string;
  generation: number;
  publicKey: Buffer;
  signPublicKey: Buffer;
};

/** The inbox of a unit or the nearest above; without a unit, that of the superior of the present one. */
export async function findTargetInbox(
  db: Db,
  actor: Actor,
  id: string,
  unitId: number | undefined,
): Promise<TargetInbox | null> {
  const tip = await getTip(db, actor, id);
  const { rows } = await sql<InboxRow>`
    select ${unitRef} as unit, i.inbox_key_id, i.generation, i.public_key, i.sign_public_key
    from inbox_of(${unitId ?? tip.unit.id}, ${unitId === undefined}) i join units u on u.id = i.unit_id
    where u.id <> ${tip.unit.id}`.execute(db);
  const found = rows[0];
  if (!found) return null;
  const { unit, inboxKeyId, generation } = found;
  const [publicKey, signPublicKey] = [new Uint8Array(found.publicKey), new Uint8Array(found.signPublicKey)];
  return {
    unit,
    inboxKeyId,
    generation,
    publicKey: found.publicKey.toString('base64'),
    fingerprint: describeInboxKey({ unitId: unit.id, generation, publicKey, signPublicKey }),
  };
}

/** Passes a tip on; this unit keeps the trail alone. */
export async function routeTip(
  tx: Tx,
  actor: Actor,
  id: string,
  input: {
    version: number;
    inboxKeyId: string;
    keys: readonly { purpose: string; sealed: string }[];
    isUp: boolean;
  },
): Promise<{ unit: UnitRef }> {
  const tip = await getTip(tx, actor, id);
  const act = input.isUp ? 'move_up' : 'route';
  requireLawful(tip, act);
  const { rows } = await sql<{ unit: UnitRef }>`
    select ${unitRef} as unit from inbox_keys k join units u on u.id = k.unit_id where k.id = ${input.inboxKeyId}`.execute(
    tx,
  );
  const target = rows[0]?.unit;
  if (!target) throw new Problem('tip.target_changed');
  if (input.isUp && (await findTargetInbox(tx, actor, id, undefined))?.unit.id !== target.id) {
    throw new Problem('tip.target_changed');
  }
  await addTrail(tx, actor, tip, { act, toUnitId: target.id });
  const moved = await sql<{ isMoved: boolean }>`
    select route_sealed_tip(${id}, ${input.version}, ${input.inboxKeyId}, ${JSON.stringify(input.keys)}::jsonb, ${input.isUp}) as is_moved`.execute(
    tx,
  );
  if (!moved.rows[0]!.isMoved) throw new Problem('tip.target_changed');
  await recordAudit(tx, actor, {
    act: 'sealed_tip.passed_on',
    subjectKind: 'sealed_tip',
    subjectId: tip.id,
    unitId: tip.unit.id,
    provinceId: tip.provinceId,
    changes: { to: target.name },
    byTheHour: true,
  });
  return { unit: target };
}

/** A tip taken by phone or in person. Of a crime report the administrative trail alone: its content is the police's file. */
export async function recordTip(tx: Tx, actor: Actor, input: BodyOf<typeof recordRoute>): Promise<InboxTip> {
  await requirePlace(tx, actor, 'tip.handle', input.unitId);
  if (input.sort === 'crime_report' && (input.pieces.length > 0 || input.keys.length > 0)) {
    throw new Problem('input.invalid', {}, [{ path: 'pieces', code: 'tip.content_of_crime_report' }]);
  }
  const { rows } = await sql<{ isCurrent: boolean }>`
    select exists (select from inbox_keys k where k.id = ${input.inboxKeyId} and k.unit_id = ${input.unitId} and k.retired_at is null) as is_current`.execute(
    tx,
  );
  if (!rows[0]!.isCurrent) throw new Problem('inbox.none');
  const today = vietnamDay(new Date());
  const counted = await registerRecord(tx, actor, tips, {
    unitId: input.unitId,
    values: {
      ...emptyCounts,
      receivedOn: today,
      sort: input.sort,
      topic: input.topic,
      channel: input.channel,
      anonymity: input.anonymity,
      reachable: input.isReachable ? 'yes' : 'no',
      competence: ['duplicate', 'out_of_area'].includes(input.sort) ? 'outside' : 'within',
    },
    acceptDuplicate: true,
  });
  const id = randomUUID();
  const hour = thisHour();
  await sql`
    insert into sealed_tips (province_id, id, unit_id, tip_id, inbox_key_id, request_id, state, verified, sort, sorted_at, is_urgent, is_reachable)
    select u.province_id, ${id}, u.id, ${counted.id}, ${input.inboxKeyId}, ${randomUUID()}, 'sorted', true, ${input.sort}, ${hour}::timestamptz,
      ${input.isUrgent}, ${input.isReachable} from units u where u.id = ${input.unitId}`.execute(tx);
  if (input.keys.length > 0) await writePieces(tx, id, 'resident', input.keys, input.pieces);
  const tip = await getTip(tx, actor, id);
  await moveTip(tx, tip, watch(tip, await readTipLimits(tx)));
  await addTrail(tx, actor, tip, { act: 'recorded', code: input.channel });
  return describeTip(tx, await getTip(tx, actor, id));
}

const emptyCounts: Values = {
  ofValue: 'no',
  forwardedOn: null,
  settledOn: null,
  outcome: null,
  casesCleared: 0,
  personsCleared: 0,
  personsArrested: 0,
  propertyRecoveredVnd: 0,
  respondedOn: null,
  firstResponseHours: 0,
  extendedOn: null,
  reclassifiedOn: null,
  protectedOn: null,
  timeliness: null,
  told: null,
};
