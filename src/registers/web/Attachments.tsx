import { ActionIcon, Button, FileButton, Progress } from '@mantine/core';
import { IconCamera, IconFileTypePdf, IconPaperclip, IconTrash } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, isProblem } from '#web/api/client.ts';
import { useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { type Attachment, attachmentRoutes, type AttachmentRoutes, mostAttachments } from '../attachments.contract.ts';
import type { Register } from '../declaration.ts';
import classes from './attachments.module.css';
import { type Sending, useSending } from './useSending.ts';

// Named one by one, so that an iPhone hands over its pictures as JPEG.
const photos = 'image/jpeg,image/png,image/webp';

/** The photographs and scans of a record, with what adds and removes them. */
export function Attachments(props: { register: Register; record: { id: string; voidReason: string | null } }) {
  const { t } = useTranslation();
  const { register, record } = props;
  const routes = useMemo(() => attachmentRoutes(register), [register]);
  const answer = useApi(routes.list, { params: { id: record.id } });
  const mayWrite = useReach(register.permissions.write) !== undefined;
  return (
    <section className={classes.section} aria-label={t('registers.attachments.title')}>
      <h3>{t('registers.attachments.title')}</h3>
      <Answered of={answer}>
        {({ items }) => (
          <>
            {items.length === 0 ? <p className={classes.empty}>{t('registers.attachments.empty')}</p> : null}
            <ul className={classes.list}>
              {items.map((attachment) => (
                <AttachmentItem
                  key={attachment.id}
                  routes={routes}
                  recordId={record.id}
                  attachment={attachment}
                  mayRemove={mayWrite}
                />
              ))}
            </ul>
            {mayWrite && record.voidReason === null ? (
              <AddAttachments routes={routes} recordId={record.id} isFull={items.length >= mostAttachments} />
            ) : null}
          </>
        )}
      </Answered>
    </section>
  );
}

function AttachmentItem(props: {
  routes: AttachmentRoutes;
  recordId: string;
  attachment: Attachment;
  mayRemove: boolean;
}) {
  const { t } = useTranslation();
  const { routes, recordId, attachment } = props;
  const { kind, number } = attachment;
  const [isRemoving, setRemoving] = useState(false);
  const params = { id: recordId, attachmentId: attachment.id };
  const remove = useAct(routes.remove, {
    refresh: [routes.list],
    onDone: () => tellDone(t('registers.attachments.removed')),
  });
  const name = t(`registers.attachments.${kind}`, { number });
  const added = t('registers.attachments.added', {
    at: formatInstant(attachment.addedAt),
    by: attachment.addedBy ?? t('registers.record.nobody'),
  });
  return (
    <li className={classes.item}>
      <a className={classes.open} href={addressOf(routes.get, { params, query: {} })} target="_blank" rel="noopener">
        {kind === 'photo' ? (
          <img
            className={classes.thumbnail}
            src={addressOf(routes.get, { params, query: { size: 'small' } })}
            alt=""
            loading="lazy"
          />
        ) : (
          <span className={classes.thumbnail}>
            <IconFileTypePdf size={40} aria-hidden />
          </span>
        )}
        <span>
          {name} · {formatSize(attachment.byteSize)}
        </span>
      </a>
      <span className={classes.added}>{added}</span>
      {props.mayRemove ? (
        <ActionIcon
          className={classes.remove}
          variant="default"
          size={36}
          aria-label={t('registers.attachments.remove', { name })}
          onClick={() => setRemoving(true)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      ) : null}
      <ConfirmDialog
        opened={isRemoving}
        title={t('registers.attachments.removeTitle', { name })}
        confirm={t('registers.attachments.removeConfirm')}
        danger
        busy={remove.isPending}
        problem={remove.error}
        onConfirm={() => remove.mutate({ params })}
        onClose={() => setRemoving(false)}
      >
        <p>{t('registers.attachments.removeText')}</p>
      </ConfirmDialog>
    </li>
  );
}

function AddAttachments({ routes, recordId, isFull }: { routes: AttachmentRoutes; recordId: string; isFull: boolean }) {
  const { t } = useTranslation();
  const { sendings, add, send, drop } = useSending(routes, recordId);
  const [isOver, setOver] = useState(false);
  const forgetChosen = useRef<() => void>(null);
  const forgetTaken = useRef<() => void>(null);
  if (isFull && sendings.length === 0) {
    return <p className="by-quiet">{t('registers.attachments.full', { most: mostAttachments })}</p>;
  }
  return (
    <>
      <ul className={classes.sendings}>
        {sendings.map((sending) => (
          <SendingItem
            key={sending.requestId}
            sending={sending}
            onAgain={() => void send(sending)}
            onDrop={() => drop(sending)}
          />
        ))}
      </ul>
      <div
        className={classes.drop}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void add(event.dataTransfer.files);
        }}
      >
        <div className={classes.acts}>
          <FileButton
            multiple
            accept={`${photos},application/pdf`}
            resetRef={forgetChosen}
            onChange={(files) => {
              void add(files);
              forgetChosen.current?.();
            }}
          >
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconPaperclip size={18} aria-hidden />}>
                {t('registers.attachments.add')}
              </Button>
            )}
          </FileButton>
          <FileButton
            accept="image/jpeg"
            capture="environment"
            resetRef={forgetTaken}
            onChange={(file) => {
              if (file) void add([file]);
              forgetTaken.current?.();
            }}
          >
            {(button) => (
              <Button
                {...button}
                className={classes.camera}
                variant="default"
                leftSection={<IconCamera size={18} aria-hidden />}
              >
                {t('registers.attachments.takePhoto')}
              </Button>
            )}
          </FileButton>
          <span className={classes.dropHint}>{t('registers.attachments.drop')}</span>
        </div>
        <p className={classes.hint}>
          {t('registers.attachments.hint', {
            megabytes: routes.add.upload!.maxBytes / 1024 / 1024,
            most: mostAttachments,
          })}
        </p>
      </div>
    </>
  );
}

function SendingItem(props: { sending: Sending; onAgain: () => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const { file, part, problem } = props.sending;
  if (problem === undefined) {
    const label = t('registers.attachments.sending', { name: file.name });
    return (
      <li>
        <span>{label}</span>
        <Progress value={part * 100} aria-label={label} />
      </li>
    );
  }
  return (
    <li>
      <span>{t('registers.attachments.notKept', { name: file.name })}</span>
      <ProblemAlert problem={problem} {...(mayHelpAgain(problem) ? { onRetry: props.onAgain } : {})} />
      <Button size="xs" variant="subtle" onClick={props.onDrop}>
        {t('registers.attachments.leaveOut')}
      </Button>
    </li>
  );
}

/** Of a refused file the same would be said again. */
function mayHelpAgain(problem: unknown): boolean {
  return !isProblem(problem) || problem.outcomeUnknown || problem.status === 401 || problem.status === 409;
}

/** 812345 → 794 KB, 2400000 → 2 MB. */
function formatSize(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024 ? `${kilobytes}\u00a0KB` : `${Math.round(kilobytes / 1024)}\u00a0MB`;
}
