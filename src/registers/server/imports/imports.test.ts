import { utils, write } from '@e965/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { initiativeProblems } from '#modules/initiatives/initiatives.problems.ts';
import { readWorkbook } from '#platform/workbooks/read-workbook.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';

const database = await createTestDatabase();
const house = await openRegisterHouse(database, initiatives, { problems: initiativeProblems });
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, A, C1 } = testUnits;
let officer: TestActor;
let checker: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: A1 });
  checker = await createActor(database, { role: 'recorder', unit: C1 });
});

type Cell = string | number | null;
type Row = Record<string, Cell>;

/** Columns of an initiative as a person would name them; what a row leaves out stays empty. */
const aRow = (row: Row): Row => ({
  'Đơn vị': 'Xã Thử A Một',
  Cấp: 'Mô hình',
  Tên: 'Camera an ninh',
  'Loại hình': 'Camera an ninh',
  'Đơn vị chủ trì': 'Công an',
  'Nguồn gốc': 'Do đơn vị xây dựng',
  'Cấp trên chọn nhân rộng': 'Chưa',
  'Ngày xây dựng': '05/01/2026',
  'Tính đến ngày': '05/01/2026',
  'Trạng thái': 'Đang hoạt động',
  ...row,
});
const aSite = (row: Row): Row =>
  aRow({ Cấp: 'Điểm', 'Nguồn gốc': null, 'Cấp trên chọn nhân rộng': null, 'Thuộc mô hình': 'Camera an ninh', ...row });

function toWorkbook(rows: Row[], format: 'xlsx' | 'biff8' | 'csv' = 'xlsx', above: Cell[][] = []): Buffer {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const table = [headers, ...rows.map((row) => headers.map((header) => row[header] ?? null))];
  const sheet = utils.aoa_to_sheet([...above, ...table]);
  const workbook = utils.book_new();
  utils.book_append_sheet(workbook, sheet, 'Dữ liệu');
  return write(workbook, { type: 'buffer', bookType: format }) as Buffer;
}

async function check(content: Uint8Array, who = officer, unit = A1) {
  const uploaded = await house.upload(who, `/initiatives/imports?unit=${unit}`, content);
  expect(uploaded, JSON.stringify(uploaded.body)).toMatchObject({ status: 200, body: { state: 'uploaded' } });
  const { id } = uploaded.body;
  const checked = await house.send(who, 'POST', `/initiatives/imports/${id}/check`, undefined);
  const { body: view } = await house.get(who, `/initiatives/imports/${id}`);
  return { id, checked, view };
}

const confirm = (id: string, decisions = {}, who = officer) =>
  house.send(who, 'POST', `/initiatives/imports/${id}/confirm`, decisions);

