import { Button, Textarea } from '@mantine/core';
import { IconDownload, IconPhoto, IconSend } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { formatInstant } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { fromBase64, toBase64 } from '../base64.rules.ts';
import {
  getInboxFile,
  getInboxTip,
  type InboxTip,
  listInbox,
  replyToTip,
  type SealedPiece,
} from '../inbox.contract.ts';
import { type Bytes, openFile, openText, sealText, type TipFile } from '../sealing.rules.ts';
import { makeUuid } from '../sending.rules.ts';
import { maxWords, readTipContent } from '../tip-content.rules.ts';
import type { OpenContent } from './TipPage.tsx';
import classes from './Inbox.module.css';

type Text = { piece: SealedPiece; text: string | null };

/** The opened content: what was told, the contact, files, and the talk with the resident. */
export function TipContentView(props: { tip: InboxTip; content: OpenContent; onStale: () => void }) {
  const { t } = useTranslation();
  const { opened, contentKey, contactKey } = props.content;
  const [written, setWritten] = useState<SealedPiece[]>([]);
  const texts = useMemo(() => {
    const read = (piece: SealedPiece): Text => {
      const key = piece.kind === 'contact' ? contactKey : contentKey;
      try {
        return { piece, text: key === undefined ? null : openText(key, piece, fromBase64(piece.ciphertext!)) };
      } catch {
        return { piece, text: null };
      }
    };
    return [...opened.pieces, ...written].filter(({ ciphertext }) => ciphertext !== null).map(read);
  }, [opened, written, contentKey, contactKey]);
  const of = (kind: SealedPiece['kind']): Text[] => texts.filter(({ piece }) => piece.kind === kind);
  const files = opened.pieces.filter(({ kind }) => kind === 'file');
  return (
    <div className={classes.content}>
      {of('text').map(({ piece, text }) => (
        <Told key={piece.id} text={text} />
      ))}
      {of('contact').map(({ piece, text }) => (
        <div key={piece.id}>
          <h3>{t('tips.content.contact')}</h3>
          <p className={classes.words}>{text ?? t('tips.content.unreadable')}</p>
        </div>
      ))}
      {files.length > 0 ? (
        <>
          <h3>{t('tips.content.files')}</h3>
          <ul className={classes.cards}>
            {files.map((piece) => (
              <li key={piece.id}>
                <FileView tipId={props.tip.id} piece={piece} contentKey={contentKey} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{t('tips.content.talk')}</h3>
      <ul className={classes.talk}>
        {of('message').map(({ piece, text }) => (
          <li key={piece.id} data-author={piece.author}>
            <span className="by-small by-quiet">
              {t(`tips.content.by.${piece.author}`)}, {formatInstant(piece.writtenAt)}
            </span>
            <div className={classes.words}>{text ?? t('tips.content.unreadable')}</div>
          </li>
        ))}
      </ul>
      {props.tip.channel === 'portal' ? (
        <Reply tip={props.tip} contentKey={contentKey} onSent={(piece) => setWritten((before) => [...before, piece])} />
      ) : (
        <p>{t(props.tip.isReachable ? 'tips.content.otherwise' : 'tips.content.unreachable')}</p>
      )}
    </div>
  );
}

function Told({ text }: { text: string | null }) {
  const { t } = useTranslation();
  if (text === null) return <p role="alert">{t('tips.content.unreadable')}</p>;
  const { what, where, when, place } = readTipContent(text);
  return (
    <dl>
      <dt>{t('tips.content.what')}</dt>
      <dd className={classes.words}>{what}</dd>
      {where === '' && place === null ? null : (
        <>
          <dt>{t('tips.content.where')}</dt>
          <dd className={classes.words}>{[where, place?.name].filter(Boolean).join(', ')}</dd>
        </>
      )}
      {when === '' ? null : (
        <>
          <dt>{t('tips.content.when')}</dt>
          <dd className={classes.words}>{when}</dd>
        </>
      )}
    </dl>
  );
}

const shownTypes = ['image/jpeg', 'image/png', 'image/webp'];

/** A file is fetched and opened only when asked for; pictures are shown, everything else is handed to the person. */
function FileView({ tipId, piece, contentKey }: { tipId: string; piece: SealedPiece; contentKey: Bytes }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<(TipFile & { url: string }) | null>(null);
  const [busy, setBusy] = useState(false);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => () => void (file && URL.revokeObjectURL(file.url)), [file]);
  const open = async (): Promise<void> => {
    setBusy(true);
    setBroken(false);
    try {
      const address = addressOf(getInboxFile, { params: { id: tipId, pieceId: piece.id } });
      const response = await fetch(address, { credentials: 'same-origin', cache: 'no-store' });
      if (!response.ok) throw new Error(String(response.status));
      const opened = openFile(contentKey, piece, new Uint8Array(await response.arrayBuffer()));
      const type = shownTypes.includes(opened.type) ? opened.type : 'application/octet-stream';
      setFile({ ...opened, url: URL.createObjectURL(new Blob([opened.content], { type })) });
    } catch {
      setBroken(true);
    } finally {
      setBusy(false);
    }
  };
  if (file === null) {
    return (
      <>
        <Button
          variant="default"
          leftSection={<IconPhoto size={18} aria-hidden />}
          loading={busy}
          onClick={() => void open()}
        >
          {t('tips.content.openFile', { size: Math.ceil(piece.bytes / 1024) })}
        </Button>
        {isBroken ? <p role="alert">{t('tips.content.fileBroken')}</p> : null}
      </>
    );
  }
  return (
    <>
      {shownTypes.includes(file.type) ? (
        // The pages take pictures from the house or from within alone.
        <img className={classes.file} src={`data:${file.type};base64,${toBase64(file.content)}`} alt={file.name} />
      ) : null}
      <p>
        {file.name} <span className="by-small by-quiet">{file.type}</span>
      </p>
      <Button
        component="a"
        href={file.url}
        download={file.name}
        variant="default"
        size="compact-md"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        {t('tips.content.keepFile')}
      </Button>
    </>
  );
}

function Reply(props: { tip: InboxTip; contentKey: Bytes; onSent: (piece: SealedPiece) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const reply = useAct(replyToTip, { refresh: [getInboxTip, listInbox] });
  const send = (): void => {
    const id = makeUuid();
    const label = { id, kind: 'message', author: 'handler' } as const;
    const ciphertext = toBase64(sealText(props.contentKey, label, text.trim()));
    reply.mutate(
      { params: { id: props.tip.id }, body: { piece: { id, kind: 'message', ciphertext } } },
      {
        onSuccess: () => {
          props.onSent({
            ...label,
            writtenAt: new Date().toISOString(),
            bytes: ciphertext.length,
            ciphertext,
          });
          setText('');
          tellDone(t('tips.content.sent'));
        },
      },
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') send();
      }}
    >
      <Textarea
        label={t('tips.content.reply')}
        description={t('tips.content.replyHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maxLength={maxWords.message}
        autosize
        minRows={3}
        mt="sm"
      />
      {reply.error ? <ProblemAlert problem={reply.error} /> : null}
      <Button
        type="submit"
        mt="xs"
        leftSection={<IconSend size={18} aria-hidden />}
        loading={reply.isPending}
        disabled={text.trim() === ''}
      >
        {t('tips.content.send')}
      </Button>
    </form>
  );
}
