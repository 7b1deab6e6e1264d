import { randomUUID } from 'node:crypto';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { findOnlyTable, type FoundTable } from '#platform/workbooks/find-table.ts';
import type { WorkbookRead } from '#platform/workbooks/workbook.ts';
import type { Register } from '../../declaration.ts';
import type { ImportCounts } from '../../imports.contract.ts';
import { getRecords } from '../record-queries.ts';
import { headerOf, listWantedColumns } from './columns.ts';
import { findUnitsInPlace } from './find-names.ts';
import { isRecordId, type NamedUnit } from './match-names.ts';
import { findUntouched, nameUnitFields, nameUnits } from './name-cells.ts';
import { type DraftRow, readRows, refuseCell, remarkEmptyNumbers, type Remarks } from './read-rows.ts';
import { textOf } from './read-cell.ts';
import { settleRows } from './settle-rows.ts';

/** A note by the code of its words. */
export type ImportNote = { code: string; params: Record<string, string | number> };

/** What an import would do: every row with what becomes of it, and what is to be said about the whole. */
export type ImportPlan = { sheet: string; rows: DraftRow[]; counts: ImportCounts; notes: ImportNote[] };

/**
 * Reads a table of cells as records of a register. Nothing is written; the same checks as of the form. unitId: the place
 * the import is for; language: of the reader. onProgress is told how many rows of how many are done.
 */
export async function planImport(
  db: Db,
  register: Register,
  workbook: WorkbookRead,
  { unitId, language }: { unitId: number; language: 'vi' | 'en' },
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<ImportPlan> {
  const table = findOnlyTable(workbook, listWantedColumns(register));
  requireColumns(register, table, language);
  const remarks: Remarks = {};
  const rows = await readRows(register, table, remarks, randomUUID);
  if (rows.length === 0) throw new Problem('import.no_rows', { sheet: table.sheet.name });
  await onProgress(0, rows.length);
  await findBefore(db, register, rows, (column) => table.columns.has(column));
  const inPlace = await findUnitsInPlace(db, register.permissions.write);
  const defaultUnit = findDefaultUnit(inPlace, unitId);
  nameUnits(register, rows, inPlace, defaultUnit, remarks);
  const keep = await findUntouched(db, register, rows);
  await nameUnitFields(db, register, rows, inPlace, keep);
  let done = 0;
  await settleRows(db, register, rows, keep, async (count) => {
    done += count;
    await onProgress(done, rows.length);
  });
  for (const row of rows) {
    if (row.kind === 'new') remarkEmptyNumbers(register, row, (column) => table.columns.has(column), remarks);
  }
  const notes = listNotes(workbook, table, remarks, defaultUnit);
  return { sheet: table.sheet.name, rows, counts: countRows(rows), notes };
}

function requireColumns(register: Register, table: FoundTable, language: 'vi' | 'en'): void {
  const sheet = table.sheet.name;
  const say = (names: string[]): string => names.map((name) => `“${headerOf(register, name)[language]}”`).join(', ');
  // An exported file whose columns were taken away is changed in those that are left.
  const isSentBack = table.columns.has('@record');
  if (table.missing.length > 0 && !isSentBack)
    throw new Problem('import.columns_missing', { sheet, columns: say(table.missing) });
  if (table.duplicates.length > 0)
    throw new Problem('import.columns_twice', { sheet, columns: say(table.duplicates.map(({ key }) => key)) });
}

/** Only where the place is one commune or less does a row without a unit have an obvious one. */
function findDefaultUnit(inPlace: readonly NamedUnit[], unitId: number): NamedUnit | undefined {
  const unit = inPlace.find(({ id }) => id === unitId);
  return unit !== undefined && !['nation', 'province', 'district'].includes(unit.kind) ? unit : undefined;
}

/** Finds the records that rows were exported from, and takes over what the file has no column for. */
async function findBefore(
  db: Db,
  register: Register,
  rows: readonly DraftRow[],
  hasColumn: (column: string) => boolean,
): Promise<void> {
  const sentBack = rows.filter((row) => row.cells.has('@record'));
  const idOf = (row: DraftRow): string => textOf(row.cells.get('@record')!).trim().toLowerCase();
  const stored = await getRecords(db, register, sentBack.map(idOf).filter(isRecordId));
  const rowById = new Map<string, number>();
  for (const row of sentBack) {
    const id = idOf(row);
    const record = stored.get(id)?.record;
    if (!isRecordId(id)) refuseCell(row, '@record', { code: 'cell.record_id_wrong', params: {} });
    else if (record === undefined) refuseCell(row, '@record', { code: 'cell.record_gone', params: {} });
    else if (rowById.has(id))
      refuseCell(row, '@record', { code: 'cell.record_twice', params: { row: rowById.get(id)! } });
    else if (record.voidReason !== null) refuseCell(row, '@record', { code: 'cell.record_void', params: {} });
    else {
      rowById.set(id, row.number);
      row.before = record;
      row.id = id;
      checkVersion(row, record.version);
      for (const name of Object.keys(register.fields))
        if (!hasColumn(name)) row.values[name] = record.values[name] ?? null;
    }
  }
}

function checkVersion(row: DraftRow, version: number): void {
  const cell = row.cells.get('@version');
  const text = cell === undefined ? '' : textOf(cell).trim();
  if (!/^\d{1,9}$/.test(text)) refuseCell(row, '@version', { code: 'cell.version_wrong', params: {} });
  else if (Number(text) !== version)
    refuseCell(row, '@version', { code: 'cell.version_stale', params: { text, now: version } });
}

export function countRows(rows: readonly DraftRow[]): ImportCounts {
  const counts: ImportCounts = { new: 0, changed: 0, unchanged: 0, present: 0, doubtful: 0, hidden: 0, refused: 0 };
  for (const row of rows) counts[bucketOf(row)] += 1;
  return counts;
}

/** Under what a row is counted and shown: a hidden one that would be entered stands apart. */
export function bucketOf(row: DraftRow): keyof ImportCounts {
  const kind = row.kind ?? 'refused';
  return row.isHidden && (kind === 'new' || kind === 'changed') ? 'hidden' : kind;
}

function listNotes(
  workbook: WorkbookRead,
  table: FoundTable,
  remarks: Remarks,
  defaultUnit: NamedUnit | undefined,
): ImportNote[] {
  const notes: ImportNote[] = [];
  const say = (code: string, params: ImportNote['params']): void => void notes.push({ code: `note.${code}`, params });
  const hidden = workbook.sheets.filter((sheet) => sheet.isHidden && !isListSheet(sheet.name));
  if (workbook.sheets.length > 1) say('sheet', { text: table.sheet.name, row: table.headerRow });
  if (hidden.length > 0) say('hidden_sheets', { text: hidden.map(({ name }) => `“${name}”`).join(', ') });
  if (table.unknown.length > 0)
    say('unknown_columns', { text: table.unknown.map(({ written }) => `“${written}”`).join(', ') });
  const encodings = table.sheet.convertedFrom.map((encoding) => (encoding === 'vni' ? 'VNI' : 'TCVN3'));
  if (encodings.length > 0) say('converted', { text: [...new Set(encodings)].join(', ') });
  for (const [what, { count, first }] of Object.entries(remarks)) {
    const text = what === 'default_unit' ? (defaultUnit?.name ?? '') : first;
    say(what, { count, text });
  }
  return notes;
}

/** The closed lists of our own templates, which are hidden by design. */
function isListSheet(name: string): boolean {
  return name === 'Danh mục' || name === 'Lists';
}
