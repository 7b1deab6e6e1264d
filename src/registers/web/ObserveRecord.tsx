import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { vietnamDay } from '#platform/periods.rules.ts';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { keyOf, useAct } from '#web/api/query.ts';
import { formatDay } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { type Field, listObserved, type Register } from '../declaration.ts';
import type { RegisterRecord, RegisterRoutes } from '../register.contract.ts';
import { DraftGuard } from './DraftGuard.tsx';
import { type FormValues, toForm, toValues } from './form-values.ts';
import { RecordForm } from './RecordForm.tsx';
import { useRecordDraft } from './useRecordDraft.ts';
import classes from './registers.module.css';

/** The day in this form; the record's own keeps the name that its declaration gives it. */
const dayName = 'observedOn';

/** Notes how the changing fields stand from a later day on, beginning with how they stand now. */
export function ObserveRecord(props: {
  register: Register;
  routes: RegisterRoutes;
  record: RegisterRecord;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { me } = useMine();
  const client = useQueryClient();
  const { register, routes, record } = props;
  const observed = listObserved(register);
  const lastOn = String(record.values[register.observedOnField!]);
  const fields: [string, Field][] = [
    [dayName, { type: 'date', label: { vi: 'Từ ngày', en: 'From' }, required: true }],
    ...observed.map((name): [string, Field] => [name, register.fields[name]!]),
  ];
  const draft = useRecordDraft<{ form: FormValues }>(`${register.name}.${record.id}.observed.${me.accountId}`, {
    form: { ...toForm(register, record.values, language), [dayName]: vietnamDay(new Date()) },
  });
  const { form } = draft.content;
  const act = useAct(routes.observe, { refresh: [routes.list, routes.get] });
  const save = (): void => {
    const values = toValues(register, form, language);
    act.mutate(
      {
        params: { id: record.id },
        body: {
          version: record.version,
          observedOn: form[dayName] ?? '',
          values: Object.fromEntries(observed.map((name) => [name, values[name]!])),
        },
      },
      {
        onSuccess: () => {
          draft.restart();
          tellDone(t('registers.observe.saved'));
          props.onDone();
        },
        onError: (error) => {
          if (isProblem(error, 'request.stale')) void client.invalidateQueries({ queryKey: keyOf(routes.get) });
        },
      },
    );
  };
  return (
    <>
      <DraftGuard when={draft.isDrafted} />
      <RecordForm
        register={register}
        fields={fields}
        entered={{ form, names: record.names }}
        onChange={(entered) => draft.change({ form: entered.form })}
        unitId={record.unit.id}
        problem={act.error}
        isDrafted={draft.isDrafted && !act.isPending}
        onDropDraft={() => {
          draft.restart();
          act.reset();
        }}
        onSave={save}
        onCancel={props.onDone}
        busy={act.isPending}
        head={<p className={classes.lead}>{t('registers.observe.hint', { day: formatDay(lastOn) })}</p>}
      />
    </>
  );
}
