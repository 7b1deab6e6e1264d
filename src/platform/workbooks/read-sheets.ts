import { read, SSF, utils, type CellObject, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { Problem } from '#platform/http/problem.ts';
import { fromExcelSerial } from '#platform/typed-values.rules.ts';
import { convertLegacyText } from './convert-legacy-text.ts';
import { readCsv } from './read-csv.ts';
import {
  type CellRead,
  columnLetters,
  type ReadLimits,
  type RowRead,
  type SheetRead,
  type UnreadableReason,
  type WorkbookRead,
} from './workbook.ts';
import { readXlsFonts } from './xls-fonts.ts';
import { readSheetFacts, type SheetFacts } from './xlsx-parts.ts';
import { openZip } from './zip-parts.ts';

/** Reads a whole workbook in this thread; readWorkbook does the same in one of its own. Throws workbook problems. */
export function readSheets(content: Buffer, limits: ReadLimits): WorkbookRead {
  if (content.length === 0) throw new Problem('workbook.empty');
  if (content.length > limits.fileBytes) {
    throw new Problem('workbook.too_large', { megabytes: Math.floor(limits.fileBytes / 1024 / 1024) });
  }
  const workbook = readFormat(content, limits);
  for (const sheet of workbook.sheets) checkSize(sheet, limits);
  if (workbook.sheets.every((sheet) => sheet.rows.length === 0)) throw new Problem('workbook.empty');
  return workbook;
}

function readFormat(content: Buffer, limits: ReadLimits): WorkbookRead {
  const magic = content.toString('hex', 0, 4);
  if (magic === '504b0304') return readXlsx(content, limits);
  if (magic === 'd0cf11e0') return readXls(content, limits);
  const sheet = readCsv(content, limits);
  sheet.convertedFrom = convertLegacyText(sheet, new Map());
  return { format: 'csv', sheets: [sheet] };
}

function readXlsx(content: Buffer, limits: ReadLimits): WorkbookRead {
  const parts = openZip(content, limits.unzippedBytes);
  if (!parts.names.includes('xl/workbook.xml')) throw new Problem('workbook.not_a_workbook');
  const workbook = parseWorkbook(content, limits);
  return { format: 'xlsx', sheets: toSheets(workbook, readSheetFacts(parts)) };
}

function readXls(content: Buffer, limits: ReadLimits): WorkbookRead {
  const workbook = parseWorkbook(content, limits);
  const facts = readXlsFonts(content).map((legacyFonts) => ({ legacyFonts, withoutResult: new Set<string>() }));
  return { format: 'xls', sheets: toSheets(workbook, facts) };
}

function parseWorkbook(content: Buffer, limits: ReadLimits): WorkBook {
  let workbook: WorkBook;
  try {
    workbook = read(content, {
      type: 'buffer',
      dense: true,
      // Formats tell days from numbers; styles tell hidden rows. Displayed texts and rich text are not needed.
      cellNF: true,
      cellStyles: true,
      cellText: false,
      cellHTML: false,
      // One more than allowed, so that too many are noticed and no more are held.
      sheetRows: limits.rows + 1,
    });
  } catch (error) {
    const isLocked = /password|encrypt/i.test(String((error as Error).message));
    throw new Problem(isLocked ? 'workbook.encrypted' : 'workbook.damaged');
  }
  if (workbook.SheetNames.length === 0) throw new Problem('workbook.not_a_workbook');
  return workbook;
}

const noFacts: SheetFacts = { legacyFonts: new Map(), withoutResult: new Set() };

function toSheets(workbook: WorkBook, facts: readonly SheetFacts[]): SheetRead[] {
  const is1904 = workbook.Workbook?.WBProps?.date1904 ?? false;
  return workbook.SheetNames.map((name, index) => {
    const worksheet = workbook.Sheets[name]!;
    const { legacyFonts, withoutResult } = facts[index] ?? noFacts;
    const sheet: SheetRead = {
      name,
      isHidden: (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
      convertedFrom: [],
      mergedRanges: (worksheet['!merges'] ?? []).map((range) => utils.encode_range(range)),
      rows: toRows(worksheet, withoutResult, is1904),
    };
    sheet.convertedFrom = convertLegacyText(sheet, legacyFonts);
    return sheet;
  });
}

function toRows(worksheet: WorkSheet, withoutResult: ReadonlySet<string>, is1904: boolean): RowRead[] {
  const rows: RowRead[] = [];
  const lines = worksheet['!data'] ?? [];
  // Empty rows are holes, which forEach leaves out. A row that was taken over is let go: both at once would be too much.
  lines.forEach((line, index) => {
    lines[index] = [];
    const cells: CellRead[] = [];
    line?.forEach((cell, place) => {
      const address = `${columnLetters(place + 1)}${index + 1}`;
      const content = withoutResult.has(address) ? unreadable('formula_without_result', '') : toContent(cell, is1904);
      if (content === undefined) return;
      const isFormula = cell.f !== undefined || cell.F !== undefined;
      cells.push({ address, column: place + 1, isFormula, ...content });
    });
    const isHidden = worksheet['!rows']?.[index]?.hidden ?? false;
    if (cells.length > 0) rows.push({ number: index + 1, isHidden, cells });
  });
  return rows;
}

/** A cell without its place. */
type Content = CellRead extends infer Cell
  ? Cell extends unknown
    ? Omit<Cell, 'address' | 'column' | 'isFormula'>
    : never
  : never;

function toContent(cell: CellObject | undefined, is1904: boolean): Content | undefined {
  if (cell === undefined || cell.v === undefined) return undefined;
  if (cell.t === 'e') return unreadable('error_value', errorTexts.get(Number(cell.v)) ?? '#ERROR!');
  if (cell.t === 'b') {
    const value = Boolean(cell.v);
    return { kind: 'boolean', value, written: value ? 'TRUE' : 'FALSE' };
  }
  if (cell.t === 'n' && typeof cell.v === 'number') return toNumberOrDay(cell.v, String(cell.z ?? 'General'), is1904);
  const value = String(cell.v);
  return value.trim() === '' ? undefined : { kind: 'text', value, written: value };
}

function toNumberOrDay(value: number, format: string, is1904: boolean): Content {
  const kind = kindOfFormat(format);
  if (kind === 'day') {
    const day = fromExcelSerial(value, is1904);
    if (day.refusal !== undefined) return unreadable('not_a_day', writeNumber(value));
    const [year, month, date] = day.value.split('-');
    return { kind: 'day', value: day.value, written: `${date}/${month}/${year}` };
  }
  const isPercent = kind === 'percent';
  const written = isPercent ? `${writeNumber(value * 100)}%` : writeNumber(value);
  return { kind: 'number', value, isPercent, written };
}

const formatKinds = new Map<string, 'day' | 'percent' | 'number'>();

function kindOfFormat(format: string): 'day' | 'percent' | 'number' {
  const known = formatKinds.get(format);
  if (known !== undefined) return known;
  const kind = SSF.is_date(format) ? 'day' : format.includes('%') ? 'percent' : 'number';
  formatKinds.set(format, kind);
  return kind;
}

/** As written in Vietnam, with the 15 digits that a workbook keeps. */
const vietnamese = new Intl.NumberFormat('vi-VN', { maximumSignificantDigits: 15 });

function writeNumber(value: number): string {
  return vietnamese.format(value);
}

// [MS-XLS] 2.5.10
const errorTexts = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
]);

function unreadable(reason: UnreadableReason, written: string): Content {
  return { kind: 'unreadable', value: null, reason, written };
}

function checkSize(sheet: SheetRead, limits: ReadLimits): void {
  if ((sheet.rows.at(-1)?.number ?? 0) > limits.rows) {
    throw new Problem('workbook.too_many_rows', { sheet: sheet.name, rows: limits.rows });
  }
  if (sheet.rows.some((row) => (row.cells.at(-1)?.column ?? 0) > limits.columns)) {
    throw new Problem('workbook.too_many_columns', { sheet: sheet.name, columns: limits.columns });
  }
}
