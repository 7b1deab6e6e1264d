import { Button } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowsDiff,
  IconCheck,
  IconScale,
  IconTrendingDown,
  IconTrendingUp,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatInstant, formatNumber, formatValue } from '#web/ui/format.ts';
import { Mark } from '#web/ui/StateBadge.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { Submission, SubmissionRow } from '../submissions.contract.ts';
import { findSection, type PeriodSection, periodSections } from '../submissions.rules.ts';
import { CellNote } from './CellNote.tsx';
import { FigureCell } from './FigureCell.tsx';
import { determineJump } from './jumps.ts';
import { RegisterLinks } from './RegisterLinks.tsx';
import type { Explanations } from './useExplanations.ts';
import type { Supplements } from './useSupplements.ts';
import { WarningNote } from './WarningNote.tsx';
import classes from './PeriodTable.module.css';

/**
 * The figures of one period in the sections of the paper form. supplements: figures may be typed. explanations: the
 * reader may hand the month up, and passes its warnings. onReturn: the reader decides, and may send a figure back.
 */
export function PeriodTable(props: {
  submission: Submission;
  supplements?: Supplements;
  explanations?: Explanations | undefined;
  onPaste?: (row: SubmissionRow, text: string) => boolean;
  onReturn?: (indicatorCode: string) => void;
}) {
  const { submission } = props;
  const bySection = Map.groupBy(submission.rows, (row) => findSection(row.indicator.code));
  const sections = periodSections.filter((section) => bySection.has(section));
  return (
    <div className={classes.sections}>
      {sections.map((section, index) => (
        <Section key={section} {...props} name={section} number={index + 1} rows={bySection.get(section)!} />
      ))}
      {submission.computed.length > 0 ? <ComputedSection submission={submission} /> : null}
    </div>
  );
}

