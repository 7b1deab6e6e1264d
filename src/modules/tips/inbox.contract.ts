import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';
import { bytesOf } from './inbox-keys.contract.ts';
import { longestPiece, sealedKeyLength } from './sealing.rules.ts';
import { inboxQueues, tipActs, tipStates } from './tip-states.rules.ts';

const instant = z.iso.datetime();
const Sort = z.enum(['security_tip', 'crime_report', 'denunciation', 'feedback', 'duplicate', 'out_of_area']);
const Topic = z.enum([
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
]);
const SealedKeys = z
  .array(z.object({ purpose: z.enum(['content', 'contact']), sealed: bytesOf(sealedKeyLength) }))
  .max(2);
/** A sealed text; files come one by one beside it. */
const Piece = z.object({
  id: z.uuid(),
  kind: z.enum(['text', 'contact', 'message']),
  ciphertext: z.base64().max(Math.ceil(longestPiece.text / 3) * 4),
});

export const Clock = z.object({
  code: z.string(),
  nameVi: z.string(),
  nameEn: z.string(),
  legalSource: z.string(),
  dueAt: instant,
  doneAt: instant.nullable(),
  isLate: z.boolean(),
});
export type Clock = z.infer<typeof Clock>;

/** A line of the inbox: nothing of the content. Instants are whole hours; those of limits are exact. */
export const InboxItem = z.object({
  id: z.uuid(),
  version: z.int(),
  unit: UnitRef,
  state: z.enum(tipStates),
  sort: Sort.nullable(),
  topic: z.string(),
  channel: z.string(),
  receivedAt: instant,
  isUrgent: z.boolean(),
  isComplex: z.boolean(),
  isVerified: z.boolean(),
  isAboutOfficer: z.boolean(),
  isReachable: z.boolean(),
  /** The limit to watch; null = none runs. */
  nextClock: z.object({ code: z.string(), nameVi: z.string(), nameEn: z.string() }).nullable(),
  dueAt: instant.nullable(),
  isLate: z.boolean(),
  openedCount: z.int(),
  /** The resident wrote last. */
  awaitsAnswer: z.boolean(),
  hasContent: z.boolean(),
});
export type InboxItem = z.infer<typeof InboxItem>;

/** What a unit still knows of a tip that went on to another: the trail alone. */
export const PassedOn = z.object({ id: z.uuid(), at: instant, toUnit: z.string(), by: z.string() });

export const listInbox = defineRoute({
  operationId: 'listInbox',
  method: 'GET',
  path: '/tip-inbox',
  permission: 'tip.handle',
  summary: 'The inbox of a unit, what is due first on top',
  query: z.object({
    unit: z.coerce.number().pipe(z.int32().positive()),
    queue: z.enum(inboxQueues).default('open'),
  }),
  response: z.object({
    unit: UnitRef,
    counts: z.object({ open: z.int(), unverified: z.int(), late: z.int(), ended: z.int(), passedOn: z.int() }),
    items: z.array(InboxItem),
    passedOn: z.array(PassedOn),
  }),
});

export const openingReasons = [
  'first_reading',
  'verifying',
  'answering',
  'handing_over',
  'supervising',
  'later_question',
] as const;
export const extensionReasons = ['many_facts', 'many_places', 'expert_opinion', 'source_away'] as const;
export const forwardTargets = ['investigators', 'procuracy', 'other_police', 'other_body'] as const;
export const outcomes = [
  'prosecuted',
  'not_prosecuted',
  'suspended',
  'administrative',
  'prevented',
  'no_basis',
] as const;

const TrailLine = z.object({
  act: z.string(),
  at: instant,
  by: z.string(),
  unit: z.string(),
  toUnit: z.string().nullable(),
  code: z.string().nullable(),
});

export const InboxTip = InboxItem.extend({
  clocks: z.array(Clock),
  openActs: z.array(z.enum(tipActs)),
  trail: z.array(TrailLine),
  openings: z.array(z.object({ at: instant, by: z.string(), reason: z.string() })),
  extensionReason: z.string().nullable(),
  anonymity: z.string().nullable(),
  isProtected: z.boolean(),
  isResponded: z.boolean(),
});
export type InboxTip = z.infer<typeof InboxTip>;

const params = z.object({ id: z.uuid() });

export const getInboxTip = defineRoute({
  operationId: 'getInboxTip',
  method: 'GET',
  path: '/tip-inbox/{id}',
  permission: 'tip.handle',
  summary: 'A tip of the own inbox: state, clocks, trail and openings; nothing of the content',
  params,
  response: InboxTip,
});

export const SealedPiece = z.object({
  id: z.uuid(),
  kind: z.enum(['text', 'contact', 'message', 'file']),
  author: z.enum(['resident', 'handler']),
  writtenAt: instant,
  bytes: z.int(),
  /** Null for a file, which is fetched by itself. */
  ciphertext: z.string().nullable(),
});
export type SealedPiece = z.infer<typeof SealedPiece>;

export const OpenedTip = z.object({
  keys: z.array(z.object({ purpose: z.enum(['content', 'contact']), inboxKeyId: z.uuid(), sealed: z.string() })),
  pieces: z.array(SealedPiece),
});
export type OpenedTip = z.infer<typeof OpenedTip>;

export const openInboxTip = defineRoute({
  operationId: 'openInboxTip',
  method: 'POST',
  path: '/tip-inbox/{id}/openings',
  permission: 'tip.handle',
  summary: 'The sealed content for a handler who says why: kept on record and counted for the resident',
  params,
  body: z.object({ reason: z.enum(openingReasons) }),
  response: OpenedTip,
  // What it answers is never kept beside the request.
  notRepeatable: true,
});

