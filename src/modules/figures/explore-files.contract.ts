import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { ExploreQuestion } from './explore.contract.ts';
import { denominators } from './explored.rules.ts';

// The answer of the explorer to take along. Figures stand one under another: a row is an indicator of a unit in a period.

const codes = denominators.map(({ code }) => code);

const ExploreFileQuestion = ExploreQuestion.extend({
  /** Also divided by this indicator: X09 per 1,000 inhabitants, X08 per 1,000 households, M02 per 100 sites. */
  per: z.enum(codes as [(typeof codes)[number], ...typeof codes]).optional(),
});
export type ExploreFileQuestion = z.infer<typeof ExploreFileQuestion>;

export const getExploredWorkbook = defineRoute({
  operationId: 'getExploredWorkbook',
  method: 'GET',
  path: '/explore.xlsx',
  permission: 'figure.read',
  summary: 'The answer to a question as a workbook, with definitions, coverage and what must be known to read it',
  query: ExploreFileQuestion,
  response: z.unknown(),
  file: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
});

export const getExploredCsv = defineRoute({
  operationId: 'getExploredCsv',
  method: 'GET',
  path: '/explore.csv',
  permission: 'figure.read',
  summary: 'The same as a table of text with semicolons; question, definitions and notes stand below the figures',
  query: ExploreFileQuestion,
  response: z.unknown(),
  file: { contentType: 'text/csv; charset=utf-8' },
});
