/** What may be sent with a tip, and how junk is held back; the browser and the server keep to the same numbers. */
import { isPieceLength, longestPiece, maxFiles, type PieceKind } from './sealing.rules.ts';

/** What a tip is about, as the register of tips lists it. */
export const tipTopics = [
  'theft',
  'injury',
  'fraud',
  'gambling',
  'drugs',
  'snatching',
  'usury',
  'weapons',
  'public_order',
  'traffic',
  'fire',
  'other',
] as const;
export type TipTopic = (typeof tipTopics)[number];

/** Everything that one sending may weigh, sealed, in bytes. */
export const maxSendingBytes = maxFiles * longestPiece.file + 2 * longestPiece.text + 64 * 1024;

/** Messages and files that one tip may gather. */
export const maxPieces = 200;

export type SealedKeyLabel = { purpose: 'content' | 'contact'; holder: 'inbox' | 'receipt' };

/**
 * True where a sending has one text, at most one contact and five files, each key sealed to the inbox and to the receipt,
 * and a contact key exactly where there is a contact.
 */
export function isWholeTip(keys: readonly SealedKeyLabel[], pieces: readonly { kind: PieceKind }[]): boolean {
  const count = (kind: PieceKind): number => pieces.filter((piece) => piece.kind === kind).length;
  const purposes = count('contact') === 1 ? ['contact', 'content'] : ['content'];
  const wanted = purposes.flatMap((purpose) => [`${purpose} inbox`, `${purpose} receipt`]);
  return (
    count('text') === 1 &&
    count('message') === 0 &&
    count('contact') <= 1 &&
    count('file') <= maxFiles &&
    keys
      .map(({ purpose, holder }) => `${purpose} ${holder}`)
      .toSorted()
      .join() === wanted.join()
  );
}

/** True where these are a message, files, or both, each with the length of a sealed one. */
export function isWholeAddition(pieces: readonly { kind: PieceKind }[]): boolean {
  const messages = pieces.filter(({ kind }) => kind === 'message').length;
  const files = pieces.filter(({ kind }) => kind === 'file').length;
  return messages <= 1 && files <= maxFiles && messages + files === pieces.length && pieces.length > 0;
}

/** True where every ciphertext has the length of a padded one of its kind. */
export function arePadded(pieces: readonly { kind: PieceKind; bytes: number }[]): boolean {
  return pieces.every(({ kind, bytes }) => isPieceLength(kind, bytes));
}

/**
 * Limits of an hour. fromOneAddress: sent with proof of work; a whole hamlet may stand behind one address. unverified:
 * everything without, from everywhere; it lies in a queue of its own.
 */
export const hourlyLimits = { fromOneAddress: 600, unverified: 300 } as const;

/** A form without scripts is sent at least this long after it was begun, and at most that long; in seconds. */
export const formSeconds = { least: 8, most: 3 * 3600 } as const;

/** Proof of work: rounds of SHA-256 for one try, and how many tries are needed. A cheap phone takes some seconds. */
export const proofOfWork = { cost: 100, leastTries: 400, mostTries: 2000, minutes: 30 } as const;

/** Answers about a receipt have a multiple of this many bytes. */
export const answerStep = 16 * 1024;
