import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMonth, formatNumber } from './format.ts';
import { useLanguage } from './useLanguage.ts';
import classes from './TrendChart.module.css';

type Point = { month: string; value: string | null };

/** A months' line small enough for a card; the numbers stand beside it or in the figure that it opens. */
export function Sparkline({ points, label }: { points: Point[]; label: string }) {
  const { segments, lastAt } = toSegments(points, 120, 32, 3);
  if (segments.length === 0) return null;
  return (
    <svg viewBox="0 0 120 32" className={classes.spark} role="img" aria-label={label}>
      <line x1={0} x2={120} y1={31.5} y2={31.5} className={classes.axis} />
      <Lines segments={segments} />
      {lastAt ? <circle cx={lastAt.x} cy={lastAt.y} r={3} className={classes.point} /> : null}
    </svg>
  );
}

const height = 200;
const widthOfTick = 84;
const inset = { left: 12, right: 12, top: 24, bottom: 28 };

/** One measure by month, with highest and last value written at their points; months without a value stay gaps. */
export function TrendChart(props: { points: Point[]; name: string; measureUnit: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const titleId = useId();
  // Drawn at the width that it has, so that its letters keep their size.
  const { ref, width: measured } = useElementSize();
  const width = Math.max(measured, 280);
  const inner = { width: width - inset.left - inset.right, height: height - inset.top - inset.bottom };
  const { segments, at, highest, lastAt } = toSegments(props.points, inner.width, inner.height, 0);
  if (!lastAt) return null;
  const labels = [highest, lastAt].filter((one, index, all) => one && all.indexOf(one) === index);
  const years = props.points.flatMap((point, index) =>
    index === 0 || point.month.endsWith('-01') ? [{ index, text: formatMonth(point.month) }] : [],
  );
  const xOf = (index: number): number => (index / Math.max(props.points.length - 1, 1)) * inner.width;
  const everyYear = Math.ceil((years.length * widthOfTick) / width);
  return (
    <div ref={ref} className={classes.chart}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={titleId}>
        <title id={titleId}>{t('figure.chart', { name: props.name, unit: props.measureUnit })}</title>
        <g transform={`translate(${inset.left} ${inset.top})`}>
          <line x1={0} x2={inner.width} y1={inner.height} y2={inner.height} className={classes.axis} />
          <Lines segments={segments} />
          {props.points.length <= 36
            ? at.map((one) =>
                one ? <circle key={one.x} cx={one.x} cy={one.y} r={3} className={classes.point} /> : null,
              )
            : null}
          {labels.map((one) =>
            one ? (
              <text
                key={one.x}
                x={one.x}
                y={one.y - 8}
                className={classes.label}
                textAnchor={one.x < 40 ? 'start' : one.x > inner.width - 40 ? 'end' : 'middle'}
              >
                {formatNumber(one.value, language)}
              </text>
            ) : null,
          )}
          {years
            .filter(({ index }, order) => order % everyYear === 0 && (index === 0 || xOf(index) >= widthOfTick))
            .map(({ index, text }) => (
              <text
                key={text}
                x={xOf(index)}
                y={inner.height + 20}
                className={classes.tick}
                textAnchor={index === 0 ? 'start' : 'middle'}
              >
                {text}
              </text>
            ))}
        </g>
      </svg>
    </div>
  );
}

function Lines({ segments }: { segments: string[] }) {
  return (
    <>
      {segments.map((segment) => (
        <polyline key={segment} points={segment} className={classes.line} />
      ))}
    </>
  );
}

type Place = { x: number; y: number; value: string };

/** Points on a plane that begins at zero; a month without a value breaks the line. */
function toSegments(points: Point[], innerWidth: number, innerHeight: number, pad: number) {
  const numbers = points.map((point) => (point.value === null ? null : Number(point.value)));
  const top = Math.max(...numbers.map((number) => number ?? 0), 1);
  const bottom = Math.min(...numbers.map((number) => number ?? 0), 0);
  const at: (Place | null)[] = points.map((point, index) => {
    const number = numbers[index] ?? null;
    if (number === null || point.value === null) return null;
    const x = pad + (index / Math.max(points.length - 1, 1)) * (innerWidth - 2 * pad);
    const y = pad + (1 - (number - bottom) / (top - bottom)) * (innerHeight - 2 * pad);
    return { x, y, value: point.value };
  });
  const segments: string[] = [];
  let open: Place[] = [];
  for (const place of [...at, null]) {
    if (place) open.push(place);
    else if (open.length > 0) {
      segments.push(open.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '));
      open = [];
    }
  }
  const known = at.filter((place) => place !== null);
  const highest = known.reduce<Place | undefined>((best, one) => (best && best.y <= one.y ? best : one), undefined);
  return { segments, at, highest, lastAt: known.at(-1) };
}
