import { Button, Stack, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconPencil, IconPlayerStop } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrorsOf } from '#modules/accounts/staff/fieldErrors.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { DayInput } from '#web/ui/DayInput.tsx';
import { formatDay } from '#web/ui/format.ts';
import { StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { correctUnit, endUnit, reopenUnit } from '../added-units.contract.ts';
import { getUnit, searchUnits, type UnitHistory } from '../units.contract.ts';

const refresh = [getUnit, searchUnits];
type OfUnit = { history: UnitHistory; version: number; onClose: () => void };

/** Correct, end or reopen: for a unit that administrators added and this reader may change. */
export function AddedUnitActs({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<'correct' | 'end' | 'reopen' | null>(null);
  const { unit, added } = history;
  if (added === null || !added.mayChange) return null;
  const close = (): void => setOpened(null);
  const ofUnit = { history, version: added.version, onClose: close };
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setOpened('correct')}>
        {t('units.change.correct')}
      </Button>
      {unit.validTo === null ? (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          onClick={() => setOpened('end')}
        >
          {t('units.change.end')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={18} aria-hidden />}
          onClick={() => setOpened('reopen')}
        >
          {t('units.change.reopen')}
        </Button>
      )}
      {opened === 'correct' ? <CorrectDialog {...ofUnit} /> : null}
      {opened === 'end' ? <EndDialog {...ofUnit} /> : null}
      {opened === 'reopen' ? <ReopenDialog {...ofUnit} /> : null}
    </>
  );
}

type Described = { name: string; validFrom: string | null; legalBasis: string };

function CorrectDialog({ history, version: readVersion, onClose }: OfUnit) {
  const { t } = useTranslation();
  const [version, setVersion] = useState(readVersion);
  const [draft, setDraft] = useState<Described>({
    name: history.unit.nameVi,
    validFrom: history.unit.validFrom,
    legalBasis: history.added?.legalBasis ?? '',
  });
  const correct = useAct(correctUnit, {
    refresh,
    onDone: () => {
      tellDone(t('units.change.corrected'));
      onClose();
    },
  });
  const errors = fieldErrorsOf(correct.error);
  const isSimilar = isProblem(correct.error, 'unit.similar');
  const stale = isProblem(correct.error, 'request.stale') ? correct.error : undefined;
  const current = stale?.params.current as (Described & { version: number }) | undefined;
  const save = (asVersion: number): void => {
    if (draft.validFrom === null) return;
    const { id } = history.unit;
    const body = { ...draft, validFrom: draft.validFrom, version: asVersion, similarConfirmed: isSimilar };
    correct.mutate({ params: { id }, body });
  };
  const rows = (['name', 'validFrom', 'legalBasis'] as const).map((field) => {
    const shown = (value: string | null | undefined) =>
      field === 'validFrom' && value ? formatDay(value) : (value ?? '');
    return { label: t(`units.add.${field}`), mine: shown(draft[field]), current: shown(current?.[field]) };
  });
  return (
    <ConfirmDialog
      opened
      title={t('units.change.correctTitle', { name: history.unit.nameVi })}
      confirm={t(isSimilar ? 'units.change.saveAnyway' : 'ui.save')}
      busy={correct.isPending}
      disabled={draft.validFrom === null || draft.name.trim() === '' || stale !== undefined}
      problem={stale === undefined ? correct.error : undefined}
      onConfirm={() => save(version)}
      onClose={onClose}
    >
      <Stack gap="md">
        <TextInput
          label={t('units.add.name')}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
          error={errors.name}
          maxLength={200}
          autoComplete="off"
          data-autofocus
          required
        />
        <DayInput
          label={t('units.add.validFrom')}
          value={draft.validFrom}
          max={vietnamDay(new Date())}
          onChange={(validFrom) => setDraft({ ...draft, validFrom })}
          error={errors.validFrom}
          required
        />
        <TextInput
          label={t('units.add.legalBasis')}
          value={draft.legalBasis}
          onChange={(event) => setDraft({ ...draft, legalBasis: event.currentTarget.value })}
          error={errors.legalBasis}
          maxLength={300}
          autoComplete="off"
        />
        {current === undefined ? null : (
          <StaleChoice
            rows={rows}
            busy={correct.isPending}
            onTakeCurrent={() => {
              setDraft({ name: current.name, validFrom: current.validFrom, legalBasis: current.legalBasis ?? '' });
              setVersion(current.version);
              correct.reset();
            }}
            onKeepMine={() => {
              setVersion(current.version);
              save(current.version);
            }}
          />
        )}
      </Stack>
    </ConfirmDialog>
  );
}

function EndDialog({ history, version, onClose }: OfUnit) {
  const { t } = useTranslation();
  const today = vietnamDay(new Date());
  const [day, setDay] = useState<string | null>(today);
  const [reason, setReason] = useState('');
  const end = useAct(endUnit, {
    refresh,
    onDone: () => {
      tellDone(t('units.change.ended', { name: history.unit.nameVi }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('units.change.endTitle', { name: history.unit.nameVi })}
      confirm={t('units.change.end')}
      danger
      busy={end.isPending}
      disabled={day === null || reason.trim().length < 3 || isProblem(end.error, 'request.stale')}
      problem={end.error}
      onConfirm={() => day !== null && end.mutate({ params: { id: history.unit.id }, body: { version, day, reason } })}
      onClose={onClose}
    >
      <Stack gap="md">
        <p>{t('units.change.endText')}</p>
        <DayInput
          label={t('units.change.endDay')}
          description={t('units.change.endDayHint')}
          value={day}
          onChange={setDay}
          max={today}
          required
        />
        <TextInput
          label={t('units.change.endReason')}
          description={t('units.change.endReasonHint')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={300}
          autoComplete="off"
          required
        />
      </Stack>
    </ConfirmDialog>
  );
}

function ReopenDialog({ history, version, onClose }: OfUnit) {
  const { t } = useTranslation();
  const reopen = useAct(reopenUnit, {
    refresh,
    onDone: () => {
      tellDone(t('units.change.reopened', { name: history.unit.nameVi }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('units.change.reopenTitle', { name: history.unit.nameVi })}
      confirm={t('units.change.reopen')}
      busy={reopen.isPending}
      disabled={isProblem(reopen.error, 'request.stale')}
      problem={reopen.error}
      onConfirm={() => reopen.mutate({ params: { id: history.unit.id }, body: { version } })}
      onClose={onClose}
    >
      <p>{t('units.change.reopenText')}</p>
    </ConfirmDialog>
  );
}
