import { resultSections } from './results.definition.ts';
import type { SectionKey } from './report-sections.rules.ts';
import type { SectionDefinition, Words } from './sentences.definition.ts';
import { awards, leadership, limits, situation, standards, tasks } from './surroundings.definition.ts';

export type { Clause, SectionDefinition, Sentence } from './sentences.definition.ts';

/** Only a heading: its parts follow it. */
const results: SectionDefinition = {
  key: 'results',
  level: 1,
  title: { vi: 'Kết quả thực hiện', en: 'Results' },
  letters: [],
  codes: [],
  written: false,
  sentences: [],
};

const others: SectionDefinition = {
  key: 'others',
  level: 1,
  title: { vi: 'Các chỉ tiêu khác', en: 'Other indicators' },
  letters: [],
  codes: [],
  written: false,
  sentences: [],
};

/**
 * The sections of a review report in their order. An indicator that is reported but named in no sentence is told by its
 * name; one that the database does not have is left out.
 */
export const reviewSections: SectionDefinition[] = [
  situation,
  leadership,
  results,
  ...resultSections,
  standards,
  awards,
  others,
  limits,
  tasks,
];

const byCode = new Map(reviewSections.flatMap((section) => section.codes.map((code) => [code, section] as const)));
const byLetter = new Map(reviewSections.flatMap((section) => section.letters.map((one) => [one, section] as const)));

/** The section to which an indicator belongs: the one that names it, else the one of its letter. */
export function findSection(code: string): SectionDefinition {
  return byCode.get(code) ?? byLetter.get(code.replace(/\d+$/, '')) ?? others;
}

export const coverageTitle: Words = { vi: 'Độ phủ và nguồn gốc số liệu', en: 'Coverage and origin of the figures' };

export const reviewTitle: Words = { vi: 'Báo cáo', en: 'Report' };

/** {place} is "trên địa bàn tỉnh …", {span} the months with their days. */
export const reviewAbstract: Words = {
  vi: 'Kết quả phong trào Toàn dân bảo vệ an ninh Tổ quốc {place} {span}',
  en: 'Results of the movement All People Protect National Security {place} {span}',
};

/** What the abstract of a saved report begins with, until its writer gives it another. */
export const reviewKinds = {
  interim: {
    vi: 'Sơ kết phong trào Toàn dân bảo vệ an ninh Tổ quốc {place} {span}',
    en: 'Interim review of the movement All People Protect National Security {place} {span}',
  },
  final: {
    vi: 'Tổng kết phong trào Toàn dân bảo vệ an ninh Tổ quốc {place} {span}',
    en: 'Final review of the movement All People Protect National Security {place} {span}',
  },
} as const satisfies Record<string, Words>;

/** Which indicators are drawn, and in which section: by time, by unit, or as shares. */
export const chartDefinitions: {
  section: SectionKey;
  kind: 'line' | 'bars' | 'share';
  codes: string[];
  title: Words;
}[] = [
  { section: 'outreach', kind: 'line', codes: ['O01'], title: { vi: '', en: '' } },
  { section: 'tips', kind: 'line', codes: ['T02'], title: { vi: '', en: '' } },
  { section: 'tips', kind: 'bars', codes: ['T02'], title: { vi: '', en: '' } },
  {
    section: 'tips',
    kind: 'share',
    codes: ['T23', 'T25', 'T26', 'T27', 'T28', 'T42'],
    title: { vi: 'Nguồn tin theo kênh tiếp nhận', en: 'Tips by channel' },
  },
  { section: 'initiatives', kind: 'bars', codes: ['M03'], title: { vi: '', en: '' } },
  { section: 'hand_ins', kind: 'line', codes: ['H03'], title: { vi: '', en: '' } },
];

export const reportNoteWords = {
  'report.demonstration': {
    vi: 'Dữ liệu minh họa: cơ sở dữ liệu này chứa dữ liệu để dùng thử; không dùng làm báo cáo chính thức.',
    en: 'Demonstration data: this database holds data for trying out; not for an official report.',
  },
} as const;
