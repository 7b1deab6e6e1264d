import type { Workbook, Worksheet } from '@cj-tech-master/excelts';
import { exampleMarks } from './find-table.ts';
import { columnLetters } from './workbook.ts';
import {
  allBorders,
  type ColumnKind,
  fontName,
  headerStyle,
  numberFormat,
  printSetup,
  solidFill,
  toCellDay,
  toCellNumber,
} from './workbook-style.ts';

export type TemplateColumn = ColumnKind & {
  header: string;
  isRequired: boolean;
  /** What to write and how, for the sheet of notes. */
  note: string;
  /** Exact decimal text for a number, yyyy-mm-dd for a day. */
  example: string;
  /** Labels of a closed list, offered as a drop-down. */
  choices?: readonly string[];
  /** In characters. */
  width?: number;
};

export type TemplateSpec = { title: string; language: 'vi' | 'en'; columns: readonly TemplateColumn[] };

/** Rows beneath the header with formats and drop-downs. */
const preparedRows = 10_000;
const firstRecordRow = 3;

const words = {
  vi: {
    entries: 'Dữ liệu',
    guide: 'Hướng dẫn',
    lists: 'Danh mục',
    example: exampleMarks[0],
    steps: [
      'Mỗi dòng của trang “Dữ liệu” là một bản ghi, bắt đầu từ dòng 3. Cột có dấu * là bắt buộc.',
      'Dòng 2 là ví dụ và không được nhập vào hệ thống; có thể xoá.',
      'Số viết kiểu Việt Nam: 41.736 hoặc 41736; 92,66. Ngày viết ngày/tháng/năm: 05/01/2026.',
      'Có thể đổi thứ tự cột, ẩn cột, lọc; không đổi tên cột.',
    ],
    head: ['Cột', 'Bắt buộc', 'Kiểu', 'Cách ghi', 'Ví dụ'],
    required: 'Có',
    optional: 'Không',
    kinds: { text: 'Chữ', number: 'Số', day: 'Ngày', choice: 'Chọn trong danh mục' },
    listTitle: 'Chọn trong danh mục',
    listError: 'Giá trị này không có trong danh mục. Hãy bấm mũi tên ở ô để chọn.',
  },
  en: {
    entries: 'Records',
    guide: 'Guide',
    lists: 'Lists',
    example: exampleMarks[1],
    steps: [
      'Each row of the sheet “Records” is one record, from row 3 on. A column with * is required.',
      'Row 2 is an example and is not imported; it may be deleted.',
      'Numbers are written the Vietnamese way: 41.736 or 41736; 92,66. Days are day/month/year: 05/01/2026.',
      'Columns may be moved, hidden and filtered; do not rename them.',
    ],
    head: ['Column', 'Required', 'Kind', 'How to write it', 'Example'],
    required: 'Yes',
    optional: 'No',
    kinds: { text: 'Text', number: 'Number', day: 'Day', choice: 'Chosen from a list' },
    listTitle: 'Choose from the list',
    listError: 'This value is not in the list. Use the arrow at the cell to choose.',
  },
} as const;

/** Makes the empty .xlsx workbook in which records are filled in: entries, guide and, hidden, the closed lists. */
export async function writeTemplate(spec: TemplateSpec): Promise<Uint8Array> {
  const { Workbook } = await import('@cj-tech-master/excelts');
  const workbook = new Workbook();
  workbook.title = spec.title;
  const text = words[spec.language];
  const entries = workbook.addWorksheet(text.entries, {
    views: [{ state: 'frozen', ySplit: 1, topLeftCell: 'A2' }],
    pageSetup: printSetup(1),
    autoFilter: `A1:${columnLetters(spec.columns.length)}1`,
  });
  writeGuide(workbook.addWorksheet(text.guide, { pageSetup: printSetup(8) }), spec);
  writeEntries(entries, spec);
  addDropDowns(workbook, entries, spec);
  return workbook.xlsx.writeBuffer();
}

