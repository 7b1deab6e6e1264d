import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vietnamDay } from '#platform/periods.rules.ts';
import { createActor, createTestHouse, type TestActor, type TestHouse, testUnits } from '#tests/support/house.ts';
import { measureIndicators } from '#tests/support/indicators.ts';
import { feedback } from './feedback.contract.ts';

const { A1, A2, VN } = testUnits;
let house: TestHouse;
let head: TestActor;
let code: string;
let database: TestHouse['database'];
const today = vietnamDay(new Date());

beforeAll(async () => {
  house = await createTestHouse();
  database = house.database;
  head = await createActor(house.database, { role: 'commune_head', unit: A1 });
  const unit = await database.owner.selectFrom('units').select('code').where('id', '=', A1).executeTakeFirstOrThrow();
  code = unit.code;
});
afterAll(() => house.close());

const visit = (url: string) => house.house.app.inject({ url });
const post = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  house.house.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
const complete = { category: 'lighting', matter: 'Cột đèn trước chợ không sáng', place: 'Chợ', wish: 'public' };
/** Sends feedback and answers its id. */
async function send(change: Record<string, string> = {}): Promise<string> {
  const answer = await post('/phan-anh/moi', { noi: code, ...complete, ...change });
  expect(answer.statusCode, answer.body).toBe(303);
  return /\/phan-anh\/([0-9a-f-]{36})/.exec(String(answer.headers.location))![1]!;
}
const publish = (id: string, more: Record<string, unknown> = {}) =>
  house.request(head, 'POST', `/feedback/${id}/answer`, { version: 1, publication: 'published', ...more });

describe('a resident', () => {
  test('sends feedback without an account and follows it by its address', async () => {
    const id = await send();
    const page = await visit(`/phan-anh/${id}?gui=1`);
    expect(page.body).toContain('Cột đèn trước chợ không sáng');
    expect(page.body).toMatch(/Hạn trả lời: \d\d\/\d\d\/\d{4}/);
  });

  test('is told at the field what is missing, and keeps what was written', async () => {
    const answer = await post('/phan-anh/moi', { noi: code, ...complete, category: '', matter: '' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('id="matter-error"');
    expect(answer.body).toContain('value="Chợ"');
  });

  test('leaves no more than day and hour, and nobody in the history', async () => {
    const id = await send();
    const { rows } = await sql<{ at: Date; accountId: string | null }>`
      select at, account_id from record_versions where record_id = ${id}
      union all select at, account_id from audit_lines where subject_id = ${id}`.execute(database.owner);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.accountId).toBeNull();
      expect(row.at.getTime() % 3_600_000).toBe(0);
    }
  });

  test('may add a photograph, which is written anew', async () => {
    const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Model: 'Canary' } })
      .jpeg()
      .toBuffer();
    const form = new FormData();
    for (const [name, value] of Object.entries({ noi: code, ...complete })) form.set(name, value);
    form.set('photo', new File([new Uint8Array(photo)], 'anh.jpg', { type: 'image/jpeg' }));
    const body = new Response(form);
    const answer = await house.house.app.inject({
      method: 'POST',
      url: '/phan-anh/moi',
      headers: { 'content-type': body.headers.get('content-type')! },
      payload: Buffer.from(await body.arrayBuffer()),
    });
    expect(answer.statusCode, answer.body).toBe(303);
    const kept = await database.owner
      .selectFrom('attachments')
      .select(['fileKey', 'addedBy'])
      .where('register', '=', 'feedback')
      .executeTakeFirstOrThrow();
    expect(kept.addedBy).toBeNull();
    const content = await buffer((await house.house.files.get(kept.fileKey))!);
    expect(content.includes('Canary')).toBe(false);
  });

  test('cannot send from another site, nor to the whole nation', async () => {
    const crossed = await post('/phan-anh/moi', { noi: code, ...complete }, { 'sec-fetch-site': 'cross-site' });
    expect(crossed.statusCode).toBe(403);
    const nation = await database.owner
      .selectFrom('units')
      .select('code')
      .where('id', '=', VN)
      .executeTakeFirstOrThrow();
    expect((await post('/phan-anh/moi', { noi: nation.code, ...complete })).statusCode).toBe(422);
  });
});

