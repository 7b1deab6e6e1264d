/** Names as they are counted: spaces and the way diacritics are written make no other name; each once, in order. */
export function toKeys(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.normalize('NFC').replaceAll(/\s+/g, ' ').trim()))]
    .filter(Boolean)
    .toSorted();
}

/** The sections of the period in the order of the paper form, with the letters of the indicators that stand in each. */
const letters = {
  tips: 'T',
  initiatives: 'M',
  activities: 'O',
  handIns: 'H',
  awards: 'A',
  standards: 'S',
  focusAreas: 'F',
  coordination: 'C',
  teams: 'L',
} as const;

export type PeriodSection = keyof typeof letters | 'others';

export const periodSections = [...(Object.keys(letters) as (keyof typeof letters)[]), 'others' as const];

/** The section of an indicator, by the letter of its code. */
export function findSection(code: string): PeriodSection {
  return periodSections.find((section) => section !== 'others' && letters[section] === code[0]) ?? 'others';
}

/** Indicators in the order of the paper form: section by section, by code within each. */
export function compareInForm(one: string, other: string): number {
  return (
    periodSections.indexOf(findSection(one)) - periodSections.indexOf(findSection(other)) ||
    one.localeCompare(other, 'en')
  );
}
