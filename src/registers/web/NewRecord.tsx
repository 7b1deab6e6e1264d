import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { formatDay } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { RegisterRoutes } from '../register.contract.ts';
import { emptyForm, type FormValues, toValues } from './form-values.ts';
import { DraftGuard, RecordForm } from './RecordForm.tsx';
import { useRecordDraft } from './useRecordDraft.ts';
import classes from './registers.module.css';

type Entry = { unit: { id: number; nameVi: string; nameEn: string | null }; form: FormValues };

/** Adds records, one or several after each other. */
export function NewRecord(props: { register: Register; routes: RegisterRoutes; onDone: () => void }) {
  const { t } = useTranslation();
  const { register, routes } = props;
  const say = useSay();
  const language = useLanguage();
  const { me, place } = useMine();
  const fieldsRef = useRef<HTMLDivElement>(null);
  // The form opens only for those who may write, and a right comes with a place.
  const { id, nameVi, nameEn } = place!.unit;
  const draft = useRecordDraft<Entry>(`${register.name}.new.${me.accountId}.${id}`, {
    unit: { id, nameVi, nameEn },
    form: emptyForm(register),
  });
  const { unit, form } = draft.content;
  const act = useAct(routes.register, { refresh: [routes.list] });
  const save = (afterwards: () => void): void =>
    act.mutate(
      { body: { unitId: unit.id, values: toValues(register, form, language) } },
      {
        onSuccess: (record) => {
          const day = formatDay(String(record.values[register.dateField]));
          tellDone(t('registers.form.saved', { one: say(register.labelOne), day }));
          afterwards();
        },
      },
    );
  const beginNext = (): void => {
    // From one sheet or notebook the day and the unit mostly stay the same.
    draft.restart({ unit, form: { ...emptyForm(register), [register.dateField]: form[register.dateField] ?? '' } });
    fieldsRef.current?.querySelector<HTMLElement>('[data-fields] input')?.focus();
  };
  return (
    <div ref={fieldsRef}>
      <DraftGuard when={draft.isDrafted} />
      <RecordForm
        register={register}
        form={form}
        onChange={(next) => draft.change({ unit, form: next })}
        problem={act.error}
        isDrafted={draft.isDrafted && !act.isPending}
        onDropDraft={() => {
          draft.restart();
          act.reset();
        }}
        onSave={() =>
          save(() => {
            draft.restart();
            props.onDone();
          })
        }
        onSaveAndNext={() => save(beginNext)}
        busy={act.isPending}
        head={
          <div className={classes.unit}>
            <UnitPicker
              label={t('registers.unit')}
              value={unit}
              required
              onChange={(chosen) =>
                chosen && draft.change({ unit: { id: chosen.id, nameVi: chosen.nameVi, nameEn: chosen.nameEn }, form })
              }
            />
          </div>
        }
      />
    </div>
  );
}
