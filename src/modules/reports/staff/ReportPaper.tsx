import { useTranslation } from 'react-i18next';
import { BasisLine } from '#web/ui/BasisLine.tsx';
import { CoverageMark } from '#web/ui/CoverageMark.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { addressIn } from './report-address.ts';
import { ReportAnnex } from './ReportAnnex.tsx';
import classes from './ReportPage.module.css';

type Section = ReviewReport['sections'][number];

/** The report as it will stand on paper; every number in it opens. */
export function ReportPaper({ report }: { report: ReviewReport }) {
  const { t } = useTranslation();
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
        <ReportSection key={section.number} section={section} report={report} />
      ))}
      <ReportAnnex report={report} />
      <BasisLine {...report.question} />
    </article>
  );
}

function ReportSection({ section, report }: { section: Section; report: ReviewReport }) {
  return (
    <section>
      <h3>
        {section.number}. {section.title}
      </h3>
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
    {
      key: 'coverage',
      title: t('reports.coverage'),
      render: (row) => (row.figure.coverage ? <CoverageMark coverage={row.figure.coverage} /> : '—'),
    },
  ];
  return (
    <div className={classes.table}>
      <DataTable
        caption={t('reports.tableTitle', { number: section.number })}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.indicator.code}
      />
    </div>
  );
}
