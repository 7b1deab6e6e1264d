import { addMonths, isMonth, type Month } from '#platform/periods.rules.ts';

// The address of the explorer carries the whole question. What people choose on screen is read from it and written to it.

export const exploreTabs = ['table', 'lines', 'compare', 'small', 'map'] as const;
export type ExploreTab = (typeof exploreTabs)[number];

/** How the time of a question is chosen on screen; own = written by hand. */
export type TimeChoice =
  | { mode: 'months' | 'sum'; from: Month; to: Month }
  | { mode: 'years'; from: number; to: number }
  | { mode: 'own'; text: string };

const isYear = (text: string): boolean => /^\d{4}$/.test(text);

/** Reads one word of periods back into a choice; several words, and what no choice can say, stay as written. */
export function readTime(periods: string): TimeChoice {
  const own = { mode: 'own' as const, text: periods };
  const [, first = '', sign, last] = /^([\d-]+)(?:(\.\.|~)([\d-]+))?$/.exec(periods) ?? [];
  if (isMonth(first) && isMonth(last ?? first)) {
    return { mode: sign === '~' ? 'sum' : 'months', from: first, to: last ?? first };
  }
  if (sign !== '~' && isYear(first) && isYear(last ?? first)) {
    return { mode: 'years', from: Number(first), to: Number(last ?? first) };
  }
  return own;
}

export function writeTime(choice: TimeChoice): string {
  if (choice.mode === 'own') return choice.text;
  const { from, to } = choice;
  if (choice.mode === 'sum') return `${from}~${to}`;
  return from === to ? String(from) : `${from}..${to}`;
}

/** The same time said in another way, so that nothing is lost when somebody only tries the ways. */
export function changeMode(choice: TimeChoice, mode: TimeChoice['mode'], lastMonth: Month): TimeChoice {
  if (mode === choice.mode) return choice;
  if (mode === 'own') return { mode, text: writeTime(choice) };
  if (choice.mode === 'own') {
    return mode === 'years'
      ? { mode, from: Number(lastMonth.slice(0, 4)) - 4, to: Number(lastMonth.slice(0, 4)) }
      : { mode, from: addMonths(lastMonth, -11), to: lastMonth };
  }
  if (mode === 'years') return { mode, from: yearOf(choice.from), to: yearOf(choice.to) };
  if (choice.mode === 'years') {
    const to = `${choice.to}-12` > lastMonth ? lastMonth : `${choice.to}-12`;
    return { mode, from: `${choice.from}-01` > to ? to : `${choice.from}-01`, to };
  }
  return { mode, from: choice.from, to: choice.to };
}

const yearOf = (time: Month | number): number => Number(String(time).slice(0, 4));

// Units ------------------------------------------------------------------------------------------------------------------

export const askedKinds = ['province', 'district', 'commune'] as const;
export type AskedKind = (typeof askedKinds)[number];

/** A word of the units: a unit, or all units of a kind in one. */
export type UnitWord = { word: string; unit: string; kind: AskedKind | undefined };

export function readUnitWords(units: string): UnitWord[] {
  return splitWords(units).map((word) => {
    const [unit = '', kind] = word.split(':');
    return { word, unit, kind: askedKinds.find((one) => one === kind) };
  });
}

/** Adds a word at the end, once. */
export function addWord(words: string | undefined, word: string): string {
  return [...new Set([...splitWords(words ?? ''), word])].join(',');
}

export function removeWord(words: string, word: string): string | undefined {
  const rest = splitWords(words).filter((one) => one !== word);
  return rest.length === 0 ? undefined : rest.join(',');
}

export function splitWords(words: string): string[] {
  return words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Which units one looks at next below a unit; undefined where there are none with figures of their own below. */
export function kindBelow(unit: { kind: string }): AskedKind | undefined {
  if (unit.kind === 'nation') return 'province';
  return unit.kind === 'province' || unit.kind === 'district' ? 'commune' : undefined;
}
