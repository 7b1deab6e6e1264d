import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { HeldUnit, Indicator, KnownOn, Note, View } from './figures.contract.ts';

/** A column of an answer: whole administrative months, both included. key is the word of the question that it answers. */
export const ExploredPeriod = z.object({ key: z.string(), from: z.string(), to: z.string() });
export type ExploredPeriod = z.infer<typeof ExploredPeriod>;

/** A row of an answer; parentId is the unit above it in its own time. */
export const ExploredUnit = HeldUnit.extend({ parentId: z.int().nullable() });
export type ExploredUnit = z.infer<typeof ExploredUnit>;

/** Bits of a mark: which origins are in a value, and how its sources published it. */
export const mark = { records: 1, supplement: 2, imported: 4, apportioned: 8, over: 16, nearly: 32 } as const;

/** Tens of thousands of cells: their shape is told to readers of the API and not checked cell by cell. */
function gridOf<Cell>(cell: Record<string, unknown>): z.ZodType<Cell[][][]> {
  const listOf = (items: Record<string, unknown>): Record<string, unknown> => ({ type: 'array', items });
  return z.any().meta(listOf(listOf(listOf(cell)))) as unknown as z.ZodType<Cell[][][]>;
}

/**
 * Many figures at once. Cells stand as [indicator][unit][period] in the order of the lists beside them.
 * values: exact decimal texts, null = not reported; a ratio in per cent with two places. reported of obliged: coverage in
 * unit-months (for what is asked at a period's end, units); of computed indicators that of their first part.
 */
export const Explored = z.object({
  view: View,
  asKnownOn: z.string().nullable(),
  boundaryVersion: z.int(),
  answeredAt: z.iso.datetime(),
  indicators: z.array(Indicator),
  units: z.array(ExploredUnit),
  periods: z.array(ExploredPeriod),
  values: gridOf<string | null>({ type: ['string', 'null'] }),
  reported: gridOf<number>({ type: 'integer' }),
  obliged: gridOf<number>({ type: 'integer' }),
  marks: gridOf<number>({ type: 'integer' }),
  notes: z.array(Note),
});
export type Explored = z.infer<typeof Explored>;

/** The whole question in the address. */
export const ExploreQuestion = z.object({
  /** Codes, comma between. */
  indicators: z.string().min(1).max(1000),
  /** Units, comma between: CODE, CODE@DATE or #id for one; UNIT:province, UNIT:district or UNIT:commune for all of a kind in one. */
  units: z.string().min(1).max(4000),
  /** Comma between: 2026-03 a month, 2025 an administrative year, A..B each of a series of months or years, A~B months summed. */
  periods: z.string().min(1).max(1000),
  view: View.default('today'),
  asKnownOn: KnownOn.optional(),
});
export type ExploreQuestion = z.infer<typeof ExploreQuestion>;

export const exploreFigures = defineRoute({
  operationId: 'exploreFigures',
  method: 'GET',
  path: '/explore',
  permission: 'figure.read',
  summary: 'Indicators by units by periods, in one answer',
  query: ExploreQuestion,
  response: Explored,
});
