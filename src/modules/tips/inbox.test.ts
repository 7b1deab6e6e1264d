import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { enterSession } from '#platform/database/database.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  aSealedTip,
  contentKeyOf,
  createKeyed,
  type KeyedActor,
  makeOwnKey,
  nextKeyOf,
  openInbox,
  readInbox,
  readPiece,
} from '#tests/support/handlers.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { fromBase64, toBase64 } from './base64.rules.ts';
import { combineParts, passPart, shareInbox } from './inbox-keys.rules.ts';
import type { EscrowRequest, InboxKeys } from './inbox-keys.contract.ts';
import type { InboxTip, OpenedTip } from './inbox.contract.ts';
import { openText, sealText, sealTo } from './sealing.rules.ts';
import { destroyExpiredTips } from './server/tip-jobs.ts';
import { verifyRetention } from './server/verify-retention.ts';

const house = await createTestHouse();
const { database, request, close } = house;
afterAll(close);

const { A, A1, A2, C1 } = testUnits;

let handler: KeyedActor;
let inbox: InboxKeys;
let custodians: KeyedActor[];
let recorder: TestActor;
beforeAll(async () => {
  custodians = await Promise.all([A, A, A].map((unit) => createKeyed(house, 'escrow_custodian', unit)));
  handler = await createKeyed(house, 'tip_handler', A1);
  inbox = await openInbox(house, handler);
  recorder = await createActor(database, { role: 'recorder', unit: A1 });
});

async function ask<T>(actor: TestActor, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const answer = await request(actor, method, path, body);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<T>();
}

async function refusal(actor: TestActor, method: 'GET' | 'POST', path: string, body?: unknown): Promise<string> {
  const answer = await request(actor, method, path, body);
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  return answer.json<{ code: string }>().code;
}

const tipOf = (id: string, actor: TestActor = handler): Promise<InboxTip> => ask(actor, 'GET', `/tip-inbox/${id}`);
const open = (id: string, actor: TestActor = handler): Promise<OpenedTip> =>
  ask(actor, 'POST', `/tip-inbox/${id}/openings`, { reason: 'first_reading' });
async function act(id: string, input: Record<string, unknown>, actor: TestActor = handler): Promise<InboxTip> {
  const { version } = await tipOf(id, actor);
  return ask(actor, 'POST', `/tip-inbox/${id}/acts`, { version, ...input });
}
const sort = { act: 'sort', sort: 'security_tip', topic: 'theft', anonymity: 'anonymous', isUrgent: false };
const decide = {
  act: 'decide',
  outcome: 'prevented',
  ofValue: 'yes',
  casesCleared: 1,
  personsCleared: 2,
  personsArrested: 1,
  propertyRecoveredVnd: 5_000_000,
};

