import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { insertAccount } from './accounts.ts';
import { codeHours, hashCode, makeCode } from './codes.ts';
import { hashPassword, requireGoodPassword } from './passwords.ts';
import { openSession } from './sessions.ts';
import type { Opened, SessionOptions } from './sign-in.ts';

/** True where there is no account at all. */
export async function isEmptyHouse(db: Db): Promise<boolean> {
  const account = await db.selectFrom('accounts').select('id').limit(1).executeTakeFirst();
  return account === undefined;
}

/**
 * A set-up code for an empty house, to be printed where the server was started; undefined where somebody is already
 * there. Each process that starts gets its own; all of them end with the first administrator or after a day.
 */
export async function prepareFirstAdministrator(tx: Tx): Promise<string | undefined> {
  if (!(await isEmptyHouse(tx))) return undefined;
  const code = makeCode();
  await tx.deleteFrom('setUpCodes').where('expiresAt', '<', new Date()).execute();
  await tx
    .insertInto('setUpCodes')
    .values({ codeHash: hashCode(code), expiresAt: new Date(Date.now() + codeHours * 3_600_000) })
    .execute();
  return code;
}

/** Makes the first account, a system administrator for the nation, and signs it in. */
export async function createFirstAdministrator(
  tx: Tx,
  input: { code: string; signInName: string; displayName: string; password: string },
  options: SessionOptions,
): Promise<Opened> {
  requireGoodPassword(input.password, input.signInName, 'password');
  const passwordHash = await hashPassword(input.password);
  if (!(await isEmptyHouse(tx))) throw new Problem('set_up.done_before');
  await spendSetUpCodes(tx, input.code);
  const accountId = await insertAccount(tx, { ...input, passwordHash, mustChangePassword: false });
  const nation = await tx
    .selectFrom('units')
    .select(['id', 'provinceId'])
    .where('kind', '=', 'nation')
    .where('validTo', 'is', null)
    .executeTakeFirstOrThrow();
  const post = {
    accountId,
    unitId: nation.id,
    role: 'system_administrator',
    organisationCode: 'police',
  };
  const postId = randomUUID();
  await tx
    .insertInto('posts')
    .values({ ...post, id: postId, provinceId: nation.provinceId, validFrom: sql<string>`vietnam_today()` })
    .execute();
  const opened = await openSession(tx, accountId, options);
  await recordAudit(tx, opened.actor, {
    act: 'house.opened',
    subjectKind: 'post',
    subjectId: postId,
    unitId: nation.id,
    provinceId: nation.provinceId,
    changes: post,
  });
  return opened;
}

/** All codes go at once: of two who come at the same moment, the second waits here and then finds none left. */
async function spendSetUpCodes(tx: Tx, code: string): Promise<void> {
  const spent = await tx.deleteFrom('setUpCodes').returning(['codeHash', 'expiresAt']).execute();
  const hash = hashCode(code);
  if (!spent.some((row) => row.codeHash.equals(hash) && row.expiresAt > new Date()))
    throw new Problem('set_up.code_invalid');
}
