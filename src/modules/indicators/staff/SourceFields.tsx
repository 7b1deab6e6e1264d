import { ActionIcon, Button, Checkbox, MultiSelect, NativeSelect, SegmentedControl, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useContext, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Indicator } from '#modules/figures/figures.contract.ts';
import { labelOfDate, type Register } from '#registers/declaration.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { foldText } from '#web/ui/format.ts';
import { useIndicatorWords, useSay } from '#web/ui/useLanguage.ts';
import { listConditionFields, listMeasuredFields, standsOnADay } from '../indicators.rules.ts';
import { determineWhen, type DraftForm } from './draft-form.ts';
import classes from './indicators.module.css';

type Props = {
  form: DraftForm;
  change: (part: Partial<DraftForm>) => void;
  errors: Record<string, string>;
  indicators: Indicator[];
};

const measures = ['count', 'sum', 'distinct', 'latest'] as const;
const froms = ['register', 'supplement', 'ratio', 'formula'] as const;

/** How an indicator is counted, chosen by clicks: no text of it is typed, so that it rests on what is declared. */
export function SourceFields(props: Props) {
  const { t } = useTranslation();
  const id = useId();
  const { form, change } = props;
  return (
    <>
      <div>
        <span id={id} className={classes.label}>
          {t('indicators.form.from')}
        </span>
        <SegmentedControl
          fullWidth
          aria-labelledby={id}
          value={form.from}
          onChange={(from) => change({ from })}
          data={froms.map((value) => ({ value, label: t(`indicators.form.froms.${value}`) }))}
        />
      </div>
      {form.from === 'register' ? <RegisterFields {...props} /> : null}
      {form.from === 'supplement' ? (
        <>
          <WhenField {...props} options={['during', 'at_end']} />
          <Checkbox
            label={t('indicators.form.names')}
            checked={form.names}
            onChange={(event) => change({ names: event.currentTarget.checked })}
          />
        </>
      ) : null}
      {form.from === 'ratio' ? (
        <div className={classes.pair}>
          {(['numerator', 'denominator'] as const).map((part) => (
            <IndicatorSelect
              key={part}
              label={t(`indicators.form.${part}`)}
              indicators={props.indicators}
              value={form[`${part}Code`]}
              error={props.errors[`source.${part}Code`]}
              onChange={(code) => change({ [`${part}Code`]: code })}
            />
          ))}
        </div>
      ) : null}
      {form.from === 'formula' ? <Terms {...props} /> : null}
    </>
  );
}

function WhenField({ form, change, errors, options }: Props & { options: readonly DraftForm['when'][] }) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('indicators.form.when')}
      value={form.when}
      error={errors['source.when']}
      onChange={(event) => change({ when: event.currentTarget.value as DraftForm['when'] })}
      data={options.map((value) => ({ value, label: t(`indicators.form.whens.${value}`) }))}
    />
  );
}

function RegisterFields(props: Props) {
  const { t } = useTranslation();
  const say = useSay();
  const { form, change, errors } = props;
  const registers = useContext(RegistersContext);
  const register = registers.find((one) => one.name === form.register);
  if (!register) return null;
  const fields = form.measure === 'count' ? [] : listMeasuredFields(register, form.measure);
  const events = Object.entries(register.events).filter(([, field]) => field !== register.dateField);
  const when = determineWhen(form, register);
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('indicators.form.registerName')}
          value={form.register}
          error={errors['source.register']}
          onChange={(event) => change({ register: event.currentTarget.value, field: '', event: '', conditions: [] })}
          data={registers.map((one) => ({ value: one.name, label: say(one.label) }))}
        />
        <NativeSelect
          label={t('indicators.form.measure')}
          value={form.measure}
          onChange={(event) => change({ measure: event.currentTarget.value as DraftForm['measure'], field: '' })}
          data={measures
            .filter((measure) => measure === 'count' || listMeasuredFields(register, measure).length > 0)
            .map((value) => ({ value, label: t(`indicators.form.measures.${value}`) }))}
        />
        {form.measure === 'count' ? null : (
          <NativeSelect
            label={t('indicators.form.field')}
            required
            value={form.field}
            error={errors['source.field']}
            onChange={(event) => change({ field: event.currentTarget.value })}
            data={[
              { value: '', label: '…' },
              ...fields.map((value) => ({ value, label: say(register.fields[value]!.label) })),
            ]}
          />
        )}
        {standsOnADay(register) && form.measure !== 'latest' ? (
          <WhenField {...props} options={['during', 'at_end']} />
        ) : null}
        {when === 'during' && events.length > 0 ? (
          <NativeSelect
            label={t('indicators.form.event')}
            value={form.event}
            error={errors['source.events']}
            onChange={(event) => change({ event: event.currentTarget.value })}
            data={[
              {
                value: '',
                label: t('indicators.form.ownDay', { date: say(register.fields[register.dateField]!.label) }),
              },
              ...events.map(([value, field]) => ({ value, label: say(labelOfDate(register, field)) })),
            ]}
          />
        ) : null}
      </div>
      <Conditions {...props} register={register} />
    </>
  );
}

