import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { BasisLine } from '#web/ui/BasisLine.tsx';
import { CoverageMark } from '#web/ui/CoverageMark.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { writeDifference, writeMet, writeTarget } from '../comparison.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { originWords } from '../reports.rules.ts';
import { DrawnChart } from './DrawnChart.tsx';
import { addressIn } from './report-address.ts';
import { ReportAnnex } from './ReportAnnex.tsx';
import classes from './ReportPage.module.css';

type Section = ReviewReport['sections'][number];

/**
 * The report as it will stand on paper; every number in it opens. renderOwnText: how the writer's text is edited; without
 * it, it is read.
 */
export function ReportPaper(props: { report: ReviewReport; renderOwnText?: (section: Section) => ReactNode }) {
  const { t } = useTranslation();
  const { report, renderOwnText } = props;
  return (
    <article className={classes.paper} aria-labelledby="report-title">
      <header className={classes.head}>
        <h2 id="report-title" className={classes.title}>
          {report.title}
        </h2>
        <p className={classes.abstract}>{report.abstract}</p>
      </header>
      <BasisLine {...report.question} />
      {report.notes.length > 0 ? (
        <section className={classes.notes}>
          <h3>{t('reports.notes')}</h3>
          <ol>
            {report.notes.map((note) => (
              <li key={`${note.code} ${note.text}`}>{note.text}</li>
            ))}
          </ol>
        </section>
      ) : null}
      {report.sections.map((section) => (
        <ReportSection key={section.key} section={section} report={report} ownText={renderOwnText?.(section)} />
      ))}
      <ReportAnnex report={report} />
      <ReportSection section={report.coverage} report={report} />
      <Reasons report={report} />
      <BasisLine {...report.question} />
    </article>
  );
}

function ReportSection(props: { section: Section; report: ReviewReport; ownText?: ReactNode }) {
  const { t } = useTranslation();
  const { section, report, ownText } = props;
  const Heading = section.level === 1 ? 'h3' : 'h4';
  const isEmpty = section.number === '' && section.key !== 'coverage';
  return (
    <section id={`section-${section.key}`} className={classes.section} data-empty={isEmpty}>
      <Heading>
        {section.number === '' ? section.title : `${section.number}. ${section.title}`}
        {isEmpty ? <span className="by-quiet"> ({t('reports.emptySection')})</span> : null}
      </Heading>
      {ownText}
      <OwnText text={section.ownText} onPaperOnly={ownText !== undefined && ownText !== null} />
      {section.sentences.map((sentence, index) => (
        // A sentence has no name of its own; the order of a report does not change while it is shown.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className={classes.sentence}>
          {sentence.map((part, at) =>
            'figure' in part ? (
              // oxlint-disable-next-line react/no-array-index-key
              <SentenceFigure key={at} code={part.figure} text={part.text} report={report} />
            ) : (
              part.text
            ),
          )}
        </p>
      ))}
      {section.indicators.length > 0 ? <SectionTable section={section} report={report} /> : null}
      {section.charts.map((chart) => (
        <DrawnChart key={chart.title} chart={chart} />
      ))}
    </section>
  );
}

/** The writer's words as they are printed; while they are being edited they show on paper only. */
function OwnText({ text, onPaperOnly }: { text: string; onPaperOnly: boolean }) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    <div className={onPaperOnly ? classes.onPaper : undefined}>
      {lines.map((line, index) => (
        // Lines of a text have no names; they are drawn anew with every change.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={index} className={classes.sentence}>
          {line}
        </p>
      ))}
    </div>
  );
}

function Reasons({ report }: { report: ReviewReport }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const language = useLanguage();
  if (report.reasons.length === 0) return null;
  const nameOfCode = (code: string): string => {
    const indicator = report.indicators.find((one) => one.code === code);
    return indicator ? nameOf(indicator) : code;
  };
  return (
    <section>
      <h3>{t('reports.reasons')}</h3>
      <DataTable
        caption={t('reports.reasons')}
        rows={report.reasons}
        rowKey={(one) => `${one.indicatorCode} ${one.origin} ${one.reason}`}
        columns={[
          {
            key: 'indicator',
            title: t('reports.indicator'),
            phone: 'title',
            width: '40%',
            render: (one) => nameOfCode(one.indicatorCode),
          },
          {
            key: 'origin',
            title: t('reports.origin'),
            render: (one) => originWords[one.origin as keyof typeof originWords][language],
          },
          { key: 'reason', title: t('reports.reason'), render: (one) => one.reason },
          {
            key: 'values',
            title: t('reports.values'),
            numeric: true,
            render: (one) => formatNumber(one.values, language),
          },
        ]}
      />
    </section>
  );
}

