import type { Qualifier } from '#modules/figures/figures.contract.ts';
import { cleanText, type NumberWanted, type Reading, readTypedNumber } from '#platform/typed-values.rules.ts';

/** What a cell says; value null = not reported. */
export type TypedFigure = { value: string | null; qualifier: Qualifier | null };

const qualifiers: Record<string, Qualifier> = {
  trên: 'over',
  hơn: 'over',
  over: 'over',
  gần: 'nearly',
  nearly: 'nearly',
};
const qualified = new RegExp(String.raw`^(${Object.keys(qualifiers).join('|')})\s+(.+)$`, 'iu');

/** Measure units that are weighed or timed rather than counted, and may have two places after the comma. */
const measured = new Set(['kg', 'giờ', 'ngày', '%', 'người/buổi', 'người/tổ']);

/** How a number of an indicator is written: things and people are whole. */
export function wantedOf(indicator: { measureUnitVi: string }): NumberWanted {
  return { decimals: measured.has(indicator.measureUnitVi) ? 2 : 0 };
}

/** Reads a figure as it is typed or pasted: 41.736; 1,5 triệu; hơn 9.800; gần 1.600. An empty cell is not reported, 0 is 0. */
export function readFigure(typed: string, wanted: NumberWanted): Reading<TypedFigure> {
  const text = cleanText(typed);
  if (text === '') return { value: { value: null, qualifier: null } };
  const [, word, number] = qualified.exec(text) ?? [];
  const read = readTypedNumber(number ?? text, wanted);
  if (read.refusal !== undefined) return read;
  return { value: { value: read.value, qualifier: qualifiers[word?.toLowerCase() ?? ''] ?? null } };
}

/** Lines with a text for each column that they have; or how many columns came where fewer have a place. */
export type Pasted<Column extends string> =
  | { lines: Partial<Record<Column, string>>[]; tooWide?: undefined }
  | { tooWide: number; lines?: undefined };

/**
 * Takes apart what a sheet puts on the clipboard: tabs between cells, line breaks between lines, quotes around a cell
 * that holds one of these. Columns are named from the cell on at which it is pasted; nothing is cut off silently.
 */
export function readPasted<Column extends string>(text: string, columns: readonly Column[]): Pasted<Column> {
  const lines = takeApart(text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, ''));
  const width = Math.max(...lines.map((line) => line.findLastIndex((cell) => cell !== '') + 1));
  if (width > columns.length) return { tooWide: width };
  return {
    lines: lines.map((line) => {
      const cells: Partial<Record<Column, string>> = {};
      for (const [index, column] of columns.entries()) {
        if (line[index] !== undefined) cells[column] = line[index];
      }
      return cells;
    }),
  };
}

const cellShape = /(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/y;

function takeApart(text: string): string[][] {
  const lines: string[][] = [[]];
  cellShape.lastIndex = 0;
  for (;;) {
    const [, quoted, plain = '', end] = cellShape.exec(text)!;
    lines.at(-1)!.push(cleanText(quoted?.replaceAll('""', '"') ?? plain));
    if (end === '') return lines;
    if (end === '\n') lines.push([]);
  }
}
