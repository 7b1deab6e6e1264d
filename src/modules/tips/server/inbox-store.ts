import { type RawBuilder, sql } from 'kysely';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { UnitRef } from '#registers/declaration.ts';
import type { ClockCode } from '../clocks.rules.ts';
import type { TipState } from '../tip-states.rules.ts';

/** A sealed tip as its handler works on it; instants are ISO texts in UTC. */
export type HandledTip = {
  provinceId: number;
  id: string;
  version: number;
  tipId: string;
  unit: UnitRef;
  inboxKeyId: string;
  state: TipState;
  sort: string | null;
  topic: string;
  channel: string;
  anonymity: string | null;
  protectedOn: string | null;
  isVerified: boolean;
  isAboutOfficer: boolean;
  isUrgent: boolean;
  isComplex: boolean;
  isReachable: boolean;
  isDifficultArea: boolean;
  receivedAt: string;
  unitReceivedAt: string;
  sortedAt: string | null;
  respondedAt: string | null;
  handedOverAt: string | null;
  decidedAt: string | null;
  extendedAt: string | null;
  extensionReason: string | null;
  endedAt: string | null;
  nextClock: ClockCode | null;
  dueAt: string | null;
  openedCount: number;
  awaitsAnswer: boolean;
  hasContent: boolean;
};

const instant = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** How a unit is told: columns of `units u`. */
export const unitRef = sql<UnitRef>`json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind)`;

const columns = sql`s.province_id, s.id, s.version, s.tip_id, ${unitRef} as unit, s.inbox_key_id, s.state, s.sort, t.topic, t.channel,
  t.anonymity, t.protected_on, s.verified as is_verified, s.about_officer as is_about_officer, s.is_urgent, s.is_complex, s.is_reachable,
  exists (select from difficult_areas d where d.unit_id = s.unit_id) as is_difficult_area,
  ${instant('s.received_at')} as received_at, ${instant('s.unit_received_at')} as unit_received_at,
  ${instant('s.sorted_at')} as sorted_at, ${instant('s.responded_at')} as responded_at,
  ${instant('s.handed_over_at')} as handed_over_at, ${instant('s.decided_at')} as decided_at,
  ${instant('s.extended_at')} as extended_at, s.extension_reason, ${instant('s.ended_at')} as ended_at, s.next_clock,
  ${instant('s.due_at')} as due_at, s.opened_count, s.awaits_answer, s.content_destroyed_at is null as has_content`;

const source = sql`sealed_tips s join tips t on t.province_id = s.province_id and t.id = s.tip_id join units u on u.id = s.unit_id`;

export type Queue = 'open' | 'unverified' | 'ended';

const isIn: Record<Queue, RawBuilder<unknown>> = {
  open: sql`s.ended_at is null and s.verified`,
  unverified: sql`s.ended_at is null and not s.verified`,
  ended: sql`s.ended_at is not null`,
};

/** The latest 300 of a queue: what is due first, of what has ended the latest. */
export async function listTips(db: Db, unitId: number, queue: Queue): Promise<HandledTip[]> {
  const { rows } = await sql<HandledTip>`
    select ${columns} from ${source} where s.unit_id = ${unitId} and ${isIn[queue]}
    order by s.due_at nulls last, s.ended_at desc, s.received_at, s.id limit 300`.execute(db);
  return rows;
}

export type QueueCounts = { open: number; unverified: number; late: number; ended: number; passedOn: number };

export async function countTips(db: Db, unitId: number): Promise<QueueCounts> {
  const { rows } = await sql<QueueCounts>`
    select (count(*) filter (where ${isIn.open}))::integer as open, (count(*) filter (where ${isIn.unverified}))::integer as unverified,
      (count(*) filter (where s.ended_at is null and s.due_at < now()))::integer as late,
      (count(*) filter (where ${isIn.ended}))::integer as ended,
      (select count(*) from tip_trail l where l.unit_id = ${unitId} and l.act in ('route', 'move_up'))::integer as passed_on
    from sealed_tips s where s.unit_id = ${unitId}`.execute(db);
  return rows[0]!;
}