async function countsOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select t.* from sealed_tips s join tips t on t.province_id = s.province_id and t.id = s.tip_id where s.id = ${id}`.execute(
    database.owner,
  );
  return rows[0]!;
}

describe('a tip in its inbox', () => {
  test('is opened with a reason, on record and counted', async () => {
    const { id } = await aSealedTip(database, { unit: A1, what: 'xe lạ đỗ đêm', contact: '0900 000 000' });
    const opened = await open(id);
    expect(readPiece(opened, 'text', contentKeyOf(opened, inbox, handler))).toContain('xe lạ đỗ đêm');
    expect(readPiece(opened, 'contact', contentKeyOf(opened, inbox, handler, 'contact'))).toBe('0900 000 000');
    const tip = await tipOf(id);
    expect(tip).toMatchObject({ openedCount: 1, openings: [{ reason: 'first_reading' }], state: 'received' });
    expect(tip.clocks.map(({ code }) => code)).toEqual(['assess', 'notice', 'decide']);
    expect(tip.nextClock?.code).toBe('assess');
    const head = await createActor(database, { role: 'commune_head', unit: A1 });
    const { items } = await ask<{ items: { tipId: string }[] }>(head, 'GET', '/tip-openings');
    expect(items.map(({ tipId }) => tipId)).toContain(id);
    const { rows } = await sql<{ changes: unknown; at: Date }>`
      select changes, at from audit_lines where act = 'sealed_tip.opened' and subject_id = ${(await getSealed(id)).tipId}`.execute(
      database.owner,
    );
    expect(rows).toMatchObject([{ changes: { reason: 'first_reading' } }]);
    expect(rows[0]!.at.getUTCMinutes()).toBe(0);
  });

  test('goes its way to the end, and its counts with it', async () => {
    const { id } = await aSealedTip(database, { unit: A1 });
    await act(id, sort);
    await act(id, { act: 'verify' });
    const opened = await open(id);
    const key = contentKeyOf(opened, inbox, handler);
    const piece = { id: randomUUID(), kind: 'message' as const };
    await ask(handler, 'POST', `/tip-inbox/${id}/replies`, {
      piece: { ...piece, ciphertext: toBase64(sealText(key, { ...piece, author: 'handler' }, 'đã nhận tin')) },
    });
    const again = await open(id);
    const reply = again.pieces.find((one) => one.author === 'handler')!;
    expect(openText(key, reply, fromBase64(reply.ciphertext!))).toBe('đã nhận tin');
    expect(await refusal(handler, 'POST', `/tip-inbox/${id}/acts`, { ...decide, version: 1 })).toBe(
      'tip.changed_meanwhile',
    );
    expect((await act(id, decide)).state).toBe('decided');
    const { version } = await tipOf(id);
    expect(await refusal(handler, 'POST', `/tip-inbox/${id}/acts`, { act: 'close', version })).toBe('tip.inform_first');
    await act(id, { act: 'inform' });
    const closed = await act(id, { act: 'close' });
    expect(closed).toMatchObject({ state: 'closed', dueAt: null, openActs: [] });
    expect(closed.trail.map((line) => line.act)).toEqual(['sort', 'verify', 'reply', 'decide', 'inform', 'close']);
    expect(await countsOf(id)).toMatchObject({
      sort: 'security_tip',
      ofValue: 'yes',
      outcome: 'prevented',
      casesCleared: 1,
      timeliness: 'on_time',
      told: 'yes',
      reachable: 'yes',
      firstResponseHours: 0,
    });
  });

  test('is not changed by hand in the register', async () => {
    const { id } = await aSealedTip(database, { unit: A1 });
    const { tipId } = await getSealed(id);
    const record = await ask<{ version: number; values: Record<string, unknown> }>(recorder, 'GET', `/tips/${tipId}`);
    const { firstResponseHours = 0, ...values } = record.values;
    const body = { version: record.version, values: { ...values, firstResponseHours, ofValue: 'yes' } };
    const answer = await request(recorder, 'PUT', `/tips/${tipId}`, body);
    expect(answer.json()).toMatchObject({ code: 'tip.kept_by_inbox' });
  });

  test('is extended once, and found complex by its handler', async () => {
    const { id } = await aSealedTip(database, { unit: A1 });
    await act(id, { ...sort, sort: 'crime_report' });
    expect((await act(id, { act: 'complex' })).clocks.map(({ code }) => code)).toContain('decide_complex');
    const extended = await act(id, { act: 'extend', reason: 'expert_opinion' });
    expect(extended).toMatchObject({ extensionReason: 'expert_opinion' });
    expect(extended.clocks.map(({ code }) => code)).toContain('extension');
    const { version } = extended;
    expect(
      await refusal(handler, 'POST', `/tip-inbox/${id}/acts`, { act: 'extend', reason: 'many_facts', version }),
    ).toBe('tip.extended_already');
    expect(await countsOf(id)).toMatchObject({ sort: 'crime_report' });
    expect((await countsOf(id)).reclassifiedOn).not.toBeNull();
  });

  test('is merged into another of the same inbox', async () => {
    const [one, other] = [await aSealedTip(database, { unit: A1 }), await aSealedTip(database, { unit: A1 })];
    const merged = await act(one.id, { act: 'merge', into: other.id });
    expect(merged.state).toBe('merged');
    expect(await countsOf(one.id)).toMatchObject({ sort: 'duplicate', competence: 'outside' });
  });

  test('without proof of work lies in a queue of its own', async () => {
    const { id } = await aSealedTip(database, { unit: A1, verified: false });
    const of = async (queue: string) =>
      (await ask<{ items: { id: string }[] }>(handler, 'GET', `/tip-inbox?unit=${A1}&queue=${queue}`)).items.map(
        (tip) => tip.id,
      );
    expect(await of('unverified')).toContain(id);
    expect(await of('open')).not.toContain(id);
  });

  test('told by phone is sealed by the officer; of a crime report the trail alone is kept', async () => {
    const [current] = inbox.generations;
    const key = crypto.getRandomValues(new Uint8Array(32));
    const piece = { id: randomUUID(), kind: 'text' as const };
    const body = {
      unitId: A1,
      channel: 'hotline',
      sort: 'security_tip',
      topic: 'fire',
      anonymity: 'anonymous',
      isReachable: false,
      isUrgent: false,
      inboxKeyId: current!.id,
      keys: [{ purpose: 'content', sealed: toBase64(sealTo(fromBase64(current!.publicKey), key)) }],
      pieces: [{ ...piece, ciphertext: toBase64(sealText(key, { ...piece, author: 'resident' }, 'khói ở chợ')) }],
    };
    const recorded = await ask<InboxTip>(handler, 'POST', '/tip-inbox', body);
    expect(recorded).toMatchObject({ state: 'sorted', channel: 'hotline' });
    expect(recorded.clocks.map(({ code }) => code)).not.toContain('notice');
    const opened = await open(recorded.id);
    expect(readPiece(opened, 'text', contentKeyOf(opened, inbox, handler))).toBe('khói ở chợ');
    expect(await refusal(handler, 'POST', '/tip-inbox', { ...body, sort: 'crime_report' })).toBe('input.invalid');
    const trail = await ask<InboxTip>(handler, 'POST', '/tip-inbox', {
      ...body,
      sort: 'crime_report',
      keys: [],
      pieces: [],
    });
    expect(trail.openings).toEqual([]);
  });
});

async function getSealed(id: string): Promise<{ tipId: string; unitId: number }> {
  const { rows } = await sql<{
    tipId: string;
    unitId: number;
  }>`select tip_id, unit_id from sealed_tips where id = ${id}`.execute(database.owner);
  return rows[0]!;
}

describe('a tip for another unit', () => {
  test.each([
    ['of the same province', A2],
    ['of another province', C1],
  ])('%s: its keys are sealed anew, the trail alone stays', async (_, to) => {
    const second = await createKeyed(house, 'tip_handler', to);
    const secondInbox = await openInbox(house, second);
    const { id } = await aSealedTip(database, { unit: A1, what: 'của đơn vị khác' });
    const opened = await open(id);
    const key = contentKeyOf(opened, inbox, handler);
    const { target } = await ask<{ target: { inboxKeyId: string; publicKey: string } }>(
      handler,
      'GET',
      `/tip-inbox/${id}/target?unit=${to}`,
    );
    const { version } = await tipOf(id);
    const body = { version, inboxKeyId: target.inboxKeyId, isUp: false };
    expect(await refusal(handler, 'POST', `/tip-inbox/${id}/route`, { ...body, keys: [] })).toBe('tip.target_changed');
    await ask(handler, 'POST', `/tip-inbox/${id}/route`, {
      ...body,
      keys: [{ purpose: 'content', sealed: toBase64(sealTo(fromBase64(target.publicKey), key)) }],
    });
    expect(await refusal(handler, 'GET', `/tip-inbox/${id}`)).toBe('request.not_found');
    expect(await refusal(handler, 'POST', `/tip-inbox/${id}/openings`, { reason: 'verifying' })).toBe(
      'request.not_found',
    );
    const left = await ask<{ passedOn: { id: string }[] }>(handler, 'GET', `/tip-inbox?unit=${A1}&queue=passed_on`);
    expect(left.passedOn.map((line) => line.id)).toContain(id);
    const there = await open(id, second);
    expect(readPiece(there, 'text', contentKeyOf(there, secondInbox, second))).toContain('của đơn vị khác');
    expect(await countsOf(id)).toMatchObject({ unitId: to, version: 2 });
    // What is done there counts there.
    expect((await act(id, sort, second)).state).toBe('sorted');
    expect(await tipOf(id, second)).toMatchObject({ trail: [{ act: 'sort' }] });
  });

  test('about an officer of this unit goes up, and is told by no count below', async () => {
    const above = await createKeyed(house, 'tip_handler', A);
    const aboveInbox = await openInbox(house, above);
    const { id } = await aSealedTip(database, { unit: A1, isAboutOfficer: true });
    expect(await refusal(handler, 'GET', `/tip-inbox/${id}`)).toBe('request.not_found');
    const found = await tipOf(id, above);
    expect(found.isAboutOfficer).toBe(true);
    const head = await createActor(database, { role: 'commune_head', unit: A1 });
    const { items } = await ask<{ items: { unit: { id: number } }[] }>(head, 'GET', '/tip-overdue');
    expect(items.map(({ unit }) => unit.id)).toEqual([A1]);
    // Found out only when it was opened: moved up and closed below.
    const late = await aSealedTip(database, { unit: A1 });
    const key = contentKeyOf(await open(late.id), inbox, handler);
    const { target } = await ask<{ target: { inboxKeyId: string; publicKey: string; unit: { id: number } } }>(
      handler,
      'GET',
      `/tip-inbox/${late.id}/target`,
    );
    expect(target.unit.id).toBe(A);
    const { version } = await tipOf(late.id);
    await ask(handler, 'POST', `/tip-inbox/${late.id}/route`, {
      version,
      inboxKeyId: target.inboxKeyId,
      isUp: true,
      keys: [{ purpose: 'content', sealed: toBase64(sealTo(fromBase64(target.publicKey), key)) }],
    });
    const moved = await open(late.id, above);
    expect(readPiece(moved, 'text', contentKeyOf(moved, aboveInbox, above))).toContain('việc lạ');
    expect((await tipOf(late.id, above)).isAboutOfficer).toBe(true);
  });
});

describe('keys of an inbox', () => {
  test('nobody but its handlers opens a tip', async () => {
    const { id } = await aSealedTip(database, { unit: A1 });
    for (const [role, unit] of [
      ['commune_head', A1],
      ['province_approver', A],
      ['system_administrator', testUnits.VN],
      ['unit_administrator', A],
      ['tip_handler', A2],
      ['recorder', A1],
    ] as const) {
      const actor = await createActor(database, { role, unit });
      const answer = await request(actor, 'POST', `/tip-inbox/${id}/openings`, { reason: 'verifying' });
      expect([403, 404], role).toContain(answer.statusCode);
      expect(answer.body).not.toContain('ciphertext');
    }
  });

  test('a colleague who joined is shared to; one who left has nothing, and the key is to be changed', async () => {
    const colleague = await createKeyed(house, 'tip_handler', A1);
    expect((await readInbox(house, colleague)).myShares).toEqual([]);
    const share = (await readInbox(house, handler)).myShares[0]!;
    const secret = await import('./inbox-keys.rules.ts').then(({ openShare }) =>
      openShare(handler.pair, fromBase64(share.sealed)),
    );
    await ask(handler, 'POST', `/inbox-keys/${A1}/shares`, {
      keys: [
        {
          inboxKeyId: share.inboxKeyId,
          shares: [{ handlerKeyId: colleague.keyId, sealed: toBase64(shareInbox(secret, colleague.pair.publicKey)) }],
        },
      ],
    });
    const { id } = await aSealedTip(database, { unit: A1, what: 'cho hai người' });
    const theirs = await readInbox(house, colleague);
    expect(
      readPiece(await open(id, colleague), 'text', contentKeyOf(await open(id, colleague), theirs, colleague)),
    ).toContain('cho hai người');

    await sql`update posts set valid_to = '2026-01-01' where account_id = ${colleague.accountId}`.execute(
      database.owner,
    );
    expect(await refusal(colleague, 'GET', '/inbox-keys')).toBe('permission.missing');
    expect(await refusal(colleague, 'POST', `/tip-inbox/${id}/openings`, { reason: 'verifying' })).toBe(
      'permission.missing',
    );
    const now = await readInbox(house, handler);
    expect(now.leftWithKey).toHaveLength(1);

    await ask(handler, 'POST', `/inbox-keys/${A1}`, await nextKeyOf(now, handler));
    const changed = await readInbox(house, handler);
    expect(changed.leftWithKey).toEqual([]);
    expect(changed.generations.map(({ generation, isSigned }) => [generation, isSigned])).toEqual([
      [2, true],
      [1, null],
    ]);
    // Earlier tips still open, later ones are sealed to the new key.
    expect(readPiece(await open(id), 'text', contentKeyOf(await open(id), changed, handler))).toContain(
      'cho hai người',
    );
    const later = await aSealedTip(database, { unit: A1, what: 'sau khi đổi khóa' });
    const opened = await open(later.id);
    expect(opened.keys[0]!.inboxKeyId).toBe(changed.generations[0]!.id);
    inbox = changed;
  });

  test('a key that is signed wrongly, stale, or shared to a stranger is refused', async () => {
    const present = await readInbox(house, handler);
    const next = await nextKeyOf(present, handler);
    expect(
      await refusal(handler, 'POST', `/inbox-keys/${A1}`, {
        ...next,
        publicKey: toBase64(crypto.getRandomValues(new Uint8Array(32))),
      }),
    ).toBe('inbox.key_unsigned');
    expect(
      await refusal(handler, 'POST', `/inbox-keys/${A1}`, { ...next, generation: 1, previousSignature: null }),
    ).toBe('inbox.key_stale');
    const stranger = await createKeyed(house, 'tip_handler', A2);
    expect(
      await refusal(handler, 'POST', `/inbox-keys/${A1}`, {
        ...next,
        shares: [...next.shares, { ...next.shares[0]!, handlerKeyId: stranger.keyId }],
      }),
    ).toBe('inbox.share_misplaced');
    expect(await refusal(stranger, 'POST', `/inbox-keys/${A1}`, next)).toBe('permission.place');
  });

  test('two custodians together open it for a handler who lost the key; one does not', async () => {
    const { id } = await aSealedTip(database, { unit: A1, what: 'mở bằng khóa dự phòng' });
    // A new key pair after a forgotten passphrase: what was shared to the old one is lost.
    const renewed: KeyedActor = { ...handler, ...(await makeOwnKey(house, handler)) };
    const before = await readInbox(house, renewed);
    expect(before.myShares).toEqual([]);
    const [current] = before.generations;
    const asked = await ask<{ id: string }>(renewed, 'POST', '/escrow-requests', {
      inboxKeyId: current!.id,
      reason: 'Quên cụm mật khẩu, không còn ai khác.',
    });
    const pass = async (custodian: KeyedActor): Promise<void> => {
      const part = await ask<{ sealed: string; askerPublicKey: string }>(
        custodian,
        'GET',
        `/escrow-requests/${asked.id}/part`,
      );
      const sealed = passPart(custodian.pair, fromBase64(part.sealed), fromBase64(part.askerPublicKey));
      await ask(custodian, 'POST', `/escrow-requests/${asked.id}/passes`, { sealed: toBase64(sealed) });
    };
    await pass(custodians[0]!);
    expect(await refusal(renewed, 'GET', `/escrow-requests/${asked.id}/passes`)).toBe('escrow.not_possible');
    await pass(custodians[2]!);
    const { parts } = await ask<{ parts: string[] }>(renewed, 'GET', `/escrow-requests/${asked.id}/passes`);
    const secret = await combineParts(renewed.pair, parts.map(fromBase64));
    await ask(renewed, 'POST', `/escrow-requests/${asked.id}/use`, {
      sealed: toBase64(shareInbox(secret, renewed.pair.publicKey)),
    });
    const after = await readInbox(house, renewed);
    const opened = await open(id, renewed);
    expect(readPiece(opened, 'text', contentKeyOf(opened, after, renewed))).toContain('mở bằng khóa dự phòng');
    const { items } = await ask<{ items: EscrowRequest[] }>(custodians[1]!, 'GET', '/escrow-requests');
    expect(items).toMatchObject([{ outcome: 'used', mayPass: false }]);
    expect(items[0]!.passedBy).toHaveLength(2);
    const { rows } = await sql<{ act: string }>`
      select act from audit_lines where subject_kind = 'escrow' order by at, act`.execute(database.owner);
    expect(rows.map((row) => row.act).toSorted()).toEqual([
      'escrow.asked',
      'escrow.passed',
      'escrow.passed',
      'escrow.used',
    ]);
    handler = renewed;
    inbox = after;
  });
});

test('content is destroyed in its time, counts stay, and the check tells of what is left', async () => {
  const { id } = await aSealedTip(database, { unit: A1 });
  await act(id, { ...sort, sort: 'out_of_area' });
  await act(id, { act: 'close' });
  expect(await destroyExpiredTips(database.app)).toBe(0);
  await sql`update sealed_tips set ended_at = now() - interval '25 months' where id = ${id}`.execute(database.owner);
  expect(await verifyRetention(database.owner)).toMatchObject({ ok: false, overdue: 1 });
  expect(await destroyExpiredTips(database.app)).toBe(1);
  expect(await verifyRetention(database.owner)).toMatchObject({ ok: true, overdue: 0, remains: 0, destroyed: 1 });
  expect(await tipOf(id)).toMatchObject({ hasContent: false, state: 'closed' });
  expect(await refusal(handler, 'POST', `/tip-inbox/${id}/openings`, { reason: 'later_question' })).toBe(
    'tip.content_gone',
  );
  expect(await countsOf(id)).toMatchObject({ sort: 'out_of_area' });
});

test('an open tip past its decision counts as overdue, once, and no more when it is extended', async () => {
  const { id } = await aSealedTip(database, { unit: A1 });
  await act(id, sort);
  const mark = () => sql<{ marked: number }>`select mark_overdue_tips() as marked`.execute(database.app);
  await mark();
  const before = await countsOf(id);
  expect(before.timeliness).toBeNull();
  await sql`update sealed_tips set decision_due_at = now() - interval '1 hour' where id = ${id}`.execute(
    database.owner,
  );
  expect((await mark()).rows).toEqual([{ marked: 1 }]);
  expect((await mark()).rows).toEqual([{ marked: 0 }]);
  expect(await countsOf(id)).toMatchObject({ timeliness: 'overdue', version: Number(before.version) + 1 });
  await act(id, { act: 'extend', reason: 'many_places' });
  expect((await countsOf(id)).timeliness).toBeNull();
  expect((await mark()).rows).toEqual([{ marked: 0 }]);
});

test('the running role reads no ciphertext and no secret by itself', async () => {
  const { rows } = await sql<Record<string, boolean>>`
    select has_table_privilege('tip_keys', 'select') as keys, has_table_privilege('tip_pieces', 'select') as pieces,
      has_table_privilege('tip_receipts', 'select') as receipts,
      has_column_privilege('handler_keys', 'wrapped_secret', 'select') as secrets,
      has_column_privilege('inbox_key_shares', 'sealed', 'select') as shares,
      has_column_privilege('escrow_parts', 'sealed', 'select') as parts,
      has_column_privilege('escrow_passes', 'sealed', 'select') as passes,
      has_column_privilege('sealed_tips', 'unit_id', 'update') as moves`.execute(database.app);
  expect(Object.values(rows[0]!)).toEqual(Object.values(rows[0]!).map(() => false));
});

test('PostgreSQL by itself shows a tip to its handlers, its openings also to the heads, nothing to others', async () => {
  await open((await aSealedTip(database, { unit: A1 })).id);
  const seen = async (role: string, unit: number, table: string): Promise<boolean> => {
    const { token } = await createActor(database, { role, unit });
    return database.app.transaction().execute(async (tx) => {
      await enterSession(tx, token);
      const { rows } = await sql`select 1 from ${sql.table(table)} where unit_id = ${A1} limit 1`.execute(tx);
      return rows.length > 0;
    });
  };
  for (const table of ['sealed_tips', 'tip_openings', 'tip_trail', 'inbox_key_shares'] as const) {
    expect(await seen('tip_handler', A1, table), table).toBe(true);
    expect(await seen('commune_head', A1, table), table).toBe(table !== 'sealed_tips');
    for (const [role, unit] of [
      ['tip_handler', A2],
      ['tip_handler', A],
      ['recorder', A1],
      ['system_administrator', testUnits.VN],
      ['unit_administrator', A],
      ['escrow_custodian', A],
      ['commune_head', A2],
    ] as const) {
      expect(await seen(role, unit, table), `${role} ${unit} ${table}`).toBe(false);
    }
  }
});

test('difficult areas are listed with who noted them and since when, in the place of the overseer', async () => {
  const head = await createActor(database, { role: 'commune_head', unit: A1 });
  const checker = await createActor(database, { role: 'province_checker', unit: A });
  const listed = async (who: TestActor) =>
    (await ask<{ items: { unit: { id: number }; notedBy: string }[] }>(who, 'GET', '/difficult-areas')).items.map(
      ({ unit, notedBy }) => [unit.id, notedBy],
    );
  const name = await database.owner
    .selectFrom('accounts')
    .select('displayName')
    .where('id', '=', head.accountId)
    .executeTakeFirstOrThrow();
  await ask(head, 'POST', `/inbox-keys/${A1}/difficult-area`, { isDifficult: true });
  expect(await listed(head)).toEqual([[A1, name.displayName]]);
  expect(await listed(checker)).toEqual([[A1, name.displayName]]);
  expect(await listed(await createActor(database, { role: 'commune_head', unit: A2 }))).toEqual([]);
  await ask(checker, 'POST', `/inbox-keys/${A1}/difficult-area`, { isDifficult: false });
  expect(await listed(head)).toEqual([]);
});

test('anybody can compare the keys of inboxes with those on posters', async () => {
  const provinces = await house.house.app.inject({ method: 'GET', url: '/khoa-hop-tin' });
  expect(provinces.body).toContain('/khoa-hop-tin?tinh=TA');
  const listed = await house.house.app.inject({ method: 'GET', url: '/khoa-hop-tin?tinh=TA' });
  expect(listed.statusCode).toBe(200);
  const [current, before] = (await readInbox(house, handler)).generations;
  expect(listed.body).toContain(current!.fingerprint);
  expect(listed.body).toContain(before!.fingerprint);
  expect(listed.body.indexOf(current!.fingerprint)).toBeLessThan(listed.body.indexOf(before!.fingerprint));
});
