import { Alert, Button, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconKey, IconRefresh, IconShare, IconShieldLock } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '#web/api/client.ts';
import { useAct, useApi } from '#web/api/query.ts';
import { useMine } from '#web/api/me.tsx';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { fromBase64, toBase64 } from '../base64.rules.ts';
import {
  askEscrow,
  type EscrowRequest,
  getEscrowPart,
  getMyTipKey,
  getPassedParts,
  type InboxKeys,
  keepMyTipKey,
  type KeyHolder,
  listEscrowRequests,
  listInboxKeys,
  listKeyChanges,
  makeInboxKey,
  passEscrowPart,
  shareInboxKey,
  finishEscrow,
  withdrawEscrow,
} from '../inbox-keys.contract.ts';
import {
  combineParts,
  escrow,
  findPassphraseBreach,
  isSecretOf,
  passPart,
  shareInbox,
  splitForEscrow,
  wrapSecret,
} from '../inbox-keys.rules.ts';
import { makeInboxSecret, makeKeyPair, publicKeysOf, signSuccessor } from '../sealing.rules.ts';
import { findInboxSecret, keepOpen, useOpenedKey } from './key-ring.ts';
import { LockBar, Unlocked } from './Unlock.tsx';
import { PassphraseField } from './PassphraseField.tsx';
import classes from './Inbox.module.css';

const refresh = [listInboxKeys, listEscrowRequests, listKeyChanges, getMyTipKey];

/** The own key, the keys of the own inboxes, escrow, and every key that was ever made. */
export function InboxKeysPage() {
  const { t } = useTranslation();
  const { me } = useMine();
  const holds = (right: string): boolean => me.posts.some(({ permissions }) => permissions[right] !== undefined);
  return (
    <>
      <PageTitle title={t('tips.keys.title')} note={t('tips.keys.note')}>
        <LockBar />
      </PageTitle>
      <div className={classes.parts}>
        {holds('tip.handle') || holds('tip.escrow') ? <OwnKey /> : null}
        {holds('tip.handle') ? <Inboxes /> : null}
        {holds('tip.handle') || holds('tip.escrow') ? <EscrowRequests /> : null}
        <KeyChanges />
      </div>
    </>
  );
}

// The own key -------------------------------------------------------------------------------------------------------------

function OwnKey() {
  const { t } = useTranslation();
  const key = useApi(getMyTipKey, {});
  const [forgotten, setForgotten] = useState(false);
  return (
    <section aria-labelledby="own-key">
      <h2 id="own-key">{t('tips.key.title')}</h2>
      <Answered of={key} lines={3}>
        {({ key: mine }) =>
          mine === null || forgotten ? (
            <NewKey replaces={mine !== null} onDone={() => setForgotten(false)} />
          ) : (
            <>
              <Unlocked>
                <p>{t('tips.key.ready', { at: formatInstant(mine.madeAt) })}</p>
              </Unlocked>
              <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setForgotten(true)}>
                {t('tips.key.forgotten')}
              </Button>
            </>
          )
        }
      </Answered>
    </section>
  );
}

function NewKey({ replaces, onDone }: { replaces: boolean; onDone: () => void }) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [busy, setBusy] = useState(false);
  const keep = useAct(keepMyTipKey, { refresh });
  const breach = findPassphraseBreach(passphrase);
  const words = {
    'key.passphrase_short': t('tips.key.short'),
    'key.passphrase_simple': t('tips.key.simple'),
  };
  const make = async (): Promise<void> => {
    setBusy(true);
    const pair = makeKeyPair();
    const wrappedSecret = toBase64(await wrapSecret(passphrase, pair.secretKey));
    keep.mutate(
      { body: { publicKey: toBase64(pair.publicKey), wrappedSecret } },
      {
        onSuccess: ({ id }) => {
          keepOpen(id, pair);
          tellDone(t('tips.key.made'));
          onDone();
        },
        onSettled: () => setBusy(false),
      },
    );
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (breach === undefined && passphrase === again) void make();
      }}
    >
      <p>{t(replaces ? 'tips.key.replaceHint' : 'tips.key.newHint')}</p>
      <PassphraseField
        label={t('tips.key.new')}
        description={t('tips.key.rule')}
        value={passphrase}
        onChange={setPassphrase}
        error={passphrase !== '' && breach !== undefined ? words[breach] : undefined}
      />
      <PassphraseField
        label={t('tips.key.again')}
        value={again}
        onChange={setAgain}
        error={again !== '' && again !== passphrase ? t('tips.key.differs') : undefined}
      />
      {keep.error ? <ProblemAlert problem={keep.error} /> : null}
      <Button
        type="submit"
        leftSection={<IconKey size={18} aria-hidden />}
        loading={busy}
        disabled={breach !== undefined || again !== passphrase}
      >
        {t('tips.key.make')}
      </Button>
    </form>
  );
}

