import { setImmediate } from 'node:timers/promises';
import { foldForMatch } from '#platform/typed-values.rules.ts';
import type { FoundTable } from '#platform/workbooks/find-table.ts';
import { type CellRead, columnLetters, type RowRead } from '#platform/workbooks/workbook.ts';
import { emptyValueOf, isAskedFor, type Register, type Values } from '../../declaration.ts';
import type { RegisterRecord } from '../../register.contract.ts';
import type { NamedUnit } from './match-names.ts';
import { type CellRefusal, isPlain, readCell } from './read-cell.ts';

export type RefusedCell = CellRefusal & { column: string; address: string };

/**
 * What becomes of a row. present: the same record is there. doubtful: it agrees with a record or an earlier row in what
 * tells deeds apart.
 */
export type RowKind = 'new' | 'changed' | 'unchanged' | 'present' | 'doubtful' | 'refused';

/** A row on its way from cells to a record; each step fills in what it finds out. */
export type DraftRow = {
  number: number;
  isHidden: boolean;
  cells: ReadonlyMap<string, CellRead>;
  /** Address of a column's cell in this row, also of an empty one. */
  addressOf: (column: string) => string;
  values: Values;
  refusals: RefusedCell[];
  unit?: NamedUnit;
  /** The record that the row was exported from. */
  before?: RegisterRecord;
  /** Of the record: given before it is entered, so that other rows can refer to it. */
  id: string;
  kind?: RowKind;
  like?: { recordId: string | null; row: number | null };
};

/** How many cells were read in a way that is to be said, and the address of the first. */
export type Remark = { count: number; first: string };
export type Remarks = Partial<Record<'formulas' | 'serial_days' | 'empty_numbers' | 'default_unit', Remark>>;

export function remark(remarks: Remarks, what: keyof Remarks, address: string): void {
  const known = remarks[what];
  if (known === undefined) remarks[what] = { count: 1, first: address };
  else known.count += 1;
}

export function refuseCell(row: DraftRow, column: string, { code, params }: CellRefusal): void {
  row.refusals.push({ column, address: row.addressOf(column), code, params });
}

/** Rows that are worked on before others have their turn. */
export const rowsPerTurn = 250;

/** Rows with content in a column of the register, their plain cells read; names of units and records come later. */
export async function readRows(
  register: Register,
  table: FoundTable,
  remarks: Remarks,
  newId: () => string,
): Promise<DraftRow[]> {
  const columnNames = new Map([...table.columns].map(([name, number]) => [number, name]));
  const firstColumn = Math.min(...table.columns.values());
  const drafts: DraftRow[] = [];
  for (const [index, row] of table.rows.entries()) {
    if (index % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    const cells = new Map<string, CellRead>();
    for (const cell of row.cells) {
      const name = columnNames.get(cell.column);
      if (name !== undefined) cells.set(name, cell);
    }
    if ([...cells.keys()].every((name) => name === '@line')) continue;
    const draft: DraftRow = {
      number: row.number,
      isHidden: row.isHidden,
      cells,
      addressOf: (column) => `${columnLetters(table.columns.get(column) ?? firstColumn)}${row.number}`,
      values: {},
      refusals: [],
      id: newId(),
    };
    const total = findTotal(row);
    if (total !== undefined)
      draft.refusals.push({ column: '@line', address: total.address, code: 'cell.total_row', params: {} });
    else readPlainCells(register, draft, remarks);
    drafts.push(draft);
  }
  return drafts;
}

const totalWords = new Set(
  ['tổng', 'tổng cộng', 'tổng số', 'cộng', 'total', 'sum', 'grand total'].map((word) => foldForMatch(word)),
);

const longestTotal = 20;

function findTotal(row: RowRead): CellRead | undefined {
  const first = row.cells.find((cell) => cell.kind === 'text');
  if (first === undefined || first.written.length > longestTotal) return undefined;
  return totalWords.has(foldForMatch(first.written).replace(/\s*:$/, '')) ? first : undefined;
}

function readPlainCells(register: Register, draft: DraftRow, remarks: Remarks): void {
  for (const cell of draft.cells.values()) if (cell.isFormula) remark(remarks, 'formulas', cell.address);
  for (const [name, field] of Object.entries(register.fields)) {
    draft.values[name] = emptyValueOf(field);
    const cell = draft.cells.get(name);
    if (cell === undefined || !isPlain(field)) continue;
    const reading = readCell(field, cell);
    if (reading.refusal !== undefined) {
      refuseCell(draft, name, reading.refusal);
      continue;
    }
    draft.values[name] = reading.value;
    if (reading.isSerial) remark(remarks, 'serial_days', cell.address);
  }
}

/** Number cells that were left empty where a number is asked for: they are 0, and that is said. */
export function remarkEmptyNumbers(
  register: Register,
  row: DraftRow,
  hasColumn: (name: string) => boolean,
  remarks: Remarks,
): void {
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.type === 'number' && hasColumn(name) && !row.cells.has(name) && isAskedFor(field, row.values))
      remark(remarks, 'empty_numbers', row.addressOf(name));
  }
}
