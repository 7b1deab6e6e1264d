import { Button, Group, Modal, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { dayBefore } from '#web/ui/format.ts';
import { MonthRange } from '#web/ui/MonthPicker.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { comparisons } from '../comparison.rules.ts';
import type { SavedReport } from '../saved-reports.contract.ts';
import classes from './ReportEditor.module.css';

export type ReportFields = Pick<SavedReport, 'kind' | 'from' | 'to' | 'view' | 'asKnownOn' | 'comparison'> & {
  unit: { id: number; name: string };
  /** Empty = the name that follows from the rest. */
  title: string;
};

/** What a report asks and is called: to begin one, or to change a draft (whose unit stays). */
export function ReportForm(props: {
  title: string;
  submit: string;
  start: ReportFields;
  isNew: boolean;
  busy: boolean;
  problem: unknown;
  onSubmit: (fields: ReportFields) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const viewId = useId();
  const kindId = useId();
  const [fields, setFields] = useState(props.start);
  const set = (part: Partial<ReportFields>): void => setFields((before) => ({ ...before, ...part }));
  const lastMonth = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size="lg"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 120 }}
    >
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit(fields);
        }}
      >
        <div>
          <span id={kindId}>{t('reports.form.kind')}</span>
          <SegmentedControl
            fullWidth
            aria-labelledby={kindId}
            value={fields.kind}
            onChange={(kind) => set({ kind })}
            data={(['interim', 'final'] as const).map((value) => ({ value, label: t(`reports.kind.${value}`) }))}
          />
        </div>
        {props.isNew ? (
          <UnitPicker
            label={t('reports.unit')}
            value={{ nameVi: fields.unit.name }}
            onChange={(unit) => unit && set({ unit: { id: unit.id, name: unit.nameVi } })}
          />
        ) : null}
        <MonthRange from={fields.from} to={fields.to} max={lastMonth} onChange={set} />
        <div>
          <span id={viewId}>{t('reports.view')}</span>
          <SegmentedControl
            fullWidth
            aria-labelledby={viewId}
            value={fields.view}
            onChange={(view) => set({ view })}
            data={[
              { value: 'then' as const, label: t('reports.viewThen') },
              { value: 'today' as const, label: t('reports.viewToday') },
            ]}
          />
        </div>
        <Select
          label={t('reports.form.comparison')}
          value={fields.comparison}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(comparison) => comparison && set({ comparison })}
          data={comparisons.map((value) => ({ value, label: t(`reports.comparison.${value}`) }))}
        />
        <DayInput
          label={t('reports.knownOn')}
          value={fields.asKnownOn}
          max={dayBefore(vietnamDay(new Date()))}
          clearable
          placeholder={t('reports.knownOnHint')}
          onChange={(asKnownOn) => set({ asKnownOn })}
        />
        <Textarea
          label={t('reports.form.title')}
          description={props.isNew ? t('reports.form.titleHint') : undefined}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          autosize
          minRows={2}
          maxLength={500}
        />
        {props.problem ? <ProblemAlert problem={props.problem} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={props.busy}>
            {props.submit}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
