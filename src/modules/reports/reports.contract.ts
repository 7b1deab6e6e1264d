import { z } from 'zod';
import {
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
import { subjects } from './reports.rules.ts';

/** Text, or a figure by its indicator's code with the words that stand for it, so that every number on screen opens. */
export const ReportPiece = z.union([
  z.object({ figure: z.string(), text: z.string() }),
  z.object({ text: z.string() }),
]);
export type ReportPiece = z.infer<typeof ReportPiece>;

/** A numbered section of the report: sentences whose figures are named, and a table. */
export const ReportSection = z.object({
  number: z.string(),
  title: z.string(),
  sentences: z.array(z.array(ReportPiece)),
  /** The indicators of its table, in their order. */
  indicators: z.array(z.string()),
  /** What the table shows of them: their values, or who reported and where the values come from. */
  table: z.enum(['figures', 'coverage']),
  /** The line under the table: period, boundaries, as known when, coverage. */
  basis: z.string(),
});
export type ReportSection = z.infer<typeof ReportSection>;

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
  notes: z.array(Note),
});
export type ReviewReport = z.infer<typeof ReviewReport>;

export const ReportQuery = z.object({
  unit: z.string().min(1).max(40),
  from: Month,
  to: Month,
  view: View.default('then'),
  asKnownOn: KnownOn.optional(),
});
export type ReportQuery = z.infer<typeof ReportQuery>;

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
  file: { contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
});
