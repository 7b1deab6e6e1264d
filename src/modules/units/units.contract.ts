import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { unitKinds } from './units.rules.ts';

export const Unit = z.object({
  id: z.int(),
  code: z.string(),
  codeOrigin: z.enum(['official', 'ours']),
  kind: z.string(),
  nameVi: z.string(),
  nameEn: z.string().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  parentName: z.string().nullable(),
});
export type Unit = z.infer<typeof Unit>;

export const Succession = z.object({
  unit: Unit,
  takesEffectOn: z.string(),
  extent: z.enum(['whole', 'part', 'unverified']),
  note: z.string().nullable(),
});

export const UnitHistory = z.object({
  unit: Unit,
  /** The units above in its own time, nearest first. */
  above: z.array(Unit),
  /** What it was. */
  predecessors: z.array(Succession),
  /** What became of it. */
  successors: z.array(Succession),
  /** The unit itself, or what it was, where it was split: its figures are held by the lowest unit of all its parts; null = the nation. */
  notDivisible: z.array(z.object({ unit: Unit, heldBy: Unit.nullable() })),
  /** The unit of today that holds its records and answers for them; null where only the nation does. */
  responsibleToday: Unit.nullable(),
  /** Posts of heads at the responsible unit, where the reader may see them. */
  responsiblePosts: z.array(
    z.object({
      displayName: z.string(),
      roleNameVi: z.string(),
      roleNameEn: z.string(),
      organisationNameVi: z.string(),
    }),
  ),
  /** What lies directly below it, of the kind asked for or else of the first one, present units before ended ones. */
  below: z.array(Unit),
  /** How many units of each kind lie directly below it, and how many of them exist now. */
  belowByKind: z.array(z.object({ kind: z.enum(unitKinds), total: z.int(), open: z.int() })),
  /** The reader may add residential areas, agencies, enterprises and schools below it. */
  mayAddBelow: z.boolean(),
  /** Only of a unit that administrators added: what its acts need, and whether they are the reader's. */
  added: z
    .object({
      version: z.int(),
      legalBasis: z.string().nullable(),
      endReason: z.string().nullable(),
      mayChange: z.boolean(),
    })
    .nullable(),
  registerKeptFrom: z.array(z.object({ register: z.string(), keptFrom: z.string() })),
  beginUnknown: z.boolean(),
  extentsUnverified: z.boolean(),
});
export type UnitHistory = z.infer<typeof UnitHistory>;

export const searchUnits = defineRoute({
  operationId: 'searchUnits',
  method: 'GET',
  path: '/units',
  permission: 'unit.read',
  summary: 'Units by old or new name or code; diacritics and tone placement do not matter',
  query: z.object({
    text: z.string().max(100).default(''),
    /** One or more kinds, separated by commas. */
    kind: z.string().max(200).optional(),
    /** What lies directly below this unit is told first. */
    near: z.coerce.number().int().optional(),
    openOnly: z.stringbool().default(false),
    limit: z.coerce.number().int().min(1).max(100).default(20),
  }),
  response: z.object({ items: z.array(Unit) }),
});

export const getUnit = defineRoute({
  operationId: 'getUnit',
  method: 'GET',
  path: '/units/{id}',
  permission: 'unit.read',
  summary: 'A unit with what it was, what became of it and who is responsible now',
  params: z.object({ id: z.coerce.number().int() }),
  query: z.object({ below: z.enum(unitKinds).optional() }),
  response: UnitHistory,
});

export const listUnitSourceProblems = defineRoute({
  operationId: 'listUnitSourceProblems',
  method: 'GET',
  path: '/unit-source-problems',
  permission: 'unit.read',
  summary: 'Rows of the unit list that could not be read as they stand',
  query: z.object({
    after: z.coerce.number().int().default(0),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: z.object({
    items: z.array(z.object({ id: z.int(), source: z.string(), line: z.string(), problem: z.string() })),
    total: z.int(),
    next: z.int().nullable(),
  }),
});
