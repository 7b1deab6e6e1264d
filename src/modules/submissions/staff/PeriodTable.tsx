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
import { determineJump } from './jumps.ts';
import { RegisterLinks } from './RegisterLinks.tsx';
import { SupplementReason, SupplementValue } from './SupplementFields.tsx';
import type { Supplements } from './useSupplements.ts';
import classes from './PeriodTable.module.css';

/** The figures of one period by section. onReturn: the reader decides, and may send a figure back. */
export function PeriodTable(props: {
  submission: Submission;
  supplements?: Supplements;
  onReturn?: (indicatorCode: string) => void;
}) {
  const { t } = useTranslation();
  const { submission, supplements, onReturn } = props;
  const isFromRecords = (row: SubmissionRow): boolean => row.recordCount !== null;
  const records = submission.rows.filter(isFromRecords);
  const typed = submission.rows.filter((row) => !isFromRecords(row));
  const section = { submission, onReturn };
  return (
    <div className={classes.sections}>
      {records.length > 0 ? (
        <Section {...section} name="records" rows={records}>
          {t('submissions.section.recordsHint')}
        </Section>
      ) : null}
      {typed.length > 0 ? (
        <Section {...section} name="supplements" rows={typed} supplements={supplements}>
          {t('submissions.section.supplementsHint')}
        </Section>
      ) : null}
      {submission.computed.length > 0 ? <ComputedSection submission={submission} /> : null}
    </div>
  );
}

function Section(props: {
  submission: Submission;
  name: 'records' | 'supplements';
  rows: SubmissionRow[];
  supplements?: Supplements | undefined;
  onReturn?: ((indicatorCode: string) => void) | undefined;
  children: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { submission, name, rows, supplements } = props;
  const title = t(`submissions.section.${name}`);
  const number = (value: string | null): string => (value === null ? '—' : formatNumber(value, language));
  const isEditable = supplements !== undefined && rows.some((row) => row.editable);
  const columns: Column<SubmissionRow>[] = [
    {
      key: 'indicator',
      title: t('submissions.column.indicator'),
      phone: 'title',
      width: isEditable ? '30%' : '36%',
      render: (row) => <IndicatorName row={row} />,
    },
    {
      key: 'value',
      title: t('submissions.column.value'),
      numeric: true,
      phone: 'third',
      width: '16%',
      render: (row) =>
        supplements && row.editable ? (
          <SupplementValue row={row} rows={rows.filter((one) => one.editable)} supplements={supplements} />
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
      title: isEditable ? t('submissions.column.reason') : t('submissions.column.note'),
      phone: 'bare',
      render: (row) => (
        <div className={classes.notes}>
          {supplements && row.editable ? <SupplementReason row={row} supplements={supplements} /> : null}
          <Notes
            submission={submission}
            row={row}
            onReturn={props.onReturn}
            isTyped={supplements !== undefined && row.editable}
          />
        </div>
      ),
    },
  ];
  return (
    <section>
      <h2>{title}</h2>
      <p className={classes.hint}>
        {props.children} {name === 'records' ? <RegisterLinks submission={submission} rows={rows} /> : null}
      </p>
      <DataTable caption={title} columns={columns} rows={rows} rowKey={(row) => row.indicator.code} />
    </section>
  );
}

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
  const jump = determineJump(row.previousMonth, row.value);
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
