import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterSession, type Tx } from '#platform/database/database.ts';
import { createActor } from '#tests/support/actors.ts';
import { createTestDatabase, testProvinceId, testUnits } from '#tests/support/database.ts';
import { aRecord } from '#tests/support/records.ts';
import { aColleague, anAddedUnit, aSubmission, oweFigures, type SubmissionRow } from '#tests/support/rows.ts';
import { registers } from '../src/all-registers.ts';
import type { Values } from '#registers/declaration.ts';
import { observationsOf } from '#registers/server/record-queries.ts';

// PostgreSQL by itself: what the running role sees and moves when the application does not stand in between.

const database = await createTestDatabase();
afterAll(() => database.drop());

const { VN, A, A1, A2, B, a3, b1, C1 } = testUnits;
const open = [A, A1, A2, C1];
const month = (unitId: number): string => (open.includes(unitId) ? '2026-01' : '2024-01');

const roles = [
  'recorder',
  'commune_head',
  'province_checker',
  'province_approver',
  'ministry_reader',
  'tip_handler',
  'unit_administrator',
  'system_administrator',
  'auditor',
] as const;
type Role = (typeof roles)[number];

const figureReaders: Role[] = ['recorder', 'commune_head', 'province_checker', 'province_approver', 'ministry_reader'];
const submissionReaders: Readers = {
  own: ['recorder', 'commune_head'],
  below: ['province_checker', 'province_approver', 'ministry_reader', 'unit_administrator'],
};
const tipReaders: Readers = {
  own: ['recorder', 'commune_head', 'tip_handler'],
  below: ['province_checker', 'province_approver'],
};
type Readers = { own?: Role[]; below?: Role[] };
const recordReaders: Readers = { own: ['recorder', 'commune_head'], below: ['province_checker', 'province_approver'] };

/** The tables of a register: its records, and how they were observed where it observes something. */
const tablesOf = (register: (typeof registers)[number]): string[] =>
  register.observedOnField === undefined ? [register.table] : [register.table, observationsOf(register)];
const registerTables = registers.flatMap(tablesOf);

/** Who sees rows of which table, all posts being at province A. */
const readers: Record<string, Readers> = {
  ...Object.fromEntries(registerTables.map((table) => [table, table === 'tips' ? tipReaders : recordReaders])),
  record_versions: tipReaders,
  register_keepings: submissionReaders,
  submissions: submissionReaders,
  submission_warnings: submissionReaders,
  // An approved version is also seen by whoever reads its figures, to tell which counted on a past day.
  submission_versions: { below: [...figureReaders, 'unit_administrator'] },
  return_reasons: submissionReaders,
  figures: { below: figureReaders },
  figure_years: { below: figureReaders },
  roll_ups: { below: figureReaders },
  roll_up_keys: { below: figureReaders },
  posts: { below: ['commune_head', 'province_approver', 'unit_administrator', 'system_administrator', 'auditor'] },
  audit_lines: { below: ['system_administrator', 'auditor'] },
};

