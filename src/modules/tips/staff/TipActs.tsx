import { Button, Checkbox, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '#web/api/client.ts';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { type UnitChoice, UnitPicker } from '#web/ui/UnitPicker.tsx';
import { fromBase64, toBase64 } from '../base64.rules.ts';
import {
  actOnTip,
  extensionReasons,
  findTargetInbox,
  forwardTargets,
  getInboxTip,
  type InboxTip,
  listInbox,
  type outcomes,
  routeTip,
  type TargetInbox,
  type TipActInput,
} from '../inbox.contract.ts';
import { sealTo } from '../sealing.rules.ts';
import type { OpenContent } from './TipPage.tsx';
import { useTipWords } from './tip-words.ts';
import classes from './Inbox.module.css';

type Dialog = 'sort' | 'forward' | 'decide' | 'extend' | 'merge' | 'route' | 'move_up';
type Plain = 'verify' | 'take_back' | 'inform' | 'close' | 'complex' | 'respond' | 'protect';
/** Sent for the tip in its present version. */
type Without<Input> = Input extends TipActInput ? Omit<Input, 'version'> : never;
type Act = Without<TipActInput>;

const dialogs: readonly string[] = ['sort', 'forward', 'decide', 'extend', 'merge', 'route', 'move_up'];
const shownActs = [
  'sort',
  'verify',
  'forward',
  'take_back',
  'decide',
  'inform',
  'close',
  'extend',
  'merge',
  'route',
  'move_up',
] as const;
/** The step that usually follows stands out. */
const usual: Partial<Record<InboxTip['state'], (typeof shownActs)[number]>> = {
  received: 'sort',
  sorted: 'verify',
  verifying: 'decide',
  returned: 'decide',
  forwarded: 'decide',
  decided: 'inform',
  informed: 'close',
};

/** The lawful steps of a tip. Passing on needs the opened content, whose keys are sealed anew. */
export function TipActs({ tip, content }: { tip: InboxTip; content: OpenContent | null }) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const act = useAct(actOnTip, {
    refresh: [getInboxTip, listInbox],
    onDone: () => {
      setDialog(null);
      tellDone(t('tips.acts.done'));
    },
  });
  const send = (input: Act): void => {
    act.mutate({ params: { id: tip.id }, body: { ...input, version: tip.version } as TipActInput });
  };
  const close = (): void => {
    act.reset();
    setDialog(null);
  };
  const open = shownActs.filter((one) => tip.openActs.includes(one));
  const isOver = tip.openActs.length === 0 && tip.state !== 'decided';
  const extra: Plain[] = [
    ...(tip.isReachable && !tip.isResponded && !isOver ? (['respond'] as const) : []),
    ...(!tip.isComplex && ['received', 'sorted', 'verifying', 'forwarded', 'returned'].includes(tip.state)
      ? (['complex'] as const)
      : []),
    ...(tip.isProtected ? [] : (['protect'] as const)),
  ];
  const props = { tip, busy: act.isPending, problem: act.error, onSend: send, onClose: close };
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{t('tips.acts.title')}</h2>
      {open.length === 0 ? <p>{t('tips.acts.none')}</p> : null}
      <div className={classes.acts}>
        {open.map((one) => (
          <Button
            key={one}
            variant={usual[tip.state] === one ? 'filled' : 'default'}
            loading={act.isPending && dialog === null}
            onClick={() => (dialogs.includes(one) ? setDialog(one as Dialog) : send({ act: one as 'verify' }))}
          >
            {t(`tips.acts.${one}`)}
          </Button>
        ))}
        {extra.map((one) => (
          <Button key={one} variant="subtle" onClick={() => send({ act: one as 'respond' })}>
            {t(`tips.acts.${one}`)}
          </Button>
        ))}
      </div>
      {act.error && dialog === null ? <ProblemAlert problem={act.error} /> : null}
      {dialog === 'sort' ? <SortDialog {...props} hasContact={content?.contactKey !== undefined} /> : null}
      {dialog === 'forward' ? <ForwardDialog {...props} /> : null}
      {dialog === 'decide' ? <DecideDialog {...props} /> : null}
      {dialog === 'extend' ? <ExtendDialog {...props} /> : null}
      {dialog === 'merge' ? <MergeDialog {...props} /> : null}
      {dialog === 'route' || dialog === 'move_up' ? (
        <RouteDialog tip={tip} content={content} isUp={dialog === 'move_up'} onClose={close} />
      ) : null}
    </section>
  );
}