describe('moderation', () => {
  test('comes before publication; what is private never becomes public', async () => {
    const id = await send({ matter: 'Chờ duyệt đã nhé' });
    expect((await visit(`/phan-anh?noi=${code}`)).body).not.toContain('Chờ duyệt đã nhé');
    expect((await publish(id, { matter: 'Nội dung đã duyệt' })).statusCode).toBe(200);
    const list = (await visit(`/phan-anh?noi=${code}`)).body;
    expect(list).toContain('Nội dung đã duyệt');
    expect(list).not.toContain('Chờ duyệt đã nhé');
    const hidden = await send({ wish: 'private' });
    expect((await publish(hidden)).json()).toMatchObject({ fields: [{ path: 'values.publication' }] });
  });

  test('of another place is not found', async () => {
    const other = await createActor(house.database, { role: 'commune_head', unit: A2 });
    const id = await send();
    const refused = await house.request(other, 'POST', `/feedback/${id}/answer`, {
      version: 1,
      publication: 'published',
    });
    expect(refused.statusCode).toBe(404);
  });

  test('a contested figure is answered, and the answer stands where all read it', async () => {
    const id = await send({
      category: 'contested_figure',
      'chi-tieu': 'T01',
      ky: '2026-01_2026-10',
      matter: 'Ở ấp tôi không có',
    });
    const answered = await publish(id, { answer: { words: 'Chúng tôi đã kiểm tra và sửa.', outcome: 'corrected' } });
    expect(answered.statusCode, answered.body).toBe(200);
    const page = (await visit(`/phan-anh/${id}`)).body;
    expect(page).toContain('T01');
    expect(page).toContain('Chúng tôi đã kiểm tra và sửa.');
    expect(
      (await house.request(head, 'GET', '/feedback-due'))
        .json<{ items: { id: string }[] }>()
        .items.map((one) => one.id),
    ).not.toContain(id);
  });
});

test('"me too" counts once for one browser, and keeps its cookie from then on', async () => {
  const id = await send();
  await publish(id);
  const first = await post(`/phan-anh/${id}/cung-thay`, {});
  const [cookie] = first.cookies;
  expect(cookie).toMatchObject({ name: 'binhyen_support', httpOnly: true });
  await post(`/phan-anh/${id}/cung-thay`, {}, { cookie: `binhyen_support=${cookie!.value}` });
  expect((await visit(`/phan-anh/${id}`)).body).toContain('1 người cũng thấy vậy');
  await post(`/phan-anh/${id}/cung-thay`, {});
  expect((await visit(`/phan-anh/${id}`)).body).toContain('2 người cũng thấy vậy');
});

test('due is the tenth working day, holidays left out; overdue is counted by the day after it', async () => {
  const values = {
    unit_id: A2,
    province_id: testUnits.A,
    category: 'noise',
    matter: 'x',
    wish: 'private',
    publication: 'withheld',
  };
  const answered = { answer: 'x', outcome: 'done' };
  await database.owner.transaction().execute(async (tx) => {
    // 4 May 2026 is a Monday without a holiday behind it: its tenth working day is Monday the 18th.
    for (const change of [
      { received_on: '2026-05-04' },
      { received_on: '2026-05-04', answered_on: '2026-05-18', ...answered },
      { received_on: '2026-05-04', answered_on: '2026-05-19', ...answered },
      { received_on: '2026-05-04', category: 'contested_figure' },
    ])
      await sql`insert into feedback (unit_id, province_id, category, matter, wish, publication, received_on, answered_on, answer, outcome)
        select unit_id, province_id, category, matter, wish, publication, received_on, answered_on, answer, outcome
        from jsonb_populate_record(null::feedback, ${JSON.stringify({ ...values, ...change })}::jsonb)`.execute(tx);
  });
  const { rows } = await sql<{ dueOn: string }>`select distinct due_on from feedback where unit_id = ${A2}`.execute(
    database.owner,
  );
  expect(rows).toEqual([{ dueOn: '2026-05-18' }]);
  const [first] = (
    await sql<{ day: string }>`select working_day_after('2026-08-31', 1)::text as day`.execute(database.owner)
  ).rows;
  expect(first).toEqual({ day: '2026-09-03' });
  const measured = await measureIndicators(database, feedback, {
    unitId: A2,
    fromDay: '2026-04-15',
    toDay: '2026-06-14',
  });
  expect(measured).toMatchObject({ T38: '4', T43: '2', T45: '1', T46: '3' });
});

