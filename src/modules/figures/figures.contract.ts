import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { isDay, isMonth } from '#platform/periods.rules.ts';
import { UnitRef } from '#registers/declaration.ts';

/** An administrative month, YYYY-MM. */
export const Month = z.string().refine(isMonth, { message: 'field.month' });
export const KnownOn = z.string().refine(isDay, { message: 'field.day' });

export const View = z.enum(['then', 'today']);
export type View = z.infer<typeof View>;

export const IndicatorKind = z.enum(['flow', 'stock', 'ratio', 'derived', 'distinct', 'units_with']);
export type IndicatorKind = z.infer<typeof IndicatorKind>;

export const Indicator = z.object({
  code: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  measureUnitVi: z.string(),
  measureUnitEn: z.string(),
  kind: IndicatorKind,
  periodRule: z.enum(['sum', 'end']),
  register: z.string().nullable(),
  measure: z.string().nullable(),
  filter: z.string().nullable(),
  numeratorCode: z.string().nullable(),
  denominatorCode: z.string().nullable(),
  formula: z.string().nullable(),
  definitionVi: z.string(),
  definitionEn: z.string(),
  legalSource: z.string(),
});
export type Indicator = z.infer<typeof Indicator>;

/** How many approved unit-months (or units, at a period's end) are in a figure, of how many that owe it. */
export const Coverage = z.object({
  reported: z.int(),
  obliged: z.int(),
  /** Obliged units, and those of them without a single approved value. */
  units: z.int(),
  silentUnits: z.int(),
});
export type Coverage = z.infer<typeof Coverage>;

/** Approved unit-months by where they come from. */
export const Origins = z.object({ records: z.int(), supplement: z.int(), imported: z.int(), apportioned: z.int() });
export type Origins = z.infer<typeof Origins>;

/** How the source published a number: over (trên, hơn) or nearly (gần) what is kept of it. */
export const Qualifier = z.enum(['over', 'nearly']);
export type Qualifier = z.infer<typeof Qualifier>;

/** Value as an exact decimal text; null = not reported. A ratio is a per cent rounded half up to two places beside its exact parts. */
export const Figure = z.object({
  indicatorCode: z.string(),
  kind: IndicatorKind,
  value: z.string().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  coverage: Coverage.nullable(),
  origins: Origins,
  /** That of all qualified cells in it; null where none is, where they differ, and of computed figures. */
  qualifier: Qualifier.nullable(),
});
export type Figure = z.infer<typeof Figure>;

/** Something that the reader must know beside the numbers: code for the words, with its parameters. */
export const Note = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});
export type Note = z.infer<typeof Note>;

export const HeldUnit = UnitRef.extend({ validFrom: z.string().nullable(), validTo: z.string().nullable() });
export type HeldUnit = z.infer<typeof HeldUnit>;

/** The question as it was understood: whose figures, which months, which boundaries, as known when. */
export const Question = z.object({
  unit: HeldUnit,
  from: z.string(),
  to: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  view: View,
  asKnownOn: z.string().nullable(),
  boundaryVersion: z.int(),
  answeredAt: z.iso.datetime(),
});
export type Question = z.infer<typeof Question>;

export const FiguresAnswer = z.object({
  question: Question,
  figures: z.array(Figure),
  notes: z.array(Note),
});
export type FiguresAnswer = z.infer<typeof FiguresAnswer>;

export const FigureOfUnit = z.object({
  unit: HeldUnit,
  value: z.string().nullable(),
  coverage: Coverage.nullable(),
  origins: Origins,
  qualifier: Qualifier.nullable(),
});
export type FigureOfUnit = z.infer<typeof FigureOfUnit>;

export const FigureOfMonth = z.object({ month: z.string(), value: z.string().nullable(), reported: z.int() });

const ask = {
  /** Official code, CODE@DATE, or #id. */
  unit: z.string().min(1).max(40),
  from: Month,
  to: Month,
  view: View.default('then'),
  asKnownOn: KnownOn.optional(),
};

export const listIndicators = defineRoute({
  operationId: 'listIndicators',
  method: 'GET',
  path: '/indicators',
  permission: 'indicator.read',
  summary: 'All indicators with their definitions',
  response: z.object({ items: z.array(Indicator) }),
});

export const getFigures = defineRoute({
  operationId: 'getFigures',
  method: 'GET',
  path: '/figures',
  permission: 'figure.read',
  summary: 'Figures of a unit over a span, with coverage, origin and boundaries',
  query: z.object({ ...ask, indicators: z.string().max(2000).optional() }),
  response: FiguresAnswer,
});

export const exportFigures = defineRoute({
  operationId: 'exportFigures',
  method: 'GET',
  path: '/figures.csv',
  permission: 'figure.read',
  summary: 'Own figures of every unit of a territory, month by month, as a csv file; X-Row-Count says how many rows',
  query: z.object({ ...ask, indicators: z.string().max(2000).optional() }),
  response: z.any(),
  file: { contentType: 'text/csv; charset=utf-8' },
});

export const openFigure = defineRoute({
  operationId: 'openFigure',
  method: 'GET',
  path: '/figures/{indicatorCode}',
  permission: 'figure.read',
  summary: 'One figure opened: definition, units below, months, silent units',
  params: z.object({ indicatorCode: z.string().max(20) }),
  query: z.object(ask),
  response: z.object({
    question: Question,
    indicator: Indicator,
    figure: Figure,
    byUnit: z.array(FigureOfUnit),
    byMonth: z.array(FigureOfMonth),
    silentUnits: z.array(HeldUnit),
    notes: z.array(Note),
  }),
});

export const FigureVersion = z.object({
  version: z.int(),
  state: z.string(),
  value: z.string().nullable(),
  qualifier: Qualifier.nullable(),
  origin: z.string(),
  reason: z.string().nullable(),
  correctionReason: z.string().nullable(),
  submittedBy: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  recordCount: z.int(),
});

export const openOwnFigure = defineRoute({
  operationId: 'openOwnFigure',
  method: 'GET',
  path: '/own-figures/{unitId}/{month}/{indicatorCode}',
  permission: 'figure.read',
  summary: "One unit's own figure for one month: its versions, and the records counted, frozen as they were",
  params: z.object({ unitId: z.coerce.number().int(), month: Month, indicatorCode: z.string().max(20) }),
  query: z.object({ version: z.coerce.number().int().optional() }),
  response: z.object({
    unit: HeldUnit,
    month: z.string(),
    indicator: Indicator,
    versions: z.array(FigureVersion),
    version: z.int().nullable(),
    keys: z.array(z.string()),
    /** The reader may see records of this unit; otherwise the list stays empty and only the count is told. */
    recordsReadable: z.boolean(),
    records: z.array(
      z.object({
        id: z.uuid(),
        version: z.int(),
        values: z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.array(z.number())])),
        /** The record has changed or was voided since it was counted. */
        changedSince: z.boolean(),
      }),
    ),
    /** Names of the units and records that the records refer to, by id. */
    names: z.record(z.string(), z.string()),
  }),
});
