import type { Question } from '#modules/figures/figures.contract.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import type { ReportPiece, ReportSection, ReviewReport } from '../reports.contract.ts';
import {
  type Locale,
  lowerFirst,
  originWords,
  wordsOf,
  writeBasis,
  writeCoverage,
  writeNumber,
} from '../reports.rules.ts';
import { coverageTitle } from '../review-report.definition.ts';
import {
  type Completeness,
  describeCoverage,
  determineCompleteness,
  listNames,
  type Reported,
  type Told,
  toSentence,
} from './compose-sections.ts';

/** How far each indicator was reported and where its values come from; stands in an annex. */
export function composeCoverage(told: Told): ReportSection {
  const { locale, question } = told;
  const entered = told.reported.filter(({ indicator }) => isEntered(indicator));
  return {
    key: 'coverage',
    level: 1,
    number: '',
    ownText: '',
    charts: [],
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

const unitsNamed = 20;

/** What the figures say about their gaps, one sentence each, for the writer of "limits" to take over or not. */
export function composeFacts(told: Told, annex: ReviewReport['annex']): string[] {
  const { locale } = told;
  const entered = told.reported.filter(({ indicator }) => isEntered(indicator));
  const nameOf = new Map(entered.map(({ indicator }) => [indicator.code, lowerFirst(wordsOf(indicator, locale).name)]));
  const silent = Map.groupBy(
    annex.filter(({ silentParts }) => silentParts.length > 0),
    ({ silentParts }) => silentParts.map(({ unit }) => unit.name).join('; '),
  );
  return [
    ...composeIncomplete(entered, locale).map((pieces) => pieces.map(({ text }) => text).join('')),
    ...[...silent].map(([, entries]) => {
      const names = entries.map(({ indicatorCode }) => nameOf.get(indicatorCode)).join('; ');
      const units = entries[0]!.silentParts.map(({ unit }) => unit.name);
      const more = units.length - unitsNamed;
      const list = units.slice(0, unitsNamed).join(', ');
      if (locale === 'en')
        return `Not or not wholly reported (${names}): ${list}${more > 0 ? ` and ${more} more` : ''}.`;
      return `Đơn vị chưa báo cáo hoặc báo cáo chưa đủ (${names}): ${list}${more > 0 ? ` và ${more} đơn vị khác` : ''}.`;
    }),
  ];
}
