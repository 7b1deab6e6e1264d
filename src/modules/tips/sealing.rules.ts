/**
 * How a tip is sealed, in the browser of the resident, of the handler and, where there are no scripts, on the server.
 * docs/sealing.md describes the formats and what they protect; the primitives are those of the audited noble libraries.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concatBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { inGroups, toBase32 } from './base32.rules.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

/** X25519; both halves are 32 bytes. */
export type KeyPair = { publicKey: Bytes; secretKey: Bytes };

/** Where random bytes come from; test vectors give their own. */
export type Random = (length: number) => Bytes;

const random: Random = (length) => randomBytes(length) as Bytes;

/** A content key: 32 random bytes, one for the content of a tip and another for its contact. */
export function makeContentKey(): Bytes {
  return random(32);
}

export function makeKeyPair(): KeyPair {
  return keyPairOf(random(32));
}

export function keyPairOf(secretKey: Bytes): KeyPair {
  return { secretKey, publicKey: x25519.getPublicKey(secretKey) as Bytes };
}

// Sealed box ----------------------------------------------------------------------------------------------------------

const sealedBoxOverhead = 48;

/** Bytes of a content key once it is sealed. */
export const sealedKeyLength = 32 + sealedBoxOverhead;

/** libsodium's crypto_box_seal: only the holder of the secret key opens it, and it tells nothing of who sealed it. */
export function sealTo(publicKey: Bytes, content: Bytes, source: Random = random): Bytes {
  const ephemeral = keyPairOf(source(32));
  const nonce = sealedBoxNonce(ephemeral.publicKey, publicKey);
  const key = boxKey(ephemeral.secretKey, publicKey);
  return concatBytes(ephemeral.publicKey, xsalsa20poly1305(key, nonce).encrypt(content)) as Bytes;
}

/** crypto_box_seal_open. Throws where it was sealed to another key or changed. */
export function openSealed(pair: KeyPair, sealed: Bytes): Bytes {
  if (sealed.length < sealedBoxOverhead) throw new Error('a sealed box is longer');
  const ephemeralKey = sealed.slice(0, 32);
  const nonce = sealedBoxNonce(ephemeralKey, pair.publicKey);
  return xsalsa20poly1305(boxKey(pair.secretKey, ephemeralKey), nonce).decrypt(sealed.subarray(32)) as Bytes;
}

function sealedBoxNonce(ephemeralKey: Bytes, publicKey: Bytes): Bytes {
  return blake2b(concatBytes(ephemeralKey, publicKey), { dkLen: 24 }) as Bytes;
}

/** crypto_box_beforenm: HSalsa20 of the shared secret. */
function boxKey(secretKey: Bytes, publicKey: Bytes): Bytes {
  const shared = x25519.getSharedSecret(secretKey, publicKey);
  const out = new Uint32Array(8);
  hsalsa(wordsOf(utf8ToBytes('expand 32-byte k')), wordsOf(shared), new Uint32Array(4), out);
  return bytesOf(out);
}

// hsalsa takes and gives little-endian words in the order of the machine.
function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function bytesOf(words: Uint32Array): Bytes {
  const bytes = new Uint8Array(words.length * 4);
  const view = new DataView(bytes.buffer);
  words.forEach((word, index) => view.setUint32(index * 4, word, true));
  return bytes;
}

// Pieces --------------------------------------------------------------------------------------------------------------

export const pieceKinds = ['text', 'contact', 'message', 'file'] as const;
export type PieceKind = (typeof pieceKinds)[number];
export type PieceAuthor = 'resident' | 'handler';

/** What a piece is; sealed together with it, so that no piece can take the place of another. id: a random uuid. */
export type PieceLabel = { kind: PieceKind; author: PieceAuthor; id: string };

const version = 1;
const textHeader = 4;
const tagLength = 16;
const smallestText = 1024;
const largestText = 64 * 1024;
/** A text before sealing, in bytes of UTF-8. */
export const maxTextBytes = largestText - textHeader;