/** Throws request.not_found for a tip of another inbox, as for one that does not exist. */
export async function getTip(db: Db, actor: Actor, id: string): Promise<HandledTip> {
  const { rows } = await sql<HandledTip>`select ${columns} from ${source} where s.id = ${id}`.execute(db);
  const tip = rows[0];
  if (!tip) throw new Problem('request.not_found');
  await requirePlace(db, actor, 'tip.handle', tip.unit.id);
  return tip;
}

export type TipMove = {
  state?: TipState;
  sort?: string;
  isUrgent?: boolean;
  isComplex?: boolean;
  sortedAt?: string;
  respondedAt?: string;
  handedOverAt?: string | null;
  decidedAt?: string;
  extendedAt?: string;
  extensionReason?: string;
  mergedInto?: string;
  nextClock: string | null;
  dueAt: string | null;
};

/** Throws tip.changed_meanwhile where another act came first. */
export async function moveTip(tx: Tx, tip: HandledTip, move: TipMove): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('sealedTips')
    .set({ ...move, version: tip.version + 1 })
    .where('provinceId', '=', tip.provinceId)
    .where('id', '=', tip.id)
    .where('version', '=', tip.version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Problem('tip.changed_meanwhile');
}

export type TrailLine = {
  act: string;
  at: string;
  by: string;
  unit: string;
  toUnit: string | null;
  code: string | null;
};

/** Every act on a tip that the reader may see, in order. */
export async function listTrail(db: Db, tip: HandledTip): Promise<TrailLine[]> {
  const { rows } = await sql<TrailLine>`
    select l.act, ${instant('l.at')} as at, a.display_name as by, u.name_vi as unit, o.name_vi as to_unit, l.code
    from tip_trail l join accounts a on a.id = l.account_id join units u on u.id = l.unit_id left join units o on o.id = l.to_unit_id
    where l.province_id = ${tip.provinceId} and l.sealed_tip_id = ${tip.id} order by l.number`.execute(db);
  return rows;
}

/** A line of the trail: the unit before keeps its own. */
export async function addTrail(
  tx: Tx,
  actor: Actor,
  tip: { provinceId: number; id: string; unit: UnitRef },
  line: { act: string; code?: string | null; toUnitId?: number },
): Promise<void> {
  await sql`
    insert into tip_trail (province_id, sealed_tip_id, unit_id, number, act, account_id, to_unit_id, code)
    select ${tip.provinceId}, ${tip.id}, ${tip.unit.id}, tip_trail_length(${tip.provinceId}, ${tip.id}) + 1, ${line.act}, ${actor.accountId},
      ${line.toUnitId ?? null}, ${line.code ?? null}`.execute(tx);
}

export async function listOpenings(db: Db, tip: HandledTip): Promise<{ at: string; by: string; reason: string }[]> {
  const { rows } = await sql<{ at: string; by: string; reason: string }>`
    select ${instant('o.at')} as at, a.display_name as by, o.reason from tip_openings o join accounts a on a.id = o.account_id
    where o.province_id = ${tip.provinceId} and o.sealed_tip_id = ${tip.id} order by o.at desc, o.id`.execute(db);
  return rows;
}

/** What a unit still knows of tips that went on to others: the trail alone. */
export async function listPassedOn(
  db: Db,
  unitId: number,
): Promise<{ id: string; at: string; toUnit: string; by: string }[]> {
  const { rows } = await sql<{ id: string; at: string; toUnit: string; by: string }>`
    select l.sealed_tip_id as id, ${instant('l.at')} as at, coalesce(o.name_vi, '') as to_unit, a.display_name as by
    from tip_trail l join accounts a on a.id = l.account_id left join units o on o.id = l.to_unit_id
    where l.unit_id = ${unitId} and l.act in ('route', 'move_up') order by l.at desc, l.id limit 300`.execute(db);
  return rows;
}