function Section(props: {
  submission: Submission;
  name: PeriodSection;
  number: number;
  rows: SubmissionRow[];
  supplements?: Supplements | undefined;
  explanations?: Explanations | undefined;
  onPaste?: ((row: SubmissionRow, text: string) => boolean) | undefined;
  onReturn?: ((indicatorCode: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { submission, rows, supplements, onPaste } = props;
  const title = `${toRoman(props.number)}. ${t(`submissions.section.${props.name}`)}`;
  const number = (value: string | null): string => (value === null ? '—' : formatNumber(value, language));
  const isTyped = (row: SubmissionRow): boolean => supplements !== undefined && row.editable;
  const columns: Column<SubmissionRow>[] = [
    {
      key: 'indicator',
      title: t('submissions.column.indicator'),
      phone: 'title',
      width: '38%',
      render: (row) => <IndicatorName row={row} />,
    },
    {
      key: 'value',
      title: t('submissions.column.value'),
      numeric: true,
      phone: 'third',
      width: '16%',
      render: (row) =>
        supplements && onPaste && row.editable ? (
          <FigureCell row={row} supplements={supplements} onPaste={onPaste} />
        ) : (
          <Value submission={submission} row={row} />
        ),
    },
    {
      key: 'previous',
      title: t('submissions.column.previous'),
      numeric: true,
      phone: 'third',
      width: '9%',
      render: (row) => number(row.previousMonth),
    },
    {
      key: 'lastYear',
      title: t('submissions.column.lastYear'),
      numeric: true,
      phone: 'third',
      width: '9%',
      render: (row) => number(row.sameMonthLastYear),
    },
    {
      key: 'note',
      title: t('submissions.column.note'),
      phone: 'bare',
      render: (row) => (
        <div className={classes.notes}>
          {supplements && row.editable ? <CellNote row={row} supplements={supplements} /> : null}
          {submission.warnings
            .filter((warning) => warning.indicatorCode === row.indicator.code)
            .map((warning) => (
              <WarningNote key={warning.key} warning={warning} explanations={props.explanations} />
            ))}
          <Notes submission={submission} row={row} onReturn={props.onReturn} isTyped={isTyped(row)} />
        </div>
      ),
    },
  ];
  return (
    <section>
      <div className={classes.sectionHead}>
        <h2>{title}</h2>
        <RegisterLinks submission={submission} rows={rows} />
      </div>
      <DataTable caption={title} columns={columns} rows={rows} rowKey={(row) => row.indicator.code} />
    </section>
  );
}

const romans = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];
const toRoman = (number: number): string => romans[number] ?? String(number);

function IndicatorName({ row }: { row: Pick<SubmissionRow, 'indicator'> }) {
  const { nameOf, unitOf } = useIndicatorWords();
  return (
    <>
      {nameOf(row.indicator)} <span className={classes.unit}>({unitOf(row.indicator)})</span>
    </>
  );
}

function Value({ submission, row }: { submission: Submission; row: SubmissionRow }) {
  const { nameOf } = useIndicatorWords();
  const { unit, month } = submission;
  return (
    <FigureChip
      name={nameOf(row.indicator)}
      value={row.value}
      measureUnit=""
      address={{ indicatorCode: row.indicator.code, unit: `#${unit.id}`, from: month, to: month, view: 'then' }}
      qualifier={row.qualifier}
      apportioned={row.origin === 'apportioned'}
    />
  );
}

function Notes(props: {
  submission: Submission;
  row: SubmissionRow;
  onReturn?: ((indicatorCode: string) => void) | undefined;
  isTyped: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const { submission, row, onReturn } = props;
  const number = (value: string): string => formatNumber(value, language);
  // An outlier says the same, with what is usual.
  const isOutlier = submission.warnings.some((one) => one.key === `outlier:${row.indicator.code}`);
  const jump = isOutlier ? undefined : determineJump(row.previousMonth, row.value);
  const isChanged = submission.version > 1 && row.approved !== row.value && submission.state !== 'approved';
  return (
    <>
      {row.drift ? (
        <Mark tone="soon" icon={<IconScale size={14} aria-hidden />}>
          {t('submissions.row.drift', { register: number(row.drift.register), submitted: number(row.drift.submitted) })}
        </Mark>
      ) : null}
      {isChanged ? (
        <Mark tone="info" icon={<IconArrowsDiff size={14} aria-hidden />}>
          {t('submissions.row.changed', {
            approved: row.approved === null ? '—' : formatValue(row.approved, unitOf(row.indicator), language),
          })}
        </Mark>
      ) : null}
      {jump ? (
        <Mark
          tone="quiet"
          icon={jump === 'up' ? <IconTrendingUp size={14} aria-hidden /> : <IconTrendingDown size={14} aria-hidden />}
        >
          {t(`submissions.row.jump.${jump}`)}
        </Mark>
      ) : null}
      {row.returns.map((one) => (
        <p key={`${one.at} ${one.reason}`} className={one.mended ? classes.mended : classes.returned}>
          {one.mended ? <IconCheck size={16} aria-hidden /> : <IconArrowBackUp size={16} aria-hidden />}
          <span>
            {t(one.mended ? 'submissions.row.mended' : 'submissions.row.returned', { reason: one.reason })}{' '}
            <span className={classes.by}>
              ({t('submissions.row.returnedBy', { by: one.by, at: formatInstant(one.at) })})
            </span>
          </span>
        </p>
      ))}
      {row.origin === 'imported' ? <Mark tone="quiet">{t('submissions.row.imported')}</Mark> : null}
      {row.reason !== null && !props.isTyped ? <p>{row.reason}</p> : null}
      {onReturn ? (
        <Button
          size="compact-xs"
          variant="subtle"
          color="red"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          onClick={() => onReturn(row.indicator.code)}
          aria-label={`${t('submissions.return.row')}: ${nameOf(row.indicator)}`}
        >
          {t('submissions.return.act')}
        </Button>
      ) : null}
    </>
  );
}

function ComputedSection({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf } = useIndicatorWords();
  const { unit, month } = submission;
  const title = t('submissions.section.computed');
  const number = (value: string | null): string => (value === null ? '—' : formatNumber(value, language));
  const columns: Column<Submission['computed'][number]>[] = [
    {
      key: 'indicator',
      title: t('submissions.column.indicator'),
      phone: 'title',
      width: '36%',
      render: (row) => nameOf(row.indicator),
    },
    {
      key: 'value',
      title: t('submissions.column.value'),
      numeric: true,
      width: '16%',
      render: (row) => (
        <FigureChip
          name={nameOf(row.indicator)}
          value={row.value}
          measureUnit={row.indicator.measureUnitVi === '%' ? '%' : ''}
          address={{ indicatorCode: row.indicator.code, unit: `#${unit.id}`, from: month, to: month, view: 'then' }}
        />
      ),
    },
    {
      key: 'parts',
      title: t('submissions.column.parts'),
      render: (row) => `${number(row.numerator)}/${number(row.denominator)}`,
    },
  ];
  return (
    <section>
      <h2>{title}</h2>
      <p className={classes.hint}>{t('submissions.section.computedHint')}</p>
      <DataTable caption={title} columns={columns} rows={submission.computed} rowKey={(row) => row.indicator.code} />
    </section>
  );
}
