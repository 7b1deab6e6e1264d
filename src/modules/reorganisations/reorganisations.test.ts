import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerFigures, verifyFigures } from '#modules/figures/index.ts';
import { enterSession } from '#platform/database/database.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { aColleague, anAddedUnit, aSubmission, oweFigures } from '#tests/support/rows.ts';
import type { ReorganisationPreview } from './reorganisations.contract.ts';
import { applyDueReorganisations } from './server/apply.ts';

const { VN, A, A1, A2, A3, C, C1, b1 } = testUnits;
const today = vietnamDay(new Date());
const last = addMonths(determineMonthOf(today), -1);
const asked = ['T01', 'M01'];

type Input = Record<string, unknown>;
type Refused = { code: string; fields: { path: string; message: string }[] };

/** A1 is merged into A2, which lives on. */
const merging = (more: Input = {}): Input => ({
  title: 'Nhập Xã Thử A Một vào Xã Thử A Hai',
  documentNumber: '12/NQ-UBTVQH16',
  documentDate: '2026-05-04',
  issuer: 'Ủy ban Thường vụ Quốc hội',
  takesEffectOn: today,
  ended: [A1],
  founded: [],
  successions: [{ from: A1, to: `#${A2}`, extent: 'whole' }],
  moved: [],
  ...more,
});
const founding = (ref: string, more: Input = {}): Input => ({
  ref,
  kind: 'commune',
  code: null,
  nameVi: 'Phường Thử Mới',
  parent: `#${A}`,
  ...more,
});

async function openHouse() {
  const house = await createTestHouse();
  const { database, request } = house;
  const planner = await createActor(database, { role: 'system_administrator', unit: VN });
  const second = await createActor(database, { role: 'system_administrator', unit: VN });
  const by = await aColleague(database);
  const decidedBy = await aColleague(database);
  return {
    ...house,
    planner,
    second,
    approve: (unitId: number, month: string) => aSubmission(database, unitId, month, 'approved', { by, decidedBy }),
    add: async (input: Input, actor = planner) => {
      const answer = await request(actor, 'POST', '/reorganisations', input);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json<{ id: number; version: number }>();
    },
    refusedFields: async (input: Input): Promise<[string, string][]> => {
      const answer = await request(planner, 'POST', '/reorganisations', input);
      const { code, fields } = answer.json<Refused>();
      expect([answer.statusCode, code], answer.body).toEqual([400, 'input.invalid']);
      return fields.map(({ path, message }) => [path, message]);
    },
    preview: async (input: Input): Promise<ReorganisationPreview> => {
      const answer = await request(planner, 'POST', '/reorganisations/preview', input);
      expect(answer.statusCode, answer.body).toBe(200);
      return answer.json();
    },
    confirm: async ({ id, version }: { id: number; version: number }, actor = second) =>
      request(actor, 'POST', `/reorganisations/${id}/confirm`, { version }),
    get: async (id: number, actor = planner) => (await request(actor, 'GET', `/reorganisations/${id}`)).json(),
    valuesOf: async (unitId: number, view: 'then' | 'today') => {
      const span = { from: addMonths(last, -11), to: last };
      const { figures } = await answerFigures(database.owner, { unit: `#${unitId}`, view, ...span }, asked, 'vi');
      return figures.map((figure) => figure.value);
    },
    reachOf: async (actor: TestActor, permission: string) =>
      database.app.transaction().execute(async (tx) => {
        await enterSession(tx, actor.token);
        const { rows } = await sql<{ id: number }>`select units_with(${permission}) as id`.execute(tx);
        return rows.map(({ id }) => id).toSorted((one, other) => one - other);
      }),
    idOf: async (name: string) => {
      const { rows } = await sql<{ id: number }>`
        select id from units where name_vi = ${name} and valid_to is null`.execute(database.owner);
      return rows[0]!.id;
    },
  };
}

/** The totals of a preview row by indicator, before and after. */
function changeOf(preview: ReorganisationPreview, name: string) {
  const row = preview.today.rows.find(({ unit }) => unit.nameVi === name);
  const pick = (values: (string | null)[] | null | undefined) =>
    values && asked.map((code) => values[preview.today.indicators.findIndex((one) => one.code === code)]);
  return row && { state: row.state, before: pick(row.before), after: pick(row.after) };
}

