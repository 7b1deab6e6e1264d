/** A tip from the answers of the resident to what is sent, and back from what a receipt opens. */
import { fromBase64, toBase64 } from './base64.rules.ts';
import type { Inbox, OpenedTip, SentAddition, SentTip } from './intake.public.contract.ts';
import type { TipTopic } from './intake.rules.ts';
import { receiptOf } from './receipts.rules.ts';
import {
  type Bytes,
  type KeyPair,
  makeContentKey,
  openFile,
  openSealed,
  openText,
  type PieceKind,
  sealFile,
  sealText,
  sealTo,
  type TipFile,
} from './sealing.rules.ts';
import { readTipContent, type TipContent, writeTipContent } from './tip-content.rules.ts';

/** What the resident has answered. contact: '' where none is left. */
export type Answers = {
  topic: TipTopic;
  aboutOfficer: boolean;
  content: TipContent;
  contact: string;
  files: readonly TipFile[];
};

/** All but the proof of work, and the pieces in the order in which it names them. */
export type SealedSending = { head: Omit<SentTip, 'proof'>; pieces: Bytes[] };

/** Seals a tip to an inbox and to a receipt code. requestId and code stay the same however often it is tried. */
export function sealTip(
  answers: Answers,
  inbox: Pick<Inbox, 'inboxKeyId' | 'publicKey'>,
  sending: { requestId: string; code: string },
): SealedSending {
  const receipt = receiptOf(sending.code);
  const holders = { inbox: fromBase64(inbox.publicKey), receipt: receipt.keyPair.publicKey };
  const keys: SentTip['keys'] = [];
  const share = (purpose: 'content' | 'contact', key: Bytes): void => {
    for (const holder of ['inbox', 'receipt'] as const) {
      keys.push({ purpose, holder, sealed: toBase64(sealTo(holders[holder], key)) });
    }
  };
  const contentKey = makeContentKey();
  share('content', contentKey);
  const sealed = [sealPiece(contentKey, 'text', writeTipContent(answers.content))];
  if (answers.contact !== '') {
    const contactKey = makeContentKey();
    share('contact', contactKey);
    sealed.push(sealPiece(contactKey, 'contact', answers.contact));
  }
  for (const file of answers.files) sealed.push(sealPiece(contentKey, 'file', file));
  return {
    head: {
      requestId: sending.requestId,
      inboxKeyId: inbox.inboxKeyId,
      topic: answers.topic,
      aboutOfficer: answers.aboutOfficer,
      locator: toBase64(receipt.locator),
      receiptPublicKey: toBase64(holders.receipt),
      keys,
      pieces: sealed.map(({ id, kind }) => ({ id, kind })),
    },
    pieces: sealed.map(({ bytes }) => bytes),
  };
}

/** Seals a message, files, or both under the content key of a tip. */
export function sealAddition(
  contentKey: Bytes,
  locator: Bytes,
  added: { message: string; files: readonly TipFile[] },
): { head: SentAddition; pieces: Bytes[] } {
  const sealed = added.files.map((file) => sealPiece(contentKey, 'file', file));
  if (added.message !== '') sealed.unshift(sealPiece(contentKey, 'message', added.message));
  return {
    head: { locator: toBase64(locator), pieces: sealed.map(({ id, kind }) => ({ id, kind })) },
    pieces: sealed.map(({ bytes }) => bytes),
  };
}

function sealPiece(
  key: Bytes,
  kind: PieceKind,
  content: string | TipFile,
): { id: string; kind: PieceKind; bytes: Bytes } {
  const label = { kind, author: 'resident' as const, id: makeUuid() };
  const bytes = typeof content === 'string' ? sealText(key, label, content) : sealFile(key, label, content);
  return { id: label.id, kind, bytes };
}

/** A random UUID; crypto.randomUUID is missing where a page came over plain http. */
export function makeUuid(): string {
  const bytes = makeContentKey().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A tip as whoever has its receipt reads it. Times are whole hours. */
export type ReadTip = {
  contentKey: Bytes;
  content: TipContent | null;
  /** What was left as contact; '' where it was withdrawn or never given. */
  contact: string;
  talk: { author: 'resident' | 'handler'; writtenAt: string; text: string }[];
  files: { id: string; author: 'resident' | 'handler'; writtenAt: string }[];
};

/** Opens what the server answered. Throws where the receipt does not open it; nothing is told of a tip without content. */
export function readOpenedTip(opened: OpenedTip, receipt: KeyPair): ReadTip {
  const contentKey = openSealed(receipt, fromBase64(opened.keys.content ?? ''));
  const contactKey = opened.keys.contact && openSealed(receipt, fromBase64(opened.keys.contact));
  const tip: ReadTip = { contentKey, content: null, contact: '', talk: [], files: [] };
  for (const { kind, author, id, writtenAt, ciphertext } of opened.pieces) {
    if (kind === 'file') {
      tip.files.push({ id, author, writtenAt });
      continue;
    }
    const key = kind === 'contact' ? contactKey : contentKey;
    if (!key || ciphertext === null) continue;
    const text = openText(key, { kind, author, id }, fromBase64(ciphertext));
    if (kind === 'text') tip.content = readTipContent(text);
    else if (kind === 'contact') tip.contact = text;
    else tip.talk.push({ author, writtenAt, text });
  }
  return tip;
}

export function readTipFile(
  contentKey: Bytes,
  file: { id: string; author: 'resident' | 'handler' },
  sealed: Bytes,
): TipFile {
  return openFile(contentKey, { kind: 'file', author: file.author, id: file.id }, sealed);
}
