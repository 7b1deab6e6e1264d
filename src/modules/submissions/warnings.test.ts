import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths, determineMonthDays, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { aTip } from '#tests/support/tips.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, A2, A3, C } = testUnits;
const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
const month = (back: number): string => addMonths(closed, -back);
const reason = 'theo sổ theo dõi của xã';
const people: Record<'head' | 'checker' | 'approver' | 'ministry' | 'elsewhere' | 'recorder', TestActor> =
  Object.create(null);

beforeAll(async () => {
  people.head = await createActor(database, { role: 'commune_head', unit: A1 });
  people.recorder = await createActor(database, { role: 'recorder', unit: A1 });
  people.checker = await createActor(database, { role: 'province_checker', unit: A });
  people.approver = await createActor(database, { role: 'province_approver', unit: A });
  people.ministry = await createActor(database, { role: 'ministry_reader', unit: VN });
  people.elsewhere = await createActor(database, { role: 'province_checker', unit: C });
  await sql`delete from obligations`.execute(database.owner);
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, ${VN}, id, 'commune', ${`${month(8)}-01`}::date, 'thử' from indicators
    where code in ('T01', 'T02', 'O01', 'O02', 'M02', 'M03')`.execute(database.owner);
});

type Warning = { key: string; indicatorCode: string | null; text: string; passed: { sentence: string } | null };
type Period = { state: string; version: number; revision: number; warnings: Warning[]; rows: Row[] };
type Row = { indicator: { code: string }; value: string | null };
const at = (unitId: number, of: string): string => `/submissions/${unitId}/${of}`;
const read = async (who: TestActor, unitId = A1, of = closed): Promise<Period> =>
  (await request(who, 'GET', at(unitId, of))).json();
const enter = async (unitId: number, of: string, figures: Record<string, string | null>, who = people.head) => {
  const { revision } = await read(who, unitId, of);
  const cells = Object.entries(figures).map(([indicatorCode, value]) => ({ indicatorCode, value }));
  const answer = await request(who, 'PUT', `${at(unitId, of)}/supplements`, { revision, reason, cells });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as Period;
};
const submit = async (unitId: number, of: string, explanations: object[] = [], who = people.head) =>
  request(who, 'POST', `${at(unitId, of)}/submit`, { revision: (await read(who, unitId, of)).revision, explanations });
const approve = async (unitId: number, of: string) => {
  const { revision } = await read(people.approver, unitId, of);
  const answer = await request(people.approver, 'POST', '/submissions/approve', {
    submissions: [{ unitId, month: of, revision }],
  });
  expect(answer.json()).toEqual({ approved: 1 });
};
const bulk = async (unitId: number, of: string, figures: Record<string, string>) => {
  const answer = await request(people.checker, 'POST', '/submissions/bulk', {
    origin: 'imported',
    reason,
    submissions: [
      {
        unitId,
        month: of,
        figures: Object.entries(figures).map(([indicatorCode, value]) => ({ indicatorCode, value })),
      },
    ],
  });
  expect(answer.statusCode, answer.body).toBe(200);
};

describe('a month with something to look at twice', () => {
  beforeAll(async () => {
    for (const back of [7, 6, 5, 4, 3, 2, 1]) {
      await bulk(A1, month(back), { O01: String(38 + back), O02: '900', M02: '12', T01: '5', T02: '2' });
      await approve(A1, month(back));
    }
  });

  test('old data brought in by the bulk act is asked nothing', async () => {
    expect((await read(people.checker, A1, month(1))).warnings).toEqual([]);
  });

  test('each warning stands at its indicator with its reason, in the reader’s language', async () => {
    const period = await enter(A1, closed, { T01: '4', T02: '6', O01: '400', O02: '950', M02: '13', M03: '20' });
    expect(period.warnings.map((one) => [one.key, one.indicatorCode])).toEqual([
      ['rule:tips-of-value', 'T02'],
      ['outlier:O01', 'O01'],
    ]);
    expect(period.warnings[0]!.text).toContain('Số nguồn tin có giá trị là 6, nhiều hơn Số nguồn tin');
    const english = await request(people.head, 'GET', at(A1, closed), undefined, { 'accept-language': 'en' });
    expect(english.json().warnings[0].text).toContain('is 6, more than');
  });

  test('it is refused until each is passed, and nothing is kept of the attempt', async () => {
    const refused = await submit(A1, closed, [{ key: 'outlier:O01', sentence: 'Tháng cao điểm toàn xã.' }]);
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'submission.unexplained']);
    expect(refused.json().params.warnings).toMatchObject([{ key: 'rule:tips-of-value', indicatorCode: 'T02' }]);
    expect(refused.json().fields).toMatchObject([{ path: 'explanations.rule:tips-of-value' }]);
    expect(refused.json().fields[0].message).toContain('là 6');
    const short = await submit(A1, closed, [{ key: 'outlier:O01', sentence: ' a ' }]);
    expect(short.json().code).toBe('input.invalid');
    expect(await read(people.head)).toMatchObject({ state: 'open', warnings: [{ passed: null }, { passed: null }] });
    expect((await sql`select 1 from submission_warnings`.execute(database.owner)).rows).toEqual([]);
  });

  test('a figure that is mended needs no sentence; what is passed is seen above and by nobody elsewhere', async () => {
    await enter(A1, closed, { T02: '3' });
    const sentence = 'Tháng cao điểm, có kế hoạch 15/KH-UBND.';
    const done = await submit(A1, closed, [{ key: 'outlier:O01', sentence }]);
    expect(done.statusCode, done.body).toBe(200);
    for (const who of [people.head, people.recorder, people.checker, people.approver, people.ministry]) {
      expect(await read(who)).toMatchObject({
        state: 'submitted',
        warnings: [{ key: 'outlier:O01', indicatorCode: 'O01', passed: { sentence, by: 'Người Thử' } }],
      });
    }
    expect((await request(people.elsewhere, 'GET', at(A1, closed))).json().code).toBe('permission.place');
    const grid = (await request(people.approver, 'GET', `/submissions?month=${closed}`)).json();
    const line = grid.items.find((one: { unit: { id: number } }) => one.unit.id === A1);
    expect(line.exceptions).toContainEqual(
      expect.objectContaining({ code: 'submission.explained', params: { count: 1 } }),
    );
    expect((await request(people.elsewhere, 'GET', `/submissions?month=${closed}`)).json().items).not.toContainEqual(
      expect.objectContaining({ unit: expect.objectContaining({ id: A1 }) }),
    );
    const { rows } = await sql<{ changes: object }>`
      select changes from audit_lines where act = 'submission.submitted' order by at desc limit 1`.execute(
      database.owner,
    );
    expect(rows[0]!.changes).toMatchObject({ warnings: ['outlier:O01'] });
    expect(JSON.stringify(rows)).not.toContain('cao điểm');
  });

  test('returned, its sentences are there to start from; handed up again, the last ones count', async () => {
    const { revision } = await read(people.checker);
    await request(people.checker, 'POST', `${at(A1, closed)}/return`, {
      revision,
      reasons: [{ indicatorCode: 'O01', reason: 'Đề nghị đối chiếu lại.' }],
    });
    expect((await read(people.head)).warnings).toMatchObject([
      { key: 'outlier:O01', passed: null, suggestion: 'Tháng cao điểm, có kế hoạch 15/KH-UBND.' },
    ]);
    await enter(A1, closed, { O01: '44' });
    expect((await submit(A1, closed)).json()).toMatchObject({ state: 'submitted', warnings: [] });
    expect(await read(people.approver)).toMatchObject({ warnings: [] });
    await approve(A1, closed);
  });
});

test('one number in most units of a place is told to those who read them all, and asks no sentence', async () => {
  const more = await sql<{ id: number }>`
    insert into units (province_id, kind, code, code_origin, name_vi, parent_id, valid_from, search_key, source)
    select ${A}, 'commune', 'TA' || n, 'ours', 'Xã Thử A ' || n, ${A}, '2025-07-01', 'x', 'verified' from generate_series(4, 7) n
    returning id`.execute(database.owner);
  await sql`insert into territories (boundary_version_id, view, holder_id, unit_id)
    select t.boundary_version_id, t.view, t.holder_id, u.id from territories t, units u
    where t.unit_id = ${A2} and t.holder_id <> ${A2} and u.id = any (${more.rows.map((row) => row.id)}::int[])`.execute(
    database.owner,
  );
  const before = month(1);
  for (const { id } of more.rows) await bulk(id, before, { O01: '33', O02: '7' });
  await bulk(A2, before, { O01: '33', O02: '120' });
  const other = await createActor(database, { role: 'commune_head', unit: A3 });
  await enter(A3, before, { O01: '33', O02: '140' }, other);
  expect((await submit(A3, before, [], other)).json()).toMatchObject({ state: 'submitted', warnings: [] });
  const seen = await read(people.checker, A3, before);
  expect(seen.warnings).toMatchObject([{ key: 'alike:O01', needsSentence: false, passed: null }]);
  expect(seen.warnings[0]!.text).toContain('6/7 đơn vị cùng cấp');
  const grid = (await request(people.approver, 'GET', `/submissions?month=${before}`)).json();
  const line = grid.items.find((one: { unit: { id: number } }) => one.unit.id === A3);
  expect(line.exceptions).toContainEqual(expect.objectContaining({ code: 'submission.alike', params: { count: 1 } }));
});

describe('drift, corrected in one step', () => {
  const months = [month(3), month(2)];
  const figureOf = async (of: string): Promise<string | null> =>
    (await request(people.ministry, 'GET', `/figures?unit=VN&from=${of}&to=${of}&indicators=T01`)).json().figures[0]
      .value;
  const correct = (body: object, who = people.head, unitId = A2) =>
    request(who, 'POST', `/submissions/${unitId}/correct-drift`, { reason: 'Tin vào sổ muộn.', ...body });
  const drift = async (who: TestActor, more = '') => (await request(who, 'GET', `/drift${more}`)).json().items;
  let head: TestActor;
  const tip = async (of: string) => {
    const values = aTip({ receivedOn: determineMonthDays(of).from, ofValue: 'no' });
    const answer = await request(head, 'POST', '/tips', { unitId: A2, values, acceptDuplicate: true });
    expect(answer.statusCode, answer.body).toBe(200);
  };

  beforeAll(async () => {
    head = await createActor(database, { role: 'commune_head', unit: A2 });
    const administrator = await createActor(database, { role: 'unit_administrator', unit: A });
    await sql`delete from figures where unit_id = ${A2}`.execute(database.owner);
    await sql`delete from submission_versions where unit_id = ${A2}`.execute(database.owner);
    await sql`delete from submissions where unit_id = ${A2}`.execute(database.owner);
    await request(administrator, 'PUT', `/units/${A2}/register-keepings/tips`, { fromMonth: month(3) });
    for (const of of months) {
      await tip(of);
      expect((await submit(A2, of, [], head)).json().state).toBe('submitted');
      await approve(A2, of);
    }
  });

  test('the unit and its superior see it, by month and register; the others do not', async () => {
    for (const of of months) await tip(of);
    for (const who of [head, people.checker]) {
      expect(await drift(who)).toMatchObject(
        months.map((of) => ({ month: of, register: '2', submitted: '1', state: 'approved', unit: { id: A2 } })),
      );
    }
    expect(await drift(people.checker, `?month=${months[0]}&unit=${A2}`)).toHaveLength(1);
    expect(await drift(people.checker, '?register=tips')).toHaveLength(2);
    expect(await drift(people.checker, '?register=activities')).toEqual([]);
    for (const who of [people.head, people.elsewhere]) expect(await drift(who)).toEqual([]);
  });

  test('only the unit corrects, with a reason; a month without drift spoils all', async () => {
    expect((await correct({ months }, people.checker)).json().code).toBe('permission.place');
    expect((await correct({ months }, people.head)).json().code).toBe('permission.place');
    expect((await correct({ months, reason: '' }, head)).json().code).toBe('input.invalid');
    const spoilt = await correct({ months: [...months, month(1)] }, head);
    expect([spoilt.statusCode, spoilt.json().code]).toEqual([409, 'submission.no_drift']);
    expect(await read(head, A2, months[0])).toMatchObject({ state: 'approved', version: 1 });
  });

  test('both months go up at once, and count when they are approved', async () => {
    const before = await Promise.all(months.map(figureOf));
    expect((await correct({ months }, head)).json()).toEqual({ corrected: 2 });
    expect(await read(people.checker, A2, months[0])).toMatchObject({ state: 'submitted', version: 2 });
    expect(await Promise.all(months.map(figureOf))).toEqual(before);
    expect(await drift(head)).toMatchObject([{ state: 'submitted' }, { state: 'submitted' }]);
    expect((await correct({ months }, head)).json().code).toBe('submission.correction_open');
    for (const of of months) await approve(A2, of);
    expect(await Promise.all(months.map(figureOf))).toEqual(before.map((value) => String(Number(value) + 1)));
    expect(await drift(head)).toEqual([]);
  });

  test('what the new figures ask is told for all months, passed with sentences, and nothing is kept before', async () => {
    const limit = { code: 'test', relation: 'at_most', leftFormula: 'T01', rightFormula: 'T02' };
    await database.owner
      .insertInto('indicatorRules')
      .values({ ...limit, certainty: 'usual', whyVi: 'Thử.', whyEn: 'Test.', source: 'test' })
      .execute();
    for (const of of months) await tip(of);
    const refused = (await correct({ months }, head)).json();
    expect(refused.params.warnings.map((one: { month: string; key: string }) => [one.month, one.key])).toEqual(
      months.map((of) => [of, 'rule:test']),
    );
    expect(await read(head, A2, months[0])).toMatchObject({ state: 'approved', version: 2 });
    const explanations = months.map((of) => ({ month: of, key: 'rule:test', sentence: 'Đúng như sổ.' }));
    expect((await correct({ months, explanations }, head)).json()).toEqual({ corrected: 2 });
    expect(await read(people.checker, A2, months[1])).toMatchObject({
      version: 3,
      warnings: [{ key: 'rule:test', passed: { sentence: 'Đúng như sổ.' } }],
    });
  });
});
