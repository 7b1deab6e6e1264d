import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { enterSession } from '#platform/database/database.ts';
import { sessionCookie } from '#platform/http/house.ts';
import { createActor, createTestHouse, type TestActor, type TestHouse, testUnits } from '#tests/support/house.ts';
import { aRecord } from '#tests/support/records.ts';
import vi from '#web/portal/texts/vi.json' with { type: 'json' };
import { openResidentReader } from './server/resident-reader.ts';

const { A, A1, A2, b1 } = testUnits;
let house: TestHouse;
let head: TestActor;
const codes = new Map<number, string>();

beforeAll(async () => {
  house = await createTestHouse();
  const rows = await house.database.owner.selectFrom('units').select(['id', 'code']).execute();
  for (const { id, code } of rows) codes.set(id, code);
  head = await createActor(house.database, { role: 'commune_head', unit: A1 });
});
afterAll(() => house.close());

const visit = (url: string, headers: Record<string, string> = {}) => house.house.app.inject({ url, headers });
const pageOf = (unitId: number) => `/khu-vuc/${codes.get(unitId)}`;

test('the first page tells of tips in published figures: what each counts, how many reported, and nothing invented', async () => {
  const answer = await visit('/');
  const lately = answer.body.slice(answer.body.indexOf('id="lately"'));
  expect(lately).toContain(vi.welcome.lately);
  const { rows } = await sql<{ name: string; definition: string }>`
    select name_vi as name, definition_vi as definition from indicators where code in ('T01', 'T02', 'T05')`.execute(
    house.database.owner,
  );
  for (const { name, definition } of rows) {
    expect(lately).toContain(name);
    expect(lately).toContain(definition.slice(0, 20));
  }
  // Nobody has reported yet, and that is what it says.
  expect(lately.split(vi.area.missing)).toHaveLength(rows.length + 1);
  expect(lately).toMatch(/đã báo cáo 0\/\d+ đơn vị × tháng/);
  expect(lately).not.toContain('/phan-anh/moi');
});

test('the doors of the first page stand open also where its figures cannot be read', async () => {
  const { owner } = house.database;
  await sql`alter function open_resident_reader rename to open_resident_reader_away`.execute(owner);
  const other = await createTestHouse(house.database);
  const answer = await other.house.app.inject({ url: '/' });
  await sql`alter function open_resident_reader_away rename to open_resident_reader`.execute(owner);
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain(vi.welcome.noFiguresNow);
  expect(answer.body).toContain('href="/bao-tin"');
  expect((await other.house.app.inject({ url: '/' })).body).toContain(vi.welcome.lately);
  await other.close();
});

test('an area is found by a part of its name, without diacritics', async () => {
  const { nameVi } = await house.database.owner
    .selectFrom('units')
    .select('nameVi')
    .where('id', '=', A1)
    .executeTakeFirstOrThrow();
  const bare = nameVi
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase();
  const answer = await visit(`/khu-vuc?tim=${encodeURIComponent(bare)}`);
  expect(answer.body).toContain(`href="${pageOf(A1)}"`);
  expect((await visit('/khu-vuc?tim=khong-dau-co')).body).toContain('khong-dau-co');
});

test('what was typed comes back as text and not as HTML', async () => {
  const answer = await visit(`/khu-vuc?tim=${encodeURIComponent('"><img src=x>')}`);
  expect(answer.body).not.toContain('<img');
});

test('the page of an area shows what is at work there, nobody, and no scripts', async () => {
  await aRecord(house.database, initiatives, A1, {
    level: 'group',
    name: 'Tổ tự quản ấp Tân Thành',
    category: 'self_managed_group',
    status: 'active',
    memberCount: 4817,
  });
  const answer = await visit(pageOf(A1));
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('Tổ tự quản ấp Tân Thành');
  expect(answer.body).not.toMatch(/4\.?817/);
  expect(answer.body).not.toContain('<script');
  expect(answer.headers['set-cookie']).toBeUndefined();
});

