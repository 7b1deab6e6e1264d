import { z } from 'zod';
import { Figure, FigureOfUnit, HeldUnit, Indicator, KnownOn, Month, Note, Question, View } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';

/** A numbered section of the report: sentences whose figures are named, and a table. */
export const ReportSection = z.object({
  number: z.string(),
  title: z.string(),
  /** Sentences made of text and figures, so that every number on screen opens. */
  sentences: z.array(z.array(z.union([z.object({ text: z.string() }), z.object({ figure: z.string(), text: z.string() })]))),
  indicators: z.array(z.string()),
});

export const ReviewReport = z.object({
  question: Question,
  title: z.string(),
  abstract: z.string(),
  indicators: z.array(Indicator),
  figures: z.array(Figure),
  sections: z.array(ReportSection),
  /** From whom each total comes: per indicator, the parts that make it up, and who is silent. */
  annex: z.array(
    z.object({
      indicatorCode: z.string(),
      parts: z.array(FigureOfUnit),
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
