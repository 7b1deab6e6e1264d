import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import { type Register, toColumn, type Values } from '../declaration.ts';

/**
 * Gives each record without a number the next one of its unit and year, as 05/2026 (numbers below 10 carry a leading 0,
 * Decree 30/2020/NĐ-CP annex I). Two acts at once wait for each other, so that no number is given twice.
 */
export async function numberSeries<Input extends { unitId: number; values: Values }>(
  tx: Tx,
  register: Register,
  inputs: readonly Input[],
): Promise<Input[]> {
  const name = Object.keys(register.fields).find((field) => register.fields[field]!.type === 'series');
  if (name === undefined) return [...inputs];
  const last = new Map<string, number>();
  const numbered: Input[] = [];
  for (const input of inputs) {
    if (input.values[name] !== null && input.values[name] !== undefined) {
      numbered.push(input);
      continue;
    }
    const year = String(input.values[register.dateField]).slice(0, 4);
    const key = `${register.name} ${input.unitId} ${year}`;
    const number = (last.get(key) ?? (await lockLastNumber(tx, register, name, input.unitId, year, key))) + 1;
    last.set(key, number);
    numbered.push({ ...input, values: { ...input.values, [name]: `${String(number).padStart(2, '0')}/${year}` } });
  }
  return numbered;
}

async function lockLastNumber(
  tx: Tx,
  register: Register,
  name: string,
  unitId: number,
  year: string,
  key: string,
): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
  const column = sql.ref(`r.${toColumn(name)}`);
  const { rows } = await sql<{ last: number | null }>`
    select max(split_part(${column}, '/', 1)::integer) as last from ${sql.table(register.table)} r
    where r.unit_id = ${unitId} and ${column} like ${`%/${year}`}`.execute(tx);
  return rows[0]?.last ?? 0;
}
