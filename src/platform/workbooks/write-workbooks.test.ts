import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Workbook } from '@cj-tech-master/excelts';
import { describe, expect, test } from 'vitest';
import { convertWithOffice, findOffice, officeTimeout } from '#tests/support/office.ts';
import { makeWorkbook, readValues } from '#tests/support/workbooks.ts';
import { findOnlyTable } from './find-table.ts';
import { markSheets } from './mark-sheets.ts';
import { markWorkbook } from './mark-workbook.ts';
import { readSheets } from './read-sheets.ts';
import { type CellMark, readLimits } from './workbook.ts';
import { type TableRow, writeTable } from './write-table.ts';
import { type TemplateSpec, writeTemplate } from './write-template.ts';

const hasOffice = findOffice() !== undefined;
const template: TemplateSpec = {
  title: 'Mẫu nhập mô hình',
  language: 'vi',
  columns: [
    { kind: 'text', header: 'Tên mô hình', isRequired: true, note: 'Tên đầy đủ', example: 'Camera an ninh' },
    {
      kind: 'choice',
      header: 'Loại mô hình',
      isRequired: true,
      note: 'Chọn trong danh mục',
      example: 'Tự quản',
      choices: ['Tự quản', 'Liên kết, phối hợp', ...Array.from({ length: 60 }, (_, index) => `Loại thứ ${index + 1}`)],
    },
    { kind: 'number', decimals: 0, header: 'Số thành viên', isRequired: false, note: 'Số người', example: '1250' },
    { kind: 'day', header: 'Ngày ra mắt', isRequired: true, note: 'Ngày của quyết định', example: '2026-01-05' },
  ],
};
const wanted = template.columns.map(({ header, isRequired }) => ({ key: header, headers: [header], isRequired }));