/** Texts are padded to powers of two from 1 KiB to 64 KiB, then sealed: version, nonce, XChaCha20-Poly1305. */
export function sealText(key: Bytes, label: PieceLabel, text: string, source: Random = random): Bytes {
  const content = utf8ToBytes(text);
  if (content.length > maxTextBytes) throw new RangeError('text too long');
  let step = smallestText;
  while (step < content.length + textHeader) step *= 2;
  const nonce = source(24);
  const cipher = xchacha20poly1305(key, nonce, associatedWith(label));
  return concatBytes(new Uint8Array([version]), nonce, cipher.encrypt(pad(content, step))) as Bytes;
}

/** Throws where the key is another one, the label is not its own, or a byte was changed. */
export function openText(key: Bytes, label: PieceLabel, sealed: Bytes): string {
  requireVersion(sealed);
  const cipher = xchacha20poly1305(key, sealed.subarray(1, 25), associatedWith(label));
  return new TextDecoder().decode(unpad(cipher.decrypt(sealed.subarray(25)) as Bytes));
}

export type TipFile = { name: string; type: string; content: Bytes };

export const maxFiles = 5;
export const maxFileBytes = 8_000_000;
const chunkLength = 64 * 1024;
const fileSteps = [64, 256, 1024, 2048, 4096, 8192].map((kib) => kib * 1024);
const prefixLength = 19;

/**
 * A file with its name and type is padded to 64 KiB, 256 KiB, 1, 2, 4 or 8 MiB and sealed in chunks of 64 KiB (STREAM: the
 * nonce is a random prefix, the number of the chunk, and whether it is the last), so that none can be left out or moved.
 */
export function sealFile(key: Bytes, label: PieceLabel, file: TipFile, source: Random = random): Bytes {
  if (file.content.length > maxFileBytes) throw new RangeError('file too large');
  const name = [...file.name].slice(0, 200).join('');
  const header = utf8ToBytes(JSON.stringify({ name, type: file.type.slice(0, 100) }));
  const content = concatBytes(lengthBytes(header.length), header, file.content) as Bytes;
  const padded = pad(
    content,
    fileSteps.find((step) => step >= content.length + textHeader)!,
  );
  const prefix = source(prefixLength);
  const associated = associatedWith(label);
  const count = padded.length / chunkLength;
  const sealed = new Uint8Array(1 + prefixLength + padded.length + count * tagLength);
  sealed[0] = version;
  sealed.set(prefix, 1);
  for (let index = 0; index < count; index++) {
    const chunk = padded.subarray(index * chunkLength, (index + 1) * chunkLength);
    const cipher = xchacha20poly1305(key, chunkNonce(prefix, index, index === count - 1), associated);
    sealed.set(cipher.encrypt(chunk), 1 + prefixLength + index * (chunkLength + tagLength));
  }
  return sealed;
}

/** Throws as `openText` does, and where a chunk is missing, moved or added. */
export function openFile(key: Bytes, label: PieceLabel, sealed: Bytes): TipFile {
  requireVersion(sealed);
  const prefix = sealed.slice(1, 1 + prefixLength);
  const body = sealed.subarray(1 + prefixLength);
  const count = body.length / (chunkLength + tagLength);
  if (!Number.isInteger(count) || count === 0) throw new Error('a sealed file has whole chunks');
  const padded = new Uint8Array(count * chunkLength);
  const associated = associatedWith(label);
  for (let index = 0; index < count; index++) {
    const chunk = body.subarray(index * (chunkLength + tagLength), (index + 1) * (chunkLength + tagLength));
    const cipher = xchacha20poly1305(key, chunkNonce(prefix, index, index === count - 1), associated);
    padded.set(cipher.decrypt(chunk), index * chunkLength);
  }
  const content = unpad(padded);
  const headerLength = lengthOf(content);
  const header = JSON.parse(new TextDecoder().decode(content.subarray(textHeader, textHeader + headerLength))) as {
    name: string;
    type: string;
  };
  return { name: header.name, type: header.type, content: content.slice(textHeader + headerLength) };
}

