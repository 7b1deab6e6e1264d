import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLog } from '#platform/log.ts';
import { createTestHouse, type TestHouse } from '#tests/support/house.ts';
import en from './texts/en.json' with { type: 'json' };
import { openTexts } from './texts.ts';
import vi from './texts/vi.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'binhyen-texts-'));
const logged: string[] = [];
let house: TestHouse;

beforeAll(async () => {
  writeFileSync(join(folder, 'km.json'), JSON.stringify({ language: { name: 'ភាសាខ្មែរ' }, welcome: { tell: 'ជូនដំណឹង' } }));
  const to = new Writable({
    write: (chunk: Buffer, _, done) => {
      logged.push(chunk.toString());
      done();
    },
  });
  const log = openLog({ logLevel: 'debug' }, to);
  const residentsLog = openLog({ logLevel: 'debug' }, to, { byHour: true });
  house = await createTestHouse(undefined, {}, { portalTexts: folder, log, residentsLog });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const visit = (url: string, headers: Record<string, string> = {}) => house.house.app.inject({ url, headers });

test('the first screen names the emergency numbers and three doors, without scripts and without a cookie', async () => {
  const answer = await visit('/');
  expect(answer.statusCode).toBe(200);
  for (const number of ['113', '114', '115']) expect(answer.body).toContain(`href="tel:${number}"`);
  for (const door of ['/bao-tin', '/xem-tin', '/khu-vuc']) expect(answer.body).toContain(`href="${door}"`);
  expect(answer.body).not.toContain('<script');
  expect(answer.headers['set-cookie']).toBeUndefined();
});

describe('the language of a page', () => {
  test('is Vietnamese unless the browser prefers another that we have', async () => {
    expect((await visit('/')).body).toContain('<html lang="vi">');
    expect((await visit('/', { 'accept-language': 'fr,en;q=0.8' })).body).toContain('<html lang="en">');
  });

  test('is kept in a cookie once it is chosen, and no sooner', async () => {
    const chosen = await visit('/?lang=en');
    expect(chosen.body).toContain('<html lang="en">');
    expect(chosen.cookies).toMatchObject([{ name: 'binhyen_lang', value: 'en', sameSite: 'Lax' }]);
    expect((await visit('/', { cookie: 'binhyen_lang=en' })).body).toContain('<html lang="en">');
  });

  test('can be a further one: a file; what it lacks is said in Vietnamese', async () => {
    const answer = await visit('/?lang=km');
    expect(answer.body).toContain('<html lang="km">');
    expect(answer.body).toContain('ជូនដំណឹង');
    expect(answer.body).toContain(vi.welcome.follow);
    expect((await visit('/')).body).toContain('hreflang="km"');
  });

  test('both of ours have the same sentences', () => {
    const keys = (texts: object): string[] =>
      Object.entries(texts).flatMap(([name, value]) =>
        typeof value === 'string' ? [name] : keys(value as object).map((key) => `${name}.${key}`),
      );
    expect(keys(en).toSorted()).toEqual(keys(vi).toSorted());
    expect(openTexts().sayIn('en')('welcome.tell')).toBe(en.welcome.tell);
  });
});

describe('what goes over the line', () => {
  const both = { 'accept-encoding': 'gzip, deflate, br' };

  test('is small where the browser can read it so: style and pages without a secret', async () => {
    for (const url of ['/', '/portal.css', '/khu-vuc', '/khu-vuc/VN', '/bao-tin', '/xem-tin', '/khoa-hop-tin']) {
      const plain = await visit(url, { 'accept-encoding': 'identity' });
      expect(plain.headers['content-encoding'], url).toBeUndefined();
      const small = await visit(url, both);
      expect(small.headers['content-encoding'], url).toBe('br');
      expect(small.headers.vary, url).toContain('accept-encoding');
      expect(small.rawPayload.byteLength, url).toBeLessThan(plain.rawPayload.byteLength);
      const gzipped = await visit(url, { 'accept-encoding': 'gzip, br;q=0' });
      const read = [brotliDecompressSync(small.rawPayload), gunzipSync(gzipped.rawPayload)].map((each) => each.length);
      // Tokens and moments change from one answer to the next, their length does not.
      expect(read, url).toEqual([plain.rawPayload.length, plain.rawPayload.length]);
    }
  });

  test('is never compressed where it answers what somebody typed, or tells of a tip', async () => {
    const { app, pages, routes } = house.house;
    const forms = pages.filter(({ method }) => method === 'POST').map(({ path }) => path);
    const asked = routes.filter(({ path }) => path.startsWith('/portal/')).map(({ path }) => `/api/v1${path}`);
    expect(forms).toContain('/xem-tin');
    expect(asked).toContain('/api/v1/portal/tips/open');
    for (const url of [...forms, ...asked]) {
      const headers = { ...both, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
      for (const method of ['GET', 'POST'] as const) {
        if (method === 'GET' && forms.includes(url)) continue;
        const answer = await app.inject({ method, url, headers, ...(method === 'POST' && { payload: 'code=x' }) });
        expect(answer.headers['content-encoding'], `${method} ${url}`).toBeUndefined();
      }
    }
  });
});

test('an address that does not exist is answered as a page to people and as a problem to programs', async () => {
  const page = await visit('/khong-co', { accept: 'text/html' });
  expect(page.statusCode).toBe(404);
  expect(page.body).toContain(vi.failure.unknown);
  const problem = await visit('/api/v1/khong-co', { accept: 'text/html' });
  expect(problem.json()).toMatchObject({ code: 'request.unknown_place' });
});

test('who opens a page leaves nothing in the log', async () => {
  const before = logged.length;
  await visit('/', { 'user-agent': 'Canary/1', 'x-forwarded-for': '203.0.113.7' });
  await visit('/portal.css');
  await visit('/xem-tin/0123-4567-89AB-CDEF-GHJK-E', { accept: 'text/html' });
  await visit('/api/v1/portal/0123-4567-89AB-CDEF-GHJK-E');
  expect(logged.slice(before)).toEqual([]);
});

test('what fails for a resident is told by the hour: no address, no device, no path, no code', async () => {
  const { app } = house.house;
  const { owner } = house.database;
  const before = logged.length;
  await sql`alter function open_receipt rename to open_receipt_away`.execute(owner);
  const asked = { method: 'POST', headers: { 'user-agent': 'Canary/1', 'x-forwarded-for': '203.0.113.7' } } as const;
  const form = { ...asked.headers, 'content-type': 'application/x-www-form-urlencoded' };
  const page = await app.inject({
    ...asked,
    url: '/xem-tin?dau-vet',
    headers: form,
    payload: 'code=0123-4567-89AB-CDEF-GHJK-E',
  });
  const locator = Buffer.alloc(32, 'dau-vet').toString('base64');
  const problem = await app.inject({ ...asked, url: '/api/v1/portal/tips/open', payload: { locator } });
  await sql`alter function open_receipt_away rename to open_receipt`.execute(owner);
  expect([page.statusCode, problem.statusCode]).toEqual([500, 500]);
  const lines = logged.slice(before);
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(JSON.parse(line).time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/);
    for (const trace of ['Canary', '203.0.113', '0123', 'xem-tin', '/portal/tips', 'dau-vet', locator, '127.0.0.1'])
      expect(line).not.toContain(trace);
  }
  // Whoever was told the reference can still be helped by it.
  expect(page.body).toContain(JSON.parse(lines[0]!).reference);
});