describe('writeTemplate', async () => {
  const content = await writeTemplate(template);

  test('is read as an empty table', () => {
    const table = findOnlyTable(readSheets(Buffer.from(content), readLimits), wanted);
    expect(table.headerRow).toBe(1);
    expect([...table.columns.keys()]).toEqual(template.columns.map((column) => column.header));
    expect(table.rows).toEqual([]);
  });

  test('has an example, notes and hidden lists', () => {
    expect(readValues(content, 'Dữ liệu')[1]).toEqual([
      'Ví dụ: Camera an ninh',
      'Tự quản',
      1250,
      new Date('2026-01-05T00:00:00Z'),
    ]);
    expect(readValues(content, 'Danh mục')).toHaveLength(63);
    expect(readValues(content, 'Hướng dẫn').flat()).toContain('Ngày của quyết định');
    expect(readSheets(Buffer.from(content), readLimits).sheets.map((sheet) => sheet.isHidden)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.skipIf(!hasOffice)('keeps its drop-downs in LibreOffice', officeTimeout, async () => {
    const saved = new Workbook();
    await saved.xlsx.load(await convertWithOffice(content, 'a.xlsx', 'xlsx'));
    const list = saved.getWorksheet('Dữ liệu')!.getCell('B500').dataValidation;
    expect(JSON.stringify(list)).toMatch(/"list".*Danh mục.*\$A\$2:\$A\$63/);
  });
});

describe('writeTable', async () => {
  const rows: TableRow[] = [
    ['=1+1', '41736', '92.66', '2026-01-05', true],
    ['@SUM(A1)', '-5', null, null, null],
    ['Tổ tự quản', '1234567890123456789', '0', '1899-12-31', false],
  ];
  const output = new PassThrough();
  const written = buffer(output);
  const columns = [
    { kind: 'text', header: 'Tên' },
    { kind: 'number', decimals: 0, header: 'Số' },
    { kind: 'number', decimals: 2, header: 'Tỷ lệ (%)' },
    { kind: 'day', header: 'Ngày' },
    { kind: 'text', header: 'Có' },
  ] as const;
  await writeTable({ sheetName: 'Mô hình', title: 'Mô hình', basis: 'Phường 1, năm 2026', columns }, rows, output);
  const content = await written;

  test('another reader finds typed values beneath title, basis and header', () => {
    const values = readValues(content, 'Mô hình');
    expect([values[0]![0], values[1]![0]]).toEqual(['Mô hình', 'Phường 1, năm 2026']);
    expect(values[3]).toEqual(['Tên', 'Số', 'Tỷ lệ (%)', 'Ngày', 'Có']);
    expect(values[4]).toEqual(['=1+1', 41736, 92.66, new Date('2026-01-05T00:00:00Z'), true]);
    expect(values[5]).toEqual(['@SUM(A1)', -5, null, null, null]);
    expect(values[6]!.slice(0, 4)).toEqual(['Tổ tự quản', '1234567890123456789', 0, '31/12/1899']);
  });

  test.skipIf(!hasOffice)('LibreOffice takes text that looks like a formula as text', officeTimeout, async () => {
    const csv = (await convertWithOffice(content, 'a.xlsx', 'csv:Text - txt - csv (StarCalc):44,34,76,1')).toString();
    expect(csv).toContain('"=1+1","41,736",92.66,05/01/2026');
  });
});

describe('markWorkbook', () => {
  const marks: CellMark[] = [
    { sheet: 'Dữ liệu', address: 'B3', sentence: '“hai khẩu” không phải là số.' },
    { sheet: 'Dữ liệu', address: 'A2', sentence: 'Ô đang trống.' },
    { sheet: 'Không có', address: 'A1', sentence: 'Trang đã mất.' },
  ];

  async function styledWorkbook(): Promise<Buffer> {
    const workbook = new Workbook();
    const sheet = workbook.addWorksheet('Dữ liệu');
    sheet.addRow(['Tên', 'Số']).eachCell((cell) => (cell.font = { bold: true }));
    sheet.addRow(['', 5]);
    sheet.addRow(['b', 'hai khẩu']);
    sheet.getCell('B2').numFmt = '#,##0';
    sheet.getCell('B3').font = { name: 'Arial', italic: true };
    sheet.getCell('A3').note = 'Ghi chú của xã';
    return Buffer.from(await workbook.xlsx.writeBuffer());
  }

  async function open(content: Uint8Array): Promise<Workbook> {
    const workbook = new Workbook();
    await workbook.xlsx.load(content);
    return workbook;
  }

  test('paints cells, notes sentences and lists them first, and keeps the styles', async () => {
    const marked = await markWorkbook(await styledWorkbook(), marks);
    const workbook = await open(marked);
    const sheet = workbook.getWorksheet('Dữ liệu')!;
    expect(sheet.getCell('B3').fill).toMatchObject({ fgColor: { argb: 'FFFFC7CF' } });
    expect(sheet.getCell('B3').font).toMatchObject({ name: 'Arial', italic: true });
    expect(JSON.stringify(sheet.getCell('B3').note)).toContain('“hai khẩu” không phải là số.');
    expect(JSON.stringify(sheet.getCell('A2').note)).toContain('Ô đang trống.');
    expect(JSON.stringify(sheet.getCell('A3').note)).toContain('Ghi chú của xã');
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true });
    expect(sheet.getCell('B2').numFmt).toBe('#,##0');
    expect(readSheets(Buffer.from(marked), readLimits).sheets.map((each) => each.name)).toEqual(['Lỗi', 'Dữ liệu']);
    expect(readValues(marked, 'Lỗi').slice(1)).toEqual([
      ['Trang', 'Ô', 'Cần sửa'],
      ['Không có', 'A1', 'Trang đã mất.'],
      ['Dữ liệu', 'A2', 'Ô đang trống.'],
      ['Dữ liệu', 'B3', '“hai khẩu” không phải là số.'],
    ]);
  });

  test('takes the marks of an earlier round away', async () => {
    const first = await markSheets(await styledWorkbook(), marks, { language: 'vi' });
    const again = await markSheets(Buffer.from(first), [marks[1]!], { language: 'vi' });
    const sheet = (await open(again)).getWorksheet('Dữ liệu')!;
    expect(sheet.getCell('B3').fill).not.toMatchObject({ pattern: 'solid' });
    expect(sheet.getCell('B3').note).toBeUndefined();
    expect(readValues(again, 'Lỗi')).toHaveLength(3);
    const clean = await markSheets(Buffer.from(again), [], { language: 'vi' });
    expect((await open(clean)).worksheets.map((each) => each.name)).toEqual(['Dữ liệu']);
    expect(JSON.stringify((await open(clean)).getWorksheet('Dữ liệu')!.getCell('A3').note)).toContain('Ghi chú của xã');
  });

  test.each(['xls', 'csv'] as const)('.%s comes back as .xlsx', async (bookType) => {
    const content = makeWorkbook({ 'Dữ liệu': [['Tên'], ['=1+1'], ['b']] }, bookType);
    const sheet = bookType === 'csv' ? 'CSV' : 'Dữ liệu';
    const marked = await markSheets(content, [{ sheet, address: 'A3', sentence: 'Sai.' }], { language: 'en' });
    expect(readValues(marked, sheet)).toEqual([['Tên'], ['=1+1'], ['b']]);
    expect(readValues(marked, 'Errors')).toHaveLength(3);
  });

  test.skipIf(!hasOffice)('what LibreOffice saved is marked and cleaned too', officeTimeout, async () => {
    const marked = await markSheets(await styledWorkbook(), marks, { language: 'vi' });
    const saved = await convertWithOffice(marked, 'a.xlsx', 'xlsx');
    const clean = await markSheets(saved, [], { language: 'vi' });
    const workbook = await open(clean);
    expect(workbook.worksheets.map((each) => each.name)).toEqual(['Dữ liệu']);
    expect(workbook.worksheets[0]!.getCell('B3').note).toBeUndefined();
    expect(workbook.worksheets[0]!.getCell('B3').fill).not.toMatchObject({ pattern: 'solid' });
  });
});
