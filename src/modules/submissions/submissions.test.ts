import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, type TestHouse, testUnits } from '#tests/support/house.ts';
import { addMonths, determineMonthDays, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';

const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
const before = addMonths(closed, -1);
const days = determineMonthDays(closed);

let house: TestHouse;
let officer: TestActor;
let checker: TestActor;
let approver: TestActor;
let ministry: TestActor;
let administrator: TestActor;

beforeAll(async () => {
  house = await createTestHouse();
  officer = await createActor(house.database, { role: 'commune_head', unit: testUnits.A1 });
  checker = await createActor(house.database, { role: 'province_checker', unit: testUnits.A });
  approver = await createActor(house.database, { role: 'province_approver', unit: testUnits.A });
  ministry = await createActor(house.database, { role: 'ministry_reader', unit: testUnits.VN });
  administrator = await createActor(house.database, { role: 'unit_administrator', unit: testUnits.A });
  // Duties of the last two months, whatever the day on which the test runs.
  await sql`update obligations set from_month = ${`${before}-01`}::date where to_month is null`.execute(
    house.database.owner,
  );
  await sql`delete from obligations o using indicators i where i.id = o.indicator_id and i.code !~ '^T' and o.to_month is null`.execute(
    house.database.owner,
  );
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, ${testUnits.VN}, id, 'commune', ${`${before}-01`}::date, 'test' from indicators where code in ('M03', 'M01')`.execute(
    house.database.owner,
  );
  expect(
    (await house.request(administrator, 'PUT', `/units/${testUnits.A1}/register-keepings/tips`, { fromMonth: before }))
      .statusCode,
  ).toBe(200);
});
afterAll(() => house.close());

const tip = (change: Record<string, unknown> = {}) => ({
  receivedOn: days.from,
  sort: 'security_tip',
  topic: 'theft',
  channel: 'hotline',
  ofValue: 'yes',
  competence: 'within',
  forwardedOn: null,
  settledOn: null,
  outcome: null,
  casesCleared: 0,
  personsCleared: 0,
  personsArrested: 0,
  propertyRecoveredVnd: 0,
  ...change,
});

async function enter(change: Record<string, unknown> = {}) {
  const answer = await house.request(officer, 'POST', '/tips', { unitId: testUnits.A1, values: tip(change) });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as { id: string; version: number };
}

const at = `/submissions/${testUnits.A1}/${closed}`;
const read = async (actor = officer) => (await house.request(actor, 'GET', at)).json();
const rowOf = (submission: { rows: { indicator: { code: string } }[] }, code: string) =>
  submission.rows.find((row) => row.indicator.code === code) as unknown as Record<string, unknown>;

async function figureOf(actor: TestActor, unit: string, code = 'T01', more = ''): Promise<string | null> {
  const answer = await house.request(
    actor,
    'GET',
    `/figures?unit=${unit}&from=${closed}&to=${closed}&indicators=${code}${more}`,
  );
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().figures[0].value;
}

describe('a month of a commune, from its records to the nation', () => {
  test('is computed from the register while it is open, and supplements are typed with a reason', async () => {
    await enter();
    await enter({ receivedOn: days.to, ofValue: 'no', settledOn: days.to, outcome: 'no_basis' });
    const mistaken = await enter({ topic: 'fire' });
    await house.request(officer, 'POST', `/tips/${mistaken.id}/void`, { version: 1, reason: 'by_mistake' });
    const period = await read();
    expect(period.state).toBe('missing');
    expect(rowOf(period, 'T01')).toMatchObject({ value: '2', origin: 'records', editable: false });
    expect(rowOf(period, 'T02')).toMatchObject({ value: '1' });
    expect(rowOf(period, 'M03')).toMatchObject({ value: null, editable: true });
    expect(period.computed.find((one: { indicator: { code: string } }) => one.indicator.code === 'T03')).toMatchObject({
      value: '50.00',
    });

    const typed = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'M03', value: '7' }],
      reason: 'chưa có sổ mô hình',
      revision: 0,
    });
    expect(typed.statusCode, typed.body).toBe(200);
    expect(rowOf(typed.json(), 'M03')).toMatchObject({ value: '7', origin: 'supplement' });
    const names = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'M01', value: '3', keys: ['Camera an ninh', 'Camera  an ninh', 'Tiếng kẻng'] }],
      reason: 'chưa có sổ mô hình',
      revision: typed.json().revision,
    });
    expect(rowOf(names.json(), 'M01')).toMatchObject({ value: '2' });
  });

  test('a figure that comes from the register is not typed, nor one that is not owed', async () => {
    const typed = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'T01', value: '9' }],
      reason: 'nhầm',
      revision: 0,
    });
    expect(typed.json().code).toBe('supplement.register_kept');
    const notOwed = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'A05', value: '9' }],
      reason: 'nhầm',
      revision: 0,
    });
    expect(notOwed.json().code).toBe('supplement.not_owed');
  });

  test('many figures are entered in one act, whole or not at all, each with its own source where it has one', async () => {
    const { revision } = await read();
    const reason = 'theo sổ theo dõi của xã';
    const save = (cells: object[]) => house.request(officer, 'PUT', `${at}/supplements`, { cells, reason, revision });
    const bad = await save([
      { indicatorCode: 'M03', value: '9' },
      { indicatorCode: 'A05', value: '1' },
    ]);
    expect(bad.json()).toMatchObject({ code: 'supplement.not_owed', params: { code: 'A05' } });
    const twice = await save([
      { indicatorCode: 'M03', value: '9' },
      { indicatorCode: 'M03', value: '10' },
    ]);
    expect(twice.json().code).toBe('supplement.twice');
    expect(rowOf(await read(), 'M03')).toMatchObject({ value: '7' });

    const saved = await save([
      { indicatorCode: 'M03', value: '9800', qualifier: 'over' },
      { indicatorCode: 'M01', value: '2', keys: ['Tiếng kẻng', 'Camera an ninh'], reason: 'danh sách 12/DS' },
    ]);
    expect(saved.statusCode, saved.body).toBe(200);
    expect(saved.json().revision).toBe(revision + 1);
    expect(rowOf(saved.json(), 'M03')).toMatchObject({ value: '9800', qualifier: 'over', reason });
    expect(rowOf(saved.json(), 'M01')).toMatchObject({ value: '2', qualifier: null, reason: 'danh sách 12/DS' });
    const stale = await save([{ indicatorCode: 'M03', value: null }]);
    expect(stale.json()).toMatchObject({
      code: 'request.stale',
      params: {
        current: { revision: revision + 1, cells: [{ indicatorCode: 'M03', value: '9800', qualifier: 'over' }] },
      },
    });
    const { rows } = await sql<{ values: string[] }>`
      select changes -> 'values' as values from audit_lines where act = 'submission.supplemented' order by at desc limit 1`.execute(
      house.database.owner,
    );
    expect(rows[0]!.values).toEqual(['M03: 7 → over 9800', 'M01: 2 → 2']);

    const mended = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'M03', value: '7' }],
      reason,
      revision: revision + 1,
    });
    expect(rowOf(mended.json(), 'M03')).toMatchObject({ value: '7', qualifier: null });
  });

  test('a stale edit is refused and shows where the period stands', async () => {
    const stale = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'M03', value: '8' }],
      reason: 'sửa lại',
      revision: 999,
    });
    expect(stale.statusCode).toBe(409);
    expect(stale.json()).toMatchObject({ code: 'request.stale', params: { current: { state: 'open' } } });
  });

  test('submitted, returned with a reason on a figure, mended, approved: all levels move by exactly that', async () => {
    const open = await read();
    expect((await house.request(officer, 'POST', `${at}/submit`, { revision: open.revision })).json().state).toBe(
      'submitted',
    );
    expect(
      (
        await house.request(officer, 'PUT', `${at}/supplements`, {
          cells: [{ indicatorCode: 'M03', value: '8' }],
          reason: 'sửa lại',
          revision: 0,
        })
      ).json().code,
    ).toBe('submission.not_submittable');
    const waiting = await read(checker);
    const returned = await house.request(checker, 'POST', `${at}/return`, {
      revision: waiting.revision,
      reasons: [{ indicatorCode: 'M03', reason: 'Thiếu tổ của ấp 2.' }],
    });
    expect(rowOf(returned.json(), 'M03')).toMatchObject({ returns: [{ reason: 'Thiếu tổ của ấp 2.', mended: false }] });
    expect(await figureOf(ministry, 'VN')).toBeNull();

    const mended = await house.request(officer, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'M03', value: '8' }],
      reason: 'thêm ấp 2',
      revision: returned.json().revision,
    });
    const again = await house.request(officer, 'POST', `${at}/submit`, { revision: mended.json().revision });
    expect(rowOf(again.json(), 'M03')).toMatchObject({ value: '8', returns: [{ mended: true }] });

    const approve = { submissions: [{ unitId: testUnits.A1, month: closed, revision: again.json().revision }] };
    expect((await house.request(officer, 'POST', '/submissions/approve', approve)).statusCode).toBe(403);
    expect((await house.request(checker, 'POST', '/submissions/approve', approve)).json().code).toBe(
      'permission.missing',
    );
    expect((await house.request(approver, 'POST', '/submissions/approve', approve)).json()).toEqual({ approved: 1 });
    for (const view of ['then', 'today']) {
      expect(await figureOf(officer, `%23${testUnits.A1}`, 'T01', `&view=${view}`)).toBe('2');
      expect(await figureOf(checker, `%23${testUnits.A}`, 'T01', `&view=${view}`)).toBe('2');
      expect(await figureOf(ministry, 'VN', 'T01', `&view=${view}`)).toBe('2');
      expect(await figureOf(ministry, 'VN', 'M01', `&view=${view}`)).toBe('2');
    }
  });

  test('the figure opens to its records, frozen as they were counted', async () => {
    const opened = await house.request(officer, 'GET', `/own-figures/${testUnits.A1}/${closed}/T02`);
    expect(opened.json()).toMatchObject({
      version: 1,
      recordsReadable: true,
      records: [{ version: 1, changedSince: false }],
    });
    const byMinistry = await house.request(ministry, 'GET', `/own-figures/${testUnits.A1}/${closed}/T02`);
    expect(byMinistry.json()).toMatchObject({ recordsReadable: false, records: [], versions: [{ recordCount: 1 }] });
  });

  test('a late record shows as drift and enters by a correction, which counts when approved', async () => {
    await enter({ topic: 'gambling' });
    expect(rowOf(await read(), 'T01')).toMatchObject({ value: '2', drift: { register: '3', submitted: '2' } });
    const drift = await house.request(checker, 'GET', '/drift');
    expect(drift.json().items.map((one: { indicator: { code: string } }) => one.indicator.code)).toContain('T01');

    // Whoever may not see the records is told no drift rather than a wrong one, and no figure that only they would give.
    expect((await house.request(ministry, 'GET', '/drift')).json().items).toEqual([]);
    expect(rowOf(await read(ministry), 'T01')).toMatchObject({ value: '2', drift: null });
    const open = (await house.request(ministry, 'GET', `/submissions/${testUnits.A1}/${before}`)).json();
    expect(rowOf(open, 'T01')).toMatchObject({ value: null });

    const corrected = await house.request(officer, 'POST', `${at}/corrections`, { reason: 'Vào sổ muộn một tin.' });
    expect(corrected.json()).toMatchObject({ state: 'open', version: 2 });
    expect(rowOf(corrected.json(), 'T01')).toMatchObject({ value: '3', approved: '2' });
    expect((await house.request(officer, 'POST', `${at}/corrections`, { reason: 'lần nữa' })).json().code).toBe(
      'submission.correction_open',
    );
    const handed = await house.request(officer, 'POST', `${at}/submit`, { revision: corrected.json().revision });
    expect(await figureOf(ministry, 'VN')).toBe('2');
    await house.request(approver, 'POST', '/submissions/approve', {
      submissions: [{ unitId: testUnits.A1, month: closed, revision: handed.json().revision }],
    });
    expect(await figureOf(ministry, 'VN')).toBe('3');
    expect(rowOf(await read(), 'T01')).toMatchObject({ value: '3', drift: null });
    expect(rowOf(await read(), 'M03')).toMatchObject({ value: '8' });
  });

  test('as known on a day before the correction the earlier figure stands', async () => {
    await sql`update submission_versions set decided_at = now() - interval '3 days' where version = 1 and unit_id = ${testUnits.A1}`.execute(
      house.database.owner,
    );
    const dayBefore = (count: number) => vietnamDay(new Date(Date.now() - count * 86_400_000));
    expect(await figureOf(ministry, 'VN', 'T01', `&asKnownOn=${dayBefore(1)}`)).toBe('2');
    expect(await figureOf(ministry, 'VN', 'T01', `&asKnownOn=${dayBefore(4)}`)).toBeNull();
    const today = await house.request(
      ministry,
      'GET',
      `/figures?unit=VN&from=${closed}&to=${closed}&asKnownOn=${dayBefore(0)}`,
    );
    expect(today.json().code).toBe('figures.known_on_not_past');
  });
});

test('a month that is still running cannot be submitted', async () => {
  const running = addMonths(closed, 1);
  const answer = await house.request(officer, 'POST', `/submissions/${testUnits.A1}/${running}/submit`, {
    revision: 0,
  });
  expect(answer.json().code).toBe('submission.month_running');
});

test('the approver sees what waits first, then who is missing', async () => {
  const grid = (await house.request(approver, 'GET', `/submissions?month=${closed}`)).json();
  expect(grid.counts).toEqual({ missing: 2, open: 0, submitted: 0, returned: 0, approved: 1 });
  expect(grid.items.map((line: { state: string }) => line.state)).toEqual(['missing', 'missing', 'approved']);
  const first = (await house.request(approver, 'GET', `/submissions?month=${closed}&limit=2`)).json();
  const rest = (
    await house.request(approver, 'GET', `/submissions?month=${closed}&limit=2&after=${encodeURIComponent(first.next)}`)
  ).json();
  expect([...first.items, ...rest.items].map((line: { unit: { id: number } }) => line.unit.id)).toEqual(
    grid.items.map((line: { unit: { id: number } }) => line.unit.id),
  );
});

test('what is due stands on the first screen of each', async () => {
  const mine = (await house.request(officer, 'GET', '/today')).json();
  expect(mine.due).toMatchObject([{ kind: 'submit', month: before }]);
  expect(mine.figures[0]).toMatchObject({ indicator: { code: 'T01' }, value: '3' });
  const theirs = (await house.request(approver, 'GET', '/today')).json();
  expect(theirs.progress).toMatchObject({ obliged: 3, approved: 1, submitted: 0 });
  expect(theirs.due).toMatchObject([{ kind: 'silent', count: 2 }]);
});

describe('data of before comes in bulk', () => {
  const bulk = (unitId: number | undefined, figures: object[], month = before) => ({
    origin: 'imported',
    reason: 'số liệu cũ',
    submissions: [{ unitId, month, figures }],
  });

  test('whole or not at all, only what is owed, never over what is there', async () => {
    const good = bulk(testUnits.A2, [{ indicatorCode: 'T01', value: '5' }]);
    const bad = {
      ...good,
      submissions: [...good.submissions, ...bulk(testUnits.A3, [{ indicatorCode: 'A05', value: '1' }]).submissions],
    };
    expect((await house.request(checker, 'POST', '/submissions/bulk', bad)).json().code).toBe('supplement.not_owed');
    expect(
      (
        await house.request(
          checker,
          'POST',
          '/submissions/bulk',
          bulk(testUnits.C1, [{ indicatorCode: 'T01', value: '5' }]),
        )
      ).json().code,
    ).toBe('permission.place');
    expect(
      (
        await house.request(
          checker,
          'POST',
          '/submissions/bulk',
          bulk(testUnits.A1, [{ indicatorCode: 'T01', value: '5' }]),
        )
      ).json().code,
    ).toBe('supplement.register_kept');
    expect((await house.request(checker, 'POST', '/submissions/bulk', good)).json()).toEqual({
      submitted: 1,
      figures: 1,
    });
    expect((await house.request(checker, 'POST', '/submissions/bulk', good)).json().code).toBe('submission.exists');
  });

  test('approved together by another person, none by whoever submitted', async () => {
    const both = await createActor(house.database, { role: 'province_approver', unit: testUnits.A });
    await sql`update submission_versions set submitted_by = ${both.accountId} where unit_id = ${testUnits.A2}`.execute(
      house.database.owner,
    );
    const asked = { submissions: [{ unitId: testUnits.A2, month: before, revision: 1 }] };
    expect((await house.request(both, 'POST', '/submissions/approve', asked)).json().code).toBe('submission.own');
    expect((await house.request(approver, 'POST', '/submissions/approve', asked)).json()).toEqual({ approved: 1 });
    expect((await house.request(approver, 'POST', '/submissions/approve', asked)).json().code).toBe(
      'submission.not_submitted',
    );
  });
});
