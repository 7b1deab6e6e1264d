import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '#modules/tips/base64.rules.ts';
import { formSeconds } from '#modules/tips/intake.rules.ts';
import { receiptOf } from '#modules/tips/receipts.rules.ts';
import { sealAddition } from '#modules/tips/sending.rules.ts';
import { makeFormToken } from '#modules/tips/server/junk.ts';
import { derivePortalSecrets, type PortalSecrets } from '#modules/tips/server/portal-secrets.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { readEmbeddedConnection } from '#platform/database/embedded.ts';
import { openSecret } from '#platform/secret-file.ts';
import { diskFiles } from '#platform/files/files.ts';
import { createActor } from '#tests/support/actors.ts';
import { prepareServer, type RunningServer } from '#tests/support/running-server.ts';
import { makeSolvedProof, openInbox, sealForTest, type TestInbox, writeMultipart } from '#tests/support/sealed-tips.ts';
import { makeBackup } from '../src/cli/backup.ts';

// Searches data folder, journal and logs of the embedded PostgreSQL; another server's are not ours to read.
const foreign = process.env.DATABASE_URL !== undefined;

const tipCount = 1000;
/** How many of them come by the form without scripts, whose content the server sees once. */
const plainCount = 250;
/** Stands in every word, name, number and file of every tip, and nowhere else. */
const mark = `k${randomBytes(9).toString('hex')}`;
const canary = (number: number, what: string): string => `${what} ${mark}n${number}`;

let server: RunningServer;
let dataDir: string;
let owner: Db;
let secrets: PortalSecrets;
let inbox: TestInbox;
/** Everything that the server has answered, errors among it. Receipts of the form without scripts hold a code only. */
const answers: string[] = [];

async function send(url: string, body: Uint8Array | string | FormData, type?: string): Promise<number> {
  const answer = await fetch(`${server.url}${url}`, {
    method: 'POST',
    body: body as BodyInit,
    headers: {
      accept: 'text/html',
      'x-forwarded-for': [10, ...randomBytes(3)].join('.'),
      ...(type !== undefined && { 'content-type': type }),
    },
  });
  answers.push(await answer.text());
  return answer.status;
}

function aSealedTip(number: number) {
  const content = new Uint8Array(Buffer.from(canary(number, 'tệp').repeat(40)));
  return sealForTest(inbox, {
    content: {
      what: canary(number, 'Thấy'),
      where: canary(number, 'ngõ'),
      when: canary(number, 'lúc'),
      place: { code: canary(number, 'mã'), name: canary(number, 'xã') },
    },
    contact: canary(number, 'Số 09'),
    files: number % 10 === 0 ? [{ name: `${canary(number, 'ảnh')}.txt`, type: 'text/plain', content }] : [],
  });
}

