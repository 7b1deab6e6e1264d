import { sql } from 'kysely';
import { type Asking, asking } from '#platform/database/asking.ts';
import type { Register } from '#registers/declaration.ts';
import { territoryOf, type Understood } from './question.ts';

/** A unit that keeps a register, from which day, and whether the one who asks may see its records. */
export type Keeper = { unitId: number; keptFrom: string; isReadable: boolean };

/** The units of a question's territory that keep a register, in the order of their ids. */
export function askKeepers(question: Understood, register: Register): Asking<Keeper[]> {
  const right = register.permissions.read;
  const keepers = sql<Keeper>`
    with readable as materialized (select units_with(${right}) as unit_id)
    select k.unit_id, k.kept_from, has_nationwide(${right}) or k.unit_id in (select unit_id from readable) as is_readable
    from register_keepings k
    where k.register = ${register.name} and k.unit_id in ${territoryOf(question)}
    order by k.unit_id`;
  return asking(keepers, (rows) => rows);
}
