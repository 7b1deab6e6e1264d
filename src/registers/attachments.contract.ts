import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import type { Register } from './declaration.ts';

/** How many a record may have at once. */
export const mostAttachments = 10;

const mostBytes = 10 * 1024 * 1024;

/** fileName: made by the house (anh-1.jpg, ban-quet-2.pdf); a name that a person gave may name a person. */
export const Attachment = z.object({
  id: z.uuid(),
  kind: z.enum(['photo', 'scan']),
  number: z.int(),
  fileName: z.string(),
  byteSize: z.int(),
  addedBy: z.string().nullable(),
  addedAt: z.iso.datetime(),
});
export type Attachment = z.infer<typeof Attachment>;

/** Addresses of the photographs and scans of a register's records. */
export function attachmentRoutes(register: Register) {
  if (register.byTheHour) throw new Error(`${register.name} hides the time of its records: no attachments there`);
  const base = `/${register.name}/{id}/attachments`;
  const params = z.object({ id: z.uuid() });
  const one = z.object({ id: z.uuid(), attachmentId: z.uuid() });
  return {
    list: defineRoute({
      operationId: `list${register.one}Attachments`,
      method: 'GET',
      path: base,
      permission: register.permissions.read,
      summary: 'Photographs and scans of a record, in the order in which they were added',
      params,
      response: z.object({ items: z.array(Attachment) }),
    }),
    add: defineRoute({
      operationId: `add${register.one}Attachment`,
      method: 'POST',
      path: base,
      permission: register.permissions.write,
      summary: 'Adds a photograph or scan; it is written anew, without place, device and author',
      params,
      upload: { contentTypes: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'], maxBytes: mostBytes },
      body: UploadedFile,
      response: Attachment,
    }),
    get: defineRoute({
      operationId: `get${register.one}Attachment`,
      method: 'GET',
      path: `${base}/{attachmentId}`,
      permission: register.permissions.read,
      summary: 'The file; a photograph also small enough for a list',
      params: one,
      query: z.object({ size: z.enum(['full', 'small']).default('full') }),
      response: z.unknown(),
      file: { contentType: 'application/octet-stream' },
    }),
    remove: defineRoute({
      operationId: `remove${register.one}Attachment`,
      method: 'POST',
      path: `${base}/{attachmentId}/remove`,
      permission: register.permissions.write,
      summary: 'Deletes the content; that there was one, and who removed it, stays on record',
      params: one,
      response: z.object({ id: z.uuid() }),
    }),
  };
}

export type AttachmentRoutes = ReturnType<typeof attachmentRoutes>;
