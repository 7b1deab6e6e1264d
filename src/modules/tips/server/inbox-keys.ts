import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, isInPlace, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { BodyOf } from '#platform/http/route.ts';
import type { UnitRef } from '#registers/declaration.ts';
import { fromBase64 } from '../base64.rules.ts';
import type {
  DifficultArea,
  EscrowRequest,
  InboxGeneration,
  InboxKeys,
  KeyHolder,
  makeInboxKey as makeRoute,
  MyKey,
  shareInboxKey as shareRoute,
} from '../inbox-keys.contract.ts';
import { describeInboxKey, isSuccessor } from '../sealing.rules.ts';
import { unitRef } from './inbox-store.ts';

// Keys of people --------------------------------------------------------------------------------------------------------

export async function getMyTipKey(db: Db): Promise<{ key: MyKey | null }> {
  const { rows } = await sql<MyKey>`
    select id, encode(public_key, 'base64') as public_key, translate(encode(wrapped_secret, 'base64'), E'\n', '') as wrapped_secret,
      ${instant('made_at')} as made_at from my_handler_key()`.execute(db);
  return { key: rows[0] ?? null };
}

export async function keepMyTipKey(
  tx: Tx,
  actor: Actor,
  body: { publicKey: string; wrappedSecret: string },
): Promise<{ id: string }> {
  if (!actor.posts.some(({ permissions }) => permissions['tip.handle'] ?? permissions['tip.escrow']))
    throw new Problem('permission.missing');
  const { rows } = await sql<{ id: string }>`
    select keep_my_handler_key(decode(${body.publicKey}, 'base64'), decode(${body.wrappedSecret}, 'base64')) as id`.execute(
    tx,
  );
  const { id } = rows[0]!;
  await recordAudit(tx, actor, { act: 'tip_key.made', subjectKind: 'tip_key', subjectId: id });
  return { id };
}

// Keys of inboxes -------------------------------------------------------------------------------------------------------

const instant = (column: string) =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
const base64 = (column: string) => sql<string>`translate(encode(${sql.ref(column)}, 'base64'), E'\n', '')`;

type GenerationRow = Omit<InboxGeneration, 'isSigned' | 'fingerprint'> & {
  unit: UnitRef;
  previousSignKey: string | null;
};

const generation = sql`k.id, ${unitRef} as unit, k.generation, ${base64('k.public_key')} as public_key,
  ${base64('k.sign_public_key')} as sign_public_key, ${base64('k.previous_signature')} as previous_signature,
  (select ${base64('b.sign_public_key')} from inbox_keys b where b.unit_id = k.unit_id and b.generation = k.generation - 1) as previous_sign_key,
  a.display_name as made_by, ${instant('k.made_at')} as made_at, ${instant('k.retired_at')} as retired_at
  from inbox_keys k join units u on u.id = k.unit_id join accounts a on a.id = k.made_by`;

function toGeneration({ unit, previousSignKey, ...row }: GenerationRow): InboxGeneration {
  const key = publicKeyOf(unit.id, row);
  return {
    ...row,
    isSigned:
      row.previousSignature === null || previousSignKey === null
        ? null
        : isSuccessor(fromBase64(previousSignKey), key, fromBase64(row.previousSignature)),
    fingerprint: describeInboxKey(key),
  };
}

function publicKeyOf(unitId: number, key: { generation: number; publicKey: string; signPublicKey: string }) {
  return {
    unitId,
    generation: key.generation,
    publicKey: fromBase64(key.publicKey),
    signPublicKey: fromBase64(key.signPublicKey),
  };
}

/** Every inbox key that was made, newest first: what the fingerprints on posters can be compared with. */
export async function listKeyChanges(db: Db): Promise<{ items: (InboxGeneration & { unit: UnitRef })[] }> {
  const { rows } = await sql<GenerationRow>`select ${generation} order by k.made_at desc, k.id limit 1000`.execute(db);
  return { items: rows.map((row) => ({ ...toGeneration(row), unit: row.unit })) };
}

/** Provinces of today within which some inbox has a key, with how many have one; the ministry's stands with them. */
export async function listProvincesWithInboxes(
  db: Db,
): Promise<{ id: number; code: string; name: string; inboxCount: number }[]> {
  const { rows } = await sql<{ id: number; code: string; name: string; inboxCount: number }>`
    select u.id, u.code, u.name_vi as name, count(distinct k.unit_id)::integer as inbox_count
    from inbox_keys k join territories t on t.unit_id = k.unit_id and t.view = 'today'
    join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
    join units u on u.id = t.holder_id and u.kind = 'province' and u.valid_to is null
    where k.retired_at is null group by u.id order by u.code`.execute(db);
  return rows;
}

