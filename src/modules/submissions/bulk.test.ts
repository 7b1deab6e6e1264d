import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { aColleague, aSubmission, oweFigures } from '#tests/support/rows.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A1, C1 } = testUnits;
const reason = 'số liệu thử';
let checker: TestActor;
let head: TestActor;

beforeAll(async () => {
  await oweFigures(database);
  checker = await createActor(database, { role: 'province_checker', unit: VN });
  head = await createActor(database, { role: 'commune_head', unit: A1 });
});

type Figure = { indicatorCode: string; value: string; qualifier?: 'over' | 'nearly'; keys?: string[] };
const submit = (submissions: { unitId: number; month: string; figures: Figure[] }[]) =>
  request(checker, 'POST', '/submissions/bulk', { origin: 'imported', reason, submissions });
const countSubmissions = async (month: string) =>
  (await sql`select 1 from submissions where month = ${`${month}-01`}`.execute(database.owner)).rows.length;

test.each([
  ['a figure that stands twice', [A1, A1], 'T01', 422, 'supplement.twice'],
  ['a figure that is not owed', [C1, A1], 'A05', 422, 'supplement.not_owed'],
  ['a computed figure', [C1, A1], 'T03', 422, 'supplement.not_owed'],
  ['a unit that does not exist', [A1, 999_999], 'T01', 403, 'permission.place'],
])('%s is refused, and nothing is saved', async (_, units, indicatorCode, status, code) => {
  const answer = await submit(
    units.map((unitId) => ({ unitId, month: '2026-01', figures: [{ indicatorCode, value: '1' }] })),
  );
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  expect(await countSubmissions('2026-01')).toBe(0);
});

test('a name written in two ways is one name', async () => {
  const keys = ['Tổ  tự quản', ' Tổ tự quản', 'Tổ tự quản'.normalize('NFD'), 'Camera an ninh'];
  const answer = await submit([
    { unitId: A1, month: '2026-02', figures: [{ indicatorCode: 'M01', value: '4', keys }] },
  ]);
  expect(answer.json()).toEqual({ submitted: 1, figures: 1 });
  const { rows } = await sql`select value, keys from figures where month = '2026-02-01'`.execute(database.owner);
  expect(rows).toEqual([{ value: '2', keys: ['Camera an ninh', 'Tổ tự quản'] }]);
});

test('a figure of a correction is not overwritten by whoever had seen nothing of it', async () => {
  const by = await aColleague(database);
  await aSubmission(database, A1, '2026-03', 'approved', { by, decidedBy: await aColleague(database) });
  const path = `/submissions/${A1}/2026-03`;
  await request(head, 'POST', `${path}/corrections`, { reason });
  const answer = await request(head, 'PUT', `${path}/supplements`, {
    cells: [{ indicatorCode: 'T01', value: '9' }],
    reason,
    revision: 0,
  });
  expect([answer.statusCode, answer.json().code, answer.json().params.current]).toEqual([
    409,
    'request.stale',
    {
      state: 'open',
      revision: 1,
      cells: [{ indicatorCode: 'T01', value: '3', qualifier: null, keys: null, reason: 'thử' }],
    },
  ]);
});

test('a number keeps how it was published, and a total says so where its parts agree', async () => {
  const month = '2026-04';
  const approver = await createActor(database, { role: 'province_approver', unit: VN });
  const give = async (unitId: number, value: string, qualifier?: 'over' | 'nearly') => {
    const sent = await submit([
      { unitId, month, figures: [{ indicatorCode: 'T01', value, ...(qualifier && { qualifier }) }] },
    ]);
    expect(sent.statusCode, sent.body).toBe(200);
    const submissions = [{ unitId, month, revision: 1 }];
    expect((await request(approver, 'POST', '/submissions/approve', { submissions })).json()).toEqual({ approved: 1 });
  };
  const ask = async (view: string) => {
    const answer = await request(
      checker,
      'GET',
      `/figures?unit=VN&from=${month}&to=${month}&indicators=T01&view=${view}`,
    );
    const { figures, notes } = answer.json();
    return [
      figures[0].value,
      figures[0].qualifier,
      notes.find((one: { code: string }) => one.code === 'qualifier.mixed')?.text,
    ];
  };
  await give(A1, '9800', 'over');
  await give(testUnits.A2, '50');
  expect([await ask('then'), await ask('today')]).toEqual([
    ['9850', 'over', undefined],
    ['9850', 'over', undefined],
  ]);
  const opened = await request(checker, 'GET', `/own-figures/${A1}/${month}/T01`);
  expect(opened.json().versions).toMatchObject([{ value: '9800', qualifier: 'over' }]);
  await give(C1, '1600', 'nearly');
  const words = 'Gồm số công bố “trên” và số công bố “gần”: T01.';
  expect([await ask('then'), await ask('today')]).toEqual([
    ['11450', null, words],
    ['11450', null, words],
  ]);
});

test('a count of names is exact: it takes no qualifier', async () => {
  const figures: Figure[] = [{ indicatorCode: 'M01', value: '1', qualifier: 'over', keys: ['Tiếng kẻng'] }];
  const answer = await submit([{ unitId: A1, month: '2026-05', figures }]);
  expect([answer.statusCode, answer.json().code]).toEqual([422, 'supplement.names_exact']);
});
