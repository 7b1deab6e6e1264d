import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { OpenedTip, SentAddition } from '../intake.public.contract.ts';
import { answerStep, arePadded, isWholeAddition, maxPieces } from '../intake.rules.ts';
import { type Bytes, sealedKeyLength } from '../sealing.rules.ts';
import type { PortalSecrets } from './portal-secrets.ts';

type Row = {
  state: OpenedTip['state'] | null;
  verified: boolean;
  receivedAt: Date;
  lastMessageAt: Date | null;
  openedCount: number;
  contentDestroyedAt: Date | null;
  unitName: string;
  keys: OpenedTip['keys'];
  pieces: OpenedTip['pieces'];
};

/**
 * What the receipt with this locator opens. A receipt that does not exist is answered alike: the same statement, and as
 * many bytes as a tip with a short talk.
 */
export async function openReceipt(db: Db, secrets: PortalSecrets, locator: Uint8Array): Promise<OpenedTip> {
  const { rows } = await sql<Row>`
    select o.state, o.verified, o.received_at, o.last_message_at, o.opened_count, o.content_destroyed_at, o.keys, o.pieces,
      coalesce(u.name_vi, '') as unit_name
    from open_receipt(${secrets.hashLocator(locator)}) o left join units u on u.id = o.unit_id`.execute(db);
  const row = rows[0]!;
  const opened: OpenedTip =
    row.state === null
      ? nothing()
      : {
          found: true,
          state: row.state,
          verified: row.verified,
          receivedAt: row.receivedAt.toISOString(),
          lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
          openedCount: row.openedCount,
          isDestroyed: row.contentDestroyedAt !== null,
          unitName: row.unitName,
          keys: row.keys,
          pieces: row.pieces.map((piece) => ({ ...piece, writtenAt: new Date(piece.writtenAt).toISOString() })),
          padding: '',
        };
  return { ...opened, padding: paddingFor(Buffer.byteLength(JSON.stringify(opened))) };
}

/** Looks like a tip with one text; what stands in it is random. */
function nothing(): OpenedTip {
  const hour = new Date(0).toISOString();
  return {
    found: false,
    state: 'received',
    verified: false,
    receivedAt: hour,
    lastMessageAt: null,
    openedCount: 0,
    isDestroyed: false,
    unitName: '',
    keys: { content: randomBytes(sealedKeyLength).toString('base64') },
    pieces: [
      {
        id: '00000000-0000-4000-8000-000000000000',
        kind: 'text',
        author: 'resident',
        writtenAt: hour,
        bytes: 1065,
        ciphertext: randomBytes(1065).toString('base64'),
      },
    ],
    padding: '',
  };
}

/** Random characters that fill an answer of so many bytes up to the next step; they do not shrink on the way. */
export function paddingFor(bytes: number): string {
  const missing = (answerStep - (bytes % answerStep)) % answerStep;
  return randomBytes(missing).toString('base64url').slice(0, missing);
}

/** Throws receipt.unknown where the receipt, or the file of its tip, does not exist. */
export async function openReceiptFile(
  db: Db,
  secrets: PortalSecrets,
  locator: Uint8Array,
  pieceId: string,
): Promise<Buffer> {
  const { rows } = await sql<{ content: Buffer | null }>`
    select open_receipt_file(${secrets.hashLocator(locator)}, ${pieceId}) as content`.execute(db);
  const { content } = rows[0]!;
  if (content === null) throw new Problem('receipt.unknown');
  return content;
}

/** Keeps what the resident adds. Throws tip.incomplete, tip.full or receipt.unknown. */
export async function addToReceipt(
  tx: Tx,
  secrets: PortalSecrets,
  locator: Uint8Array,
  added: SentAddition['pieces'],
  ciphertexts: readonly Bytes[],
): Promise<'added' | 'known'> {
  const pieces = added.map((piece, index) => ({ ...piece, bytes: ciphertexts[index]?.length ?? 0 }));
  if (!isWholeAddition(pieces) || ciphertexts.length !== pieces.length || !arePadded(pieces)) {
    throw new Problem('tip.incomplete');
  }
  const { rows } = await sql<{ result: string }>`
    select add_to_tip(${secrets.hashLocator(locator)}, ${JSON.stringify(pieces)}::jsonb, ${Buffer.concat(ciphertexts)},
      ${maxPieces}) as result`.execute(tx);
  const { result } = rows[0]!;
  if (result === 'too_many') throw new Problem('tip.full');
  if (result !== 'added' && result !== 'known') throw new Problem('receipt.unknown');
  return result;
}

/** Destroys the contact, or everything that was written. Throws receipt.unknown. */
export async function withdraw(
  tx: Tx,
  secrets: PortalSecrets,
  locator: Uint8Array,
  purpose: 'contact' | 'content',
): Promise<void> {
  const { rows } = await sql<{ isDone: boolean }>`
    select withdraw_from_tip(${secrets.hashLocator(locator)}, ${purpose}) as is_done`.execute(tx);
  if (!rows[0]!.isDone) throw new Problem('receipt.unknown');
}
