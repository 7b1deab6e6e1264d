import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, findActor } from '#platform/auth/actor.ts';
import { type Db, enterSession, type Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Session } from '../accounts.contract.ts';

// However often it is used, a session ends after this many days.
const longestDays = 7;

/** Makes a session and returns its token, which is kept nowhere but in the cookie. `hours` is the life without use. */
export async function insertSession(
  tx: Tx,
  accountId: string,
  options: { device: string; hours: number },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await tx
    .insertInto('sessions')
    .values({
      accountId,
      tokenHash: createHash('sha256').update(token).digest(),
      device: options.device,
      expiresAt: sql<Date>`now() + ${options.hours} * interval '1 hour'`,
    })
    .execute();
  return token;
}

/**
 * Signs the account in for the rest of this transaction and of its sessions to come: ends the session that the browser
 * had until now, makes the new one and returns its token with the person whom the database now knows.
 */
export async function openSession(
  tx: Tx,
  accountId: string,
  options: { device: string; hours: number },
): Promise<{ token: string; actor: Actor }> {
  await endCurrentSession(tx);
  const token = await insertSession(tx, accountId, options);
  await enterSession(tx, token);
  const actor = await findActor(tx);
  if (!actor) throw new Error('a session that was just made is not live');
  await recordAudit(tx, actor, { act: 'session.opened', subjectKind: 'session', subjectId: actor.sessionId });
  return { token, actor };
}

/** Signs out; nothing happens where nobody is signed in. */
export async function closeSession(tx: Tx): Promise<void> {
  const actor = await findActor(tx);
  if (!actor) return;
  // The line comes first: with the session ended, the database no longer knows who writes it.
  await recordAudit(tx, actor, { act: 'session.closed', subjectKind: 'session', subjectId: actor.sessionId });
  await endCurrentSession(tx);
}

async function endCurrentSession(tx: Tx): Promise<void> {
  await sql`update sessions s set revoked_at = now() from current_session_of(session_account()) c where s.id = c.session_id`.execute(
    tx,
  );
}

/** Moves the end of the session in the transaction on, at most once a minute. */
export async function touchSession(tx: Tx, hours: number): Promise<void> {
  await sql`update sessions s
    set last_seen_at = now(),
      expires_at = least(now() + ${hours} * interval '1 hour', s.created_at + ${longestDays} * interval '1 day')
    from current_session_of(session_account()) c
    where s.id = c.session_id and s.last_seen_at < now() - interval '1 minute'`.execute(tx);
}

/** Live sessions of an account, last used first. */
export async function listSessions(db: Db, accountId: string, currentSessionId: string): Promise<Session[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'device', 'createdAt', 'lastSeenAt', 'expiresAt'])
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`now()`)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    device: row.device,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    current: row.id === currentSessionId,
  }));
}

/** Ends one session of an account at once. */
export async function revokeSession(tx: Tx, actor: Actor, accountId: string, sessionId: string): Promise<void> {
  // The line comes first: with the own session ended, the database would no longer know who writes it.
  await recordAudit(tx, actor, {
    act: 'session.revoked',
    subjectKind: 'session',
    subjectId: sessionId,
    changes: { accountId },
  });
  const ended = await tx
    .updateTable('sessions')
    .set({ revokedAt: sql<Date>`now()` })
    .where('accountId', '=', accountId)
    .where('id', '=', sessionId)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!ended) throw new Problem('request.not_found');
}

/** Ends every session of an account but the one named. */
export async function revokeSessions(tx: Tx, accountId: string, exceptSessionId?: string): Promise<void> {
  let update = tx
    .updateTable('sessions')
    .set({ revokedAt: sql<Date>`now()` })
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null);
  if (exceptSessionId !== undefined) update = update.where('id', '!=', exceptSessionId);
  await update.execute();
}
