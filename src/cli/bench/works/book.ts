import { addMonths, vietnamDay } from '#platform/periods.rules.ts';
import type { Db } from '#platform/database/database.ts';
import { sql } from 'kysely';
import { isEntered, listParts } from '#modules/figures/figures.rules.ts';
import type { Indicator } from '#modules/figures/figures.contract.ts';

/** A question of the book: its number, what it asks, and the path that asks it. */
export type BookQuestion = { name: string; what: string; path: string };

/** What the questions are asked about; chosen so that a house with few indicators has them too. */
export type BookSubjects = {
  flows: string[];
  stocks: string[];
  distinct: string[];
  ratios: string[];
  /** The province with most communes today, and one of them. */
  provinceId: number;
  communeId: number;
};

/** Chooses by what has figures: flows, stocks, distinct ones, and ratios whose parts are there. */
export async function chooseSubjects(
  owner: Db,
  all: readonly Indicator[],
  filled: readonly string[],
): Promise<BookSubjects> {
  const byCode = new Map(all.map((one) => [one.code, one]));
  const listEntered = (code: string): string[] => {
    const one = byCode.get(code)!;
    return isEntered(one) ? [code] : listParts(one).flatMap(listEntered);
  };
  const ratios = all.filter(
    (one) => one.kind === 'ratio' && listEntered(one.code).every((code) => filled.includes(code)),
  );
  const first = ratios.toSorted((a, b) =>
    a.periodRule === b.periodRule ? a.code.localeCompare(b.code, 'en') : a.periodRule === 'sum' ? -1 : 1,
  );
  const inRatios = first.flatMap((one) => listEntered(one.code));
  const ofKind = (kind: string): string[] =>
    filled
      .filter((code) => byCode.get(code)?.kind === kind)
      .toSorted((a, b) => Number(inRatios.includes(b)) - Number(inRatios.includes(a)) || a.localeCompare(b, 'en'));
  const { rows } = await sql<{ provinceId: number; communeId: number }>`
    select c.parent_id as province_id, min(c.id) as commune_id from units c where c.kind = 'commune' and c.valid_to is null
    group by c.parent_id order by count(*) desc limit 1`.execute(owner);
  return {
    flows: ofKind('flow'),
    stocks: ofKind('stock'),
    distinct: ofKind('distinct'),
    // A house of ten indicators may have no ratio of them.
    ratios: first.length > 0 ? first.map((one) => one.code) : ofKind('flow'),
    ...rows[0]!,
  };
}

/** The eighteen national questions. */
export function listBook(subjects: BookSubjects, last: string): BookQuestion[] {
  const { flows, stocks, distinct, ratios, provinceId, communeId } = subjects;
  const mixed = [
    ...flows.slice(0, 4),
    ...stocks.slice(0, 2),
    ...distinct.slice(0, 1),
    ...flows.slice(4, 5),
    ...stocks.slice(2),
  ];
  const year = Number(last.slice(0, 4));
  const months = `${addMonths(last, -11)}..${last}`;
  const ofThisYear = `${year}-01..${last}`;
  const toDate = `${year}-01~${last}`;
  const years = `${year - 5}..${year - 1}`;
  const summed = `${year - 5}~${year - 1}`;
  const today = vietnamDay(new Date());
  const twoYearsAgo = `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`;
  const explore = (indicators: string[], units: string, periods: string, more: Record<string, string> = {}): string =>
    `/explore?${new URLSearchParams({ indicators: indicators.join(','), units, periods, ...more }).toString()}`;
  const levels = 'VN,VN:province,VN:commune';
  const numbered: [what: string, path: string][] = [
    ['7 indicators × (12 months + 5 years), nation', explore(mixed.slice(0, 7), 'VN', `${months},${years}`)],
    [
      '8 indicators × (months of this year + 6 years), nation and provinces',
      explore(mixed.slice(0, 8), 'VN,VN:province', `${ofThisYear},${year - 6}..${year - 1}`),
    ],
    ['7 ratios, this year to date, nation', explore(ratios.slice(0, 7), 'VN', toDate)],
    ['1 indicator × 12 months, nation', explore(flows.slice(0, 1), 'VN', months)],
    [
      'submissions expected, received, in time × 12 months',
      `/punctuality?unit=VN&from=${addMonths(last, -11)}&to=${last}`,
    ],
    ['4 indicators, this year, nation', explore(mixed.slice(0, 4), 'VN', toDate)],
    ['2 indicators, 5 years summed, nation', explore(flows.slice(0, 2), 'VN', summed)],
    [
      '3 indicators, 6 months summed, every commune',
      explore(flows.slice(0, 3), 'VN:commune', `${addMonths(last, -5)}~${last}`),
    ],
    ['3 indicators × (this month + 5 years), nation', explore(flows.slice(0, 3), 'VN', `${last},${years}`)],
    ['1 indicator × 12 months, every province', explore(flows.slice(0, 1), 'VN:province', months)],
    ['1 indicator × 5 years, nation, provinces and communes', explore(flows.slice(0, 1), levels, years)],
    [
      '1 indicator × 12 months, every commune of a province',
      explore(flows.slice(0, 1), `#${provinceId}:commune`, months),
    ],
    ['4 indicators × 12 months, own unit', explore(mixed.slice(0, 4), `#${communeId}`, months)],
    ['3 indicators × 5 years, nation and two levels below', explore(flows.slice(0, 3), levels, years)],
    ['like 10 as today over ten years', explore(flows.slice(0, 1), 'VN:province', `${addMonths(last, -119)}..${last}`)],
    [
      'like 7 as known two years ago',
      explore(flows.slice(0, 2), 'VN', `${year - 6}~${year - 2}`, { asKnownOn: twoYearsAgo }),
    ],
    [
      'stock at the end of each of 120 months, nation',
      explore(stocks.slice(0, 1), 'VN', `${addMonths(last, -119)}..${last}`),
    ],
    ['ranking of all communes by a ratio', explore(ratios.slice(0, 1), 'VN:commune', toDate)],
  ];
  return numbered.map(([what, path], index) => ({ name: String(index + 1).padStart(2, '0'), what, path }));
}
