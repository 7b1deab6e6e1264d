import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';

/** So many bytes in base64, or up to so many. */
export const bytesOf = (length: number) => z.base64().length(Math.ceil(length / 3) * 4);

const Sealed = bytesOf(112);
const Part = bytesOf(113);

/** The key pair of the one who asks, its secret behind the passphrase. */
export const MyKey = z.object({
  id: z.uuid(),
  publicKey: z.string(),
  wrappedSecret: z.string(),
  madeAt: z.iso.datetime(),
});
export type MyKey = z.infer<typeof MyKey>;

/** A person of an inbox and the current key of that person; null = none made yet. */
export const KeyHolder = z.object({
  accountId: z.uuid(),
  displayName: z.string(),
  handlerKeyId: z.uuid().nullable(),
  publicKey: z.string().nullable(),
  /** Whether the current inbox key is shared to that key. */
  canOpen: z.boolean(),
});
export type KeyHolder = z.infer<typeof KeyHolder>;

export const InboxGeneration = z.object({
  id: z.uuid(),
  generation: z.int(),
  publicKey: z.string(),
  signPublicKey: z.string(),
  previousSignature: z.string().nullable(),
  /** Signed by the generation before: true, false; null = the first, or begun anew. */
  isSigned: z.boolean().nullable(),
  /** As posters show it. */
  fingerprint: z.string(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  retiredAt: z.iso.datetime().nullable(),
});
export type InboxGeneration = z.infer<typeof InboxGeneration>;

export const EscrowRequest = z.object({
  id: z.uuid(),
  unit: UnitRef,
  inboxKeyId: z.uuid(),
  generation: z.int(),
  askedBy: z.string(),
  isMine: z.boolean(),
  reason: z.string(),
  askedAt: z.iso.datetime(),
  passedBy: z.array(z.string()),
  /** A part that the reader holds and may pass on. */
  mayPass: z.boolean(),
  outcome: z.enum(['used', 'withdrawn']).nullable(),
});
export type EscrowRequest = z.infer<typeof EscrowRequest>;

/** An inbox as its handlers see it. */
export const InboxKeys = z.object({
  unit: UnitRef,
  isDifficultArea: z.boolean(),
  /** Latest first. */
  generations: z.array(InboxGeneration),
  /** What the reader can open, latest first. */
  myShares: z.array(z.object({ inboxKeyId: z.uuid(), generation: z.int(), sealed: z.string() })),
  handlers: z.array(KeyHolder),
  custodians: z.array(KeyHolder),
  /** How many custodians hold a part of the current key. */
  partCount: z.int(),
  /** Names of people who can open the current key though their post here has ended: the key is to be changed. */
  leftWithKey: z.array(z.string()),
  /** Tips keep the limit of 24 hours there. */
  mayOversee: z.boolean(),
});
export type InboxKeys = z.infer<typeof InboxKeys>;

const Shares = z.array(z.object({ handlerKeyId: z.uuid(), sealed: Sealed })).max(60);

export const getMyTipKey = defineRoute({
  operationId: 'getMyTipKey',
  method: 'GET',
  path: '/tip-keys/mine',
  permission: 'signed-in',
  summary: 'The key pair of the one who asks, for opening tips or keeping a part of an escrow',
  response: z.object({ key: MyKey.nullable() }),
});

export const keepMyTipKey = defineRoute({
  operationId: 'keepMyTipKey',
  method: 'POST',
  path: '/tip-keys/mine',
  permission: 'signed-in',
  summary: 'Keeps a key pair made in the browser; the one before retires, with what was shared to it',
  body: z.object({ publicKey: bytesOf(32), wrappedSecret: bytesOf(97) }),
  response: z.object({ id: z.uuid() }),
});

export const listInboxKeys = defineRoute({
  operationId: 'listInboxKeys',
  method: 'GET',
  path: '/inbox-keys',
  permission: 'tip.handle',
  summary: 'The inboxes of the one who asks, with their keys, handlers and custodians',
  response: z.object({ inboxes: z.array(InboxKeys) }),
});

export const makeInboxKey = defineRoute({
  operationId: 'makeInboxKey',
  method: 'POST',
  path: '/inbox-keys/{unitId}',
  permission: 'tip.handle',
  summary: 'The first key of an inbox, or the one that follows, with its shares and parts, all made in the browser',
  params: z.object({ unitId: z.coerce.number().pipe(z.int32().positive()) }),
  body: z.object({
    generation: z.int().positive(),
    publicKey: bytesOf(32),
    signPublicKey: bytesOf(32),
    previousSignature: bytesOf(64).nullable(),
    shares: Shares.min(1),
    parts: z.array(z.object({ handlerKeyId: z.uuid(), sealed: Part })).max(20),
  }),
  response: z.object({ id: z.uuid(), fingerprint: z.string() }),
});

export const shareInboxKey = defineRoute({
  operationId: 'shareInboxKey',
  method: 'POST',
  path: '/inbox-keys/{unitId}/shares',
  permission: 'tip.handle',
  summary: 'Shares keys of an inbox to a colleague; sealed in the browser of one who can open them',
  params: z.object({ unitId: z.coerce.number().pipe(z.int32().positive()) }),
  body: z.object({
    keys: z
      .array(z.object({ inboxKeyId: z.uuid(), shares: Shares.min(1) }))
      .min(1)
      .max(200),
  }),
  response: z.object({ shared: z.int() }),
});

export const listKeyChanges = defineRoute({
  operationId: 'listKeyChanges',
  method: 'GET',
  path: '/inbox-key-changes',
  permission: 'signed-in',
  summary: 'Every inbox key that was made, newest first: fingerprint, by whom, signed by the one before or not',
  response: z.object({ items: z.array(InboxGeneration.extend({ unit: UnitRef })) }),
});

export const DifficultArea = z.object({ unit: UnitRef, notedBy: z.string(), notedAt: z.iso.datetime() });
export type DifficultArea = z.infer<typeof DifficultArea>;

export const listDifficultAreas = defineRoute({
  operationId: 'listDifficultAreas',
  method: 'GET',
  path: '/difficult-areas',
  permission: 'tip.oversee',
  summary: 'Units that have 24 instead of 12 hours to assess a tip: who noted it, since when',
  response: z.object({ items: z.array(DifficultArea) }),
});

export const noteDifficultArea = defineRoute({
  operationId: 'noteDifficultArea',
  method: 'POST',
  path: '/inbox-keys/{unitId}/difficult-area',
  permission: 'tip.oversee',
  summary: 'Whether a unit has 24 instead of 12 hours to assess a tip',
  params: z.object({ unitId: z.coerce.number().pipe(z.int32().positive()) }),
  body: z.object({ isDifficult: z.boolean() }),
  response: z.object({ isDifficult: z.boolean() }),
});

export const listEscrowRequests = defineRoute({
  operationId: 'listEscrowRequests',
  method: 'GET',
  path: '/escrow-requests',
  permission: 'signed-in',
  summary: 'Requests to open an inbox by two custodians: the own ones, and those one may help with',
  response: z.object({ items: z.array(EscrowRequest) }),
});

const params = z.object({ id: z.uuid() });

export const askEscrow = defineRoute({
  operationId: 'askEscrow',
  method: 'POST',
  path: '/escrow-requests',
  permission: 'tip.handle',
  summary: 'Asks the custodians to open an inbox key for the one who asks',
  body: z.object({ inboxKeyId: z.uuid(), reason: z.string().trim().min(10).max(300) }),
  response: z.object({ id: z.uuid() }),
});

export const withdrawEscrow = defineRoute({
  operationId: 'withdrawEscrow',
  method: 'POST',
  path: '/escrow-requests/{id}/withdraw',
  permission: 'tip.handle',
  summary: 'Takes a request back',
  params,
  response: z.object({}),
});

export const getEscrowPart = defineRoute({
  operationId: 'getEscrowPart',
  method: 'GET',
  path: '/escrow-requests/{id}/part',
  permission: 'tip.escrow',
  summary: 'The sealed part of a custodian, and the key of the one who asks',
  params,
  response: z.object({ sealed: z.string(), askerPublicKey: z.string() }),
});

export const passEscrowPart = defineRoute({
  operationId: 'passEscrowPart',
  method: 'POST',
  path: '/escrow-requests/{id}/passes',
  permission: 'tip.escrow',
  summary: 'A custodian passes the own part on, sealed to the one who asks',
  params,
  body: z.object({ sealed: Part }),
  response: z.object({}),
});

export const getPassedParts = defineRoute({
  operationId: 'getPassedParts',
  method: 'GET',
  path: '/escrow-requests/{id}/passes',
  permission: 'tip.handle',
  summary: 'The parts passed to the one who asks, once two are there',
  params,
  response: z.object({ parts: z.array(z.string()), inboxPublicKey: z.string() }),
});

export const finishEscrow = defineRoute({
  operationId: 'finishEscrow',
  method: 'POST',
  path: '/escrow-requests/{id}/use',
  permission: 'tip.handle',
  summary: 'Keeps the opened inbox key, sealed to the own key; the request ends',
  params,
  body: z.object({ sealed: Sealed }),
  response: z.object({}),
});
