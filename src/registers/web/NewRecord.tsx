import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { formatDay } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { RegisterRoutes } from '../register.contract.ts';
import { DraftGuard } from './DraftGuard.tsx';
import { DuplicateQuestion } from './DuplicateQuestion.tsx';
import { emptyForm, type Entered, toValues } from './form-values.ts';
import { RecordForm } from './RecordForm.tsx';
import { useRecordDraft } from './useRecordDraft.ts';
import classes from './registers.module.css';

type Entry = Entered & { unit: { id: number; nameVi: string; nameEn: string | null } };
type Afterwards = 'close' | 'next';

/** Adds records, one or several after each other. onOpen = shows another record instead; what was typed stays a draft. */
export function NewRecord(props: {
  register: Register;
  routes: RegisterRoutes;
  onDone: () => void;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { register, routes } = props;
  const say = useSay();
  const language = useLanguage();
  const { me, place } = useMine();
  const fieldsRef = useRef<HTMLDivElement>(null);
  const [afterwards, setAfterwards] = useState<Afterwards>('close');
  // The form opens only for those who may write, and a right comes with a place.
  const { id, nameVi, nameEn } = place!.unit;
  const draft = useRecordDraft<Entry>(`${register.name}.new.${me.accountId}.${id}`, {
    unit: { id, nameVi, nameEn },
    form: emptyForm(register),
    names: {},
  });
  const { unit, form, names } = draft.content;
  const act = useAct(routes.register, { refresh: [routes.list] });
  const duplicate = isProblem(act.error, 'record.duplicate') ? act.error : undefined;
  const beginNext = (): void => {
    // From one sheet or notebook the day and the unit mostly stay the same.
    const day = { [register.dateField]: form[register.dateField] ?? '' };
    draft.restart({ unit, form: { ...emptyForm(register), ...day }, names: {} });
    fieldsRef.current?.querySelector<HTMLElement>('[data-fields] input')?.focus();
  };
  const save = (then: Afterwards, acceptDuplicate = false): void => {
    setAfterwards(then);
    act.mutate(
      { body: { unitId: unit.id, values: toValues(register, form, language), acceptDuplicate } },
      {
        onSuccess: (record) => {
          const day = formatDay(String(record.values[register.dateField]));
          tellDone(t('registers.form.saved', { one: say(register.labelOne), day }));
          if (then === 'next') return beginNext();
          draft.restart();
          props.onDone();
        },
      },
    );
  };
  const change = (next: Entry): void => {
    draft.change(next);
    if (duplicate) act.reset();
  };
  return (
    <div ref={fieldsRef}>
      <DraftGuard when={draft.isDrafted} />
      <RecordForm
        register={register}
        entered={{ form, names }}
        onChange={(entered) => change({ unit, ...entered })}
        unitId={unit.id}
        problem={duplicate ? undefined : act.error}
        isDrafted={draft.isDrafted && !act.isPending}
        onDropDraft={() => {
          draft.restart();
          act.reset();
        }}
        onSave={() => save('close')}
        onSaveAndNext={() => save('next')}
        busy={act.isPending}
        question={
          duplicate ? (
            <DuplicateQuestion
              problem={duplicate}
              onOpen={() => props.onOpen(String(duplicate.params.id))}
              onAccept={() => save(afterwards, true)}
            />
          ) : null
        }
        head={
          <div className={classes.unit}>
            <UnitPicker
              label={t('registers.unit')}
              value={unit}
              required
              onChange={(chosen) =>
                chosen && change({ unit: { id: chosen.id, nameVi: chosen.nameVi, nameEn: chosen.nameEn }, form, names })
              }
            />
          </div>
        }
      />
    </div>
  );
}
