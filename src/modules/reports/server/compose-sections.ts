import type { Figure, Indicator, Question } from '#modules/figures/figures.contract.ts';
import { type Rounding, writeInSentence } from '../figure-wording.rules.ts';
import { numberSections, type SectionKey } from '../report-sections.rules.ts';
import type { ReportChart, ReportPiece, ReportSection } from '../reports.contract.ts';
import {
  type Locale,
  lowerFirst,
  type Subject,
  unitOfParts,
  upperFirst,
  wordsOf,
  writeBasis,
  writeFigure,
  writePercent,
  writeShare,
} from '../reports.rules.ts';
import {
  type Clause,
  findSection,
  reviewSections,
  type SectionDefinition,
  type Sentence,
} from '../review-report.definition.ts';

/** An indicator of the report with its figure and who owes it. */
export type Reported = { indicator: Indicator; figure: Figure; owedBy: Subject };

/** What is told, and how its writer wants it told. */
export type Told = {
  reported: Reported[];
  question: Question;
  locale: Locale;
  /** The writer's own text by section, and how figures are rounded in sentences by indicator. */
  texts?: Partial<Record<SectionKey, string>>;
  roundings?: Record<string, Rounding>;
  charts?: { section: SectionKey; chart: ReportChart }[];
  keepsEmpty?: boolean;
};

/** The sections of a report in their order; keepsEmpty also those that live from the writer's text and have none yet. */
export function composeSections(told: Told): ReportSection[] {
  const all = reviewSections.map((definition) => {
    const own = told.reported.filter(({ indicator }) => findSection(indicator.code) === definition);
    const section = composeSection(definition, { ...told, reported: own }, told);
    return { definition, section, isEmpty: own.length === 0 && section.ownText.trim() === '' };
  });
  const hasParts = all.some(({ section, isEmpty }) => section.level === 2 && !isEmpty);
  const present = all
    .map((one) => (one.section.key === 'results' ? { ...one, isEmpty: !hasParts } : one))
    .filter(({ definition, isEmpty }) => !isEmpty || (told.keepsEmpty === true && definition.written));
  return numberSections(present);
}

type Unnumbered = Omit<ReportSection, 'number'>;

function composeSection(definition: SectionDefinition, told: Told, whole: Told): Unnumbered {
  const named = new Set(definition.sentences.flatMap((sentence) => sentence.clauses.map((clause) => clause.code)));
  const unnamed = told.reported.filter(({ indicator }) => !named.has(indicator.code));
  const writing = { told, all: whole.reported.map(({ indicator }) => indicator) };
  const ownText = told.texts?.[definition.key] ?? '';
  const hasFigures = told.reported.length > 0;
  return {
    key: definition.key,
    level: definition.level,
    title: definition.title[told.locale],
    ownText,
    sentences: [
      ...composeWarning(told),
      ...definition.sentences.flatMap((sentence) => composeSentence(sentence, writing)),
      ...composeUnnamed(unnamed, writing),
    ],
    indicators: told.reported.map(({ indicator }) => indicator.code),
    table: 'figures',
    basis: hasFigures ? writeBasis(told.question, describeCoverage(told), told.locale) : '',
    charts: (told.charts ?? []).filter(({ section }) => section === definition.key).map(({ chart }) => chart),
  };
}

type Writing = { told: Told; all: Indicator[] };

function composeSentence(sentence: Sentence, writing: Writing): ReportPiece[][] {
  const { locale, reported } = writing.told;
  const byCode = new Map(reported.map((one) => [one.indicator.code, one]));
  const isReported = (code: string): boolean => typeof byCode.get(code)?.figure.value === 'string';
  const clauses = sentence.clauses.filter(({ code, unless }) => byCode.has(code) && !(unless && isReported(unless)));
  const present = clauses.filter(({ code }) => isReported(code));
  const missing = clauses.filter(({ code }) => !isReported(code)).map(({ code }) => byCode.get(code)!);
  const pieces = present.flatMap((clause, index): ReportPiece[] => [
    { text: index > 0 ? sentence.join : sentence.lead[locale] },
    ...fillClause(clause, index === 0, byCode, writing),
  ]);
  return toSentence([
    ...(present.length > 0 ? [...pieces, { text: '.' }] : []),
    ...(present.length > 0 && missing.length > 0 ? [{ text: ' ' }] : []),
    ...listMissing(missing, locale),
  ]);
}