async function countRecords(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from initiatives`.execute(database.owner);
  return rows[0]!.n;
}

function refusalsOf(view: { rows: { refused: { refusals: { address: string; sentence: string }[] }[] } }): string[] {
  return view.rows.refused.flatMap((row) => row.refusals.map(({ address, sentence }) => `${address}: ${sentence}`));
}

describe('an import', () => {
  test('planted errors are refused by cell and nothing is entered', async () => {
    const before = await countRecords();
    const { id, view } = await check(
      toWorkbook([
        aRow({ 'Loại hình': 'Ca mê ra' }),
        aRow({ 'Ngày xây dựng': '31/02/2026' }),
        aRow({ 'Đơn vị': 'Xã Thử C Một' }),
        aRow({ Tên: null }),
        aSite({ 'Thuộc mô hình': 'Không có đâu' }),
        aRow({ 'Số thành viên': 'hai người' }),
        aRow({ 'Đơn vị': 'Tổng cộng', Tên: null }),
        aRow({ 'Ngày ra mắt': '01/01/2020' }),
        aRow({ Tên: 'Đúng' }),
      ]),
    );
    expect(view.counts).toMatchObject({ new: 1, refused: 8 });
    expect(refusalsOf(view)).toEqual([
      expect.stringMatching(/^D2: “Ca mê ra” không có trong danh mục\./),
      'H3: Không có ngày “31/02/2026” trong lịch.',
      'A4: Không có đơn vị “Xã Thử C Một” trong phạm vi của bạn.',
      'C5: Hãy nhập ô này.',
      expect.stringMatching(/^K6: Không tìm thấy “Không có đâu” trong sổ/),
      'L7: Ở đây phải là số, đang là “hai người”.',
      'A8: Đây là dòng cộng, không phải bản ghi. Hãy xóa dòng này: hệ thống tự cộng.',
      expect.stringMatching(/^M9: .* Đang là “01\/01\/2020”\.$/),
    ]);
    expect((await confirm(id)).body.code).toBe('import.refused_rows');
    expect(await countRecords()).toBe(before);

    const marked = await house.getFile(officer, `/initiatives/imports/${id}/marked.xlsx`);
    const workbook = await readWorkbook(marked.content);
    expect(workbook.sheets[0]?.rows.map((row) => row.cells.map(({ written }) => written).join(' '))).toEqual(
      expect.arrayContaining([expect.stringContaining('L7 Ở đây phải là số, đang là “hai người”.')]),
    );
    const again = await check(marked.content);
    expect(again.view.counts).toEqual(view.counts);
  });

  test('initiatives come in with their sites and groups from one workbook, once however often it is confirmed', async () => {
    const before = await countRecords();
    const content = toWorkbook(
      [
        aSite({ Tên: 'Camera thôn 1' }),
        aRow({ Tên: 'Camera an ninh' }),
        aSite({ Tên: 'Camera thôn 2', 'Số camera, bóng đèn': '1.200' }),
        aSite({
          Cấp: 'Tổ, đội, câu lạc bộ',
          Tên: 'Tổ trực camera',
          'Loại hình': 'Tổ tuần tra nhân dân',
          'Thuộc điểm': 'camera thon 1',
          'Số thành viên': 12,
        }),
      ],
      'xlsx',
      [['CÔNG AN XÃ THỬ A MỘT'], ['DANH SÁCH MÔ HÌNH'], []],
    );
    const { id, view } = await check(content);
    expect(refusalsOf(view)).toEqual([]);
    expect(view.counts).toMatchObject({ new: 4, refused: 0 });
    const [first, second] = await Promise.all([confirm(id), confirm(id)]);
    expect([first.body.state, second.body.state]).toEqual(['confirmed', 'confirmed']);
    expect(await countRecords()).toBe(before + 4);
    const { rows } = await sql<{ name: string; initiative: string | null; site: string | null }>`
      select r.name, i.name as initiative, s.name as site from initiatives r
      left join initiatives i on i.id = r.initiative_id left join initiatives s on s.id = r.site_id
      order by r.name`.execute(database.owner);
    expect(rows).toEqual([
      { name: 'Camera an ninh', initiative: null, site: null },
      { name: 'Camera thôn 1', initiative: 'Camera an ninh', site: null },
      { name: 'Camera thôn 2', initiative: 'Camera an ninh', site: null },
      { name: 'Tổ trực camera', initiative: 'Camera an ninh', site: 'Camera thôn 1' },
    ]);
    const lines = await database.owner
      .selectFrom('auditLines')
      .select('act')
      .where('act', 'in', ['initiative.registered', 'import.confirmed'])
      .execute();
    expect(lines.map(({ act }) => act).toSorted()).toEqual([
      'import.confirmed',
      ...Array.from({ length: 4 }, () => 'initiative.registered'),
    ]);

    const same = await check(content);
    expect(same.view).toMatchObject({ counts: { present: 4, new: 0 }, confirmedBefore: expect.any(String) });
    expect((await confirm(same.id)).body.code).toBe('import.nothing_to_enter');
  });

  test('an export that is changed and sent back changes those records and no others; a later day is an observation', async () => {
    const file = await house.getFile(officer, '/initiatives/export.xlsx?order=oldest');
    expect(file.status).toBe(200);
    const [sheet] = (await readWorkbook(file.content)).sheets;
    const at = sheet!.rows.findIndex((row) => row.cells.some(({ written }) => written === 'Mã bản ghi'));
    const headers = sheet!.rows[at]!.cells.map(({ written }) => written);
    const rows = sheet!.rows.slice(at + 1).map((row): Row => {
      const entries = row.cells.map((cell) => [
        headers[cell.column - 1]!,
        cell.kind === 'number' ? cell.value : cell.written,
      ]);
      return Object.fromEntries(entries) as Row;
    });
    const changed = rows.find((row) => row.Tên === 'Tổ trực camera')!;
    changed['Số thành viên'] = 15;
    const { id, view } = await check(toWorkbook(rows));
    expect(refusalsOf(view)).toEqual([]);
    expect(view.counts).toMatchObject({ changed: 1, unchanged: 3, new: 0, refused: 0 });
    expect(view.rows.changed[0]).toMatchObject({ before: { memberCount: 12 }, values: { memberCount: 15 } });
    expect((await confirm(id)).body.state).toBe('confirmed');
    const { body } = await house.get(officer, `/initiatives/${String(changed['Mã bản ghi'])}`);
    expect(body).toMatchObject({ version: 2, values: { memberCount: 15 } });

    const stale = await check(toWorkbook(rows));
    expect(refusalsOf(stale.view)[0]).toMatch(/nay là lần ghi 2, trong tệp là 1/);

    Object.assign(changed, { 'Lần ghi': 2, 'Số thành viên': 18, 'Tính đến ngày': '01/03/2026' });
    const later = await check(toWorkbook([changed]));
    expect((await confirm(later.id)).body.state).toBe('confirmed');
    const { body: observed } = await house.get(officer, `/initiatives/${String(changed['Mã bản ghi'])}`);
    expect(observed.versions[0]).toMatchObject({ version: 3, act: 'observed' });
    expect(observed.observations).toEqual([
      { observedOn: '2026-03-01', values: expect.objectContaining({ memberCount: 18 }) },
      { observedOn: '2026-01-05', values: expect.objectContaining({ memberCount: 15 }) },
    ]);
  });

  test('whole or nothing: what changed since the check is noticed and nothing is entered', async () => {
    const { id } = await check(
      toWorkbook([aRow({ Tên: 'Ánh sáng đường quê', 'Loại hình': 'Khác' }), aRow({ Tên: 'Khác nữa' })]),
    );
    const other = await check(toWorkbook([aRow({ Tên: 'Khác nữa' })]));
    expect((await confirm(other.id)).body.state).toBe('confirmed');
    const before = await countRecords();
    expect((await confirm(id)).body.code).toBe('import.changed_meanwhile');
    expect(await countRecords()).toBe(before);
    await house.send(officer, 'POST', `/initiatives/imports/${id}/check`, undefined);
    const { body } = await house.get(officer, `/initiatives/imports/${id}`);
    expect(body.counts).toMatchObject({ new: 1, present: 1 });
    expect((await confirm(id)).body.state).toBe('confirmed');
    expect(await countRecords()).toBe(before + 1);
  });

  test('rows like others are entered only as the person decides', async () => {
    const { id, view } = await check(
      toWorkbook([
        aRow({ Tên: 'Cổng trường', 'Số quyết định': '1' }),
        aRow({ Tên: 'Cổng trường', 'Số quyết định': '2' }),
      ]),
    );
    expect(view.counts).toMatchObject({ new: 1, doubtful: 1 });
    expect(view.rows.doubtful[0].like).toEqual({ recordId: null, row: 2 });
    expect((await confirm(id)).body.code).toBe('import.doubtful_rows');
    const before = await countRecords();
    expect((await confirm(id, { doubtfulRows: 'enter' })).body.state).toBe('confirmed');
    expect(await countRecords()).toBe(before + 2);
  });

  test('hidden rows are entered only where they are accepted', async () => {
    const workbook = utils.book_new();
    const row = aRow({ Tên: 'Dòng ẩn' });
    const sheet = utils.aoa_to_sheet([Object.keys(row), Object.values(row)]);
    sheet['!rows'] = [{}, { hidden: true }];
    utils.book_append_sheet(workbook, sheet, 'Dữ liệu');
    const { id, view } = await check(write(workbook, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
    expect(view.counts).toMatchObject({ hidden: 1, new: 0 });
    expect((await confirm(id)).body.code).toBe('import.hidden_rows');
    expect((await confirm(id, { hiddenRows: 'enter' })).body.state).toBe('confirmed');
  });

  test.each(['biff8', 'csv'] as const)('an older workbook comes in as well: %s', async (format) => {
    const { id, view } = await check(toWorkbook([aRow({ Tên: `Từ tệp ${format}` })], format));
    expect(refusalsOf(view)).toEqual([]);
    expect(view.counts).toMatchObject({ new: 1 });
    expect((await confirm(id)).body.state).toBe('confirmed');
  });

  test('a workbook without the columns, or given up, goes no further', async () => {
    const { checked } = await check(
      toWorkbook([{ Cấp: 'Mô hình', Tên: 'X', 'Loại hình': 'Khác', 'Đơn vị chủ trì': 'Công an' }]),
    );
    expect(checked.body).toMatchObject({ code: 'import.columns_missing' });
    expect(checked.body.title).toContain('“Ngày xây dựng”');
    const { id } = await check(toWorkbook([aRow({ Tên: 'Bỏ đi' })]));
    const abandoned = await house.send(officer, 'POST', `/initiatives/imports/${id}/abandon`, undefined);
    expect(abandoned.body).toMatchObject({ state: 'abandoned', counts: null });
    expect((await confirm(id)).body.code).toBe('import.over');
  });

  test('nobody sees the import of another, and none is for a unit outside of the place', async () => {
    const { id } = await check(toWorkbook([aRow({ Tên: 'Của tôi' })]));
    const colleague = await createActor(database, { role: 'recorder', unit: A1 });
    for (const who of [colleague, checker]) {
      expect((await house.get(who, `/initiatives/imports/${id}`)).body.code).toBe('request.not_found');
      expect((await confirm(id, {}, who)).body.code).toBe('request.not_found');
    }
    const outside = await house.upload(officer, `/initiatives/imports?unit=${A}`, toWorkbook([aRow({})]));
    expect(outside.body.code).toBe('permission.place');
  });

  test('the template comes back as it is filled in', async () => {
    const file = await house.getFile(officer, '/initiatives/template.xlsx');
    expect(file.status).toBe(200);
    const { checked } = await check(file.content);
    expect(checked.body.code).toBe('import.no_rows');
  });
});
