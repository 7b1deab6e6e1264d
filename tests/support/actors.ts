import { createHash, randomBytes } from 'node:crypto';
import { sessionCookie } from '#platform/http/house.ts';
import { type TestDatabase, testProvinceId } from './database.ts';

/** A person signed in: token for enterSession, cookie for requests. */
export type TestActor = { accountId: string; token: string; cookie: string };

export type TestPost = {
  role: string;
  /** Id of the unit of the post: testUnits.A1. */
  unit: number;
  organisation?: string;
  validFrom?: string;
  validTo?: string | null;
};

/** Makes an account with one post (none for a person without a place) and a live session. */
export async function createActor(database: Pick<TestDatabase, 'owner'>, post?: TestPost): Promise<TestActor> {
  const token = randomBytes(32).toString('base64url');
  const accountId = await database.owner.transaction().execute(async (tx) => {
    const signInName = `t${randomBytes(6).toString('hex')}`;
    const account = await tx
      .insertInto('accounts')
      .values({
        signInName,
        displayName: 'Người Thử',
        searchKey: `nguoi thu ${signInName}`,
        mustChangePassword: false,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('sessions')
      .values({
        accountId: account.id,
        tokenHash: createHash('sha256').update(token).digest(),
        expiresAt: new Date(Date.now() + 3_600_000),
      })
      .execute();
    if (post) {
      await tx
        .insertInto('posts')
        .values({
          provinceId: testProvinceId(post.unit),
          accountId: account.id,
          organisationCode: post.organisation ?? 'police',
          unitId: post.unit,
          role: post.role,
          validFrom: post.validFrom ?? '2020-01-01',
          validTo: post.validTo ?? null,
        })
        .execute();
    }
    return account.id;
  });
  return { accountId, token, cookie: `${sessionCookie}=${token}` };
}
