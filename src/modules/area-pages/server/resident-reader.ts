import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { type Db, enterSession } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';

const renewAfterHours = 12;

export type ResidentReader = <R>(act: (tx: Db) => Promise<R>) => Promise<R>;

/**
 * Reads figures for residents: its transactions carry a token made in memory, which PostgreSQL takes for the right to read
 * figures and nothing else (decision 026). No account and no post stands behind it, so it opens no route of the API.
 */
export function openResidentReader(db: Db): ResidentReader {
  let token: { text: string; until: number } | undefined;
  const renew = async (): Promise<string> => {
    const text = randomBytes(32).toString('base64url');
    await sql`select open_resident_reader(${createHash('sha256').update(text).digest()})`.execute(db);
    token = { text, until: Date.now() + renewAfterHours * 3_600_000 };
    return text;
  };
  return async (act) => {
    const text = token !== undefined && Date.now() < token.until ? token.text : await renew();
    return db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        await enterSession(tx, text);
        return act(tx);
      })
      .catch((error: unknown) => {
        // The token is no longer known, as in a database that was restored: the next one asks with a new one.
        if (error instanceof Problem && error.code === 'permission.place') token = undefined;
        throw error;
      });
  };
}
