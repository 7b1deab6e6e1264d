import type { ColumnKind } from './workbook-style.ts';

type Value = string | number | boolean | null;

/** A mark in front, so that Excel reads the file as UTF-8. */
export const byteOrderMark = '\uFEFF';

/** A line as Excel of a Vietnamese computer opens it: semicolons between, days and numbers as they are written here. */
export function writeCsvLine(values: readonly Value[], columns: readonly ColumnKind[]): string {
  return toLine(
    values.map((value, index) => toText(value, columns[index]?.kind ?? 'text')),
    ';',
  );
}

/** A line for programs: commas between, numbers with a point. */
export function writePlainCsvLine(values: readonly (string | null)[]): string {
  return toLine(
    values.map((value) => guardFormula(value ?? '')),
    ',',
  );
}

function toText(value: Value, kind: ColumnKind['kind']): string {
  if (value === null) return '';
  if (kind === 'day') return String(value).split('-').toReversed().join('/');
  if (kind === 'number') return String(value).replace('.', ',');
  return guardFormula(String(value));
}

/** A spreadsheet would take such text for a formula; our import takes the mark away again. */
function guardFormula(text: string): string {
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
}

function toLine(texts: readonly string[], separator: string): string {
  const isPlain = (text: string): boolean => !/["\r\n]/.test(text) && !text.includes(separator);
  const cells = texts.map((text) => (isPlain(text) ? text : `"${text.replaceAll('"', '""')}"`));
  return `${cells.join(separator)}\r\n`;
}
