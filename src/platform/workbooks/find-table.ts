import { Problem } from '#platform/http/problem.ts';
import { foldForMatch } from '#platform/typed-values.rules.ts';
import type { CellRead, RowRead, SheetRead, WorkbookRead } from './workbook.ts';

/** A column that is looked for: key names it for the caller, headers are its accepted names in all languages. */
export type WantedColumn<Key extends string = string> = { key: Key; headers: readonly string[]; isRequired: boolean };

export type FoundTable<Key extends string = string> = {
  sheet: SheetRead;
  /** Number of the header row, as the workbook shows it. */
  headerRow: number;
  /** Column number of each wanted column that is there. */
  columns: Map<Key, number>;
  /** Headers that name no wanted column. */
  unknown: CellRead[];
  /** Required columns that are not there. */
  missing: Key[];
  /** Headers that name a wanted column a second time. */
  duplicates: { key: Key; cell: CellRead }[];
  /** Rows beneath the header, but for the example row of a template. */
  rows: RowRead[];
};

/** Stands in the first cell of a template's example row; such a row is not taken for a record. */
export const exampleMarks = ['Ví dụ:', 'Example:'] as const;

/** Rows in which a header is looked for, beneath titles. */
const headerSearchRows = 30;

/**
 * Finds the table in a sheet: the row with the most wanted headers, at least half of the required ones. Headers match
 * whatever their case, spaces, tone placement, and without the * of a required column or a unit in parentheses behind.
 * Undefined when there is none.
 */
export function findTable<Key extends string>(
  sheet: SheetRead,
  wanted: readonly WantedColumn<Key>[],
): FoundTable<Key> | undefined {
  const keys = new Map(
    wanted.flatMap(({ key, headers }) => headers.map((header) => [foldForMatch(header), key] as const)),
  );
  const required = wanted.filter((column) => column.isRequired).map((column) => column.key);
  let best: { row: RowRead; found: Set<Key> } | undefined;
  for (const row of sheet.rows.slice(0, headerSearchRows)) {
    const found = new Set(row.cells.map((cell) => keyOf(cell, keys)).filter((key) => key !== undefined));
    if (found.size > (best?.found.size ?? 0)) best = { row, found };
  }
  if (best === undefined) return undefined;
  const { row, found } = best;
  const missing = required.filter((key) => !found.has(key));
  if (missing.length * 2 > required.length) return undefined;
  const rows = sheet.rows.filter((each) => each.number > row.number && !isExample(each));
  return { sheet, headerRow: row.number, ...mapColumns(row, keys), missing, rows };
}

/**
 * The one visible sheet with the table; hidden sheets are not looked at. Throws workbook.no_table and
 * workbook.several_tables, which name the sheets.
 */
export function findOnlyTable<Key extends string>(
  workbook: WorkbookRead,
  wanted: readonly WantedColumn<Key>[],
): FoundTable<Key> {
  const visible = workbook.sheets.filter((sheet) => !sheet.isHidden);
  const tables = visible.map((sheet) => findTable(sheet, wanted)).filter((table) => table !== undefined);
  const [only, ...others] = tables;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined)
    throw new Problem('workbook.several_tables', { sheets: quote(tables.map(({ sheet }) => sheet.name)) });
  throw new Problem('workbook.no_table', {
    headers: quote(wanted.filter((column) => column.isRequired).map((column) => column.headers[0] ?? column.key)),
    sheets: quote(visible.map((sheet) => sheet.name)),
  });
}

function keyOf<Key>(cell: CellRead, keys: ReadonlyMap<string, Key>): Key | undefined {
  if (cell.kind !== 'text') return undefined;
  const header = foldForMatch(cell.value.replace(/\s*\*\s*$/, ''));
  return keys.get(header) ?? keys.get(header.replace(/\s*\([^()]*\)$/, ''));
}

function mapColumns<Key extends string>(
  row: RowRead,
  keys: ReadonlyMap<string, Key>,
): Pick<FoundTable<Key>, 'columns' | 'unknown' | 'duplicates'> {
  const columns = new Map<Key, number>();
  const unknown: CellRead[] = [];
  const duplicates: { key: Key; cell: CellRead }[] = [];
  for (const cell of row.cells) {
    const key = keyOf(cell, keys);
    if (key === undefined) unknown.push(cell);
    else if (columns.has(key)) duplicates.push({ key, cell });
    else columns.set(key, cell.column);
  }
  return { columns, unknown, duplicates };
}

function isExample(row: RowRead): boolean {
  const first = row.cells[0];
  return (
    first?.kind === 'text' && exampleMarks.some((mark) => foldForMatch(first.value).startsWith(foldForMatch(mark)))
  );
}

function quote(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}
