import { type QueryClient, useQueries } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { getUnit, searchUnits, type Unit } from '#modules/units/units.contract.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import type { QueryInputOf } from '#platform/http/route.ts';
import { type MyPlace, useMine } from '#web/api/me.tsx';
import { apiQuery } from '#web/api/query.ts';
import type { FigureAddress } from '#web/ui/figure-address.ts';
import { formatMonth } from '#web/ui/format.ts';
import { useIndicatorWords, useUnitName } from '#web/ui/useLanguage.ts';
import { kindBelow, readUnitWords, type UnitWord } from '../explore-address.rules.ts';
import type { Explored, ExploredPeriod, exploreFigures } from '../explore.contract.ts';
import { type DenominatorCode, isDenominator, isDivisible } from '../explored.rules.ts';
import type { Indicator } from '../figures.contract.ts';

const route = getRouteApi('/staff/explore');

export type ExploreSearch = ReturnType<typeof route.useSearch>;
export type Asked = QueryInputOf<typeof exploreFigures>;

/** The last administrative month that has come to its end. */
export function lastClosedMonth(): string {
  return addMonths(determineMonthOf(vietnamDay(new Date())), -1);
}

/** The question of the address, with the reader's own units and the last twelve months where it names none. */
export function useExploreQuestion() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { place } = useMine();
  const per = isDenominator(search.per) ? search.per : undefined;
  const last = lastClosedMonth();
  const asked = {
    indicators: search.indicators ?? '',
    units: search.units ?? (place ? unitsOfPlace(place) : ''),
    periods: search.periods ?? `${addMonths(last, -11)}..${last}`,
    view: search.view ?? ('today' as const),
    asKnownOn: search.asKnownOn,
  };
  /** The denominator is asked in the same answer, so that both are of one moment. */
  const codes = asked.indicators.split(',').filter(Boolean);
  const query: Asked = { ...asked, indicators: [...new Set([...codes, ...(per ? [per] : [])])].join(',') };
  const change = (part: Partial<ExploreSearch>, replace = false): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false });
  return { search, asked, query, shownCount: new Set(codes).size, per, change };
}

/** What lies below the reader's own unit, or that itself where nothing does. */
export function unitsOfPlace(place: MyPlace): string {
  const kind = kindBelow(place.unit);
  return kind === undefined ? `#${place.unit.id}` : `#${place.unit.id}:${kind}`;
}

/** An answer with how it is looked at. */
export type View = {
  explored: Explored;
  /** How many of the answer's indicators were asked for to be seen; the rest is a denominator. */
  shownCount: number;
  per: DenominatorCode | undefined;
};

export function useExploreWords() {
  const { t } = useTranslation();
  const { nameOf, unitOf } = useIndicatorWords();
  const periodOf = ({ key, from, to }: ExploredPeriod): string => {
    if (/^\d{4}$/.test(key)) return t('figures.explore.year', { year: key });
    if (from === to) return formatMonth(from);
    return from.endsWith('-01') && to.endsWith('-12')
      ? `${from.slice(0, 4)}–${to.slice(0, 4)}`
      : `${formatMonth(from)}–${formatMonth(to)}`;
  };
  /** Short, where periods stand beside each other on an axis. */
  const shortOf = (period: ExploredPeriod): string =>
    /^\d{4}$/.test(period.key)
      ? period.key
      : period.from === period.to
        ? `${Number(period.from.slice(5))}/${period.from.slice(2, 4)}`
        : periodOf(period);
  /** The measure unit of what is shown: tin trên 1.000 dân. */
  const measureOf = ({ explored, per }: View, indicator: number): string => {
    const unit = unitOf(explored.indicators[indicator]!);
    return per && isDivisible(explored, indicator, per) ? t(`figures.explore.perUnit.${per}`, { unit }) : unit;
  };
  const titleOf = (view: View, indicator: number): string =>
    t('figures.explore.chartOf', {
      name: nameOf(view.explored.indicators[indicator]!),
      unit: measureOf(view, indicator),
    });
  return { nameOf, unitOf, periodOf, shortOf, measureOf, titleOf };
}

export function addressOfCell(
  explored: Explored,
  at: { indicator: number; unit: number; period: number },
): FigureAddress {
  const { from, to } = explored.periods[at.period]!;
  return {
    indicatorCode: explored.indicators[at.indicator]!.code,
    unit: `#${explored.units[at.unit]!.id}`,
    from,
    to,
    view: explored.view,
    asKnownOn: explored.asKnownOn ?? undefined,
  };
}

/** Names for the words of the units in the address: those that a person chose, and those that a person typed there. */
export function useUnitWordNames(units: string): { word: UnitWord; name: string }[] {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const words = readUnitWords(units);
  const found = useQueries({
    queries: words.map(({ unit }) => {
      const id = /^#(\d{1,9})$/.exec(unit)?.[1];
      return {
        queryKey: ['explore unit', unit],
        queryFn: async ({ client }: { client: QueryClient }): Promise<Unit | null> => {
          if (id !== undefined)
            return (await client.fetchQuery(apiQuery(getUnit, { params: { id: Number(id) }, query: {} }))).unit;
          const [code = '', on] = unit.split('@');
          const query = { text: code, limit: 20 };
          const { items } = await client.fetchQuery(apiQuery(searchUnits, { query }));
          return items.find((one) => one.code === code && existsOn(one, on)) ?? null;
        },
        staleTime: 600_000,
      };
    }),
  });
  return words.map((word, index) => {
    const unit = found[index]?.data;
    const name = unit ? nameOf(unit) : word.unit;
    if (word.kind === undefined) return { word, name };
    if (unit?.kind === 'nation' && word.kind === 'province') return { word, name: t('figures.explore.allProvinces') };
    return { word, name: t('figures.explore.allOf', { kind: t(`figures.explore.kinds.${word.kind}`), unit: name }) };
  });
}

function existsOn(unit: Unit, on: string | undefined): boolean {
  if (on === undefined) return unit.validTo === null;
  return (unit.validFrom === null || unit.validFrom <= on) && (unit.validTo === null || on < unit.validTo);
}

export function findIndicatorPlace(view: View, code: string | undefined): number {
  const found = view.explored.indicators.slice(0, view.shownCount).findIndex((one: Indicator) => one.code === code);
  return Math.max(found, 0);
}

/** The period asked for, else the last one. */
export function findPeriodPlace(explored: Explored, key: string | undefined): number {
  const found = explored.periods.findIndex((period) => period.key === key);
  return found === -1 ? explored.periods.length - 1 : found;
}
