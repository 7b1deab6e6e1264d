import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readConfig } from '#platform/config.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { temporaryFiles } from '#tests/support/files.ts';
import { openPortal } from '#web/portal/portal.ts';
import { openTexts } from '#web/portal/texts.ts';
import { buildHouse, type House } from './house.ts';
import { platformProblems, Problem } from './problem.ts';
import { defineRoute, UploadedFile } from './route.ts';

const keepSheet = defineRoute({
  operationId: 'keepSheet',
  method: 'POST',
  path: '/sheets',
  permission: 'signed-in',
  summary: 'Takes a sheet',
  upload: { contentTypes: ['text/csv', 'application/pdf'], maxBytes: 2 * 1024 * 1024 },
  body: UploadedFile,
  response: z.object({ bytes: z.int(), first: z.int() }),
});

const database = await createTestDatabase();
const files = temporaryFiles();
let taken = 0;
const house = await buildHouse({
  config: readConfig({}),
  db: database.app,
  // No jobs are sent here.
  jobs: undefined as unknown as House['jobs'],
  files: files.store,
  problems: { ...platformProblems, 'sheet.odd': { status: 422, vi: 'Lẻ', en: 'Odd' } },
  constraints: {},
  pages: openPortal(openTexts()),
});
house.onWrite(keepSheet, async ({ body }) => {
  if (body[0] === 255) throw new Problem('sheet.odd');
  taken += 1;
  return { bytes: body.byteLength, first: body[0]! };
});
afterAll(async () => {
  await house.app.close();
  await database.drop();
});

let actor: TestActor;
beforeAll(async () => void (actor = await createActor(database, { role: 'recorder', unit: testUnits.A1 })));

async function send(content: Buffer, options: { type?: string; requestId?: string; cookie?: string } = {}) {
  const answer = await house.app.inject({
    method: 'POST',
    url: '/api/v1/sheets',
    headers: {
      cookie: options.cookie ?? actor.cookie,
      'content-type': options.type ?? 'text/csv',
      ...(options.requestId ? { 'idempotency-key': options.requestId } : {}),
    },
    payload: content,
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

test('the bytes reach the handler as they were sent, by a named type or as octets', async () => {
  const content = Buffer.from([0, 239, 187, 191, 10]);
  for (const type of ['text/csv', 'text/csv; charset=utf-8', 'application/octet-stream']) {
    expect(await send(content, { type })).toEqual({ status: 200, body: { bytes: 5, first: 0 } });
  }
});

test('what is too large, of another type or empty is refused with a sentence that says what is taken', async () => {
  expect(await send(Buffer.alloc(2 * 1024 * 1024))).toMatchObject({ status: 200 });
  expect(await send(Buffer.alloc(2 * 1024 * 1024 + 1))).toMatchObject({
    status: 413,
    body: { code: 'upload.too_large', title: 'Tệp quá lớn: chỉ nhận tệp đến 2 MB.' },
  });
  expect(await send(Buffer.from('{}'), { type: 'application/json' })).toMatchObject({
    status: 415,
    body: { code: 'upload.wrong_type', title: 'Ở đây không nhận loại tệp này. Loại nhận được: CSV, PDF.' },
  });
  expect(await send(Buffer.alloc(0))).toMatchObject({ status: 422, body: { code: 'upload.empty' } });
});

test('sent twice with one requestId, a file counts once and is answered alike; a refused one may come again', async () => {
  const requestId = randomUUID();
  expect(await send(Buffer.from([255]), { requestId })).toMatchObject({ status: 422, body: { code: 'sheet.odd' } });
  taken = 0;
  const first = await send(Buffer.from([7, 7]), { requestId });
  expect(first.body).toMatchObject({ bytes: 2 });
  expect(await send(Buffer.from([7, 7]), { requestId })).toEqual(first);
  expect(taken).toBe(1);
});

test('nobody sends a file without a session', async () => {
  expect(await send(Buffer.from('x'), { cookie: '' })).toMatchObject({ status: 401, body: { code: 'session.needed' } });
});

test('the description of the API tells the content types of the file', async () => {
  await house.app.ready();
  const { paths } = house.app.swagger() as { paths: Record<string, { post: { requestBody: { content: object } } }> };
  expect(paths['/api/v1/sheets']!.post.requestBody.content).toEqual({
    'text/csv': { schema: {} },
    'application/pdf': { schema: {} },
    'application/octet-stream': { schema: {} },
  });
});
