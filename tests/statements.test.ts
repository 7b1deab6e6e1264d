import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testProvinceId } from '#tests/support/database.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { aColleague } from '#tests/support/rows.ts';

// A page asks the database at most ten times, session and right included. Which routes there are, permissions.test.ts
// counts; here they answer for a unit that keeps every register, owes every indicator and drifts in all of them.

const { house: _, ...house } = await createTestHouse();
afterAll(house.close);

const { VN, A, A1 } = testUnits;
const months = ['2026-02', '2026-03'];
let officer: TestActor;
let approver: TestActor;
let reader: TestActor;

beforeAll(async () => {
  const { owner } = house.database;
  officer = await createActor(house.database, { role: 'commune_head', unit: A1 });
  approver = await createActor(house.database, { role: 'province_checker', unit: A });
  reader = await createActor(house.database, { role: 'ministry_reader', unit: VN });
  const [by, approvedBy] = [await aColleague(house.database), await aColleague(house.database)];
  await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
    select ${testProvinceId(A1)}, ${A1}, r.name, '2026-01-15'
    from (select distinct register as name from indicators where register is not null) r`.execute(owner);
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, ${VN}, id, 'commune', '2026-02-01', 'thử' from indicators where kind in ('flow', 'stock', 'distinct')
    on conflict do nothing`.execute(owner);
  for (const [index, month] of months.entries()) {
    const { rows } = await sql<{ id: string }>`
      insert into submissions (province_id, unit_id, month) values (${testProvinceId(A1)}, ${A1}, ${`${month}-01`}) returning id`.execute(
      owner,
    );
    const key = sql`${testProvinceId(A1)}, ${rows[0]!.id}, 1`;
    await sql`insert into submission_versions (province_id, submission_id, version, unit_id, month, state, opened_by, submitted_by,
        submitted_at, decided_by, decided_at)
      values (${key}, ${A1}, ${`${month}-01`}, 'approved', ${by}, ${by}, now(), ${approvedBy}, now())`.execute(owner);
    await sql`insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, keys)
      select ${key}, id, ${A1}, ${`${month}-01`}, ${index + 1}, 'records',
        case when kind = 'distinct' then (array['một', 'hai'])[1:${index + 1}] end
      from indicators where kind in ('flow', 'stock', 'distinct')`.execute(owner);
    await sql`select apply_approval(${key})`.execute(owner);
  }
});

const span = 'from=2025-12&to=2026-03';
test.each<[string, () => TestActor, string, (answer: Record<string, never>) => unknown]>([
  ['today of a commune', () => officer, '/today', ({ due }) => due],
  ['today of a province', () => approver, '/today', ({ progress }) => progress],
  ['a month that drifts', () => officer, `/submissions/${A1}/2026-03`, ({ rows }) => rows],
  ['a month that is not opened yet', () => officer, `/submissions/${A1}/2026-04`, ({ rows }) => rows],
  ['months of a province', () => approver, '/submissions?month=2026-03&limit=64', ({ items }) => items],
  ['drift', () => officer, `/drift?unit=${A1}`, ({ items }) => items],
  ['an own figure', () => officer, `/own-figures/${A1}/2026-03/T01`, ({ versions }) => versions],
  ['all figures of a commune', () => reader, `/figures?unit=%23${A1}&${span}&view=then`, ({ figures }) => figures],
  [
    'all figures of a province as today',
    () => reader,
    `/figures?unit=%23${A}&${span}&view=today`,
    ({ figures }) => figures,
  ],
  [
    'a figure of a province opened',
    () => reader,
    `/figures/T01?unit=%23${A}&${span}&view=today`,
    ({ byUnit }) => byUnit,
  ],
  ['a ratio of the nation opened', () => reader, `/figures/T03?unit=VN&${span}&view=then`, ({ figure }) => figure],
  [
    'figures of a window by records',
    () => officer,
    `/window-figures?unit=%23${A1}&view=then&fromDay=2026-02-20&toDay=2026-03-20&indicators=T01,M03,M01,O01,A01,H01,S05,A12`,
    ({ figures }) => figures,
  ],
  [
    'a report beside the year before',
    () => approver,
    `/reports/review?unit=%23${A}&${span}&view=today&comparison=last_year`,
    ({ sections }) => sections,
  ],
])('%s takes at most ten statements', async (__, actor, path, read) => {
  const answer = await house.request(actor(), 'GET', path);
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  const told = read(answer.json());
  expect(Array.isArray(told) ? told.length : told).toBeTruthy();
  expect(house.statements().length, house.statements().join('\n---\n')).toBeLessThanOrEqual(10);
});
