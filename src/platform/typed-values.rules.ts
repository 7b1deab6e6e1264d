/**
 * Reads what people type or paste: numbers and days as written in Vietnam, text, choices. What can be read in two ways is
 * refused with a sentence, never guessed. The same in forms, pasted grids and imported workbooks.
 */
import Big from 'big.js';
import { type Day, isDay } from '#platform/periods.rules.ts';

/** Why a value was not read; {name} stands for a parameter. */
export const typedValueWords = {
  'value.empty': { vi: 'Ô đang trống.', en: 'The cell is empty.' },
  'number.not_a_number': { vi: '“{text}” không phải là số.', en: '“{text}” is not a number.' },
  'number.extra_word': {
    vi: '“{text}” có chữ “{word}”. Hãy chỉ ghi số: {number}.',
    en: '“{text}” has the word “{word}”. Write the number alone: {number}.',
  },
  'number.comma_ambiguous': {
    vi: '“{text}” là {whole} hay {decimal}? Nếu là {whole}, hãy viết {grouped} hoặc {whole}.',
    en: 'Is “{text}” {whole} or {decimal} (decimal comma)? If it is {whole}, write {grouped} or {whole}.',
  },
  'number.multiple_ambiguous': {
    vi: '“{text}” có thể hiểu hai cách. Hãy viết đủ các chữ số: {first} hoặc {second}.',
    en: '“{text}” can be read in two ways. Write all digits: {first} or {second}.',
  },
  'number.point_ambiguous': {
    vi: '“{text}”: dấu chấm chỉ dùng để tách hàng nghìn. Nếu là số thập phân, hãy viết {decimal}; nếu không, hãy viết {whole}.',
    en: '“{text}”: a point only separates thousands. If it is a decimal number, write {decimal}; if not, write {whole}.',
  },
  'number.english': {
    vi: '“{text}” viết theo kiểu tiếng Anh. Hãy viết {vietnamese}.',
    en: '“{text}” is written the English way. Write {vietnamese}.',
  },
  'number.grouping_wrong': {
    vi: '“{text}”: sau mỗi dấu tách hàng nghìn phải có đúng ba chữ số.',
    en: '“{text}”: exactly three digits must follow each thousands mark.',
  },
  'number.percent': {
    vi: '“{text}” là tỷ lệ phần trăm; ô này cần một số, không có dấu %.',
    en: '“{text}” is a percentage; a number without % is wanted here.',
  },
  'number.parentheses': {
    vi: '“{text}” nằm trong ngoặc. Nếu là số âm, hãy viết -{number}; nếu không, hãy viết {number}.',
    en: '“{text}” is in parentheses. If it is negative, write -{number}; if not, write {number}.',
  },
  'number.not_whole': { vi: '“{text}” phải là số nguyên.', en: '“{text}” must be a whole number.' },
  'number.too_many_decimals': {
    vi: '“{text}” có quá {decimals} chữ số thập phân.',
    en: '“{text}” has more than {decimals} decimal places.',
  },
  'day.not_a_day': {
    vi: '“{text}” không phải là ngày. Hãy viết như 05/01/2026.',
    en: '“{text}” is not a day. Write it like 05/01/2026 (day/month/year).',
  },
  'day.incomplete': {
    vi: '“{text}” chưa đủ ngày, tháng, năm. Hãy viết như 05/01/2026.',
    en: '“{text}” lacks day, month or year. Write it like 05/01/2026 (day/month/year).',
  },
  'day.year_short': {
    vi: '“{text}”: hãy viết năm đủ bốn chữ số, ví dụ {example}.',
    en: '“{text}”: write the year with four digits, such as {example}.',
  },
  'day.month_first': {
    vi: '“{text}” viết tháng trước ngày. Hãy viết ngày trước: {example}.',
    en: '“{text}” has the month first. Write the day first: {example}.',
  },
  'day.not_in_calendar': { vi: 'Không có ngày “{text}” trong lịch.', en: 'There is no day “{text}” in the calendar.' },
  'day.year_implausible': {
    vi: '“{text}”: năm phải từ 1900 đến 2099.',
    en: '“{text}”: the year must be from 1900 to 2099.',
  },
  'day.number_not_a_day': {
    vi: 'Số {text} không phải là ngày của Excel.',
    en: 'The number {text} is not a day of Excel.',
  },
} as const;