describe('a commune merged into another that lives on', async () => {
  const house = await openHouse();
  afterAll(house.close);
  const { database, request, planner, second } = house;
  let area: number;
  beforeAll(async () => {
    for (const unit of [A1, A2, b1, C1]) await house.approve(unit, last);
    area = await anAddedUnit(database, A1);
    await createActor(database, { role: 'commune_head', unit: A1 });
    await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
      values (${A}, ${A1}, 'tips', '2026-01-15')`.execute(database.owner);
  });

  test('is previewed without being written, and what is foretold then happens', async () => {
    const preview = await house.preview(merging());
    expect(preview.refusals).toEqual([]);
    expect(preview.then).toMatchObject({ changed: [] });
    expect(preview.then.compared).toBeGreaterThan(5);
    expect(preview.ended.map(({ unitId }) => unitId)).toEqual([A1, area]);
    expect(preview.made).toMatchObject([{ carried: true, code: 'TA2-001', parentName: 'Xã Thử A Hai' }]);
    expect(changeOf(preview, 'Xã Thử A Hai')).toEqual({ state: 'stays', before: ['3', '3'], after: ['9', '3'] });
    expect(changeOf(preview, 'Xã Thử A Một')?.state).toBe('ends');
    // Totals of the province do not move.
    expect(changeOf(preview, 'Tỉnh Thử A')).toBeUndefined();
    const [unfinished] = preview.unfinished;
    expect(unfinished).toMatchObject({ unit: { unitId: A1 }, registers: [{ register: 'tips' }], openMonths: [] });
    expect(unfinished!.posts.map(({ roleNameEn }) => roleNameEn)).toEqual([expect.stringMatching(/commune/i)]);
    expect(await house.valuesOf(A2, 'today')).toEqual(['3', '3']);

    const then = await Promise.all([A, A1, A2, C, VN].map((unit) => house.valuesOf(unit, 'then')));
    const head = await createActor(database, { role: 'commune_head', unit: A2 });
    const recorder = await createActor(database, { role: 'recorder', unit: A1 });
    expect(await house.reachOf(head, 'tip.write')).not.toContain(A1);
    const plan = await house.add(merging());
    expect((await house.confirm(plan)).statusCode).toBe(200);
    expect(await applyDueReorganisations(database.owner, today)).toEqual({ applied: [plan.id], refused: [] });

    expect(await Promise.all([A, A1, A2, C, VN].map((unit) => house.valuesOf(unit, 'then')))).toEqual(then);
    expect(await house.valuesOf(A2, 'today')).toEqual(changeOf(preview, 'Xã Thử A Hai')!.after);
    expect(await house.valuesOf(A1, 'today')).toEqual(changeOf(preview, 'Xã Thử A Một')!.after);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true });
    // Who has a post at the commune that lives on holds what it took in; who had one at the ended commune, that alone.
    expect(await house.reachOf(head, 'tip.write')).toEqual(expect.arrayContaining([A1, A2, b1]));
    expect(await house.reachOf(recorder, 'tip.write')).toEqual([A1]);
    const { rows } = await sql`select v.state, r.state as reorganisation, count(*)::int as count
      from reorganisations r join boundary_versions v on v.id = r.boundary_version_id group by 1, 2`.execute(
      database.owner,
    );
    expect(rows).toEqual([{ state: 'current', reorganisation: 'applied', count: 1 }]);
  });

  test('stands in the history of both, with its document, and the area goes on below the other', async () => {
    const former = (await request(planner, 'GET', `/units/${A1}`)).json();
    expect(former).toMatchObject({
      unit: { validTo: today },
      successors: [{ unit: { id: A2 }, extent: 'whole', takesEffectOn: today, note: expect.stringContaining('12/NQ') }],
      responsibleToday: { id: A2 },
      added: null,
    });
    const carried = (await request(planner, 'GET', `/units/${area}`)).json();
    expect(carried.successors).toMatchObject([{ unit: { code: 'TA2-001', parentName: 'Xã Thử A Hai' } }]);
    const reopened = await request(planner, 'POST', `/units/${area}/reopen`, { version: 2 });
    expect([reopened.statusCode, reopened.json().code]).toEqual([409, 'unit.misplaced']);
  });

  test('cannot be changed or withdrawn any more, and is not applied twice', async () => {
    const [plan] = (await request(second, 'GET', '/reorganisations')).json().items;
    expect(plan).toMatchObject({ state: 'applied', isConfirmed: true, endedCount: 1 });
    const answers = await Promise.all([
      request(planner, 'PUT', `/reorganisations/${plan.id}`, { ...merging(), version: 1 }),
      request(planner, 'POST', `/reorganisations/${plan.id}/withdraw`, { version: 1, reason: 'nhầm' }),
      house.confirm({ id: plan.id, version: 1 }),
    ]);
    expect(answers.map((answer) => answer.json().code)).toEqual(Array(3).fill('reorganisation.not_planned'));
    expect(await applyDueReorganisations(database.owner, today)).toEqual({ applied: [], refused: [] });
    const { rows } = await sql<{ act: string }>`
      select act from audit_lines where subject_kind = 'reorganisation' order by at, id`.execute(database.owner);
    expect(rows.map(({ act }) => act)).toEqual([
      'reorganisation.planned',
      'reorganisation.confirmed',
      'reorganisation.applied',
    ]);
  });
});

describe('a commune split, and a province merged', async () => {
  const house = await openHouse();
  afterAll(house.close);
  const { database } = house;
  let area: number;
  beforeAll(async () => {
    for (const unit of [A1, A2, A3, C1]) await house.approve(unit, last);
    area = await anAddedUnit(database, A1);
  });
  const splitting = (more: Input = {}): Input =>
    merging({
      title: 'Chia Xã Thử A Một',
      founded: [founding('n1')],
      successions: [
        { from: A1, to: 'n1', extent: 'part' },
        { from: A1, to: `#${A2}`, extent: 'part' },
        { from: A3, to: 'n1', extent: 'part', note: 'Thôn Bắc' },
      ],
      ...more,
    });

  test('asks where each unit below it goes, and says below which unit it is not divisible', async () => {
    expect(await house.refusedFields(splitting())).toEqual([
      ['moved', expect.stringMatching(/Xã Thử A Một chia nhiều phần/)],
    ]);
    const open = await house.preview(splitting());
    expect(open.undecided.map(({ unitId }) => unitId)).toEqual([area]);
    expect(open.refusals).toHaveLength(1);
    const preview = await house.preview(splitting({ moved: [{ unitId: area, to: 'n1' }] }));
    expect(preview.refusals).toEqual([]);
    expect(preview.notDivisible).toEqual([
      expect.objectContaining({
        unit: expect.objectContaining({ unitId: A1 }),
        into: ['Phường Thử Mới', 'Xã Thử A Hai'],
        heldBy: expect.objectContaining({ unitId: A }),
      }),
      // What lives on keeps the figures of before.
      expect.objectContaining({
        unit: expect.objectContaining({ unitId: A3 }),
        heldBy: expect.objectContaining({ unitId: A3 }),
      }),
    ]);
    expect(changeOf(preview, 'Phường Thử Mới')).toEqual({ state: 'new', before: null, after: [null, null] });
    expect(changeOf(preview, 'Xã Thử A Hai')).toBeUndefined();
    const before = await house.valuesOf(A, 'today');
    const plan = await house.add(splitting({ moved: [{ unitId: area, to: 'n1' }] }));
    await house.confirm(plan);
    expect(await applyDueReorganisations(database.owner, today)).toMatchObject({ applied: [plan.id] });
    const made = await house.idOf('Phường Thử Mới');
    expect((await house.get(plan.id)).made).toEqual([{ ref: 'n1', unitId: made }]);
    expect(await house.valuesOf(made, 'today')).toEqual([null, null]);
    expect(await house.valuesOf(A, 'today')).toEqual(before);
    const history = (await house.request(house.planner, 'GET', `/units/${A1}`)).json();
    expect(history).toMatchObject({
      responsibleToday: { id: A },
      notDivisible: [{ unit: { id: A1 }, heldBy: { id: A } }],
    });
    const ofNew = (await house.request(house.planner, 'GET', `/units/${made}`)).json();
    expect(ofNew.notDivisible).toMatchObject([
      { unit: { id: A1 }, heldBy: { id: A } },
      { unit: { id: A3 }, heldBy: { id: A3 } },
    ]);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true });
  });

  test('carries the communes of a merged province with their code, and moves its total alone', async () => {
    const input = merging({
      title: 'Nhập Tỉnh Thử C vào Tỉnh Thử A',
      ended: [C],
      successions: [{ from: C, to: `#${A}`, extent: 'whole' }],
    });
    const then = await Promise.all([A, C, C1].map((unit) => house.valuesOf(unit, 'then')));
    const preview = await house.preview(input);
    expect(preview.made).toMatchObject([{ code: 'TC1', carried: true, parentName: 'Tỉnh Thử A' }]);
    const plan = await house.add(input);
    await house.confirm(plan);
    expect(await applyDueReorganisations(database.owner, today)).toMatchObject({ applied: [plan.id] });
    expect(await Promise.all([A, C, C1].map((unit) => house.valuesOf(unit, 'then')))).toEqual(then);
    expect(await house.valuesOf(A, 'today')).toEqual(changeOf(preview, 'Tỉnh Thử A')!.after);
    expect(await house.valuesOf(await house.idOf('Xã Thử C Một'), 'today')).toEqual(['3', '3']);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true });
  });
});