export const getInboxFile = defineRoute({
  operationId: 'getInboxFile',
  method: 'GET',
  path: '/tip-inbox/{id}/files/{pieceId}',
  permission: 'tip.handle',
  summary: 'One sealed file, for a handler who opened the tip within the last day',
  params: z.object({ id: z.uuid(), pieceId: z.uuid() }),
  response: z.instanceof(Uint8Array<ArrayBufferLike>),
  file: { contentType: 'application/octet-stream' },
});

export const replyToTip = defineRoute({
  operationId: 'replyToTip',
  method: 'POST',
  path: '/tip-inbox/{id}/replies',
  permission: 'tip.handle',
  summary: 'A sealed message to the resident',
  params,
  body: z.object({ piece: Piece.extend({ kind: z.literal('message') }) }),
  response: InboxTip,
});

const version = z.int();
const count = z.int().min(0).max(9999);

export const TipActInput = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('sort'),
    version,
    sort: Sort,
    topic: Topic,
    isUrgent: z.boolean(),
    anonymity: z.enum(['anonymous', 'with_contact']),
  }),
  z.object({ act: z.literal('verify'), version }),
  z.object({ act: z.literal('forward'), version, to: z.enum(forwardTargets) }),
  z.object({ act: z.literal('take_back'), version }),
  z.object({
    act: z.literal('decide'),
    version,
    outcome: z.enum(outcomes),
    ofValue: z.enum(['yes', 'no']),
    casesCleared: count,
    personsCleared: count,
    personsArrested: count,
    propertyRecoveredVnd: z.int().min(0).max(9_000_000_000_000),
  }),
  z.object({ act: z.literal('inform'), version }),
  z.object({ act: z.literal('close'), version }),
  z.object({ act: z.literal('extend'), version, reason: z.enum(extensionReasons) }),
  z.object({ act: z.literal('merge'), version, into: z.uuid() }),
  /** The head found it complex: two months instead of twenty days. */
  z.object({ act: z.literal('complex'), version }),
  /** The source was told of the receipt in another way than by the receipt code. */
  z.object({ act: z.literal('respond'), version }),
  z.object({ act: z.literal('protect'), version }),
]);
export type TipActInput = z.infer<typeof TipActInput>;

export const actOnTip = defineRoute({
  operationId: 'actOnTip',
  method: 'POST',
  path: '/tip-inbox/{id}/acts',
  permission: 'tip.handle',
  summary: 'A step of handling; only lawful ones are taken',
  params,
  body: TipActInput,
  response: InboxTip,
});

/** The inbox that a tip would go to. */
export const TargetInbox = z.object({
  unit: UnitRef,
  inboxKeyId: z.uuid(),
  generation: z.int(),
  publicKey: z.string(),
  fingerprint: z.string(),
});
export type TargetInbox = z.infer<typeof TargetInbox>;

export const findTargetInbox = defineRoute({
  operationId: 'findTargetInbox',
  method: 'GET',
  path: '/tip-inbox/{id}/target',
  permission: 'tip.handle',
  summary: 'The inbox of a unit, or the nearest above it; without a unit, the superior of the present one',
  params,
  query: z.object({ unit: z.coerce.number().pipe(z.int32().positive()).optional() }),
  response: z.object({ target: TargetInbox.nullable() }),
});

export const routeTip = defineRoute({
  operationId: 'routeTip',
  method: 'POST',
  path: '/tip-inbox/{id}/route',
  permission: 'tip.handle',
  summary: 'Brings a tip to another inbox, its keys sealed to it anew; isUp = it is about an officer of this unit',
  params,
  body: z.object({ version, inboxKeyId: z.uuid(), keys: SealedKeys, isUp: z.boolean() }),
  response: z.object({ unit: UnitRef }),
});

export const recordTip = defineRoute({
  operationId: 'recordTip',
  method: 'POST',
  path: '/tip-inbox',
  permission: 'tip.handle',
  summary: 'A tip taken by phone or in person, sealed in the browser of the officer; of a crime report the trail alone',
  body: z.object({
    unitId: z.int32().positive(),
    channel: z.enum(['in_person', 'meeting', 'hotline', 'mailbox', 'zalo', 'vneid']),
    sort: Sort,
    topic: Topic,
    anonymity: z.enum(['anonymous', 'with_contact']),
    isReachable: z.boolean(),
    isUrgent: z.boolean(),
    inboxKeyId: z.uuid(),
    keys: SealedKeys,
    pieces: z.array(Piece).max(2),
  }),
  response: InboxTip,
});

export const UnitCounts = z.object({ unit: UnitRef, open: z.int(), late: z.int(), unread: z.int() });

export const listOverdueTips = defineRoute({
  operationId: 'listOverdueTips',
  method: 'GET',
  path: '/tip-overdue',
  permission: 'tip.oversee',
  summary: 'How many tips are open and late, by inbox; counts alone',
  response: z.object({ items: z.array(UnitCounts) }),
});

export const listTipOpenings = defineRoute({
  operationId: 'listTipOpenings',
  method: 'GET',
  path: '/tip-openings',
  permission: 'tip.oversee',
  summary: 'Who opened a tip, when and why, in the units one oversees; the latest 200',
  response: z.object({
    items: z.array(z.object({ tipId: z.uuid(), unit: UnitRef, by: z.string(), reason: z.string(), at: instant })),
  }),
});
