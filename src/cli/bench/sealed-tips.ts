import { createChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { sql } from 'kysely';
import { toBase64 } from '#modules/tips/base64.rules.ts';
import type { Inbox, SentTip } from '#modules/tips/intake.public.contract.ts';
import { proofOfWork } from '#modules/tips/intake.rules.ts';
import { makeReceiptCode } from '#modules/tips/receipts.rules.ts';
import { describeInboxKey, type InboxSecret, makeInboxSecret, publicKeysOf } from '#modules/tips/sealing.rules.ts';
import { makeUuid, type SealedSending, sealTip } from '#modules/tips/sending.rules.ts';
import type { PortalSecrets } from '#modules/tips/server/portal-secrets.ts';
import type { Db } from '#platform/database/database.ts';

/** Gives a unit a new inbox key, as its handler does in the browser. */
export async function openInbox(owner: Db, unitId: number, generation = 1): Promise<Inbox & { secret: InboxSecret }> {
  const secret = makeInboxSecret();
  const keys = publicKeysOf(secret);
  await sql`insert into accounts (sign_in_name, display_name, search_key)
    values ('inbox-opener', 'Người mở hộp tin', 'nguoi mo hop tin') on conflict do nothing`.execute(owner);
  await sql`update inbox_keys set retired_at = now() where unit_id = ${unitId} and retired_at is null`.execute(owner);
  const { rows } = await sql<{ id: string; name: string }>`
    with made as (insert into inbox_keys (unit_id, generation, public_key, sign_public_key, made_by)
      select ${unitId}, ${generation}, ${Buffer.from(keys.publicKey)}, ${Buffer.from(keys.signPublicKey)}, a.id
      from accounts a where a.sign_in_name = 'inbox-opener' returning id, unit_id)
    select made.id, u.name_vi as name from made join units u on u.id = made.unit_id`.execute(owner);
  return {
    inboxKeyId: rows[0]!.id,
    unitId,
    unitName: rows[0]!.name,
    generation,
    publicKey: toBase64(keys.publicKey),
    signPublicKey: toBase64(keys.signPublicKey),
    fingerprint: describeInboxKey({ unitId, generation, ...keys }),
    secret,
  };
}

/** A proof of work whose answer is known beforehand, because whoever measures holds the secret of the house. */
export async function makeSolvedProof(secrets: PortalSecrets): Promise<SentTip['proof']> {
  const counter = proofOfWork.leastTries;
  const { parameters, signature } = await createChallenge({
    algorithm: 'SHA-256',
    cost: proofOfWork.cost,
    counter,
    deriveKey,
    expiresAt: new Date(Date.now() + proofOfWork.minutes * 60_000),
    hmacSignatureSecret: secrets.challenge,
    hmacKeySignatureSecret: secrets.challengeKey,
  });
  const number = Buffer.alloc(4);
  number.writeUInt32BE(counter);
  const password = Buffer.concat([Buffer.from(parameters.nonce, 'hex'), number]);
  const { derivedKey } = await deriveKey(parameters, Buffer.from(parameters.salt, 'hex'), password);
  const challenge = { parameters, signature } as unknown as SentTip['proof']['challenge'];
  return { challenge, solution: { counter, derivedKey: Buffer.from(derivedKey).toString('hex') } };
}

export type Sealed = SealedSending & { code: string };

/** A tip of some length, sealed as in the browser. */
export function sealTipOf(characters: number, inbox: Inbox): Sealed {
  const code = makeReceiptCode();
  const content = { what: 'Thấy người lạ '.repeat(characters).slice(0, characters), where: '', when: '', place: null };
  const answers = { topic: 'other' as const, aboutOfficer: false, content, contact: '', files: [] };
  return { ...sealTip(answers, inbox, { requestId: makeUuid(), code }), code };
}

/** The body of a sending, written once. */
export function writeMultipart(
  name: 'tip' | 'addition',
  head: unknown,
  pieces: readonly Uint8Array[],
): { body: Buffer; type: string } {
  const boundary = `----binhyen${makeUuid()}`;
  const part = (header: string, content: Uint8Array | string): Buffer[] => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${header}\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from('\r\n'),
  ];
  const octets = 'name="piece"; filename="blob"\r\nContent-Type: application/octet-stream';
  const body = Buffer.concat([
    ...part(`name="${name}"`, JSON.stringify(head)),
    ...pieces.flatMap((piece) => part(octets, piece)),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
