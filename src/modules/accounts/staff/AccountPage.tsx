import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { permissions } from '#platform/auth/permissions.ts';
import { getMe, listMySessions, type Me, revokeMySession } from '../accounts.contract.ts';
import { PostWords } from './PostWords.tsx';
import { SessionsTable } from './SessionsTable.tsx';
import classes from './people.module.css';
import { usePeriodWords } from './useNames.ts';

/** Who I am here, what I may do, and where I am signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useApi(getMe, {});
  return (
    <>
      <PageTitle
        title={t('accounts.account.title')}
        note={
          me.data ? `${me.data.displayName} · ${t('accounts.person.signsInAs', { name: me.data.signInName })}` : null
        }
      >
        <LinkButton to="/change-password" variant="default" leftSection={<IconKey size={18} aria-hidden />}>
          {t('accounts.change.title')}
        </LinkButton>
      </PageTitle>
      <div className={classes.parts}>
        <Answered of={me}>{(answer) => <MyPosts me={answer} />}</Answered>
        <MySessions />
      </div>
    </>
  );
}

function MyPosts({ me }: { me: Me }) {
  const { t } = useTranslation();
  const periodOf = usePeriodWords();
  return (
    <section aria-labelledby="my-posts">
      <div className={classes.head}>
        <h2 id="my-posts">{t('accounts.account.posts')}</h2>
      </div>
      {me.posts.length === 0 ? <p>{t('accounts.account.noPosts')}</p> : null}
      <ul className={classes.rights}>
        {me.posts.map((post) => (
          <li key={post.id} className={classes.rightsOfPost}>
            <PostWords post={post} />
            <p className="by-small">{periodOf(post)}</p>
            <details>
              <summary>{t('accounts.account.may')}</summary>
              <ul>
                {permissions.flatMap((permission) => {
                  const reach = post.permissions[permission];
                  return reach === undefined
                    ? []
                    : [
                        <li key={permission}>
                          {t(`accounts.permission.${permission}`)} ({t(`accounts.account.reach.${reach}`)})
                        </li>,
                      ];
                })}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MySessions() {
  const { t } = useTranslation();
  const sessions = useApi(listMySessions, {});
  const revoke = useAct(revokeMySession, {
    refresh: [listMySessions],
    onDone: () => tellDone(t('accounts.sessions.revoked')),
  });
  return (
    <section aria-labelledby="my-sessions">
      <div className={classes.head}>
        <h2 id="my-sessions">{t('accounts.sessions.title')}</h2>
        <p className="by-quiet">{t('accounts.sessions.mine')}</p>
      </div>
      {revoke.error ? <ProblemAlert problem={revoke.error} /> : null}
      <Answered of={sessions} lines={2}>
        {({ items }) => (
          <SessionsTable
            sessions={items}
            busy={revoke.isPending ? revoke.variables.params.id : undefined}
            onRevoke={(session) => revoke.mutate({ params: { id: session.id } })}
          />
        )}
      </Answered>
    </section>
  );
}
