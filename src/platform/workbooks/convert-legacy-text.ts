import { Problem } from '#platform/http/problem.ts';
import { cleanText } from '#platform/typed-values.rules.ts';
import { determineEncoding, encodingOfFont, fromLegacy, type LegacyEncoding } from './legacy-encodings.rules.ts';
import { type CellRead, columnLetters, type SheetRead } from './workbook.ts';
import type { LegacyFonts } from './xlsx-parts.ts';

type TextCell = Extract<CellRead, { kind: 'text' }>;

/**
 * Puts all text of a sheet into composed Unicode, in place. The font of a cell tells its encoding; other cells are told by
 * their column, or by the sheet where the column has too little text. Gives the encodings that were converted.
 * Throws workbook.encoding_unknown.
 */
export function convertLegacyText(sheet: SheetRead, fonts: LegacyFonts): LegacyEncoding[] {
  const found = new Set<LegacyEncoding>();
  const columns = new Map<number, TextCell[]>();
  for (const cell of listTextCells(sheet)) {
    const byFont = encodingOfFont(fonts.get(cell.address) ?? '');
    if (byFont === undefined) {
      const column = columns.get(cell.column);
      if (column === undefined) columns.set(cell.column, [cell]);
      else column.push(cell);
      continue;
    }
    const unicode = fromLegacy(cell.value, byFont.encoding);
    if (unicode !== cell.value) found.add(byFont.encoding);
    setText(cell, byFont.isCapitals ? unicode.toUpperCase() : unicode);
  }
  for (const encoding of convertByColumn(sheet, columns)) found.add(encoding);
  return [...found];
}

function convertByColumn(sheet: SheetRead, columns: ReadonlyMap<number, TextCell[]>): Set<LegacyEncoding> {
  const found = new Set<LegacyEncoding>();
  const unknown: string[] = [];
  const ofColumn = [...columns].map(([column, cells]) => ({ column, cells, encoding: encodingOf(cells) }));
  const isDoubtful = ofColumn.some(({ encoding }) => encoding === 'uncertain');
  const ofSheet = isDoubtful ? encodingOf([...columns.values()].flat()) : 'unicode';
  for (const { column, cells, encoding: own } of ofColumn) {
    const encoding = own === 'uncertain' ? ofSheet : own;
    if (encoding === 'uncertain' || (own === 'uncertain' && encoding === 'unicode'))
      unknown.push(columnLetters(column));
    if (encoding === 'tcvn3' || encoding === 'vni') found.add(encoding);
    for (const cell of cells) {
      const isLegacy = encoding === 'tcvn3' || encoding === 'vni';
      setText(cell, isLegacy ? fromLegacy(cell.value, encoding) : cell.value);
    }
  }
  if (unknown.length > 0) {
    throw new Problem('workbook.encoding_unknown', { sheet: sheet.name, columns: unknown.join(', ') });
  }
  return found;
}

function encodingOf(cells: readonly TextCell[]): ReturnType<typeof determineEncoding> {
  return determineEncoding(cells.map((cell) => cell.value));
}

function setText(cell: TextCell, text: string): void {
  cell.value = text.normalize('NFC').trim();
  cell.written = cleanText(text);
}

function* listTextCells(sheet: SheetRead): Generator<TextCell> {
  for (const row of sheet.rows) for (const cell of row.cells) if (cell.kind === 'text') yield cell;
}
