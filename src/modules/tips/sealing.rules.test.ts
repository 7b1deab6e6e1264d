import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Bytes,
  describeInboxKey,
  isPieceLength,
  isSuccessor,
  keyPairOf,
  makeContentKey,
  makeInboxSecret,
  makeKeyPair,
  maxFileBytes,
  maxTextBytes,
  openFile,
  openSealed,
  openText,
  type PieceLabel,
  publicKeysOf,
  type Random,
  sealedKeyLength,
  sealFile,
  sealText,
  sealTo,
  signSuccessor,
} from './sealing.rules.ts';

beforeAll(() => sodium.ready);

const bytes = (values: ArrayLike<number>): Bytes => Uint8Array.from(values);
const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');
const unhex = (value: string): Bytes => bytes(Buffer.from(value, 'hex'));
/** Bytes that count up, for vectors that stay the same. */
const counting: Random = (length) => bytes(Array.from({ length }, (_, index) => index));

const label: PieceLabel = { kind: 'text', author: 'resident', id: '6f2c1c0e-5a44-4f0e-9b57-0c9a2f6f3d11' };
const key = counting(32);

describe('a sealed box', () => {
  test('opens in libsodium, and one of libsodium opens here', () => {
    const pair = makeKeyPair();
    const content = makeContentKey();
    const sealed = sealTo(pair.publicKey, content);
    expect(sealed).toHaveLength(sealedKeyLength);
    expect(sodium.crypto_box_seal_open(sealed, pair.publicKey, pair.secretKey)).toEqual(content);
    expect(openSealed(pair, bytes(sodium.crypto_box_seal(content, pair.publicKey)))).toEqual(content);
  });

  test('is opened by no other key, and not after one bit was changed', () => {
    const pair = makeKeyPair();
    const sealed = sealTo(pair.publicKey, makeContentKey());
    expect(() => openSealed(makeKeyPair(), sealed)).toThrow();
    for (const index of [0, 31, 32, 47, 48, sealed.length - 1]) {
      const changed = bytes(sealed);
      changed[index]! ^= 1;
      expect(() => openSealed(pair, changed), `byte ${index}`).toThrow();
    }
    expect(() => openSealed(pair, sealed.slice(0, 40))).toThrow();
  });

  test('is refused where the public key is of low order', () => {
    expect(() => sealTo(new Uint8Array(32), makeContentKey())).toThrow();
  });
});

describe('a text', () => {
  test('comes back whole, whatever it says, in one of seven lengths', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4000 }), (text) => {
        const sealed = sealText(key, label, text);
        expect(openText(key, label, sealed)).toBe(text);
        expect(isPieceLength('text', sealed.length)).toBe(true);
      }),
      { numRuns: 40 },
    );
    expect(sealText(key, label, 'có').length).toBe(sealText(key, label, 'x'.repeat(1000)).length);
    expect(openText(key, label, sealText(key, label, 'x'.repeat(maxTextBytes)))).toHaveLength(maxTextBytes);
    expect(() => sealText(key, label, 'x'.repeat(maxTextBytes + 1))).toThrow(RangeError);
  });

  test('is XChaCha20-Poly1305 as libsodium makes it, the label being its associated data', () => {
    const sealed = sealText(key, label, 'Thấy người lạ phá khoá xe lúc 2 giờ sáng');
    const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed.subarray(25),
      `binhyen tip 1\ntext\nresident\n${label.id}`,
      sealed.subarray(1, 25),
      key,
    );
    expect(Buffer.from(opened).subarray(4).toString('utf8')).toContain('phá khoá xe');
  });

  test('is not taken for another piece, of another author, or under another key', () => {
    const sealed = sealText(key, label, 'tin');
    expect(() => openText(key, { ...label, kind: 'message' }, sealed)).toThrow();
    expect(() => openText(key, { ...label, author: 'handler' }, sealed)).toThrow();
    expect(() => openText(key, { ...label, id: crypto.randomUUID() }, sealed)).toThrow();
    expect(() => openText(makeContentKey(), label, sealed)).toThrow();
    expect(openText(key, { ...label, id: label.id.toUpperCase() }, sealed)).toBe('tin');
  });

  test('says so where another version sealed it', () => {
    const sealed = sealText(key, label, 'tin');
    sealed[0] = 2;
    expect(() => openText(key, label, sealed)).toThrow('version 2');
  });
});

