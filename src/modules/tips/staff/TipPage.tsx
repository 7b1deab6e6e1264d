import { Button, NativeSelect } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '#web/api/client.ts';
import { keyOf, useApi } from '#web/api/query.ts';
import { formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listInboxKeys } from '../inbox-keys.contract.ts';
import {
  getInboxTip,
  type InboxTip,
  listInbox,
  type OpenedTip,
  openingReasons,
  openInboxTip,
} from '../inbox.contract.ts';
import { fromBase64 } from '../base64.rules.ts';
import { type Bytes, keyPairOf, openSealed } from '../sealing.rules.ts';
import { findInboxSecret, lockKey, useOpenedKey } from './key-ring.ts';
import { TipMarks } from './InboxPage.tsx';
import { TipActs } from './TipActs.tsx';
import { TipContentView } from './TipContentView.tsx';
import { LockBar, Unlocked } from './Unlock.tsx';
import { useTipWords } from './tip-words.ts';
import classes from './Inbox.module.css';

const route = getRouteApi('/staff/inbox/$tipId');

/** What the opening gave: the sealed pieces and the keys, as this page alone holds them. */
export type OpenContent = { opened: OpenedTip; contentKey: Bytes; contactKey: Bytes | undefined };

/** A tip: what it is, its clocks, its content once it was opened with a reason, what can be done, who did what. */
export function TipPage() {
  const { tipId } = route.useParams();
  const tip = useApi(getInboxTip, { params: { id: tipId } });
  return (
    <Answered of={tip} lines={10}>
      {(answer) => <Tip key={answer.id} tip={answer} />}
    </Answered>
  );
}

function Tip({ tip }: { tip: InboxTip }) {
  const { t } = useTranslation();
  const { sortOf, topicOf, channelOf } = useTipWords();
  const [content, setContent] = useState<OpenContent | null>(null);
  const opened = useOpenedKey();
  const isShown = content !== null && opened !== null;
  return (
    <>
      <PageTitle
        title={`${tip.sort === null ? t('tips.inbox.unsorted') : sortOf(tip.sort)} · ${topicOf(tip.topic)}`}
        note={
          <>
            <Link to="/inbox">{t('tips.inbox.title')}</Link> · {tip.unit.name} · {t(`tips.state.${tip.state}`)} ·{' '}
            {channelOf(tip.channel)} · {t('tips.tip.receivedAt', { at: formatInstant(tip.receivedAt) })}{' '}
            <span className={classes.marks}>
              <TipMarks tip={tip} />
            </span>
          </>
        }
      >
        <LockBar />
      </PageTitle>
      <div className={classes.parts}>
        <Clocks tip={tip} />
        <section aria-labelledby="tip-content">
          <h2 id="tip-content">{t('tips.tip.content')}</h2>
          {tip.hasContent ? (
            <Unlocked>
              {isShown ? (
                <TipContentView tip={tip} content={content} onStale={() => setContent(null)} />
              ) : (
                <OpenForm tip={tip} onOpened={setContent} />
              )}
            </Unlocked>
          ) : (
            <p>{t('tips.tip.contentGone')}</p>
          )}
        </section>
        <TipActs tip={tip} content={isShown ? content : null} />
        <Trail tip={tip} />
      </div>
    </>
  );
}

