import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useContext, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listIndicators } from '#modules/figures/figures.contract.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { ApiProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useDraft } from '#web/ui/useDraft.ts';
import { listIndicatorProposals, proposeIndicator } from '../indicators.contract.ts';
import { type DraftForm, emptyForm, toDraft, toPreview } from './draft-form.ts';
import classes from './indicators.module.css';
import { Preview } from './Preview.tsx';
import { SourceFields } from './SourceFields.tsx';

const words = { code: 20, nameVi: 200, nameEn: 200, measureUnitVi: 40, measureUnitEn: 40 } as const;
const shownOutside = new Set([
  ...Object.keys(words),
  'definitionVi',
  'definitionEn',
  'legalSource',
  'issuerId',
  'owed',
]);

/** Defines an indicator by clicks, with a preview on real records beside it. What is typed stays until it is sent. */
export function ProposePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { place } = useMine();
  const registers = useContext(RegistersContext);
  const indicators = useApi(listIndicators, {}).data?.items ?? [];
  const [kept, keep] = useDraft('indicator');
  const running = determineMonthOf(vietnamDay(new Date()));
  const own = place && { id: place.unit.id, nameVi: place.unit.nameVi };
  const blank = emptyForm(registers[0]!.name, own ?? null, running);
  const form: DraftForm = kept === null ? blank : { ...blank, ...(JSON.parse(kept) as Partial<DraftForm>) };
  const change = (part: Partial<DraftForm>): void => keep(JSON.stringify({ ...form, ...part }));
  const register = registers.find((one) => one.name === form.register);
  const propose = useAct(proposeIndicator, {
    refresh: [listIndicatorProposals],
    onDone: ({ id }) => {
      tellDone(t('indicators.form.sent', { code: form.code }));
      keep(null);
      void navigate({ to: '/indicator-proposals/$proposalId', params: { proposalId: id } });
    },
  });
  const errors = fieldErrorsOf(propose.error);
  // The form is long: whoever sent it is led to the first field to mend.
  useEffect(() => {
    if (propose.error) document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus();
  }, [propose.error]);
  const text = (field: keyof typeof words, hint?: string) => (
    <TextInput
      label={t(`indicators.form.${field}`)}
      description={hint}
      required
      maxLength={words[field]}
      value={form[field]}
      error={errors[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  );
  return (
    <>
      <PageTitle title={t('indicators.form.title')} note={t('indicators.form.note')} />
      <div className={classes.columns}>
        <form
          className={classes.parts}
          onSubmit={(event) => {
            event.preventDefault();
            propose.mutate({ body: toDraft(form, register) });
          }}
        >
          <section className={classes.fields}>
            <h2>{t('indicators.form.what')}</h2>
            {text('code', t('indicators.form.codeHint'))}
            <div className={classes.pair}>
              {text('nameVi')}
              {text('nameEn')}
              {text('measureUnitVi')}
              {text('measureUnitEn')}
            </div>
            {(['definitionVi', 'definitionEn'] as const).map((field) => (
              <Textarea
                key={field}
                label={t(`indicators.form.${field}`)}
                required
                autosize
                minRows={2}
                maxLength={1000}
                value={form[field]}
                error={errors[field]}
                onChange={(event) => change({ [field]: event.currentTarget.value })}
              />
            ))}
            <TextInput
              label={t('indicators.form.legalSource')}
              description={t('indicators.form.legalSourceHint')}
              required
              maxLength={300}
              value={form.legalSource}
              error={errors.legalSource}
              onChange={(event) => change({ legalSource: event.currentTarget.value })}
            />
          </section>
          <section className={classes.fields}>
            <h2>{t('indicators.form.how')}</h2>
            <SourceFields form={form} change={change} errors={errors} indicators={indicators} />
          </section>
          <section className={classes.fields}>
            <h2>{t('indicators.form.whoOwes')}</h2>
            <UnitPicker
              label={t('indicators.form.issuer')}
              required
              openOnly
              kinds={['nation', 'province']}
              value={form.issuer}
              error={errors.issuerId}
              onChange={(unit) => change({ issuer: unit && { id: unit.id, nameVi: unit.nameVi } })}
            />
            {form.from === 'register' || form.from === 'supplement' ? (
              <>
                <NativeSelect
                  label={t('indicators.form.subjectKind')}
                  value={form.subjectKind}
                  error={errors.owed}
                  onChange={(event) => change({ subjectKind: event.currentTarget.value as DraftForm['subjectKind'] })}
                  data={(['commune', 'province'] as const).map((value) => ({
                    value,
                    label: t(`indicators.form.subjects.${value}`),
                  }))}
                />
                <div>
                  <MonthPicker
                    label={t('indicators.form.fromMonth')}
                    value={form.fromMonth}
                    max={addMonths(running, 24)}
                    onChange={(fromMonth) => change({ fromMonth })}
                  />
                  <p className="by-quiet by-small">{t('indicators.form.fromMonthHint')}</p>
                </div>
              </>
            ) : (
              <p className="by-quiet">{t('indicators.owed.nobody')}</p>
            )}
          </section>
          {propose.error ? <ProblemAlert problem={propose.error} hideFields={isAllShown(errors)} /> : null}
          <div>
            <Button type="submit" loading={propose.isPending}>
              {t('indicators.form.send')}
            </Button>
          </div>
        </form>
        <Preview calculation={toPreview(form, register, indicators)} />
      </div>
    </>
  );
}

function fieldErrorsOf(problem: unknown): Record<string, string> {
  if (!(problem instanceof ApiProblem)) return {};
  return Object.fromEntries(problem.fields.map((field) => [field.path, field.message]));
}

/** Every message stands at its field, so that the alert need not repeat them. */
function isAllShown(errors: Record<string, string>): boolean {
  return Object.keys(errors).every((path) => shownOutside.has(path) || path.startsWith('source.'));
}