describe('a file', () => {
  const ofFile: PieceLabel = { ...label, kind: 'file' };
  const aFile = (length: number) => ({ name: 'Ảnh hiện trường.jpg', type: 'image/jpeg', content: counting(length) });

  test.each([0, 1, 65_000, 65_536, 262_144, 1_000_000, maxFileBytes])('of %i bytes comes back whole', (length) => {
    const sealed = sealFile(key, ofFile, aFile(length));
    expect(isPieceLength('file', sealed.length)).toBe(true);
    const opened = openFile(key, ofFile, sealed);
    expect(opened).toMatchObject({ name: 'Ảnh hiện trường.jpg', type: 'image/jpeg' });
    expect(Buffer.compare(opened.content, counting(length))).toBe(0);
  });

  test('above 8 MB is refused', () => {
    expect(() => sealFile(key, ofFile, aFile(maxFileBytes + 1))).toThrow(RangeError);
  });

  test('with a chunk left out, moved, repeated or cut off does not open', () => {
    const sealed = sealFile(key, ofFile, aFile(200_000));
    const chunk = 64 * 1024 + 16;
    const chunks = [0, 1, 2, 3].map((index) => sealed.slice(20 + index * chunk, 20 + (index + 1) * chunk));
    const joined = (...order: number[]): Bytes =>
      bytes(Buffer.concat([sealed.slice(0, 20), ...order.map((index) => chunks[index]!)]));
    expect(openFile(key, ofFile, joined(0, 1, 2, 3)).content).toHaveLength(200_000);
    for (const order of [[0, 1, 2], [0, 2, 1, 3], [0, 1, 1, 3], [0, 1, 3], [0, 1, 2, 3, 3], []]) {
      expect(() => openFile(key, ofFile, joined(...order)), order.join()).toThrow();
    }
    expect(() => openFile(key, ofFile, sealed.slice(0, -1))).toThrow();
  });
});

test('lengths that nothing sealed has are told apart', () => {
  for (const length of [0, 1, 1024, 1064, 1066, 8192]) expect(isPieceLength('message', length)).toBe(false);
  expect(isPieceLength('message', 1 + 24 + 1024 + 16)).toBe(true);
  expect(isPieceLength('file', 1 + 24 + 1024 + 16)).toBe(false);
});

describe('the keys of an inbox', () => {
  const first = makeInboxSecret();
  const second = { unitId: 7, generation: 2, ...publicKeysOf(makeInboxSecret()) };

  test('each generation is signed by the one before, and nothing of it can be exchanged', () => {
    const before = publicKeysOf(first).signPublicKey;
    const signature = signSuccessor(first.signSecretKey, second);
    expect(isSuccessor(before, second, signature)).toBe(true);
    expect(isSuccessor(before, { ...second, unitId: 8 }, signature)).toBe(false);
    expect(isSuccessor(before, { ...second, generation: 3 }, signature)).toBe(false);
    expect(isSuccessor(before, { ...second, publicKey: makeKeyPair().publicKey }, signature)).toBe(false);
    expect(isSuccessor(second.signPublicKey, second, signature)).toBe(false);
  });

  test('are described by 20 characters that any change changes', () => {
    const described = describeInboxKey(second);
    expect(described).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(describeInboxKey({ ...second, unitId: 8 })).not.toBe(described);
    expect(describeInboxKey({ ...second, signPublicKey: publicKeysOf(first).signPublicKey })).not.toBe(described);
  });
});

test('the vectors of docs/sealing.md are what is made here', () => {
  const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'sealing.vectors.json'), 'utf8')) as Record<
    'sealedBox' | 'text' | 'inboxKey',
    Record<string, string>
  >;
  const { sealedBox, text, inboxKey } = vectors;
  const holder = keyPairOf(unhex(sealedBox.secretKey!));
  expect(hex(holder.publicKey)).toBe(sealedBox.publicKey);
  expect(hex(sealTo(holder.publicKey, unhex(sealedBox.content!), counting))).toBe(sealedBox.sealed);
  expect(hex(openSealed(holder, unhex(sealedBox.sealed!)))).toBe(sealedBox.content);

  const ofText: PieceLabel = { kind: 'text', author: 'resident', id: text.id! };
  const sealedText = sealText(unhex(text.key!), ofText, text.text!, counting);
  expect(hex(sealedText.slice(0, 64))).toBe(text.first64Bytes);
  expect(hex(sealedText.slice(-16))).toBe(text.tag);

  const keys = publicKeysOf({ secretKey: unhex(inboxKey.secretKey!), signSecretKey: unhex(inboxKey.signSecretKey!) });
  const described = { unitId: 1, generation: 1, ...keys };
  expect({ ...inboxKey, publicKey: hex(keys.publicKey), signPublicKey: hex(keys.signPublicKey) }).toEqual(inboxKey);
  expect(describeInboxKey(described)).toBe(inboxKey.description);
  expect(hex(signSuccessor(unhex(inboxKey.signSecretKey!), described))).toBe(inboxKey.signatureOfItself);
});
