import type { Figure, Indicator, Question } from '#modules/figures/figures.contract.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import type { ReportPiece, ReportSection } from '../reports.contract.ts';
import {
  type Locale,
  lowerFirst,
  originWords,
  type Subject,
  unitOfParts,
  upperFirst,
  wordsOf,
  writeBasis,
  writeCoverage,
  writeFigure,
  writeNumber,
  writePercent,
  writeShare,
  writeValue,
} from '../reports.rules.ts';
import {
  type Clause,
  coverageTitle,
  findSection,
  reviewSections,
  type SectionDefinition,
  type Sentence,
} from '../review-report.definition.ts';

/** An indicator of the report with its figure and who owes it. */
type Reported = { indicator: Indicator; figure: Figure; owedBy: Subject };

type Told = { reported: Reported[]; question: Question; locale: Locale };

const numerals = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/** The numbered sections of a report; a section without indicators is left out and takes no number. */
export function composeSections(told: Told): ReportSection[] {
  const sections = reviewSections.flatMap((definition) => {
    const own = told.reported.filter(({ indicator }) => findSection(indicator.code) === definition);
    return own.length > 0 ? [composeSection(definition, { ...told, reported: own }, told.reported)] : [];
  });
  return [...sections, composeCoverage(told)].map((section, index) => ({ number: numerals[index]!, ...section }));
}

type Unnumbered = Omit<ReportSection, 'number'>;

function composeSection(definition: SectionDefinition, told: Told, all: Reported[]): Unnumbered {
  const named = new Set(definition.sentences.flatMap((sentence) => sentence.clauses.map((clause) => clause.code)));
  const unnamed = told.reported.filter(({ indicator }) => !named.has(indicator.code));
  const writing = { told, all: all.map(({ indicator }) => indicator) };
  return {
    title: definition.title[told.locale],
    sentences: [
      ...composeWarning(told),
      ...definition.sentences.flatMap((sentence) => composeSentence(sentence, writing)),
      ...composeUnnamed(unnamed, writing),
    ],
    indicators: told.reported.map(({ indicator }) => indicator.code),
    table: 'figures',
    basis: writeBasis(told.question, describeCoverage(told), told.locale),
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
      : writeValue(figure, unitOfParts(indicator, writing.all, locale), locale);
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

function listNames(reported: Reported[], locale: Locale): ReportPiece[] {
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
function toSentence(pieces: ReportPiece[]): ReportPiece[][] {
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
function describeCoverage({ reported, locale }: Told): string {
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

function composeCoverage(told: Told): Unnumbered {
  const { locale, question } = told;
  const entered = told.reported.filter(({ indicator }) => isEntered(indicator));
  return {
    title: coverageTitle[locale],
    sentences: [
      ...composeCounts(entered, locale),
      ...composeIncomplete(entered, locale),
      ...composeOrigins(entered, locale),
      ...toSentence([{ text: describeBoundaries(question, locale) }]),
    ],
    indicators: entered.map(({ indicator }) => indicator.code),
    table: 'coverage',
    basis: writeBasis(question, describeCoverage({ ...told, reported: entered }), locale),
  };
}

type Completeness = 'complete' | 'partial' | 'silent';

function determineCompleteness({ figure: { coverage } }: Reported): Completeness {
  if (!coverage || coverage.reported === 0) return 'silent';
  return coverage.reported < coverage.obliged ? 'partial' : 'complete';
}

const completenessWords = {
  vi: {
    complete: ['đủ số liệu', 'tất cả đủ số liệu'],
    partial: ['chưa đủ số liệu', 'tất cả chưa đủ số liệu'],
    silent: ['chưa có số liệu', 'tất cả chưa có số liệu'],
  },
  en: {
    complete: ['complete', 'all complete'],
    partial: ['incomplete', 'all incomplete'],
    silent: ['not reported', 'none reported'],
  },
} as const;

function composeCounts(entered: Reported[], locale: Locale): ReportPiece[][] {
  if (entered.length === 0) {
    return toSentence([
      {
        text: {
          vi: 'Trong kỳ không có chỉ tiêu nào phải báo cáo và không có số liệu nào được duyệt.',
          en: 'No indicator is owed in the period, and no figure was approved.',
        }[locale],
      },
    ]);
  }
  const count = (state: Completeness): number => entered.filter((one) => determineCompleteness(one) === state).length;
  const states = (['complete', 'partial', 'silent'] as const).filter((state) => count(state) > 0);
  const counts = states.map((state) => {
    const [some, all] = completenessWords[locale][state];
    return states.length === 1 ? all : `${writeNumber(count(state), locale)} ${some}`;
  });
  const total = writeNumber(entered.length, locale);
  const lead =
    locale === 'vi'
      ? `Báo cáo có ${total} chỉ tiêu do các đơn vị nộp: `
      : `The report has ${total} indicators handed in by units: `;
  return toSentence([{ text: `${lead}${counts.join(', ')}.` }]);
}

/** One sentence for all indicators of which the same share is there. */
function composeIncomplete(entered: Reported[], locale: Locale): ReportPiece[][] {
  const incomplete = entered.filter((one) => determineCompleteness(one) !== 'complete');
  const groups = Map.groupBy(incomplete, ({ figure, owedBy }) => writeCoverage(figure.coverage, owedBy, locale));
  const lead = locale === 'vi' ? 'Chưa đủ số liệu: ' : 'Incomplete: ';
  return [...groups].flatMap(([coverage, reported]) => {
    if (reported.length === entered.length && reported.length > 1) {
      return toSentence([
        {
          text:
            locale === 'vi' ? `Mỗi chỉ tiêu có số liệu của ${coverage}.` : `Each indicator has figures of ${coverage}.`,
        },
      ]);
    }
    return toSentence([{ text: lead }, ...listNames(reported, locale), { text: ` (${coverage}).` }]);
  });
}

function composeOrigins(entered: Reported[], locale: Locale): ReportPiece[][] {
  const origins = Object.keys(originWords) as (keyof typeof originWords)[];
  const counts = origins.map((origin) => ({
    origin,
    count: entered.reduce((sum, { figure }) => sum + figure.origins[origin], 0),
  }));
  const used = counts.filter(({ count }) => count > 0);
  if (used.length === 0) return [];
  const parts = used.map(
    ({ origin, count }) =>
      `${writeNumber(count, locale)} ${locale === 'vi' ? 'số ' : ''}${originWords[origin][locale]}`,
  );
  const lead = locale === 'vi' ? 'Các số liệu tháng đã duyệt gồm: ' : 'The approved monthly values: ';
  return toSentence([{ text: `${lead}${parts.join('; ')}.` }]);
}

function describeBoundaries(question: Question, locale: Locale): string {
  const version = writeNumber(question.boundaryVersion, locale);
  if (locale === 'en') return `Units and boundaries are those of version ${version} of the list of units.`;
  return `Đơn vị và địa giới lấy theo phiên bản số ${version} của danh mục đơn vị.`;
}