/** Every key of the inboxes of a province and below, current ones first. */
export async function listKeysOfProvince(db: Db, provinceId: number): Promise<(InboxGeneration & { unit: UnitRef })[]> {
  const { rows } = await sql<GenerationRow>`
    select ${generation}
    where k.unit_id in (select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = ${provinceId})
    order by k.retired_at is not null, u.code, k.generation desc`.execute(db);
  return rows.map((row) => ({ ...toGeneration(row), unit: row.unit }));
}

/** The inboxes that the one who asks handles: units of posts of today that carry the right. */
export async function listInboxKeys(db: Db, actor: Actor): Promise<{ inboxes: InboxKeys[] }> {
  const unitIds = [
    ...new Set(actor.posts.filter(({ permissions }) => permissions['tip.handle']).map(({ unitId }) => unitId)),
  ];
  const inboxes: InboxKeys[] = [];
  // A person handles one inbox, seldom two.
  for (const unitId of unitIds) inboxes.push(await describeInbox(db, actor, unitId));
  return { inboxes };
}

async function describeInbox(db: Db, actor: Actor, unitId: number): Promise<InboxKeys> {
  const head = await sql<{ unit: UnitRef; isDifficultArea: boolean; partCount: number }>`
    select ${unitRef} as unit, exists (select from difficult_areas d where d.unit_id = u.id) as is_difficult_area,
      (select count(*) from escrow_parts p join inbox_keys k on k.id = p.inbox_key_id and k.retired_at is null
        where k.unit_id = u.id)::integer as part_count
    from units u where u.id = ${unitId}`.execute(db);
  const generations = await sql<GenerationRow>`
    select ${generation} where k.unit_id = ${unitId} order by k.generation desc`.execute(db);
  const shares = await sql<{ inboxKeyId: string; generation: number; sealed: string }>`
    select inbox_key_id, generation, ${base64('sealed')} as sealed from my_inbox_shares(${unitId})`.execute(db);
  const left = await sql<{ name: string }>`
    select distinct a.display_name as name
    from inbox_keys k join inbox_key_shares s on s.inbox_key_id = k.id join handler_keys h on h.id = s.handler_key_id
    join accounts a on a.id = h.account_id
    where k.unit_id = ${unitId} and k.retired_at is null
      and h.account_id not in (select p.account_id from people_of_inbox(${unitId}, 'tip.handle') p) order by 1`.execute(
    db,
  );
  return {
    ...head.rows[0]!,
    generations: generations.rows.map(toGeneration),
    myShares: shares.rows,
    handlers: await listPeople(db, unitId, 'tip.handle'),
    custodians: await listPeople(db, unitId, 'tip.escrow'),
    leftWithKey: left.rows.map(({ name }) => name),
    mayOversee: await isInPlace(db, actor, 'tip.oversee', unitId),
  };
}

async function listPeople(db: Db, unitId: number, right: 'tip.handle' | 'tip.escrow'): Promise<KeyHolder[]> {
  const held = right === 'tip.handle' ? sql.table('inbox_key_shares') : sql.table('escrow_parts');
  const { rows } = await sql<KeyHolder>`
    select p.account_id, p.display_name, p.handler_key_id, ${base64('p.public_key')} as public_key,
      exists (select from ${held} s join inbox_keys k on k.id = s.inbox_key_id and k.retired_at is null
        where k.unit_id = ${unitId} and s.handler_key_id = p.handler_key_id) as can_open
    from people_of_inbox(${unitId}, ${right}) p`.execute(db);
  return rows;
}

/** The first key of an inbox or the next one. Throws inbox.key_stale, inbox.key_unsigned, inbox.share_misplaced. */
export async function makeInboxKey(
  tx: Tx,
  actor: Actor,
  unitId: number,
  body: BodyOf<typeof makeRoute>,
): Promise<{ id: string; fingerprint: string }> {
  await requirePlace(tx, actor, 'tip.handle', unitId);
  const made = publicKeyOf(unitId, body);
  if (body.previousSignature !== null) {
    const { rows } = await sql<{ signPublicKey: string }>`
      select ${base64('k.sign_public_key')} as sign_public_key from inbox_keys k
      where k.unit_id = ${unitId} and k.generation = ${body.generation - 1}`.execute(tx);
    if (!rows[0]) throw new Problem('inbox.key_stale');
    if (!isSuccessor(fromBase64(rows[0].signPublicKey), made, fromBase64(body.previousSignature)))
      throw new Problem('inbox.key_unsigned');
  }
  const { rows } = await sql<{ id: string | null }>`
    select make_inbox_key(${unitId}, ${body.generation}, decode(${body.publicKey}, 'base64'), decode(${body.signPublicKey}, 'base64'),
      decode(${body.previousSignature}, 'base64'), ${JSON.stringify(body.shares)}::jsonb, ${JSON.stringify(body.parts)}::jsonb) as id`.execute(
    tx,
  );
  const id = rows[0]!.id;
  if (id === null) throw new Problem('inbox.key_stale');
  await recordAudit(tx, actor, {
    act: 'inbox_key.made',
    subjectKind: 'inbox_key',
    subjectId: id,
    unitId,
    provinceId: await provinceOf(tx, unitId),
    changes: {
      generation: body.generation,
      signed: body.previousSignature !== null,
      handlers: body.shares.length,
      custodians: body.parts.length,
    },
  });
  return { id, fingerprint: describeInboxKey(made) };
}

