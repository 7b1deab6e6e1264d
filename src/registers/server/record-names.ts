import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { type Register, toColumn, type Values } from '../declaration.ts';

/** The name of a record in the table or subquery `alias`: its title, else its day. */
export function titleOf(register: Register, alias: string): RawBuilder<unknown> {
  const texts = [register.titleField, register.dateField].flatMap((name) =>
    name === undefined ? [] : [sql`${sql.ref(`${alias}.${toColumn(name)}`)}::text`],
  );
  return sql`coalesce(${sql.join(texts)})`;
}

/**
 * What the units and records are called that these values refer to, by id; one statement for each field that refers.
 * Records that the reader may not see have no name here.
 */
export async function findNames(
  db: Db,
  register: Register,
  valuesOfAll: readonly Values[],
): Promise<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.type !== 'unit' && field.type !== 'units' && field.type !== 'record') continue;
    const referred = valuesOfAll.flatMap((values) => values[name] ?? []).map(String);
    const ids = [...new Set(referred)].filter((id) => !Object.hasOwn(names, id));
    if (ids.length === 0) continue;
    const { rows } =
      field.type === 'record'
        ? await sql<{ id: string; name: string }>`
            select n.id::text, ${titleOf(field.of(), 'n')} as name from ${sql.table(field.of().table)} n
            where n.id = any(${ids}::uuid[])`.execute(db)
        : await sql<{ id: string; name: string }>`
            select n.id::text, n.name_vi as name from units n where n.id = any(${ids}::integer[])`.execute(db);
    for (const row of rows) names[row.id] = row.name;
  }
  return names;
}