describe('a plan', async () => {
  const house = await openHouse();
  afterAll(house.close);
  const { database, request, planner, second } = house;
  const tomorrow = '2999-01-01';

  test('is refused at each field that is not right', async () => {
    expect(await house.refusedFields(merging({ ended: [], successions: [] }))).toEqual([
      ['ended', expect.stringMatching(/ít nhất một/)],
    ]);
    const wrong = await house.refusedFields(
      merging({
        ended: [A1, b1, A3],
        founded: [
          founding('n1', { code: '123' }),
          founding('n2', { code: '10001', parent: `#${C1}` }),
          founding('n3', { nameVi: 'Xã Thử A Hai' }),
        ],
        successions: [
          { from: A1, to: `#${A3}`, extent: 'whole' },
          { from: A2, to: 'n1', extent: 'whole' },
          { from: A, to: 'n2', extent: 'part' },
          { from: A3, to: 'n3', extent: 'part' },
        ],
      }),
    );
    expect(wrong.map(([path]) => path)).toEqual([
      'ended.1',
      'founded.0.code',
      'successions.0.to',
      'successions.1.extent',
      'successions.2.to',
      'ended.1',
      'successions.3.extent',
      'founded.1.parent',
      'founded.2.nameVi',
    ]);
    expect(await house.refusedFields(merging({ takesEffectOn: '2025-07-01' }))).toEqual([
      ['ended.0', expect.stringMatching(/01\/07\/2025/)],
      ['successions.0.to', expect.stringMatching(/01\/07\/2025/)],
    ]);
  });

  test('needs a second person, who is asked again after a change', async () => {
    const plan = await house.add(merging({ takesEffectOn: tomorrow }));
    expect((await house.confirm(plan, planner)).json().code).toBe('reorganisation.second_person');
    expect(await house.get(plan.id)).toMatchObject({ mayChange: true, mayConfirm: false });
    expect(await house.get(plan.id, second)).toMatchObject({ mayConfirm: true });
    expect((await house.confirm(plan)).json()).toMatchObject({ isConfirmed: true });
    const changed = await request(second, 'PUT', `/reorganisations/${plan.id}`, {
      ...merging({ takesEffectOn: '2999-02-01' }),
      version: 1,
    });
    expect(changed.json()).toMatchObject({ isConfirmed: false, version: 2, takesEffectOn: '2999-02-01' });
    const stale = await request(planner, 'PUT', `/reorganisations/${plan.id}`, { ...merging(), version: 1 });
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'request.stale']);
    // Neither who added it nor who changed it.
    for (const actor of [planner, second]) {
      expect((await house.confirm({ id: plan.id, version: 2 }, actor)).json().code).toBe(
        'reorganisation.second_person',
      );
    }
    const direct = sql`update reorganisations set confirmed_by = added_by where id = ${plan.id}`.execute(
      database.owner,
    );
    await expect(direct).rejects.toThrow(/second_person/);
  });

  test('holds its units for itself, and is undone before its day', async () => {
    const [{ id, version }] = (await request(planner, 'GET', '/reorganisations?state=planned'))
      .json()
      .items.map((one: { id: number }) => ({ id: one.id, version: 2 }));
    expect(await house.refusedFields(merging())).toEqual([['ended.0', expect.stringMatching(/sắp xếp khác/)]]);
    const third = await createActor(database, { role: 'system_administrator', unit: VN });
    expect((await house.confirm({ id, version }, third)).statusCode).toBe(200);
    expect(await applyDueReorganisations(database.owner, today)).toEqual({ applied: [], refused: [] });
    const withdrawn = await request(planner, 'POST', `/reorganisations/${id}/withdraw`, { version, reason: 'hoãn' });
    expect(withdrawn.json()).toMatchObject({ state: 'withdrawn', withdrawn: { reason: 'hoãn' }, mayChange: false });
    expect(await applyDueReorganisations(database.owner, '2999-12-31')).toEqual({ applied: [], refused: [] });
    const { rows } = await sql`select valid_to from units where id = ${A1}`.execute(database.owner);
    expect(rows).toEqual([{ validTo: null }]);
    expect((await house.confirm({ id, version }, second)).json().code).toBe('reorganisation.not_planned');
  });

  test('that the units do not allow any more stands still and says why', async () => {
    const plan = await house.add(merging());
    await house.confirm(plan);
    await sql`update units set valid_to = '2026-01-01' where id = ${A2}`.execute(database.owner);
    expect(await applyDueReorganisations(database.owner, today)).toEqual({
      applied: [],
      refused: [{ id: plan.id, first: expect.stringMatching(/Xã Thử A Hai đã kết thúc/) }],
    });
    expect((await house.get(plan.id)).refusals).toHaveLength(1);
    const { rows } = await sql`select state from boundary_versions where state = 'building'`.execute(database.owner);
    expect(rows).toEqual([]);
    await sql`update units set valid_to = null where id = ${A2}`.execute(database.owner);
    await request(planner, 'POST', `/reorganisations/${plan.id}/withdraw`, { version: 1, reason: 'nhầm' });
  });

  test('is open to system administrators of the nation alone, in the database too', async () => {
    const others = await Promise.all([
      createActor(database, { role: 'system_administrator', unit: A }),
      createActor(database, { role: 'unit_administrator', unit: A }),
    ]);
    const codes = await Promise.all(
      others.map(async (actor) => (await request(actor, 'POST', '/reorganisations', merging())).json().code),
    );
    expect(codes).toEqual(['permission.place', 'permission.missing']);
    for (const call of [
      sql`keep_reorganisation(null, null, '{}', '[]')`,
      sql`confirm_reorganisation(1, 1)`,
      sql`withdraw_reorganisation(1, 1, 'x')`,
      sql`total_territories('{1}', '{2}', '{T01}', '2026-01-01', '2026-02-01')`,
      sql`unfinished_at('{2}', '2026-01-01')`,
    ]) {
      const attempt = database.app.transaction().execute(async (tx) => {
        await enterSession(tx, others[0].token);
        await sql`select ${call}`.execute(tx);
      });
      await expect(attempt).rejects.toThrow(/not_allowed/);
    }
    await expect(sql`update reorganisations set state = 'applied'`.execute(database.app)).rejects.toThrow(/denied/);
  });
});

