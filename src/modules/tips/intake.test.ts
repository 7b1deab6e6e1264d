import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestHouse, testUnits } from '#tests/support/house.ts';
import {
  openInbox,
  sealForTest,
  solve,
  someAnswers,
  type TestInbox,
  type TestSending,
  writeMultipart,
} from '#tests/support/sealed-tips.ts';
import { fromBase64, toBase64 } from './base64.rules.ts';
import type { Challenge, OpenedTip, SentTip } from './intake.public.contract.ts';
import { answerStep } from './intake.rules.ts';
import { receiptOf } from './receipts.rules.ts';
import { openSealed, openText } from './sealing.rules.ts';
import { readOpenedTip, readTipFile, sealAddition } from './sending.rules.ts';
import { networkOf } from './server/junk.ts';
import { readTipContent } from './tip-content.rules.ts';

const { house, database, request, close } = await createTestHouse(undefined, { trustProxy: true });
afterAll(close);
const { owner, app } = database;

let inboxOfA1: TestInbox;
let inboxOfA: TestInbox;
beforeAll(async () => {
  inboxOfA = await openInbox(owner, testUnits.A);
  inboxOfA1 = await openInbox(owner, testUnits.A1);
});

async function getProof(): Promise<SentTip['proof']> {
  return solve((await request(undefined, 'GET', '/portal/challenge')).json<Challenge>());
}

async function post(name: 'tip' | 'addition', head: unknown, pieces: TestSending['pieces'], address = '203.0.113.7') {
  const { body, type } = writeMultipart(name, head, pieces);
  const url = `/api/v1/portal/tips${name === 'tip' ? '' : '/additions'}`;
  const headers = { 'content-type': type, 'x-forwarded-for': address };
  const answer = await house.app.inject({ method: 'POST', url, headers, payload: body });
  return { status: answer.statusCode, body: answer.json<Record<string, string>>() };
}

async function send(sending: TestSending, proof?: SentTip['proof'], address?: string) {
  return post('tip', { ...sending.head, proof: proof ?? (await getProof()) }, sending.pieces, address);
}

async function open(code: string) {
  const locator = toBase64(receiptOf(code).locator);
  const answer = await request(undefined, 'POST', '/portal/tips/open', { locator });
  return { status: answer.statusCode, length: answer.rawPayload.length, body: answer.json<OpenedTip>() };
}

