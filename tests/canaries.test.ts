import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
      const { rows: kept } = await sql<{ tips: number }>`select count(*) as tips from sealed_tips`.execute(owner);
      expect(kept[0]!.tips).toBe(tipCount);
      expect(answers.filter((answer) => holdsMark(Buffer.from(answer)))).toEqual([]);
      expect(server.lastWords()).not.toContain(mark);

      const head = await createActor({ owner }, { role: 'commune_head', unit: inbox.unitId });
      for (const path of ['/api/v1/tips?limit=100', '/api/v1/tips/export?format=csv', '/api/v1/audit?limit=100']) {
        const answer = await fetch(`${server.url}${path}`, { headers: { cookie: head.cookie } });
        expect(holdsMark(new Uint8Array(await answer.arrayBuffer())), path).toBe(false);
      }
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
