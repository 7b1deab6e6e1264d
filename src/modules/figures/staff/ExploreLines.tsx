import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { addMonths } from '#platform/periods.rules.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { cellAt, drawnOverTime, rankUnits } from '../explored.rules.ts';
import { mark } from '../explore.contract.ts';
import { highestOf, layoutLines, spreadLabels } from '../lines.rules.ts';
import { lastClosedMonth, useExploreWords, type View } from './explore-question.ts';
import classes from './Explore.module.css';

const mostLines = 8;

type Series = { key: string; name: string; values: (string | null)[] };

/** Over time: the units asked for in one indicator, or the indicators of a single unit, one chart for each measure. */
export function ExploreLines(props: { view: View; indicator: number; onLastMonths: (periods: string) => void }) {
  const { view, indicator } = props;
  const { titleOf, measureOf, nameOf } = useExploreWords();
  const { explored, shownCount } = view;
  if (explored.periods.length < 2) return <NeedsTimes onLastMonths={props.onLastMonths} />;
  if (explored.units.length === 1) {
    const places = Array.from({ length: shownCount }, (_, index) => index);
    const byMeasure = Map.groupBy(places, (place) => measureOf(view, place));
    return [...byMeasure].map(([measure, members]) => (
      <LineChart
        key={measure}
        view={view}
        title={members.length === 1 ? titleOf(view, members[0]!) : `${explored.units[0]!.name} (${measure})`}
        series={members.map((place) => ({
          key: explored.indicators[place]!.code,
          name: nameOf(explored.indicators[place]!),
          values: valuesOf(view, place, 0),
        }))}
      />
    ));
  }
  const last = explored.periods.length - 1;
  const ranked = rankUnits(explored, { indicator, period: last }, view.per);
  const series = ranked.map(({ unit, place }) => ({
    key: String(unit.id),
    name: unit.name,
    values: valuesOf(view, indicator, place),
  }));
  return <LineChart view={view} title={titleOf(view, indicator)} series={series} />;
}

export function valuesOf({ explored, per }: View, indicator: number, unit: number): (string | null)[] {
  return explored.periods.map((_, period) => drawnOverTime(cellAt(explored, { indicator, unit, period }, per)));
}

export function NeedsTimes({ onLastMonths }: { onLastMonths: (periods: string) => void }) {
  const { t } = useTranslation();
  const last = lastClosedMonth();
  return (
    <EmptyState
      title={t('figures.explore.needsTimes')}
      action={
        <Button variant="default" onClick={() => onLastMonths(`${addMonths(last, -11)}..${last}`)}>
          {t('figures.explore.lastMonths')}
        </Button>
      }
    >
      {t('figures.explore.needsTimesHint')}
    </EmptyState>
  );
}

export function NothingToDraw({ view }: { view?: View }) {
  const { t } = useTranslation();
  const hint = view && hasApportioned(view) ? 'figures.explore.apportioned' : 'figures.explore.nothingToDrawHint';
  return <EmptyState title={t('figures.explore.nothingToDraw')}>{t(hint)}</EmptyState>;
}

/** Some figures of the answer are shares of a published total. */
export function hasApportioned({ explored, shownCount }: View): boolean {
  return explored.marks
    .slice(0, shownCount)
    .some((grid) => grid.some((row) => row.some((bits) => (bits & mark.apportioned) > 0)));
}

const letterWidth = 7;

