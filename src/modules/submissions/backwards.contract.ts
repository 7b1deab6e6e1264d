import { z } from 'zod';
import { Month } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';

/**
 * Unit-months of the units that keep the register of an indicator and owe it, from a month to the last closed one, by what
 * stands in the way of its figure there. Each is in one number only.
 */
export const Backwards = z.object({
  indicatorCode: z.string(),
  from: z.string(),
  to: z.string(),
  /** Approved without it: to be computed. */
  toCompute: z.int(),
  /** A version with it waits for approval. */
  waiting: z.int(),
  /** Approved with it. */
  approved: z.int(),
  /** A version is being written or waits without it: it takes the figure in when it is submitted, or afterwards. */
  underWay: z.int(),
  /** Never submitted: it comes with the submission itself. */
  missing: z.int(),
});
export type Backwards = z.infer<typeof Backwards>;

const params = z.object({ code: z.string().max(20) });
const span = { unitId: z.coerce.number().int(), from: Month };

export const countBackwards = defineRoute({
  operationId: 'countBackwards',
  method: 'GET',
  path: '/indicators/{code}/backwards',
  permission: 'submission.bulk',
  summary: 'How far an indicator of a register was computed for the months of before, within a unit',
  params,
  query: z.object(span),
  response: Backwards,
});

export const computeBackwards = defineRoute({
  operationId: 'computeBackwards',
  method: 'POST',
  path: '/indicators/{code}/backwards',
  permission: 'submission.bulk',
  summary:
    'Submits corrections that add an indicator, computed from records, to approved months of before; a step at a time',
  params,
  body: z.object(span),
  response: Backwards.extend({ /** Unit-months that this step submitted. */ submitted: z.int() }),
});
