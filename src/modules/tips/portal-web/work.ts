import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { solveChallenge } from 'altcha-lib';
import type { Challenge, SentTip } from '../intake.public.contract.ts';
import { ask, untilReached } from './asking.ts';

/** Asks for a piece of work and does it, letting the page breathe meanwhile. */
export async function doWork(): Promise<SentTip['proof']> {
  const challenge = await untilReached(
    () => ask<Challenge>('challenge'),
    () => undefined,
  );
  const solution = await solveChallenge({ challenge: challenge as never, timeout: 0, deriveKey });
  // Without a time limit it ends with a solution only.
  const { counter, derivedKey } = solution!;
  return { challenge, solution: { counter, derivedKey } };
}

/** ALTCHA's SHA-256 by a library, because the browser's own is missing where a page came over plain http. */
async function deriveKey({ cost }: { cost: number }, salt: Uint8Array, password: Uint8Array) {
  let derivedKey = sha256(concatBytes(salt, password));
  for (let round = 1; round < cost; round++) derivedKey = sha256(derivedKey);
  return { derivedKey };
}
