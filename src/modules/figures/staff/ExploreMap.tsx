import { Button } from '@mantine/core';
import { useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listBoundaries, mostBoundariesAsked } from '#modules/boundaries/boundaries.contract.ts';
import { MapKey } from '#modules/boundaries/staff/MapKey.tsx';
import { formOfMap, type PaintedUnit, type Tone, UnitMap } from '#modules/boundaries/staff/UnitMap.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FigureOpenerContext } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { kindBelow } from '../explore-address.rules.ts';
import type { ExploredUnit } from '../explore.contract.ts';
import { cellAt } from '../explored.rules.ts';
import { classOf, type ClassRange, divideIntoClasses, toneOf } from '../map-classes.rules.ts';
import { ExploreCompare } from './ExploreCompare.tsx';
import { addressOfCell, useExploreWords, type View } from './explore-question.ts';
import { useSaidCell } from './ExploreTable.tsx';
import classes from './Explore.module.css';

/** Units coloured by class, by their boundaries or as tiles, with the ranking beside it that says the same. */
export function ExploreMap(props: {
  view: View;
  indicator: number;
  period: number;
  onDrill: (unit: ExploredUnit) => void;
}) {
  const { t } = useTranslation();
  const { view, indicator, period, onDrill } = props;
  const [looked, setLooked] = useState<number | null>(null);
  const { explored } = view;
  const drawable = explored.units.filter(({ kind }) => kind === 'province' || kind === 'commune');
  const ids = drawable.map(({ id }) => id);
  const isFew = ids.length > 0 && ids.length <= mostBoundariesAsked;
  const boundaries = useApi(listBoundaries, { query: { units: ids.join(',') } }, { enabled: isFew });
  const known = isFew ? boundaries.data : undefined;
  const { painted, ranges } = usePainted(view, indicator, period);
  const { titleOf, periodOf } = useExploreWords();
  if (isFew && boundaries.data === undefined && boundaries.error === null) return null;
  const form = formOfMap(painted, known);
  const caption = t('figures.explore.mapOf', {
    name: titleOf(view, indicator),
    period: periodOf(explored.periods[period]!),
  });
  const choose = (id: number): void => {
    const unit = explored.units.find((one) => one.id === id);
    if (unit && kindBelow(unit) !== undefined) onDrill(unit);
    else setLooked(id);
  };
  const without =
    form === 'boundaries' ? painted.filter(({ id }) => !known?.items.some(({ unitId }) => unitId === id)) : [];
  return (
    <div className={classes.mapColumns}>
      {form === 'none' ? (
        <EmptyState title={t('figures.explore.mapNone')}>{t('figures.explore.mapNoneHint')}</EmptyState>
      ) : (
        <section className={classes.mapSide} aria-label={caption}>
          <UnitMap
            caption={caption}
            units={painted}
            boundaries={known}
            looked={looked}
            onLook={setLooked}
            onChoose={choose}
          />
          <Looked view={view} at={{ indicator, period }} unitId={looked} onDrill={onDrill} />
          <Key painted={painted} ranges={ranges} />
          <p className="by-quiet by-small">
            {form === 'tiles'
              ? t('figures.explore.mapTiles')
              : t('figures.explore.mapSource', { sources: known?.sources.join('; ') ?? '' })}
          </p>
          {without.length > 0 ? (
            <p className="by-quiet by-small">
              {t('figures.explore.mapWithout', { names: without.map(({ name }) => name).join(', ') })}
            </p>
          ) : null}
        </section>
      )}
      <ExploreCompare
        view={view}
        indicator={indicator}
        period={period}
        onDrill={onDrill}
        looked={looked}
        onLook={setLooked}
      />
    </div>
  );
}