function SentenceFigure({ code, text, report }: { code: string; text: string; report: ReviewReport }) {
  const { nameOf, unitOf } = useIndicatorWords();
  const figure = report.figures.find((one) => one.indicatorCode === code);
  const indicator = report.indicators.find((one) => one.code === code);
  if (!figure || !indicator) return text;
  return (
    <FigureChip
      name={nameOf(indicator)}
      value={figure.value}
      measureUnit={unitOf(indicator)}
      text={text}
      address={addressIn(report, code)}
    />
  );
}

type Row = { indicator: ReviewReport['indicators'][number]; figure: ReviewReport['figures'][number] };

function SectionTable({ section, report }: { section: Section; report: ReviewReport }) {
  const { t } = useTranslation();
  const { nameOf, unitOf } = useIndicatorWords();
  const comparedColumns = useComparedColumns(report);
  const targetColumn = useTargetColumn(report);
  const rows = section.indicators.flatMap((code): Row[] => {
    const indicator = report.indicators.find((one) => one.code === code);
    const figure = report.figures.find((one) => one.indicatorCode === code);
    return indicator && figure ? [{ indicator, figure }] : [];
  });
  const columns: Column<Row>[] = [
    {
      key: 'indicator',
      title: t('reports.indicator'),
      phone: 'title',
      width: '46%',
      render: (row) => nameOf(row.indicator),
    },
    { key: 'unit', title: t('reports.measureUnit'), width: '14%', render: (row) => unitOf(row.indicator) },
    {
      key: 'value',
      title: t('reports.value'),
      numeric: true,
      width: '18%',
      render: (row) => (
        <FigureChip
          name={nameOf(row.indicator)}
          value={row.figure.value}
          qualifier={row.figure.qualifier}
          measureUnit={row.indicator.kind === 'ratio' ? '%' : ''}
          apportioned={row.figure.origins.apportioned > 0}
          address={addressIn(report, row.indicator.code)}
        />
      ),
    },
    ...(section.table === 'figures' && report.compared ? comparedColumns : []),
    ...(section.indicators.some((code) => report.targets.some((target) => target.indicatorCode === code))
      ? [targetColumn]
      : []),
    {
      key: 'coverage',
      title: t('reports.coverage'),
      render: (row) => (row.figure.coverage ? <CoverageMark coverage={row.figure.coverage} /> : '—'),
    },
  ];
  return (
    <div className={classes.table}>
      <DataTable
        caption={t('reports.tableTitle', { title: section.title })}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.indicator.code}
      />
    </div>
  );
}

function useComparedColumns(report: ReviewReport): Column<Row>[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const of = (row: Row) => report.compared?.figures.find((one) => one.indicatorCode === row.indicator.code);
  return [
    {
      key: 'before',
      title: t('reports.before'),
      numeric: true,
      render: (row) => {
        const before = of(row)?.before ?? null;
        return before === null ? t('figure.notReported') : formatNumber(before, language);
      },
    },
    {
      key: 'difference',
      title: t('reports.difference'),
      render: (row) => {
        const compared = of(row);
        return (compared && writeDifference(compared, row.indicator.kind === 'ratio', language)) || '—';
      },
    },
  ];
}

function useTargetColumn(report: ReviewReport): Column<Row> {
  const { t } = useTranslation();
  const language = useLanguage();
  return {
    key: 'target',
    title: t('reports.target'),
    render: (row) => {
      const target = report.targets.find((one) => one.indicatorCode === row.indicator.code);
      return target ? `${writeTarget(target, language)}: ${writeMet(target.met, language)}` : '—';
    },
  };
}
