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
  await recordAudits(tx, actor, [act]);
}

/** The same for one act done to many subjects, in one statement. */
export async function recordAudits(tx: Tx, actor: Actor | undefined, acts: AuditedAct[]): Promise<void> {
  await sql`
    insert into audit_lines (province_id, account_id, act, subject_kind, subject_id, unit_id, changes, at)
    select coalesce(a."provinceId", 0), ${actor?.accountId ?? null}, a.act, a."subjectKind", a."subjectId", a."unitId", coalesce(a.changes, '{}'),
      case when a."byTheHour" then date_trunc('hour', now()) else now() end
    from jsonb_to_recordset(${JSON.stringify(acts)}::jsonb) as a("provinceId" integer, act text, "subjectKind" text, "subjectId" text,
      "unitId" integer, changes jsonb, "byTheHour" boolean)`.execute(tx);
}
