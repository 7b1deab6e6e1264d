import { buffer } from 'node:stream/consumers';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { ProblemWords } from '#platform/http/problem.ts';
import type { Register, Values } from '../../declaration.ts';
import { type ImportRow, type RowKind, rowKinds } from '../../imports.contract.ts';
import { headerOf } from './columns.ts';
import { writeReferences } from './find-names.ts';
import { bucketOf, type ImportNote, type ImportPlan } from './plan-import.ts';
import type { DraftRow, RefusedCell } from './read-rows.ts';
import { saySentence } from './say-refusals.ts';

/** A row as it is kept for the preview; refusals are worded when they are read, in the reader's language. */
type KeptRow = Omit<ImportRow, 'refusals' | 'names'> & { refusals: RefusedCell[] };

/**
 * What a check found, beside the file and deleted with it: cells hold what people typed, and that has no place in tables of
 * the house before it is confirmed. marks: every cell to be marked, up to a limit.
 */
export type Preview = {
  sheet: string;
  notes: ImportNote[];
  rows: Record<RowKind, KeptRow[]>;
  names: Record<string, string>;
  marks: RefusedCell[];
};

const rowsShown = 100;
const refusedRowsShown = 300;
const marksAtMost = 20_000;

export function previewKey(fileKey: string): string {
  return `${fileKey}.preview`;
}

export async function keepPreview(
  db: Db,
  files: FileStore,
  register: Register,
  fileKey: string,
  plan: ImportPlan,
): Promise<void> {
  const rows = Object.fromEntries(rowKinds.map((kind) => [kind, [] as KeptRow[]])) as Preview['rows'];
  for (const row of plan.rows) {
    const kind = bucketOf(row);
    if (kind === 'unchanged') continue;
    if (rows[kind].length < (kind === 'refused' ? refusedRowsShown : rowsShown)) rows[kind].push(toKeptRow(row));
  }
  const shown = Object.values(rows).flat();
  const values = shown.flatMap((row) => [row.values, row.before].filter((each): each is Values => each !== null));
  const names = Object.fromEntries(await writeReferences(db, register, values));
  // A row of the file that others refer to has no name in the register yet.
  const { titleField } = register;
  if (titleField !== undefined)
    for (const row of plan.rows) if (row.kind === 'new') names[row.id] ??= String(row.values[titleField] ?? '');
  const preview: Preview = {
    sheet: plan.sheet,
    notes: plan.notes,
    rows,
    names: pickNames(names, values),
    marks: listMarks(plan.rows),
  };
  await files.put(previewKey(fileKey), Buffer.from(JSON.stringify(preview)));
}

function toKeptRow(row: DraftRow): KeptRow {
  const isRefused = row.refusals.length > 0;
  return {
    row: row.number,
    isHidden: row.isHidden,
    unit: row.unit === undefined ? null : { code: row.unit.code, name: row.unit.name },
    values: isRefused ? null : row.values,
    before: row.before?.values ?? null,
    written: isRefused ? Object.fromEntries([...row.cells].map(([name, cell]) => [name, cell.written])) : {},
    refusals: row.refusals,
    like: row.like ?? null,
  };
}

function pickNames(names: Record<string, string>, values: readonly Values[]): Record<string, string> {
  const used = new Set(values.flatMap((each) => Object.values(each).flat()).map(String));
  return Object.fromEntries(Object.entries(names).filter(([id]) => used.has(id)));
}

/** Refused cells, and the rows that wait for a decision, at their first cell. */
function listMarks(rows: readonly DraftRow[]): RefusedCell[] {
  return rows
    .flatMap((row): RefusedCell[] => {
      const marks = [...row.refusals];
      const first = { column: '@line', address: row.addressOf('@line') };
      if (row.isHidden) marks.push({ ...first, code: 'cell.hidden_row', params: { row: row.number } });
      if (row.kind === 'doubtful') marks.push({ ...first, code: 'cell.doubtful_row', params: {} });
      return marks;
    })
    .slice(0, marksAtMost);
}

export async function readPreview(files: FileStore, fileKey: string): Promise<Preview | undefined> {
  const stream = await files.get(previewKey(fileKey));
  return stream && (JSON.parse((await buffer(stream)).toString()) as Preview);
}

/** The rows of a preview in the reader's language. */
export function sayRows(
  register: Register,
  preview: Preview,
  problems: ProblemWords,
  language: 'vi' | 'en',
): Record<RowKind, ImportRow[]> {
  const sayRow = (row: KeptRow): ImportRow => ({
    ...row,
    names: pickNames(preview.names, [row.values ?? {}, row.before ?? {}]),
    refusals: row.refusals.map((refused) => ({
      address: refused.address,
      column: headerOf(register, refused.column)[language],
      sentence: saySentence(refused, problems, language),
    })),
  });
  return Object.fromEntries(rowKinds.map((kind) => [kind, preview.rows[kind].map(sayRow)])) as Record<
    RowKind,
    ImportRow[]
  >;
}
