import { useTranslation } from 'react-i18next';
import { DataTable } from '#web/ui/DataTable.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { describeChart, drawChart, letterSize, type Shape } from '../charts.rules.ts';
import type { ReportChart } from '../reports.contract.ts';
import classes from './ReportPage.module.css';

/** A chart as it will stand on paper, with its numbers in a table for those who want or need them. */
export function DrawnChart({ chart }: { chart: ReportChart }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const drawing = drawChart(chart, language);
  if (drawing === null) return null;
  const caption = `${chart.title} (${chart.measureUnit})`;
  return (
    <figure className={classes.chart}>
      <div className={classes.drawing}>
        <svg
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
          role="img"
          aria-label={describeChart(chart, language)}
          fontSize={letterSize}
        >
          {drawing.shapes.map((shape, index) => (
            // The shapes of a drawing have no names and never change places.
            // oxlint-disable-next-line react/no-array-index-key
            <DrawnShape key={index} shape={shape} />
          ))}
        </svg>
      </div>
      <figcaption>{caption}</figcaption>
      <details data-print="no">
        <summary>{t('reports.chartTable')}</summary>
        <DataTable
          caption={caption}
          rows={chart.points}
          rowKey={(point) => point.label}
          columns={[
            { key: 'label', title: t('reports.chartOf'), phone: 'title', render: (point) => point.label },
            {
              key: 'value',
              title: t('reports.value'),
              numeric: true,
              render: (point) => (point.value === null ? t('figure.notReported') : formatNumber(point.value, language)),
            },
          ]}
        />
      </details>
    </figure>
  );
}

function DrawnShape({ shape }: { shape: Shape }) {
  switch (shape.tag) {
    case 'line':
      return <line x1={shape.x1} x2={shape.x2} y1={shape.y1} y2={shape.y2} className={classes.axis} />;
    case 'rect':
      return <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} className={classes.mark} />;
    case 'circle':
      return <circle cx={shape.cx} cy={shape.cy} r={shape.r} className={classes.mark} />;
    case 'polyline':
      return <polyline points={shape.points} className={classes.trend} />;
    case 'text':
      return (
        <text x={shape.x} y={shape.y} textAnchor={shape.anchor} className={classes.letters}>
          {shape.text}
        </text>
      );
  }
}
