import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import { base32Alphabet } from './base32.rules.ts';
import { formatReceiptCode, makeReceiptCode, parseReceiptCode, receiptOf } from './receipts.rules.ts';
import { type Bytes, makeContentKey, openSealed, sealTo } from './sealing.rules.ts';

beforeAll(() => sodium.ready);

const known = '0123456789ABCDEFGHJK';
const anyCode = fc
  .array(fc.constantFrom(...base32Alphabet), { minLength: 20, maxLength: 20 })
  .map((characters) => characters.join(''));
const replaced = (text: string, index: number, character: string): string =>
  text.slice(0, index) + character + text.slice(index + 1);

describe('a receipt code', () => {
  test('has 20 random characters and is shown in groups, with its check character', () => {
    const code = makeReceiptCode();
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(formatReceiptCode(code)).toMatch(/^(\w{4}-){5}\w$/);
    expect(new Set(Array.from({ length: 200 }, () => makeReceiptCode())).size).toBe(200);
  });

  test('takes every one of the 100 bits from its source', () => {
    const none = makeReceiptCode(() => new Uint8Array(13));
    for (let bit = 0; bit < 100; bit++) {
      const bytes = new Uint8Array(13);
      bytes[bit >> 3]! |= 128 >> (bit & 7);
      expect(
        makeReceiptCode(() => bytes),
        `bit ${bit}`,
      ).not.toBe(none);
    }
  });

  test.each([
    (shown: string) => shown,
    (shown: string) => shown.toLowerCase(),
    (shown: string) => shown.replaceAll('-', ' '),
    (shown: string) => shown.replaceAll('-', ''),
    (shown: string) => ` ${shown.replaceAll('-', '–')}.\n`,
    (shown: string) => shown.replaceAll('0', 'o').replaceAll('1', 'l'),
    (shown: string) => shown.replaceAll('0', 'O').replaceAll('1', 'I'),
  ])('is taken as people type it (%#)', (typed) => {
    expect(parseReceiptCode(typed(formatReceiptCode(known)))).toEqual({ code: known });
  });

  test('with one wrong character is found to be mistyped', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(20), fc.constantFrom(...base32Alphabet), (code, index, character) => {
        const shown = formatReceiptCode(code).replaceAll('-', '');
        fc.pre(shown[index] !== character);
        expect(parseReceiptCode(replaced(shown, index, character))).toEqual({ problem: 'receipt.mistyped' });
      }),
    );
  });

  test('with two characters in each other’s place is found to be mistyped', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(20), fc.nat(20), (code, one, other) => {
        const shown = formatReceiptCode(code).replaceAll('-', '');
        fc.pre(shown[one] !== shown[other]);
        const swapped = replaced(replaced(shown, one, shown[other]!), other, shown[one]!);
        expect(parseReceiptCode(swapped)).toEqual({ problem: 'receipt.mistyped' });
      }),
    );
  });

  test.each([
    ['', 'receipt.length'],
    ['0123-4567', 'receipt.length'],
    [`${formatReceiptCode(known)}0`, 'receipt.length'],
    ['0123-4567-89ABC*', 'receipt.characters'],
    ['U123', 'receipt.characters'],
    ['Đ123-4567', 'receipt.accents'],
    ['â123-4567', 'receipt.accents'],
  ])('typed as %j is told why it cannot be one', (typed, problem) => {
    expect(parseReceiptCode(typed)).toEqual({ problem });
  });
});

describe('what a code opens', () => {
  test('is derived as libsodium derives it, two things that tell nothing of each other', () => {
    const { locator, keyPair } = receiptOf(known);
    const derived = (purpose: string) => sodium.crypto_generichash(32, `binhyen ${purpose} 1\n${known}`, null);
    expect(locator).toEqual(derived('locator'));
    expect(keyPair.secretKey).toEqual(derived('receipt'));
    expect(keyPair.secretKey).not.toEqual(locator);
    expect(sodium.crypto_scalarmult_base(keyPair.secretKey)).toEqual(keyPair.publicKey);
  });

  test('stays the same for ever', () => {
    const { locator, keyPair } = receiptOf(known);
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    expect({ shown: formatReceiptCode(known), locator: hex(locator), publicKey: hex(keyPair.publicKey) }).toEqual({
      shown: '0123-4567-89AB-CDEF-GHJK-E',
      locator: 'f121b79a6dd8c525d44aa37c4e5f7abe02086a9a5e878bd0069caa7ea7bbbd8f',
      publicKey: 'a76ea0f2665dfc5482427d404bf315cf7291dbb283148530cf1d256e6cb51166',
    });
  });

  test('is a content key that was sealed to it, and by no neighbouring code', () => {
    const key: Bytes = makeContentKey();
    const sealed = sealTo(receiptOf(known).keyPair.publicKey, key);
    expect(openSealed(receiptOf(known).keyPair, sealed)).toEqual(key);
    expect(() => openSealed(receiptOf(replaced(known, 19, '0')).keyPair, sealed)).toThrow();
  });
});