/** A row of each table for a unit, as somebody might try to slip it in; none of them is ever the asker's to write there. */
const insertions: Record<string, (unitId: number) => ReturnType<typeof sql>> = {
  ...Object.fromEntries(registerTables.map((table) => [table, (unitId: number) => insertCopy(table, unitId)])),
  record_versions: (
    unitId,
  ) => sql`insert into record_versions (province_id, register, record_id, version, unit_id, act, content, at)
    values (${testProvinceId(unitId)}, 'tips', gen_random_uuid(), 1, ${unitId}, 'registered', '{}', now())`,
  register_keepings: (unitId) => sql`insert into register_keepings (province_id, unit_id, register, kept_from)
    values (${testProvinceId(unitId)}, ${unitId}, 'other', '2026-01-15')`,
  submissions: (unitId) =>
    sql`insert into submissions (province_id, unit_id, month) values (${testProvinceId(unitId)}, ${unitId}, '2026-05-01')`,
  submission_versions: (
    unitId,
  ) => sql`insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason)
    select province_id, submission_id, 2, unit_id, month, 'open', 'thử' from (values
      (${at(unitId).provinceId}::int, ${at(unitId).submissionId}::uuid, ${unitId}::int, ${`${month(unitId)}-01`}::date)) as v(province_id, submission_id, unit_id, month)`,
  return_reasons: (
    unitId,
  ) => sql`insert into return_reasons (province_id, submission_id, version, unit_id, reason, returned_by)
    values (${at(unitId).provinceId}, ${at(unitId).submissionId}, 1, ${unitId}, 'thử', ${colleague})`,
  figures: (
    unitId,
  ) => sql`insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason)
    values (${at(unitId).provinceId}, ${at(unitId).submissionId}, 1, 1, ${unitId}, ${`${month(unitId)}-01`}, 1, 'supplement', 'thử')`,
  figure_years: (unitId) => sql`insert into figure_years (province_id, unit_id, indicator_id, year, value)
    values (${testProvinceId(unitId)}, ${unitId}, 1, '2026-01-01', 1)`,
  roll_ups: (
    unitId,
  ) => sql`insert into roll_ups (province_id, boundary_version_id, unit_id, indicator_id, span, month, value)
    values (${testProvinceId(unitId)}, 1, ${unitId}, 1, 'month', '2026-05-01', 1)`,
  submission_warnings: (unitId) => sql`
    insert into submission_warnings (province_id, submission_id, version, unit_id, code, key, params, sentence, passed_by)
    values (${testProvinceId(unitId)}, ${at(unitId).submissionId}, 1, ${unitId}, 'copied', 'x', '{}', 'thử', ${colleague})`,
  roll_up_keys: (
    unitId,
  ) => sql`insert into roll_up_keys (province_id, boundary_version_id, unit_id, indicator_id, span, month, key, uses)
    values (${testProvinceId(unitId)}, 1, ${unitId}, 1, 'month', '2026-05-01', 'x', 1)`,
  posts: (unitId) => sql`insert into posts (province_id, account_id, organisation_code, unit_id, role, valid_from)
    values (${testProvinceId(unitId)}, ${colleague}, 'police', ${unitId}, 'recorder', '2026-01-01')`,
  audit_lines: (unitId) => sql`insert into audit_lines (province_id, account_id, act, subject_kind, subject_id, unit_id)
    values (${testProvinceId(unitId)}, ${colleague}, 'trial.made', 'trial', 'x', ${unitId})`,
  obligations: (
    unitId,
  ) => sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    values (${testProvinceId(unitId)}, ${unitId}, 1, 'commune', '2026-05-01', 'thử')`,
};

const changes: Record<string, string> = {
  ...Object.fromEntries(
    registerTables.map((table) => [
      table,
      table.endsWith('_observations') ? 'unit_id = unit_id' : 'version = version + 1',
    ]),
  ),
  record_versions: `content = '{}'`,
  register_keepings: `recorded_at = now()`,
  submissions: `month = month`,
  submission_versions: `revision = revision + 1`,
  return_reasons: `mended_at = now()`,
  submission_warnings: `sentence = 'đã sửa'`,
  figures: `value = value + 1`,
  figure_years: `value = value + 1`,
  roll_ups: `value = value + 1`,
  roll_up_keys: `uses = uses + 1`,
  posts: `version = version + 1`,
  audit_lines: `changes = '{}'`,
  obligations: `basis = basis`,
};

/** A row of every register's table and unit, as it stands; a copy of it is what somebody tries to slip in. */
const kept = new Map<string, Record<string, unknown>>();
function insertCopy(table: string, unitId: number): ReturnType<typeof sql> {
  const copy = { ...kept.get(`${table} ${unitId}`), id: crypto.randomUUID(), observed_on: '2026-02-28' };
  return sql`insert into ${sql.table(table)} select (jsonb_populate_record(null::${sql.table(table)}, ${JSON.stringify(copy)}::jsonb)).*`;
}

const approved = new Map<number, SubmissionRow>();
const at = (unitId: number): SubmissionRow => approved.get(unitId)!;
const tokens = new Map<Role, string>();
let colleague = '';
let decider = '';
const forged = randomBytes(32).toString('base64url');

beforeAll(async () => {
  colleague = await aColleague(database);
  decider = await aColleague(database);
  await oweFigures(database);
  // The name of an initiative is seen by all who keep the register; groups that carry it are of their place.
  const initiatives = registers.find(({ name }) => name === 'initiatives')!;
  const ofAPlace: Values = { level: 'group', initiativeId: (await aRecord(database, initiatives, A)).id };
  for (const unitId of [A, a3, A1, A2, b1, C1]) {
    for (const register of registers) {
      const day = { [register.dateField]: open.includes(unitId) ? '2026-02-03' : '2024-02-03' };
      await aRecord(database, register, unitId, { ...day, ...(register.name === 'initiatives' ? ofAPlace : {}) });
      for (const table of tablesOf(register)) {
        const { rows } = await sql<{ row: Record<string, unknown> }>`
          select to_jsonb(r) as row from ${sql.table(table)} r where r.unit_id = ${unitId} limit 1`.execute(
          database.owner,
        );
        kept.set(`${table} ${unitId}`, rows[0]!.row);
      }
    }
    approved.set(
      unitId,
      await aSubmission(database, unitId, month(unitId), 'approved', { by: colleague, decidedBy: decider }),
    );
    await aSubmission(database, unitId, month(unitId).replace('-01', '-02'), 'returned', {
      by: colleague,
      decidedBy: decider,
    });
    const { provinceId, submissionId } = at(unitId);
    await sql`insert into submission_warnings (province_id, submission_id, version, unit_id, code, key, params, sentence, passed_by)
      values (${provinceId}, ${submissionId}, 1, ${unitId}, 'copied', 'copied', '{}', 'thử', ${colleague})`.execute(
      database.owner,
    );
    await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
      values (${testProvinceId(unitId)}, ${unitId}, 'tips', '2027-01-15')`.execute(database.owner);
    await sql`insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id)
      values (${testProvinceId(unitId)}, 'trial.made', 'trial', 'x', ${unitId})`.execute(database.owner);
    await createActor(database, { role: 'recorder', unit: unitId });
  }
  for (const role of roles) tokens.set(role, (await createActor(database, { role, unit: A })).token);
});

