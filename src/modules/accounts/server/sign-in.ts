import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { spendResetCode } from './codes.ts';
import { hashPassword, requireGoodPassword, verifyPassword } from './passwords.ts';
import { openSession, revokeSessions } from './sessions.ts';

export type Opened = { token: string; actor: Actor };
export type SessionOptions = { device: string; hours: number };

function findAccountByName(db: Db, signInName: string) {
  return db
    .selectFrom('accounts')
    .select(['id', 'signInName', 'passwordHash', 'disabledAt'])
    .where('signInName', '=', signInName)
    .executeTakeFirst();
}

/** Throws `sign_in.wrong` alike for an unknown name and a wrong password, after the same work. */
export async function signIn(
  tx: Tx,
  tried: { signInName: string; password: string },
  options: SessionOptions,
): Promise<Opened> {
  const account = await findAccountByName(tx, tried.signInName);
  const isRight = await verifyPassword(account?.passwordHash, tried.password);
  if (!account || !isRight) throw new Problem('sign_in.wrong');
  if (account.disabledAt) throw new Problem('account.disabled');
  return openSession(tx, account.id, options);
}

/** Sets a password with a one-time code, ends every earlier session and signs in. */
export async function redeemResetCode(
  tx: Tx,
  tried: { signInName: string; code: string; newPassword: string },
  options: SessionOptions,
): Promise<Opened> {
  requireGoodPassword(tried.newPassword, tried.signInName, 'newPassword');
  // Hashed before the look-up, so that the time taken does not tell which names exist.
  const passwordHash = await hashPassword(tried.newPassword);
  const account = await findAccountByName(tx, tried.signInName);
  if (!account || !(await spendResetCode(tx, account.id, tried.code))) throw new Problem('reset_code.invalid');
  if (account.disabledAt) throw new Problem('account.disabled');
  await setPassword(tx, account.id, passwordHash);
  await revokeSessions(tx, account.id);
  const opened = await openSession(tx, account.id, options);
  await recordAudit(tx, opened.actor, { act: 'password.reset', subjectKind: 'account', subjectId: account.id });
  return opened;
}

/** Changes the actor's own password and ends the actor's other sessions. */
export async function changePassword(
  tx: Tx,
  actor: Actor,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { passwordHash } = await tx
    .selectFrom('accounts')
    .select('passwordHash')
    .where('id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(passwordHash, input.currentPassword))) {
    throw new Problem('input.invalid', {}, [{ path: 'currentPassword', code: 'password.wrong_current' }]);
  }
  requireGoodPassword(input.newPassword, actor.signInName, 'newPassword');
  if (await verifyPassword(passwordHash, input.newPassword)) {
    throw new Problem('input.invalid', {}, [{ path: 'newPassword', code: 'password.same_as_before' }]);
  }
  await setPassword(tx, actor.accountId, await hashPassword(input.newPassword));
  await revokeSessions(tx, actor.accountId, actor.sessionId);
  await recordAudit(tx, actor, { act: 'password.changed', subjectKind: 'account', subjectId: actor.accountId });
}

async function setPassword(tx: Tx, accountId: string, passwordHash: string): Promise<void> {
  await tx
    .updateTable('accounts')
    .set({ passwordHash, mustChangePassword: false, version: sql`version + 1` })
    .where('id', '=', accountId)
    .execute();
}

export async function updateMe(tx: Tx, actor: Actor, input: { locale: 'vi' | 'en' }): Promise<void> {
  await tx.updateTable('accounts').set({ locale: input.locale }).where('id', '=', actor.accountId).execute();
  await recordAudit(tx, actor, {
    act: 'account.changed',
    subjectKind: 'account',
    subjectId: actor.accountId,
    changes: { locale: input.locale },
  });
}
