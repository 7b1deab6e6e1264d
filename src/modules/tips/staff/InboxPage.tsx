import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconKey, IconMessageReply, IconPencilPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { useMine } from '#web/api/me.tsx';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listInboxKeys } from '../inbox-keys.contract.ts';
import { type InboxItem, listInbox } from '../inbox.contract.ts';
import { inboxQueues } from '../tip-states.rules.ts';
import { LockBar } from './Unlock.tsx';
import { useTipWords } from './tip-words.ts';
import classes from './Inbox.module.css';

const route = getRouteApi('/staff/inbox');

/** The tips of the unit, what is due first on top; nothing of their content. */
export function InboxPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const { queue = 'open' } = route.useSearch();
  const unit = place!.unit;
  const inbox = useApi(listInbox, { query: { unit: unit.id, queue } });
  return (
    <>
      <PageTitle title={t('tips.inbox.title')} note={t('tips.inbox.note')}>
        <LockBar />
        <LinkButton to="/inbox/record" leftSection={<IconPencilPlus size={18} aria-hidden />}>
          {t('tips.record.act')}
        </LinkButton>
        <LinkButton to="/inbox-keys" variant="default" leftSection={<IconKey size={18} aria-hidden />}>
          {t('tips.keys.short')}
        </LinkButton>
      </PageTitle>
      <KeyNotice unitId={unit.id} />
      <Answered of={inbox} lines={8}>
        {({ counts, items, passedOn }) => (
          <>
            <Queues queue={queue} counts={counts} />
            {queue === 'passed_on' ? <PassedOn rows={passedOn} /> : <Items items={items} />}
          </>
        )}
      </Answered>
    </>
  );
}

/** What stands in the way of opening tips: no key yet, or one that must be changed. */
function KeyNotice({ unitId }: { unitId: number }) {
  const { t } = useTranslation();
  const { data } = useApi(listInboxKeys, {});
  const inbox = data?.inboxes.find((one) => one.unit.id === unitId);
  if (!inbox) return null;
  const isMissing = inbox.generations.length === 0;
  if (!isMissing && inbox.leftWithKey.length === 0) return null;
  return (
    <Alert
      color={isMissing ? 'yellow' : 'red'}
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t(isMissing ? 'tips.inboxKey.missing' : 'tips.inboxKey.change')}
      mb="md"
    >
      <p>{isMissing ? t('tips.inboxKey.none') : t('tips.inboxKey.left', { names: inbox.leftWithKey.join(', ') })}</p>
      <LinkButton to="/inbox-keys" mt="xs" size="compact-md">
        {t('tips.key.toKeys')}
      </LinkButton>
    </Alert>
  );
}

type Counts = { open: number; unverified: number; ended: number; passedOn: number; late: number };

function Queues({ queue, counts }: { queue: (typeof inboxQueues)[number]; counts: Counts }) {
  const { t } = useTranslation();
  const countOf = { open: counts.open, unverified: counts.unverified, ended: counts.ended, passed_on: counts.passedOn };
  return (
    <>
      {counts.late > 0 ? (
        <p>
          <Mark tone="danger" icon={<IconAlertTriangle size={14} aria-hidden />}>
            {t('tips.inbox.late', { count: counts.late })}
          </Mark>
        </p>
      ) : null}
      <nav className={classes.tabs} aria-label={t('tips.inbox.queues')}>
        {inboxQueues.map((one) => (
          <Button
            key={one}
            size="compact-md"
            variant={one === queue ? 'filled' : 'default'}
            aria-current={one === queue ? 'page' : undefined}
            renderRoot={(props) => <Link to="/inbox" search={one === 'open' ? {} : { queue: one }} {...props} />}
          >
            {t(`tips.inbox.queue.${one}`)} ({countOf[one]})
          </Button>
        ))}
      </nav>
      {queue === 'unverified' ? <p className="by-small by-quiet">{t('tips.inbox.unverifiedHint')}</p> : null}
    </>
  );
}

