import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import {
  disablePerson,
  enablePerson,
  getPerson,
  issueResetCode,
  listPeople,
  listPersonSessions,
  type Person,
  Person as PersonShape,
  renamePerson,
} from '../people.contract.ts';
import { fieldErrorsOf } from './fieldErrors.ts';
import { OneTimeCodeDialog, type ShownCode } from './OneTimeCodeDialog.tsx';

type OfPerson = { person: Person; onClose: () => void };
const refresh = [getPerson, listPeople];

/** Changes the name; when somebody else was quicker, both names are shown to choose. */
export function RenameDialog({ person, onClose }: OfPerson) {
  const { t } = useTranslation();
  const [displayName, setDisplayName] = useState(person.displayName);
  const rename = useAct(renamePerson, {
    refresh,
    onDone: () => {
      tellDone(t('accounts.person.renamed'));
      onClose();
    },
  });
  const current = isProblem(rename.error, 'request.stale')
    ? PersonShape.safeParse(rename.error.params.current).data
    : undefined;
  const save = (version: number): void => rename.mutate({ params: { id: person.id }, body: { version, displayName } });
  return (
    <ConfirmDialog
      opened
      title={t('accounts.person.rename')}
      confirm={t('ui.save')}
      busy={rename.isPending}
      disabled={current !== undefined}
      problem={current ? undefined : rename.error}
      onConfirm={() => save(person.version)}
      onClose={onClose}
    >
      <Stack gap="md">
        <TextInput
          label={t('accounts.person.displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          error={fieldErrorsOf(rename.error).displayName}
          data-autofocus
          required
        />
        {current ? (
          <StaleChoice
            rows={[{ label: t('accounts.person.displayName'), mine: displayName, current: current.displayName }]}
            busy={rename.isPending}
            onTakeCurrent={onClose}
            onKeepMine={() => save(current.version)}
          />
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}

/** Locks or unlocks the account. */
export function LockDialog({ person, onClose }: OfPerson) {
  const { t } = useTranslation();
  const isLocked = person.state === 'disabled';
  const change = useAct(isLocked ? enablePerson : disablePerson, {
    refresh: [...refresh, listPersonSessions],
    onDone: () => {
      tellDone(t(isLocked ? 'accounts.person.enabled' : 'accounts.person.disabled'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t(isLocked ? 'accounts.person.enable' : 'accounts.person.disable')}
      confirm={t(isLocked ? 'accounts.person.enable' : 'accounts.person.disable')}
      danger={!isLocked}
      busy={change.isPending}
      problem={change.error}
      onConfirm={() => change.mutate({ params: { id: person.id }, body: { version: person.version } })}
      onClose={onClose}
    >
      <p>{t(isLocked ? 'accounts.person.enableText' : 'accounts.person.disableText', { name: person.displayName })}</p>
    </ConfirmDialog>
  );
}

/** Asks first, then shows the new code once. */
export function CodeDialog({ person, onClose }: OfPerson) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<ShownCode | null>(null);
  const issue = useAct(issueResetCode, {
    refresh: [getPerson],
    onDone: (code) => setShown({ ...code, displayName: person.displayName, signInName: person.signInName }),
  });
  return (
    <>
      <ConfirmDialog
        opened={shown === null}
        title={t('accounts.person.newCode')}
        confirm={t('accounts.person.newCode')}
        busy={issue.isPending}
        problem={issue.error}
        onConfirm={() => issue.mutate({ params: { id: person.id } })}
        onClose={onClose}
      >
        <p>{t('accounts.person.newCodeText', { name: person.displayName })}</p>
      </ConfirmDialog>
      <OneTimeCodeDialog shown={shown} onClose={onClose} />
    </>
  );
}
