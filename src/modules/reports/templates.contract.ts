import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';
import { formsOfDocument } from './reports.contract.ts';

/** A unit's own Word template with named figures. */
export const ReportTemplate = z.object({
  id: z.uuid(),
  unit: UnitRef,
  name: z.string(),
  size: z.int(),
  placeholders: z.array(z.string()),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
});
export type ReportTemplate = z.infer<typeof ReportTemplate>;

const ReportTemplates = z.object({ items: z.array(ReportTemplate) });
const params = z.object({ id: z.uuid() });
const file = { contentType: formsOfDocument.docx };

export const listReportTemplates = defineRoute({
  operationId: 'listReportTemplates',
  method: 'GET',
  path: '/report-templates',
  permission: 'report.read',
  summary: 'The Word templates of a unit',
  query: z.object({ unit: z.coerce.number().int() }),
  response: ReportTemplates,
});

export const addReportTemplate = defineRoute({
  operationId: 'addReportTemplate',
  method: 'POST',
  path: '/report-templates',
  permission: 'report.write',
  summary: 'Brings a Word template of a unit; every name in it is checked',
  query: z.object({ unit: z.coerce.number().int(), name: z.string().trim().min(3).max(120) }),
  body: UploadedFile,
  upload: { contentTypes: [formsOfDocument.docx], maxBytes: 3 * 1024 * 1024 },
  response: ReportTemplate,
});

export const removeReportTemplate = defineRoute({
  operationId: 'removeReportTemplate',
  method: 'POST',
  path: '/report-templates/{id}/remove',
  permission: 'report.write',
  summary: 'Puts a template away',
  params,
  response: z.object({}),
});

export const getReportTemplate = defineRoute({
  operationId: 'getReportTemplate',
  method: 'GET',
  path: '/report-templates/{id}/file.docx',
  permission: 'report.read',
  summary: 'A template as it was brought',
  params,
  response: z.unknown(),
  file,
});

export const listTemplateNames = defineRoute({
  operationId: 'listTemplateNames',
  method: 'GET',
  path: '/report-template-names',
  permission: 'report.read',
  summary: 'Every name that a template may hold, with what it stands for',
  response: z.object({ items: z.array(z.object({ name: z.string(), vi: z.string(), en: z.string() })) }),
});

export const getSampleTemplate = defineRoute({
  operationId: 'getSampleTemplate',
  method: 'GET',
  path: '/report-template-sample.docx',
  permission: 'report.read',
  summary: 'A small template to begin from',
  response: z.unknown(),
  file,
});

export const getReportFromTemplate = defineRoute({
  operationId: 'getReportFromTemplate',
  method: 'GET',
  path: '/reports/{id}/templates/{templateId}/document.docx',
  permission: 'report.read',
  summary: 'A saved report written into a template',
  params: z.object({ id: z.uuid(), templateId: z.uuid() }),
  response: z.unknown(),
  file,
});