function Items({ items }: { items: InboxItem[] }) {
  const { t } = useTranslation();
  const { topicOf, sortOf, clockOf, channelOf } = useTipWords();
  return (
    <DataTable
      caption={t('tips.inbox.title')}
      rows={items}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t('tips.inbox.empty')}>{t('tips.inbox.emptyHint')}</EmptyState>}
      columns={[
        {
          key: 'tip',
          title: t('tips.inbox.tip'),
          phone: 'title',
          width: '34%',
          render: (tip) => (
            <>
              <Link to="/inbox/$tipId" params={{ tipId: tip.id }}>
                {tip.sort === null ? t('tips.inbox.unsorted') : sortOf(tip.sort)} · {topicOf(tip.topic)}
              </Link>
              <span className={classes.marks}>
                <TipMarks tip={tip} />
              </span>
            </>
          ),
        },
        { key: 'state', title: t('tips.inbox.state'), render: ({ state }) => t(`tips.state.${state}`) },
        {
          key: 'due',
          title: t('tips.inbox.due'),
          width: '26%',
          render: (tip) =>
            tip.dueAt === null || tip.nextClock === null ? (
              '—'
            ) : (
              <>
                <Mark tone={tip.isLate ? 'danger' : isSoon(tip.dueAt) ? 'soon' : 'quiet'}>
                  {t(tip.isLate ? 'tips.inbox.lateSince' : 'tips.inbox.until', { at: formatInstant(tip.dueAt) })}
                </Mark>
                <br />
                <span className="by-small">{clockOf(tip.nextClock)}</span>
              </>
            ),
        },
        {
          key: 'received',
          title: t('tips.inbox.received'),
          render: ({ receivedAt, channel }) => (
            <>
              {formatInstant(receivedAt)}
              <br />
              <span className="by-small by-quiet">{channelOf(channel)}</span>
            </>
          ),
        },
        {
          key: 'opened',
          title: t('tips.inbox.opened'),
          numeric: true,
          phone: 'hidden',
          render: ({ openedCount }) => String(openedCount),
        },
      ]}
    />
  );
}

function isSoon(dueAt: string): boolean {
  return Date.parse(dueAt) - Date.now() < 24 * 3_600_000;
}

/** What stands out of a tip. */
export function TipMarks({ tip }: { tip: InboxItem }) {
  const { t } = useTranslation();
  return (
    <>
      {tip.isUrgent ? <Mark tone="danger">{t('tips.mark.urgent')}</Mark> : null}
      {tip.awaitsAnswer ? (
        <Mark tone="info" icon={<IconMessageReply size={14} aria-hidden />}>
          {t('tips.mark.awaitsAnswer')}
        </Mark>
      ) : null}
      {tip.isAboutOfficer ? <Mark tone="soon">{t('tips.mark.aboutOfficer')}</Mark> : null}
      {tip.isComplex ? <Mark tone="quiet">{t('tips.mark.complex')}</Mark> : null}
      {tip.isVerified ? null : <Mark tone="quiet">{t('tips.mark.unverified')}</Mark>}
      {tip.openedCount === 0 && tip.hasContent ? <Mark tone="info">{t('tips.mark.unread')}</Mark> : null}
      {tip.hasContent ? null : <Mark tone="quiet">{t('tips.mark.noContent')}</Mark>}
    </>
  );
}

function PassedOn({ rows }: { rows: { id: string; at: string; toUnit: string; by: string }[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('tips.inbox.queue.passed_on')}
      rows={rows}
      rowKey={({ id, at }) => `${id} ${at}`}
      empty={<EmptyState title={t('tips.inbox.nonePassedOn')}>{t('tips.inbox.passedOnHint')}</EmptyState>}
      columns={[
        { key: 'to', title: t('tips.inbox.passedTo'), phone: 'title', render: ({ toUnit }) => toUnit },
        { key: 'at', title: t('tips.inbox.passedAt'), render: ({ at }) => formatInstant(at) },
        { key: 'by', title: t('tips.inbox.passedBy'), render: ({ by }) => by },
      ]}
    />
  );
}
