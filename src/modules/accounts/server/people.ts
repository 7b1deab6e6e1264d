import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { Session } from '../accounts.contract.ts';
import { mayHandleRole, toPersonSearchKey } from '../accounts.rules.ts';
import type { NewPost, OneTimeCode, Person } from '../people.contract.ts';
import { insertAccount } from './accounts.ts';
import { insertResetCode } from './codes.ts';
import { givePost, listPostsHeldBy, requireOtherSystemAdministrator } from './posts.ts';
import { getPersonRow, type PersonRow } from './queries.ts';
import { listSessions, revokeSession, revokeSessions } from './sessions.ts';

/** A person within the actor's place. */
export async function getPerson(db: Db, actor: Actor, accountId: string): Promise<Person> {
  return { ...(await getPersonRow(db, accountId)), manageable: await isManageable(db, actor, accountId) };
}

/**
 * Whether the actor might give every post the person holds. Else a code for a new password would lend the actor rights
 * of another place: whoever has the code can sign in as that person.
 */
async function isManageable(db: Db, actor: Actor, accountId: string): Promise<boolean> {
  const roles = actor.posts.filter((post) => post.permissions['person.manage']).map((post) => post.role);
  const held = await listPostsHeldBy(db, accountId, 'person.manage');
  return roles.length > 0 && held.every((post) => post.inPlace && mayHandleRole(roles, post.role));
}

/** Makes an account with its first post and answers the code with which the person sets a password. */
export async function invitePerson(
  tx: Tx,
  actor: Actor,
  input: { signInName: string; displayName: string; post: NewPost },
): Promise<{ person: Person; code: OneTimeCode }> {
  const { signInName, displayName } = input;
  const accountId = await insertAccount(tx, { signInName, displayName, passwordHash: null, mustChangePassword: false });
  const post = await givePost(tx, actor, accountId, input.post);
  const code = await insertResetCode(tx, accountId, actor.accountId);
  await recordAudit(tx, actor, {
    act: 'person.invited',
    subjectKind: 'account',
    subjectId: accountId,
    unitId: post.unit.id,
    changes: { postId: post.id },
  });
  return { person: await getPerson(tx, actor, accountId), code };
}

/** Changes the name that is shown; the history says that it changed, not from what to what. */
export async function renamePerson(
  tx: Tx,
  actor: Actor,
  accountId: string,
  input: { version: number; displayName: string },
): Promise<Person> {
  const person = await takePerson(tx, actor, accountId, input.version);
  await tx
    .updateTable('accounts')
    .set({
      displayName: input.displayName,
      searchKey: toPersonSearchKey(input.displayName, person.signInName),
      version: sql`version + 1`,
    })
    .where('id', '=', accountId)
    .execute();
  await recordPersonAct(tx, actor, person, 'person.renamed', { fields: ['displayName'] });
  return getPerson(tx, actor, accountId);
}

/** Locks the account and ends all its sessions at once. */
export async function disablePerson(
  tx: Tx,
  actor: Actor,
  accountId: string,
  input: { version: number },
): Promise<Person> {
  if (accountId === actor.accountId) throw new Problem('person.yourself');
  const person = await takePerson(tx, actor, accountId, input.version);
  if (person.posts.some((post) => post.role.code === 'system_administrator')) {
    await requireOtherSystemAdministrator(tx, accountId, vietnamDay(new Date()));
  }
  await tx
    .updateTable('accounts')
    .set({ disabledAt: sql<Date>`now()`, version: sql`version + 1` })
    .where('id', '=', accountId)
    .execute();
  await revokeSessions(tx, accountId);
  await recordPersonAct(tx, actor, person, 'person.disabled');
  return getPerson(tx, actor, accountId);
}

export async function enablePerson(
  tx: Tx,
  actor: Actor,
  accountId: string,
  input: { version: number },
): Promise<Person> {
  const person = await takePerson(tx, actor, accountId, input.version);
  await tx
    .updateTable('accounts')
    .set({ disabledAt: null, version: sql`version + 1` })
    .where('id', '=', accountId)
    .execute();
  await recordPersonAct(tx, actor, person, 'person.enabled');
  return getPerson(tx, actor, accountId);
}

/** A new one-time code; the present password stays good until the code is used. */
export async function issueResetCode(tx: Tx, actor: Actor, accountId: string): Promise<OneTimeCode> {
  if (accountId === actor.accountId) throw new Problem('person.yourself');
  const person = await takePerson(tx, actor, accountId);
  if (person.state === 'disabled') throw new Problem('person.is_disabled');
  const code = await insertResetCode(tx, accountId, actor.accountId);
  await recordPersonAct(tx, actor, person, 'reset_code.issued');
  return code;
}

export async function listPersonSessions(db: Db, actor: Actor, accountId: string): Promise<Session[]> {
  await getPersonRow(db, accountId);
  await requireManageable(db, actor, accountId);
  return listSessions(db, accountId, actor.sessionId);
}

export async function revokePersonSession(tx: Tx, actor: Actor, accountId: string, sessionId: string): Promise<void> {
  await takePerson(tx, actor, accountId);
  await revokeSession(tx, actor, accountId, sessionId);
}

/** Locks the account of a person whom the actor may manage; a stale version is answered with the present record. */
async function takePerson(tx: Tx, actor: Actor, accountId: string, version?: number): Promise<PersonRow> {
  await tx.selectFrom('accounts').select('id').where('id', '=', accountId).forUpdate().execute();
  const person = await getPersonRow(tx, accountId);
  await requireManageable(tx, actor, accountId);
  if (version !== undefined && person.version !== version) {
    throw new Problem('request.stale', { current: await getPerson(tx, actor, accountId) });
  }
  return person;
}

async function requireManageable(db: Db, actor: Actor, accountId: string): Promise<void> {
  if (!(await isManageable(db, actor, accountId))) throw new Problem('person.not_manageable');
}

/** The line stands at the unit of the person's first post, so that the auditor of that place sees it. */
async function recordPersonAct(
  tx: Tx,
  actor: Actor,
  person: PersonRow,
  act: string,
  changes?: Record<string, unknown>,
): Promise<void> {
  const unitId = (person.posts[0] ?? person.earlierPosts[0])?.unit.id;
  await recordAudit(tx, actor, {
    act,
    subjectKind: 'account',
    subjectId: person.id,
    unitId,
    ...(changes ? { changes } : {}),
  });
}
