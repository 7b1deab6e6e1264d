import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '#web/api/query.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { invitePerson, listPeople } from '../people.contract.ts';
import { fieldErrorsOf } from './fieldErrors.ts';
import { OneTimeCodeDialog, type ShownCode } from './OneTimeCodeDialog.tsx';
import { type PostDraft, PostFields, toNewPost, useEmptyPost } from './PostFields.tsx';
import { useMissing } from './useMissing.ts';

/** Makes an account with its first post, then shows the code once. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState<ShownCode | null>(null);
  return (
    <>
      <Modal
        opened={opened && code === null}
        onClose={onClose}
        closeOnClickOutside={false}
        title={t('accounts.invite.title')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
        transitionProps={{ duration: 120 }}
        styles={{ title: { fontWeight: 600, fontSize: '1rem' } }}
      >
        <InviteForm onClose={onClose} onInvited={setCode} />
      </Modal>
      <OneTimeCodeDialog
        shown={code}
        onClose={() => {
          setCode(null);
          onClose();
        }}
      />
    </>
  );
}

function InviteForm({ onClose, onInvited }: { onClose: () => void; onInvited: (code: ShownCode) => void }) {
  const { t } = useTranslation();
  const emptyPost = useEmptyPost();
  const [displayName, setDisplayName] = useState('');
  const [signInName, setSignInName] = useState('');
  const [draft, setDraft] = useState<PostDraft>(emptyPost);
  const { missing, tellMissing } = useMissing();
  const invite = useAct(invitePerson, {
    refresh: [listPeople],
    onDone: ({ person, code }) =>
      onInvited({ ...code, displayName: person.displayName, signInName: person.signInName }),
  });
  const errors: Record<string, string> = { ...fieldErrorsOf(invite.error), ...missing };
  const postErrors = Object.fromEntries(
    Object.entries(errors).map(([path, message]) => [path.replace(/^post\./, ''), message]),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const post = toNewPost(draft);
        if (tellMissing(post)) invite.mutate({ body: { signInName, displayName, post } });
      }}
    >
      <Stack gap="md">
        <p>{t('accounts.invite.text')}</p>
        <TextInput
          label={t('accounts.person.displayName')}
          value={displayName}
          onChange={(event) => setDisplayName(event.currentTarget.value)}
          error={errors.displayName}
          autoComplete="off"
          data-autofocus
          required
        />
        <TextInput
          label={t('accounts.signInName')}
          description={t('accounts.person.signInNameHint')}
          value={signInName}
          onChange={(event) => setSignInName(event.currentTarget.value)}
          error={errors.signInName}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <h3>{t('accounts.invite.post')}</h3>
        <PostFields draft={draft} onChange={setDraft} errors={postErrors} />
        {invite.error ? <ProblemAlert problem={invite.error} hideFields /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {t('accounts.invite.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
