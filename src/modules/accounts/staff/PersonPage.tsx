import { Alert, Button } from '@mantine/core';
import { IconInfoCircle, IconKey, IconLock, IconLockOpen, IconPencil } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine, useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { formatDay, formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { vietnamDay } from '#platform/periods.rules.ts';
import { getPerson, listPersonSessions, type Person, revokePersonSession } from '../people.contract.ts';
import { AccountMark } from './AccountMark.tsx';
import { CodeDialog, LockDialog, RenameDialog } from './PersonDialogs.tsx';
import { PersonPosts } from './PersonPosts.tsx';
import { SessionsTable } from './SessionsTable.tsx';
import classes from './people.module.css';

/** One person: account, posts, devices. */
export function PersonPage() {
  const { t } = useTranslation();
  const { personId } = useParams({ from: '/staff/people/$personId' });
  const person = useApi(getPerson, { params: { id: personId } });
  return (
    <>
      <p>
        <Link to="/people">{t('accounts.person.backToList')}</Link>
      </p>
      {person.data === undefined ? <PageTitle title={t('accounts.people.title')} /> : null}
      <Answered of={person}>{(answer) => <PersonParts key={answer.id} person={answer} />}</Answered>
    </>
  );
}

function PersonParts({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { me } = useMine();
  const isMe = me.accountId === person.id;
  const mayManage = useReach('person.manage') !== undefined && person.manageable;
  const hint = isMe ? t('accounts.person.you') : person.manageable ? null : t('accounts.person.notManageable');
  return (
    <>
      <PageTitle
        title={person.displayName}
        note={
          <span className={classes.facts}>
            <AccountMark state={person.state} />
            <span>
              {t('accounts.person.signsInAs', { name: person.signInName })} ·{' '}
              {t('accounts.person.since', { day: formatDay(vietnamDay(new Date(person.createdAt))) })}
            </span>
            {person.codeExpiresAt ? (
              <span>{t('accounts.person.codeUntil', { at: formatInstant(person.codeExpiresAt) })}</span>
            ) : null}
          </span>
        }
      >
        {mayManage ? <AccountActs person={person} isMe={isMe} /> : null}
      </PageTitle>
      <div className={classes.parts}>
        {hint ? (
          <Alert color="blue" icon={<IconInfoCircle aria-hidden />}>
            {hint}
          </Alert>
        ) : null}
        <PersonPosts person={person} />
        {mayManage ? <PersonSessions personId={person.id} /> : null}
      </div>
    </>
  );
}

function AccountActs({ person, isMe }: { person: Person; isMe: boolean }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'rename' | 'code' | 'lock' | null>(null);
  const close = (): void => setAsked(null);
  const isLocked = person.state === 'disabled';
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={() => setAsked('rename')}>
        {t('accounts.person.rename')}
      </Button>
      {isMe || isLocked ? null : (
        <Button variant="default" leftSection={<IconKey size={18} aria-hidden />} onClick={() => setAsked('code')}>
          {t('accounts.person.newCode')}
        </Button>
      )}
      {isMe ? null : (
        <Button
          variant="default"
          leftSection={isLocked ? <IconLockOpen size={18} aria-hidden /> : <IconLock size={18} aria-hidden />}
          onClick={() => setAsked('lock')}
        >
          {t(isLocked ? 'accounts.person.enable' : 'accounts.person.disable')}
        </Button>
      )}
      {asked === 'rename' ? <RenameDialog person={person} onClose={close} /> : null}
      {asked === 'code' ? <CodeDialog person={person} onClose={close} /> : null}
      {asked === 'lock' ? <LockDialog person={person} onClose={close} /> : null}
    </>
  );
}

function PersonSessions({ personId }: { personId: string }) {
  const { t } = useTranslation();
  const sessions = useApi(listPersonSessions, { params: { id: personId } });
  const revoke = useAct(revokePersonSession, {
    refresh: [listPersonSessions],
    onDone: () => tellDone(t('accounts.sessions.revoked')),
  });
  return (
    <section aria-labelledby="sessions">
      <div className={classes.head}>
        <h2 id="sessions">{t('accounts.sessions.title')}</h2>
      </div>
      {revoke.error ? <ProblemAlert problem={revoke.error} /> : null}
      <Answered of={sessions} lines={2}>
        {({ items }) => (
          <SessionsTable
            sessions={items}
            busy={revoke.isPending ? revoke.variables.params.sessionId : undefined}
            onRevoke={(session) => revoke.mutate({ params: { id: personId, sessionId: session.id } })}
          />
        )}
      </Answered>
    </section>
  );
}