function usePainted(view: View, indicator: number, period: number): { painted: PaintedUnit[]; ranges: ClassRange[] } {
  const { t } = useTranslation();
  const language = useLanguage();
  const said = useSaidCell();
  return useMemo(() => {
    const { explored, per } = view;
    const cells = explored.units.map((_, unit) => cellAt(explored, { indicator, unit, period }, per));
    const ranges = divideIntoClasses(cells.map(({ value }) => value));
    const painted = explored.units.map((unit, place): PaintedUnit => {
      const cell = cells[place]!;
      const own = classOf(cell.value, ranges);
      const coverage =
        cell.obliged === 0
          ? ''
          : `; ${t('figures.explore.coverageOf', { reported: formatNumber(cell.reported, language), obliged: formatNumber(cell.obliged, language) })}`;
      return {
        id: unit.id,
        code: unit.validTo === null ? unit.code : '',
        kind: unit.kind,
        name: unit.name,
        tone: typeof own === 'number' ? (toneOf(own, ranges.length) as Tone) : own,
        label: `${t('figures.explore.mapUnit', { name: unit.name, value: said(cell) })}${cell.apportioned ? `, ${t('figure.apportioned')}` : ''}${coverage}`,
        short: cell.value === null ? '' : formatNumber(cell.value, language),
      };
    });
    return { painted, ranges };
    // The words follow the language.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [view, indicator, period, language]);
}

/** What the pointer, the keyboard or a finger is at. */
function Looked(props: {
  view: View;
  at: { indicator: number; period: number };
  unitId: number | null;
  onDrill: (unit: ExploredUnit) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const open = useContext(FigureOpenerContext);
  const said = useSaidCell();
  const { measureOf } = useExploreWords();
  const { view, at, unitId, onDrill } = props;
  const { explored, per } = view;
  const place = explored.units.findIndex(({ id }) => id === unitId);
  const unit = explored.units[place];
  if (!unit) return <p className={`${classes.looked} by-quiet`}>{t('figures.explore.mapHint')}</p>;
  const cell = cellAt(explored, { ...at, unit: place }, per);
  const measure = cell.value === null ? '' : ` ${measureOf(view, at.indicator)}`;
  return (
    <div className={classes.looked} role="status">
      <span>
        <strong>{unit.name}</strong>: {said(cell)}
        {measure}
        {cell.apportioned ? ` (${t('figure.apportioned')})` : ''}
        {cell.obliged === 0 ? null : (
          <span className="by-quiet">
            {' · '}
            {t('figures.explore.coverageOf', {
              reported: formatNumber(cell.reported, language),
              obliged: formatNumber(cell.obliged, language),
            })}
          </span>
        )}
      </span>
      <span className={classes.lookedActs} data-print="no">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => open(addressOfCell(explored, { ...at, unit: place }))}
        >
          {t('figures.explore.openFigure')}
        </Button>
        {kindBelow(unit) === undefined ? null : (
          <Button size="compact-sm" variant="default" onClick={() => onDrill(unit)}>
            {t('figures.explore.openBelow')}
          </Button>
        )}
      </span>
    </div>
  );
}

function Key({ painted, ranges }: { painted: PaintedUnit[]; ranges: ClassRange[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = (tone: Tone): number => painted.filter((unit) => unit.tone === tone).length;
  const items = ranges.map(({ from, to, count: units }, index) => ({
    tone: toneOf(index + 1, ranges.length) as Tone,
    text: t(from === to ? 'figures.explore.mapOne' : 'figures.explore.mapRange', {
      from: formatNumber(from, language),
      to: formatNumber(to, language),
      units: formatNumber(units, language),
    }),
  }));
  const zero = { tone: 'zero' as const, text: t('figures.explore.mapZero', { units: count('zero') }) };
  const missing = { tone: 'missing' as const, text: t('figures.explore.mapMissing', { units: count('missing') }) };
  return (
    <MapKey
      label={t('figures.explore.mapKey')}
      items={[...items, ...(count('zero') > 0 ? [zero] : []), ...(count('missing') > 0 ? [missing] : [])]}
    />
  );
}
