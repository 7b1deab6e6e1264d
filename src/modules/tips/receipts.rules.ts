/** The receipt code of a tip, made where the tip is sealed: the one thing that opens it again for the resident. */
import { blake2b } from '@noble/hashes/blake2.js';
import { randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base32Alphabet, inGroups, toBase32 } from './base32.rules.ts';
import { type Bytes, type KeyPair, keyPairOf, type Random } from './sealing.rules.ts';

const codeLength = 20;

/** 20 characters, 100 random bits, without the check character. */
export function makeReceiptCode(source: Random = (length) => randomBytes(length) as Bytes): string {
  return toBase32(source(13), codeLength);
}

/** As it is shown and written down: XXXX-XXXX-XXXX-XXXX-XXXX-C. */
export function formatReceiptCode(code: string): string {
  return inGroups(code + checkCharacterOf(code));
}

/** The code that was meant, or why what was typed cannot be one. */
export type ParsedReceiptCode =
  | { code: string }
  | { problem: 'receipt.accents' | 'receipt.characters' | 'receipt.length' | 'receipt.mistyped' };

/** Takes a code as people type it: small letters, O for 0, I or L for 1, any spaces and dashes. */
export function parseReceiptCode(typed: string): ParsedReceiptCode {
  const bare = typed.normalize('NFD').replaceAll(/[\s\p{Pd}.,·_]/gu, '');
  // Written by a Vietnamese keyboard, DD became Đ and AA became Â: the code is no longer there.
  if (/[\u0300-\u036fđĐ]/u.test(bare)) return { problem: 'receipt.accents' };
  const code = bare.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  if ([...code].some((character) => !base32Alphabet.includes(character))) return { problem: 'receipt.characters' };
  if (code.length !== codeLength + 1) return { problem: 'receipt.length' };
  const wanted = code.slice(0, codeLength);
  return checkCharacterOf(wanted) === code[codeLength] ? { code: wanted } : { problem: 'receipt.mistyped' };
}

/**
 * A weighted sum over the field of 32 elements. All weights differ and none is 0 or 1, so every single wrong character
 * and every two that changed places are found, wherever they stand, the check character among them.
 */
function checkCharacterOf(code: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of code) {
    weight = double(weight);
    sum ^= multiply(weight, base32Alphabet.indexOf(character));
  }
  return base32Alphabet[sum]!;
}

/** Multiplication by x, modulo x⁵ + x² + 1. */
function double(value: number): number {
  return value & 16 ? ((value << 1) ^ 0b100101) & 31 : value << 1;
}

function multiply(one: number, other: number): number {
  let product = 0;
  for (let power = one, rest = other; rest > 0; power = double(power), rest >>= 1) if (rest & 1) product ^= power;
  return product;
}

/** What a code opens: the server finds the tip by the locator, and only the code's own key pair opens its content key. */
export type Receipt = { locator: Bytes; keyPair: KeyPair };

export function receiptOf(code: string): Receipt {
  return { locator: derive(code, 'locator'), keyPair: keyPairOf(derive(code, 'receipt')) };
}

/** BLAKE2b of a word for the purpose and the 20 characters. The code has 100 bits, so nothing slow is needed. */
function derive(code: string, purpose: 'locator' | 'receipt'): Bytes {
  return blake2b(utf8ToBytes(`binhyen ${purpose} 1\n${code}`), { dkLen: 32 }) as Bytes;
}
