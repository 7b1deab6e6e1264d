import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconNotebook } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatDay, formatMonth } from '#web/ui/format.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { getSubmission, keepRegister, type Submission } from '../submissions.contract.ts';
import classes from './PeriodPage.module.css';

/** Since when the register of tips is the source of this unit's figures; an administrator of the unit may start it. */
export function RegisterKeeping({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const mayKeep = useReach('register.keep') !== undefined;
  if (submission.registerKeptFrom !== null) {
    return (
      <p className={classes.quiet}>
        <IconNotebook size={18} aria-hidden />
        {t('submissions.keeping.kept', { day: formatDay(submission.registerKeptFrom) })}
      </p>
    );
  }
  return mayKeep ? <StartKeeping submission={submission} /> : null;
}

function StartKeeping({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [month, setMonth] = useState(submission.month);
  const keep = useAct(keepRegister, {
    refresh: [getSubmission],
    onDone: () => {
      close();
      tellDone(t('submissions.keeping.done', { month: formatMonth(month) }));
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
          keep.mutate({ params: { unitId: submission.unit.id, register: 'tips' }, body: { fromMonth: month } })
        }
        onClose={close}
      >
        <Stack gap="md">
          <p>{t('submissions.keeping.text', { unit: submission.unit.name })}</p>
          <MonthPicker label={t('submissions.keeping.month')} value={month} onChange={setMonth} />
        </Stack>
      </ConfirmDialog>
    </div>
  );
}
