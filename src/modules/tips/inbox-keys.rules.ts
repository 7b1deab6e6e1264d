/**
 * Keys of those who open tips, made and opened in the browser: a person's own pair behind a passphrase, the secret of an
 * inbox shared to each handler, and its parts for escrow. docs/sealing.md says what this protects.
 */
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import { concatBytes, randomBytes } from '@noble/hashes/utils.js';
import { combine, split } from 'shamir-secret-sharing';
import { type Bytes, type InboxSecret, type KeyPair, keyPairOf, openSealed, sealTo } from './sealing.rules.ts';

// A person's own key ----------------------------------------------------------------------------------------------------

/** What a passphrase must have: long enough that guessing at 19 MiB a guess does not pay. */
export const passphraseLength = { least: 14, most: 200 } as const;

/** Why a passphrase is refused; undefined where it is good. */
export function findPassphraseBreach(passphrase: string): 'key.passphrase_short' | 'key.passphrase_simple' | undefined {
  const characters = [...passphrase.normalize('NFC').trim()];
  if (characters.length < passphraseLength.least) return 'key.passphrase_short';
  return new Set(characters.map((character) => character.toLowerCase())).size < 6 ? 'key.passphrase_simple' : undefined;
}

/** Memory in KiB, passes, lanes (RFC 9106); kept beside what they guard, so that they can be raised later. */
export type PassphraseCost = { memory: number; passes: number };

const presentCost: PassphraseCost = { memory: 19 * 1024, passes: 2 };
/** Less than this is refused: a server could otherwise ask for a passphrase at a cheap cost. */
const leastCost = presentCost;
const wrapVersion = 1;
const saltLength = 16;
const nonceLength = 24;
const headerLength = 1 + 4 + 4;

/** libsodium's secretbox under Argon2id of the passphrase: version, memory, passes, salt, nonce, box. */
export async function wrapSecret(
  passphrase: string,
  secret: Bytes,
  cost: PassphraseCost = presentCost,
): Promise<Bytes> {
  const salt = randomBytes(saltLength);
  const nonce = randomBytes(nonceLength);
  const header = new Uint8Array(headerLength);
  header[0] = wrapVersion;
  const view = new DataView(header.buffer);
  view.setUint32(1, cost.memory);
  view.setUint32(5, cost.passes);
  const key = await stretch(passphrase, salt, cost);
  return concatBytes(header, salt, nonce, xsalsa20poly1305(key, nonce).encrypt(secret)) as Bytes;
}

/** Throws where the passphrase is another one, and where what was kept was changed. */
export async function unwrapSecret(passphrase: string, wrapped: Bytes): Promise<Bytes> {
  if (wrapped[0] !== wrapVersion) throw new Error(`wrapped by version ${wrapped[0]}`);
  const view = new DataView(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
  const cost = { memory: view.getUint32(1), passes: view.getUint32(5) };
  if (cost.memory < leastCost.memory || cost.passes < leastCost.passes || cost.memory > 2 ** 20 || cost.passes > 20)
    throw new Error('the cost of the passphrase was changed');
  const salt = wrapped.subarray(headerLength, headerLength + saltLength);
  const nonce = wrapped.subarray(headerLength + saltLength, headerLength + saltLength + nonceLength);
  const key = await stretch(passphrase, salt, cost);
  return xsalsa20poly1305(key, nonce).decrypt(wrapped.subarray(headerLength + saltLength + nonceLength)) as Bytes;
}

async function stretch(passphrase: string, salt: Uint8Array, { memory, passes }: PassphraseCost): Promise<Uint8Array> {
  return argon2idAsync(passphrase.normalize('NFC').trim(), salt, { m: memory, t: passes, p: 1, dkLen: 32 });
}

// The secret of an inbox ------------------------------------------------------------------------------------------------

function joinSecret({ secretKey, signSecretKey }: InboxSecret): Bytes {
  return concatBytes(secretKey, signSecretKey) as Bytes;
}

function partSecret(joined: Bytes): InboxSecret {
  if (joined.length !== 64) throw new Error('the secret of an inbox has 64 bytes');
  return { secretKey: joined.slice(0, 32), signSecretKey: joined.slice(32) };
}

/** A handler's share of an inbox: its whole secret, sealed to the handler's own key. */
export function shareInbox(secret: InboxSecret, handlerPublicKey: Bytes): Bytes {
  return sealTo(handlerPublicKey, joinSecret(secret));
}

/** Throws where the share was sealed to another key. */
export function openShare(own: KeyPair, share: Bytes): InboxSecret {
  return partSecret(openSealed(own, share));
}

// Escrow ----------------------------------------------------------------------------------------------------------------

/** Two named persons together open an inbox; at least three hold a part each, so that one may be away. */
export const escrow = { needed: 2, least: 3 } as const;

/** Shamir's parts of an inbox secret, each sealed to the key of one custodian, in their order. */
export async function splitForEscrow(secret: InboxSecret, custodianKeys: readonly Bytes[]): Promise<Bytes[]> {
  if (custodianKeys.length < escrow.least) throw new RangeError('escrow needs three custodians');
  const parts = await split(joinSecret(secret), custodianKeys.length, escrow.needed);
  return parts.map((part, index) => sealTo(custodianKeys[index]!, new Uint8Array(part) as Bytes));
}

/** A custodian opens the own part and seals it to the one who asks; nobody else ever sees it. */
export function passPart(custodian: KeyPair, sealedPart: Bytes, askerPublicKey: Bytes): Bytes {
  return sealTo(askerPublicKey, openSealed(custodian, sealedPart));
}

/** The inbox secret out of the parts that custodians passed on. Throws or gives a wrong secret where a part is wrong. */
export async function combineParts(asker: KeyPair, passed: readonly Bytes[]): Promise<InboxSecret> {
  const parts = passed.map((part) => openSealed(asker, part));
  return partSecret(new Uint8Array(await combine(parts)) as Bytes);
}

/** Whether a secret is the one behind a public key: asked before it is used or shared on. */
export function isSecretOf(secret: InboxSecret, publicKey: Bytes): boolean {
  const own = keyPairOf(secret.secretKey).publicKey;
  return own.length === publicKey.length && own.every((byte, index) => byte === publicKey[index]);
}
