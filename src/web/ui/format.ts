import { isDay } from '#platform/periods.rules.ts';
import type { Language } from '#web/locales/language.ts';

const marks = { vi: { thousand: '.', decimal: ',' }, en: { thousand: ',', decimal: '.' } } as const;
const minus = '−';

/** An exact decimal text in the reader's writing, without passing through a float: 41736 → 41.736. */
export function formatNumber(value: string | number, language: Language): string {
  const [, sign, whole = '', fraction] = /^([-−]?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? [];
  if (whole === '') return String(value);
  const { thousand, decimal } = marks[language];
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, thousand);
  return `${sign ? minus : ''}${grouped}${fraction ? decimal + fraction : ''}`;
}

/** A value with its measure unit: 92,66%; 41.736 tin. The per cent sign clings, words keep a space. */
export function formatValue(value: string | number, measureUnit: string, language: Language): string {
  const number = formatNumber(value, language);
  if (measureUnit === '') return number;
  return measureUnit === '%' ? `${number}%` : `${number}\u00a0${measureUnit}`;
}

/**
 * What somebody typed, as an exact decimal text; undefined when it is no number in this writing. In Vietnamese 1.270 is
 * one thousand two hundred and seventy, and 12.5 is refused rather than guessed.
 */
export function parseNumber(typed: string, language: Language): string | undefined {
  const { thousand, decimal } = marks[language];
  const text = typed.replaceAll(/[\s\u00a0]/g, '').replace(minus, '-');
  const [wholeText = '', fraction, ...rest] = text.split(decimal);
  if (rest.length > 0 || (fraction !== undefined && !/^\d{1,6}$/.test(fraction))) return undefined;
  const grouped = new RegExp(`^-?\\d{1,3}(\\${thousand}\\d{3})+$`);
  const whole = grouped.test(wholeText) ? wholeText.replaceAll(thousand, '') : wholeText;
  if (!/^-?\d{1,15}$/.test(whole)) return undefined;
  const trimmed = whole.replace(/^(-?)0+(?=\d)/, '$1');
  return fraction === undefined ? trimmed : `${trimmed}.${fraction}`;
}

/** 2026-11-14 → 14/11/2026. */
export function formatDay(day: string): string {
  const [year, month, date] = day.slice(0, 10).split('-');
  return `${date}/${month}/${year}`;
}

/** 2026-11 → 11/2026. */
export function formatMonth(month: string): string {
  return `${month.slice(5, 7)}/${month.slice(0, 4)}`;
}

/** The days of a span, leaving out what repeats: 15/10–14/11/2026, 15/12/2024–14/12/2025. */
export function formatDays(from: string, to: string): string {
  const first = from.slice(0, 4) === to.slice(0, 4) ? formatDay(from).slice(0, 5) : formatDay(from);
  return `${first}–${formatDay(to)}`;
}

const instants = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** An instant by the clock of Vietnam: 14:05 22/11/2026. */
export function formatInstant(instant: string): string {
  const parts = Object.fromEntries(instants.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}/${parts.year}`;
}

/** Text without diacritics and in lower case, for finding a word in a short list. */
export function foldText(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
}

/** Last day of a half-open period, from the first day after it: 2025-07-01 → 2025-06-30. */
export function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}

/** Reads a day as people write it here, day first: 5/3/2026, 05-03-2026, 05032026; null when it is none. */
export function parseDay(typed: string): string | null {
  const text = typed.trim();
  const match = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (!match) return null;
  const [, day = '', month = '', year = ''] = match;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(written) ? written : null;
}
