import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { WorksheetWriter } from '@cj-tech-master/excelts';
import { columnLetters } from './workbook.ts';
import {
  allBorders,
  type ColumnKind,
  fontName,
  headerStyle,
  numberFormat,
  printSetup,
  toCellDay,
  toCellNumber,
} from './workbook-style.ts';

export type TableColumn = ColumnKind & {
  header: string;
  /** In characters; told by the kind when left out. */
  width?: number;
};

/** basis says what the rows are: unit, span, filters, as of when. */
export type TableSpec = { sheetName: string; title: string; basis: string; columns: readonly TableColumn[] };

/** One value per column: exact decimal text for a number, yyyy-mm-dd for a day. */
export type TableRow = readonly (string | number | boolean | null)[];

const headerRow = 4;
const rowsPerTurn = 200;

/**
 * Writes rows as an .xlsx workbook to `output` and ends it. Rows are taken one by one and none are kept, so that memory
 * stays flat; other requests have their turn in between. Text is written as text, also if it begins with = + - @.
 */
export async function writeTable(
  spec: TableSpec,
  rows: AsyncIterable<TableRow> | Iterable<TableRow>,
  output: Writable,
): Promise<void> {
  const { WorkbookWriter } = await import('@cj-tech-master/excelts');
  const workbook = new WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false });
  const last = columnLetters(spec.columns.length);
  const sheet = workbook.addWorksheet(spec.sheetName, {
    views: [{ state: 'frozen', ySplit: headerRow, topLeftCell: `A${headerRow + 1}`, showGridLines: false }],
    pageSetup: printSetup(headerRow),
    headerFooter: { oddFooter: '&R&P/&N' },
    autoFilter: `A${headerRow}:${last}${headerRow}`,
  });
  sheet.columns = spec.columns.map((column) => ({ width: column.width ?? defaultWidth(column) }));
  writeHead(sheet, spec, last);
  const styles = spec.columns.map((column) => ({
    font: { name: fontName, size: 11 },
    border: allBorders,
    numFmt: numberFormat(column),
    alignment: { vertical: 'top', wrapText: column.kind === 'text' || column.kind === 'choice' } as const,
  }));
  let at = headerRow;
  for await (const values of rows) {
    at += 1;
    const row = sheet.getRow(at);
    spec.columns.forEach((column, index) => {
      const cell = row.getCell(index + 1);
      cell.value = toCellValue(values[index] ?? null, column);
      cell.style = styles[index]!;
    });
    row.commit();
    if (at % rowsPerTurn === 0) await setImmediate();
  }
  sheet.commit();
  await workbook.commit();
}

function writeHead(sheet: WorksheetWriter, spec: TableSpec, last: string): void {
  const lines = [
    { text: spec.title, style: { font: { name: fontName, size: 14, bold: true } } },
    { text: spec.basis, style: { font: { name: fontName, size: 11, italic: true } } },
  ];
  lines.forEach(({ text, style }, index) => {
    const cell = sheet.getRow(index + 1).getCell(1);
    cell.value = text;
    cell.style = { ...style, alignment: { vertical: 'middle', wrapText: true } };
    sheet.mergeCells(`A${index + 1}:${last}${index + 1}`);
  });
  sheet.getRow(2).height = 32;
  const row = sheet.getRow(headerRow);
  row.height = 32;
  spec.columns.forEach((column, index) => {
    const cell = row.getCell(index + 1);
    cell.value = column.header;
    cell.style = headerStyle;
  });
  row.commit();
}

function toCellValue(value: TableRow[number], column: TableColumn): string | number | boolean | Date | null {
  if (typeof value !== 'string') return value;
  if (column.kind === 'day') return toCellDay(value);
  return column.kind === 'number' ? toCellNumber(value) : value;
}

function defaultWidth({ kind }: TableColumn): number {
  if (kind === 'day') return 12;
  return kind === 'number' ? 14 : 28;
}
