import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { type Register, toColumn, type Value, type Values } from '../declaration.ts';

/** The input at `index` agrees with the record `id`, in what tells deeds of the register apart. */
export type Duplicate = { index: number; id: string };

/** Records of the same units that say the same as the inputs; one for each input at most. One statement. */
export async function findDuplicates(
  db: Db,
  register: Register,
  inputs: readonly { unitId: number; values: Values }[],
): Promise<Duplicate[]> {
  const names = register.duplicateFields ?? [];
  if (names.length === 0 || inputs.length === 0) return [];
  const asked = inputs.map(({ unitId, values }, index) => ({
    index,
    unitId,
    key: keyParts(register, values),
  }));
  const stored = sql.join(names.map((name) => sql`coalesce(${keyOf(register, name)}, '')`));
  const { rows } = await sql<Duplicate>`
    select distinct on (a.index) a.index, r.id from ${sql.table(register.table)} r
    join jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(index integer, "unitId" integer, key jsonb)
      on a."unitId" = r.unit_id and a.key = jsonb_build_array(${stored})
    where r.void_reason is null and r.unit_id = any(${[...new Set(inputs.map(({ unitId }) => unitId))]}::integer[])
    order by a.index, r.registered_at, r.id`.execute(db);
  return rows;
}

/** Equal for two inputs that say the same, in what tells deeds of the register apart. */
export function duplicateKey(register: Register, { unitId, values }: { unitId: number; values: Values }): string {
  return JSON.stringify([unitId, ...keyParts(register, values)]);
}

function keyParts(register: Register, values: Values): string[] {
  return (register.duplicateFields ?? []).map((name) => toKey(register, name, values[name]));
}

/** Names are the same whatever their marks and capitals are; everything else is compared as it is written. */
function toKey(register: Register, name: string, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  if (name === register.titleField) return toSearchKey(String(value));
  return Array.isArray(value) ? `{${value.join(',')}}` : String(value);
}

function keyOf(register: Register, name: string): RawBuilder<unknown> {
  if (name === register.titleField) return sql`r.search_key`;
  const column = sql.ref(`r.${toColumn(name)}`);
  return register.fields[name]!.type === 'number' ? sql`trim_scale(${column}::numeric)::text` : sql`${column}::text`;
}