async function provinceOf(db: Db, unitId: number): Promise<number> {
  const { rows } = await sql<{ provinceId: number }>`select province_id from units where id = ${unitId}`.execute(db);
  return rows[0]!.provinceId;
}

export async function shareInboxKey(
  tx: Tx,
  actor: Actor,
  unitId: number,
  { keys }: BodyOf<typeof shareRoute>,
): Promise<{ shared: number }> {
  await requirePlace(tx, actor, 'tip.handle', unitId);
  for (const { inboxKeyId, shares } of keys) {
    const { rows } = await sql<{ isShared: boolean }>`
      select share_inbox_key(${inboxKeyId}, ${JSON.stringify(shares)}::jsonb) as is_shared`.execute(tx);
    if (!rows[0]!.isShared) throw new Problem('inbox.key_stale');
    await recordAudit(tx, actor, {
      act: 'inbox_key.shared',
      subjectKind: 'inbox_key',
      subjectId: inboxKeyId,
      unitId,
      provinceId: await provinceOf(tx, unitId),
      changes: { handlers: shares.length },
    });
  }
  return { shared: keys.length };
}

/** Difficult areas of the reader's place, by the code of the unit. */
export async function listDifficultAreas(db: Db): Promise<{ items: DifficultArea[] }> {
  const { rows } = await sql<{ unit: UnitRef; notedBy: string; notedAt: Date }>`
    select ${unitRef} as unit, a.display_name as noted_by, d.noted_at
    from difficult_areas d join units u on u.id = d.unit_id join accounts a on a.id = d.noted_by
    where u.valid_to is null order by u.code`.execute(db);
  return { items: rows.map((row) => ({ ...row, notedAt: row.notedAt.toISOString() })) };
}

export async function noteDifficultArea(
  tx: Tx,
  actor: Actor,
  unitId: number,
  isDifficult: boolean,
): Promise<{ isDifficult: boolean }> {
  await requirePlace(tx, actor, 'tip.oversee', unitId);
  const provinceId = await provinceOf(tx, unitId);
  if (isDifficult) {
    await sql`insert into difficult_areas (province_id, unit_id, noted_by) values (${provinceId}, ${unitId}, ${actor.accountId})
      on conflict do nothing`.execute(tx);
  } else {
    await sql`delete from difficult_areas where province_id = ${provinceId} and unit_id = ${unitId}`.execute(tx);
  }
  await recordAudit(tx, actor, {
    act: 'inbox.area_noted',
    subjectKind: 'inbox',
    subjectId: String(unitId),
    unitId,
    provinceId,
    changes: { isDifficult },
  });
  return { isDifficult };
}

// Escrow ----------------------------------------------------------------------------------------------------------------

export async function listEscrowRequests(db: Db, actor: Actor): Promise<{ items: EscrowRequest[] }> {
  const { rows } = await sql<EscrowRequest>`
    select r.id, ${unitRef} as unit, r.inbox_key_id, k.generation, a.display_name as asked_by, r.asked_by = ${actor.accountId} as is_mine,
      r.reason, ${instant('r.asked_at')} as asked_at, r.outcome,
      coalesce((select json_agg(p.display_name order by p.display_name) from escrow_passes e join accounts p on p.id = e.account_id
        where e.province_id = r.province_id and e.request_id = r.id), '[]') as passed_by,
      exists (select from my_escrow_part(r.id)) and not exists (select from escrow_passes e
        where e.province_id = r.province_id and e.request_id = r.id and e.account_id = ${actor.accountId}) as may_pass
    from escrow_requests r join units u on u.id = r.unit_id join inbox_keys k on k.id = r.inbox_key_id join accounts a on a.id = r.asked_by
    order by r.outcome is not null, r.asked_at desc, r.id limit 100`.execute(db);
  return { items: rows };
}

