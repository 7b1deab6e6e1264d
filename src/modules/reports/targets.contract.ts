import { z } from 'zod';
import { Month } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';
import { TargetDirection } from './reports.contract.ts';

/** What a unit is to reach in an indicator over a span of administrative months; value as an exact decimal text. */
export const Target = z.object({
  id: z.uuid(),
  unit: UnitRef,
  indicatorCode: z.string(),
  indicatorNameVi: z.string(),
  indicatorNameEn: z.string(),
  measureUnitVi: z.string(),
  measureUnitEn: z.string(),
  fromMonth: z.string(),
  toMonth: z.string(),
  value: z.string(),
  direction: TargetDirection,
  basis: z.string(),
});
export type Target = z.infer<typeof Target>;

export const SetTarget = z.object({
  unitId: z.int(),
  indicatorCode: z.string().min(1).max(20),
  fromMonth: Month,
  toMonth: Month,
  value: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/, 'target.value'),
  direction: TargetDirection,
  /** Plan or resolution that sets it. */
  basis: z.string().trim().min(3).max(300),
});
export type SetTarget = z.infer<typeof SetTarget>;

const Targets = z.object({ items: z.array(Target) });

export const listTargets = defineRoute({
  operationId: 'listTargets',
  method: 'GET',
  path: '/targets',
  permission: 'report.read',
  summary: 'The targets of a unit',
  query: z.object({ unit: z.coerce.number().int() }),
  response: Targets,
});

export const setTarget = defineRoute({
  operationId: 'setTarget',
  method: 'POST',
  path: '/targets',
  permission: 'target.manage',
  summary: 'Sets a target of a unit for an indicator and span, in place of the one that stood there',
  body: SetTarget,
  response: Targets,
});

export const removeTarget = defineRoute({
  operationId: 'removeTarget',
  method: 'POST',
  path: '/targets/{id}/remove',
  permission: 'target.manage',
  summary: 'Takes a target away',
  params: z.object({ id: z.uuid() }),
  response: Targets,
});