type DialogProps = {
  tip: InboxTip;
  busy: boolean;
  problem: unknown;
  onSend: (act: Act) => void;
  onClose: () => void;
};

function ActDialog(
  props: Omit<DialogProps, 'onSend' | 'tip'> & {
    act: Dialog;
    disabled?: boolean;
    onConfirm: () => void;
    children: ReactNode;
  },
) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      opened
      title={t(`tips.acts.${props.act}`)}
      confirm={t(`tips.acts.${props.act}`)}
      busy={props.busy}
      disabled={props.disabled ?? false}
      problem={props.problem}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <Stack gap="sm">{props.children}</Stack>
    </ConfirmDialog>
  );
}

function SortDialog({ tip, onSend, hasContact, ...rest }: DialogProps & { hasContact: boolean }) {
  const { t } = useTranslation();
  const { optionsOf, labelOf } = useTipWords();
  const [sort, setSort] = useState<string>(tip.sort ?? 'security_tip');
  const [topic, setTopic] = useState(tip.topic);
  const [anonymity, setAnonymity] = useState<string>(tip.anonymity ?? (hasContact ? 'with_contact' : 'anonymous'));
  const [isUrgent, setUrgent] = useState(tip.isUrgent);
  return (
    <ActDialog act="sort" {...rest} onConfirm={() => onSend({ act: 'sort', sort, topic, anonymity, isUrgent } as Act)}>
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
      <NativeSelect
        label={labelOf('anonymity')}
        data={optionsOf('anonymity')}
        value={anonymity}
        onChange={(event) => setAnonymity(event.currentTarget.value)}
      />
      <Checkbox
        label={t('tips.mark.urgent')}
        description={t('tips.sort.urgentHint')}
        checked={isUrgent}
        onChange={(event) => setUrgent(event.currentTarget.checked)}
      />
      {sort === 'crime_report' ? <p className="by-small">{t('tips.sort.crimeHint')}</p> : null}
    </ActDialog>
  );
}

function ForwardDialog({ tip: _tip, onSend, ...rest }: DialogProps) {
  const { t } = useTranslation();
  const [to, setTo] = useState<(typeof forwardTargets)[number]>('investigators');
  return (
    <ActDialog act="forward" {...rest} onConfirm={() => onSend({ act: 'forward', to })}>
      <p>{t('tips.forward.hint')}</p>
      <NativeSelect
        label={t('tips.forward.to')}
        data={forwardTargets.map((value) => ({ value, label: t(`tips.forward.${value}`) }))}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value as typeof to)}
      />
    </ActDialog>
  );
}

const results = ['casesCleared', 'personsCleared', 'personsArrested', 'propertyRecoveredVnd'] as const;

function DecideDialog({ tip: _tip, onSend, ...rest }: DialogProps) {
  const { t } = useTranslation();
  const { optionsOf, labelOf, language } = useTipWords();
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('prevented');
  const [ofValue, setOfValue] = useState<'yes' | 'no'>('yes');
  const [counts, setCounts] = useState<Record<(typeof results)[number], number>>({
    casesCleared: 0,
    personsCleared: 0,
    personsArrested: 0,
    propertyRecoveredVnd: 0,
  });
  return (
    <ActDialog act="decide" {...rest} onConfirm={() => onSend({ act: 'decide', outcome, ofValue, ...counts })}>
      <NativeSelect
        label={labelOf('outcome')}
        data={optionsOf('outcome')}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value as typeof outcome)}
      />
      <NativeSelect
        label={labelOf('ofValue')}
        data={optionsOf('ofValue')}
        value={ofValue}
        onChange={(event) => setOfValue(event.currentTarget.value as typeof ofValue)}
      />
      {results.map((name) => (
        <NumberInput
          key={name}
          label={labelOf(name)}
          value={counts[name]}
          onChange={(value) => setCounts((before) => ({ ...before, [name]: Number(value) || 0 }))}
          min={0}
          allowDecimal={false}
          thousandSeparator={language === 'vi' ? '.' : ','}
          decimalSeparator={language === 'vi' ? ',' : '.'}
          hideControls
        />
      ))}
      <p className="by-small by-quiet">{t('tips.decide.hint')}</p>
    </ActDialog>
  );
}

