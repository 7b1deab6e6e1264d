import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { isDay } from '#platform/periods.rules.ts';
import { Coverage, HeldUnit, IndicatorKind, Note, View } from './figures.contract.ts';

const Day = z.string().refine(isDay, { message: 'field.day' });

/** A year or month by which figures are asked: REFERENCE data, because several "years" run side by side. */
export const Calendar = z.object({
  code: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  unit: z.enum(['month', 'year']),
  startsOnDay: z.int(),
  startsInMonth: z.int(),
  source: z.string(),
});
export type Calendar = z.infer<typeof Calendar>;

export const listCalendars = defineRoute({
  operationId: 'listCalendars',
  method: 'GET',
  path: '/calendars',
  permission: 'indicator.read',
  summary: 'The calendars in which figures are asked',
  response: z.object({ items: z.array(Calendar) }),
});

/**
 * records = counted anew from dated records of the window's days; months = the window is whole administrative months, so
 * their approved figures answer; none = neither answers it, and nothing is guessed.
 */
export const WindowBasis = z.enum(['records', 'months', 'none']);
export type WindowBasis = z.infer<typeof WindowBasis>;

export const WindowFigure = z.object({
  indicatorCode: z.string(),
  kind: IndicatorKind,
  value: z.string().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  basis: WindowBasis,
  /**
   * Of records: how many units were counted of how many that owe it (where none owes it in the window, that keep the
   * register); of those left out, how many kept no register for the whole window, and whose records the reader may not see.
   */
  units: z.object({ counted: z.int(), expected: z.int(), notKept: z.int(), hidden: z.int() }).nullable(),
  /** Of months: approved unit-months. */
  coverage: Coverage.nullable(),
  notes: z.array(Note),
});
export type WindowFigure = z.infer<typeof WindowFigure>;

export const WindowAnswer = z.object({
  calendar: z.string().nullable(),
  unit: HeldUnit,
  fromDay: z.string(),
  toDay: z.string(),
  view: View,
  boundaryVersion: z.int(),
  answeredAt: z.iso.datetime(),
  figures: z.array(WindowFigure),
  notes: z.array(Note),
});
export type WindowAnswer = z.infer<typeof WindowAnswer>;

export const getWindowFigures = defineRoute({
  operationId: 'getWindowFigures',
  method: 'GET',
  path: '/window-figures',
  permission: 'figure.read',
  summary: 'Figures of a unit over a window of days: counted from dated records, or said not to be known',
  query: z.object({
    /** Official code, CODE@DATE, or #id. */
    unit: z.string().min(1).max(40),
    view: View.default('then'),
    /** Codes, comma between. */
    indicators: z.string().min(1).max(1000),
    /** A calendar with its year, and month where it has months; or both days of a window of one's own. */
    calendar: z.string().max(40).optional(),
    year: z.coerce.number().int().min(1975).max(2200).optional(),
    month: z.coerce.number().int().min(1).max(12).optional(),
    fromDay: Day.optional(),
    toDay: Day.optional(),
  }),
  response: WindowAnswer,
});
