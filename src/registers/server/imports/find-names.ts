import { type RawBuilder, sql } from 'kysely';
import type { Permission } from '#platform/auth/permissions.ts';
import type { Db } from '#platform/database/database.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { type Field, type Register, toColumn } from '../../declaration.ts';
import { indexNames, isRecordId, type NamedRecord, type NamedUnit, type NameIndex, splitCode } from './match-names.ts';

type RecordField = Extract<Field, { type: 'record' }>;

const unitColumns = sql`u.id, u.name_vi as name, u.code, u.kind, u.parent_id, p.name_vi as parent_name, u.province_id,
  u.valid_from, u.valid_to`;

/** All units of the place in which the right holds. */
export async function findUnitsInPlace(db: Db, permission: Permission): Promise<NamedUnit[]> {
  const { rows } = await sql<NamedUnit>`
    select ${unitColumns} from units u left join units p on p.id = u.parent_id
    where u.id = any(array(select units_with(${permission}))) order by u.code`.execute(db);
  return rows;
}

/** Units that cells of a field may name: those of the place, and any other by its code. */
export async function findUnitsByTexts(
  db: Db,
  kinds: readonly string[],
  texts: readonly string[],
): Promise<NamedUnit[]> {
  const codes = texts.map((text) => splitCode(text).code ?? text);
  const { rows } = await sql<NamedUnit>`
    select ${unitColumns} from units u left join units p on p.id = u.parent_id
    where u.kind = any(${[...kinds]}::text[]) and u.code = any(${codes}::text[]) order by u.code`.execute(db);
  return rows;
}

/** Records that cells of a field may name, by the names or ids in the cells; what row security lets the reader see. */
export async function findRecordsByTexts(
  db: Db,
  field: RecordField,
  texts: readonly string[],
): Promise<{ index: NameIndex<NamedRecord>; byId: Map<string, NamedRecord> }> {
  const other = field.of();
  const { titleField } = other;
  const ids = texts.filter(isRecordId).map((text) => text.trim().toLowerCase());
  const keys = [...new Set(texts.map((text) => toSearchKey(splitCode(text).name)))];
  const title: RawBuilder<unknown> = titleField === undefined ? sql`r.id::text` : sql.ref(`r.${toColumn(titleField)}`);
  const named = titleField === undefined ? sql`false` : sql`r.search_key = any(${keys}::text[])`;
  const wanted = Object.entries(field.where ?? {}).map(
    ([name, code]) => sql`and ${sql.ref(`r.${toColumn(name)}`)} = ${code}`,
  );
  const { rows } = await sql<NamedRecord>`
    select r.id, ${title} as name, r.unit_id, u.name_vi as unit_name, u.code
    from ${sql.table(other.table)} r join units u on u.id = r.unit_id
    where r.void_reason is null and (r.id = any(${ids}::uuid[]) or ${named}) ${sql.join([sql``, ...wanted], sql` `)}
    order by r.registered_at, r.id`.execute(db);
  return { index: indexNames(rows), byId: new Map(rows.map((row) => [row.id, row])) };
}

/** How workbooks of the house write units and records: name and, in brackets, the code of the unit. By id. */
export async function writeReferences(
  db: Db,
  register: Register,
  values: readonly Record<string, unknown>[],
): Promise<Map<string, string>> {
  const unitIds = new Set<number>();
  const recordIds = new Map<Register, Set<string>>();
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.type === 'unit' || field.type === 'units') {
      for (const each of values) for (const id of [each[name] ?? []].flat()) unitIds.add(Number(id));
    }
    if (field.type === 'record') {
      const ids = recordIds.get(field.of()) ?? new Set();
      for (const each of values) if (each[name]) ids.add(String(each[name]));
      recordIds.set(field.of(), ids);
    }
  }
  const written = new Map<string, string>();
  if (unitIds.size > 0) {
    const { rows } = await sql<{ id: number; text: string }>`
      select u.id, u.name_vi || ' [' || u.code || ']' as text from units u
      where u.id = any(${[...unitIds]}::integer[])`.execute(db);
    for (const { id, text } of rows) written.set(String(id), text);
  }
  for (const [other, ids] of recordIds) {
    if (ids.size === 0) continue;
    const title = other.titleField === undefined ? sql`r.id::text` : sql.ref(`r.${toColumn(other.titleField)}`);
    const { rows } = await sql<{ id: string; text: string }>`
      select r.id::text, ${title} || ' [' || u.code || ']' as text
      from ${sql.table(other.table)} r join units u on u.id = r.unit_id
      where r.id = any(${[...ids]}::uuid[])`.execute(db);
    for (const { id, text } of rows) written.set(id, text);
  }
  return written;
}
