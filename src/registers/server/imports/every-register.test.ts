import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tips } from '#modules/tips/tips.contract.ts';
import { tipProblems } from '#modules/tips/tips.problems.ts';
import { readWorkbook } from '#platform/workbooks/read-workbook.ts';
import type { RowRead } from '#platform/workbooks/workbook.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { toTcvn3, toVni } from '#tests/support/legacy-encodings.ts';
import { convertWithOffice, findOffice, officeTimeout } from '#tests/support/office.ts';
import { aRecord } from '#tests/support/records.ts';
import { makeWorkbook, makeWorkbookInFont } from '#tests/support/workbooks.ts';
import { registers } from '../../../all-registers.ts';
import type { Register } from '../../declaration.ts';
import { sweepImports } from './import-jobs.ts';

const database = await createTestDatabase();
const house = await createTestHouse(database);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1 } = testUnits;
let officer: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'commune_head', unit: A1 });
});

// oxlint-disable-next-line typescript/no-explicit-any -- the body of any answer
type Body = any;

async function act(path: string, body?: unknown): Promise<Body> {
  return (await house.request(officer, 'POST', path, body)).json();
}

async function check(register: Register, content: Uint8Array): Promise<Body> {
  const headers = { 'content-type': 'application/octet-stream' };
  const path = `/${register.name}/imports`;
  const uploaded = await house.request(officer, 'POST', `${path}?unit=${A1}`, Buffer.from(content), headers);
  const { id } = uploaded.json();
  const checked = await act(`${path}/${id}/check`);
  if (checked.code) return checked;
  return (await house.request(officer, 'GET', `${path}/${id}`)).json();
}

const writtenIn = (rows: RowRead[]): string[][] => rows.map((row) => row.cells.map(({ written }) => written));

describe.each(registers.map((register) => [register.name, register] as const))('the register of %s', (_, register) => {
  test('has a template whose columns an import takes', async () => {
    const template = await house.request(officer, 'GET', `/${register.name}/template.xlsx`);
    const answer = await check(register, template.rawPayload);
    expect(answer.code, JSON.stringify(answer)).toBe('import.no_rows');
    const [entries] = (await readWorkbook(template.rawPayload)).sheets;
    const labels = Object.values(register.fields).map(({ label }) => label.vi);
    const headers = writtenIn(entries!.rows)[0]!.map((header) => header.replace(/ \*$/, ''));
    expect(headers).toEqual(['Đơn vị', ...labels]);
  });

  test.each(['xlsx', 'csv'])('comes back from its own export as it was: %s', async (format) => {
    await aRecord(database, register, A1, { [register.dateField]: '2026-02-03' });
    const exported = await house.request(
      officer,
      'GET',
      `/${register.name}/export.${format}?unit=${A1}&state=counting`,
    );
    expect(exported.statusCode).toBe(200);
    const answer = await check(register, exported.rawPayload);
    expect(answer.rows?.refused, JSON.stringify(answer)).toEqual([]);
    expect(answer.counts).toMatchObject({ new: 0, changed: 0, refused: 0, doubtful: 0 });
    expect(answer.counts.unchanged).toBeGreaterThan(0);
  });
});

const tipTable = [
  ['Ngày tiếp nhận', 'Phân loại', 'Lĩnh vực', 'Kênh tiếp nhận', 'Có giá trị', 'Thẩm quyền', 'Tài sản thu hồi (đồng)'],
  ['05/01/2026', 'Nguồn tin về an ninh, trật tự', 'Trộm cắp tài sản', 'Đường dây nóng', 'Có', 'Thuộc thẩm quyền', ''],
  ['06/01/2026', 'Phản ánh, kiến nghị', 'Ma túy', 'Trực tiếp tại trụ sở', 'Không', 'Không thuộc thẩm quyền', ''],
];
const received = { receivedOn: '2026-01-05', sort: 'security_tip', topic: 'theft', channel: 'hotline', ofValue: 'yes' };