function writeEntries(sheet: Worksheet, spec: TemplateSpec): void {
  const text = words[spec.language];
  sheet.getRow(1).height = 36;
  spec.columns.forEach((column, index) => {
    const width = column.width ?? Math.max(14, Math.min(40, column.header.length + 6, 40));
    const style = { font: { name: fontName, size: 11 }, numFmt: numberFormat(column) };
    Object.assign(sheet.getColumn(index + 1), { width, style });
    const header = sheet.getCell(1, index + 1);
    header.value = column.isRequired ? `${column.header} *` : column.header;
    header.style = column.isRequired ? { ...headerStyle, fill: solidFill('FFFFF2CC') } : headerStyle;
    const example = sheet.getCell(2, index + 1);
    example.value = index === 0 ? `${text.example} ${displayExample(column)}` : exampleValue(column);
    example.style = {
      ...style,
      font: { name: fontName, size: 11, italic: true, color: { argb: 'FF7F7F7F' } },
      fill: solidFill('FFF2F2F2'),
      border: allBorders,
    };
  });
}

function exampleValue(column: TemplateColumn): string | number | Date {
  if (column.example === '') return '';
  if (column.kind === 'day') return toCellDay(column.example);
  return column.kind === 'number' ? toCellNumber(column.example) : column.example;
}

function displayExample(column: TemplateColumn): string {
  if (column.kind === 'day') return column.example.split('-').toReversed().join('/');
  return column.kind === 'number' ? new Intl.NumberFormat('vi-VN').format(Number(column.example)) : column.example;
}

/** Lists stand on a sheet of their own: written in the cell they may have 255 characters at most. */
function addDropDowns(workbook: Workbook, entries: Worksheet, spec: TemplateSpec): void {
  const text = words[spec.language];
  const withChoices = spec.columns.map((column, index) => ({ column, index })).filter(({ column }) => column.choices);
  if (withChoices.length === 0) return;
  const lists = workbook.addWorksheet(text.lists, { state: 'veryHidden' });
  withChoices.forEach(({ column, index }, place) => {
    const choices = column.choices ?? [];
    const list = columnLetters(place + 1);
    [column.header, ...choices].forEach((value, row) => (lists.getCell(row + 1, place + 1).value = value));
    const letters = columnLetters(index + 1);
    entries.dataValidations.add(`${letters}${firstRecordRow}:${letters}${firstRecordRow + preparedRows - 1}`, {
      type: 'list',
      allowBlank: true,
      formulae: [`'${text.lists}'!$${list}$2:$${list}$${choices.length + 1}`],
      showErrorMessage: true,
      errorTitle: text.listTitle,
      error: text.listError,
    });
  });
}

function writeGuide(sheet: Worksheet, spec: TemplateSpec): void {
  const text = words[spec.language];
  [26, 12, 20, 60, 26].forEach((width, index) => (sheet.getColumn(index + 1).width = width));
  const lines = [spec.title, '', ...text.steps];
  lines.forEach((line, index) => {
    const cell = sheet.getCell(index + 1, 1);
    cell.value = line;
    cell.font = { name: fontName, size: index === 0 ? 14 : 11, bold: index === 0 };
  });
  const headRow = lines.length + 2;
  text.head.forEach((head, index) => {
    const cell = sheet.getCell(headRow, index + 1);
    cell.value = head;
    cell.style = headerStyle;
  });
  spec.columns.forEach((column, index) => {
    const values = [
      column.header,
      column.isRequired ? text.required : text.optional,
      text.kinds[column.kind],
      column.note,
      displayExample(column),
    ];
    values.forEach((value, place) => {
      const cell = sheet.getCell(headRow + 1 + index, place + 1);
      cell.value = value;
      cell.style = {
        font: { name: fontName, size: 11 },
        border: allBorders,
        alignment: { vertical: 'top', wrapText: true },
        numFmt: '@',
      };
    });
  });
}
