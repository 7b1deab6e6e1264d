import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { vietnamDay } from '#platform/periods.rules.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { dayBefore } from '#web/ui/format.ts';
import { MonthRange } from '#web/ui/MonthPicker.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import type { ReportQuery } from '../reports.contract.ts';
import classes from './ReportPage.module.css';

/** Whose figures, which months, which boundaries, as known when. */
export function QuestionBar(props: {
  query: ReportQuery;
  unit: { name: string } | null;
  maxMonth: string;
  onChange: (part: Partial<ReportQuery>) => void;
}) {
  const { t } = useTranslation();
  const viewId = useId();
  const { query, unit, onChange } = props;
  return (
    <div className={classes.question} role="group" aria-label={t('reports.question')}>
      <div className={classes.unit}>
        <UnitPicker
          label={t('reports.unit')}
          value={unit && { nameVi: unit.name }}
          onChange={(chosen) => chosen && onChange({ unit: chosen.askedAs })}
        />
      </div>
      <MonthRange from={query.from} to={query.to} max={props.maxMonth} onChange={onChange} />
      <div className={classes.view}>
        <span id={viewId} className={classes.label}>
          {t('reports.view')}
        </span>
        <SegmentedControl
          aria-labelledby={viewId}
          value={query.view}
          onChange={(view) => onChange({ view })}
          data={[
            { value: 'then' as const, label: t('reports.viewThen') },
            { value: 'today' as const, label: t('reports.viewToday') },
          ]}
        />
      </div>
      <div className={classes.known}>
        <DayInput
          label={t('reports.knownOn')}
          value={query.asKnownOn ?? null}
          max={dayBefore(vietnamDay(new Date()))}
          clearable
          placeholder={t('reports.knownOnHint')}
          onChange={(day) => onChange({ asKnownOn: day ?? undefined })}
        />
      </div>
    </div>
  );
}
