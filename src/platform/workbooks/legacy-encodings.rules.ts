/**
 * Text typed before Unicode: the TCVN3 (ABC) and VNI fonts show Vietnamese letters in place of Latin-1 characters, so a
 * program that does not know the font sees “C«ng an” (TCVN3) or “Coâng an” (VNI). Here they become Unicode again.
 */
import { isSyllable } from './syllables.rules.ts';

export type LegacyEncoding = 'tcvn3' | 'vni';

// TCVN 5712:1993, VN3. Letters with a tone have no capitals of their own; the fonts ending in H show all as capitals.
const tcvn3Rows = [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứựỳỷỹýỵ'],
] as const;

/** TCVN3 character → letter. */
export const tcvn3Letters: ReadonlyMap<string, string> = new Map(
  tcvn3Rows.flatMap(([first, letters]) =>
    [...letters].map((letter, index) => [String.fromCharCode(first + index), letter] as const),
  ),
);

// VNI for Windows: letter and mark are two characters, but for these.
const vniSingles = [
  ['ñ', 'đ'],
  ['ô', 'ơ'],
  ['ö', 'ư'],
  ['í', 'í'],
  ['ì', 'ì'],
  ['æ', 'ỉ'],
  ['ó', 'ĩ'],
  ['ò', 'ị'],
  ['î', 'ỵ'],
] as const;
const vniTones = 'ùøûõï';
const vniPairRows = [
  ['a', vniTones, 'áàảãạ'],
  ['a', 'âáàåãä', 'âấầẩẫậ'],
  ['a', 'êéèúüë', 'ăắằẳẵặ'],
  ['e', vniTones, 'éèẻẽẹ'],
  ['e', 'âáàåãä', 'êếềểễệ'],
  ['o', vniTones, 'óòỏõọ'],
  ['o', 'âáàåãä', 'ôốồổỗộ'],
  ['ô', vniTones, 'ớờởỡợ'],
  ['u', vniTones, 'úùủũụ'],
  ['ö', vniTones, 'ứừửữự'],
  ['y', 'ùøûõ', 'ýỳỷỹ'],
] as const;

/** VNI writing of one letter → letter; capitals and small letters. */
export const vniLetters: ReadonlyMap<string, string> = new Map(
  [
    ...vniSingles,
    ...vniPairRows.flatMap(([base, marks, letters]) =>
      [...marks].map((mark, index) => [base + mark, letters[index]!] as const),
    ),
  ].flatMap(([written, letter]) => [
    [written, letter],
    [written.toUpperCase(), letter.toUpperCase()],
  ]),
);

/** What the name of a font says about text set in it; undefined for a font of Unicode. */
export function encodingOfFont(fontName: string): { encoding: LegacyEncoding; isCapitals: boolean } | undefined {
  const name = fontName.trim();
  if (/^\.vn/i.test(name)) return { encoding: 'tcvn3', isCapitals: name.endsWith('H') };
  if (/^vni-/i.test(name)) return { encoding: 'vni', isCapitals: false };
  return undefined;
}

/** Letters that only Unicode has; text with one of them is left as it is. */
const unicodeOnly = /[ĂăĐđĨĩŨũƠơƯư\u1EA0-\u1EF9]|[\u0300-\u0323]/u;

/** Text of a legacy font in Unicode. Text that is Unicode already comes back as it is. */
export function fromLegacy(text: string, encoding: LegacyEncoding): string {
  if (unicodeOnly.test(text)) return text;
  return encoding === 'tcvn3'
    ? text.replaceAll(/[\u00A1-\u00FE]/g, (each) => tcvn3Letters.get(each) ?? each)
    : fromVni(text);
}

function fromVni(text: string): string {
  let result = '';
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at]!;
    const next = text[at + 1] ?? '';
    // A mark takes the case of its letter: Aù and AÙ are both Á.
    const isCapital = one !== one.toLowerCase();
    const pair = vniLetters.get(one + (isCapital ? next.toUpperCase() : next.toLowerCase()));
    if (next !== '' && pair !== undefined) {
      result += pair;
      at += 1;
    } else {
      result += vniLetters.get(one) ?? one;
    }
  }
  return result;
}

// The shares of words that decide. A wrong reading leaves few syllables standing, the right one nearly all.
const sure = 0.9;
const doubtful = 0.5;
const fewestWords = 5;

/**
 * How texts without a known font are encoded, told from all of them together; uncertain when they are too few, or mixed,
 * or make sense in no reading. The texts of one column or one sheet belong together.
 */
export function determineEncoding(texts: Iterable<string>): 'unicode' | LegacyEncoding | 'uncertain' {
  const words = new Set<string>();
  let hasUnicode = false;
  for (const text of texts) {
    if (unicodeOnly.test(text)) hasUnicode = true;
    else
      for (const word of text.match(/[A-Za-z\u00A1-\u00FF]*[\u00A1-\u00FF][A-Za-z\u00A1-\u00FF]*/g) ?? [])
        words.add(word);
  }
  const shares = { unicode: share(words, (word) => word) };
  if (words.size === 0 || shares.unicode >= sure) return 'unicode';
  const telling = new Set([...words].filter((word) => !isSyllable(word)));
  const tcvn3 = share(telling, (word) => fromLegacy(word, 'tcvn3'));
  const vni = share(telling, (word) => fromLegacy(word, 'vni'));
  const [best, value, other] = tcvn3 > vni ? (['tcvn3', tcvn3, vni] as const) : (['vni', vni, tcvn3] as const);
  if (value < doubtful || (hasUnicode && telling.size < fewestWords)) return 'unicode';
  return value >= sure && other < doubtful && telling.size >= fewestWords && !hasUnicode ? best : 'uncertain';
}

/** Whether nearly all words with accents are Vietnamese syllables, and there is at least one. */
export function isVietnamese(text: string): boolean {
  const words = text.match(/\p{L}+/gu) ?? [];
  return share(new Set(words.filter((word) => /[^A-Za-z]/.test(word))), (word) => word) >= sure;
}

function share(words: ReadonlySet<string>, read: (word: string) => string): number {
  let count = 0;
  for (const word of words) if (isSyllable(read(word))) count += 1;
  return words.size === 0 ? 0 : count / words.size;
}