describe('a tip sealed by its sender', () => {
  test('is kept as ciphertext that its inbox and its receipt open, with one row of counts', async () => {
    const sending = sealForTest(inboxOfA1, { contact: '0912 000 111' });
    expect(await send(sending)).toEqual({ status: 200, body: { result: 'received' } });

    const { body } = await open(sending.code);
    expect(body).toMatchObject({
      found: true,
      state: 'received',
      verified: true,
      openedCount: 0,
      unitName: inboxOfA1.unitName,
    });
    const read = readOpenedTip(body, receiptOf(sending.code).keyPair);
    expect(read).toMatchObject({ content: someAnswers().content, contact: '0912 000 111', talk: [], files: [] });

    const { rows } = await sql<{
      purpose: string;
      sealed: Buffer;
      id: string;
      ciphertext: Buffer;
      kind: 'text' | 'contact';
    }>`
      select k.purpose, k.sealed, p.id, p.ciphertext, p.kind from sealed_tips s
      join tip_keys k on k.sealed_tip_id = s.id and k.holder = 'inbox'
      join tip_pieces p on p.sealed_tip_id = s.id and p.kind = case k.purpose when 'content' then 'text' else 'contact' end
      where s.request_id = ${sending.head.requestId} order by k.purpose`.execute(owner);
    const pair = { publicKey: fromBase64(inboxOfA1.publicKey), secretKey: inboxOfA1.secret.secretKey };
    const texts = rows.map((row) =>
      openText(
        openSealed(pair, new Uint8Array(row.sealed)),
        { kind: row.kind, author: 'resident', id: row.id },
        new Uint8Array(row.ciphertext),
      ),
    );
    expect(texts[0]).toBe('0912 000 111');
    expect(readTipContent(texts[1]!)).toEqual(someAnswers().content);

    const { rows: counts } = await sql<Record<string, unknown>>`
      select t.unit_id, t.sort, t.topic, t.channel, t.of_value, t.competence, v.version, v.account_id, v.content ->> 'topic' as kept,
        l.act, l.account_id as actor, l.changes -> 'topic' as change, l.at = date_trunc('hour', l.at) as line_by_hour,
        v.at = date_trunc('hour', v.at) as version_by_hour, t.registered_at = date_trunc('hour', t.registered_at) as tip_by_hour,
        s.received_at = date_trunc('hour', s.received_at) as sealed_by_hour, s.about_officer
      from sealed_tips s join tips t on t.id = s.tip_id join record_versions v on v.record_id = t.id
      join audit_lines l on l.subject_id = t.id::text where s.request_id = ${sending.head.requestId}`.execute(owner);
    expect(counts).toEqual([
      {
        unitId: testUnits.A1,
        sort: 'security_tip',
        topic: 'theft',
        channel: 'portal',
        ofValue: 'no',
        competence: 'within',
        version: 1,
        accountId: null,
        kept: 'theft',
        act: 'tip.registered',
        actor: null,
        change: { from: null, to: 'theft' },
        lineByHour: true,
        versionByHour: true,
        tipByHour: true,
        sealedByHour: true,
        aboutOfficer: false,
      },
    ]);
  });

  test('with files comes back whole, one file at a time', async () => {
    const content = new Uint8Array(randomBytes(300_000));
    const sending = sealForTest(inboxOfA1, { files: [{ name: 'xe.jpg', type: 'image/jpeg', content }] });
    expect(await send(sending)).toMatchObject({ status: 200 });
    const { body } = await open(sending.code);
    const { contentKey, files } = readOpenedTip(body, receiptOf(sending.code).keyPair);
    const answer = await request(undefined, 'POST', '/portal/tips/file', {
      locator: sending.locator,
      pieceId: files[0]!.id,
    });
    expect(answer.headers['content-type']).toBe('application/octet-stream');
    const file = readTipFile(contentKey, files[0]!, new Uint8Array(answer.rawPayload));
    expect(file).toMatchObject({ name: 'xe.jpg', type: 'image/jpeg' });
    expect(Buffer.compare(file.content, content)).toBe(0);
  });

  test('sent again and again, even at once, is one tip; another tip under its request is refused', async () => {
    const sending = sealForTest(inboxOfA1);
    const proof = await getProof();
    const answers = await Promise.all([send(sending, proof), send(sending, proof), send(sending, await getProof())]);
    expect(answers.map(({ body }) => body.result).toSorted()).toEqual(['known', 'known', 'received']);
    const other = sealForTest(inboxOfA1);
    other.head.requestId = sending.head.requestId;
    expect(await send(other)).toMatchObject({ body: { code: 'request.reused' } });
    const { rows } = await sql`select from sealed_tips where request_id = ${sending.head.requestId}`.execute(owner);
    expect(rows).toHaveLength(1);
  });

  test('sealed to a key that was changed meanwhile is refused, and comes in sealed to the new one', async () => {
    const old = await openInbox(owner, testUnits.A2);
    const renewed = await openInbox(owner, testUnits.A2, 2);
    expect(await send(sealForTest(old))).toMatchObject({ status: 409, body: { code: 'tip.inbox_key_retired' } });
    expect(await send(sealForTest(renewed))).toMatchObject({ status: 200 });
    await sql`update inbox_keys set retired_at = now() where unit_id = ${testUnits.A2}`.execute(owner);
  });

  test.each<[string, (sending: TestSending) => void]>([
    ['a piece is missing', (sending) => void sending.pieces.pop()],
    ['a piece was not padded', (sending) => void (sending.pieces[0] = new Uint8Array(1000))],
    ['there is a piece more than said', (sending) => void sending.pieces.push(new Uint8Array(1065))],
    ['the text is missing', (sending) => void (sending.head.pieces[0]!.kind = 'message')],
    ['the receipt got no key', (sending) => void sending.head.keys.pop()],
    [
      'there is a contact key without a contact',
      (sending) => void sending.head.keys.push({ ...sending.head.keys[0]!, purpose: 'contact' }),
    ],
  ])('is refused whole where %s', async (_, spoil) => {
    const sending = sealForTest(inboxOfA1);
    spoil(sending);
    expect(await send(sending)).toMatchObject({ status: 422, body: { code: 'tip.incomplete' } });
    const { rows } = await sql`select from sealed_tips where request_id = ${sending.head.requestId}`.execute(owner);
    expect(rows).toEqual([]);
  });

  test('is refused where the body is no sending', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await house.app.inject({ method: 'POST', url: '/api/v1/portal/tips', headers, payload: 'nothing' });
    expect(answer.json()).toMatchObject({ code: 'tip.incomplete' });
    expect((await post('tip', { requestId: 'x' }, [])).body).toMatchObject({ code: 'input.invalid' });
  });
});

