import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import type { Month } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { findDrift } from './drift.ts';
import { unitsInPlace } from './place.ts';

const mostUnits = 5000;

/** Drift of all units in the actor's place, or under one of them; of one month or register, where asked. */
export async function listDrift(
  db: Db,
  actor: Actor,
  registers: Register[],
  query: { unit?: number | undefined; month?: Month | undefined; register?: string | undefined },
) {
  const within = await unitsInPlace(db, actor, 'submission.read', query.unit);
  const asked = registers.filter((one) => query.register === undefined || one.name === query.register);
  // Whoever keeps no register has nothing that could drift.
  const { rows } = await sql<{ id: number }>`
    select distinct k.unit_id as id from register_keepings k join units u on u.id = k.unit_id
    where k.register = any (${asked.map((one) => one.name)}) and ${within} limit ${mostUnits}`.execute(db);
  const found = await findDrift(
    db,
    asked,
    rows.map((row) => row.id),
    query.month,
  );
  const { rows: own } = await sql<{ id: number }>`
    select s.id from units_with('submission.submit') as s(id) where s.id = any (${found.map((one) => one.unit.id)}::int[])
      and s.id in (select units_with('submission.prepare'))`.execute(db);
  const correctable = new Set(own.map((row) => row.id));
  return found.map((one) => ({ ...one, correctable: correctable.has(one.unit.id) }));
}
