import { sql } from 'kysely';
import {
  codesThatFit,
  emptyValueOf,
  type Field,
  isAskedFor,
  type Register,
  type Value,
  type Values,
} from '#registers/declaration.ts';
import { findHolders } from '#registers/server/record-checks.ts';
import { insertRows } from '#registers/server/record-store.ts';
import { numberSeries } from '#registers/server/series.ts';
import type { TestDatabase } from './database.ts';

// Records made from the declaration of their register: what is required, small and sound.

const anyDay = '2026-02-03';

/**
 * Values of a record as its form would send them: required fields hold the first code that fits, the record's day, the
 * number 1; everything else is empty. What matters to a test is given. Required references stay empty: see aRecord.
 */
export function sampleValues(register: Register, change: Values = {}): Values {
  const day = change[register.dateField] ?? anyDay;
  const values: Values = { ...change };
  for (const [name, field] of Object.entries(register.fields)) values[name] ??= sampleValue(field, values, day);
  return values;
}

function sampleValue(field: Field, values: Values, day: Value): Value {
  if (!field.required || !isAskedFor(field, values)) return emptyValueOf(field);
  switch (field.type) {
    case 'date':
      return day;
    case 'choice':
      return codesThatFit(field, values)[0]!;
    case 'number':
      return field.decimals === undefined ? 1 : '1';
    case 'text':
      return 'Thử';
    default:
      return emptyValueOf(field);
  }
}

export type SampleRecord = { id: string; values: Values };

/**
 * Puts a record into its register without the house, by the owner, with its first version in the history. Records that it
 * must refer to are made beside it, in the same unit; units are the first of the kind.
 */
export async function aRecord(
  database: Pick<TestDatabase, 'owner'>,
  register: Register,
  unitId: number,
  change: Values = {},
): Promise<SampleRecord> {
  const sample = await withReferences(database, register, unitId, sampleValues(register, change));
  return database.owner.transaction().execute(async (tx) => {
    const holders = await findHolders(tx, [unitId]);
    const [numbered] = await numberSeries(tx, register, [{ unitId, values: sample }]);
    const [row] = await insertRows(tx, register, [numbered!], holders);
    const { id, provinceId, values } = row!;
    await sql`insert into record_versions (province_id, register, record_id, version, unit_id, act, content, at)
      values (${provinceId}, ${register.name}, ${id}, 1, ${unitId}, 'registered', ${JSON.stringify(values)}, now())`.execute(
      tx,
    );
    return { id, values };
  });
}

/** Takes a record out of all counting, as if it had been voided by mistake. */
export async function voidSample(
  database: Pick<TestDatabase, 'owner'>,
  register: Register,
  { id }: SampleRecord,
): Promise<void> {
  await sql`update ${sql.table(register.table)} set void_reason = 'by_mistake' where id = ${id}`.execute(
    database.owner,
  );
}

async function withReferences(
  database: Pick<TestDatabase, 'owner'>,
  register: Register,
  unitId: number,
  values: Values,
): Promise<Values> {
  const complete = { ...values };
  for (const [name, field] of Object.entries(register.fields)) {
    const isMissing =
      field.required && isAskedFor(field, values) && (values[name] === null || values[name] === undefined);
    if (!isMissing) continue;
    if (field.type === 'record') {
      const day = { [field.of().dateField]: values[register.dateField]! };
      complete[name] = (await aRecord(database, field.of(), unitId, { ...day, ...field.where })).id;
    } else if (field.type === 'unit') {
      const unit = await database.owner
        .selectFrom('units')
        .select('id')
        .where('kind', 'in', [...field.kinds])
        .orderBy('id')
        .executeTakeFirstOrThrow();
      complete[name] = unit.id;
    }
  }
  return complete;
}
