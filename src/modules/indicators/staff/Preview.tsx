import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useMine } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { formatMonth, formatNumber } from '#web/ui/format.ts';
import { MonthRange } from '#web/ui/MonthPicker.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { type IndicatorPreview, type PreviewedCalculation, previewIndicator } from '../indicators.contract.ts';
import classes from './indicators.module.css';

/** Computes a definition on real records, as far as the reader may see them; null = it is not complete yet. */
export function Preview({ calculation }: { calculation: PreviewedCalculation | null }) {
  const { t } = useTranslation();
  const { place } = useMine();
  const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const [unit, setUnit] = useState(place ? { id: place.unit.id, nameVi: place.unit.nameVi } : null);
  const [span, setSpan] = useState({ from: addMonths(closed, -5), to: closed });
  const look = useAct(previewIndicator);
  return (
    <section className={classes.box} aria-labelledby="preview">
      <h2 id="preview">{t('indicators.preview.title')}</h2>
      <p className="by-quiet by-small">{t('indicators.preview.note')}</p>
      <UnitPicker label={t('indicators.preview.unit')} value={unit} onChange={(chosen) => chosen && setUnit(chosen)} />
      <MonthRange from={span.from} to={span.to} max={closed} onChange={(part) => setSpan({ ...span, ...part })} />
      <div>
        <Button
          variant="default"
          leftSection={<IconEye size={18} aria-hidden />}
          disabled={calculation === null || unit === null}
          loading={look.isPending}
          onClick={() => {
            if (calculation && unit) look.mutate({ body: { unitId: unit.id, ...span, calculation } });
          }}
        >
          {t('indicators.preview.run')}
        </Button>
      </div>
      {look.error ? <ProblemAlert problem={look.error} /> : null}
      {look.data ? <Looked answer={look.data} /> : null}
    </section>
  );
}

function Looked({ answer }: { answer: IndicatorPreview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (answer.basis === 'none') return <p role="status">{t('indicators.preview.supplement')}</p>;
  if (!answer.readable) {
    const words = answer.basis === 'records' ? 'notReadable' : 'notReadableFigures';
    return <p role="status">{t(`indicators.preview.${words}`)}</p>;
  }
  const isEmpty = answer.basis === 'records' && answer.months.every((month) => month.units === 0);
  return (
    <div role="status">
      {isEmpty ? (
        <p>{t('indicators.preview.noUnits')}</p>
      ) : (
        <DataTable
          caption={t('indicators.preview.title')}
          rows={answer.months}
          rowKey={({ month }) => month}
          columns={[
            {
              key: 'month',
              title: t('indicators.preview.month'),
              phone: 'third',
              render: ({ month }) => formatMonth(month),
            },
            {
              key: 'value',
              title: t('indicators.preview.value'),
              phone: 'third',
              numeric: true,
              render: ({ value }) => (value === null ? '–' : formatNumber(value, language)),
            },
            {
              key: 'units',
              title: t(answer.basis === 'records' ? 'indicators.preview.units' : 'indicators.preview.reported'),
              phone: 'third',
              numeric: true,
              render: ({ units }) => formatNumber(units, language),
            },
          ]}
        />
      )}
      {answer.hiddenUnits > 0 ? (
        <p className="by-quiet by-small">{t('indicators.preview.hidden', { count: answer.hiddenUnits })}</p>
      ) : null}
    </div>
  );
}