test('is applied beside approvals under way, and every total is exact', async () => {
  const house = await openHouse();
  try {
    const { database, request } = house;
    await oweFigures(database);
    const checker = await createActor(database, { role: 'province_checker', unit: VN });
    const approver = await createActor(database, { role: 'province_approver', unit: VN });
    const months = Array.from({ length: 8 }, (_, index) => addMonths(last, -index));
    const places = months.flatMap((month) => [A1, A2, A3, C1].map((unitId) => ({ unitId, month })));
    const submissions = places
      .filter(({ unitId, month }) => unitId === C1 || month >= '2025-07')
      .map((place, index) => ({ ...place, figures: [{ indicatorCode: 'T01', value: String(index + 1) }] }));
    const entered = await request(checker, 'POST', '/submissions/bulk', {
      origin: 'supplement',
      reason: 'thử',
      submissions,
    });
    expect(entered.statusCode, entered.body).toBe(200);
    const plan = await house.add(merging());
    await house.confirm(plan);
    const [applied, ...approvals] = await Promise.all([
      applyDueReorganisations(database.owner, today),
      ...submissions.map(({ unitId, month }) =>
        request(approver, 'POST', '/submissions/approve', { submissions: [{ unitId, month, revision: 1 }] }),
      ),
    ]);
    expect(applied).toMatchObject({ applied: [plan.id] });
    expect(approvals.map((answer) => answer.statusCode)).toEqual(submissions.map(() => 200));
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true, differences: [] });
    const total = submissions.reduce((sum, one) => sum + Number(one.figures[0]!.value), 0);
    const span = { from: months.at(-1)!, to: last, view: 'today' as const };
    const { figures } = await answerFigures(database.owner, { unit: `#${VN}`, ...span }, ['T01'], 'vi');
    expect(figures[0]!.value).toBe(String(total));
  } finally {
    await house.close();
  }
});
