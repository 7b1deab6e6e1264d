import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import { type Register, UnitRef } from './declaration.ts';
import { type ListQuery, registerRoutes } from './register.contract.ts';

const mostBytes = 20 * 1024 * 1024;

export const importContentTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xls: 'application/vnd.ms-excel',
  csv: 'text/csv',
} as const;

export const ImportState = z.enum(['uploaded', 'checking', 'checked', 'confirmed', 'abandoned']);

/**
 * What becomes of the rows, each counted once: new and changed are entered; unchanged and present (the same record is
 * there) are not; doubtful (agrees with a record or an earlier row in what tells deeds apart) as the person chooses;
 * hidden (in the workbook) only where the person accepts them; refused never.
 */
export const ImportCounts = z.object({
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  present: z.int(),
  doubtful: z.int(),
  hidden: z.int(),
  refused: z.int(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportProgress = z.object({
  id: z.uuid(),
  state: ImportState,
  checkedRows: z.int(),
  totalRows: z.int(),
  counts: ImportCounts.nullable(),
});
export type ImportProgress = z.infer<typeof ImportProgress>;

const AnyValue = z.union([z.string(), z.number(), z.null(), z.array(z.number())]);
const AnyValues = z.record(z.string(), AnyValue);

/** A cell that is refused: address as D14, column as it is headed, sentence what is wrong and how to mend it. */
export const RefusedCell = z.object({ address: z.string(), column: z.string(), sentence: z.string() });
export type RefusedCell = z.infer<typeof RefusedCell>;

/**
 * A row as it would be entered. before: the values that stand, of a changed record. written: the cells as they are in the
 * workbook, of a refused row. like: the record or earlier row that it agrees with.
 */
export const ImportRow = z.object({
  row: z.int(),
  isHidden: z.boolean(),
  unit: z.object({ code: z.string(), name: z.string() }).nullable(),
  values: AnyValues.nullable(),
  before: AnyValues.nullable(),
  names: z.record(z.string(), z.string()),
  written: z.record(z.string(), z.string()),
  refusals: z.array(RefusedCell),
  like: z.object({ recordId: z.uuid().nullable(), row: z.int().nullable() }).nullable(),
});
export type ImportRow = z.infer<typeof ImportRow>;

export const rowKinds = ['new', 'changed', 'refused', 'hidden', 'doubtful', 'present'] as const;
export type RowKind = (typeof rowKinds)[number];

/** rows: the first of each kind. isKept: whether the file is still there, to be checked or confirmed. */
export const Import = ImportProgress.extend({
  unit: UnitRef,
  isKept: z.boolean(),
  sheet: z.string().nullable(),
  /** What was read in a way that the person should know, in sentences. */
  notes: z.array(z.string()),
  /** When the very same file was confirmed before. */
  confirmedBefore: z.iso.datetime().nullable(),
  rows: z.record(z.enum(rowKinds), z.array(ImportRow)),
});
export type Import = z.infer<typeof Import>;

/** What the person decided about rows that are not plain. */
export const ImportDecisions = z.object({
  hiddenRows: z.enum(['enter']).optional(),
  doubtfulRows: z.enum(['enter', 'skip']).optional(),
  sameFile: z.enum(['enter']).optional(),
});
export type ImportDecisions = z.infer<typeof ImportDecisions>;

/** The addresses by which workbooks go into a register and come out of it. */
export function importRoutes(register: Register) {
  const base = `/${register.name}`;
  const one = `${base}/imports/{id}`;
  const params = z.object({ id: z.uuid() });
  const { read, write } = register.permissions;
  const xlsx = { contentType: importContentTypes.xlsx };
  const list = registerRoutes(register).list.query as z.ZodType<ListQuery, Partial<ListQuery>>;
  return {
    template: defineRoute({
      operationId: `get${register.one}Template`,
      method: 'GET',
      path: `${base}/template.xlsx`,
      permission: write,
      summary: 'The workbook to fill in: columns, closed lists, units of the reader and an example',
      response: z.unknown(),
      file: xlsx,
    }),
    upload: defineRoute({
      operationId: `upload${register.one}Import`,
      method: 'POST',
      path: `${base}/imports`,
      permission: write,
      summary: 'Takes a workbook (.xlsx, .xls, .csv) for a unit; nothing is entered yet',
      query: z.object({ unit: z.coerce.number().pipe(z.int32().positive()) }),
      upload: { contentTypes: Object.values(importContentTypes), maxBytes: mostBytes },
      body: UploadedFile,
      response: ImportProgress,
    }),
    check: defineRoute({
      operationId: `check${register.one}Import`,
      method: 'POST',
      path: `${one}/check`,
      permission: write,
      summary: 'Reads and checks every row; how far it is can be asked meanwhile. May be done again',
      params,
      response: ImportProgress,
    }),
    get: defineRoute({
      operationId: `get${register.one}Import`,
      method: 'GET',
      path: one,
      permission: write,
      summary: 'How far the check is, and what would become of the rows; own imports only',
      params,
      response: Import,
    }),
    marked: defineRoute({
      operationId: `get${register.one}ImportMarked`,
      method: 'GET',
      path: `${one}/marked.xlsx`,
      permission: write,
      summary: 'The same workbook with the refused cells marked, a sentence in each',
      params,
      response: z.unknown(),
      file: xlsx,
    }),
    confirm: defineRoute({
      operationId: `confirm${register.one}Import`,
      method: 'POST',
      path: `${one}/confirm`,
      permission: write,
      summary: 'Checks again and enters all rows at once, or none',
      params,
      body: ImportDecisions,
      response: ImportProgress,
    }),
    abandon: defineRoute({
      operationId: `abandon${register.one}Import`,
      method: 'POST',
      path: `${one}/abandon`,
      permission: write,
      summary: 'Gives the import up; its file is deleted',
      params,
      response: ImportProgress,
    }),
    exportWorkbook: defineRoute({
      operationId: `export${register.many}`,
      method: 'GET',
      path: `${base}/export.xlsx`,
      permission: read,
      summary: 'All records of the list as a workbook, which may be changed and sent back',
      query: list,
      response: z.unknown(),
      file: xlsx,
    }),
    exportCsv: defineRoute({
      operationId: `export${register.many}Csv`,
      method: 'GET',
      path: `${base}/export.csv`,
      permission: read,
      summary: 'The same as text, separated by semicolons',
      query: list,
      response: z.unknown(),
      file: { contentType: 'text/csv; charset=utf-8' },
    }),
  };
}

export type ImportRoutes = ReturnType<typeof importRoutes>;
