import { sql } from 'kysely';
import { recordAudit } from '../audit/audit.ts';
import type { Tx } from '../database/database.ts';

// A session that ended is kept for a while so that a person still sees the own devices; an answered request as long as
// an offline device may send it again; failed sign-ins only until no window can run any more.
const keptDays = { sessions: 30, processedRequests: 30, signInThrottles: 1 };

/** Deletes what has served: sessions that ended, answered requests, old failed sign-ins. Returns how many of each. */
export async function cleanUp(tx: Tx): Promise<Record<keyof typeof keptDays, number>> {
  const sessions = await sql`delete from sessions
    where least(expires_at, revoked_at) < now() - make_interval(days => ${keptDays.sessions})`.execute(tx);
  const requests = await sql`delete from processed_requests
    where processed_at < now() - make_interval(days => ${keptDays.processedRequests})`.execute(tx);
  const throttles = await sql`delete from sign_in_throttles
    where window_started_at < now() - make_interval(days => ${keptDays.signInThrottles})`.execute(tx);
  const removed = {
    sessions: Number(sessions.numAffectedRows),
    processedRequests: Number(requests.numAffectedRows),
    signInThrottles: Number(throttles.numAffectedRows),
  };
  if (Object.values(removed).some((count) => count > 0)) {
    await recordAudit(tx, undefined, {
      act: 'house.cleaned_up',
      subjectKind: 'house',
      subjectId: 'house',
      changes: removed,
    });
  }
  return removed;
}