test('whoever answers is told how much is overdue and how much soon due, of the own place alone', async () => {
  const { C, C1, A3 } = testUnits;
  const officer = await createActor(house.database, { role: 'commune_head', unit: C1 });
  // Overdue; not due for long; and due within three working days.
  await sql`
    insert into feedback (unit_id, province_id, category, matter, wish, publication, received_on)
    select ${C1}::int, ${C}::int, 'noise', 'x', 'private', 'withheld', day
    from unnest(array[vietnam_today() - 60, vietnam_today(), (
      select max(d::date) from generate_series(vietnam_today() - 40, vietnam_today(), interval '1 day') d
      where last_day_of_limit(d::date, 10, 'working_days') between vietnam_today() and working_day_after(vietnam_today(), 3)
    )]) day`.execute(database.owner);
  const count = async (who: TestActor) => (await house.request(who, 'GET', '/feedback-due/counts')).json<unknown>();
  expect(await count(officer)).toEqual({ overdue: 1, soon: 1 });
  const other = await createActor(house.database, { role: 'commune_head', unit: A3 });
  expect(await count(other)).toEqual({ overdue: 0, soon: 0 });
});

describe('the map of an area', () => {
  const position = '9.1768, 105.1524';

  test('shows what was published and has a position; never what waits or is private', async () => {
    const sentTo = async (wish: string, where: string) => send({ wish, position: where });
    const id = await sentTo('public', position);
    const pending = await sentTo('public', '9.1701, 105.1501');
    const hidden = await sentTo('private', '9.1702, 105.1502');
    expect((await visit(`/phan-anh/${id}`)).body).toContain(`Vị trí: ${position}`);
    expect((await visit(`/phan-anh?noi=${code}`)).body).not.toContain('<svg');
    await publish(id);
    const list = (await visit(`/phan-anh?noi=${code}`)).body;
    expect(list.match(/<svg/g)).toHaveLength(1);
    expect(list.match(/<a href="#so-\d+"/g)).toHaveLength(1);
    const [, anchor] = /<a href="#(so-\d+)" aria-label="Số \d+: Đèn, chiếu sáng"/.exec(list)!;
    expect(list).toContain(`id="${anchor}"`);
    expect(list).toContain('Chưa có ranh giới');
    for (const other of [pending, hidden]) expect(list).not.toContain(other);
  });

  test('has the outline of the area with its source, and stays small with a full page', async () => {
    const bend = (at: number) => 0.1 + 0.002 * Math.sin(at * 3);
    const ring = Array.from({ length: 2001 }, (_, at) => {
      const angle = ((at % 2000) / 2000) * 2 * Math.PI;
      return [105.15 + bend(at % 2000) * Math.cos(angle), 9.17 + bend(at % 2000) * Math.sin(angle)];
    });
    await sql`insert into unit_boundaries (unit_id, geometry, source, file_sha256)
      values (${A1}, ${JSON.stringify({ type: 'MultiPolygon', coordinates: [[ring]] })}::jsonb, 'Bản <thử>', 'x')`.execute(
      database.owner,
    );
    for (let count = 0; count < 22; count += 1)
      await publish(
        await send({ position: `9.${1500 + count * 20}, 105.${1300 + count * 30}`, matter: 'Ổ gà '.repeat(300) }),
      );
    const list = await visit(`/phan-anh?noi=${code}`);
    expect(list.body).toContain('Ranh giới: Bản &#60;thử&#62;.');
    expect(list.rawPayload.length).toBeLessThan(36 * 1024);
    expect(list.body.match(/<li class="card"/g)).toHaveLength(20);
    const older = (await visit(`/phan-anh?noi=${code}&trang=2`)).body;
    expect(older).toContain('id="so-21"');
    expect(older).toContain('&#38;trang&#61;1"');
  });

  test('forgets a position that the moderator takes away; the history keeps it', async () => {
    const id = await send({ position });
    await publish(id, { removePosition: true });
    expect((await visit(`/phan-anh/${id}`)).body).not.toContain(position);
    expect((await visit(`/open311/v2/requests/${id}.json`)).json<unknown>()).toMatchObject([{ lat: null, long: null }]);
    const { rows } = await sql<{ position: string | null }>`
      select content ->> 'position' as position from record_versions where record_id = ${id} order by version`.execute(
      database.owner,
    );
    expect(rows.map((row) => row.position)).toEqual([position, null]);
  });

  test('takes no position finer than ten metres, or outside of Vietnam', async () => {
    for (const wrong of ['9.176843, 105.152433', '51.5, 100.1', 'Chợ']) {
      const answer = await post('/phan-anh/moi', { noi: code, ...complete, position: wrong });
      expect(answer.statusCode, wrong).toBe(422);
      expect(answer.body).toContain('id="position-error"');
      await expect(
        sql`update feedback set position = ${wrong} where unit_id = ${A1}`.execute(database.owner),
      ).rejects.toThrow('feedback_position_in_vietnam');
    }
  });

  test('is asked for in the form only where scripts run', async () => {
    const form = (await visit(`/phan-anh/moi?noi=${code}`)).body;
    expect(form).toMatch(/<div\s+class="position"[^>]* hidden/);
  });
});

