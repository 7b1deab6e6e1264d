import { describe, expect, test } from 'vitest';
import { makeWorkbook } from '#tests/support/workbooks.ts';
import { findOnlyTable, findTable } from './find-table.ts';
import { readSheets } from './read-sheets.ts';
import { readLimits, type WorkbookRead } from './workbook.ts';

const wanted = [
  { key: 'name', headers: ['Tên mô hình', 'Name'], isRequired: true },
  { key: 'count', headers: ['Số thành viên', 'Members'], isRequired: true },
  { key: 'startedOn', headers: ['Ngày ra mắt', 'Started on'], isRequired: false },
] as const;
const head = ['TÊN  MÔ HÌNH *', 'Số thành viên (người)', 'Ngày ra mắt'];

function open(sheets: Record<string, (string | number)[][]>): WorkbookRead {
  return readSheets(makeWorkbook(sheets), readLimits);
}

describe('findTable', () => {
  test('finds the header beneath titles, with columns in any order', () => {
    const rows = [['UBND PHƯỜNG'], ['Danh sách mô hình năm 2026'], [], ['STT', ...head], [1, 'Camera', 5, '']];
    const table = findTable(open({ A: rows }).sheets[0]!, wanted)!;
    expect(table.headerRow).toBe(4);
    expect([...table.columns]).toEqual([
      ['name', 2],
      ['count', 3],
      ['startedOn', 4],
    ]);
    expect(table.unknown.map((cell) => cell.address)).toEqual(['A4']);
    expect(table.missing).toEqual([]);
    expect(table.rows.map((row) => row.number)).toEqual([5]);
  });

  test('tells missing and repeated columns', () => {
    const table = findTable(open({ A: [['Name', 'name', 'Khác']] }).sheets[0]!, wanted)!;
    expect(table.missing).toEqual(['count']);
    expect(table.duplicates).toMatchObject([{ key: 'name', cell: { address: 'B1' } }]);
  });

  test('leaves the example row of a template out', () => {
    const table = findTable(open({ A: [head, ['Ví dụ: Camera', 5], ['Ví dụng', 6]] }).sheets[0]!, wanted)!;
    expect(table.rows.map((row) => row.number)).toEqual([3]);
  });

  test('gives nothing when too few headers are there', () => {
    expect(findTable(open({ A: [['Ngày ra mắt', 'b']] }).sheets[0]!, wanted)).toBeUndefined();
  });
});

test('findOnlyTable wants exactly one sheet and names them otherwise', () => {
  expect(findOnlyTable(open({ Khác: [['a']], 'Dữ liệu': [head] }), wanted).sheet.name).toBe('Dữ liệu');
  expect(() => findOnlyTable(open({ A: [head], B: [head] }), wanted)).toThrow(
    expect.objectContaining({ code: 'workbook.several_tables', params: { sheets: '“A”, “B”' } }),
  );
  expect(() => findOnlyTable(open({ A: [['x']] }), wanted)).toThrow(
    expect.objectContaining({
      code: 'workbook.no_table',
      params: { headers: '“Tên mô hình”, “Số thành viên”', sheets: '“A”' },
    }),
  );
});
