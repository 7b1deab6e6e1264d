import type { KnownIndicator, Understood } from '#modules/figures/index.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import { monthNumber } from '#platform/periods.rules.ts';
import Big from 'big.js';
import type { SectionKey } from '../report-sections.rules.ts';
import type { ReportChart, ReviewReport } from '../reports.contract.ts';
import { type Locale, lowerFirst, wordsOf } from '../reports.rules.ts';
import { chartDefinitions } from '../review-report.definition.ts';
import type { Reported } from './compose-sections.ts';

type Placed = { section: SectionKey; chart: ReportChart };

/** The months of indicators that are drawn through time, by code. */
type Months = Map<string, { month: string; value: string | null }[]>;

/** Indicators that charts draw through time: what is summed over a period. */
export function listDrawn(indicators: KnownIndicator[]): KnownIndicator[] {
  const codes = chartDefinitions.filter(({ kind }) => kind === 'line').flatMap((chart) => chart.codes);
  return indicators.filter((one) => codes.includes(one.code) && isEntered(one) && one.periodRule === 'sum');
}

/** The charts of a report, each with at least two values to see beside each other. */
export function buildCharts(
  question: Understood,
  reported: (Reported & { indicator: KnownIndicator })[],
  annex: ReviewReport['annex'],
  months: Months,
  locale: Locale,
): Placed[] {
  const charts: Placed[] = [];
  for (const { section, kind, codes, title } of chartDefinitions) {
    const found = codes.flatMap((code) => reported.filter(({ indicator }) => indicator.code === code));
    const [first] = found;
    if (!first || isShared(kind, first)) continue;
    const { name, unit } = wordsOf(first.indicator, locale);
    const points =
      kind === 'line'
        ? listTimes(question, first.indicator, months, locale)
        : kind === 'bars'
          ? listUnits(annex.find(({ indicatorCode }) => indicatorCode === first.indicator.code)?.parts ?? [], locale)
          : found.map(({ indicator, figure }) => ({ label: shortName(indicator, locale), value: figure.value }));
    if (points.filter(({ value }) => value !== null).length < 2) continue;
    const by =
      kind === 'share' ? '' : byWords[kind === 'bars' ? 'unit' : isByYear(question) ? 'year' : 'month'][locale];
    const chart = { kind, title: title[locale] || `${name} ${by}`, measureUnit: unit, points };
    charts.push({ section, chart });
  }
  return charts;
}

/** Shares of a published total say nothing of a month or a unit (decision 008), so they are not drawn by them. */
function isShared(kind: ReportChart['kind'], { figure }: Reported): boolean {
  return kind !== 'share' && figure.origins.apportioned > 0;
}

const byWords = {
  unit: { vi: 'theo đơn vị', en: 'by unit' },
  year: { vi: 'theo năm báo cáo', en: 'by reporting year' },
  month: { vi: 'theo tháng', en: 'by month' },
};

const monthsShown = 24;

function isByYear({ from, to }: Understood): boolean {
  return monthNumber(to) - monthNumber(from) + 1 > monthsShown;
}

/** By month; over a long span by year of report, from 15 December to 14 December (Decree 09/2019/NĐ-CP Art. 12). */
function listTimes(
  question: Understood,
  { code }: KnownIndicator,
  months: Months,
  locale: Locale,
): ReportChart['points'] {
  const ofIndicator = months.get(code) ?? [];
  if (!isByYear(question)) {
    return ofIndicator.map(({ month, value }) => ({ label: `${Number(month.slice(5))}/${month.slice(2, 4)}`, value }));
  }
  const years = Map.groupBy(ofIndicator, ({ month }) => month.slice(0, 4));
  return [...years].map(([year, ofYear]) => {
    const values = ofYear.flatMap(({ value }) => (value === null ? [] : [value]));
    const isWhole = ofYear.length === 12;
    return {
      label: isWhole ? year : `${year} (${ofYear.length} ${partOfYear[locale]})`,
      value: values.length === 0 ? null : values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed(),
    };
  });
}

const partOfYear = { vi: 'tháng', en: 'months' };

const unitsShown = 12;
const rest = { vi: 'Các đơn vị khác', en: 'Other units' };

/** The units with the highest values, and all others together. */
function listUnits(parts: ReviewReport['annex'][number]['parts'], locale: Locale): ReportChart['points'] {
  const known = parts
    .flatMap(({ unit, value }) => (value === null ? [] : [{ label: unit.name, value }]))
    .toSorted((one, other) => new Big(other.value).cmp(one.value));
  if (known.length <= unitsShown + 1) return known;
  const others = known.slice(unitsShown).reduce((sum, { value }) => sum.plus(value), new Big(0));
  return [...known.slice(0, unitsShown), { label: rest[locale], value: others.toFixed() }];
}

/** "Số nguồn tin qua VNeID" → "VNeID": what tells the shares apart. */
function shortName(indicator: KnownIndicator, locale: Locale): string {
  const { name } = wordsOf(indicator, locale);
  const short = name.replace(/^(Số nguồn tin (qua )?|Tips (through (a )?|in )?)/, '');
  return short.charAt(0).toLocaleUpperCase('vi') + lowerFirst(short).slice(1);
}
