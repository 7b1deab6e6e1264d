import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMonths, determineMonthDays, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { createActor, createTestHouse, type TestActor, type TestHouse, testUnits } from '#tests/support/house.ts';
import { aRecord } from '#tests/support/records.ts';
import { registers } from '../../all-registers.ts';
import type { IndicatorProposal } from './indicators.contract.ts';

const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
const before = addMonths(closed, -1);
const tips = registers.find((register) => register.name === 'tips')!;

let house: TestHouse;
let administrator: TestActor;
let provinceAdministrator: TestActor;
let ministry: TestActor;
let officer: TestActor;
let checker: TestActor;
let approver: TestActor;

beforeAll(async () => {
  house = await createTestHouse();
  const { database } = house;
  administrator = await createActor(database, { role: 'system_administrator', unit: testUnits.VN });
  provinceAdministrator = await createActor(database, { role: 'unit_administrator', unit: testUnits.A });
  ministry = await createActor(database, { role: 'ministry_reader', unit: testUnits.VN });
  officer = await createActor(database, { role: 'commune_head', unit: testUnits.A1 });
  checker = await createActor(database, { role: 'province_checker', unit: testUnits.A });
  approver = await createActor(database, { role: 'province_approver', unit: testUnits.A });
  // What is owed here is owed by this file alone.
  await sql`delete from obligations`.execute(database.owner);
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, ${testUnits.VN}, id, 'commune', ${`${before}-01`}::date, 'thử' from indicators where code in ('T01', 'M03')`.execute(
    database.owner,
  );
  await ok(provinceAdministrator, 'PUT', `/units/${testUnits.A1}/register-keepings/tips`, { fromMonth: before });
  for (const month of [before, closed])
    for (const topic of ['theft', 'theft', 'fire'])
      await aRecord(database, tips, testUnits.A1, { receivedOn: determineMonthDays(month).from, topic });
});
afterAll(() => house.close());

async function ok(actor: TestActor, method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) {
  const answer = await house.request(actor, method, url, body);
  expect(answer.statusCode, answer.body).toBe(200);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an answer of any route
  return answer.json() as any;
}

const source = {
  from: 'register',
  register: 'tips',
  measure: 'count',
  field: null,
  when: 'during',
  events: ['received'],
  conditions: [{ field: 'topic', codes: ['theft'] }],
};
const draft = (change: Record<string, unknown> = {}) => ({
  code: 'TX1',
  nameVi: 'Số nguồn tin về trộm cắp',
  nameEn: 'Tips on theft',
  measureUnitVi: 'tin',
  measureUnitEn: 'tips',
  definitionVi: 'Đếm nguồn tin về trộm cắp tiếp nhận trong kỳ.',
  definitionEn: 'Tips on theft received in the period.',
  legalSource: 'Kế hoạch thử số 1',
  issuerId: testUnits.VN,
  source,
  owed: { subjectKind: 'commune', fromMonth: before },
  ...change,
});
const propose = (change: Record<string, unknown> = {}, actor = administrator) =>
  house.request(actor, 'POST', '/indicator-proposals', draft(change));
const second = (id: string, actor: TestActor) =>
  house.request(actor, 'POST', `/indicator-proposals/${id}/second`, { keepsToDeeds: true });
const problemOf = (answer: { json: () => unknown }) =>
  answer.json() as { code: string; fields: { path: string; message: string }[] };
const codesInForce = async (actor: TestActor): Promise<string[]> =>
  (await ok(actor, 'GET', '/indicators')).items.map((one: { code: string }) => one.code);

test.each([
  ['the code', { code: 'T01' }, 'code'],
  ['the name', { nameVi: 'Số tín đồ' }, 'nameVi'],
  ['the register', { source: { ...source, register: 'nope' } }, 'source.register'],
  ['the field', { source: { ...source, measure: 'sum', field: 'outcome' } }, 'source.field'],
  [
    'the condition',
    { source: { ...source, conditions: [{ field: 'receivedOn', codes: ['x'] }] } },
    'source.conditions.0',
  ],
  [
    'a part',
    { source: { from: 'ratio', numeratorCode: 'T03', denominatorCode: 'T01' }, owed: null },
    'source.numeratorCode',
  ],
  ['who owes it', { owed: null }, 'owed'],
  ['the issuer', { issuerId: testUnits.A1 }, 'issuerId'],
])('%s is refused at its field, in words, and nothing is kept', async (_, change, path) => {
  const answer = await propose(change);
  expect(answer.statusCode, answer.body).toBe(400);
  expect(problemOf(answer).fields.map((field) => field.path)).toContain(path);
  for (const { message } of problemOf(answer).fields) expect(message).not.toMatch(/^indicator\./);
  expect((await ok(officer, 'GET', '/indicator-proposals')).items).toEqual([]);
});

test('an administrator of a province proposes within the province alone', async () => {
  expect(problemOf(await propose({ issuerId: testUnits.VN }, provinceAdministrator)).code).toBe('permission.place');
  expect(problemOf(await propose({ issuerId: testUnits.C }, provinceAdministrator)).code).toBe('permission.place');
  const made = await propose({ code: 'TY1', issuerId: testUnits.A }, provinceAdministrator);
  const { id } = made.json() as IndicatorProposal;
  const taken = await house.request(provinceAdministrator, 'POST', `/indicator-proposals/${id}/withdraw`, {
    reason: 'viết lại định nghĩa',
  });
  expect(taken.json()).toMatchObject({ state: 'withdrawn', decisionReason: 'viết lại định nghĩa' });
  expect(problemOf(await second(id, ministry)).code).toBe('indicator.not_proposed');
});

test('a definition is looked at on real records by those who may see them; to others it says so', async () => {
  const asked = {
    unitId: testUnits.A,
    from: before,
    to: closed,
    calculation: {
      measureUnitVi: 'tin',
      kind: 'flow',
      periodRule: 'sum',
      register: 'tips',
      measure: 'count',
      filter: 'event = received and topic = theft',
      numeratorCode: null,
      denominatorCode: null,
      formula: null,
    },
  };
  expect(await ok(approver, 'POST', '/indicator-preview', asked)).toEqual({
    basis: 'records',
    readable: true,
    hiddenUnits: 0,
    months: [before, closed].map((month) => ({ month, value: '2', units: 1 })),
  });
  expect(await ok(ministry, 'POST', '/indicator-preview', asked)).toMatchObject({
    readable: false,
    hiddenUnits: 1,
    months: [
      { value: null, units: 0 },
      { value: null, units: 0 },
    ],
  });
  const onWords = { ...asked.calculation, filter: 'outcome = x' };
  const refused = await house.request(approver, 'POST', '/indicator-preview', { ...asked, calculation: onWords });
  expect(problemOf(refused).code).toBe('indicator.filter_unknown');
});

/** Lets the month of the commune be approved before the new indicator is there. */
async function approve(month: string) {
  const at = `/submissions/${testUnits.A1}/${month}`;
  const typed = await ok(officer, 'PUT', `${at}/supplements`, {
    revision: 0,
    reason: 'chưa có sổ mô hình',
    cells: [{ indicatorCode: 'M03', value: '7' }],
  });
  const { revision } = await ok(officer, 'POST', `${at}/submit`, { revision: typed.revision });
  await ok(approver, 'POST', '/submissions/approve', { submissions: [{ unitId: testUnits.A1, month, revision }] });
}

const figureOf = async (month: string, code: string) =>
  (await ok(ministry, 'GET', `/figures?unit=VN&from=${month}&to=${month}&indicators=${code}`)).figures[0];

test('from the proposal to the figure of the nation, with a second person and without code', async () => {
  await approve(before);
  const made = await propose();
  expect(made.statusCode, made.body).toBe(200);
  const { id } = made.json() as IndicatorProposal;
  expect(problemOf(await propose()).fields[0]!.path).toBe('code');
  expect(await codesInForce(officer)).not.toContain('TX1');

  // All staff read it; the proposer is no second person, even with a post that may second.
  expect((await ok(officer, 'GET', '/indicator-proposals')).items[0]).toMatchObject({
    indicator: { code: 'TX1', measure: 'count', filter: 'event = received and topic = theft' },
    state: 'proposed',
    acts: { second: false, withdraw: false },
  });
  expect(problemOf(await second(id, administrator)).code).toBe('permission.missing');
  await sql`insert into posts (province_id, account_id, organisation_code, unit_id, role, valid_from)
    values (0, ${administrator.accountId}, 'police', ${testUnits.VN}, 'ministry_reader', '2020-01-01')`.execute(
    house.database.owner,
  );
  expect(problemOf(await second(id, administrator)).code).toBe('indicator.own_proposal');
  expect(problemOf(await second(id, approver)).code).toBe('permission.place');
  const unconfirmed = await house.request(ministry, 'POST', `/indicator-proposals/${id}/second`, {
    keepsToDeeds: false,
  });
  expect(problemOf(unconfirmed).fields).toMatchObject([{ path: 'keepsToDeeds' }]);

  // Of two who decide at once one is heard.
  const other = await createActor(house.database, { role: 'ministry_reader', unit: testUnits.VN });
  const both = await Promise.all([second(id, ministry), second(id, other)]);
  expect(both.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
  expect(await codesInForce(officer)).toContain('TX1');
  const row = await house.database.owner
    .selectFrom('indicators')
    .select(['addedBy', 'secondedBy'])
    .where('code', '=', 'TX1')
    .executeTakeFirstOrThrow();
  expect(row.addedBy).toBe(administrator.accountId);
  expect([ministry.accountId, other.accountId]).toContain(row.secondedBy);
  const { rows: lines } = await sql<{ act: string }>`
    select act from audit_lines where subject_kind = 'indicator' and subject_id = ${id} order by act desc`.execute(
    house.database.owner,
  );
  expect(lines.map((line) => line.act)).toEqual(['indicator.put_in_force', 'indicator.proposed']);

  // It is asked in the period, submitted, approved, and answered for the nation.
  const at = `/submissions/${testUnits.A1}/${closed}`;
  const period = await ok(officer, 'GET', at);
  const asked = period.rows.find((one: { indicator: { code: string } }) => one.indicator.code === 'TX1');
  expect(asked).toMatchObject({ value: '2', origin: 'records' });
  await approve(closed);
  expect(await figureOf(closed, 'TX1')).toMatchObject({ value: '2', coverage: { reported: 1 } });
});

test('it is computed backwards for approved months by corrections, which count when they are approved', async () => {
  const span = { unitId: testUnits.A, from: before };
  const url = `/indicators/TX1/backwards`;
  const query = `?unitId=${testUnits.A}&from=${before}`;
  expect(await figureOf(before, 'TX1')).toMatchObject({ value: null });
  expect(await ok(checker, 'GET', url + query)).toMatchObject({ toCompute: 1, approved: 1, waiting: 0, missing: 0 });
  // Two who press at once do it once.
  const steps = await Promise.all([
    house.request(checker, 'POST', url, span),
    house.request(checker, 'POST', url, span),
  ]);
  expect(steps.reduce((sum, step) => sum + (step.json() as { submitted: number }).submitted, 0)).toBe(1);
  expect(await ok(checker, 'POST', url, span)).toMatchObject({ submitted: 0, toCompute: 0, waiting: 1, approved: 1 });
  expect(await figureOf(before, 'TX1')).toMatchObject({ value: null });

  const period = await ok(approver, 'GET', `/submissions/${testUnits.A1}/${before}`);
  expect(period).toMatchObject({ state: 'submitted', version: 2, correctionReason: expect.stringContaining('TX1') });
  await ok(approver, 'POST', '/submissions/approve', {
    submissions: [{ unitId: testUnits.A1, month: before, revision: period.revision }],
  });
  expect(await figureOf(before, 'TX1')).toMatchObject({ value: '2' });
  // The figures of before went along unchanged.
  expect(await figureOf(before, 'M03')).toMatchObject({ value: '7' });
  expect(await figureOf(before, 'T01')).toMatchObject({ value: '3' });
  expect(await ok(checker, 'GET', url + query)).toMatchObject({ toCompute: 0, waiting: 0, approved: 2 });
});

test('only what has a register is computed backwards, and by whoever may hand up and see its records', async () => {
  const refused = await house.request(checker, 'GET', `/indicators/M36/backwards?unitId=${testUnits.A}&from=${before}`);
  expect(problemOf(refused).code).toBe('backwards.no_register');
  const elsewhere = await house.request(checker, 'POST', '/indicators/TX1/backwards', {
    unitId: testUnits.C,
    from: before,
  });
  expect(problemOf(elsewhere).code).toBe('permission.place');
});

test('a formula and a ratio come into force as well, and are answered from their parts', async () => {
  const formula = {
    from: 'formula',
    terms: [
      { sign: 'plus', code: 'T01' },
      { sign: 'minus', code: 'TX1' },
    ],
  };
  const ratio = { from: 'ratio', numeratorCode: 'TX1', denominatorCode: 'T01' };
  for (const [code, of] of [
    ['TX2', formula],
    ['TX3', ratio],
  ] as const) {
    const isShare = code === 'TX3';
    const made = await propose({
      code,
      source: of,
      owed: null,
      ...(isShare && { measureUnitVi: '%', measureUnitEn: '%' }),
    });
    expect(made.statusCode, made.body).toBe(200);
    const { id, indicator } = made.json() as IndicatorProposal;
    const { kind, periodRule, register, measure, filter, numeratorCode, denominatorCode, formula: text } = indicator;
    const looked = await ok(ministry, 'POST', '/indicator-preview', {
      unitId: testUnits.A,
      from: closed,
      to: closed,
      calculation: {
        measureUnitVi: indicator.measureUnitVi,
        ...{ kind, periodRule, register, measure, filter, numeratorCode, denominatorCode, formula: text },
      },
    });
    expect(looked).toMatchObject({
      basis: 'figures',
      readable: true,
      months: [{ value: code === 'TX2' ? '1' : '66.67' }],
    });
    expect((await second(id, ministry)).statusCode).toBe(200);
  }
  expect(await figureOf(closed, 'TX2')).toMatchObject({ value: '1' });
  expect(await figureOf(closed, 'TX3')).toMatchObject({ value: '66.67' });
});

test('a proposal is declined with a reason that all can read, and its code is free again', async () => {
  const { id } = (await propose({ code: 'TX4' })).json() as IndicatorProposal;
  const declined = await house.request(ministry, 'POST', `/indicator-proposals/${id}/decline`, { reason: 'đã có T42' });
  expect(declined.json()).toMatchObject({ state: 'declined', decisionReason: 'đã có T42' });
  expect((await propose({ code: 'TX4' })).statusCode).toBe(200);
});

test('codes that come with the product have one letter, so that they never meet those of administrators', async () => {
  const { rows } = await sql`select code from indicators where added_by is null and code !~ '^[A-Z][0-9]+$'`.execute(
    house.database.owner,
  );
  expect(rows).toEqual([]);
});

test('the running role reaches indicators by the second person’s act only', async () => {
  const { app } = house.database;
  for (const statement of [
    sql`insert into indicators (code, name_vi, name_en, measure_unit_vi, measure_unit_en, kind, period_rule, definition_vi, definition_en)
      values ('ZZ1', 'a', 'a', 'a', 'a', 'flow', 'sum', 'a', 'a')`,
    sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis) select 0, ${testUnits.VN}, id, 'commune', '2020-01-01', 'x' from indicators`,
    sql`select put_indicator_in_force(id) from (select gen_random_uuid() as id) x`,
  ])
    await expect(statement.execute(app)).rejects.toThrow();
  expect((await sql`select 1 from indicator_proposals`.execute(app)).rows).toEqual([]);
});
