import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatValue } from '#web/ui/format.ts';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { ExploredUnit } from '../explore.contract.ts';
import { rankUnits } from '../explored.rules.ts';
import { NothingToDraw } from './ExploreLines.tsx';
import { FigureCell, UnitLink } from './ExploreTable.tsx';
import { useExploreWords, type View } from './explore-question.ts';
import classes from './Explore.module.css';

const rowsAtFirst = 100;

/** Units by value, highest first, with bars of one scale; those that have not reported come last. */
export function ExploreCompare(props: {
  view: View;
  indicator: number;
  period: number;
  onDrill: (unit: ExploredUnit) => void;
  looked?: number | null;
  onLook?: (unitId: number | null) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { unitOf } = useIndicatorWords();
  const { titleOf, periodOf } = useExploreWords();
  const [shown, setShown] = useState(rowsAtFirst);
  const { view, indicator, period, onDrill, looked = null, onLook } = props;
  const { explored, per } = view;
  const ranked = rankUnits(explored, { indicator, period }, per);
  const highest = Math.max(...ranked.map(({ cell }) => Number(cell.value ?? 0)), 0);
  const known = ranked.filter(({ cell }) => cell.value !== null);
  const silent = ranked.filter(({ cell }) => cell.value === null);
  const rest = known.length - shown;
  const isDivided = per !== undefined && ranked.some(({ cell }) => cell.value !== cell.whole);
  return (
    <section className={classes.chart}>
      <h2 className={classes.chartTitle}>
        {titleOf(view, indicator)} · {periodOf(explored.periods[period]!)}
      </h2>
      {known.length > 0 ? (
        <table className={classes.ranking}>
          <thead>
            <tr>
              <th scope="col" data-numeric>
                {t('figures.explore.rank')}
              </th>
              <th scope="col">{t('figures.explore.unit')}</th>
              <th scope="col">{t('figures.explore.value')}</th>
            </tr>
          </thead>
          <tbody>
            {known.slice(0, shown).map(({ unit, place, cell, rank }) => (
              <tr
                key={unit.id}
                data-looked={looked === unit.id || undefined}
                onPointerEnter={() => onLook?.(unit.id)}
                onPointerLeave={() => onLook?.(null)}
              >
                <td data-numeric>{rank}</td>
                <th scope="row">
                  <UnitLink unit={unit} onDrill={onDrill} />
                </th>
                <td>
                  <div className={classes.barRow}>
                    <span
                      className={classes.bar}
                      style={
                        {
                          '--by-part': highest > 0 ? Math.max(Number(cell.value ?? 0) / highest, 0) : 0,
                        } as React.CSSProperties
                      }
                      data-empty={cell.value === null || Number(cell.value) === 0 || undefined}
                    />
                    <FigureCell view={view} at={{ indicator, unit: place, period }} />
                    {isDivided && cell.value !== null && cell.whole !== null ? (
                      <span className="by-quiet by-small">
                        {t('figures.explore.whole', {
                          value: formatValue(cell.whole, unitOf(explored.indicators[indicator]!), language),
                        })}
                      </span>
                    ) : null}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <NothingToDraw />
      )}
      {rest > 0 ? (
        <div className={classes.more} data-print="no">
          <span className="by-quiet">
            {t('figures.explore.shownOf', { shown, total: formatNumber(known.length, language) })}
          </span>
          <Button variant="default" onClick={() => setShown(shown + rowsAtFirst)}>
            {t('figures.explore.more', { count: Math.min(rest, rowsAtFirst) })}
          </Button>
        </div>
      ) : null}
      {silent.length > 0 ? (
        <details className={classes.silent}>
          <summary>
            {t(per === undefined ? 'figures.explore.missing' : 'figures.explore.missingPer', {
              count: silent.length,
              shown: formatNumber(silent.length, language),
            })}
          </summary>
          <ul>
            {silent.map(({ unit, place }) => (
              <li key={unit.id}>
                <UnitLink unit={unit} onDrill={onDrill} />{' '}
                <FigureCell view={view} at={{ indicator, unit: place, period }} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
