import { Button } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { Mark } from '#web/ui/StateBadge.tsx';
import type { Session } from '../accounts.contract.ts';

/** Live sessions with a button each; the one in use is ended by signing out, not here. */
export function SessionsTable(props: {
  sessions: Session[];
  busy: string | undefined;
  onRevoke: (session: Session) => void;
}) {
  const { t } = useTranslation();
  const nameOf = (session: Session): string => session.device || t('accounts.sessions.unknown');
  const columns: Column<Session>[] = [
    { key: 'device', title: t('accounts.sessions.device'), phone: 'title', render: nameOf },
    { key: 'lastSeen', title: t('accounts.sessions.lastSeen'), render: (session) => formatInstant(session.lastSeenAt) },
    { key: 'since', title: t('accounts.sessions.since'), render: (session) => formatInstant(session.createdAt) },
    {
      key: 'acts',
      title: t('accounts.sessions.acts'),
      width: '180px',
      render: (session) =>
        session.current ? (
          <Mark tone="info">{t('accounts.sessions.current')}</Mark>
        ) : (
          <Button
            size="compact-md"
            variant="default"
            leftSection={<IconLogout size={16} aria-hidden />}
            loading={props.busy === session.id}
            onClick={() => props.onRevoke(session)}
            aria-label={t('accounts.sessions.revokeOf', {
              device: nameOf(session),
              at: formatInstant(session.lastSeenAt),
            })}
          >
            {t('accounts.sessions.revoke')}
          </Button>
        ),
    },
  ];
  return (
    <DataTable
      caption={t('accounts.sessions.title')}
      columns={columns}
      rows={props.sessions}
      rowKey={(session) => session.id}
      empty={<p className="by-quiet">{t('accounts.sessions.none')}</p>}
    />
  );
}