describe('proof of work', () => {
  test('is asked of every tip, and one is good for one', async () => {
    const proof = await getProof();
    expect(await send(sealForTest(inboxOfA1), proof)).toMatchObject({ status: 200 });
    expect(await send(sealForTest(inboxOfA1), proof)).toMatchObject({ status: 409, body: { code: 'tip.proof_spent' } });
    const wrong = { ...proof, solution: { ...proof.solution, derivedKey: '00'.repeat(32) } };
    expect(await send(sealForTest(inboxOfA1), wrong)).toMatchObject({ status: 403, body: { code: 'tip.proof_wrong' } });
    const easier = structuredClone(await getProof());
    easier.challenge.parameters.expiresAt += 3600;
    expect(await send(sealForTest(inboxOfA1), easier)).toMatchObject({ status: 403 });
  });

  test('one address may send 600 an hour, others go on; the address itself stands nowhere', async () => {
    const address = '198.51.100.23';
    expect(await send(sealForTest(inboxOfA1), undefined, address)).toMatchObject({ status: 200 });
    await sql`update intake_limits set sent = 600 where sent = 1`.execute(owner);
    expect(await send(sealForTest(inboxOfA1), undefined, address)).toMatchObject({
      status: 429,
      body: { code: 'tip.too_many' },
    });
    expect(await send(sealForTest(inboxOfA1), undefined, '198.51.100.24')).toMatchObject({ status: 200 });
    const { rows } = await sql<{ source: Buffer }>`select source from intake_limits`.execute(owner);
    expect(rows.every(({ source }) => source.length === 32 && !source.includes(address))).toBe(true);
  });

  test('an address of version 6 counts by its network', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0');
  });
});

describe('whose inbox a tip goes to', () => {
  const ask = async (unitId: number, aboutOfficer = false) =>
    (await request(undefined, 'GET', `/portal/inbox?unitId=${unitId}&aboutOfficer=${aboutOfficer}`)).json<{
      inbox: { unitId: number } | null;
    }>().inbox;

  test('the unit’s own, or the nearest above; a former unit’s goes to who holds it today', async () => {
    expect(await ask(testUnits.A1)).toMatchObject({
      unitId: testUnits.A1,
      inboxKeyId: inboxOfA1.inboxKeyId,
      fingerprint: inboxOfA1.fingerprint,
    });
    expect(await ask(testUnits.A2)).toMatchObject({ unitId: testUnits.A });
    expect(await ask(testUnits.b1)).toMatchObject({ unitId: testUnits.A1 });
    expect(await ask(testUnits.a3)).toMatchObject({ unitId: testUnits.A });
    expect(await ask(testUnits.C1)).toBeNull();
  });

  test('about an officer it passes the commune over, and leaves nothing there', async () => {
    expect(await ask(testUnits.A1, true)).toMatchObject({ unitId: testUnits.A });
    expect(await ask(testUnits.A, true)).toBeNull();
    const sending = sealForTest(inboxOfA, { aboutOfficer: true });
    expect(await send(sending)).toMatchObject({ status: 200 });
    const { rows } = await sql<{ unitId: number; tipUnit: number; lineUnit: number }>`
      select s.unit_id, t.unit_id as tip_unit, l.unit_id as line_unit from sealed_tips s join tips t on t.id = s.tip_id
      join audit_lines l on l.subject_id = t.id::text where s.request_id = ${sending.head.requestId}`.execute(owner);
    expect(rows).toEqual([{ unitId: testUnits.A, tipUnit: testUnits.A, lineUnit: testUnits.A }]);
  });

  test('places are found by name without diacritics', async () => {
    const found = await request(undefined, 'GET', `/portal/places?text=${encodeURIComponent('tinh')}`);
    expect(found.statusCode).toBe(200);
  });
});

