/** The sections that a review report may have, in their order. */
export const sectionKeys = [
  'situation',
  'leadership',
  'results',
  'outreach',
  'tips',
  'initiatives',
  'equipment',
  'teams',
  'hand_ins',
  'supports',
  'standards',
  'awards',
  'others',
  'limits',
  'tasks',
  'coverage',
] as const;
export type SectionKey = (typeof sectionKeys)[number];

/** The sections that hold text of the writer; results is only a heading, coverage an annex. */
export const textSections = sectionKeys.filter((key) => key !== 'results' && key !== 'others' && key !== 'coverage');

/** Those of them that live from it and have hardly a figure. */
export const mainTexts = ['situation', 'leadership', 'limits', 'tasks'] as const satisfies SectionKey[];

const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

/** Numbers sections I, II … and their parts 1, 2 …; what is empty takes no number. */
export function numberSections<S extends { level: 1 | 2 }>(
  sections: { section: S; isEmpty: boolean }[],
): (S & { number: string })[] {
  let [first, second] = [0, 0];
  return sections.map(({ section, isEmpty }) => {
    if (isEmpty) return { ...section, number: '' };
    if (section.level === 2) return { ...section, number: String(++second) };
    second = 0;
    return { ...section, number: numerals[first++]! };
  });
}