export async function askEscrow(
  tx: Tx,
  actor: Actor,
  body: { inboxKeyId: string; reason: string },
): Promise<{ id: string }> {
  const { rows } = await sql<{ unitId: number; provinceId: number }>`
    select k.unit_id, u.province_id from inbox_keys k join units u on u.id = k.unit_id where k.id = ${body.inboxKeyId}`.execute(
    tx,
  );
  const inbox = rows[0];
  if (!inbox) throw new Problem('request.not_found');
  await requirePlace(tx, actor, 'tip.handle', inbox.unitId);
  const own = (await getMyTipKey(tx)).key;
  if (own === null) throw new Problem('inbox.key_needed');
  const made = await sql<{ id: string }>`
    insert into escrow_requests (province_id, unit_id, inbox_key_id, handler_key_id, asked_by, reason)
    values (${inbox.provinceId}, ${inbox.unitId}, ${body.inboxKeyId}, ${own.id}, ${actor.accountId}, ${body.reason}) returning id`.execute(
    tx,
  );
  const { id } = made.rows[0]!;
  await recordEscrow(tx, actor, 'asked', { id, ...inbox });
  return { id };
}

type Asked = { id: string; unitId: number; provinceId: number };

async function recordEscrow(tx: Tx, actor: Actor, act: string, { id, unitId, provinceId }: Asked): Promise<void> {
  await recordAudit(tx, actor, { act: `escrow.${act}`, subjectKind: 'escrow', subjectId: id, unitId, provinceId });
}

async function getAsked(db: Db, id: string): Promise<Asked> {
  const { rows } = await sql<Asked>`select id, unit_id, province_id from escrow_requests where id = ${id}`.execute(db);
  if (!rows[0]) throw new Problem('request.not_found');
  return rows[0];
}

export async function withdrawEscrow(tx: Tx, actor: Actor, id: string): Promise<Record<string, never>> {
  const asked = await getAsked(tx, id);
  await requirePlace(tx, actor, 'tip.handle', asked.unitId);
  const { numAffectedRows } = await sql`update escrow_requests set ended_at = now(), outcome = 'withdrawn'
    where id = ${id} and asked_by = ${actor.accountId} and ended_at is null`.execute(tx);
  if (numAffectedRows === 0n) throw new Problem('escrow.not_possible');
  await recordEscrow(tx, actor, 'withdrawn', asked);
  return {};
}

export async function getEscrowPart(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ sealed: string; askerPublicKey: string }> {
  await requirePlace(db, actor, 'tip.escrow', (await getAsked(db, id)).unitId);
  const { rows } = await sql<{ sealed: string; askerPublicKey: string }>`
    select ${base64('sealed')} as sealed, ${base64('asker_public_key')} as asker_public_key from my_escrow_part(${id})`.execute(
    db,
  );
  if (!rows[0]) throw new Problem('escrow.not_possible');
  return rows[0];
}

export async function passEscrowPart(tx: Tx, actor: Actor, id: string, sealed: string): Promise<Record<string, never>> {
  const asked = await getAsked(tx, id);
  await requirePlace(tx, actor, 'tip.escrow', asked.unitId);
  const { rows } = await sql<{ isPassed: boolean }>`
    select pass_escrow_part(${id}, decode(${sealed}, 'base64')) as is_passed`.execute(tx);
  if (!rows[0]!.isPassed) throw new Problem('escrow.not_possible');
  await recordEscrow(tx, actor, 'passed', asked);
  return {};
}

export async function getPassedParts(
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ parts: string[]; inboxPublicKey: string }> {
  await requirePlace(db, actor, 'tip.handle', (await getAsked(db, id)).unitId);
  const { rows } = await sql<{ sealed: string }>`
    select ${base64('sealed')} as sealed from passed_escrow_parts(${id})`.execute(db);
  if (rows.length < 2) throw new Problem('escrow.not_possible');
  const key = await sql<{ publicKey: string }>`
    select ${base64('k.public_key')} as public_key from escrow_requests r join inbox_keys k on k.id = r.inbox_key_id where r.id = ${id}`.execute(
    db,
  );
  return { parts: rows.map((row) => row.sealed), inboxPublicKey: key.rows[0]!.publicKey };
}

export async function finishEscrow(tx: Tx, actor: Actor, id: string, sealed: string): Promise<Record<string, never>> {
  const asked = await getAsked(tx, id);
  await requirePlace(tx, actor, 'tip.handle', asked.unitId);
  const { rows } = await sql<{ isUsed: boolean }>`
    select use_escrow(${id}, decode(${sealed}, 'base64')) as is_used`.execute(tx);
  if (!rows[0]!.isUsed) throw new Problem('escrow.not_possible');
  await recordEscrow(tx, actor, 'used', asked);
  return {};
}
