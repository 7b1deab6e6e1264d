import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { useMine } from '#web/api/me.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnsavedGuard } from '#web/ui/UnsavedGuard.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { fromBase64, toBase64 } from '../base64.rules.ts';
import { type InboxKeys, listInboxKeys } from '../inbox-keys.contract.ts';
import { listInbox, recordTip } from '../inbox.contract.ts';
import { makeContentKey, type PieceKind, sealText, sealTo } from '../sealing.rules.ts';
import { makeUuid } from '../sending.rules.ts';
import { maxWords, writeTipContent } from '../tip-content.rules.ts';
import { useTipWords } from './tip-words.ts';
import classes from './Inbox.module.css';

/** A tip told by phone or in person, sealed here to the key of the inbox. */
export function RecordTipPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const keys = useApi(listInboxKeys, {});
  return (
    <>
      <PageTitle title={t('tips.record.title')} note={t('tips.record.note')} />
      <Answered of={keys} lines={8}>
        {({ inboxes }) => {
          const inbox = inboxes.find(({ unit }) => unit.id === place!.unit.id);
          return inbox?.generations[0] === undefined ? (
            <p>
              {t('tips.inboxKey.none')} <Link to="/inbox-keys">{t('tips.key.toKeys')}</Link>
            </p>
          ) : (
            <RecordForm inbox={inbox} current={inbox.generations[0]} />
          );
        }}
      </Answered>
    </>
  );
}

const channels = ['hotline', 'in_person', 'meeting', 'mailbox', 'zalo', 'vneid'] as const;

function RecordForm({ inbox, current }: { inbox: InboxKeys; current: InboxKeys['generations'][number] }) {
  const { t } = useTranslation();
  const { optionsOf, labelOf, channelOf } = useTipWords();
  const navigate = useNavigate();
  const [channel, setChannel] = useState<(typeof channels)[number]>('hotline');
  const [sort, setSort] = useState('security_tip');
  const [topic, setTopic] = useState('other');
  const [what, setWhat] = useState('');
  const [where, setWhere] = useState('');
  const [when, setWhen] = useState('');
  const [contact, setContact] = useState('');
  const [isUrgent, setUrgent] = useState(false);
  const record = useAct(recordTip, { refresh: [listInbox] });
  const { data: recorded } = record;
  // Once the form no longer holds anything unsaved, so that leaving does not ask.
  useEffect(() => {
    if (recorded === undefined) return;
    tellDone(t('tips.record.done'));
    void navigate({ to: '/inbox/$tipId', params: { tipId: recorded.id } });
  }, [recorded, navigate, t]);
  const isCrime = sort === 'crime_report';
  const isDirty = [what, where, when, contact].some((text) => text !== '') && !record.isSuccess;
  const send = (): void => {
    const publicKey = fromBase64(current.publicKey);
    const keys: { purpose: 'content' | 'contact'; sealed: string }[] = [];
    const pieces: { id: string; kind: 'text' | 'contact'; ciphertext: string }[] = [];
    const add = (purpose: 'content' | 'contact', kind: 'text' | 'contact', text: string): void => {
      const key = makeContentKey();
      const id = makeUuid();
      keys.push({ purpose, sealed: toBase64(sealTo(publicKey, key)) });
      const label = { id, kind: kind satisfies PieceKind, author: 'resident' } as const;
      pieces.push({ id, kind, ciphertext: toBase64(sealText(key, label, text)) });
    };
    if (!isCrime) {
      add(
        'content',
        'text',
        writeTipContent({ what: what.trim(), where: where.trim(), when: when.trim(), place: null }),
      );
      if (contact.trim() !== '') add('contact', 'contact', contact.trim());
    }
    record.mutate({
      body: {
        unitId: inbox.unit.id,
        channel,
        sort,
        topic,
        anonymity: contact.trim() === '' ? 'anonymous' : 'with_contact',
        isReachable: contact.trim() !== '',
        isUrgent,
        inboxKeyId: current.id,
        keys,
        pieces,
      } as never,
    });
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <UnsavedGuard when={isDirty} />
      <NativeSelect
        label={labelOf('channel')}
        data={channels.map((value) => ({ value, label: channelOf(value) }))}
        value={channel}
        onChange={(event) => setChannel(event.currentTarget.value as typeof channel)}
      />
      <NativeSelect
        label={labelOf('sort')}
        data={optionsOf('sort')}
        value={sort}
        onChange={(event) => setSort(event.currentTarget.value)}
      />
      <NativeSelect
        label={labelOf('topic')}
        data={optionsOf('topic')}
        value={topic}
        onChange={(event) => setTopic(event.currentTarget.value)}
      />
      {isCrime ? (
        <p>{t('tips.record.crimeHint')}</p>
      ) : (
        <>
          <Textarea
            label={t('tips.content.what')}
            description={t('tips.record.whatHint')}
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value)}
            maxLength={maxWords.what}
            autosize
            minRows={4}
            required
            withAsterisk={false}
          />
          <TextInput
            label={t('tips.content.where')}
            value={where}
            onChange={(event) => setWhere(event.currentTarget.value)}
            maxLength={maxWords.where}
          />
          <TextInput
            label={t('tips.content.when')}
            value={when}
            onChange={(event) => setWhen(event.currentTarget.value)}
            maxLength={maxWords.when}
          />
          <TextInput
            label={t('tips.content.contact')}
            description={t('tips.record.contactHint')}
            value={contact}
            onChange={(event) => setContact(event.currentTarget.value)}
            maxLength={maxWords.contact}
            autoComplete="off"
          />
        </>
      )}
      <Checkbox
        label={t('tips.mark.urgent')}
        description={t('tips.sort.urgentHint')}
        checked={isUrgent}
        onChange={(event) => setUrgent(event.currentTarget.checked)}
      />
      {record.error ? <ProblemAlert problem={record.error} /> : null}
      <Button type="submit" leftSection={<IconLock size={18} aria-hidden />} loading={record.isPending}>
        {t(isCrime ? 'tips.record.trailOnly' : 'tips.record.seal')}
      </Button>
    </form>
  );
}
