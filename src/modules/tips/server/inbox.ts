import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { UnitRef } from '#registers/declaration.ts';
import { chooseNextClock, type Clock, type ClockedTip, determineClocks } from '../clocks.rules.ts';
import type { InboxItem, InboxTip, OpenedTip } from '../inbox.contract.ts';
import { listOpenActs } from '../tip-states.rules.ts';
import {
  countTips,
  getTip,
  type HandledTip,
  listOpenings,
  listPassedOn,
  listTips,
  listTrail,
  type Queue,
  type QueueCounts,
  unitRef,
} from './inbox-store.ts';
import { readTipLimits, type TipLimits } from './tip-limits.ts';

export async function listInbox(
  db: Db,
  actor: Actor,
  unitId: number,
  queue: Queue | 'passed_on',
): Promise<{
  unit: UnitRef;
  counts: QueueCounts;
  items: InboxItem[];
  passedOn: { id: string; at: string; toUnit: string; by: string }[];
}> {
  await requirePlace(db, actor, 'tip.handle', unitId);
  const { rows } = await sql<{ unit: UnitRef }>`select ${unitRef} as unit from units u where u.id = ${unitId}`.execute(
    db,
  );
  const limits = await readTipLimits(db);
  const now = new Date().toISOString();
  return {
    unit: rows[0]!.unit,
    counts: await countTips(db, unitId),
    items: queue === 'passed_on' ? [] : (await listTips(db, unitId, queue)).map((tip) => toItem(tip, limits, now)),
    passedOn: queue === 'passed_on' ? await listPassedOn(db, unitId) : [],
  };
}

export async function getInboxTip(db: Db, actor: Actor, id: string): Promise<InboxTip> {
  return describeTip(db, await getTip(db, actor, id));
}

export async function describeTip(db: Db, tip: HandledTip): Promise<InboxTip> {
  const limits = await readTipLimits(db);
  const now = new Date().toISOString();
  return {
    ...toItem(tip, limits, now),
    clocks: clocksOf(tip, limits, now).map((clock) => ({ ...clock, ...wordsOf(clock.code, limits) })),
    openActs: listOpenActs(tip),
    trail: await listTrail(db, tip),
    openings: await listOpenings(db, tip),
    extensionReason: tip.extensionReason,
    anonymity: tip.anonymity,
    isProtected: tip.protectedOn !== null,
    isResponded: tip.respondedAt !== null,
  };
}

function wordsOf(code: Clock['code'], { limits }: TipLimits) {
  const { nameVi, nameEn, legalSource } = limits[code];
  return { nameVi, nameEn, legalSource };
}

function toItem(tip: HandledTip, limits: TipLimits, now: string): InboxItem {
  const words = tip.nextClock === null ? undefined : limits.limits[tip.nextClock];
  return {
    id: tip.id,
    version: tip.version,
    unit: tip.unit,
    state: tip.state,
    sort: tip.sort as InboxItem['sort'],
    topic: tip.topic,
    channel: tip.channel,
    receivedAt: tip.receivedAt,
    isUrgent: tip.isUrgent,
    isComplex: tip.isComplex,
    isVerified: tip.isVerified,
    isAboutOfficer: tip.isAboutOfficer,
    isReachable: tip.isReachable,
    nextClock: words ? { code: words.code, nameVi: words.nameVi, nameEn: words.nameEn } : null,
    dueAt: tip.dueAt,
    isLate: tip.dueAt !== null && tip.dueAt < now,
    openedCount: tip.openedCount,
    awaitsAnswer: tip.awaitsAnswer,
    hasContent: tip.hasContent,
  };
}

function toClocked(tip: HandledTip): ClockedTip {
  return { ...tip, receivedAt: tip.unitReceivedAt };
}

export function clocksOf(tip: HandledTip, { limits, days }: TipLimits, now: string): Clock[] {
  return determineClocks(toClocked(tip), limits, days, now);
}

/** The limit to watch after a change, as it is kept beside the tip. */
export function watch(tip: HandledTip, limits: TipLimits): { nextClock: string | null; dueAt: string | null } {
  const next = chooseNextClock(clocksOf(tip, limits, new Date().toISOString()));
  return { nextClock: next?.code ?? null, dueAt: next?.dueAt ?? null };
}

/** Hands out the sealed content, with its opening on record. */
export async function openInboxTip(tx: Tx, actor: Actor, id: string, reason: string): Promise<OpenedTip> {
  const tip = await getTip(tx, actor, id);
  const { rows } = await sql<OpenedTip>`select keys, pieces from read_tip_for_handling(${id}, ${reason})`.execute(tx);
  if (!rows[0]) throw new Problem('tip.content_gone');
  await recordAudit(tx, actor, {
    act: 'sealed_tip.opened',
    subjectKind: 'sealed_tip',
    subjectId: tip.id,
    unitId: tip.unit.id,
    provinceId: tip.provinceId,
    changes: { reason },
    byTheHour: true,
  });
  return { keys: rows[0].keys, pieces: rows[0].pieces };
}

export async function getInboxFile(db: Db, actor: Actor, id: string, pieceId: string): Promise<Buffer> {
  await getTip(db, actor, id);
  const { rows } = await sql<{ content: Buffer | null }>`select read_tip_file(${id}, ${pieceId}) as content`.execute(
    db,
  );
  if (!rows[0]?.content) throw new Problem('request.not_found');
  return rows[0].content;
}

export async function listOverdueTips(
  db: Db,
): Promise<{ items: { unit: UnitRef; open: number; late: number; unread: number }[] }> {
  const { rows } = await sql<{ unit: UnitRef; open: number; late: number; unread: number }>`
    select ${unitRef} as unit, c.open_count as open, c.late_count as late, c.unread_count as unread
    from count_open_tips() c join units u on u.id = c.unit_id
    order by c.late_count desc, c.open_count desc, u.code limit 500`.execute(db);
  return { items: rows };
}

export async function listTipOpenings(
  db: Db,
): Promise<{ items: { tipId: string; unit: UnitRef; by: string; reason: string; at: string }[] }> {
  const { rows } = await sql<{ tipId: string; unit: UnitRef; by: string; reason: string; at: string }>`
    select o.sealed_tip_id as tip_id, ${unitRef} as unit, a.display_name as by, o.reason,
      to_char(o.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from tip_openings o join units u on u.id = o.unit_id join accounts a on a.id = o.account_id
    where (select has_nationwide('tip.oversee')) or o.unit_id in (select units_with('tip.oversee'))
    order by o.at desc, o.id limit 200`.execute(db);
  return { items: rows };
}
