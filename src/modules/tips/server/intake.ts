import { sql } from 'kysely';
import { searchUnits } from '#modules/units/index.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { FoundUnit, Inbox, SentTip } from '../intake.public.contract.ts';
import { arePadded, isWholeTip } from '../intake.rules.ts';
import { type Bytes, describeInboxKey } from '../sealing.rules.ts';
import type { Arrival } from './junk.ts';
import type { PortalSecrets } from './portal-secrets.ts';

/** The inbox that a tip from this unit goes to; undefined where neither it nor any unit above has one. */
export async function findInbox(db: Db, unitId: number, aboutOfficer: boolean): Promise<Inbox | undefined> {
  const { rows } = await sql<{
    inboxKeyId: string;
    unitId: number;
    unitName: string;
    generation: number;
    publicKey: Buffer;
    signPublicKey: Buffer;
  }>`select i.inbox_key_id, i.unit_id, u.name_vi as unit_name, i.generation, i.public_key, i.sign_public_key
    from inbox_of(${unitId}, ${aboutOfficer}) i join units u on u.id = i.unit_id`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  const publicKey = new Uint8Array(found.publicKey);
  const signPublicKey = new Uint8Array(found.signPublicKey);
  return {
    ...found,
    publicKey: found.publicKey.toString('base64'),
    signPublicKey: found.signPublicKey.toString('base64'),
    fingerprint: describeInboxKey({ ...found, publicKey, signPublicKey }),
  };
}

const placeKinds = 'province,commune,residential_area';

/** Places of today by their name or code, at most twelve. */
export async function searchPlaces(db: Db, text: string): Promise<FoundUnit[]> {
  const units = await searchUnits(db, text, { limit: 12, kind: placeKinds, openOnly: true });
  return units.map(({ id, code, kind, nameVi, parentName }) => ({
    id,
    code,
    kind,
    name: nameVi,
    within: parentName ?? '',
  }));
}

/** The place of today that has this code, as on a poster; a residential area before what has the same code above. */
export async function findPlace(db: Db, code: string): Promise<FoundUnit | undefined> {
  const { rows } = await sql<FoundUnit>`
    select u.id, u.code, u.kind, u.name_vi as name, coalesce(p.name_vi, '') as within
    from units u left join units p on p.id = u.parent_id
    where u.code = ${code} and u.valid_to is null and u.kind = any (${placeKinds.split(',')})
    order by array_position(array['residential_area', 'commune', 'province'], u.kind) limit 1`.execute(db);
  return rows[0];
}

/** A place of today by its id. */
export async function getPlace(db: Db, unitId: number): Promise<FoundUnit | undefined> {
  const { rows } = await sql<FoundUnit>`
    select u.id, u.code, u.kind, u.name_vi as name, coalesce(p.name_vi, '') as within
    from units u left join units p on p.id = u.parent_id
    where u.id = ${unitId} and u.valid_to is null and u.kind = any (${placeKinds.split(',')})`.execute(db);
  return rows[0];
}

/** A sending as it is written: what the contract says of it without its proof of work. */
export type Sending = Omit<SentTip, 'proof'>;

/**
 * Keeps a sealed tip, whole or not at all, with its row of counts and its line in the audit. Throws tip.incomplete,
 * tip.inbox_key_retired, tip.proof_spent, tip.too_many or request.reused.
 */
export async function receiveTip(
  tx: Tx,
  secrets: PortalSecrets,
  sending: Sending,
  ciphertexts: readonly Bytes[],
  arrival: Arrival,
): Promise<'received' | 'known'> {
  const pieces = sending.pieces.map((piece, index) => ({ ...piece, bytes: ciphertexts[index]?.length ?? 0 }));
  if (!isWholeTip(sending.keys, pieces) || ciphertexts.length !== pieces.length || !arePadded(pieces)) {
    throw new Problem('tip.incomplete');
  }
  const { rows } = await sql<{ result: string }>`
    select receive_tip(${sending.inboxKeyId}, ${sending.topic}, ${sending.aboutOfficer}, ${arrival.isVerified},
      ${sending.requestId}, ${secrets.hashLocator(Buffer.from(sending.locator, 'base64'))},
      ${Buffer.from(sending.receiptPublicKey, 'base64')}, ${JSON.stringify(sending.keys)}::jsonb,
      ${JSON.stringify(pieces)}::jsonb, ${Buffer.concat(ciphertexts)}, ${arrival.challenge}, ${arrival.expiresAt},
      ${arrival.source}, ${arrival.limit}) as result`.execute(tx);
  const { result } = rows[0]!;
  if (result === 'received' || result === 'known') return result;
  throw new Problem(refusals[result as keyof typeof refusals]);
}

const refusals = {
  inbox_key_retired: 'tip.inbox_key_retired',
  request_reused: 'request.reused',
  challenge_spent: 'tip.proof_spent',
  too_many: 'tip.too_many',
} as const;