function aForm(number: number, token: string): FormData {
  const form = new FormData();
  const fields = {
    topic: 'other',
    what: canary(number, 'Thấy'),
    place: String(inbox.unitId),
    where: canary(number, 'ngõ'),
    when: canary(number, 'lúc'),
    officer: 'no',
    contact: canary(number, 'Số 09'),
    token,
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (number % 10 === 0) {
    form.append(
      'files',
      new File([canary(number, 'tệp').repeat(4000)], `${canary(number, 'âm')}.mp3`, { type: 'audio/mpeg' }),
    );
  }
  return form;
}

async function sendAll(): Promise<void> {
  const numbers = Array.from({ length: tipCount }, (_, number) => number);
  const client = async (): Promise<void> => {
    for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
      if (number < plainCount) {
        const token = makeFormToken(secrets, Date.now() - (formSeconds.least + 1) * 1000);
        expect(await send('/bao-tin/gui', aForm(number, token))).toBe(200);
        continue;
      }
      const tip = aSealedTip(number);
      const proof = await makeSolvedProof(secrets);
      const { body, type } = writeMultipart('tip', { ...tip.head, proof }, tip.pieces);
      expect(await send('/api/v1/portal/tips', body, type), answers.at(-1)!.slice(0, 300)).toBe(200);
      if (number % 5 === 0) {
        const { locator } = receiptOf(tip.code);
        const key = new Uint8Array(32);
        const added = sealAddition(key, locator, { message: canary(number, 'thêm'), files: [] });
        const written = writeMultipart('addition', added.head, added.pieces);
        expect(await send('/api/v1/portal/tips/additions', written.body, written.type)).toBe(200);
        expect(
          await send('/api/v1/portal/tips/open', JSON.stringify({ locator: toBase64(locator) }), 'application/json'),
        ).toBe(200);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
}

/** What goes wrong says nothing of what was sent either. */
async function sendWrongly(): Promise<void> {
  const tip = aSealedTip(1);
  const proof = await makeSolvedProof(secrets);
  const broken = [
    writeMultipart('tip', { ...tip.head, proof, topic: canary(1, 'chủ đề') }, tip.pieces),
    writeMultipart('tip', { ...tip.head, proof, requestId: canary(1, 'yêu cầu') }, tip.pieces),
    writeMultipart('tip', { ...tip.head, proof }, [new Uint8Array(Buffer.from(canary(1, 'chưa niêm phong')))]),
  ];
  for (const { body, type } of broken)
    expect(await send('/api/v1/portal/tips', body, type)).toBeGreaterThanOrEqual(400);
  expect(await send('/api/v1/portal/tips', canary(1, 'không phải biểu mẫu'), 'multipart/form-data; boundary=x')).toBe(
    422,
  );
  expect(await send('/api/v1/portal/tips/open', `{"locator":"${canary(1, 'mã')}"`, 'application/json')).toBe(400);
  expect(await send('/bao-tin/gui', aForm(1, 'forged.1.token'))).toBe(422);
  const wrongCode = new FormData();
  wrongCode.append('code', '0123-4567-89AB-CDEF-GHJK-E');
  wrongCode.append('message', canary(1, 'nhắn'));
  wrongCode.append('go', 'message');
  expect(await send('/xem-tin', wrongCode)).toBe(200);
  const wrongFile = new FormData();
  wrongFile.append('code', '0123-4567-89AB-CDEF-GHJK-E');
  wrongFile.append('file', canary(1, 'tệp'));
  expect(await send('/xem-tin/tep', wrongFile)).toBe(404);
  expect(await send('/xem-tin', canary(1, 'không phải biểu mẫu'), 'multipart/form-data; boundary=x')).toBe(400);
  expect(await send('/bao-tin', canary(1, 'dài').repeat(20_000), 'application/x-www-form-urlencoded')).toBe(413);
  expect(await send('/bao-tin/gui', canary(1, 'sai loại'), 'application/json')).toBe(400);
  const withdrawal = { locator: toBase64(randomBytes(32)), purpose: canary(1, 'rút') };
  expect(await send('/api/v1/portal/tips/withdrawals', JSON.stringify(withdrawal), 'application/json')).toBe(400);
}

/** Words in addresses and headers, on pages that are there and pages that are not. Some pages say again what was asked. */
async function askWrongly(): Promise<void> {
  const word = encodeURIComponent(canary(1, 'đường'));
  const places = ['/bao-tin?noi=', '/xem-tin?code=', '/xem-tin/', '/khu-vuc/', '/khu-vuc?tim=', '/phan-anh/', '/'];
  for (const place of [...places, '/api/v1/portal/places?text=', '/api/v1/portal/inbox?unitId=', '/api/v1/portal/']) {
    const headers = { accept: 'text/html', 'user-agent': mark, referer: `${server.url}/${mark}` };
    await (await fetch(`${server.url}${place}${word}`, { headers })).arrayBuffer();
  }
}

/** What officers may take along or are told, by who may: each as it comes, and unzipped where it is packed. */
async function expectNotInTakings(): Promise<void> {
  const { unitId } = inbox;
  const head = await createActor({ owner }, { role: 'commune_head', unit: unitId });
  const handler = await createActor({ owner }, { role: 'tip_handler', unit: unitId });
  const auditor = await createActor({ owner }, { role: 'auditor', unit: unitId });
  const month = new Date().toISOString().slice(0, 7);
  const question = `indicators=T01,T02&units=%23${unitId}&periods=${month}`;
  const span = `unit=%23${unitId}&from=${month}&to=${month}`;
  const paths = [
    ...['/tips?limit=100', '/tips/export.xlsx', '/tips/export.csv', '/audit?limit=100'],
    ...[`/explore.xlsx?${question}`, `/explore.csv?${question}`, `/submissions/${unitId}/${month}`],
    ...[`/figures/T01?${span}`, `/figures.csv?${span}`],
    // What is due and what is new is told nowhere else: there are no mails.
    ...['/today', `/tip-inbox?unit=${unitId}`, '/tip-overdue', '/tip-openings', '/inbox-key-changes'],
  ];
  const taken: string[] = [];
  for (const path of paths) {
    for (const { cookie } of [head, handler, auditor]) {
      const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { cookie } });
      const content = new Uint8Array(await answer.arrayBuffer());
      expect(holdsMark(content), path).toBe(false);
      if (answer.ok) taken.push(path);
      if (!answer.headers.get('content-type')?.includes('spreadsheetml')) continue;
      const sheets = Object.values((await JSZip.loadAsync(content)).files);
      expect(sheets.length, path).toBeGreaterThan(3);
      for (const sheet of sheets)
        expect(holdsMark(await sheet.async('uint8array')), `${path} ${sheet.name}`).toBe(false);
    }
  }
  expect([...new Set(taken)]).toEqual(paths);
}

/** The mark as it may stand in a file: plain, in 16 bits, as hexadecimal digits, and in base64 wherever it begins. */
const needles = [
  Buffer.from(mark),
  Buffer.from(mark, 'utf16le'),
  Buffer.from(Buffer.from(mark).toString('hex')),
  ...[0, 1, 2].map((shift) => {
    const inside = Buffer.from('x'.repeat(shift) + mark).toString('base64');
    return Buffer.from(inside.slice(4, -4));
  }),
];

const holdsMark = (content: Uint8Array): boolean =>
  needles.some((needle) => Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(needle));

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe.skipIf(foreign)('a thousand tips with words that stand nowhere else', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'binh-yen-canaries-'));
    chmodSync(dataDir, 0o711);
    mkdirSync(join(dataDir, 'tmp'));
    // Everything is said that can be said, and what is temporary lies where it is looked for.
    server = await prepareServer(dataDir, { LOG_LEVEL: 'debug', TMPDIR: join(dataDir, 'tmp'), TRUST_PROXY: '1' });
    await server.start();
    const pool = openPool((await readEmbeddedConnection(dataDir))!.migrateUrl, { max: 4, name: 'binhyen tests' });
    pool.on('error', () => undefined);
    owner = openDatabase(pool);
    secrets = derivePortalSecrets(openSecret(join(dataDir, 'keys/portal.key')));
    const { rows } = await sql<{ id: number }>`
      select id from units where kind = 'commune' and valid_to is null order by id limit 1`.execute(owner);
    inbox = await openInbox(owner, rows[0]!.id);
  }, 90_000);

  afterAll(async () => {
    await owner?.destroy().catch(() => undefined);
    await server?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  test(
    'are found in no file, dump, journal, log, temporary file, table, export or answer',
    { timeout: 240_000 },
    async () => {
      await sendAll();
      await sendWrongly();
      await askWrongly();
      const { rows: kept } = await sql<{ tips: number }>`select count(*) as tips from sealed_tips`.execute(owner);
      expect(kept[0]!.tips).toBe(tipCount);
      expect(answers.filter((answer) => holdsMark(Buffer.from(answer)))).toEqual([]);
      expect(server.lastWords()).not.toContain(mark);

      await expectNotInTakings();
      await expectNotInTables();
      const { migrateUrl } = (await readEmbeddedConnection(dataDir))!;
      await makeBackup(
        { migrateUrl, files: diskFiles(join(dataDir, 'files')) },
        join(dataDir, 'tmp/backup.binhyen'),
        new Date(),
      );
      // Stopped in order, PostgreSQL writes out everything that it holds.
      await owner.destroy();
      await server.stop();
      const files = listFiles(dataDir);
      expect(files.some((file) => file.includes('pg_wal'))).toBe(true);
      expect(files.some((file) => file.endsWith('backup.binhyen'))).toBe(true);
      expect(files.filter((file) => holdsMark(readFileSync(file)))).toEqual([]);
    },
  );

  test('would be found if one of them were written anywhere', () => {
    const content = Buffer.concat([randomBytes(5000), Buffer.from(canary(7, 'x')), randomBytes(5000)]);
    expect(holdsMark(content)).toBe(true);
    expect(holdsMark(Buffer.from(content.toString('base64')))).toBe(true);
    expect(holdsMark(Buffer.from(content.toString('hex')))).toBe(true);
    expect(holdsMark(randomBytes(10_000))).toBe(false);
  });
});

/** Every row of every table, those of jobs and audit among them, as text. */
async function expectNotInTables(): Promise<void> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`.execute(
    owner,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['tip_pieces', 'audit_lines', 'record_versions', 'job']),
  );
  const patterns = needles.filter((needle) => !needle.includes(0)).map((needle) => `%${needle.toString('latin1')}%`);
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ line: string }>`select t::text as line from ${sql.id(schema, name)} t
      where t::text like any (${patterns}::text[])`.execute(owner);
    expect(rows, name).toEqual([]);
  }
}