/** Works as the running role, in the name of whoever the token belongs to. */
const as = <T>(token: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
  database.app.transaction().execute(async (tx) => {
    await enterSession(tx, token);
    return work(tx);
  });

const refused = { code: '42501' };
const tables = Object.keys(readers);

async function unitsSeen(token: string | undefined, table: string): Promise<number[]> {
  const { rows } = await as(token, (tx) =>
    sql<{ unitId: number }>`select distinct unit_id from ${sql.table(table)} order by 1`.execute(tx),
  );
  return rows.map((row) => row.unitId);
}

/** How many rows outside the place an update and a delete touch; refusals count as none. */
async function rowsMoved(token: string | undefined, table: string): Promise<number> {
  const attempts = [
    sql`update ${sql.table(table)} set ${sql.raw(changes[table]!)} where unit_id = ${C1}`,
    sql`delete from ${sql.table(table)} where unit_id = ${C1}`,
  ];
  let moved = 0;
  for (const attempt of attempts) {
    try {
      moved += Number((await as(token, (tx) => attempt.execute(tx))).numAffectedRows);
    } catch (error) {
      expect(error, table).toMatchObject(refused);
    }
  }
  return moved;
}

describe.each([
  ['without a session', undefined],
  ['with a forged token', forged],
])('%s', (_, token) => {
  test('no row of any guarded table is seen', async () => {
    for (const table of [...tables, 'obligations']) expect(await unitsSeen(token, table), table).toEqual([]);
  });

  test('nothing can be written', async () => {
    for (const [table, insertion] of Object.entries(insertions)) {
      await expect(
        as(token, (tx) => insertion(A1).execute(tx)),
        table,
      ).rejects.toMatchObject(refused);
      expect(await rowsMoved(token, table), table).toBe(0);
    }
  });
});

describe.each(roles)('as %s of a province', (role) => {
  test('rows of the own place are seen, and no others', async () => {
    const token = tokens.get(role)!;
    for (const [table, { own, below }] of Object.entries(readers)) {
      // Totals are kept for provinces: also for the one above b1 in its time, which is part of A today.
      const isKept = table === 'roll_ups' || table === 'roll_up_keys';
      const expected = below?.includes(role)
        ? isKept
          ? [A, B]
          : [A, A1, A2, a3, b1]
        : own?.includes(role)
          ? [A, a3]
          : table === 'posts'
            ? [A]
            : [];
      expect(await unitsSeen(token, table), table).toEqual(expected.toSorted((one, other) => one - other));
    }
    expect(await unitsSeen(token, 'obligations')).toContain(VN);
  });

  test('nothing is written outside the own place, nor in tables that only functions keep', async () => {
    const token = tokens.get(role)!;
    for (const [table, insertion] of Object.entries(insertions)) {
      await expect(
        as(token, (tx) => insertion(C1).execute(tx)),
        table,
      ).rejects.toMatchObject(refused);
      expect(await rowsMoved(token, table), table).toBe(0);
    }
    for (const table of ['figure_years', 'roll_ups', 'roll_up_keys', 'obligations']) {
      await expect(
        as(token, (tx) => insertions[table]!(A).execute(tx)),
        table,
      ).rejects.toMatchObject(refused);
      const change = sql`update ${sql.table(table)} set ${sql.raw(changes[table]!)}`;
      await expect(
        as(token, (tx) => change.execute(tx)),
        table,
      ).rejects.toMatchObject(refused);
    }
  });
});

test('the right to one register opens no other', async () => {
  const { token } = await createActor(database, { role: 'tip_handler', unit: A });
  for (const table of registerTables.filter((one) => one !== 'tips')) {
    expect(await unitsSeen(token, table), table).toEqual([]);
    await expect(
      as(token, (tx) => insertCopy(table, A).execute(tx)),
      table,
    ).rejects.toMatchObject(refused);
  }
  expect((await as(token, (tx) => insertCopy('tips', A).execute(tx))).numAffectedRows).toBe(1n);
});

test('a post at a unit that ended reaches that unit alone: what it held belongs to units of today', async () => {
  const { token } = await createActor(database, { role: 'province_approver', unit: B });
  for (const table of ['tips', 'submissions', 'posts'])
    expect(await unitsSeen(token, table), table).toEqual(table === 'posts' ? [B] : []);
  const { rows } = await as(token, (tx) => sql<{ id: number }>`select units_with('tip.read') as id`.execute(tx));
  expect(rows).toEqual([{ id: B }]);
});

describe('ways around', () => {
  const token = () => tokens.get('province_approver')!;
  const ownerRole = async (): Promise<string> => {
    const { rows } = await sql<{
      name: string;
    }>`select tableowner as name from pg_tables where schemaname = 'binhyen' and tablename = 'tips'`.execute(
      database.owner,
    );
    return rows[0]!.name;
  };

  test('the running role becomes nobody else', async () => {
    const owner = sql.id(await ownerRole());
    for (const attempt of [
      sql`set role ${owner}`,
      sql`set local role ${owner}`,
      sql`set session authorization ${owner}`,
      sql`alter table tips disable row level security`,
      sql`alter table tips no force row level security`,
      sql`create policy everything on tips using (true)`,
      sql`drop policy tips_read on tips`,
      sql`grant ${owner} to current_user`,
      sql`create function session_account() returns uuid language sql as 'select null::uuid'`,
      sql`create or replace function binhyen.session_account() returns uuid language sql as 'select null::uuid'`,
      sql`select rebuild_roll_ups_then(1, null)`,
      sql`select build_roll_ups_today(1)`,
      sql`select switch_boundaries(1, pg_current_snapshot(), pg_current_snapshot())`,
      sql`select token_hash from sessions`,
      sql`truncate tips`,
    ]) {
      await expect(as(token(), (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
    }
  });

  test('row security switched off answers with a refusal, not with rows', async () => {
    const reading = as(token(), async (tx) => {
      await sql`set local row_security = off`.execute(tx);
      return sql`select * from tips`.execute(tx);
    });
    await expect(reading).rejects.toMatchObject(refused);
  });

  test('tables of the same names put in front lend nobody a session or a post', async () => {
    const seen = await as(undefined, async (tx) => {
      await sql`create temporary table sessions (account_id uuid, token_hash bytea, revoked_at timestamptz, expires_at timestamptz) on commit drop`.execute(
        tx,
      );
      await sql`create temporary table has_nationwide (x text) on commit drop`.execute(tx);
      await sql`insert into pg_temp.sessions values (${decider}, sha256(convert_to(${forged}, 'UTF8')), null, now() + interval '1 hour')`.execute(
        tx,
      );
      await sql`set local search_path = pg_temp, binhyen`.execute(tx);
      await enterSession(tx, forged);
      return (
        await sql<{
          account: string | null;
          tips: number;
        }>`select session_account() as account, (select count(*) from binhyen.tips) as tips`.execute(tx)
      ).rows[0];
    });
    expect(seen).toEqual({ account: null, tips: 0 });
  });

  test('a token ends with its transaction', async () => {
    expect(await unitsSeen(token(), 'tips')).not.toEqual([]);
    expect(await unitsSeen(undefined, 'tips')).toEqual([]);
  });
});

describe('units by SQL alone', () => {
  const added = (parentId: number, more: object = {}) =>
    JSON.stringify([
      {
        parent_id: parentId,
        kind: 'school',
        name_vi: 'T',
        name_key: 't',
        search_key: 't',
        valid_from: '2026-01-01',
        ...more,
      },
    ]);
  const add = (token: string | undefined, elements: string) =>
    as(token, (tx) => sql`select * from add_units(${elements}::jsonb)`.execute(tx));
  const count = async () =>
    (await sql<{ count: number }>`select count(*) as count from units`.execute(database.owner)).rows[0]!.count;

  test('are added by whoever has the right there, below what exists, and by nobody else', async () => {
    const before = await count();
    for (const token of [undefined, forged, ...roles.map((role) => tokens.get(role))])
      await expect(add(token, added(C1))).rejects.toMatchObject(refused);
    const head = tokens.get('commune_head');
    await expect(add(head, added(A1))).rejects.toMatchObject(refused);
    const administrator = tokens.get('unit_administrator');
    const two = JSON.stringify([...JSON.parse(added(A1)), ...JSON.parse(added(C1))]);
    await expect(add(administrator, two)).rejects.toMatchObject(refused);
    const wrong = [
      added(b1),
      added(A, { kind: 'residential_area' }),
      added(A1, { kind: 'commune' }),
      added(A1, { valid_from: '2025-06-30' }),
      added(A1, { valid_from: '2999-01-01' }),
      added(A1, { valid_from: null }),
    ];
    for (const elements of wrong)
      await expect(add(administrator, elements)).rejects.toMatchObject({ constraint: 'units_misplaced_check' });
    expect(await count()).toBe(before);
  });

  test('are changed by whoever has the right above them; those of the lists by nobody', async () => {
    const own = await anAddedUnit(database, A1);
    const calls = (id: number) => [
      sql`select correct_added_unit(${id}, 1, 'X', 'x', 'x', '2026-01-01', null)`,
      sql`select end_added_unit(${id}, 1, '2026-06-01', 'thử')`,
      sql`select reopen_added_unit(${id}, 1)`,
    ];
    const far = await createActor(database, { role: 'unit_administrator', unit: C1 });
    for (const token of [undefined, forged, far.token, tokens.get('recorder'), tokens.get('commune_head')])
      for (const call of calls(own)) await expect(as(token, (tx) => call.execute(tx))).rejects.toMatchObject(refused);
    const administrator = tokens.get('unit_administrator');
    for (const call of calls(A1))
      await expect(as(administrator, (tx) => call.execute(tx))).rejects.toMatchObject(refused);
    for (const attempt of [
      sql`select hold_added_unit(${own}, 1)`,
      sql`update units set name_vi = 'X' where id = ${own}`,
      sql`delete from units where id = ${own}`,
      sql`insert into territories (boundary_version_id, view, holder_id, unit_id) values (1, 'today', ${A}, ${C1})`,
    ])
      await expect(as(administrator, (tx) => attempt.execute(tx))).rejects.toMatchObject(refused);
  });
});

describe('an approval by SQL alone', () => {
  const months = ['2026-03', '2026-04', '2026-05', '2026-06'];
  const waiting = new Map<string, SubmissionRow>();
  const preparer = () => tokens.get('province_checker')!;
  const approver = () => tokens.get('province_approver')!;
  const apply = (token: string, { provinceId, submissionId, version }: SubmissionRow) =>
    as(token, (tx) => sql`select apply_approval(${provinceId}, ${submissionId}, ${version})`.execute(tx));

  beforeAll(async () => {
    for (const one of months) waiting.set(one, await aSubmission(database, A, one, 'submitted', { by: colleague }));
  });

  test('nothing is applied that was not approved, nor by anybody but the one who approved it', async () => {
    const row = waiting.get('2026-03')!;
    await expect(apply(approver(), row)).rejects.toThrow('apply_approval_not_approved');
    await sql`update submission_versions set state = 'approved', decided_by = ${decider}, decided_at = now()
      where submission_id = ${row.submissionId}`.execute(database.owner);
    for (const role of roles)
      await expect(apply(tokens.get(role)!, row), role).rejects.toThrow('apply_approval_not_allowed');
    await expect(apply(forged, row)).rejects.toThrow('apply_approval_not_allowed');
    expect(
      (
        await sql`select 1 from figures where submission_id = ${row.submissionId} and is_current`.execute(
          database.owner,
        )
      ).rows,
    ).toEqual([]);
  });

  test('nobody marks as approved without the right, in the name of another, or twice', async () => {
    const row = waiting.get('2026-04')!;
    const mark = (token: string, by: ReturnType<typeof sql>) =>
      as(token, (tx) =>
        sql`update submission_versions set state = 'approved', decided_by = ${by}, decided_at = now() where submission_id = ${row.submissionId}`.execute(
          tx,
        ),
      );
    const self = sql`session_account()`;
    for (const role of ['recorder', 'commune_head', 'province_checker'] as const)
      await expect(mark(tokens.get(role)!, self), role).rejects.toMatchObject(refused);
    await expect(mark(approver(), sql`${decider}::uuid`)).rejects.toMatchObject(refused);
    expect((await mark(approver(), self)).numAffectedRows).toBe(1n);
    await apply(approver(), row);
    await expect(apply(approver(), row)).rejects.toThrow('apply_approval_twice');
    // What was approved stays.
    for (const token of [approver(), preparer()]) expect((await mark(token, self)).numAffectedRows).toBe(0n);
  });

  test('figures that were handed up or approved are neither changed, added nor taken away', async () => {
    for (const one of ['2026-04', '2026-05']) {
      const { submissionId, provinceId } = waiting.get(one)!;
      for (const attempt of [
        sql`update figures set value = 9 where submission_id = ${submissionId}`,
        sql`delete from figures where submission_id = ${submissionId}`,
      ]) {
        expect((await as(preparer(), (tx) => attempt.execute(tx))).numAffectedRows).toBe(0n);
      }
      if (one !== '2026-04') continue;
      const added = sql`insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason)
        select ${provinceId}, ${submissionId}, 1, id, ${A}, ${`${one}-01`}, 1, 'supplement', 'thử' from indicators where code = 'M03'`;
      await expect(as(preparer(), (tx) => added.execute(tx))).rejects.toMatchObject(refused);
    }
  });

  test('a figure cannot be slipped into the submission of another unit, nor a second submission be made for one month', async () => {
    const { submissionId, provinceId } = await aSubmission(database, C1, '2026-03', 'open', { by: colleague });
    const slipped = sql`insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason)
      select ${provinceId}, ${submissionId}, 1, id, ${A}, '2026-03-01', 1, 'supplement', 'thử' from indicators where code = 'M03'`;
    await expect(as(preparer(), (tx) => slipped.execute(tx))).rejects.toMatchObject(refused);
    const second = sql`insert into submissions (province_id, unit_id, month) values (${testProvinceId(C1)}, ${A}, '2026-03-01')`;
    await expect(as(preparer(), (tx) => second.execute(tx))).rejects.toMatchObject(refused);
  });

  test('a version is not born approved', async () => {
    const { submissionId, provinceId } = at(A);
    const born = sql`insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason, submitted_by, decided_by, decided_at)
      values (${provinceId}, ${submissionId}, 2, ${A}, ${`${month(A)}-01`}, 'approved', 'thử', ${colleague}, ${decider}, now())`;
    for (const token of [preparer(), approver()])
      await expect(as(token, (tx) => born.execute(tx))).rejects.toMatchObject(refused);
  });
});
