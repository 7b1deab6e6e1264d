import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';

/** What is guessed at: a sign-in name, or a session whose password is asked again; and from where. */
export type Attempt = { subject: string | undefined; address: string };

// Failures in a quarter of an hour. A whole office shares one address, so an address may fail more often than a name.
const mostFailures = { subject: 5, address: 50 };
const windowLength = sql`interval '15 minutes'`;
const isOver = sql<boolean>`sign_in_throttles.window_started_at <= now() - ${windowLength}`;

/**
 * Counts an attempt as failed before it is looked at; answers the minutes to wait where too many have failed, and
 * undefined where it may be looked at. The caller commits this before the request's own transaction begins: a wrong
 * password rolls the request back while the count must stay, and guesses sent side by side are all counted.
 */
export async function reserveAttempt(tx: Tx, attempt: Attempt): Promise<number | undefined> {
  const keys = await hashAttempt(tx, attempt);
  const counted = await tx
    .insertInto('signInThrottles')
    .values(keys.map(({ key }) => ({ key, failures: 1, windowStartedAt: sql<Date>`now()` })))
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        failures: sql`case when ${isOver} then 1 else sign_in_throttles.failures + 1 end`,
        windowStartedAt: sql`case when ${isOver} then now() else sign_in_throttles.window_started_at end`,
      }),
    )
    .returning([
      'key',
      'failures',
      sql<number>`ceil(extract(epoch from window_started_at + ${windowLength} - now()) / 60)::integer`.as('minutes'),
    ])
    .execute();
  const waits = counted.filter((row) => keys.some(({ key, most }) => key.equals(row.key) && row.failures > most));
  return waits.length === 0 ? undefined : Math.max(1, ...waits.map((row) => row.minutes));
}

/** Takes a reserved attempt back because it was right: the subject begins anew, the address counts one failure less. */
export async function forgiveAttempt(tx: Tx, attempt: Attempt): Promise<void> {
  for (const { key, kind } of await hashAttempt(tx, attempt)) {
    if (kind === 'subject') await tx.deleteFrom('signInThrottles').where('key', '=', key).execute();
    else {
      await tx
        .updateTable('signInThrottles')
        .set({ failures: sql`greatest(failures - 1, 0)` })
        .where('key', '=', key)
        .execute();
    }
  }
  // Rows that another attempt is at are left to the next one: to wait for them here could lock both crosswise.
  await sql`delete from sign_in_throttles where key in
    (select key from sign_in_throttles where ${isOver} for update skip locked)`.execute(tx);
}

/** Keyed hashes in key order, so that two attempts never wait for each other crosswise. */
async function hashAttempt(
  db: Db,
  attempt: Attempt,
): Promise<{ kind: 'subject' | 'address'; key: Buffer; most: number }[]> {
  const { key: secret } = await db.selectFrom('throttleKeys').select('key').executeTakeFirstOrThrow();
  return (['subject', 'address'] as const)
    .flatMap((kind) => {
      const value = attempt[kind];
      if (value === undefined) return [];
      return [
        { kind, key: createHmac('sha256', secret).update(`${kind}:${value}`).digest(), most: mostFailures[kind] },
      ];
    })
    .toSorted((one, other) => Buffer.compare(one.key, other.key));
}