describe('Open311', () => {
  const json = async (url: string) => (await visit(url)).json<Record<string, unknown>[]>();

  test('lists services and published requests, as JSON and as XML', async () => {
    const id = await send({ category: 'noise', matter: 'Ồn & muộn' });
    await publish(id);
    expect(await json('/open311/v2/services.json')).toContainEqual(expect.objectContaining({ service_code: 'noise' }));
    const [found] = await json(`/open311/v2/requests/${id}.json`);
    expect(found).toMatchObject({
      service_request_id: id,
      status: 'open',
      service_code: 'noise',
      description: 'Ồn & muộn',
    });
    const listed = await json(`/open311/v2/requests.json?jurisdiction_id=${code}&status=open&service_code=noise`);
    expect(listed.map((one) => one.service_request_id)).toContain(id);
    const xml = await visit(`/open311/v2/requests/${id}.xml`);
    expect(xml.headers['content-type']).toContain('xml');
    expect(xml.body).toContain('<description>Ồn &amp; muộn</description>');
  });

  test('does not tell what is not published', async () => {
    const id = await send();
    expect((await visit(`/open311/v2/requests/${id}.json`)).statusCode).toBe(404);
  });

  test('takes requests with a key that an administrator made, until it is revoked', async () => {
    const administrator = await createActor(house.database, { role: 'system_administrator', unit: VN });
    const made = (await house.request(administrator, 'POST', '/open311-tokens', { name: '1022' })).json<{
      id: string;
      key: string;
    }>();
    const request = { jurisdiction_id: code, service_code: 'traffic', description: 'Ổ gà', address_string: 'Đường 3' };
    const refused = await post('/open311/v2/requests.json', request);
    expect(refused.statusCode).toBe(400);
    const sent = await post('/open311/v2/requests.json', { ...request, api_key: made.key });
    expect(sent.statusCode, sent.body).toBe(201);
    const [{ service_request_id: id }] = sent.json<[{ service_request_id: string }]>();
    expect((await visit(`/phan-anh/${id}`)).body).toContain('Ổ gà');
    const placed = { ...request, api_key: made.key, lat: '9.17684', long: '105.15239' };
    const half = await post('/open311/v2/requests.json', { ...placed, long: '' });
    expect([half.statusCode, half.body]).toEqual([400, expect.stringContaining('long was not provided')]);
    expect((await post('/open311/v2/requests.json', { ...placed, lat: '48.8', long: '2.3' })).statusCode).toBe(400);
    const there = await post('/open311/v2/requests.json', placed);
    const [{ service_request_id: where }] = there.json<[{ service_request_id: string }]>();
    await publish(where);
    expect(await json(`/open311/v2/requests/${where}.json`)).toMatchObject([{ lat: 9.1768, long: 105.1524 }]);
    expect((await visit(`/open311/v2/requests/${where}.xml`)).body).toContain('<lat>9.1768</lat>');
    await house.request(administrator, 'POST', `/open311-tokens/${made.id}/revoke`, {});
    expect((await post('/open311/v2/requests.json', { ...request, api_key: made.key })).statusCode).toBe(403);
    const { rows } =
      await sql`select 1 from open311_tokens where encode(token_hash, 'escape') like ${`%${made.key}%`}`.execute(
        database.owner,
      );
    expect(rows).toEqual([]);
  });
});

test('so much feedback a day, and no more waits for one unit', async () => {
  await sql`insert into feedback (unit_id, province_id, category, matter, wish, publication, received_on)
    select ${A1}::int, ${testUnits.A}::int, 'noise', 'x', 'public', 'pending', ${today}::date from generate_series(1, 200)`.execute(
    database.owner,
  );
  const refused = await post('/phan-anh/moi', { noi: code, ...complete });
  expect(refused.statusCode).toBe(429);
  expect(refused.headers['content-type']).toContain('text/html');
});
