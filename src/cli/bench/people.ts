import { createAccount, signInAs } from '#modules/accounts/index.ts';
import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { type House, sessionCookie } from '#platform/http/house.ts';

/** Somebody signed in: the token for `enterSession`, the cookie for requests. */
export type Person = { accountId: string; token: string; cookie: string };

let made = 0;

/** Makes a person with one post and a live session, as the owner of the schema. */
export async function makePerson(owner: Db, role: string, unitId: number): Promise<Person> {
  made += 1;
  const signInName = `bench.${process.pid}.${made}`;
  return owner.transaction().execute(async (tx) => {
    const { accountId } = await createAccount(tx, {
      signInName,
      displayName: `Người đo ${made}`,
      posts: [{ unitId, role, organisationCode: 'police' }],
    });
    const token = await signInAs(tx, accountId);
    return { accountId, token, cookie: `${sessionCookie}=${token}` };
  });
}

/** Commits a transaction that changes nothing: what the house remembers from before counts no more, and it answers anew. */
export async function moveOn(owner: Db): Promise<void> {
  await sql`select pg_current_xact_id()`.execute(owner);
}

export type Answered = { status: number; body: string };

/** Asks the house through its door, session included. A path is one of /api/v1. */
export async function ask(
  house: House,
  person: Person,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
): Promise<Answered> {
  const answer = await house.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { cookie: person.cookie },
    ...(body && { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body };
}

/** The same where only a good answer can be measured. */
export async function askWell<T>(house: House, person: Person, path: string): Promise<T> {
  const { status, body } = await ask(house, person, 'GET', path);
  if (status !== 200) throw new Error(`${path} answered ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body) as T;
}
