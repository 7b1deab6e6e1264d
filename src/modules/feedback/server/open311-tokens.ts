import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Open311Token } from '../feedback.contract.ts';

const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();

export async function listOpen311Tokens(db: Db): Promise<z.infer<typeof Open311Token>[]> {
  const { rows } = await sql<{ id: string; name: string; madeBy: string; madeAt: Date; revokedAt: Date | null }>`
    select t.id, t.name, a.display_name as made_by, t.made_at, t.revoked_at from open311_tokens t
    join accounts a on a.id = t.made_by order by t.revoked_at is not null, t.made_at desc`.execute(db);
  return rows.map((row) => ({
    ...row,
    madeAt: row.madeAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }));
}

/** The key is told once; the house keeps its hash. */
export async function makeOpen311Token(tx: Tx, actor: Actor, name: string): Promise<{ id: string; key: string }> {
  const key = randomBytes(24).toString('base64url');
  const { id } = await tx
    .insertInto('open311Tokens')
    .values({ name, tokenHash: hashOf(key), madeBy: actor.accountId })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(tx, actor, { act: 'open311.token_made', subjectKind: 'open311', subjectId: id });
  return { id, key };
}

export async function revokeOpen311Token(tx: Tx, actor: Actor, id: string): Promise<{ id: string }> {
  const revoked = await tx
    .updateTable('open311Tokens')
    .set({ revokedAt: new Date() })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (revoked === undefined) throw new Problem('request.not_found');
  await recordAudit(tx, actor, { act: 'open311.token_revoked', subjectKind: 'open311', subjectId: id });
  return revoked;
}

/** Whether an api_key may send feedback now. */
export async function isOpen311Key(db: Db, key: string): Promise<boolean> {
  const found = await db
    .selectFrom('open311Tokens')
    .select('id')
    .where('tokenHash', '=', hashOf(key))
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}
