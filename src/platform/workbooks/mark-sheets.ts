import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cell, Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { readSheets } from './read-sheets.ts';
import {
  type CellMark,
  type CellRead,
  type MarkOptions,
  parseAddress,
  readLimits,
  type WorkbookRead,
} from './workbook.ts';
import { fontName, headerStyle, printSetup, solidFill, toCellDay } from './workbook-style.ts';

// By these an earlier round is known again: a red that nobody else uses, and the beginning of our notes.
const markColour = 'FFFFC7CF';
const notePrefix = 'Bình Yên: ';
const listNames = { vi: 'Lỗi', en: 'Errors' };
const listHeads = { vi: ['Trang', 'Ô', 'Cần sửa'], en: ['Sheet', 'Cell', 'To be mended'] };
const listTitles = {
  vi: 'Các ô cần sửa. Sửa xong, tải lại chính tệp này; trang này và các ô đỏ sẽ được bỏ đi.',
  en: 'Cells to be mended. Then upload this file again; this sheet and the red marks are taken away.',
};
/** Office programs grow slow with more notes than this; further cells are red and stand in the list. */
const mostNotes = 2000;

/** Marks a workbook in this thread; markWorkbook does the same in one of its own. */
export async function markSheets(
  content: Buffer,
  marks: readonly CellMark[],
  options: MarkOptions,
): Promise<Uint8Array> {
  const workbook = await openForMarking(content);
  removeMarks(workbook);
  marks.forEach((mark, index) => markCell(workbook, mark, index < mostNotes));
  if (marks.length > 0) addList(workbook, marks, options);
  return toBytes(workbook);
}

async function openForMarking(content: Buffer): Promise<Workbook> {
  const workbook = new Workbook();
  if (content.toString('hex', 0, 4) === '504b0304') await workbook.xlsx.load(content);
  else copyValues(readSheets(content, readLimits), workbook);
  return workbook;
}

/** .xls and .csv come back as .xlsx with the same values in the same places. */
function copyValues(source: WorkbookRead, target: Workbook): void {
  for (const sheet of source.sheets) {
    const copy = target.addWorksheet(sheet.name, sheet.isHidden ? { state: 'hidden' } : {});
    for (const row of sheet.rows) {
      if (row.isHidden) copy.getRow(row.number).hidden = true;
      for (const cell of row.cells) copyCell(cell, copy.getCell(cell.address));
    }
    for (const range of sheet.mergedRanges) copy.mergeCells(range);
    copy.columns.forEach((column) => (column.width = 18));
  }
}

function copyCell(cell: CellRead, target: Cell): void {
  target.value = cell.kind === 'day' ? toCellDay(cell.value) : (cell.value ?? cell.written);
  if (cell.kind === 'day') target.numFmt = 'dd/mm/yyyy';
  if (cell.kind === 'number' && cell.isPercent) target.numFmt = '0.00%';
  if (cell.kind === 'text') target.numFmt = '@';
}

function removeMarks(workbook: Workbook): void {
  for (const name of Object.values(listNames)) {
    const sheet = workbook.getWorksheet(name);
    if (sheet !== undefined && isOurList(sheet)) workbook.removeWorksheet(sheet.id);
  }
  for (const sheet of workbook.worksheets) {
    sheet.eachRow({ includeEmpty: true }, (row) => row.eachCell({ includeEmpty: true }, removeMark));
  }
}

function isOurList(sheet: Worksheet): boolean {
  return Object.values(listTitles).some((title) => sheet.getCell('A1').text === title);
}

function removeMark(cell: Cell): void {
  const { fill } = cell;
  if (fill?.type === 'pattern' && fill.fgColor?.argb === markColour) {
    cell.style = { ...cell.style, fill: { type: 'pattern', pattern: 'none' } };
  }
  if (noteText(cell)?.startsWith(notePrefix)) {
    cell.comment = undefined;
    // The library keeps what it loaded beside; left there, it would be written again.
    cell.model.comment = undefined;
  }
}

function noteText(cell: Cell): string | undefined {
  const { note } = cell;
  return typeof note === 'object' ? note.texts?.map((part) => part.text).join('') : note;
}

function markCell(workbook: Workbook, mark: CellMark, withNote: boolean): void {
  const cell = workbook.getWorksheet(mark.sheet)?.getCell(mark.address);
  if (cell === undefined) return;
  // Cells share their style; a changed copy leaves the others as they are.
  cell.style = { ...cell.style, fill: solidFill(markColour) };
  if (!withNote) return;
  const earlier = noteText(cell);
  const sentence = notePrefix + mark.sentence;
  const text = earlier === undefined ? sentence : `${sentence}\n${earlier}`;
  cell.note = {
    texts: [{ text, font: { name: fontName, size: 11 } }],
    width: 220,
    height: 30 + 15 * Math.ceil(text.length / 32),
  };
}

function addList(workbook: Workbook, marks: readonly CellMark[], { language }: MarkOptions): void {
  const sheet = workbook.addWorksheet(freeName(workbook, listNames[language]), {
    views: [{ state: 'frozen', ySplit: 2, topLeftCell: 'A3' }],
    pageSetup: printSetup(2),
  });
  sheet.orderNo = Math.min(...workbook.worksheets.map((each) => each.orderNo)) - 1;
  [20, 10, 100].forEach((width, index) => (sheet.getColumn(index + 1).width = width));
  sheet.getCell('A1').value = listTitles[language];
  sheet.getCell('A1').font = { name: fontName, size: 12, bold: true };
  listHeads[language].forEach((head, index) =>
    Object.assign(sheet.getCell(2, index + 1), { value: head, style: headerStyle }),
  );
  const font = { name: fontName, size: 11 };
  const inOrder = marks.toSorted((one, other) => rowOf(one) - rowOf(other));
  inOrder.forEach((mark, index) => {
    const [name, address, sentence] = [1, 2, 3].map((column) => sheet.getCell(index + 3, column));
    Object.assign(name!, { value: mark.sheet, font });
    const place = `#'${mark.sheet.replaceAll("'", "''")}'!${mark.address}`;
    const link = { ...font, underline: true, color: { argb: 'FF0563C1' } };
    Object.assign(address!, { value: { text: mark.address, hyperlink: place }, font: link });
    Object.assign(sentence!, { value: mark.sentence, font, alignment: { wrapText: true, vertical: 'top' } });
  });
  workbook.views = [{ x: 0, y: 0, width: 20_000, height: 15_000, firstSheet: 0, activeTab: 0, visibility: 'visible' }];
}

function rowOf(mark: CellMark): number {
  return parseAddress(mark.address).row;
}

function freeName(workbook: Workbook, wanted: string): string {
  let name = wanted;
  for (let count = 2; workbook.getWorksheet(name) !== undefined; count += 1) name = `${wanted} ${count}`;
  return name;
}

/** Through a file: written to memory, the same workbook takes twice as much. */
async function toBytes(workbook: Workbook): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'binh-yen-workbook-'));
  try {
    const file = join(folder, 'marked.xlsx');
    await workbook.xlsx.writeFile(file, { useStyles: true, useSharedStrings: false });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