test('the page of an ended unit is that of the unit which holds it now', async () => {
  const answer = await visit(pageOf(b1));
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain(`href="/bao-tin?noi&#61;${codes.get(A1)}"`);
});

test('an unknown code is answered as a page', async () => {
  const answer = await visit('/khu-vuc/KHONGCO');
  expect(answer.statusCode).toBe(404);
  expect(answer.headers['content-type']).toContain('text/html');
});

test('the first view is small, and smaller still when it is compressed', async () => {
  const answer = await visit(pageOf(A), { 'accept-encoding': 'gzip' });
  expect(answer.headers['content-encoding']).toBe('gzip');
  expect(answer.rawPayload.byteLength).toBeLessThan(50 * 1024);
  expect(gunzipSync(answer.rawPayload).toString()).toContain('</html>');
});

describe('what a unit tells its residents', () => {
  test('stands on its page at once; a stale change is refused', async () => {
    const contact = { phone: '0290 123 456', address: '', hours: '', note: '' };
    const changed = await house.request(head, 'PUT', `/area-pages/${A1}`, { ...contact, version: 0 });
    expect(changed.statusCode).toBe(200);
    expect((await visit(pageOf(A1))).body).toContain('0290 123 456');
    const stale = await house.request(head, 'PUT', `/area-pages/${A1}`, { ...contact, phone: '1', version: 0 });
    expect(stale.json()).toMatchObject({ code: 'request.stale' });
  });

  test('invites to activities of today or later only', async () => {
    const activity = { heldOn: '2999-01-01', atHour: '19 giờ', title: 'Họp dân', place: 'Nhà văn hóa' };
    await house.request(head, 'POST', `/area-pages/${A1}/coming`, activity);
    expect((await visit(pageOf(A1))).body).toContain('Họp dân');
    const late = await house.request(head, 'POST', `/area-pages/${A1}/coming`, { ...activity, heldOn: '2020-01-01' });
    expect(late.json()).toMatchObject({ code: 'input.invalid', fields: [{ path: 'heldOn' }] });
  });
});

test('posters of a unit are a PDF; of a commune without residential areas it is said that there are none', async () => {
  const poster = await house.request(head, 'GET', `/area-pages/${A1}/posters.pdf`);
  expect(poster.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  const none = await house.request(head, 'GET', `/area-pages/${A1}/posters.pdf?below=true`);
  expect([200, 422]).toContain(none.statusCode);
});

describe('the resident reader', () => {
  test('reads figures everywhere and nothing of any register', async () => {
    await aRecord(house.database, initiatives, A2, { level: 'group' });
    const read = openResidentReader(house.database.app);
    const seen = await read(async (tx) => {
      const { rows } = await sql<{ figures: boolean; tips: number; records: number; posts: number }>`
        select has_nationwide('figure.read') as figures, (select count(*)::int from tips) as tips,
          (select count(*)::int from initiatives) as records, (select count(*)::int from posts) as posts`.execute(tx);
      return rows[0];
    });
    expect(seen).toEqual({ figures: true, tips: 0, records: 0, posts: 0 });
  });

  test('is nobody: its token opens no route, and a token of our own making reads nothing', async () => {
    const token = 'A'.repeat(43);
    const refused = await house.house.app.inject({
      url: '/api/v1/indicators',
      headers: { cookie: `${sessionCookie}=${token}` },
    });
    expect(refused.statusCode).toBe(401);
    const { rows } = await house.database.app.transaction().execute(async (tx) => {
      await enterSession(tx, token);
      return sql<{ figures: boolean }>`select has_nationwide('figure.read') as figures`.execute(tx);
    });
    expect(rows[0]).toEqual({ figures: false });
  });
});

test('published indicators are known ones, and a page says so where nothing is reported', async () => {
  const { rows } = await sql<{ unknown: number }>`
    select count(*)::int as unknown from published_indicators p
    where not exists (select from indicators i where i.code = p.indicator_code)`.execute(house.database.owner);
  expect(rows[0]).toEqual({ unknown: 0 });
  expect((await visit(pageOf(A2))).body).toContain(vi.area.missing);
});
