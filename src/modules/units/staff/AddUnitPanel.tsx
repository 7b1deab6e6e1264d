import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrorsOf } from '#modules/accounts/staff/fieldErrors.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { formatDay } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { addUnit } from '../added-units.contract.ts';
import { type AddedKind, addedKinds } from '../added-units.rules.ts';
import { getUnit, searchUnits, type Unit } from '../units.contract.ts';

/** What the form needs of the unit above. */
type Above = Pick<Unit, 'id' | 'kind' | 'nameVi' | 'nameEn' | 'validFrom'>;

/** Adds a residential area, agency, enterprise or school; several one after the other. above: chosen to begin with. */
export function AddUnitPanel(props: { opened: boolean; above: Above | null; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel opened={props.opened} onClose={props.onClose} title={t('units.add.title')}>
      <AddUnitForm above={props.above} onClose={props.onClose} />
    </SidePanel>
  );
}

function AddUnitForm({ above: firstAbove, onClose }: { above: Above | null; onClose: () => void }) {
  const { t } = useTranslation();
  const today = vietnamDay(new Date());
  const [kind, setKind] = useState<AddedKind>(firstAbove?.kind === 'province' ? 'agency' : 'residential_area');
  const [above, setAbove] = useState(firstAbove);
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [legalBasis, setLegalBasis] = useState('');
  const [validFrom, setValidFrom] = useState<string | null>(firstAbove?.validFrom ?? null);
  const [missing, setMissing] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const goesOn = useRef(false);
  const asked = useRef('');
  const add = useAct(addUnit, {
    refresh: [getUnit, searchUnits],
    onDone: (unit) => {
      tellDone(t('units.add.done', { name: unit.nameVi, code: unit.code }));
      if (!goesOn.current) return onClose();
      setName('');
      setCode('');
      nameInput.current?.focus();
    },
  });
  const errors = fieldErrorsOf(add.error);
  const emptyError = (isEmpty: boolean) => (missing && isEmpty ? t('units.add.empty') : undefined);
  const isSimilar = isProblem(add.error, 'unit.similar') && asked.current === name;
  const submit = (thenNext: boolean): void => {
    setMissing(true);
    if (above === null || validFrom === null || name.trim() === '') return;
    goesOn.current = thenNext;
    asked.current = name;
    const body = { kind, parentId: above.id, name, code, validFrom, legalBasis, similarConfirmed: isSimilar };
    setMissing(false);
    add.mutate({ body });
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit(false);
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label={t('units.add.kind')}
          value={kind}
          onChange={(value) => setKind(value as AddedKind)}
          required
        >
          <Group gap="md" mt={4}>
            {addedKinds.map((each) => (
              <Radio key={each} value={each} label={t(`unitKind.${each}`)} />
            ))}
          </Group>
        </Radio.Group>
        <UnitPicker
          label={t('units.add.above')}
          description={t(kind === 'residential_area' ? 'units.add.aboveAreaHint' : 'units.add.aboveHint')}
          value={above}
          onChange={(unit) => {
            setAbove(unit);
            if (unit?.validFrom && (validFrom === null || validFrom < unit.validFrom)) setValidFrom(unit.validFrom);
          }}
          {...(kind === 'residential_area' ? { kind: 'commune' } : {})}
          openOnly
          error={errors.parentId ?? emptyError(above === null)}
          required
        />
        <TextInput
          ref={nameInput}
          label={t('units.add.name')}
          description={t(`units.add.nameHint.${kind}`)}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name ?? emptyError(name.trim() === '')}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <DayInput
          label={t('units.add.validFrom')}
          description={
            above?.validFrom
              ? t('units.add.validFromSince', { unit: above.nameVi, day: formatDay(above.validFrom) })
              : t('units.add.validFromHint')
          }
          value={validFrom}
          onChange={setValidFrom}
          max={today}
          error={errors.validFrom ?? emptyError(validFrom === null)}
          required
        />
        <TextInput
          label={t('units.add.code')}
          description={t('units.add.codeHint')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={errors.code}
          maxLength={30}
          autoComplete="off"
        />
        <TextInput
          label={t('units.add.legalBasis')}
          description={t('units.add.legalBasisHint')}
          value={legalBasis}
          onChange={(event) => setLegalBasis(event.currentTarget.value)}
          error={errors.legalBasis}
          maxLength={300}
          autoComplete="off"
        />
        {add.error && (isSimilar || !isProblem(add.error, 'unit.similar')) ? (
          <ProblemAlert problem={add.error} hideFields />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button variant="light" loading={add.isPending} onClick={() => submit(true)}>
            {t('units.add.next')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t(isSimilar ? 'units.add.anyway' : 'units.add.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