function LineChart({ view, title, series: all }: { view: View; title: string; series: Series[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { shortOf } = useExploreWords();
  const { ref, width: measured } = useElementSize();
  const known = all.filter(({ values }) => values.some((value) => value !== null));
  const series = known.slice(0, mostLines);
  if (series.length === 0) return <NothingToDraw view={view} />;
  const width = Math.max(measured, 280);
  const isWide = width >= 640;
  const values = series.map((one) => one.values);
  const height = isWide ? 380 : 280;
  const lastOf = (own: (string | null)[]): string =>
    formatNumber(own.findLast((value) => value !== null) ?? '', language);
  /** "Tỉnh Cà Mau · 50", shortened where there is no room. */
  const labelOf = ({ name, values: own }: Series, room: number): string => {
    const value = ` · ${lastOf(own)}`;
    const most = Math.floor(room / letterWidth) - value.length;
    return `${name.length > most ? `${name.slice(0, most - 1)}…` : name}${value}`;
  };
  const longest = Math.max(...series.map((one) => labelOf(one, 1000).length));
  const labelSpace = isWide ? Math.min(longest * letterWidth + 20, width * 0.34) : 16;
  const legendLines = isWide ? 0 : series.length;
  const top = highestOf(values);
  const { periods } = view.explored;
  const shortest = periods.map(shortOf);
  const layout = layoutLines({
    series: values,
    width,
    height,
    inset: { left: formatNumber(Math.ceil(top), language).length * 8 + 20, right: labelSpace, top: 16, bottom: 32 },
    labelWidth: Math.max(...shortest.map((one) => one.length)) * letterWidth + 18,
    top,
  });
  const ends = layout.runs.map((runs) => runs.at(-1)!.at(-1)!);
  const labelYs = spreadLabels(
    ends.map(({ y }) => y),
    16,
    { top: 10, bottom: height - 24 },
  );
  const said = series.map(
    ({ name, values: own }) =>
      `${name}: ${sayValues(own, periods.map(shortOf), language, t('figures.explore.notReported'))}`,
  );
  const hasGaps = values.some((own) => own.some((value) => value === null));
  return (
    <figure className={classes.chart}>
      <figcaption>{title}</figcaption>
      <div ref={ref}>
        <svg
          viewBox={`0 0 ${width} ${height + legendLines * 22}`}
          width={width}
          height={height + legendLines * 22}
          role="img"
          aria-label={`${title}. ${said.join('. ')}`}
          data-chart
        >
          {layout.ticks.map(({ y, value }) => (
            <g key={value}>
              <line x1={layout.plot.left} x2={layout.plot.right} y1={y} y2={y} className={classes.gridLine} />
              <text x={layout.plot.left - 8} y={y + 4} textAnchor="end" className={classes.axisText}>
                {formatNumber(value, language)}
              </text>
            </g>
          ))}
          {layout.labels.map(({ x, index }) => (
            <text key={periods[index]!.key} x={x} y={height - 10} textAnchor="middle" className={classes.axisText}>
              {shortest[index]}
            </text>
          ))}
          {series.map(({ key, name }, place) => (
            <g key={key} data-series={place} className={classes.series}>
              {layout.runs[place]!.map((run) => (
                <polyline
                  key={run[0]!.index}
                  points={run.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
                />
              ))}
              {layout.runs[place]!.flat().map(({ x, y, index }) => (
                <Dot key={index} place={place} x={x} y={y} small={periods.length > 30}>
                  <title>{`${name}, ${shortest[index]}: ${formatNumber(series[place]!.values[index]!, language)}`}</title>
                </Dot>
              ))}
              {isWide ? (
                <text x={ends[place]!.x + 10} y={labelYs[place]! + 4} className={classes.seriesName}>
                  {labelOf(series[place]!, labelSpace - 12)}
                </text>
              ) : (
                <g transform={`translate(0 ${height + place * 22 + 10})`}>
                  <line x1={4} x2={28} y1={0} y2={0} />
                  <Dot place={place} x={16} y={0} />
                  <text x={36} y={4} className={classes.seriesName}>
                    {labelOf(series[place]!, width - 40)}
                  </text>
                </g>
              )}
            </g>
          ))}
        </svg>
      </div>
      {known.length > series.length ? (
        <p className="by-quiet by-small">
          {t('figures.explore.onlyFirst', { shown: series.length, total: formatNumber(known.length, language) })}
        </p>
      ) : null}
      {hasApportioned(view) ? <p className="by-quiet by-small">{t('figures.explore.apportioned')}</p> : null}
      {hasGaps ? <p className="by-quiet by-small">{t('figures.explore.gaps')}</p> : null}
    </figure>
  );
}

/** Each series has a mark of its own shape, so that none is told by its colour alone. */
function Dot(props: { place: number; x: number; y: number; small?: boolean; children?: React.ReactNode }) {
  const { place, x, y, small = false, children } = props;
  const r = small ? 2.4 : 4;
  const shapes = [
    `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
    `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}Z`,
    `M${x} ${y - r * 1.3}l${r * 1.2} ${r * 2.2}h${-r * 2.4}Z`,
    `M${x} ${y - r * 1.3}l${r * 1.3} ${r * 1.3}l${-r * 1.3} ${r * 1.3}l${-r * 1.3} ${-r * 1.3}Z`,
  ];
  return (
    <path d={shapes[place % shapes.length]!} className={classes.dot}>
      {children}
    </path>
  );
}

export function sayValues(
  values: (string | null)[],
  labels: string[],
  language: 'vi' | 'en',
  notReported: string,
): string {
  return values
    .map((value, index) => `${labels[index]} ${value === null ? notReported : formatNumber(value, language)}`)
    .join('; ');
}
