import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { fromBase64, toBase64 } from '#modules/tips/base64.rules.ts';
import type { InboxKeys } from '#modules/tips/inbox-keys.contract.ts';
import { openShare, shareInbox, splitForEscrow } from '#modules/tips/inbox-keys.rules.ts';
import type { OpenedTip } from '#modules/tips/inbox.contract.ts';
import {
  type Bytes,
  type KeyPair,
  keyPairOf,
  makeContentKey,
  makeInboxSecret,
  makeKeyPair,
  openSealed,
  openText,
  publicKeysOf,
  sealText,
  sealTo,
  signSuccessor,
} from '#modules/tips/sealing.rules.ts';
import { makeReceiptCode, receiptOf } from '#modules/tips/receipts.rules.ts';
import { writeTipContent } from '#modules/tips/tip-content.rules.ts';
import type { Db } from '#platform/database/database.ts';
import { createActor, type TestActor, type TestHouse } from './house.ts';

/** A handler or custodian with an own key, as the browser keeps it. */
export type KeyedActor = TestActor & { pair: KeyPair; keyId: string };

type Ask = TestHouse['request'];

async function answered<T>(asked: ReturnType<Ask>): Promise<T> {
  const answer = await asked;
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`);
  return answer.json<T>();
}

/** Makes an account with the role there, and its key. The passphrase is the browser's matter: what wraps the secret is random here. */
export async function createKeyed(house: TestHouse, role: string, unit: number): Promise<KeyedActor> {
  const actor = await createActor(house.database, { role, unit });
  return { ...actor, ...(await makeOwnKey(house, actor)) };
}

export async function makeOwnKey(house: TestHouse, actor: TestActor): Promise<{ pair: KeyPair; keyId: string }> {
  const pair = makeKeyPair();
  const { id } = await answered<{ id: string }>(
    house.request(actor, 'POST', '/tip-keys/mine', {
      publicKey: toBase64(pair.publicKey),
      wrappedSecret: toBase64(randomBytes(97)),
    }),
  );
  return { pair, keyId: id };
}

export async function readInbox(house: TestHouse, actor: TestActor): Promise<InboxKeys> {
  const { inboxes } = await answered<{ inboxes: InboxKeys[] }>(house.request(actor, 'GET', '/inbox-keys'));
  return inboxes[0]!;
}

/** What the browser of a handler sends to make the first or next key of an inbox. */
export async function nextKeyOf(inbox: InboxKeys, actor: KeyedActor) {
  const secret = makeInboxSecret();
  const made = publicKeysOf(secret);
  const [current] = inbox.generations;
  const generation = (current?.generation ?? 0) + 1;
  const share = inbox.myShares.find(({ inboxKeyId }) => inboxKeyId === current?.id);
  const before = share && openShare(actor.pair, fromBase64(share.sealed));
  const custodians = inbox.custodians.filter(({ handlerKeyId }) => handlerKeyId !== null);
  const parts =
    custodians.length < 3
      ? []
      : await splitForEscrow(
          secret,
          custodians.map(({ publicKey }) => fromBase64(publicKey!)),
        );
  return {
    generation,
    publicKey: toBase64(made.publicKey),
    signPublicKey: toBase64(made.signPublicKey),
    previousSignature: before
      ? toBase64(signSuccessor(before.signSecretKey, { unitId: inbox.unit.id, generation, ...made }))
      : null,
    shares: inbox.handlers
      .filter(({ handlerKeyId }) => handlerKeyId !== null)
      .map(({ handlerKeyId, publicKey }) => ({
        handlerKeyId: handlerKeyId!,
        sealed: toBase64(shareInbox(secret, fromBase64(publicKey!))),
      })),
    parts: parts.map((part, index) => ({ handlerKeyId: custodians[index]!.handlerKeyId!, sealed: toBase64(part) })),
  };
}

export async function openInbox(house: TestHouse, actor: KeyedActor): Promise<InboxKeys> {
  const inbox = await readInbox(house, actor);
  await answered(house.request(actor, 'POST', `/inbox-keys/${inbox.unit.id}`, await nextKeyOf(inbox, actor)));
  return readInbox(house, actor);
}

/** A tip as the browser of a resident seals it, kept by the function of the intake. Answers its id and the receipt's keys. */
export async function aSealedTip(
  database: { app: Db; owner: Db },
  asked: { unit: number; what?: string; contact?: string; isAboutOfficer?: boolean; verified?: boolean },
): Promise<{ id: string; code: string }> {
  const code = makeReceiptCode();
  const receipt = receiptOf(code);
  const inbox = await sql<{ inboxKeyId: string; publicKey: Buffer }>`
    select inbox_key_id, public_key from inbox_of(${asked.unit}, ${asked.isAboutOfficer ?? false})`.execute(
    database.app,
  );
  const { inboxKeyId, publicKey } = inbox.rows[0]!;
  const keys: object[] = [];
  const pieces: object[] = [];
  const contents: Bytes[] = [];
  const add = (purpose: 'content' | 'contact', kind: 'text' | 'contact', text: string): void => {
    const key = makeContentKey();
    keys.push(
      { purpose, holder: 'inbox', sealed: toBase64(sealTo(new Uint8Array(publicKey), key)) },
      { purpose, holder: 'receipt', sealed: toBase64(sealTo(receipt.keyPair.publicKey, key)) },
    );
    const id = randomUUID();
    const content = sealText(key, { id, kind, author: 'resident' }, text);
    pieces.push({ id, kind, bytes: content.length });
    contents.push(content);
  };
  add('content', 'text', writeTipContent({ what: asked.what ?? 'việc lạ', where: '', when: '', place: null }));
  if (asked.contact !== undefined) add('contact', 'contact', asked.contact);
  const requestId = randomUUID();
  const locatorHash = createHash('sha256').update(receipt.locator).digest();
  const { rows } = await sql<{ said: string }>`
    select receive_tip(${inboxKeyId}, 'theft', ${asked.isAboutOfficer ?? false}, ${asked.verified ?? true}, ${requestId}, ${locatorHash},
      ${Buffer.from(receipt.keyPair.publicKey)}, ${JSON.stringify(keys)}::jsonb, ${JSON.stringify(pieces)}::jsonb, ${Buffer.concat(contents)},
      ${randomBytes(32)}, now() + interval '1 hour', ${randomBytes(32)}, 1000) as said`.execute(database.app);
  if (rows[0]!.said !== 'received') throw new Error(rows[0]!.said);
  const kept = await sql<{ id: string }>`select id from sealed_tips where request_id = ${requestId}`.execute(
    database.owner,
  );
  return { id: kept.rows[0]!.id, code };
}

/** The content key out of an opened tip, with the share of this handler. */
export function contentKeyOf(opened: OpenedTip, inbox: InboxKeys, actor: KeyedActor, purpose = 'content'): Bytes {
  const sealed = opened.keys.find((one) => one.purpose === purpose)!;
  const share = inbox.myShares.find(({ inboxKeyId }) => inboxKeyId === sealed.inboxKeyId);
  if (!share) throw new Error('no share of that key');
  const secret = openShare(actor.pair, fromBase64(share.sealed));
  return openSealed(keyPairOf(secret.secretKey), fromBase64(sealed.sealed));
}

export function readPiece(opened: OpenedTip, kind: string, key: Bytes): string {
  const piece = opened.pieces.find((one) => one.kind === kind)!;
  return openText(key, piece, fromBase64(piece.ciphertext!));
}