function Clocks({ tip }: { tip: InboxTip }) {
  const { t } = useTranslation();
  const { clockOf } = useTipWords();
  return (
    <section aria-labelledby="clocks">
      <h2 id="clocks">{t('tips.tip.clocks')}</h2>
      <ul className={classes.clocks}>
        {tip.clocks.map((clock) => (
          <li key={clock.code}>
            {clockOf(clock)}:{' '}
            {clock.doneAt === null ? (
              <Mark tone={clock.isLate ? 'danger' : 'soon'}>
                {t(clock.isLate ? 'tips.inbox.lateSince' : 'tips.inbox.until', { at: formatInstant(clock.dueAt) })}
              </Mark>
            ) : (
              <Mark tone={clock.isLate ? 'danger' : 'good'}>
                {t(clock.isLate ? 'tips.tip.doneLate' : 'tips.tip.doneInTime')}
              </Mark>
            )}{' '}
            <span className="by-small by-quiet">{clock.legalSource}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks why, fetches the sealed content, and opens it here. */
function OpenForm({ tip, onOpened }: { tip: InboxTip; onOpened: (content: OpenContent) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const key = useOpenedKey()!;
  const keys = useApi(listInboxKeys, {});
  const inbox = keys.data?.inboxes.find(({ unit }) => unit.id === tip.unit.id);
  const [reason, setReason] = useState<(typeof openingReasons)[number]>(
    tip.openedCount === 0 ? 'first_reading' : 'verifying',
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isForeign, setForeign] = useState(false);
  const canOpen = inbox !== undefined && inbox.myShares.length > 0;
  const open = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      const opened = await callApi(openInboxTip, { params: { id: tip.id }, body: { reason } });
      const unseal = (purpose: string): Bytes | undefined => {
        const sealed = opened.keys.find((one) => one.purpose === purpose);
        const secret = sealed && findInboxSecret(key, inbox!, sealed.inboxKeyId);
        return sealed && secret ? openSealed(keyPairOf(secret.secretKey), fromBase64(sealed.sealed)) : undefined;
      };
      const contentKey = unseal('content');
      await client.invalidateQueries({ queryKey: keyOf(getInboxTip) });
      await client.invalidateQueries({ queryKey: keyOf(listInbox) });
      if (contentKey === undefined) setForeign(true);
      else onOpened({ opened, contentKey, contactKey: unseal('contact') });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <p>{t('tips.open.note')}</p>
      <NativeSelect
        label={t('tips.open.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
        data={openingReasons.map((one) => ({ value: one, label: t(`tips.open.reasons.${one}`) }))}
      />
      {inbox !== undefined && !canOpen ? <p>{t('tips.inboxKey.cannotOpen')}</p> : null}
      {isForeign ? <p role="alert">{t('tips.open.otherKey')}</p> : null}
      {failure ? <ProblemAlert problem={failure} /> : null}
      <Button type="submit" leftSection={<IconEye size={18} aria-hidden />} loading={busy} disabled={!canOpen}>
        {t('tips.open.act')}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={lockKey}>
        {t('tips.key.lock')}
      </Button>
    </form>
  );
}

function Trail({ tip }: { tip: InboxTip }) {
  const { t } = useTranslation();
  const { sortOf, outcomeOf, channelOf } = useTipWords();
  const codeOf = (act: string, code: string): string => {
    if (act === 'sort') return sortOf(code);
    if (act === 'decide') return outcomeOf(code);
    if (act === 'recorded') return channelOf(code);
    if (act === 'forward') return t(`tips.forward.${code as 'investigators'}`);
    if (act === 'extend') return t(`tips.extend.reasons.${code as 'many_facts'}`);
    return code;
  };
  return (
    <section aria-labelledby="trail">
      <h2 id="trail">{t('tips.tip.trail')}</h2>
      {tip.trail.length === 0 ? <p>{t('tips.tip.noTrail')}</p> : null}
      <ol className={classes.trail}>
        {tip.trail.map((line, index) => (
          <li key={`${line.at} ${index}`}>
            {t(`tips.trail.${line.act as 'sort'}`)}
            {line.code === null ? '' : `: ${codeOf(line.act, line.code)}`}
            {line.toUnit === null ? '' : ` → ${line.toUnit}`}{' '}
            <span className="by-small by-quiet">
              {line.by}, {line.unit}, {formatInstant(line.at)}
            </span>
          </li>
        ))}
      </ol>
      <h3>{t('tips.tip.openings', { count: tip.openedCount })}</h3>
      <p className="by-small by-quiet">{t('tips.tip.openingsNote')}</p>
      <ul className={classes.trail}>
        {tip.openings.map((opening, index) => (
          <li key={`${opening.at} ${index}`}>
            {opening.by}: {t(`tips.open.reasons.${opening.reason as 'verifying'}`)}{' '}
            <span className="by-small by-quiet">{formatInstant(opening.at)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
