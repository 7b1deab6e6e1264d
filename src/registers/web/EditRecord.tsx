import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { keyOf, useAct } from '#web/api/query.ts';
import { StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { RegisterRecord, RegisterRoutes } from '../register.contract.ts';
import { DraftGuard } from './DraftGuard.tsx';
import { type Entered, toForm, toText, toValues } from './form-values.ts';
import { RecordForm } from './RecordForm.tsx';
import { useRecordDraft } from './useRecordDraft.ts';

type Entry = Entered & { version: number };

/** Changes a record; where somebody else was quicker, both texts are shown to choose from. */
export function EditRecord(props: {
  register: Register;
  routes: RegisterRoutes;
  record: RegisterRecord;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const { register, routes, record } = props;
  const say = useSay();
  const language = useLanguage();
  const { me } = useMine();
  const client = useQueryClient();
  const draft = useRecordDraft<Entry>(`${register.name}.${record.id}.${me.accountId}`, {
    version: record.version,
    form: toForm(register, record.values, language),
    names: record.names,
  });
  const { version, form, names } = draft.content;
  const act = useAct(routes.correct, { refresh: [routes.list, routes.get] });
  const current = isProblem(act.error, 'request.stale') ? (act.error.params.current as RegisterRecord) : undefined;
  const values = toValues(register, form, language);
  const save = (against: number): void =>
    act.mutate(
      { params: { id: record.id }, body: { version: against, values } },
      {
        onSuccess: () => {
          draft.restart();
          tellDone(t('registers.form.corrected'));
          props.onDone();
        },
      },
    );
  const rows = Object.entries(register.fields)
    .map(([name, field]) => ({
      label: say(field.label),
      mine: toText(field, values[name], language, names),
      current: toText(field, current?.values[name], language, current?.names),
    }))
    .filter((row) => row.mine !== row.current);
  if (current?.voidReason) {
    const reason = say(register.voidReasons[current.voidReason]!);
    rows.push({ label: t('registers.filter.state'), mine: '', current: t('registers.record.isVoid', { reason }) });
  }
  return (
    <>
      <DraftGuard when={draft.isDrafted} />
      {current ? (
        <StaleChoice
          rows={rows}
          busy={act.isPending}
          onKeepMine={() => save(current.version)}
          onTakeCurrent={() => {
            draft.restart({
              version: current.version,
              form: toForm(register, current.values, language),
              names: current.names,
            });
            act.reset();
            void client.invalidateQueries({ queryKey: keyOf(routes.get) });
          }}
        />
      ) : (
        <RecordForm
          register={register}
          entered={{ form, names }}
          onChange={(entered) => draft.change({ version, ...entered })}
          unitId={record.unit.id}
          problem={act.error}
          isDrafted={draft.isDrafted && !act.isPending}
          onDropDraft={() => {
            draft.restart();
            act.reset();
          }}
          onSave={() => save(version)}
          onCancel={props.onDone}
          busy={act.isPending}
        />
      )}
    </>
  );
}
