import { z } from 'zod';
import { KnownOn, Month, View } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';
import { roundingWords, type RoundingWord } from './figure-wording.rules.ts';
import { Comparison, formsOfDocument, ReviewReport, SectionKey } from './reports.contract.ts';

export const ReportKind = z.enum(['interim', 'final']);
export type ReportKind = z.infer<typeof ReportKind>;

export const Rounding = z.object({
  word: z.enum(Object.keys(roundingWords) as [RoundingWord, ...RoundingWord[]]),
  power: z.int().min(0).max(12),
});

/** The writer's own text of a section; version for two who write it at once. */
export const OwnText = z.object({ text: z.string(), version: z.int() });

/** A report as it stands in the gallery. */
export const SavedReport = z.object({
  id: z.uuid(),
  unit: UnitRef,
  kind: ReportKind,
  title: z.string(),
  from: z.string(),
  to: z.string(),
  view: View,
  asKnownOn: z.string().nullable(),
  comparison: Comparison,
  state: z.enum(['draft', 'frozen']),
  version: z.int(),
  changedBy: z.string(),
  changedAt: z.iso.datetime(),
  frozenBy: z.string().nullable(),
  frozenAt: z.iso.datetime().nullable(),
  frozenHash: z.string().nullable(),
  begunFrom: z.uuid().nullable(),
});
export type SavedReport = z.infer<typeof SavedReport>;

/** A report opened: what was chosen for it, the writer's words, and how it reads now (or as it was frozen). */
export const OpenedReport = z.object({
  saved: SavedReport,
  texts: z.partialRecord(SectionKey, OwnText),
  roundings: z.record(z.string(), Rounding),
  report: ReviewReport,
  /** The reader may write it; a frozen one nobody may. */
  writable: z.boolean(),
});
export type OpenedReport = z.infer<typeof OpenedReport>;

const title = z.string().trim().min(3).max(500);
const asked = {
  kind: ReportKind,
  from: Month,
  to: Month,
  view: View,
  asKnownOn: KnownOn.nullable(),
  comparison: Comparison,
};

export const BeginReport = z.object({
  unitId: z.int(),
  ...asked,
  /** Absent = the name that follows from kind, unit and span. */
  title: title.optional(),
  /** A report whose texts and roundings are taken over. */
  begunFrom: z.uuid().optional(),
});
export type BeginReport = z.infer<typeof BeginReport>;

export const ReviseReport = z.object({
  version: z.int(),
  ...asked,
  title,
  roundings: z.record(z.string().max(20), Rounding),
});
export type ReviseReport = z.infer<typeof ReviseReport>;

const params = z.object({ id: z.uuid() });

export const listReports = defineRoute({
  operationId: 'listReports',
  method: 'GET',
  path: '/reports',
  permission: 'report.read',
  summary: 'The saved reports of a unit, or of all units of the reader; the latest first',
  query: z.object({ unit: z.coerce.number().int().optional() }),
  response: z.object({ items: z.array(SavedReport) }),
});

export const beginReport = defineRoute({
  operationId: 'beginReport',
  method: 'POST',
  path: '/reports',
  permission: 'report.write',
  summary: 'Begins a report of a unit over a span, perhaps from an earlier one',
  body: BeginReport,
  response: SavedReport,
});

export const getReport = defineRoute({
  operationId: 'getReport',
  method: 'GET',
  path: '/reports/{id}',
  permission: 'report.read',
  summary: 'A saved report with the writer’s words and its figures: of now, or as they were frozen',
  params,
  response: OpenedReport,
});

export const reviseReport = defineRoute({
  operationId: 'reviseReport',
  method: 'PUT',
  path: '/reports/{id}',
  permission: 'report.write',
  summary: 'Changes name, span, boundaries, comparison and roundings of a draft',
  params,
  body: ReviseReport,
  response: SavedReport,
});

export const writeText = defineRoute({
  operationId: 'writeText',
  method: 'PUT',
  path: '/reports/{id}/texts/{section}',
  permission: 'report.write',
  summary: 'Keeps the writer’s own text of a section',
  params: z.object({ id: z.uuid(), section: SectionKey }),
  body: z.object({ version: z.int(), text: z.string().max(20_000) }),
  response: OwnText,
});

export const discardReport = defineRoute({
  operationId: 'discardReport',
  method: 'POST',
  path: '/reports/{id}/discard',
  permission: 'report.write',
  summary: 'Throws a draft away',
  params,
  body: z.object({ version: z.int() }),
  response: z.object({}),
});

export const freezeReport = defineRoute({
  operationId: 'freezeReport',
  method: 'POST',
  path: '/reports/{id}/freeze',
  permission: 'report.write',
  summary: 'Freezes a report: figures, texts, versions and boundaries stay as they are for ever',
  params,
  body: z.object({ version: z.int() }),
  response: SavedReport,
});

export const Rebuilt = z.object({
  /** The kept content is what was frozen: its hash is right. */
  intact: z.boolean(),
  /** Recomputed as of the frozen instant and boundary version, every figure is what was kept. */
  equal: z.boolean(),
  differences: z.array(
    z.object({
      indicatorCode: z.string(),
      nameVi: z.string(),
      nameEn: z.string(),
      kept: z.string().nullable(),
      rebuilt: z.string().nullable(),
    }),
  ),
  /** Submissions corrected or newly approved since: they change the figures of today, not the frozen ones. */
  changedSince: z.array(
    z.object({ unit: UnitRef, month: z.string(), versionKept: z.int().nullable(), versionNow: z.int().nullable() }),
  ),
  changedSinceCount: z.int(),
  frozenAt: z.iso.datetime(),
  boundaryVersion: z.int(),
});
export type Rebuilt = z.infer<typeof Rebuilt>;

export const rebuildReport = defineRoute({
  operationId: 'rebuildReport',
  method: 'GET',
  path: '/reports/{id}/rebuild',
  permission: 'report.read',
  summary: 'Recomputes a frozen report as of its instant and tells what differs',
  params,
  response: Rebuilt,
});

export const getReportDocument = defineRoute({
  operationId: 'getReportDocument',
  method: 'GET',
  path: '/reports/{id}/document.docx',
  permission: 'report.read',
  summary: 'A saved report as a Word document',
  params,
  response: z.unknown(),
  file: { contentType: formsOfDocument.docx },
});

export const getReportWorkbook = defineRoute({
  operationId: 'getReportWorkbook',
  method: 'GET',
  path: '/reports/{id}/document.xlsx',
  permission: 'report.read',
  summary: 'The figures of a saved report as an Excel workbook',
  params,
  response: z.unknown(),
  file: { contentType: formsOfDocument.xlsx },
});

export const getReportPdf = defineRoute({
  operationId: 'getReportPdf',
  method: 'GET',
  path: '/reports/{id}/document.pdf',
  permission: 'report.read',
  summary: 'A saved report as PDF',
  params,
  response: z.unknown(),
  file: { contentType: formsOfDocument.pdf },
});
