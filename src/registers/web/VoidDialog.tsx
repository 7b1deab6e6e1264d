import { Group, Radio, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { keyOf, useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatDay } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { RecordWithHistory, RegisterRoutes } from '../register.contract.ts';

/** Asks why a record is to be void and says what follows; the toast afterwards takes it back. */
export function VoidDialog(props: {
  register: Register;
  routes: RegisterRoutes;
  record: RecordWithHistory;
  opened: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { register, routes, record } = props;
  const say = useSay();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const refresh = [routes.list, routes.get];
  const restore = useAct(routes.restore, { refresh, onDone: () => tellDone(t('registers.record.restored')) });
  const act = useAct(routes.void, { refresh });
  const isStale = isProblem(act.error, 'request.stale');
  const makeVoid = (): void =>
    act.mutate(
      { params: { id: record.id }, body: { version: record.version, reason } },
      {
        onSuccess: ({ id, version }) => {
          props.onClose();
          tellDone(t('registers.record.voided'), () => restore.mutate({ params: { id }, body: { version } }));
        },
        onError: (error) => {
          if (isProblem(error, 'request.stale')) void client.invalidateQueries({ queryKey: keyOf(routes.get) });
        },
      },
    );
  return (
    <ConfirmDialog
      opened={props.opened}
      title={t('registers.voiding.title', {
        one: say(register.labelOne),
        day: formatDay(String(record.values[register.dateField])),
      })}
      confirm={t('registers.record.void')}
      danger
      busy={act.isPending}
      disabled={reason === ''}
      problem={isStale ? undefined : act.error}
      onConfirm={makeVoid}
      onClose={() => {
        act.reset();
        props.onClose();
      }}
    >
      <Stack gap="sm">
        <p>{t('registers.voiding.what', { unit: record.unit.name })}</p>
        {record.countedIn.length > 0 ? <p>{t('registers.voiding.counted')}</p> : null}
        {isStale ? <p role="alert">{t('registers.voiding.changed')}</p> : null}
        <Radio.Group label={t('registers.voiding.reason')} value={reason} onChange={setReason} required>
          <Group gap="md" mt={4}>
            {Object.entries(register.voidReasons).map(([code, words]) => (
              <Radio key={code} value={code} label={say(words)} />
            ))}
          </Group>
        </Radio.Group>
      </Stack>
    </ConfirmDialog>
  );
}
