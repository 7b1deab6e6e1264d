import { z } from 'zod';
import {
  Coverage,
  Figure,
  FigureOfUnit,
  HeldUnit,
  Indicator,
  KnownOn,
  Month,
  Note,
  Question,
  View,
} from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { comparisons } from './comparison.rules.ts';
import { sectionKeys } from './report-sections.rules.ts';
import { subjects } from './reports.rules.ts';

/** Text, or a figure by its indicator's code with the words that stand for it, so that every number on screen opens. */
export const ReportPiece = z.union([
  z.object({ figure: z.string(), text: z.string() }),
  z.object({ text: z.string() }),
]);
export type ReportPiece = z.infer<typeof ReportPiece>;

export const SectionKey = z.enum(sectionKeys);

/** One measure drawn: by month or year, by unit, or as shares of a whole. Values are exact; null = not reported. */
export const ReportChart = z.object({
  kind: z.enum(['line', 'bars', 'share']),
  title: z.string(),
  measureUnit: z.string(),
  points: z.array(z.object({ label: z.string(), value: z.string().nullable() })),
});
export type ReportChart = z.infer<typeof ReportChart>;

/** A section of the report: the writer's own text, then sentences whose figures are named, a table and charts. */
export const ReportSection = z.object({
  key: SectionKey,
  /** 2 = a part of the section of level 1 before it. */
  level: z.union([z.literal(1), z.literal(2)]),
  /** I, II …; 1, 2 … within it; empty where there is nothing in it yet. */
  number: z.string(),
  title: z.string(),
  /** As the writer typed it; a line is a paragraph. Never generated, never changed by the house. */
  ownText: z.string(),
  sentences: z.array(z.array(ReportPiece)),
  /** The indicators of its table, in their order. */
  indicators: z.array(z.string()),
  /** What the table shows of them: their values, or who reported and where the values come from. */
  table: z.enum(['figures', 'coverage']),
  /** The line under the table: period, boundaries, as known when, coverage. */
  basis: z.string(),
  charts: z.array(ReportChart),
});
export type ReportSection = z.infer<typeof ReportSection>;

/** With which span a report compares itself: none, the one of the same length before, or the same months a year before. */
export const Comparison = z.enum(comparisons);

/** A figure beside that of the span before; difference and per cent only where both were reported. */
export const ComparedFigure = z.object({
  indicatorCode: z.string(),
  before: z.string().nullable(),
  coverage: Coverage.nullable(),
  /** Now minus before, exact; of a ratio in percentage points. */
  difference: z.string().nullable(),
  /** The difference in per cent of before, rounded half up to two places; null of a ratio and where before is 0. */
  percent: z.string().nullable(),
});
export type ComparedFigure = z.infer<typeof ComparedFigure>;

export const ReportComparison = z.object({
  comparison: Comparison,
  from: z.string(),
  to: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  figures: z.array(ComparedFigure),
});
export type ReportComparison = z.infer<typeof ReportComparison>;

export const TargetDirection = z.enum(['at_least', 'at_most']);

/** A target of the report's unit and span; met = null where the figure was not reported. */
export const ReportTarget = z.object({
  indicatorCode: z.string(),
  value: z.string(),
  direction: TargetDirection,
  basis: z.string(),
  met: z.boolean().nullable(),
});
export type ReportTarget = z.infer<typeof ReportTarget>;

/** The part of one unit in a total; own = the asked unit itself without those below it. */
export const ReportPart = FigureOfUnit.extend({ own: z.boolean() });
export type ReportPart = z.infer<typeof ReportPart>;

export const ReviewReport = z.object({
  question: Question,
  title: z.string(),
  abstract: z.string(),
  indicators: z.array(Indicator),
  figures: z.array(Figure),
  sections: z.array(ReportSection),
  /** How far the figures were reported and where they come from: an annex on paper. */
  coverage: ReportSection,
  compared: ReportComparison.nullable(),
  targets: z.array(ReportTarget),
  /** Kind of unit that owes an indicator, by its code. */
  owedBy: z.record(z.string(), z.enum(subjects)),
  /** From whom each total comes: per indicator, the parts that make it up, and who is silent. */
  annex: z.array(
    z.object({
      indicatorCode: z.string(),
      parts: z.array(ReportPart),
      silentParts: z.array(z.object({ unit: HeldUnit, silentUnits: z.int(), units: z.int() })),
    }),
  ),
  /** Why figures were entered by hand or imported, as their units said. */
  reasons: z.array(z.object({ indicatorCode: z.string(), origin: z.string(), reason: z.string(), values: z.int() })),
  /** What the figures say about gaps, offered to the writer; part of no document. */
  facts: z.array(z.string()),
  notes: z.array(Note),
});
export type ReviewReport = z.infer<typeof ReviewReport>;

export const ReportQuery = z.object({
  unit: z.string().min(1).max(40),
  from: Month,
  to: Month,
  view: View.default('then'),
  asKnownOn: KnownOn.optional(),
  comparison: Comparison.default('none'),
});
export type ReportQuery = z.infer<typeof ReportQuery>;

export const formsOfDocument = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;
export type DocumentForm = keyof typeof formsOfDocument;

export const getReviewReport = defineRoute({
  operationId: 'getReviewReport',
  method: 'GET',
  path: '/reports/review',
  permission: 'report.read',
  summary: 'The review report of a unit over a span, with coverage, origin and boundaries',
  query: ReportQuery,
  response: ReviewReport,
});

export const getReviewDocument = defineRoute({
  operationId: 'getReviewDocument',
  method: 'GET',
  path: '/reports/review.docx',
  permission: 'report.read',
  summary: 'The same report as a Word document in the official form (Decree 30/2020/NĐ-CP)',
  query: ReportQuery,
  response: z.unknown(),
  file: { contentType: formsOfDocument.docx },
});

export const getReviewWorkbook = defineRoute({
  operationId: 'getReviewWorkbook',
  method: 'GET',
  path: '/reports/review.xlsx',
  permission: 'report.read',
  summary: 'The figures of the same report as an Excel workbook, with coverage and origin',
  query: ReportQuery,
  response: z.unknown(),
  file: { contentType: formsOfDocument.xlsx },
});

export const getReviewPdf = defineRoute({
  operationId: 'getReviewPdf',
  method: 'GET',
  path: '/reports/review.pdf',
  permission: 'report.read',
  summary: 'The same report as PDF, in the order and form of the Word document',
  query: ReportQuery,
  response: z.unknown(),
  file: { contentType: formsOfDocument.pdf },
});