function fillClause(clause: Clause, opens: boolean, byCode: Map<string, Reported>, writing: Writing): ReportPiece[] {
  const { locale } = writing.told;
  const words = (opens ? (clause.alone ?? clause.text) : clause.text)[locale];
  return words.split(/(\{\w+%?\})/).map((piece): ReportPiece => {
    const [, code, percent] = /^\{(\w+?)(%?)\}$/.exec(piece) ?? [];
    if (code === undefined) return { text: piece };
    const { indicator, figure } = byCode.get(code)!;
    const text = percent
      ? writePercent(figure.value!, locale)
      : writeInSentence(figure, unitOfParts(indicator, writing.all, locale), writing.told.roundings?.[code], locale);
    return { figure: code, text };
  });
}

/** What was not reported is said by its name, and the name opens it. */
function listMissing(missing: Reported[], locale: Locale): ReportPiece[] {
  if (missing.length === 0) return [];
  return [
    { text: locale === 'vi' ? 'Chưa có số liệu: ' : 'Not reported: ' },
    ...listNames(missing, locale),
    { text: '.' },
  ];
}

export function listNames(reported: Reported[], locale: Locale): ReportPiece[] {
  return reported.flatMap(({ indicator }, index): ReportPiece[] => [
    ...(index > 0 ? [{ text: '; ' }] : []),
    { figure: indicator.code, text: lowerFirst(wordsOf(indicator, locale).name) },
  ]);
}

/** Indicators without a sentence of their own are told by their names. */
function composeUnnamed(unnamed: Reported[], { told, all }: Writing): ReportPiece[][] {
  const present = unnamed.filter(({ figure }) => figure.value !== null);
  const missing = unnamed.filter(({ figure }) => figure.value === null);
  const values = present.flatMap(({ indicator, figure }, index): ReportPiece[] => [
    { text: `${index > 0 ? '; ' : ''}${lowerFirst(wordsOf(indicator, told.locale).name)}: ` },
    { figure: indicator.code, text: writeFigure(figure, unitOfParts(indicator, all, told.locale), told.locale) },
  ]);
  return [
    ...toSentence(values.length > 0 ? [...values, { text: '.' }] : []),
    ...toSentence(listMissing(missing, told.locale)),
  ];
}

/** Joins neighbouring texts and begins with a capital; nothing becomes no sentence. */
export function toSentence(pieces: ReportPiece[]): ReportPiece[][] {
  const joined: ReportPiece[] = [];
  for (const piece of pieces.filter(({ text }) => text !== '')) {
    const last = joined.at(-1);
    if (last && !('figure' in last) && !('figure' in piece)) last.text += piece.text;
    else joined.push({ ...piece });
  }
  if (joined[0]) joined[0].text = upperFirst(joined[0].text);
  return joined.length > 0 ? [joined] : [];
}

/** How far the indicators of a table are reported where all stand alike, else where to look. */
export function describeCoverage({ reported, locale }: Told): string {
  const shares = new Set(
    reported.flatMap(({ figure, owedBy }) => (figure.coverage ? [writeShare(figure.coverage, owedBy, locale)] : [])),
  );
  const [only, ...more] = shares;
  if (only !== undefined && more.length === 0) return only;
  return locale === 'vi' ? 'độ phủ ghi ở từng dòng' : 'coverage stands in each line';
}

/** Said before the figures of a section, so that nobody reads out a part as the whole. */
function composeWarning(told: Told): ReportPiece[][] {
  const partial = told.reported.filter((one) => determineCompleteness(one) === 'partial');
  if (partial.length === 0) return [];
  const lead =
    told.locale === 'vi' ? 'Số liệu của mục này chưa đủ; ' : 'The figures of this section are not complete; ';
  return toSentence([{ text: `${lead}${describeCoverage({ ...told, reported: partial })}.` }]);
}

export type Completeness = 'complete' | 'partial' | 'silent';

export function determineCompleteness({ figure: { coverage } }: Reported): Completeness {
  if (!coverage || coverage.reported === 0) return 'silent';
  return coverage.reported < coverage.obliged ? 'partial' : 'complete';
}