function ExtendDialog({ tip: _tip, onSend, ...rest }: DialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState<(typeof extensionReasons)[number]>('many_facts');
  return (
    <ActDialog act="extend" {...rest} onConfirm={() => onSend({ act: 'extend', reason })}>
      <p>{t('tips.extend.hint')}</p>
      <NativeSelect
        label={t('tips.extend.reason')}
        data={extensionReasons.map((value) => ({ value, label: t(`tips.extend.reasons.${value}`) }))}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value as typeof reason)}
      />
    </ActDialog>
  );
}

function MergeDialog({ tip, onSend, ...rest }: DialogProps) {
  const { t } = useTranslation();
  const { topicOf, sortOf } = useTipWords();
  const inbox = useApi(listInbox, { query: { unit: tip.unit.id, queue: 'open' } });
  const others = (inbox.data?.items ?? []).filter(({ id }) => id !== tip.id);
  const [into, setInto] = useState('');
  const chosen = into === '' ? others[0]?.id : into;
  return (
    <ActDialog
      act="merge"
      {...rest}
      disabled={chosen === undefined}
      onConfirm={() => chosen !== undefined && onSend({ act: 'merge', into: chosen })}
    >
      <p>{t('tips.merge.hint')}</p>
      <NativeSelect
        label={t('tips.merge.into')}
        data={others.map(({ id, sort, topic, receivedAt }) => ({
          value: id,
          label: `${sort === null ? t('tips.inbox.unsorted') : sortOf(sort)} · ${topicOf(topic)} · ${formatInstant(receivedAt)}`,
        }))}
        value={chosen ?? ''}
        onChange={(event) => setInto(event.currentTarget.value)}
      />
    </ActDialog>
  );
}

/** Passing on: the content key is sealed to the other inbox here, and this unit keeps the trail alone. */
function RouteDialog(props: { tip: InboxTip; content: OpenContent | null; isUp: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { tip, content, isUp } = props;
  const [unit, setUnit] = useState<UnitChoice | null>(null);
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const isAsked = isUp || unit !== null;
  const found = useApi(
    findTargetInbox,
    { params: { id: tip.id }, query: isUp ? {} : { unit: unit?.id } },
    { enabled: isAsked },
  );
  const route = useAct(routeTip, { refresh: [listInbox] });
  const target: TargetInbox | null = (isAsked && !found.isPlaceholderData && found.data?.target) || null;
  const needsContent = tip.hasContent && content === null;
  const send = async (): Promise<void> => {
    setFailure(null);
    try {
      const keys = (content?.opened.keys ?? []).map(({ purpose }) => {
        const key = purpose === 'content' ? content!.contentKey : content!.contactKey;
        if (key === undefined) throw new Error('a key of the content is missing');
        return { purpose, sealed: toBase64(sealTo(fromBase64(target!.publicKey), key)) };
      });
      const answer = await callApi(routeTip, {
        params: { id: tip.id },
        body: { version: tip.version, inboxKeyId: target!.inboxKeyId, keys, isUp },
      });
      tellDone(t('tips.route.done', { unit: answer.unit.name }));
      props.onClose();
      await navigate({ to: '/inbox' });
      route.reset();
    } catch (error) {
      setFailure(error);
    }
  };
  const word = t('tips.route.word');
  return (
    <ConfirmDialog
      opened
      title={t(isUp ? 'tips.acts.move_up' : 'tips.acts.route')}
      confirm={t(isUp ? 'tips.acts.move_up' : 'tips.acts.route')}
      danger
      disabled={target === null || needsContent || typed.trim().toLowerCase() !== word.toLowerCase()}
      problem={failure}
      onConfirm={() => void send()}
      onClose={props.onClose}
    >
      <Stack gap="sm">
        <p>{t(isUp ? 'tips.route.upHint' : 'tips.route.hint')}</p>
        {needsContent ? <p role="alert">{t('tips.route.openFirst')}</p> : null}
        {isUp ? null : (
          <UnitPicker
            label={t('tips.route.unit')}
            kinds={['commune', 'province']}
            openOnly
            value={unit}
            onChange={setUnit}
          />
        )}
        {target ? (
          <p>
            {t('tips.route.target', { unit: target.unit.name })}
            <br />
            <span className="by-small by-quiet">
              {t('tips.inboxKey.fingerprint')} <span className={classes.fingerprint}>{target.fingerprint}</span>
            </span>
          </p>
        ) : isAsked && found.data && !found.isPlaceholderData ? (
          <p role="alert">{t('tips.route.none')}</p>
        ) : null}
        <TextInput
          label={t('tips.route.confirm', { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
        />
      </Stack>
    </ConfirmDialog>
  );
}
