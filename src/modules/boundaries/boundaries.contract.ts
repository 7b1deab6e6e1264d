import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';

// Where provinces and communes of today lie, for maps.

const upload = { contentTypes: ['application/geo+json', 'application/json'], maxBytes: 30 * 1024 * 1024 };

/** At most this many boundaries in one answer: all communes of the largest province and more. */
export const mostBoundariesAsked = 400;

export const BoundarySet = z.object({
  /** Steps of the grid that positions stand on, in a degree. */
  perDegree: z.int(),
  /** Who published them. */
  sources: z.array(z.string()),
  /** Units that have no boundary are left out. A ring is its first position and then the steps to each next one. */
  items: z.array(z.object({ unitId: z.int(), polygons: z.array(z.array(z.array(z.int()))) })),
});
export type BoundarySet = z.infer<typeof BoundarySet>;

export const listBoundaries = defineRoute({
  operationId: 'listBoundaries',
  method: 'GET',
  path: '/boundaries',
  permission: 'unit.read',
  summary: 'Boundaries of the units asked for, simplified, with an ETag; units without one are left out',
  query: z.object({
    /** Ids of units, comma between. */
    units: z
      .string()
      .regex(/^\d{1,9}(,\d{1,9})*$/)
      .max(4000),
  }),
  response: BoundarySet,
});

export const BoundaryState = z.object({
  /** Units of today and how many of them have a boundary. */
  provinces: z.object({ known: z.int(), total: z.int() }),
  communes: z.object({ known: z.int(), total: z.int() }),
  sources: z.array(z.object({ source: z.string(), units: z.int(), importedAt: z.iso.datetime() })),
});
export type BoundaryState = z.infer<typeof BoundaryState>;

export const getBoundaryState = defineRoute({
  operationId: 'getBoundaryState',
  method: 'GET',
  path: '/boundaries/state',
  permission: 'unit.read',
  summary: 'How many units of today have a boundary, and where those come from',
  response: BoundaryState,
});

/** What a file would do. Lists hold the first of each sort, with their full counts. */
export const BoundaryPreview = z.object({
  provinces: z.int(),
  communes: z.int(),
  /** Of these, how many had a boundary before. */
  replaced: z.int(),
  /** Positions in the file and how many of them are kept. */
  positions: z.object({ before: z.int(), after: z.int() }),
  refusedCount: z.int(),
  /** feature: its number in the file, from 1; 0 = the file itself. */
  refused: z.array(z.object({ feature: z.int(), sentence: z.string() })),
  /** Units of today that will still have no boundary: provinces, and communes of the provinces that the file enters. */
  missingCount: z.int(),
  missing: z.array(z.object({ code: z.string(), name: z.string() })),
  notes: z.array(z.string()),
});
export type BoundaryPreview = z.infer<typeof BoundaryPreview>;

export const checkBoundaries = defineRoute({
  operationId: 'checkBoundaries',
  method: 'POST',
  path: '/boundaries/check',
  permission: 'boundary.import',
  summary: 'Reads a GeoJSON file of boundaries and tells what importing it would do; keeps nothing',
  body: UploadedFile,
  upload,
  response: BoundaryPreview,
  notRepeatable: true,
});

export const importBoundaries = defineRoute({
  operationId: 'importBoundaries',
  method: 'POST',
  path: '/boundaries',
  permission: 'boundary.import',
  summary: 'Imports all boundaries of a GeoJSON file, or none where a feature is refused',
  query: z.object({
    /** Who published them; said under every map. */
    source: z.string().trim().min(3, 'field.required').max(200),
  }),
  body: UploadedFile,
  upload,
  response: z.object({ provinces: z.int(), communes: z.int() }),
});