// Inboxes -----------------------------------------------------------------------------------------------------------------

function Inboxes() {
  const inboxes = useApi(listInboxKeys, {});
  return (
    <Answered of={inboxes} lines={6}>
      {({ inboxes: all }) => (
        <>
          {all.map((inbox) => (
            <Inbox key={inbox.unit.id} inbox={inbox} />
          ))}
        </>
      )}
    </Answered>
  );
}

function Inbox({ inbox }: { inbox: InboxKeys }) {
  const { t } = useTranslation();
  const [current] = inbox.generations;
  const opened = useOpenedKey();
  const id = `inbox-${inbox.unit.id}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{t('tips.inboxKey.title', { unit: inbox.unit.name })}</h2>
      {current === undefined ? (
        <p>{t('tips.inboxKey.none')}</p>
      ) : (
        <p>
          {t('tips.inboxKey.fingerprint')} <strong className={classes.fingerprint}>{current.fingerprint}</strong>
          <br />
          <span className="by-small by-quiet">
            {t('tips.inboxKey.madeBy', {
              generation: current.generation,
              by: current.madeBy,
              at: formatInstant(current.madeAt),
            })}
          </span>
        </p>
      )}
      {inbox.leftWithKey.length > 0 ? (
        <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('tips.inboxKey.change')}>
          {t('tips.inboxKey.left', { names: inbox.leftWithKey.join(', ') })}
        </Alert>
      ) : null}
      <Holders title={t('tips.inboxKey.handlers')} people={inbox.handlers} has={t('tips.inboxKey.canOpen')} />
      <Holders title={t('tips.inboxKey.custodians')} people={inbox.custodians} has={t('tips.inboxKey.hasPart')} />
      {readyCustodians(inbox).length < escrow.least ? (
        <p className="by-small by-quiet">{t('tips.inboxKey.noEscrow')}</p>
      ) : null}
      {opened ? <InboxActs inbox={inbox} /> : <p className="by-small by-quiet">{t('tips.inboxKey.openFirst')}</p>}
    </section>
  );
}

function readyCustodians(inbox: InboxKeys): KeyHolder[] {
  return inbox.custodians.filter(({ handlerKeyId }) => handlerKeyId !== null);
}

function Holders({ title, people, has }: { title: string; people: KeyHolder[]; has: string }) {
  const { t } = useTranslation();
  if (people.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.accountId}>
            {person.displayName}{' '}
            {person.handlerKeyId === null ? (
              <Mark tone="quiet">{t('tips.inboxKey.noKey')}</Mark>
            ) : person.canOpen ? (
              <Mark tone="good">{has}</Mark>
            ) : (
              <Mark tone="soon">{t('tips.inboxKey.notYet')}</Mark>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What can be done with an inbox once the own key is open: its first key, sharing, the next key, or asking for help. */
function InboxActs({ inbox }: { inbox: InboxKeys }) {
  const { t } = useTranslation();
  const opened = useOpenedKey()!;
  const [changing, change] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const [busy, setBusy] = useState(false);
  const make = useAct(makeInboxKey, {
    refresh,
    onDone: () => {
      change.close();
      tellDone(t('tips.inboxKey.made'));
    },
  });
  const share = useAct(shareInboxKey, { refresh, onDone: () => tellDone(t('tips.inboxKey.shared')) });
  const [current] = inbox.generations;
  const canOpen = current !== undefined && inbox.myShares.some(({ inboxKeyId }) => inboxKeyId === current.id);
  const waiting = inbox.handlers.filter(({ handlerKeyId, canOpen: can }) => handlerKeyId !== null && !can);

  const makeNext = async (): Promise<void> => {
    setBusy(true);
    const secret = makeInboxSecret();
    const generation = (current?.generation ?? 0) + 1;
    const made = publicKeysOf(secret);
    const before = current && findInboxSecret(opened, inbox, current.id);
    const custodians = readyCustodians(inbox);
    const parts =
      custodians.length < escrow.least
        ? []
        : await splitForEscrow(
            secret,
            custodians.map(({ publicKey }) => fromBase64(publicKey!)),
          );
    make.mutate(
      {
        params: { unitId: inbox.unit.id },
        body: {
          generation,
          publicKey: toBase64(made.publicKey),
          signPublicKey: toBase64(made.signPublicKey),
          previousSignature: before
            ? toBase64(signSuccessor(before.signSecretKey, { unitId: inbox.unit.id, generation, ...made }))
            : null,
          shares: inbox.handlers.flatMap(({ handlerKeyId, publicKey }) =>
            handlerKeyId === null || publicKey === null
              ? []
              : [{ handlerKeyId, sealed: toBase64(shareInbox(secret, fromBase64(publicKey))) }],
          ),
          parts: parts.map((part, index) => ({
            handlerKeyId: custodians[index]!.handlerKeyId!,
            sealed: toBase64(part),
          })),
        },
      },
      { onSettled: () => setBusy(false) },
    );
  };

  const shareAll = (): void => {
    const keys = inbox.myShares.flatMap(({ inboxKeyId }) => {
      const secret = findInboxSecret(opened, inbox, inboxKeyId);
      return secret === undefined
        ? []
        : [
            {
              inboxKeyId,
              shares: waiting.map(({ handlerKeyId, publicKey }) => ({
                handlerKeyId: handlerKeyId!,
                sealed: toBase64(shareInbox(secret, fromBase64(publicKey!))),
              })),
            },
          ];
    });
    share.mutate({ params: { unitId: inbox.unit.id }, body: { keys } });
  };

  return (
    <>
      <div className={classes.acts}>
        {current === undefined ? (
          <Button leftSection={<IconShieldLock size={18} aria-hidden />} loading={busy} onClick={() => void makeNext()}>
            {t('tips.inboxKey.makeFirst')}
          </Button>
        ) : null}
        {canOpen && waiting.length > 0 ? (
          <Button leftSection={<IconShare size={18} aria-hidden />} loading={share.isPending} onClick={shareAll}>
            {t('tips.inboxKey.share', { names: waiting.map(({ displayName }) => displayName).join(', ') })}
          </Button>
        ) : null}
        {current === undefined ? null : (
          <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={change.open}>
            {t('tips.inboxKey.change')}
          </Button>
        )}
        {current !== undefined && !canOpen && inbox.partCount >= escrow.needed ? (
          <Button variant="default" onClick={ask.open}>
            {t('tips.escrow.ask')}
          </Button>
        ) : null}
      </div>
      {current !== undefined && !canOpen ? <p>{t('tips.inboxKey.cannotOpen')}</p> : null}
      {make.error && !changing ? <ProblemAlert problem={make.error} /> : null}
      {share.error ? <ProblemAlert problem={share.error} /> : null}
      <ConfirmDialog
        opened={changing}
        title={t('tips.inboxKey.changeTitle')}
        confirm={t('tips.inboxKey.change')}
        danger={!canOpen}
        busy={busy}
        problem={make.error}
        onConfirm={() => void makeNext()}
        onClose={change.close}
      >
        {t(canOpen ? 'tips.inboxKey.changeText' : 'tips.inboxKey.anewText')}
      </ConfirmDialog>
      {current === undefined ? null : (
        <AskEscrow opened={asking} inboxKeyId={current.id} unit={inbox.unit.name} onClose={ask.close} />
      )}
    </>
  );
}

// Escrow ------------------------------------------------------------------------------------------------------------------

function AskEscrow(props: { opened: boolean; inboxKeyId: string; unit: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const ask = useAct(askEscrow, {
    refresh,
    onDone: () => {
      props.onClose();
      tellDone(t('tips.escrow.asked'));
    },
  });
  return (
    <ConfirmDialog
      opened={props.opened}
      title={t('tips.escrow.askTitle', { unit: props.unit })}
      confirm={t('tips.escrow.ask')}
      busy={ask.isPending}
      disabled={reason.trim().length < 10}
      problem={ask.error}
      onConfirm={() => ask.mutate({ body: { inboxKeyId: props.inboxKeyId, reason } })}
      onClose={props.onClose}
    >
      <p>{t('tips.escrow.askText')}</p>
      <Textarea
        label={t('tips.escrow.reason')}
        description={t('tips.escrow.reasonHint')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={300}
        autosize
        minRows={2}
        required
        mt="sm"
      />
    </ConfirmDialog>
  );
}

function EscrowRequests() {
  const { t } = useTranslation();
  const requests = useApi(listEscrowRequests, {});
  return (
    <section aria-labelledby="escrow">
      <h2 id="escrow">{t('tips.escrow.title')}</h2>
      <p className="by-small by-quiet">{t('tips.escrow.note')}</p>
      <Answered of={requests} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('tips.escrow.none')}</p>
          ) : (
            <ul className={classes.cards}>
              {items.map((request) => (
                <li key={request.id}>
                  <EscrowCard request={request} />
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </section>
  );
}

function EscrowCard({ request }: { request: EscrowRequest }) {
  const { t } = useTranslation();
  const opened = useOpenedKey();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const params = { id: request.id };
  const pass = useAct(passEscrowPart, { refresh, onDone: () => tellDone(t('tips.escrow.passed')) });
  const use = useAct(finishEscrow, { refresh, onDone: () => tellDone(t('tips.escrow.used')) });
  const withdraw = useAct(withdrawEscrow, { refresh });
  const tryTo = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const passOn = (): Promise<void> =>
    tryTo(async () => {
      const part = await callApi(getEscrowPart, { params });
      const sealed = passPart(opened!.pair, fromBase64(part.sealed), fromBase64(part.askerPublicKey));
      await pass.mutateAsync({ params, body: { sealed: toBase64(sealed) } });
    });
  const finish = (): Promise<void> =>
    tryTo(async () => {
      const { parts, inboxPublicKey } = await callApi(getPassedParts, { params });
      const secret = await combineParts(opened!.pair, parts.slice(0, escrow.needed).map(fromBase64));
      if (!isSecretOf(secret, fromBase64(inboxPublicKey))) throw new Error('the parts do not fit');
      await use.mutateAsync({ params, body: { sealed: toBase64(shareInbox(secret, opened!.pair.publicKey)) } });
    });
  const words: ReactNode =
    request.outcome === null
      ? t('tips.escrow.passedBy', { count: request.passedBy.length, needed: escrow.needed })
      : t(`tips.escrow.outcomes.${request.outcome}`);
  return (
    <>
      <p>
        <strong>{request.unit.name}</strong> ·{' '}
        {t('tips.escrow.askedBy', { name: request.askedBy, at: formatInstant(request.askedAt) })}
      </p>
      <p>{request.reason}</p>
      <p>
        <Mark tone={request.outcome === 'used' ? 'good' : 'soon'}>{words}</Mark>{' '}
        {request.passedBy.length > 0 ? request.passedBy.join(', ') : null}
      </p>
      {failure ? <ProblemAlert problem={failure} /> : null}
      {request.outcome === null ? (
        <div className={classes.acts}>
          {request.mayPass ? (
            <Button loading={busy} disabled={!opened} onClick={() => void passOn()}>
              {t('tips.escrow.pass')}
            </Button>
          ) : null}
          {request.isMine && request.passedBy.length >= escrow.needed ? (
            <Button loading={busy} disabled={!opened} onClick={() => void finish()}>
              {t('tips.escrow.use')}
            </Button>
          ) : null}
          {request.isMine ? (
            <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate({ params })}>
              {t('tips.escrow.withdraw')}
            </Button>
          ) : null}
          {opened ? null : <span className="by-small by-quiet">{t('tips.inboxKey.openFirst')}</span>}
        </div>
      ) : null}
    </>
  );
}

// Every key that was made -------------------------------------------------------------------------------------------------

function KeyChanges() {
  const { t } = useTranslation();
  const changes = useApi(listKeyChanges, {});
  return (
    <section aria-labelledby="key-changes">
      <h2 id="key-changes">{t('tips.changes.title')}</h2>
      <p className="by-small by-quiet">{t('tips.changes.note')}</p>
      <Answered of={changes} lines={4}>
        {({ items }) => (
          <DataTable
            caption={t('tips.changes.title')}
            rows={items}
            rowKey={(key) => key.id}
            empty={<EmptyState title={t('tips.changes.none')}>{t('tips.changes.noneHint')}</EmptyState>}
            columns={[
              { key: 'unit', title: t('tips.changes.unit'), phone: 'title', render: ({ unit }) => unit.name },
              {
                key: 'fingerprint',
                title: t('tips.inboxKey.fingerprint'),
                render: ({ fingerprint }) => <span className={classes.fingerprint}>{fingerprint}</span>,
              },
              {
                key: 'made',
                title: t('tips.changes.made'),
                render: ({ generation, madeBy, madeAt }) =>
                  t('tips.inboxKey.madeBy', { generation, by: madeBy, at: formatInstant(madeAt) }),
              },
              {
                key: 'signed',
                title: t('tips.changes.signed'),
                render: ({ isSigned, generation }) =>
                  isSigned === null ? (
                    <Mark tone={generation === 1 ? 'quiet' : 'soon'}>
                      {t(generation === 1 ? 'tips.changes.first' : 'tips.changes.anew')}
                    </Mark>
                  ) : (
                    <Mark tone={isSigned ? 'good' : 'danger'}>
                      {t(isSigned ? 'tips.changes.isSigned' : 'tips.changes.isNotSigned')}
                    </Mark>
                  ),
              },
              {
                key: 'state',
                title: t('tips.changes.state'),
                render: ({ retiredAt }) =>
                  retiredAt === null
                    ? t('tips.changes.current')
                    : t('tips.changes.retired', { at: formatInstant(retiredAt) }),
              },
            ]}
          />
        )}
      </Answered>
    </section>
  );
}
