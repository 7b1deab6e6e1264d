import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { answerFigures, verifyFigures } from '#modules/figures/index.ts';
import { enterSession } from '#platform/database/database.ts';
import { testProvinceId } from '#tests/support/database.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { readRaw, recount } from '#tests/support/naive-recount.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, B, C, a1x, a1y, a2, a3, b1, b2, C1 } = testUnits;
const month = '2022-03';
const reason = 'số liệu thử';

const aTip = (change: Record<string, unknown> = {}) => ({
  receivedOn: '2026-02-03',
  sort: 'crime_report',
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
  respondedOn: null,
  firstResponseHours: 0,
  extendedOn: null,
  reclassifiedOn: null,
  protectedOn: null,
  timeliness: null,
  anonymity: null,
  reachable: null,
  told: null,
  ...change,
});

type Place = { unitId: number; month: string };

const withKey = (key: string) => ({ 'idempotency-key': key });
const approve = (who: TestActor, places: Place[], headers = {}) =>
  request(
    who,
    'POST',
    '/submissions/approve',
    { submissions: places.map((place) => ({ ...place, revision: 1 })) },
    headers,
  );
const submitMany = (who: TestActor, places: Place[], value = '5') =>
  request(who, 'POST', '/submissions/bulk', {
    origin: 'supplement',
    reason,
    submissions: places.map((place) => ({
      ...place,
      figures: [
        { indicatorCode: 'T02', value },
        { indicatorCode: 'T09', value: '2' },
      ],
    })),
  });

