import { sql } from 'kysely';
import type { Actor } from '../auth/actor.ts';
import type { Tx } from '../database/database.ts';

export type AuditedAct = {
  /** Module and act in the past tense: submission.approved. */
  act: string;
  subjectKind: string;
  subjectId: string;
  unitId?: number | undefined;
  provinceId?: number | undefined;
  /** Changed field names with business values; never a personal one, never text of a tip. */
  changes?: Record<string, unknown>;
  /** Acts on tips are dated by the hour only. */
  byTheHour?: boolean;
};

/** Writes the audit line of an act, in the act's own transaction (DESIGN law 11). Nothing else writes audit_lines. */
export async function recordAudit(tx: Tx, actor: Actor | undefined, act: AuditedAct): Promise<void> {
  await tx
    .insertInto('auditLines')
    .values({
      provinceId: act.provinceId ?? 0,
      accountId: actor?.accountId ?? null,
      act: act.act,
      subjectKind: act.subjectKind,
      subjectId: act.subjectId,
      unitId: act.unitId ?? null,
      changes: JSON.stringify(act.changes ?? {}),
      ...(act.byTheHour ? { at: sql<Date>`date_trunc('hour', now())` } : {}),
    })
    .execute();
}
