import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import { isDay } from '#platform/periods.rules.ts';
import { addedKinds } from './added-units.rules.ts';
import { Unit } from './units.contract.ts';

// Residential areas, agencies, enterprises and schools, added and kept by administrators below communes and provinces.

const Day = z.string().refine(isDay, 'field.day');
const optionalText = z
  .string()
  .trim()
  .max(300)
  .nullish()
  .transform((text) => text || null);
const params = z.object({ id: z.coerce.number().int() });
const Version = z.int().positive();

/** What is said of an added unit: name in Vietnamese, first day, the decision it rests on. */
const Described = {
  name: z.string().trim().min(1, 'field.required').max(200),
  validFrom: Day,
  legalBasis: optionalText,
  /** The reader saw the similar names and says that this is another unit. */
  similarConfirmed: z.boolean().default(false),
};

export const addUnit = defineRoute({
  operationId: 'addUnit',
  method: 'POST',
  path: '/units',
  permission: 'unit.manage',
  summary:
    'Adds a unit below an open commune or province; a name close to one that is there is answered 409 unit.similar until similarConfirmed',
  body: z.object({
    kind: z.enum(addedKinds),
    parentId: z.int().positive(),
    /** Left out, the house gives one: the code of the unit above with a running number. */
    code: optionalText,
    ...Described,
  }),
  response: Unit,
});

export const correctUnit = defineRoute({
  operationId: 'correctUnit',
  method: 'PUT',
  path: '/units/{id}',
  permission: 'unit.manage',
  summary:
    'Corrects an added unit; version is the one that was read, a stale one is answered 409 with the present unit',
  params,
  body: z.object({ version: Version, ...Described }),
  response: Unit,
});

export const endUnit = defineRoute({
  operationId: 'endUnit',
  method: 'POST',
  path: '/units/{id}/end',
  permission: 'unit.manage',
  summary: 'Ends an added unit; day is the first on which it no longer exists',
  params,
  body: z.object({ version: Version, day: Day, reason: z.string().trim().min(3, 'field.required').max(300) }),
  response: Unit,
});

export const reopenUnit = defineRoute({
  operationId: 'reopenUnit',
  method: 'POST',
  path: '/units/{id}/reopen',
  permission: 'unit.manage',
  summary: 'Takes the end of an added unit back, while the unit above still exists',
  params,
  body: z.object({ version: Version }),
  response: Unit,
});

// A list of units by workbook ------------------------------------------------------------------------------------------

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const listUpload = { contentTypes: [workbookType, 'application/vnd.ms-excel', 'text/csv'], maxBytes: 5 * 1024 * 1024 };

export const getUnitTemplate = defineRoute({
  operationId: 'getUnitTemplate',
  method: 'GET',
  path: '/units/template.xlsx',
  permission: 'unit.manage',
  summary: 'An empty workbook for a list of units, with the kinds and the units above to choose from',
  response: z.unknown(),
  file: { contentType: workbookType },
});

/** What a list would do. Rows are numbered as the workbook shows them; the first of each sort, with their full counts. */
export const UnitListPreview = z.object({
  addedCount: z.int(),
  added: z.array(z.object({ row: z.int(), name: z.string(), similarTo: z.array(z.string()) })),
  similarCount: z.int(),
  presentCount: z.int(),
  refusedCount: z.int(),
  refused: z.array(z.object({ address: z.string(), sentence: z.string() })),
  /** The same workbook with the refused cells marked, base64; null where nothing was refused. */
  marked: z.string().nullable(),
});
export type UnitListPreview = z.infer<typeof UnitListPreview>;

export const checkUnitList = defineRoute({
  operationId: 'checkUnitList',
  method: 'POST',
  path: '/units/imports/check',
  permission: 'unit.manage',
  summary: 'Reads a list of units (.xlsx, .xls, .csv) and tells what adding it would do; keeps nothing',
  body: UploadedFile,
  upload: listUpload,
  response: UnitListPreview,
  notRepeatable: true,
});

export const addUnitList = defineRoute({
  operationId: 'addUnitList',
  method: 'POST',
  path: '/units/imports',
  permission: 'unit.manage',
  summary: 'Adds all units of a list that are not there yet, or none where a cell is refused',
  body: UploadedFile,
  upload: listUpload,
  response: z.object({ addedCount: z.int(), presentCount: z.int() }),
});
