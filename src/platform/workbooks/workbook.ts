import type { LegacyEncoding } from './legacy-encodings.rules.ts';

/** A workbook as read, whatever its format: values only, no styles. */
export type WorkbookRead = { format: 'xlsx' | 'xls' | 'csv'; sheets: SheetRead[] };

export type SheetRead = {
  name: string;
  /** Hidden, or very hidden as the lists of a template. */
  isHidden: boolean;
  /** Encodings that text was converted from; empty when all was Unicode. */
  convertedFrom: LegacyEncoding[];
  /** Merged ranges such as A1:F1; the value stands in the top left cell. */
  mergedRanges: string[];
  /** Rows with at least one cell, in order. */
  rows: RowRead[];
};

/** number counts from 1, as the workbook shows it; cells are those with content, in the order of columns. */
export type RowRead = { number: number; isHidden: boolean; cells: CellRead[] };

/** Why a cell has no value that could be taken. */
export type UnreadableReason = 'error_value' | 'formula_without_result' | 'not_a_day';

/**
 * address: D14; column: from 1; written: as a person in Vietnam would write the value (41.736 · 92,66% · 05/01/2026).
 * A day is yyyy-mm-dd, a number the float of the workbook (of a percentage the fraction: 92,66% is 0.9266).
 * With isFormula the value is the result that was saved in the file.
 */
export type CellRead = { address: string; column: number; written: string; isFormula: boolean } & (
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number; isPercent: boolean }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'day'; value: string }
  | { kind: 'unreadable'; value: null; reason: UnreadableReason }
);

/** The sentence of an unreadable cell. */
export const unreadableWords: Record<UnreadableReason, { vi: string; en: string }> = {
  error_value: { vi: 'Công thức trong ô bị lỗi.', en: 'The formula of the cell has an error.' },
  formula_without_result: {
    vi: 'Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên, hoặc ghi thẳng giá trị.',
    en: 'The formula of the cell has not been calculated. Open and save the file in Excel, or write the value itself.',
  },
  not_a_day: {
    vi: 'Ô có dạng ngày nhưng giá trị không phải là ngày.',
    en: 'The cell is formatted as a day but is none.',
  },
};

export type ReadLimits = { fileBytes: number; unzippedBytes: number; rows: number; columns: number };

/** rows and columns are per sheet, up to the last cell with content. */
export const readLimits: ReadLimits = {
  fileBytes: 20 * 1024 * 1024,
  unzippedBytes: 250 * 1024 * 1024,
  rows: 50_000,
  columns: 200,
};

/** 1 → A, 27 → AA. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + ((column - 1) % 26));
  return column > 26 ? columnLetters(Math.floor((column - 1) / 26)) + last : last;
}

/** D14 → column 4, row 14. */
export function parseAddress(address: string): { column: number; row: number } {
  const [, letters = '', digits = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column, row: Number(digits) };
}

/** One refused cell; sheet is its name, address D14, sentence what is wrong and how to mend it. */
export type CellMark = { sheet: string; address: string; sentence: string };

export type MarkOptions = { language: 'vi' | 'en' };
