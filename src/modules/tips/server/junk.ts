import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { createChallenge, randomInt, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { formSeconds, hourlyLimits, proofOfWork } from '../intake.rules.ts';
import type { Challenge, SentTip } from '../intake.public.contract.ts';
import type { PortalSecrets } from './portal-secrets.ts';

/** What a sending brings that it is no junk, and which hourly limit it counts against. */
export type Arrival = {
  isVerified: boolean;
  /** Used once: SHA-256 of the proof of work or of the form. */
  challenge: Buffer;
  expiresAt: Date;
  source: Buffer;
  limit: number;
};

/** A piece of work with the answer known here: how hard it is does not vary by luck. */
export async function makeChallenge(secrets: PortalSecrets): Promise<Challenge> {
  const challenge = await createChallenge({
    algorithm: 'SHA-256',
    cost: proofOfWork.cost,
    counter: randomInt(proofOfWork.mostTries, proofOfWork.leastTries),
    deriveKey,
    expiresAt: new Date(Date.now() + proofOfWork.minutes * 60_000),
    hmacSignatureSecret: secrets.challenge,
    hmacKeySignatureSecret: secrets.challengeKey,
  });
  return challenge as unknown as Challenge;
}

/** Throws tip.proof_expired or tip.proof_wrong. The address serves for the hash of this day alone. */
export async function requireProof(
  tx: Tx,
  secrets: PortalSecrets,
  { challenge, solution }: SentTip['proof'],
  address: string,
): Promise<Arrival> {
  const checked = await verifySolution({
    challenge: challenge as never,
    solution: solution as never,
    deriveKey,
    hmacSignatureSecret: secrets.challenge,
    hmacKeySignatureSecret: secrets.challengeKey,
  });
  if (checked.expired) throw new Problem('tip.proof_expired');
  if (!checked.verified) throw new Problem('tip.proof_wrong');
  return {
    isVerified: true,
    challenge: createHash('sha256').update(challenge.signature).digest(),
    expiresAt: new Date(challenge.parameters.expiresAt * 1000),
    source: await hashAddress(tx, address),
    limit: hourlyLimits.fromOneAddress,
  };
}

let dayKey: { day: string; key: Buffer } | undefined;

/** HMAC of the address, of an IPv6 one its network, under a key that lives for a day and is kept in no backup or log. */
async function hashAddress(tx: Tx, address: string): Promise<Buffer> {
  const day = vietnamDay(new Date());
  if (dayKey?.day !== day) {
    const { rows } = await sql<{ key: Buffer }>`select intake_limit_key() as key`.execute(tx);
    dayKey = { day, key: rows[0]!.key };
  }
  return createHmac('sha256', dayKey.key).update(networkOf(address)).digest();
}

/** One line is one address of version 4, but 2⁶⁴ of version 6. */
export function networkOf(address: string): string {
  const [plain] = address.split('%') as [string];
  if (!isIPv6(plain)) return plain;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  const [front, back] = plain.split('::') as [string, string | undefined];
  const before = front === '' ? [] : front.split(':');
  const after = back === undefined || back === '' ? [] : back.split(':');
  const zeros = back === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

// Forms without scripts ---------------------------------------------------------------------------------------------

/** Given with the first step of a form: random, with the second in which it was begun, and signed. */
export function makeFormToken(secrets: PortalSecrets, now = Date.now()): string {
  const text = `${randomBytes(16).toString('base64url')}.${Math.floor(now / 1000)}`;
  return `${text}.${secrets.signForm(text).toString('base64url')}`;
}

export type Form = Arrival & {
  /** The same for however often the form is sent. */
  requestId: string;
  /** Of the receipt code: 13 bytes that only this form and the secret of the house give. */
  codeBytes: Buffer;
};

/** Throws tip.form_unknown, tip.form_too_fast or tip.form_too_old. */
export function requireForm(secrets: PortalSecrets, token: string, now = Date.now()): Form {
  const [random, begun, signature] = token.split('.');
  const text = `${random}.${begun}`;
  const signed = Buffer.from(signature ?? '', 'base64url');
  const expected = secrets.signForm(text);
  if (signed.length !== expected.length || !timingSafeEqual(signed, expected)) throw new Problem('tip.form_unknown');
  const seconds = now / 1000 - Number(begun);
  if (seconds < formSeconds.least) throw new Problem('tip.form_too_fast');
  if (seconds > formSeconds.most) throw new Problem('tip.form_too_old');
  const made = secrets.makeFormCode(text);
  return {
    isVerified: false,
    challenge: createHash('sha256').update(token).digest(),
    expiresAt: new Date((Number(begun) + formSeconds.most) * 1000),
    source: Buffer.from('unverified'),
    limit: hourlyLimits.unverified,
    requestId: toUuid(made.subarray(16)),
    codeBytes: made.subarray(0, 13),
  };
}

/** 16 random bytes as a UUID of version 4. */
function toUuid(bytes: Buffer): string {
  const hex = Buffer.from(bytes.subarray(0, 16));
  hex[6] = (hex[6]! & 0x0f) | 0x40;
  hex[8] = (hex[8]! & 0x3f) | 0x80;
  return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
