import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/database/database.ts';
import { toPersonSearchKey } from '../accounts.rules.ts';
import { hashPassword } from './passwords.ts';
import { insertSession } from './sessions.ts';

export type NewAccount = {
  signInName: string;
  displayName: string;
  /** null = none yet; one is set with a one-time code. */
  passwordHash: string | null;
  mustChangePassword: boolean;
  locale?: 'vi' | 'en';
};

export async function insertAccount(tx: Tx, account: NewAccount): Promise<string> {
  const id = randomUUID();
  await tx
    .insertInto('accounts')
    .values({
      id,
      signInName: account.signInName,
      displayName: account.displayName,
      searchKey: toPersonSearchKey(account.displayName, account.signInName),
      passwordHash: account.passwordHash,
      mustChangePassword: account.mustChangePassword,
      locale: account.locale ?? 'vi',
    })
    .execute();
  return id;
}

export type GivenPost = {
  unitId: number;
  role: string;
  organisationCode: string;
  modules?: string[];
  /** First day; today in Vietnam where it is left out. */
  validFrom?: string;
  validTo?: string | null;
};

/**
 * Makes an account with posts, asking nobody's right: for demonstration data and tests. The transaction must belong to
 * the owner of the schema, or to somebody who may give these posts; row security refuses it otherwise.
 */
export async function createAccount(
  tx: Tx,
  account: {
    signInName: string;
    displayName: string;
    password?: string;
    mustChangePassword?: boolean;
    locale?: 'vi' | 'en';
    posts?: GivenPost[];
  },
): Promise<{ accountId: string; postIds: string[] }> {
  const accountId = await insertAccount(tx, {
    ...account,
    passwordHash: account.password === undefined ? null : await hashPassword(account.password),
    mustChangePassword: account.mustChangePassword ?? false,
  });
  await recordAudit(tx, undefined, { act: 'person.invited', subjectKind: 'account', subjectId: accountId });
  const postIds: string[] = [];
  for (const post of account.posts ?? []) postIds.push(await insertGivenPost(tx, accountId, post));
  return { accountId, postIds };
}

async function insertGivenPost(tx: Tx, accountId: string, post: GivenPost): Promise<string> {
  const unit = await tx
    .selectFrom('units')
    .select('provinceId')
    .where('id', '=', post.unitId)
    .executeTakeFirstOrThrow();
  const id = randomUUID();
  await tx
    .insertInto('posts')
    .values({
      id,
      provinceId: unit.provinceId,
      accountId,
      organisationCode: post.organisationCode,
      unitId: post.unitId,
      role: post.role,
      modules: post.modules ?? [],
      validFrom: post.validFrom ?? sql<string>`vietnam_today()`,
      validTo: post.validTo ?? null,
    })
    .execute();
  const { modules: _, ...business } = post;
  await recordAudit(tx, undefined, {
    act: 'post.given',
    subjectKind: 'post',
    subjectId: id,
    unitId: post.unitId,
    provinceId: unit.provinceId,
    changes: { accountId, ...business },
  });
  return id;
}

/** Makes a session for an account without its password and returns the cookie's token: for demonstration data and tests. */
export function signInAs(tx: Tx, accountId: string): Promise<string> {
  return insertSession(tx, accountId, { device: '', hours: 12 });
}
