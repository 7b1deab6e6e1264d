import { createHash, randomInt } from 'node:crypto';
import type { Tx } from '#platform/database/database.ts';
import { codeAlphabet, normaliseCode } from '../accounts.rules.ts';
import type { OneTimeCode } from '../people.contract.ts';

export const codeHours = 24;

/** Ten characters of base 32 in two groups: 50 bits, good for a day and behind the throttle. */
export function makeCode(): string {
  const characters = Array.from({ length: 10 }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join('');
  return `${characters.slice(0, 5)}-${characters.slice(5)}`;
}

export function hashCode(code: string): Buffer {
  return createHash('sha256').update(normaliseCode(code)).digest();
}

/** A new one-time code for an account; codes given before are spent. The code itself is kept nowhere. */
export async function insertResetCode(tx: Tx, accountId: string, issuedBy: string): Promise<OneTimeCode> {
  await spendResetCodes(tx, accountId);
  const code = makeCode();
  const expiresAt = new Date(Date.now() + codeHours * 3_600_000);
  await tx
    .insertInto('resetCodes')
    .values({ accountId, codeHash: hashCode(code), issuedBy, expiresAt })
    .execute();
  return { code, expiresAt: expiresAt.toISOString() };
}

/** Spends the code if it is good for the account; false where it is not. */
export async function spendResetCode(tx: Tx, accountId: string, code: string): Promise<boolean> {
  const spent = await tx
    .updateTable('resetCodes')
    .set({ usedAt: new Date() })
    .where('accountId', '=', accountId)
    .where('codeHash', '=', hashCode(code))
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', new Date())
    .returning('id')
    .executeTakeFirst();
  return spent !== undefined;
}

async function spendResetCodes(tx: Tx, accountId: string): Promise<void> {
  await tx
    .updateTable('resetCodes')
    .set({ usedAt: new Date() })
    .where('accountId', '=', accountId)
    .where('usedAt', 'is', null)
    .execute();
}
