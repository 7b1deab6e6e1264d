import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { Day, UnitRef } from '#registers/declaration.ts';

const line = (most: number) => z.string().trim().max(most);

/** How residents reach a unit: its own public words; empty = not told. */
export const AreaContact = z.object({ phone: line(100), address: line(300), hours: line(200), note: line(500) });
export type AreaContact = z.infer<typeof AreaContact>;

export const ComingActivity = z.object({
  id: z.uuid(),
  heldOn: Day,
  /** In words, as 19 giờ 30; empty = not told. */
  atHour: line(40),
  title: line(200).min(1),
  place: line(200),
});
export type ComingActivity = z.infer<typeof ComingActivity>;

const params = z.object({ unitId: z.coerce.number().int() });

export const AreaPage = z.object({
  unit: UnitRef,
  contact: AreaContact,
  /** 0 where nothing was told yet. */
  version: z.int(),
  coming: z.array(ComingActivity),
  mayChange: z.boolean(),
});
export type AreaPage = z.infer<typeof AreaPage>;

export const getAreaPage = defineRoute({
  operationId: 'getAreaPage',
  method: 'GET',
  path: '/area-pages/{unitId}',
  permission: 'unit.read',
  summary: 'What a unit tells its residents on its public page',
  params,
  response: AreaPage,
});

export const updateAreaContact = defineRoute({
  operationId: 'updateAreaContact',
  method: 'PUT',
  path: '/area-pages/{unitId}',
  permission: 'area_page.write',
  summary: 'Changes how residents reach the unit; a stale version is answered 409',
  params,
  body: AreaContact.extend({ version: z.int() }),
  response: AreaPage,
});

export const addComingActivity = defineRoute({
  operationId: 'addComingActivity',
  method: 'POST',
  path: '/area-pages/{unitId}/coming',
  permission: 'area_page.write',
  summary: 'Invites residents to an activity',
  params,
  body: ComingActivity.omit({ id: true }),
  response: AreaPage,
});

export const removeComingActivity = defineRoute({
  operationId: 'removeComingActivity',
  method: 'POST',
  path: '/area-pages/{unitId}/coming/{id}/remove',
  permission: 'area_page.write',
  summary: 'Takes an invitation away',
  params: params.extend({ id: z.uuid() }),
  response: AreaPage,
});

export const getPosters = defineRoute({
  operationId: 'getPosters',
  method: 'GET',
  path: '/area-pages/{unitId}/posters.pdf',
  permission: 'area_page.write',
  summary: 'Posters with the QR code of a unit; below=true: of all residential areas of a commune, in one file',
  params,
  query: z.object({ below: z.stringbool().default(false) }),
  response: z.any(),
  file: { contentType: 'application/pdf' },
});