describe('workbooks of offices', () => {
  test.each([
    ['TCVN3', '.VnTime', toTcvn3],
    ['VNI', 'VNI-Times', toVni],
  ])('text in %s comes in right, and that is said', async (name, font, toLegacy) => {
    const content = await makeWorkbookInFont(
      tipTable.map((row) => row.map(toLegacy)),
      font,
    );
    const answer = await check(tips, content);
    expect(answer.counts, JSON.stringify(answer)).toMatchObject({ new: 2, refused: 0 });
    expect(answer.rows.new[0].values).toMatchObject(received);
    expect(answer.notes).toContain(`Chữ ${name} đã được chuyển sang Unicode. Hãy xem lại vài dòng.`);
  });

  test('decomposed letters, stray spaces, serial days and formulas are read, and said', async () => {
    const rows = tipTable.map((row) => row.map((text) => ` ${text.normalize('NFD')}\u00A0`));
    const content = makeWorkbook({ Sổ: [...rows, [46_027, ...tipTable[1]!.slice(1)]] }, 'xlsx', (workbook) => {
      const sheet = workbook.Sheets['Sổ']!;
      sheet['B2'] = { t: 's', v: tipTable[1]![1]!, f: 'CONCATENATE("Nguồn tin"," về an ninh, trật tự")' };
    });
    const answer = await check(tips, content);
    expect(answer.counts, JSON.stringify(answer)).toMatchObject({ new: 3, refused: 0 });
    expect(answer.rows.new[2].values).toMatchObject(received);
    expect(answer.notes).toEqual(
      expect.arrayContaining([expect.stringContaining('ô B2'), expect.stringContaining('ô A4')]),
    );
  });

  test.skipIf(findOffice() === undefined)('what LibreOffice writes comes in', officeTimeout, async () => {
    const content = await convertWithOffice(makeWorkbook({ Sổ: tipTable }), 'so.xlsx', 'xls');
    const answer = await check(tips, content);
    expect(answer.counts, JSON.stringify(answer)).toMatchObject({ new: 2, refused: 0 });
  });

  test('the rules of a register are said at their cell, in the reader’s language', async () => {
    const [headers, first] = tipTable;
    const content = makeWorkbook({
      Sổ: [
        [...headers!, 'Ngày giải quyết xong', 'Kết quả'],
        [...first!, '01/01/2026', 'Khởi tố'],
      ],
    });
    const { id, counts } = await check(tips, content);
    expect(counts).toMatchObject({ refused: 1 });
    const english = await house.request(officer, 'GET', `/tips/imports/${id}`, undefined, { 'accept-language': 'en' });
    const [refusal] = english.json().rows.refused[0].refusals;
    expect(refusal).toMatchObject({ address: 'H2', column: 'Settled on' });
    const words = Object.values(tipProblems).map(({ en }) => en);
    expect(words.some((sentence) => refusal.sentence.startsWith(sentence))).toBe(true);
    expect(refusal.sentence).toContain('It is “01/01/2026”.');
  });
});

test('tips are counted twice only where the person says that the same file is meant again', async () => {
  const content = makeWorkbook({ Sổ: tipTable });
  const first = await check(tips, content);
  expect(await act(`/tips/imports/${first.id}/confirm`, {})).toMatchObject({ state: 'confirmed' });
  const second = await check(tips, content);
  expect(second).toMatchObject({ counts: { new: 2 }, confirmedBefore: expect.any(String) });
  expect(await act(`/tips/imports/${second.id}/confirm`, {})).toMatchObject({ code: 'import.same_file' });
  const times = await database.owner.selectFrom('imports').select('createdAt').where('register', '=', 'tips').execute();
  for (const { createdAt } of times) expect(createdAt.getUTCMinutes() + createdAt.getUTCSeconds()).toBe(0);
  const done = await act(`/tips/imports/${second.id}/confirm`, { sameFile: 'enter' });
  expect(done).toMatchObject({ state: 'confirmed' });
});

test('what nobody confirmed within a day is given up, and its files are gone', async () => {
  const { id } = await check(tips, makeWorkbook({ Sổ: tipTable }));
  const kept = await database.owner
    .selectFrom('imports')
    .select('fileKey')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const { files, db } = house.house;
  await sweepImports(db, files, new Date());
  expect(await files.exists(kept.fileKey)).toBe(true);
  await database.owner
    .updateTable('imports')
    .set({ createdAt: new Date(Date.now() - 25 * 60 * 60 * 1000) })
    .where('id', '=', id)
    .execute();
  await sweepImports(db, files, new Date());
  expect(await files.exists(kept.fileKey)).toBe(false);
  expect(await files.exists(`${kept.fileKey}.preview`)).toBe(false);
  const view = (await house.request(officer, 'GET', `/tips/imports/${id}`)).json();
  expect(view).toMatchObject({ state: 'abandoned', isKept: false, counts: null });
});
