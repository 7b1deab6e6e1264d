import { parse } from 'csv-parse/sync';
import { Problem } from '#platform/http/problem.ts';
import { determineEncoding, isVietnamese } from './legacy-encodings.rules.ts';
import { type CellRead, columnLetters, type ReadLimits, type RowRead, type SheetRead } from './workbook.ts';

/**
 * Reads a .csv file; all its cells are text. Encodings: UTF-8 and UTF-16 (with a mark in front, UTF-8 also without),
 * windows-1258, and TCVN3 or VNI text saved by Excel. Separators: comma, semicolon, tab, or what a first line `sep=;` says.
 */
export function readCsv(content: Buffer, limits: ReadLimits): SheetRead {
  const text = decode(content);
  // Control characters stand in files of other kinds; < begins a web page that somebody has named .xls.
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000E-\u001F]/.test(text.slice(0, 4096)) || /^\s*</.test(text)) {
    throw new Problem('workbook.not_a_workbook');
  }
  // Excel takes such a first line for itself and counts rows from the next.
  const [line = '', named] = /^sep=(.)\r?\n/i.exec(text) ?? [];
  const lines = parseLines(text.slice(line.length), named ?? findSeparator(text), limits);
  const rows: RowRead[] = lines.map((values, index) => ({
    number: index + 1,
    isHidden: false,
    cells: values.flatMap((value, place) => toCell(value, place + 1, index + 1)),
  }));
  return {
    name: 'CSV',
    isHidden: false,
    convertedFrom: [],
    mergedRanges: [],
    rows: rows.filter((row) => row.cells.length > 0),
  };
}

function parseLines(text: string, delimiter: string, limits: ReadLimits): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, relax_quotes: true, to: limits.rows + 1 });
  } catch {
    throw new Problem('workbook.damaged');
  }
}

function toCell(value: string, column: number, row: number): CellRead[] {
  if (value.trim() === '') return [];
  return [{ address: `${columnLetters(column)}${row}`, column, written: value, isFormula: false, kind: 'text', value }];
}

function decode(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return decodeSingleBytes(content);
  }
}

function decodeSingleBytes(content: Buffer): string {
  const western = new TextDecoder('windows-1252').decode(content);
  const encoding = determineEncoding([western]);
  if (encoding === 'tcvn3' || encoding === 'vni') return western;
  const vietnamese = new TextDecoder('windows-1258').decode(content).normalize('NFC');
  // Read as windows-1258, every letter of another encoding would be a letter too; only syllables tell.
  if (isVietnamese(vietnamese)) return vietnamese;
  throw new Problem('workbook.csv_encoding_unknown');
}

function findSeparator(text: string): string {
  const start = text.slice(0, 20_000).replaceAll(/"(?:[^"]|"")*"/g, '');
  const lines = start.split(/\r?\n/).slice(0, 20);
  const counts = [';', '\t', ','].map((separator) => ({
    separator,
    lines: lines.filter((line) => line.includes(separator)).length,
  }));
  return counts.reduce((best, each) => (each.lines > best.lines ? each : best)).separator;
}
