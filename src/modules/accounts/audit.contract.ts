import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { Day, UnitRef } from '#registers/declaration.ts';

export const AuditLine = z.object({
  id: z.uuid(),
  /** By the hour only for acts on tips. */
  at: z.iso.datetime(),
  act: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  unit: UnitRef.nullable(),
  /** Who did it; null for the house itself. */
  by: z.object({ accountId: z.uuid(), displayName: z.string() }).nullable(),
  /** The person whose account or post it was about, by the name of today: no name stands in the line itself. */
  about: z.object({ accountId: z.uuid(), displayName: z.string() }).nullable(),
  changes: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const listAudit = defineRoute({
  operationId: 'listAudit',
  method: 'GET',
  path: '/audit',
  permission: 'audit.read',
  summary: 'A page of the audit lines in my place, newest first',
  query: z.object({
    /** A whole act (post.given), or its first word with a point (post.) for all acts of a kind. */
    act: z
      .string()
      .regex(/^[a-z_]+\.[a-z_]*$/, { message: 'audit.act' })
      .max(60)
      .optional(),
    /** First and last day in Vietnam, both included. */
    from: Day.optional(),
    to: Day.optional(),
    account: z.uuid().optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.object({ items: z.array(AuditLine), next: z.string().nullable() }),
});