export type TypedRefusalCode = keyof typeof typedValueWords;
export type TypedRefusal = { code: TypedRefusalCode; params: Record<string, string> };
/** Either the value, or why it was not read. */
export type Reading<Value> = { value: Value; refusal?: undefined } | { value?: undefined; refusal: TypedRefusal };

/** The sentence of a refusal. */
export function sayRefusal({ code, params }: TypedRefusal, language: 'vi' | 'en'): string {
  return typedValueWords[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '…');
}

function refuse(code: TypedRefusalCode, params: Record<string, string> = {}): { refusal: TypedRefusal } {
  return { refusal: { code, params } };
}

// --- text ---------------------------------------------------------------------------------------------------------

/** Composed Unicode; odd and repeated spaces made one, line breaks too; without invisible marks; trimmed. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g, '')
    .replaceAll(/[\s\u0085\u180E\u2800\u3164]+/g, ' ')
    .trim();
}

// Grave, acute, tilde, hook above, dot below. Circumflex, breve and horn belong to the letter, not to the tone.
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/**
 * A label in the form in which two spellings of it are equal: case, form of Unicode, spaces, dashes and the place of
 * the tone mark (hoà, hòa) do not matter, diacritics do.
 */
export function foldForMatch(text: string): string {
  return cleanText(text)
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u2018\u2019`]/g, "'")
    .replaceAll(/\s*[\u2010-\u2015-]\s*/g, '-')
    .replaceAll(/[\p{L}\p{M}]+/gu, (word) => word.replace(toneMarks, '') + (word.match(toneMarks) ?? []).join(''));
}

// --- numbers ------------------------------------------------------------------------------------------------------

/** decimals: how many places are allowed after the comma; 0 wants a whole number. */
export type NumberWanted = { decimals: number };

const multiples: Record<string, number> = {
  nghìn: 1e3,
  ngàn: 1e3,
  triệu: 1e6,
  tỉ: 1e9,
  tỷ: 1e9,
  'nghìn tỉ': 1e12,
  'nghìn tỷ': 1e12,
  'ngàn tỉ': 1e12,
  'ngàn tỷ': 1e12,
};
const money = 'đồng|vnđ|vnd|đ|₫';
const numberShape = new RegExp(
  String.raw`^(?:(?:${money})\s*)?(?<sign>[-−])?\s*(?<digits>\d[\d.,\s]*?)\s*(?<multiple>${Object.keys(multiples).join('|')})?\s*(?:${money})?$`,
  'iu',
);
/** Longer than any number of this house, so that no text of a page is taken apart. */
const longestNumber = 60;

/**
 * Reads a number as written in Vietnam: point or space between thousands, comma before decimals, with nghìn, triệu, tỷ
 * and đồng where given. 41.736 → 41736; 92,66 → 92.66; 1,5 triệu → 1500000. A minus is read; percent signs, parentheses,
 * other words (khoảng, khẩu) and English writing are refused. Gives exact decimal text, point before decimals.
 */
export function readTypedNumber(typed: string, wanted: NumberWanted): Reading<string> {
  const text = cleanText(typed);
  if (text === '') return refuse('value.empty');
  const shape = text.length > longestNumber ? null : numberShape.exec(text);
  if (shape?.groups === undefined) return refuse(...whyNotANumber(text));
  const { sign = '', digits = '', multiple } = shape.groups;
  const times = multiple === undefined ? 1 : (multiples[multiple.toLowerCase()] ?? 1);
  const plain = readDigits(text, digits, times, wanted);
  if (plain.refusal !== undefined) return plain;
  return checkDecimals(text, new Big(plain.value).times(times).times(sign === '' ? 1 : -1), wanted);
}

/**
 * Reads the number of a workbook's cell. Fractions are rounded to the 15 digits a workbook keeps. A fraction of three
 * places where a whole number is wanted is refused as ambiguous: 41.736 typed into an English Excel is 41,736.
 */
export function readCellNumber(value: number, wanted: NumberWanted): Reading<string> {
  const exact = new Big(value.toPrecision(15));
  const written = exact.toFixed().replace('.', ',');
  if (/^[1-9]\d{0,2},\d{3}$/.test(written) && wanted.decimals < 3) return refuse(...commaAmbiguous(written, written));
  return checkDecimals(written, exact, wanted);
}

function checkDecimals(text: string, value: Big, { decimals }: NumberWanted): Reading<string> {
  if (value.round(decimals, 0).eq(value)) return { value: value.eq(0) ? '0' : value.toFixed() };
  return decimals === 0
    ? refuse('number.not_whole', { text })
    : refuse('number.too_many_decimals', { text, decimals: String(decimals) });
}

/** Digits with their marks → decimal text with a point. */
function readDigits(text: string, digits: string, times: number, { decimals }: NumberWanted): Reading<string> {
  if (/^\d+$/.test(digits)) return { value: digits };
  if (/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$|^[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?$/.test(digits)) {
    return { value: digits.replaceAll(/[. ]/g, '').replace(',', '.') };
  }
  if (/^[1-9]\d{0,2},\d{3}$/.test(digits) && (times > 1 || decimals < 3)) {
    if (times === 1) return refuse(...commaAmbiguous(text, digits));
    const [first, second] = [digits.replace(',', '.'), digits.replace(',', '')].map((each) =>
      group(new Big(each).times(times).toFixed()),
    );
    return refuse('number.multiple_ambiguous', { text, first: first!, second: second! });
  }
  if (/^\d+,\d+$/.test(digits)) return { value: digits.replace(',', '.') };
  if (/^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$/.test(digits)) {
    const [whole = '', fraction] = digits.replaceAll(',', '').split('.');
    return refuse('number.english', {
      text,
      vietnamese: group(whole) + (fraction === undefined ? '' : `,${fraction}`),
    });
  }
  if (/^\d+\.\d+$/.test(digits)) {
    const [decimal, whole] = [digits.replace('.', ','), group(digits.replace('.', ''))];
    return refuse('number.point_ambiguous', { text, decimal, whole });
  }
  return /^\d+(?:[., ]\d+)+$/.test(digits)
    ? refuse('number.grouping_wrong', { text })
    : refuse('number.not_a_number', { text });
}

function commaAmbiguous(text: string, digits: string): [TypedRefusalCode, Record<string, string>] {
  const whole = digits.replace(',', '');
  return ['number.comma_ambiguous', { text, whole, decimal: digits, grouped: group(whole) }];
}

/** Whole digits with points between thousands. */
function group(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '').replaceAll(/\B(?=(?:\d{3})+$)/g, '.');
}

function whyNotANumber(text: string): [TypedRefusalCode, Record<string, string>] {
  const number = /\d[\d.,]*(?:\s\d{3})*/.exec(text)?.[0].replace(/[.,]+$/, '');
  if (number === undefined || text.length > longestNumber) return ['number.not_a_number', { text: shorten(text) }];
  if (/^[-−]?\s*[\d.,\s]+%$/.test(text)) return ['number.percent', { text }];
  if (/^\([\d.,\s]+\)$/.test(text)) return ['number.parentheses', { text, number }];
  const others = text.split(number).map((part) => part.trim());
  const words = others.filter((part) => part !== '');
  return words.length === 1 && /^[\p{L}\s]+$/u.test(words[0]!)
    ? ['number.extra_word', { text, word: words[0]!, number }]
    : ['number.not_a_number', { text }];
}

function shorten(text: string): string {
  return text.length > longestNumber ? `${text.slice(0, longestNumber)}…` : text;
}

// --- days ---------------------------------------------------------------------------------------------------------

const timePart =
  /[\sT,]+(?:lúc\s+)?\d{1,2}(?::|h|g|\sgiờ\s)\d{2}(?:(?::|\s)?\d{2}(?:\.\d+)?)?(?:\s?(?:[ap]m|sa|ch|phút))?$/iu;
const dayFirst = /^(?:ngày\s*)?(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,4})$/iu;
const inWords = /^(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*(?:,\s*)?năm\s*(\d{1,4})$/iu;
const yearFirst = /^(\d{4})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{1,2})$/;
const incomplete =
  /^(?:tháng\s*)?\d{1,2}\s*(?:[/.-]|\s*năm)\s*\d{4}$|^\d{1,2}\s*[/.-]\s*\d{1,2}$|^(?:năm\s*)?(?:19|20)\d{2}$|^ngày\s*\d{1,2}\s*tháng\s*\d{1,2}$/iu;

/**
 * Reads a day written day first (5/1/2026, 05-01-2026, 05.01.2026, ngày 05 tháng 01 năm 2026) or year first
 * (2026-01-05); a time behind it is left out. Gives yyyy-mm-dd. Refused: years of two digits, month before day,
 * days that the calendar does not have, bare numbers.
 */
export function readTypedDay(typed: string): Reading<Day> {
  const text = cleanText(typed);
  if (text === '') return refuse('value.empty');
  const bare = text.replace(timePart, '');
  const [, y, , ym, yd] = yearFirst.exec(bare) ?? [];
  if (y !== undefined) return toDay(text, y, ym!, yd!);
  const [, d, , m, year] = dayFirst.exec(bare) ?? [];
  if (d !== undefined) return fromDayFirst(text, d, m!, year!);
  const [, wordDay, wordMonth, wordYear] = inWords.exec(bare) ?? [];
  if (wordDay !== undefined) return fromDayFirst(text, wordDay, wordMonth!, wordYear!);
  return refuse(incomplete.test(bare) ? 'day.incomplete' : 'day.not_a_day', { text: shorten(text) });
}

function fromDayFirst(text: string, day: string, month: string, year: string): Reading<Day> {
  const [dd, mm] = [day.padStart(2, '0'), month.padStart(2, '0')];
  if (year.length !== 4) {
    return refuse('day.year_short', { text, example: `${dd}/${mm}/20${year.slice(-2).padStart(2, '0')}` });
  }
  if (isDay(`${year}-${dd}-${mm}`) && Number(month) > 12) {
    return refuse('day.month_first', { text, example: `${mm}/${dd}/${year}` });
  }
  return toDay(text, year, month, day);
}

function toDay(text: string, year: string, month: string, day: string): Reading<Day> {
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!isDay(value)) return refuse('day.not_in_calendar', { text });
  return isPlausible(value) ? { value } : refuse('day.year_implausible', { text });
}

function isPlausible(day: Day): boolean {
  return day >= '1900-01-01' && day <= '2099-12-31';
}

const msOfDay = 86_400_000;

/**
 * The day of an Excel date serial; the time of day is left out. The 1900 system counts from 1 January 1900 = 1 and has a
 * 29 February 1900 that never was (60), refused here; the 1904 system counts from 1 January 1904 = 0.
 */
export function fromExcelSerial(serial: number, is1904: boolean): Reading<Day> {
  const count = Math.floor(serial);
  const isKnown = is1904 ? count >= 0 : count >= 1 && count !== 60;
  const text = String(serial);
  if (!isKnown || count > 2_958_465) return refuse('day.number_not_a_day', { text });
  const first = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, count < 60 ? 31 : 30);
  const value = new Date(first + count * msOfDay).toISOString().slice(0, 10);
  return isPlausible(value) ? { value } : refuse('day.year_implausible', { text: value });
}