const textLengths = new Set<number>();
for (let step = smallestText; step <= largestText; step *= 2) textLengths.add(1 + 24 + step + tagLength);
const fileLengths = new Set(fileSteps.map((step) => 1 + prefixLength + step + (step / chunkLength) * tagLength));

/** True for the lengths that sealed pieces of this kind have: whatever else arrives was not padded. */
export function isPieceLength(kind: PieceKind, bytes: number): boolean {
  return (kind === 'file' ? fileLengths : textLengths).has(bytes);
}

/** The longest sealed file and the longest sealed text, in bytes. */
export const longestPiece = { file: Math.max(...fileLengths), text: Math.max(...textLengths) };

function associatedWith({ kind, author, id }: PieceLabel): Bytes {
  return utf8ToBytes(`binhyen tip ${version}\n${kind}\n${author}\n${id.toLowerCase()}`) as Bytes;
}

function chunkNonce(prefix: Bytes, index: number, isLast: boolean): Bytes {
  return concatBytes(prefix, lengthBytes(index), new Uint8Array([isLast ? 1 : 0])) as Bytes;
}

/** Length in 4 bytes, content, zeros. */
function pad(content: Bytes, step: number): Bytes {
  const padded = new Uint8Array(step);
  padded.set(lengthBytes(content.length));
  padded.set(content, textHeader);
  return padded;
}

function unpad(padded: Bytes): Bytes {
  return padded.subarray(textHeader, textHeader + lengthOf(padded));
}

function lengthBytes(length: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, length);
  return bytes;
}

function lengthOf(bytes: Bytes): number {
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0);
}

function requireVersion(sealed: Bytes): void {
  if (sealed[0] !== version) throw new Error(`sealed by version ${sealed[0]}, this one reads ${version}`);
}

// Keys of an inbox ----------------------------------------------------------------------------------------------------

/** The public halves of an inbox key: X25519 to seal to, Ed25519 to sign the key that follows it. */
export type InboxPublicKey = { unitId: number; generation: number; publicKey: Bytes; signPublicKey: Bytes };

/** 32 random bytes each, which together are the secret of an inbox. */
export type InboxSecret = { secretKey: Bytes; signSecretKey: Bytes };

export function makeInboxSecret(): InboxSecret {
  return { secretKey: random(32), signSecretKey: random(32) };
}

export function publicKeysOf(secret: InboxSecret): { publicKey: Bytes; signPublicKey: Bytes } {
  return {
    publicKey: keyPairOf(secret.secretKey).publicKey,
    signPublicKey: ed25519.getPublicKey(secret.signSecretKey) as Bytes,
  };
}

/** What the holders of a generation of an inbox key say of the one that follows it. */
export function signSuccessor(signSecretKey: Bytes, successor: InboxPublicKey): Bytes {
  return ed25519.sign(keyStatement(successor), signSecretKey) as Bytes;
}

export function isSuccessor(previousSignKey: Bytes, successor: InboxPublicKey, signature: Bytes): boolean {
  return ed25519.verify(signature, keyStatement(successor), previousSignKey);
}

/** What posters and the list of keys show, so that people can compare: 100 bits in groups of four characters. */
export function describeInboxKey(key: InboxPublicKey): string {
  return inGroups(toBase32(blake2b(keyStatement(key), { dkLen: 32 }), 20));
}

function keyStatement({ unitId, generation, publicKey, signPublicKey }: InboxPublicKey): Bytes {
  return concatBytes(
    utf8ToBytes(`binhyen inbox key\nunit ${unitId}\ngeneration ${generation}\n`),
    publicKey,
    signPublicKey,
  ) as Bytes;
}
