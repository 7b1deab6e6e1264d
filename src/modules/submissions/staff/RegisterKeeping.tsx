import { Button, NativeSelect, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconNotebook } from '@tabler/icons-react';
import { useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { determineMonthOf } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { reachIn, useMine } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatMonth } from '#web/ui/format.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { getSubmission, keepRegister, type Submission } from '../submissions.contract.ts';
import classes from './PeriodPage.module.css';

/** Since when which registers are the source of this unit's figures; an administrator of the unit may start one. */
export function RegisterKeeping({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const say = useSay();
  const { place } = useMine();
  const mayKeep = reachIn(place, 'register.keep') !== undefined;
  const registers = useContext(RegistersContext).filter(
    (register) => mayKeep || reachIn(place, register.permissions.read) !== undefined,
  );
  const keptFromOf = (register: Register): string | null =>
    submission.keepings.find((keeping) => keeping.register === register.name)?.keptFrom ?? null;
  const kept = registers.flatMap((register) => {
    const keptFrom = keptFromOf(register);
    if (keptFrom === null) return [];
    const month = formatMonth(determineMonthOf(keptFrom));
    return t('submissions.keeping.keptOne', { register: say(register.label), month });
  });
  const others = registers.filter((register) => keptFromOf(register) === null);
  return (
    <>
      {kept.length > 0 ? (
        <p className={classes.quiet}>
          <IconNotebook size={18} aria-hidden />
          <span>{t('submissions.keeping.kept', { registers: kept.join('; ') })}</span>
        </p>
      ) : null}
      {mayKeep && others.length > 0 ? <StartKeeping submission={submission} registers={others} /> : null}
    </>
  );
}

function StartKeeping({ submission, registers }: { submission: Submission; registers: Register[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const [opened, { open, close }] = useDisclosure(false);
  const [month, setMonth] = useState(submission.month);
  const [chosen, setChosen] = useState<string>();
  const register = registers.find(({ name }) => name === chosen) ?? registers[0]!;
  const keep = useAct(keepRegister, {
    refresh: [getSubmission],
    onDone: () => {
      close();
      tellDone(t('submissions.keeping.done', { register: say(register.label), month: formatMonth(month) }));
    },
  });
  return (
    <div>
      <Button variant="default" leftSection={<IconNotebook size={18} aria-hidden />} onClick={open} data-print="no">
        {t('submissions.keeping.act')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('submissions.keeping.title')}
        confirm={t('submissions.keeping.act')}
        busy={keep.isPending}
        problem={keep.error}
        onConfirm={() =>
          keep.mutate({ params: { unitId: submission.unit.id, register: register.name }, body: { fromMonth: month } })
        }
        onClose={() => {
          keep.reset();
          close();
        }}
      >
        <Stack gap="md">
          <p>{t('submissions.keeping.text', { unit: submission.unit.name })}</p>
          <NativeSelect
            label={t('submissions.keeping.register')}
            value={register.name}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={registers.map(({ name, label }) => ({ value: name, label: say(label) }))}
          />
          <MonthPicker label={t('submissions.keeping.month')} value={month} onChange={setMonth} />
        </Stack>
      </ConfirmDialog>
    </div>
  );
}
