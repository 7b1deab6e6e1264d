import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWorkbook } from '#platform/workbooks/read-workbook.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';

const { database, house, close } = await createTestHouse();
afterAll(close);

const { A, A1, C1 } = testUnits;
let administrator: TestActor;
beforeAll(async () => void (administrator = await createActor(database, { role: 'unit_administrator', unit: A })));

const heading = 'Loại đơn vị;Tên đơn vị;Thuộc;Có từ ngày;Mã;Căn cứ';
const csv = (...lines: string[]): Buffer => Buffer.from(`\u{FEFF}${[heading, ...lines].join('\r\n')}\r\n`);
const send = async (path: string, content: Buffer, requestId: string = randomUUID(), actor = administrator) => {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/v1/units/imports${path}`,
    headers: {
      cookie: actor.cookie,
      'content-type': 'application/octet-stream',
      'idempotency-key': requestId,
    },
    payload: content,
  });
  return { status: answer.statusCode, body: answer.json() };
};
const countUnits = async (): Promise<number> =>
  (
    await sql<{ count: number }>`select count(*)::int as count from units where source = 'administrator'`.execute(
      database.owner,
    )
  ).rows[0]!.count;

test('the template names what may be chosen and is read again as an empty list', async () => {
  const answer = await house.app.inject({
    method: 'GET',
    url: '/api/v1/units/template.xlsx',
    headers: { cookie: administrator.cookie },
  });
  expect(answer.statusCode).toBe(200);
  const workbook = await readWorkbook(answer.rawPayload);
  const texts = workbook.sheets.flatMap((sheet) =>
    sheet.rows.flatMap(({ cells }) => cells.map(({ written }) => written)),
  );
  expect(texts).toEqual(expect.arrayContaining(['Khu dân cư', 'Xã Thử A Một (TA1)', 'Tỉnh Thử A (TA)']));
  expect(texts).not.toContain('Xã Thử C Một (TC1)');
  expect((await send('/check', answer.rawPayload)).body).toMatchObject({ addedCount: 0, refusedCount: 0 });
});

test('a list with refused cells adds nothing and comes back with a sentence in each', async () => {
  const before = await countUnits();
  const list = csv(
    'Khu dân cư;Thôn Một;Xã Thử A Một (TA1);01/07/2025;;',
    'Khu dân cư;Thôn Hai;Xã Thử C Một;01/07/2025;;',
    'Huyện;;TA1;31/02/2026;;',
  );
  const { status, body } = await send('/check', list);
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body).toMatchObject({ addedCount: 1, presentCount: 0, refusedCount: 4 });
  expect(body.refused).toEqual([
    { address: 'C3', sentence: '“Xã Thử C Một” không phải xã, phường, đặc khu hay tỉnh trong phạm vi của bạn.' },
    {
      address: 'A4',
      sentence: '“Huyện” không phải loại đơn vị thêm được. Ghi: Khu dân cư, Cơ quan, Doanh nghiệp hoặc Nhà trường.',
    },
    { address: 'B4', sentence: 'Ô đang trống.' },
    { address: 'D4', sentence: 'Không có ngày “31/02/2026” trong lịch.' },
  ]);
  const marked = await readWorkbook(Buffer.from(body.marked, 'base64'));
  expect(marked.sheets.length).toBeGreaterThan(1);
  const refused = await send('', list);
  expect([refused.status, refused.body.code]).toEqual([422, 'unit.list_refused']);
  expect(await countUnits()).toBe(before);
});

test('a list of 1.200 is added whole, once, and read again as there already', { timeout: 60_000 }, async () => {
  const before = await countUnits();
  const lines = Array.from(
    { length: 1200 },
    (_, index) => `${index % 2 === 0 ? 'Khu dân cư' : 'Nhà trường'};Đơn vị số ${index};TA1;01/07/2025;;`,
  );
  const list = csv(...lines);
  expect((await send('/check', list)).body).toMatchObject({ addedCount: 1200, refusedCount: 0, marked: null });
  const requestId = randomUUID();
  expect((await send('', list, requestId)).body).toEqual({ addedCount: 1200, presentCount: 0 });
  expect((await send('', list, requestId)).body).toEqual({ addedCount: 1200, presentCount: 0 });
  expect(await countUnits()).toBe(before + 1200);
  expect((await send('', list)).body).toEqual({ addedCount: 0, presentCount: 1200 });
  const { rows } = await sql<{ lines: number; codes: number }>`
    select (select count(*)::int from audit_lines where act = 'unit.added') as lines,
      (select count(distinct code)::int from units where parent_id = ${A1} and source = 'administrator') as codes`.execute(
    database.owner,
  );
  expect(rows[0]).toEqual({ lines: 1200, codes: 1200 });
});

test('a list without its columns, or that is no workbook, is answered as a whole', async () => {
  expect((await send('/check', Buffer.from('không;phải\r\n1;2\r\n'))).body.code).toBe('workbook.no_table');
  const short = Buffer.from('\u{FEFF}Loại đơn vị;Tên đơn vị\r\nKhu dân cư;Thôn A\r\n');
  expect((await send('/check', short)).body).toMatchObject({
    code: 'unit.list_columns',
    title: 'Danh sách thiếu cột: Thuộc, Có từ ngày.',
  });
});

test('a commune head lists units of the own commune only', async () => {
  const head = await createActor(database, { role: 'commune_head', unit: C1 });
  const list = csv('Khu dân cư;Thôn Riêng;TC1;01/07/2025;;', 'Khu dân cư;Thôn Riêng;TA1;01/07/2025;;');
  const { body } = await send('/check', list, randomUUID(), head);
  expect(body).toMatchObject({ addedCount: 1, refused: [{ address: 'C3' }] });
});