describe('a receipt', () => {
  test('that does not exist is answered alike: as many bytes, the same fields, and nothing in them', async () => {
    const sending = sealForTest(inboxOfA1);
    await send(sending);
    const [right, wrong] = [await open(sending.code), await open('ZZZZZZZZZZZZZZZZZZZZ')];
    expect(wrong.body.found).toBe(false);
    expect({ status: wrong.status, length: wrong.length, keys: Object.keys(wrong.body) }).toEqual({
      status: right.status,
      length: answerStep,
      keys: Object.keys(right.body),
    });
    expect(right.length).toBe(answerStep);
    expect(() => readOpenedTip(wrong.body, receiptOf('ZZZZZZZZZZZZZZZZZZZZ').keyPair)).toThrow();
  });

  test('runs the same statements, right or wrong', async () => {
    const sending = sealForTest(inboxOfA1);
    await send(sending);
    const plan = async (code: string): Promise<string> => {
      const { rows } = await sql<{
        'QUERY PLAN': string;
      }>`explain (costs off) select * from open_receipt(${Buffer.from(receiptOf(code).locator)})`.execute(app);
      return rows.map((row) => Object.values(row)[0]).join('\n');
    };
    expect(await plan('ZZZZZZZZZZZZZZZZZZZZ')).toBe(await plan(sending.code));
  });

  test('adds messages and files, once however often they are sent', async () => {
    const sending = sealForTest(inboxOfA1);
    await send(sending);
    const { keyPair, locator } = receiptOf(sending.code);
    const { contentKey } = readOpenedTip((await open(sending.code)).body, keyPair);
    const file = { name: 'b.pdf', type: 'application/pdf', content: new Uint8Array([1, 2, 3]) };
    const addition = sealAddition(contentKey, locator, { message: 'Xe mang biển số khác', files: [file] });
    expect(await post('addition', addition.head, addition.pieces)).toEqual({ status: 200, body: { result: 'added' } });
    expect(await post('addition', addition.head, addition.pieces)).toEqual({ status: 200, body: { result: 'known' } });
    const read = readOpenedTip((await open(sending.code)).body, keyPair);
    expect(read.talk.map(({ author, text }) => [author, text])).toEqual([['resident', 'Xe mang biển số khác']]);
    expect(read.files).toHaveLength(1);
    const unknown = sealAddition(contentKey, receiptOf('ZZZZZZZZZZZZZZZZZZZZ').locator, { message: 'x', files: [] });
    expect(await post('addition', unknown.head, unknown.pieces)).toMatchObject({
      status: 404,
      body: { code: 'receipt.unknown' },
    });
    expect(await post('addition', { ...addition.head, pieces: [] }, [])).toMatchObject({
      body: { code: 'tip.incomplete' },
    });
  });

  test('takes back the contact, then the whole tip; both are destroyed at once and the count stays', async () => {
    const sending = sealForTest(inboxOfA1, { contact: 'Chị Năm' });
    await send(sending);
    const { keyPair } = receiptOf(sending.code);
    const withdraw = (purpose: string) =>
      request(undefined, 'POST', '/portal/tips/withdrawals', { locator: sending.locator, purpose });
    const left = async () =>
      (
        await sql<{ keys: number; pieces: number; tips: number; state: string }>`
        select (select count(*) from tip_keys k where k.sealed_tip_id = s.id) as keys,
          (select count(*) from tip_pieces p where p.sealed_tip_id = s.id) as pieces,
          (select count(*) from tips t where t.id = s.tip_id) as tips, s.state
        from sealed_tips s where s.request_id = ${sending.head.requestId}`.execute(owner)
      ).rows[0];
    expect(await left()).toEqual({ keys: 4, pieces: 2, tips: 1, state: 'received' });
    expect((await withdraw('contact')).statusCode).toBe(200);
    expect(await left()).toEqual({ keys: 2, pieces: 1, tips: 1, state: 'received' });
    expect(readOpenedTip((await open(sending.code)).body, keyPair)).toMatchObject({
      contact: '',
      content: { where: 'Đầu ngõ 12' },
    });
    expect((await withdraw('content')).statusCode).toBe(200);
    expect((await withdraw('content')).statusCode).toBe(200);
    expect(await left()).toEqual({ keys: 0, pieces: 0, tips: 1, state: 'withdrawn' });
    expect((await open(sending.code)).body).toMatchObject({
      found: true,
      state: 'withdrawn',
      isDestroyed: true,
      pieces: [],
    });
    expect(
      (
        await request(undefined, 'POST', '/portal/tips/withdrawals', {
          locator: toBase64(randomBytes(32)),
          purpose: 'content',
        })
      ).json(),
    ).toMatchObject({ code: 'receipt.unknown' });
  });
});

test('the running role reads and writes sealed tips by the functions alone', async () => {
  for (const table of [
    'sealed_tips',
    'tip_receipts',
    'tip_keys',
    'tip_pieces',
    'spent_challenges',
    'intake_limits',
    'intake_limit_keys',
  ]) {
    await expect(sql`select from ${sql.table(table)}`.execute(app), table).rejects.toThrow('permission denied');
    await expect(sql`delete from ${sql.table(table)}`.execute(app), table).rejects.toThrow('permission denied');
  }
  await expect(sql`select keep_tip_pieces(0, ${randomUUID()}, 'handler', '[]', '')`.execute(app)).rejects.toThrow(
    'permission denied',
  );
  await expect(sql`select destroy_tip_content(0, ${randomUUID()}, 'content')`.execute(app)).rejects.toThrow(
    'permission denied',
  );
  await expect(sql`insert into inbox_keys (unit_id) values (1)`.execute(app)).rejects.toThrow('permission denied');
});

test('the key of the day for hashes of addresses is made once, and those of other days go', async () => {
  await sql`insert into intake_limit_keys values ('2020-01-01', 'x')`.execute(owner);
  await sql`delete from intake_limit_keys where day > '2020-01-01'`.execute(owner);
  const ask = async () => (await sql<{ key: Buffer }>`select intake_limit_key() as key`.execute(app)).rows[0]!.key;
  const key = await ask();
  expect(key).toHaveLength(32);
  expect(await ask()).toEqual(key);
  const { rows } = await sql<{ day: string }>`select day from intake_limit_keys`.execute(owner);
  expect(rows).toHaveLength(1);
});
