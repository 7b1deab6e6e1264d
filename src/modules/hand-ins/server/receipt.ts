import { sql } from 'kysely';
import { findHome } from '#modules/units/index.ts';
import type { Db } from '#platform/database/database.ts';
import type { UnitRef } from '#registers/declaration.ts';
import { getRecord } from '#registers/server/record-queries.ts';
import { handIns } from '../hand-ins.contract.ts';

/** A hand-in with all its lines; quantity is an exact decimal text in the measure unit of the kind. */
export type Receipt = {
  number: string;
  receivedOn: string;
  unit: UnitRef;
  /** Name of the unit that stands above the receiving one today; null above a province. */
  aboveName: string | null;
  lines: { itemKind: string; quantity: string; condition: string | null }[];
};

/** The receipt to which a line belongs, where the reader may see it; voided lines are left out. Throws request.not_found. */
export async function getReceipt(db: Db, lineId: string): Promise<Receipt> {
  const { record } = await getRecord(db, handIns, lineId);
  const number = String(record.values.receiptNumber);
  const { rows: lines } = await sql<Receipt['lines'][number]>`
    select r.item_kind, trim_scale(r.quantity)::text as quantity, r.condition from hand_ins r
    where r.unit_id = ${record.unit.id} and r.receipt_number = ${number} and r.void_reason is null
    order by r.registered_at, r.id`.execute(db);
  const home = await findHome(db, record.unit.id);
  const above = await db
    .selectFrom('units as u')
    .innerJoin('units as p', 'p.id', 'u.parentId')
    .select('p.nameVi')
    .where('u.id', '=', home?.id ?? record.unit.id)
    .where('p.kind', '<>', 'nation')
    .executeTakeFirst();
  return {
    number,
    receivedOn: String(record.values.receivedOn),
    unit: record.unit,
    aboveName: above?.nameVi ?? null,
    lines,
  };
}
