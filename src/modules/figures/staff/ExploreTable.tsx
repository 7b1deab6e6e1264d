import { Button, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import Big from 'big.js';
import { Fragment, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureOpenerContext } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { useValidity } from '#web/ui/UnitName.tsx';
import { kindBelow } from '../explore-address.rules.ts';
import type { ExploredUnit } from '../explore.contract.ts';
import { type Cell, cellAt } from '../explored.rules.ts';
import { addressOfCell, useExploreWords, type View } from './explore-question.ts';
import classes from './Explore.module.css';

const rowsAtFirst = 200;
const collator = new Intl.Collator('vi');

type Place = { indicator: number; unit: number; period: number };

/** Units by periods and indicators; of a single unit, its periods by indicators. Every number is a door. */
export function ExploreTable(props: {
  view: View;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onDrill: (unit: ExploredUnit) => void;
}) {
  const { explored } = props.view;
  const isOne = explored.units.length === 1 && explored.periods.length > 1;
  return isOne ? <PeriodRows view={props.view} /> : <UnitRows {...props} />;
}

function UnitRows({ view, sort, onSort, onDrill }: Parameters<typeof ExploreTable>[0]) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { titleOf, periodOf } = useExploreWords();
  const [rowsShown, setRowsShown] = useState(rowsAtFirst);
  const { explored, shownCount } = view;
  const { units, periods } = explored;
  const indicators = Array.from({ length: shownCount }, (_, index) => index);
  const places = sortPlaces(view, sort);
  const isOnePeriod = periods.length === 1;
  const keyOf = (indicator: number, period: number): string =>
    `${explored.indicators[indicator]!.code}.${periods[period]!.key}`;
  const rest = places.length - rowsShown;
  const sortButton = (key: string, title: string) => (
    <SortButton title={title} state={stateOf(sort, key)} onClick={() => onSort(nextSort(sort, key))} />
  );
  return (
    <>
      <Frame label={t('figures.explore.tabs.table')}>
        <thead>
          <tr>
            <th scope="col" rowSpan={isOnePeriod ? 1 : 2} aria-sort={ariaOf(sort, 'name')}>
              {sortButton('name', t('figures.explore.unit'))}
            </th>
            {isOnePeriod
              ? indicators.map((indicator) => (
                  <th key={indicator} scope="col" data-numeric data-first aria-sort={ariaOf(sort, keyOf(indicator, 0))}>
                    {titleOf(view, indicator)}
                    <br />
                    {sortButton(keyOf(indicator, 0), periodOf(periods[0]!))}
                  </th>
                ))
              : indicators.map((indicator) => (
                  <th key={indicator} scope="colgroup" colSpan={periods.length} className={classes.groupHead}>
                    {titleOf(view, indicator)}
                  </th>
                ))}
          </tr>
          {isOnePeriod ? null : (
            <tr>
              {indicators.map((indicator) => (
                <Fragment key={indicator}>
                  {periods.map((period, index) => (
                    <th
                      key={period.key}
                      scope="col"
                      data-numeric
                      aria-sort={ariaOf(sort, keyOf(indicator, index))}
                      data-first={index === 0 || undefined}
                    >
                      {sortButton(keyOf(indicator, index), periodOf(period))}
                    </th>
                  ))}
                </Fragment>
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {places.slice(0, rowsShown).map((unit) => (
            <tr key={units[unit]!.id}>
              <th scope="row">
                <UnitLink unit={units[unit]!} onDrill={onDrill} />
              </th>
              {indicators.map((indicator) =>
                periods.map((period, index) => (
                  <td key={`${indicator} ${period.key}`} data-first={index === 0 || undefined}>
                    <FigureCell view={view} at={{ indicator, unit, period: index }} />
                  </td>
                )),
              )}
            </tr>
          ))}
        </tbody>
      </Frame>
      {rest > 0 ? (
        <div className={classes.more} data-print="no">
          <span className="by-quiet">
            {t('figures.explore.shownOf', {
              shown: formatNumber(rowsShown, language),
              total: formatNumber(places.length, language),
            })}
          </span>
          <Button variant="default" onClick={() => setRowsShown(rowsShown + rowsAtFirst)}>
            {t('figures.explore.more', { count: Math.min(rest, rowsAtFirst) })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function PeriodRows({ view }: { view: View }) {
  const { t } = useTranslation();
  const { titleOf, periodOf } = useExploreWords();
  const { explored, shownCount } = view;
  const indicators = Array.from({ length: shownCount }, (_, index) => index);
  return (
    <Frame label={t('figures.explore.tabs.table')} caption={explored.units[0]!.name}>
      <thead>
        <tr>
          <th scope="col">{t('figures.explore.period')}</th>
          {indicators.map((indicator) => (
            <th key={indicator} scope="col" data-numeric>
              {titleOf(view, indicator)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {explored.periods.map((period, index) => (
          <tr key={period.key}>
            <th scope="row">{periodOf(period)}</th>
            {indicators.map((indicator) => (
              <td key={indicator}>
                <FigureCell view={view} at={{ indicator, unit: 0, period: index }} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </Frame>
  );
}

function Frame({ label, caption, children }: { label: string; caption?: string; children: React.ReactNode }) {
  return (
    // A wide table is moved sideways by keyboard as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0} data-print="wide">
      <table className={classes.table}>
        {caption === undefined ? null : <caption>{caption}</caption>}
        {children}
      </table>
    </div>
  );
}

/** A unit leads to the units below it; one without such is a name. */
export function UnitLink({ unit, onDrill }: { unit: ExploredUnit; onDrill: (unit: ExploredUnit) => void }) {
  const { t } = useTranslation();
  const validity = useValidity();
  const kind = kindBelow(unit);
  const ended = unit.validTo === null ? null : <span className="by-quiet by-small"> {validity(unit)}</span>;
  return (
    <>
      {kind === undefined ? (
        unit.name
      ) : (
        <UnstyledButton
          className={classes.drill}
          title={t('figures.explore.drill', { kind: t(`figures.explore.kinds.${kind}`), unit: unit.name })}
          onClick={() => onDrill(unit)}
        >
          {unit.name}
        </UnstyledButton>
      )}
      {ended}
    </>
  );
}

/** How a cell is said: hơn 9.800; 4,2; chưa báo cáo. */
export function useSaidCell(): (cell: Cell) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return ({ value, whole, qualifier }) => {
    if (value === null) return t(whole === null ? 'figures.explore.notReported' : 'figures.explore.noDenominator');
    const number = formatNumber(value, language);
    return qualifier === null ? number : t(`figure.${qualifier}`, { value: number });
  };
}

export function FigureCell({ view, at }: { view: View; at: Place }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const open = useContext(FigureOpenerContext);
  const { nameOf, periodOf } = useExploreWords();
  const said = useSaidCell();
  const { explored, per } = view;
  const cell = cellAt(explored, at, per);
  const isPartial = cell.value !== null && cell.reported < cell.obliged;
  const name = `${nameOf(explored.indicators[at.indicator]!)}, ${explored.units[at.unit]!.name}, ${periodOf(explored.periods[at.period]!)}`;
  const coverage = t('figures.explore.coverageOf', {
    reported: formatNumber(cell.reported, language),
    obliged: formatNumber(cell.obliged, language),
  });
  return (
    <UnstyledButton
      className={classes.cell}
      data-empty={cell.value === null || undefined}
      onClick={() => open(addressOfCell(explored, at))}
      aria-label={t('figure.open', { name, value: isPartial ? `${said(cell)}, ${coverage}` : said(cell) })}
      title={cell.obliged > 0 ? coverage : undefined}
    >
      <span className={classes.cellValue}>{cell.value === null && cell.whole === null ? '–' : said(cell)}</span>
      {cell.apportioned && cell.value !== null ? <span className={classes.mark}>{t('figure.apportioned')}</span> : null}
      {isPartial ? (
        <span className={classes.partial}>
          {formatNumber(cell.reported, language)}/{formatNumber(cell.obliged, language)}
        </span>
      ) : null}
    </UnstyledButton>
  );
}

// Sorting by a heading; the choice stands in the address as T02.2025 or T02.2025.up, name or name.down.

function stateOf(sort: string | undefined, key: string): 'up' | 'down' | undefined {
  if (key === 'name') return sort === 'name' ? 'up' : sort === 'name.down' ? 'down' : undefined;
  return sort === key ? 'down' : sort === `${key}.up` ? 'up' : undefined;
}

function nextSort(sort: string | undefined, key: string): string | undefined {
  const state = stateOf(sort, key);
  if (key === 'name') return state === undefined ? 'name' : state === 'up' ? 'name.down' : undefined;
  return state === undefined ? key : state === 'down' ? `${key}.up` : undefined;
}

function ariaOf(sort: string | undefined, key: string): 'ascending' | 'descending' | undefined {
  const state = stateOf(sort, key);
  return state === undefined ? undefined : state === 'up' ? 'ascending' : 'descending';
}

/** Places of the units in the order of the rows; what is not known comes last either way. */
export function sortPlaces({ explored, shownCount, per }: View, sort: string | undefined): number[] {
  const places = explored.units.map((_, index) => index);
  if (sort === undefined) return places;
  const nameOf = (place: number): string => explored.units[place]!.name;
  if (sort === 'name' || sort === 'name.down') {
    const sign = sort === 'name' ? 1 : -1;
    return places.toSorted((one, other) => sign * collator.compare(nameOf(one), nameOf(other)));
  }
  const [code, ...restOfKey] = sort.replace(/\.up$/, '').split('.');
  const indicator = explored.indicators.slice(0, shownCount).findIndex((one) => one.code === code);
  const period = explored.periods.findIndex(({ key }) => key === restOfKey.join('.'));
  if (indicator === -1 || period === -1) return places;
  const values = places.map((unit) => cellAt(explored, { indicator, unit, period }, per).value);
  const sign = sort.endsWith('.up') ? 1 : -1;
  return places.toSorted((one, other) => {
    const [a, b] = [values[one]!, values[other]!];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * new Big(a).cmp(b);
  });
}

function SortButton({
  title,
  state,
  onClick,
}: {
  title: string;
  state: 'up' | 'down' | undefined;
  onClick: () => void;
}) {
  const { t } = useTranslation();
  const Icon = state === 'up' ? IconArrowUp : state === 'down' ? IconArrowDown : IconArrowsSort;
  return (
    <UnstyledButton className={classes.sort} onClick={onClick} title={t('ui.sortBy', { what: title })}>
      {title}
      <Icon size={14} aria-hidden />
    </UnstyledButton>
  );
}