async function countRows(what: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${what}`.execute(database.owner);
  return rows[0]!.count;
}

const checker = await createActor(database, { role: 'province_checker', unit: VN });
const approvers = await Promise.all(
  ['one', 'two'].map(() => createActor(database, { role: 'province_approver', unit: VN })),
);
const [approver] = approvers as [TestActor, TestActor];
const officers = await Promise.all(['one', 'two'].map(() => createActor(database, { role: 'commune_head', unit: A1 })));
const [officer, colleague] = officers as [TestActor, TestActor];

describe('two officers edit one tip', () => {
  test('the second is shown what the first has saved, and nothing is overwritten', async () => {
    const tip = (await request(officer, 'POST', '/tips', { unitId: A1, values: aTip() })).json();
    const first = await request(officer, 'PUT', `/tips/${tip.id}`, { version: 1, values: aTip({ topic: 'fraud' }) });
    expect(first.statusCode).toBe(200);
    const second = await request(colleague, 'PUT', `/tips/${tip.id}`, {
      version: 1,
      values: aTip({ channel: 'zalo' }),
    });
    expect(second.statusCode).toBe(409);
    expect(second.json()).toMatchObject({
      code: 'request.stale',
      params: { current: { version: 2, values: aTip({ topic: 'fraud' }) } },
    });
    const kept = (await request(colleague, 'GET', `/tips/${tip.id}`)).json();
    expect([kept.version, kept.values]).toEqual([2, aTip({ topic: 'fraud' })]);
  });

  test('at the very same moment one of them wins', async () => {
    const tip = (await request(officer, 'POST', '/tips', { unitId: A1, values: aTip() })).json();
    const answers = await Promise.all(
      [officer, colleague].map((who, index) =>
        request(who, 'PUT', `/tips/${tip.id}`, {
          version: 1,
          values: aTip({ casesCleared: 0, topic: ['fire', 'drugs'][index] }),
        }),
      ),
    );
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
    const won = answers.find((answer) => answer.statusCode === 200)!.json().values.topic;
    const lost = answers.find((answer) => answer.statusCode === 409)!.json();
    expect(lost.params.current.values.topic).toBe(won);
    expect(await countRows(sql`record_versions where record_id = ${tip.id}`)).toBe(2);
  });
});

describe('one request sent several times at once', () => {
  test('a tip is entered once, and every sender gets the same answer', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => request(officer, 'POST', '/tips', { unitId: A1, values: aTip() }, withKey(key))),
    );
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200, 200]);
    const [id, ...others] = new Set(answers.map((answer) => answer.json().id as string));
    expect(others).toEqual([]);
    for (const answer of answers) expect(answer.json()).toEqual(answers[0]!.json());
    expect(await countRows(sql`audit_lines where act = 'tip.registered' and subject_id = ${id}`)).toBe(1);
    const reused = await request(
      officer,
      'POST',
      `/tips/${id}/void`,
      { version: 1, reason: 'by_mistake' },
      withKey(key),
    );
    expect([reused.statusCode, reused.json().code]).toEqual([422, 'request.reused']);
  });

  test('the same key of another person is another request', async () => {
    const key = randomUUID();
    const send = (who: TestActor) => request(who, 'POST', '/tips', { unitId: A1, values: aTip() }, withKey(key));
    const ids = (await Promise.all([send(officer), send(colleague)])).map((answer) => answer.json().id);
    expect(new Set(ids).size).toBe(2);
  });

  test('an approval counts once', async () => {
    const places = [{ unitId: a2, month }];
    expect((await submitMany(checker, places)).statusCode).toBe(200);
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => approve(approver, places, withKey(key))));
    expect(answers.map((answer) => [answer.statusCode, answer.json()])).toEqual(Array(4).fill([200, { approved: 1 }]));
    expect(await countRows(sql`audit_lines where act = 'submission.approved' and unit_id = ${a2}`)).toBe(1);
    expect(await countRows(sql`figure_years where unit_id = ${a2} and value = 5 and supplement_cells = 1`)).toBe(1);
  });
});

describe('two at one month', () => {
  test('two approve the same list at once: one wins, nothing counts twice', async () => {
    const places = [b1, b2, C1].map((unitId) => ({ unitId, month }));
    expect((await submitMany(checker, places)).statusCode).toBe(200);
    const answers = await Promise.all(approvers.map((who) => approve(who, places)));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)!.json().code).toBe('submission.not_submitted');
    expect(
      await countRows(
        sql`roll_ups where boundary_version_id = 0 and span = 'month' and unit_id = ${B} and value = 10 and supplement_cells = 2`,
      ),
    ).toBe(1);
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true });
  });

  test('two open a correction at once: one is opened', async () => {
    const path = `/submissions/${a1x}/${month}`;
    expect((await submitMany(checker, [{ unitId: a1x, month }])).statusCode).toBe(200);
    expect((await approve(approver, [{ unitId: a1x, month }])).statusCode).toBe(200);
    const answers = await Promise.all(officers.map((who) => request(who, 'POST', `${path}/corrections`, { reason })));
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
    expect(answers.find((answer) => answer.statusCode === 409)!.json().code).toBe('submission.correction_open');
    expect(await countRows(sql`submission_versions where unit_id = ${a1x}`)).toBe(2);
  });

  test('two enter one figure of a month that nobody had opened: the second is shown the first', async () => {
    const enter = (who: TestActor, value: string) =>
      request(who, 'PUT', `/submissions/${a1y}/${month}/supplements`, {
        cells: [{ indicatorCode: 'T02', value }],
        reason,
        revision: 0,
      });
    const answers = await Promise.all([enter(officer, '11'), enter(colleague, '12')]);
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 409]);
    const refused = answers.findIndex((answer) => answer.statusCode === 409);
    const shown = answers[refused]!.json();
    expect([shown.code, shown.params.current.cells[0].value]).toEqual(['request.stale', refused === 0 ? '12' : '11']);
    expect(await countRows(sql`figures where unit_id = ${a1y} and value = ${refused === 0 ? 12 : 11}`)).toBe(1);
  });
});

describe('whoever submitted may not approve', () => {
  test('the house refuses, and so does the database by itself', async () => {
    const both = await createActor(database, { role: 'province_checker', unit: C });
    await database.owner
      .insertInto('posts')
      .values({
        provinceId: testProvinceId(C),
        accountId: both.accountId,
        organisationCode: 'police',
        unitId: C,
        role: 'province_approver',
        validFrom: '2020-01-01',
      })
      .execute();
    const place = { unitId: C1, month: '2022-04' };
    expect((await submitMany(both, [place])).statusCode).toBe(200);
    const refused = await approve(both, [place]);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'submission.own']);
    const bySql = database.app.transaction().execute(async (tx) => {
      await enterSession(tx, both.token);
      await sql`update submission_versions set state = 'approved', decided_by = ${both.accountId}, decided_at = now()
        where unit_id = ${C1} and month = '2022-04-01'`.execute(tx);
    });
    await expect(bySql).rejects.toMatchObject({
      code: '23514',
      constraint: 'submission_versions_submitter_not_approver',
    });
    expect((await approve(approver, [place])).statusCode).toBe(200);
  });
});

describe('eight approve overlapping lists of two provinces', () => {
  test('nobody meets a failure of the house, and every total is exact', async () => {
    const months = Array.from({ length: 12 }, (_, index) => `2021-${String(index + 1).padStart(2, '0')}`);
    const units = [a1x, a1y, a2, a3, b1, b2];
    const places = units.flatMap((unitId) => months.map((one) => ({ unitId, month: one })));
    for (const unitId of units) {
      expect(
        (
          await submitMany(
            checker,
            places.filter((place) => place.unitId === unitId),
            String(unitId),
          )
        ).statusCode,
      ).toBe(200);
    }
    const answered = new Set<number>();
    const clients = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        createActor(database, { role: 'province_approver', unit: index % 2 ? A : VN }),
      ),
    );
    await Promise.all(clients.map((who, index) => approveAll(who, index, places, answered)));
    expect([...answered].toSorted()).toEqual([200, 409]);
    expect(
      await countRows(
        sql`submission_versions where state = 'approved' and month between '2021-01-01' and '2021-12-01'`,
      ),
    ).toBe(places.length);
    const raw = await readRaw(database.owner);
    for (const unitId of [VN, A, B]) {
      for (const view of ['then', 'today'] as const) {
        const ask = { unitId, view, from: '2021-01', to: '2021-12', asKnownOn: null };
        const { figures } = await answerFigures(
          database.owner,
          { ...ask, unit: `#${unitId}`, asKnownOn: undefined },
          ['T02', 'T09'],
          'vi',
        );
        for (const { indicatorCode, value, origins, qualifier, coverage } of figures) {
          expect({ value, origins, qualifier, coverage }, `${indicatorCode} of ${unitId}, ${view}`).toEqual(
            recount(raw, ask)(indicatorCode),
          );
        }
      }
    }
    expect(await verifyFigures(database.owner)).toMatchObject({ ok: true, differences: [] });
  });
});

/** One client works down the whole list in its own order and in lists of its own length, and goes on after every refusal. */
async function approveAll(who: TestActor, index: number, places: Place[], answered: Set<number>): Promise<void> {
  const turned = [...places.slice(index * 7), ...places.slice(0, index * 7)];
  const mine = index % 3 === 0 ? turned.toReversed() : turned;
  while (mine.length > 0) {
    const list = mine.splice(0, 3 + index * 2);
    const { statusCode } = await approve(who, list);
    answered.add(statusCode);
    // A list that a neighbour has begun is taken one by one.
    if (statusCode === 409) for (const place of list) answered.add((await approve(who, [place])).statusCode);
  }
}