function Conditions({ form, change, errors, register }: Props & { register: Register }) {
  const { t } = useTranslation();
  const say = useSay();
  const id = useId();
  const closed = listConditionFields(register);
  const left = closed.filter((field) => !form.conditions.some((condition) => condition.field === field));
  const set = (index: number, part: Partial<DraftForm['conditions'][number]>): void =>
    change({ conditions: form.conditions.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <div role="group" aria-labelledby={id} className={classes.fields}>
      <div>
        <div id={id} className={classes.label}>
          {t('indicators.form.conditions')}
        </div>
        <div className="by-quiet by-small">{t('indicators.form.conditionsHint')}</div>
      </div>
      {form.conditions.map((condition, index) => {
        const declared = register.fields[condition.field];
        const options = declared?.type === 'choice' ? declared.options : {};
        return (
          <div key={condition.field} className={classes.line}>
            <NativeSelect
              label={t('indicators.form.conditionField')}
              value={condition.field}
              onChange={(event) => set(index, { field: event.currentTarget.value, codes: [] })}
              data={closed
                .filter((field) => field === condition.field || left.includes(field))
                .map((value) => ({ value, label: say(register.fields[value]!.label) }))}
            />
            <MultiSelect
              label={t('indicators.form.conditionCodes')}
              required
              searchable
              error={errors[`source.conditions.${index}`]}
              value={condition.codes}
              onChange={(codes) => set(index, { codes })}
              comboboxProps={{ withinPortal: false }}
              filter={byFoldedLabel}
              data={Object.entries(options).map(([value, words]) => ({ value, label: say(words) }))}
            />
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('indicators.form.removeCondition', { number: index + 1 })}
              onClick={() => change({ conditions: form.conditions.filter((_, at) => at !== index) })}
            >
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {left.length > 0 ? (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => change({ conditions: [...form.conditions, { field: left[0]!, codes: [] }] })}
          >
            {t('indicators.form.addCondition')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function Terms({ form, change, errors, indicators }: Props) {
  const { t } = useTranslation();
  const set = (index: number, part: Partial<DraftForm['terms'][number]>): void =>
    change({ terms: form.terms.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  return (
    <>
      {form.terms.map((term, index) => (
        <div key={index} className={index === 0 ? undefined : classes.term}>
          {index === 0 ? null : (
            <NativeSelect
              aria-label={t('indicators.form.sign', { number: index + 1 })}
              value={term.sign}
              onChange={(event) => set(index, { sign: event.currentTarget.value as 'plus' | 'minus' })}
              data={(['plus', 'minus'] as const).map((value) => ({ value, label: t(`indicators.form.${value}`) }))}
            />
          )}
          <IndicatorSelect
            label={t('indicators.form.term', { number: index + 1 })}
            indicators={indicators}
            value={term.code}
            error={errors[`source.terms.${index}.code`]}
            onChange={(code) => set(index, { code })}
          />
          {form.terms.length > 2 && index > 0 ? (
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('indicators.form.removeTerm', { number: index + 1 })}
              onClick={() => change({ terms: form.terms.filter((_, at) => at !== index) })}
            >
              <IconX size={18} aria-hidden />
            </ActionIcon>
          ) : null}
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => change({ terms: [...form.terms, { sign: 'plus', code: '' }] })}
        >
          {t('indicators.form.addTerm')}
        </Button>
      </div>
    </>
  );
}

type Options = { options: unknown; search: string };

/** Finds by some letters, whatever their diacritics. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Mantine's own shape of grouped and plain options
export const byFoldedLabel = ({ options, search }: Options): any =>
  (options as { label: string }[]).filter((option) => foldText(option.label).includes(foldText(search.trim())));

/** An indicator that is a number; percentages are no parts. */
function IndicatorSelect(props: {
  label: string;
  indicators: Indicator[];
  value: string;
  error: string | undefined;
  onChange: (code: string) => void;
}) {
  const { nameOf, unitOf } = useIndicatorWords();
  return (
    <Select
      label={props.label}
      required
      searchable
      error={props.error}
      value={props.value === '' ? null : props.value}
      onChange={(code) => props.onChange(code ?? '')}
      comboboxProps={{ withinPortal: false }}
      filter={byFoldedLabel}
      data={props.indicators
        .filter((indicator) => indicator.kind !== 'ratio')
        .map((indicator) => ({
          value: indicator.code,
          label: `${indicator.code} · ${nameOf(indicator)} (${unitOf(indicator)})`,
        }))}
    />
  );
}
