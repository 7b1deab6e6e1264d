import { hash, verify } from '@node-rs/argon2';
import { Problem } from '#platform/http/problem.ts';
import { findPasswordWeakness, normalisePassword } from '../accounts.rules.ts';

// 19 MiB, two passes, one lane: the smaller of the two settings that OWASP gives for Argon2id (the library's default kind).
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(normalisePassword(password), cost);
}

let noHash: Promise<string> | undefined;

/** Takes as long for an account that does not exist, or has no password, as for one that does. */
export async function verifyPassword(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  noHash ??= hashPassword('no account has this password');
  const isRight = await verify(passwordHash ?? (await noHash), normalisePassword(password));
  return isRight && passwordHash !== null && passwordHash !== undefined;
}

/** Refuses a weak password at its field. */
export function requireGoodPassword(password: string, signInName: string, path: string): void {
  const weakness = findPasswordWeakness(password, signInName);
  if (weakness !== undefined) throw new Problem('input.invalid', {}, [{ path, code: weakness }]);
}
