import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listIndicators } from '#modules/figures/figures.contract.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatMonth } from '#web/ui/format.ts';
import { MonthRange } from '#web/ui/MonthPicker.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { writeTarget } from '../comparison.rules.ts';
import { listTargets, removeTarget, setTarget } from '../targets.contract.ts';
import classes from './ReportEditor.module.css';

/** What a unit is to reach over a span, and by which plan; beside its figures the report says whether it is met. */
export function TargetsPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { place } = useMine();
  const mayManage = useReach('target.manage') !== undefined;
  const [unit, setUnit] = useState(place ? { id: place.unit.id, nameVi: place.unit.nameVi } : null);
  const targets = useApi(listTargets, { query: { unit: unit?.id ?? 0 } }, { enabled: unit !== null });
  const remove = useAct(removeTarget, { refresh: [listTargets] });
  return (
    <>
      <PageTitle title={t('reports.targets.title')} note={t('reports.targets.note')} />
      <div className={classes.fields}>
        <UnitPicker label={t('reports.unit')} value={unit} onChange={(chosen) => chosen && setUnit(chosen)} />
        {mayManage && unit ? <TargetForm unitId={unit.id} /> : null}
        {remove.error ? <ProblemAlert problem={remove.error} /> : null}
        <Answered of={targets}>
          {({ items }) => (
            <DataTable
              caption={t('reports.targets.title')}
              rows={items}
              rowKey={(target) => target.id}
              empty={<EmptyState title={t('reports.targets.none')}>{t('reports.targets.noneHint')}</EmptyState>}
              columns={[
                {
                  key: 'indicator',
                  title: t('reports.indicator'),
                  phone: 'title',
                  width: '36%',
                  render: (target) => (language === 'vi' ? target.indicatorNameVi : target.indicatorNameEn),
                },
                {
                  key: 'span',
                  title: t('reports.span'),
                  render: (target) => `${formatMonth(target.fromMonth)}–${formatMonth(target.toMonth)}`,
                },
                {
                  key: 'value',
                  title: t('reports.targets.value'),
                  render: (target) =>
                    `${writeTarget(target, language)} ${language === 'vi' ? target.measureUnitVi : target.measureUnitEn}`,
                },
                { key: 'basis', title: t('reports.targets.basis'), render: (target) => target.basis },
                {
                  key: 'act',
                  title: t('reports.targets.act'),
                  render: (target) =>
                    mayManage ? (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={t('reports.targets.removeOf', { name: target.indicatorNameVi })}
                        onClick={() => remove.mutate({ params: { id: target.id } })}
                      >
                        {t('reports.targets.remove')}
                      </Button>
                    ) : (
                      '—'
                    ),
                },
              ]}
            />
          )}
        </Answered>
      </div>
    </>
  );
}

function TargetForm({ unitId }: { unitId: number }) {
  const { t } = useTranslation();
  const { nameOf, unitOf } = useIndicatorWords();
  const directionId = useId();
  const indicators = useApi(listIndicators, {}).data?.items ?? [];
  const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const [span, setSpan] = useState({ from: addMonths(closed, -11), to: closed });
  const [code, setCode] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const [direction, setDirection] = useState<'at_least' | 'at_most'>('at_least');
  const [basis, setBasis] = useState('');
  const set = useAct(setTarget, {
    refresh: [listTargets],
    onDone: () => {
      tellDone(t('reports.targets.kept'));
      setValue('');
    },
  });
  return (
    <form
      className={classes.fields}
      onSubmit={(event) => {
        event.preventDefault();
        if (code === null) return;
        set.mutate({
          body: { unitId, indicatorCode: code, fromMonth: span.from, toMonth: span.to, value, direction, basis },
        });
      }}
    >
      <Select
        label={t('reports.indicator')}
        required
        searchable
        value={code}
        onChange={setCode}
        comboboxProps={{ withinPortal: false }}
        data={indicators.map((indicator) => ({
          value: indicator.code,
          label: `${indicator.code} · ${nameOf(indicator)} (${unitOf(indicator)})`,
        }))}
      />
      <MonthRange from={span.from} to={span.to} max="2099-12" onChange={(part) => setSpan({ ...span, ...part })} />
      <div className={classes.rounding}>
        <TextInput
          label={t('reports.targets.basis')}
          placeholder={t('reports.targets.basisHint')}
          required
          value={basis}
          maxLength={300}
          onChange={(event) => setBasis(event.currentTarget.value)}
        />
        <div>
          <span id={directionId}>{t('reports.targets.direction')}</span>
          <SegmentedControl
            fullWidth
            aria-labelledby={directionId}
            value={direction}
            onChange={setDirection}
            data={(['at_least', 'at_most'] as const).map((one) => ({
              value: one,
              label: t(`reports.targets.${one}`),
            }))}
          />
        </div>
        <NumberInput
          label={t('reports.targets.value')}
          required
          hideControls
          min={0}
          decimalSeparator=","
          thousandSeparator="."
          value={value}
          onValueChange={({ value: exact }) => setValue(exact)}
        />
      </div>
      {set.error ? <ProblemAlert problem={set.error} /> : null}
      <div>
        <Button type="submit" loading={set.isPending} disabled={code === null || value === ''}>
          {t('reports.targets.set')}
        </Button>
      </div>
    </form>
  );
}
