import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';
import type { Register } from '#registers/declaration.ts';
import type { TestDatabase } from './database.ts';
import { testProvinceId } from './units.ts';

// Rows put there by the owner, without the house: for tests that ask who may see and move them.

export type SubmissionRow = { provinceId: number; submissionId: string; version: number };

/** The account that rows of other people stand in the name of. */
export async function aColleague(database: TestDatabase): Promise<string> {
  const { id } = await database.owner
    .insertInto('accounts')
    .values({
      signInName: `dong-nghiep-${crypto.randomUUID().slice(0, 8)}`,
      displayName: 'Đồng Nghiệp',
      searchKey: 'dong nghiep',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A month of a unit in a state, with one supplement of T01; what stood there before is gone. */
export async function aSubmission(
  database: TestDatabase,
  unitId: number,
  month: string,
  state: 'missing' | 'open' | 'submitted' | 'returned' | 'approved',
  people: { by: string; decidedBy?: string },
): Promise<SubmissionRow> {
  const provinceId = testProvinceId(unitId);
  const row = { provinceId, submissionId: crypto.randomUUID(), version: 1 };
  await database.owner.transaction().execute(async (tx) => {
    await removeMonth(tx, unitId, month);
    if (state === 'missing') return;
    const at = `${month}-01`;
    const decided = state === 'returned' || state === 'approved';
    await sql`insert into submissions (province_id, id, unit_id, month) values (${provinceId}, ${row.submissionId}, ${unitId}, ${at})`.execute(
      tx,
    );
    await sql`insert into submission_versions (province_id, submission_id, version, unit_id, month, state, opened_by, submitted_by, submitted_at,
        decided_by, decided_at)
      values (${provinceId}, ${row.submissionId}, 1, ${unitId}, ${at}, ${state}, ${people.by}, ${state === 'open' ? null : people.by},
        ${state === 'open' ? null : sql`now()`}, ${decided ? (people.decidedBy ?? null) : null}, ${decided ? sql`now()` : null})`.execute(
      tx,
    );
    await sql`insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason, keys)
      select ${provinceId}, ${row.submissionId}, 1, id, ${unitId}, ${at}, 3, 'supplement', 'thử', case when kind = 'distinct' then '{a,b,c}'::text[] end
      from indicators where code in ('T01', 'M01')`.execute(tx);
    if (state === 'approved') await sql`select apply_approval(${provinceId}, ${row.submissionId}, 1)`.execute(tx);
    if (state === 'returned') {
      await sql`insert into return_reasons (province_id, submission_id, version, unit_id, reason, returned_by)
        values (${provinceId}, ${row.submissionId}, 1, ${unitId}, 'xem lại', ${people.by})`.execute(tx);
    }
  });
  return row;
}

async function removeMonth(tx: Tx, unitId: number, month: string): Promise<void> {
  const at = `${month}-01`;
  for (const table of ['return_reasons', 'submission_warnings', 'figures', 'submission_versions', 'submissions']) {
    const key =
      table === 'return_reasons' || table === 'submission_warnings'
        ? sql`submission_id in (select id from submissions where unit_id = ${unitId} and month = ${at})`
        : sql`unit_id = ${unitId} and month = ${at}`;
    await sql`delete from ${sql.table(table)} where ${key}`.execute(tx);
  }
}

/** Lets communes and provinces owe T01, M03 and M01 from 2024 on. */
export async function oweFigures(database: TestDatabase): Promise<void> {
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, n.id, i.id, k.kind, '2024-01-01', 'thử' from units n, indicators i, unnest(array['commune', 'province']) as k(kind)
    where n.kind = 'nation' and i.code in ('T01', 'M03', 'M01')`.execute(database.owner);
}

/** A confirmed import of the person for a unit; its file is gone. */
export async function anImport(
  database: TestDatabase,
  register: Register,
  unitId: number,
  person: { accountId: string } | undefined,
): Promise<string> {
  const { id } = await database.owner
    .insertInto('imports')
    .values({
      provinceId: testProvinceId(unitId),
      unitId,
      accountId: person?.accountId ?? crypto.randomUUID(),
      register: register.name,
      permission: register.permissions.write,
      fileKey: `imports/2026/01/01/${crypto.randomUUID()}.csv`,
      fileExtension: 'csv',
      sha256: '0'.repeat(64),
      state: 'confirmed',
      confirmedAt: sql<Date>`now()`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A school that an administrator added below a unit, open or ended. */
export async function anAddedUnit(
  database: TestDatabase,
  parentId: number,
  row: { validTo?: string } = {},
): Promise<number> {
  const key = crypto.randomUUID().slice(0, 12);
  return database.owner.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      insert into units (province_id, kind, code, code_origin, name_vi, name_key, parent_id, valid_from, valid_to, search_key, source)
      values (${testProvinceId(parentId)}, 'school', ${`TX-${key}`}, 'ours', ${`Trường ${key}`}, ${`trường ${key}`}, ${parentId},
        '2026-01-01', ${row.validTo ?? null}, ${`truong ${key}`}, 'administrator')
      returning id`.execute(tx);
    const { id } = rows[0]!;
    await sql`insert into territories (boundary_version_id, view, holder_id, unit_id)
      select 1, view, holder_id, ${id}::int from territories where unit_id = ${parentId} and boundary_version_id = 1
      union all select 1, v.view, ${id}::int, ${id}::int from (values ('then'), ('today')) as v(view)`.execute(tx);
    return id;
  });
}
