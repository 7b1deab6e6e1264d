import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import { maxSendingBytes, tipTopics } from './intake.rules.ts';
import { pieceKinds } from './sealing.rules.ts';
import { tipStates } from './tip-states.rules.ts';

/** Base64 of so many bytes. */
const bytes = (length: number) => z.base64().length(4 * Math.ceil(length / 3));

/** A proof of work in the format of ALTCHA: what the server asked, and what the browser found. */
const Parameters = z.looseObject({ nonce: z.string(), salt: z.string(), expiresAt: z.number() });
export const Challenge = z.object({ parameters: Parameters, signature: z.string() });
export type Challenge = z.infer<typeof Challenge>;

export const Inbox = z.object({
  inboxKeyId: z.uuid(),
  unitId: z.int(),
  unitName: z.string(),
  generation: z.int(),
  publicKey: bytes(32),
  signPublicKey: bytes(32),
  /** What posters and the list of keys show of it. */
  fingerprint: z.string(),
});
export type Inbox = z.infer<typeof Inbox>;

const PieceHead = z.object({ id: z.uuid(), kind: z.enum(pieceKinds) });

/** The part `tip` of a sending; its pieces follow as parts `piece`, in the same order. */
export const SentTip = z.object({
  /** Random, made once for a tip: however often it is sent, it is one. */
  requestId: z.uuid(),
  inboxKeyId: z.uuid(),
  topic: z.enum(tipTopics),
  aboutOfficer: z.boolean(),
  locator: bytes(32),
  receiptPublicKey: bytes(32),
  keys: z
    .array(
      z.object({ purpose: z.enum(['content', 'contact']), holder: z.enum(['inbox', 'receipt']), sealed: bytes(80) }),
    )
    .max(4),
  pieces: z.array(PieceHead).max(7),
  proof: z.object({ challenge: Challenge, solution: z.looseObject({ counter: z.number(), derivedKey: z.string() }) }),
});
export type SentTip = z.infer<typeof SentTip>;

export const SentAddition = z.object({ locator: bytes(32), pieces: z.array(PieceHead).max(6) });
export type SentAddition = z.infer<typeof SentAddition>;

export const OpenedPiece = z.object({
  ...PieceHead.shape,
  author: z.enum(['resident', 'handler']),
  /** Whole hour. */
  writtenAt: z.string(),
  bytes: z.int(),
  /** Of files, asked for one by one: null. */
  ciphertext: z.base64().nullable(),
});

/** What a receipt opens. Also answered for one that does not exist: found is false, and the rest tells nothing. */
export const OpenedTip = z.object({
  found: z.boolean(),
  state: z.enum(tipStates),
  verified: z.boolean(),
  receivedAt: z.string(),
  lastMessageAt: z.string().nullable(),
  /** How many times a handler opened the content. */
  openedCount: z.int(),
  isDestroyed: z.boolean(),
  unitName: z.string(),
  /** The keys of content and contact, sealed to the receipt. */
  keys: z.object({ content: bytes(80).optional(), contact: bytes(80).optional() }),
  pieces: z.array(OpenedPiece),
  /** Random: all answers have a multiple of 16 KiB. */
  padding: z.string(),
});
export type OpenedTip = z.infer<typeof OpenedTip>;

const FoundUnit = z.object({ id: z.int(), code: z.string(), kind: z.string(), name: z.string(), within: z.string() });
export type FoundUnit = z.infer<typeof FoundUnit>;

export const getChallenge = defineRoute({
  operationId: 'getChallenge',
  method: 'GET',
  path: '/portal/challenge',
  permission: 'public',
  unlogged: true,
  summary: 'A piece of work for the browser, without which no sealed tip is taken',
  response: Challenge,
});

export const getInbox = defineRoute({
  operationId: 'getInbox',
  method: 'GET',
  path: '/portal/inbox',
  permission: 'public',
  unlogged: true,
  summary: 'The inbox key that a tip from this place is sealed to; null where nobody has an inbox',
  query: z.object({
    unitId: z.coerce.number().int(),
    aboutOfficer: z.enum(['true', 'false']).transform((asked) => asked === 'true'),
  }),
  response: z.object({ inbox: Inbox.nullable() }),
});

export const findPlaces = defineRoute({
  operationId: 'findPlaces',
  method: 'GET',
  path: '/portal/places',
  permission: 'public',
  unlogged: true,
  summary: 'Provinces, communes and residential areas of today by name, diacritics or not',
  query: z.object({ text: z.string().trim().min(1).max(100) }),
  response: z.object({ items: z.array(FoundUnit) }),
});

export const sendTip = defineRoute({
  operationId: 'sendTip',
  method: 'POST',
  path: '/portal/tips',
  permission: 'public',
  unlogged: true,
  summary: 'Takes a tip that was sealed by the sender: a part `tip` (SentTip as JSON) and its parts `piece`',
  upload: { contentTypes: ['multipart/form-data'], maxBytes: maxSendingBytes },
  body: UploadedFile,
  response: z.object({ result: z.enum(['received', 'known']) }),
});

export const openTip = defineRoute({
  operationId: 'openTip',
  method: 'POST',
  path: '/portal/tips/open',
  permission: 'public',
  unlogged: true,
  steady: true,
  summary: 'Status and sealed texts of the tip with this receipt',
  body: z.object({ locator: bytes(32) }),
  response: OpenedTip,
});

export const getTipFile = defineRoute({
  operationId: 'getTipFile',
  method: 'POST',
  path: '/portal/tips/file',
  permission: 'public',
  unlogged: true,
  steady: true,
  summary: 'One sealed file of the tip with this receipt',
  body: z.object({ locator: bytes(32), pieceId: z.uuid() }),
  response: z.string(),
  file: { contentType: 'application/octet-stream' },
});

export const addToTip = defineRoute({
  operationId: 'addToTip',
  method: 'POST',
  path: '/portal/tips/additions',
  permission: 'public',
  unlogged: true,
  steady: true,
  summary: 'Adds a sealed message and files: a part `addition` (SentAddition as JSON) and its parts `piece`',
  upload: { contentTypes: ['multipart/form-data'], maxBytes: maxSendingBytes },
  body: UploadedFile,
  response: z.object({ result: z.enum(['added', 'known']) }),
});

export const withdrawTip = defineRoute({
  operationId: 'withdrawTip',
  method: 'POST',
  path: '/portal/tips/withdrawals',
  permission: 'public',
  unlogged: true,
  steady: true,
  summary: 'Destroys the contact, or all content, of the tip with this receipt',
  body: z.object({ locator: bytes(32), purpose: z.enum(['contact', 'content']) }),
  response: z.object({ result: z.literal('destroyed') }),
});
