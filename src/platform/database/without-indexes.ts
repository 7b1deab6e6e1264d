import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

type Definition = { name: string; table: string; definition: string };

/**
 * Runs a load into large tables without their keys, foreign keys and indexes, and puts all of them back in the same
 * transaction, so that the end state is checked as if each row had been. Many times faster from some 100.000 rows on.
 */
export async function withoutIndexes(
  tx: Tx,
  tables: readonly string[],
  load: () => Promise<void>,
  onMade: (name: string) => void = () => undefined,
): Promise<void> {
  const foreignKeys = await listConstraints(tx, tables, ['f']);
  const keys = await listConstraints(tx, tables, ['p', 'u']);
  for (const each of [...foreignKeys, ...keys]) await dropConstraint(tx, each);
  const indexes = await listIndexes(tx, tables);
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(tx);
  // What is written into a table that is new in its transaction need not be logged: the table itself is flushed.
  for (const table of tables) {
    const { rows } = await sql<{
      isEmpty: boolean;
    }>`select not exists (select from ${sql.table(table)}) as is_empty`.execute(tx);
    if (rows[0]!.isEmpty) await sql`truncate ${sql.table(table)}`.execute(tx);
  }
  await load();
  for (const { name, definition } of indexes) {
    onMade(name);
    await sql.raw(definition).execute(tx);
  }
  for (const each of [...keys, ...foreignKeys]) {
    onMade(each.name);
    await addConstraint(tx, each);
  }
}

/** Constraints of the tables; of foreign keys also those of other tables that point at them. */
async function listConstraints(tx: Tx, tables: readonly string[], types: string[]): Promise<Definition[]> {
  const { rows } = await sql<Definition>`
    select c.conname as name, c.conrelid::regclass::text as "table", pg_get_constraintdef(c.oid) as definition
    from pg_constraint c
    where c.contype = any (${types}) and c.conparentid = 0
      and (c.conrelid = any (${tables}::text[]::regclass[]) or c.confrelid = any (${tables}::text[]::regclass[]))
    order by c.oid`.execute(tx);
  return rows;
}

async function listIndexes(tx: Tx, tables: readonly string[]): Promise<Definition[]> {
  const { rows } = await sql<Definition>`
    select i.indexrelid::regclass::text as name, i.indrelid::regclass::text as "table", pg_get_indexdef(i.indexrelid) as definition
    from pg_index i where i.indrelid = any (${tables}::text[]::regclass[]) order by i.indexrelid`.execute(tx);
  return rows;
}

async function dropConstraint(tx: Tx, { table, name }: Definition): Promise<void> {
  await sql`alter table ${sql.raw(table)} drop constraint ${sql.id(name)}`.execute(tx);
}

async function addConstraint(tx: Tx, { table, name, definition }: Definition): Promise<void> {
  await sql`alter table ${sql.raw(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(tx);
}
