import { Button } from '@mantine/core';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FigureOpenerContext } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { highestOf, layoutLines } from '../lines.rules.ts';
import { addressOfCell, useExploreWords, type View } from './explore-question.ts';
import { hasApportioned, NeedsTimes, NothingToDraw, sayValues, valuesOf } from './ExploreLines.tsx';
import classes from './Explore.module.css';

const panelsAtFirst = 40;

/** A small chart for each unit on one scale; of a single unit one for each indicator, each on its own. */
export function ExploreSmall(props: { view: View; indicator: number; onLastMonths: (periods: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [shown, setShown] = useState(panelsAtFirst);
  const { titleOf } = useExploreWords();
  const { view, indicator } = props;
  const { explored, shownCount } = view;
  if (explored.periods.length < 2) return <NeedsTimes onLastMonths={props.onLastMonths} />;
  const isOne = explored.units.length === 1;
  const panels = isOne
    ? Array.from({ length: shownCount }, (_, place) => ({ indicator: place, unit: 0, name: titleOf(view, place) }))
    : explored.units.map((unit, place) => ({ indicator, unit: place, name: unit.name }));
  const drawn = panels.map((panel) => ({ ...panel, values: valuesOf(view, panel.indicator, panel.unit) }));
  const known = drawn.filter(({ values }) => values.some((value) => value !== null));
  const silent = drawn.filter(({ values }) => values.every((value) => value === null));
  if (known.length === 0) return <NothingToDraw view={view} />;
  const top = highestOf(drawn.map(({ values }) => values));
  const rest = known.length - shown;
  return (
    <section className={classes.chart}>
      <h2 className={classes.chartTitle}>{isOne ? explored.units[0]!.name : titleOf(view, indicator)}</h2>
      <ul className={classes.panels}>
        {known.slice(0, shown).map((panel) => (
          <li key={`${panel.indicator} ${panel.unit}`}>
            <Panel view={view} panel={panel} top={isOne ? highestOf([panel.values]) : top} />
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <Button variant="default" onClick={() => setShown(shown + panelsAtFirst)} data-print="no">
          {t('figures.explore.more', { count: Math.min(rest, panelsAtFirst) })}
        </Button>
      ) : null}
      {silent.length > 0 ? (
        <details className={classes.silent}>
          <summary>
            {t('figures.explore.missing', { count: silent.length, shown: formatNumber(silent.length, language) })}
          </summary>
          <p>{silent.map(({ name }) => name).join(', ')}</p>
        </details>
      ) : null}
      {hasApportioned(view) ? <p className="by-quiet by-small">{t('figures.explore.apportioned')}</p> : null}
      <p className="by-quiet by-small">{t('figures.explore.gaps')}</p>
    </section>
  );
}

const [width, height] = [220, 120];

function Panel(props: {
  view: View;
  panel: { indicator: number; unit: number; name: string; values: (string | null)[] };
  top: number;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const open = useContext(FigureOpenerContext);
  const { shortOf } = useExploreWords();
  const { view, panel, top } = props;
  const { explored } = view;
  const { name, values } = panel;
  const labels = explored.periods.map(shortOf);
  const inset = { left: 8, right: 8, top: 40, bottom: 20 };
  const { runs, plot, ticks } = layoutLines({ series: [values], width, height, inset, labelWidth: 60, top });
  const last = values.findLastIndex((value) => value !== null);
  const highest = ticks.at(-1)!.value;
  const value = last === -1 ? t('figures.explore.notReported') : formatNumber(values[last]!, language);
  return (
    <button
      type="button"
      className={classes.panel}
      onClick={() => {
        const period = last === -1 ? values.length - 1 : last;
        open(addressOfCell(explored, { indicator: panel.indicator, unit: panel.unit, period }));
      }}
      aria-label={t('figure.open', {
        name,
        value: sayValues(values, labels, language, t('figures.explore.notReported')),
      })}
    >
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        aria-hidden
        data-chart
        data-series={0}
        className={classes.series}
      >
        <text x={plot.left} y={15} className={classes.panelName}>
          {name.length > 32 ? `${name.slice(0, 31)}…` : name}
        </text>
        <text x={plot.left} y={32} className={classes.panelValue}>
          {value}
        </text>
        <text x={plot.right} y={32} textAnchor="end" className={classes.axisText}>
          {formatNumber(highest, language)}
        </text>
        <line x1={plot.left} x2={plot.right} y1={plot.top} y2={plot.top} className={classes.gridLine} />
        <line x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} className={classes.axisLine} />
        {(runs[0] ?? []).map((run) =>
          run.length === 1 ? (
            <circle key={run[0]!.index} cx={run[0]!.x} cy={run[0]!.y} r={2.5} className={classes.dot} />
          ) : (
            <polyline key={run[0]!.index} points={run.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')} />
          ),
        )}
        <text x={plot.left} y={height - 5} className={classes.axisText}>
          {labels[0]}
        </text>
        <text x={plot.right} y={height - 5} textAnchor="end" className={classes.axisText}>
          {labels.at(-1)}
        </text>
      </svg>
    </button>
  );
}
