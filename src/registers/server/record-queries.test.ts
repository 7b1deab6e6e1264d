import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openTipsHouse } from '#tests/support/tips.ts';

const database = await createTestDatabase();
const house = await openTipsHouse(database);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A, A1, A2, a1x, b1, BD, VN } = testUnits;
let officer: TestActor;
let neighbour: TestActor;
let province: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: A1 });
  neighbour = await createActor(database, { role: 'recorder', unit: A2 });
  province = await createActor(database, { role: 'province_checker', unit: A });
});

const codesOf = (list: { body: { items: { id: string }[] } }) => list.body.items.map(({ id }) => id);

describe('reading records', () => {
  test("another unit's officer sees nothing, the province above sees all", async () => {
    const { id } = await house.enter(officer, A1, { receivedOn: '2026-05-05' });
    const day = '/tips?from=2026-05-05&to=2026-05-05';
    expect((await house.get(neighbour, day)).body).toEqual({ unit: null, items: [], next: null, total: 0 });
    expect(await house.get(neighbour, `/tips/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'request.not_found' },
    });
    const change = await house.send(neighbour, 'POST', `/tips/${id}/void`, { version: 1, reason: 'duplicate' });
    expect(change.status).toBe(404);
    expect(codesOf(await house.get(province, day))).toEqual([id]);
    expect(codesOf(await house.get(province, `${day}&unit=${A2}`))).toEqual([]);
  });

  test('a unit stands for itself and all it holds today; a former unit for itself', async () => {
    const day = 'from=2025-05-05&to=2025-05-05';
    const { id } = await house.enter(officer, b1, { receivedOn: '2025-05-05' });
    for (const unit of [b1, A1, A, BD, VN]) {
      expect(codesOf(await house.get(province, `/tips?${day}&unit=${unit}`))).toEqual([id]);
    }
    const other = await house.get(province, `/tips?${day}&unit=${a1x}`);
    expect(other.body).toMatchObject({ unit: { id: a1x, name: 'Xã Cũ A Một X' }, items: [] });
    expect((await house.get(province, '/tips?unit=999999')).status).toBe(404);
    expect((await house.get(province, '/tips?unit=99999999999')).status).toBe(400);
  });

  test('pages follow each other without gap or double, in both orders', async () => {
    const entered: string[] = [];
    for (const receivedOn of [
      '2025-08-01',
      '2025-08-03',
      '2025-08-03',
      '2025-08-03',
      '2025-08-02',
      '2025-08-04',
      '2025-08-04',
    ]) {
      entered.push((await house.enter(neighbour, A2, { receivedOn })).id);
    }
    const pages = async (order: string) => {
      const ids: string[] = [];
      let after = '';
      do {
        const { body } = await house.get(neighbour, `/tips?to=2025-08-31&order=${order}&limit=2${after}`);
        expect(body.total).toBe(7);
        ids.push(...body.items.map((item: { id: string }) => item.id));
        after = body.next === null ? '' : `&after=${body.next}`;
      } while (after !== '');
      return ids;
    };
    const oldest = await pages('oldest');
    expect(oldest).toHaveLength(7);
    expect(new Set(oldest)).toEqual(new Set(entered));
    expect(oldest[0]).toBe(entered[0]);
    expect(await pages('newest')).toEqual(oldest.toReversed());
    const broken = await house.get(neighbour, '/tips?after=yesterday');
    expect(broken).toMatchObject({ status: 400, body: { code: 'input.unreadable' } });
  });

  test('choices filter by one or several declared values; another value is refused', async () => {
    const theft = await house.enter(neighbour, A2, { receivedOn: '2025-10-01', topic: 'theft', sort: 'crime_report' });
    const fire = await house.enter(neighbour, A2, { receivedOn: '2025-10-02', topic: 'fire' });
    await house.enter(neighbour, A2, { receivedOn: '2025-10-03', topic: 'fire', channel: 'hotline' });
    const span = '/tips?from=2025-10-01&to=2025-10-31';
    expect(codesOf(await house.get(neighbour, `${span}&topic=theft,fire&channel=zalo&order=oldest`))).toEqual([
      theft.id,
      fire.id,
    ]);
    expect(codesOf(await house.get(neighbour, `${span}&sort=crime_report`))).toEqual([theft.id]);
    const unknown = await house.get(neighbour, `${span}&topic=theft,ghosts`);
    expect(unknown).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'topic', message: 'Hãy chọn một mục trong danh sách.' }] },
    });
  });

  test('a span may be that of another event than the day of the record', async () => {
    const settled = { settledOn: '2025-12-20', outcome: 'prevented' };
    const late = await house.enter(neighbour, A2, { receivedOn: '2025-11-30', ...settled });
    await house.enter(neighbour, A2, { receivedOn: '2025-12-20' });
    const days = 'from=2025-12-15&to=2026-01-14';
    expect(codesOf(await house.get(neighbour, `/tips?${days}&event=settled`))).toEqual([late.id]);
    expect(codesOf(await house.get(neighbour, `/tips?${days}`))).not.toContain(late.id);
    expect((await house.get(neighbour, `/tips?${days}&event=forgotten`)).status).toBe(400);
  });

  test('a record tells the figures in which it was counted', async () => {
    const { id } = await house.enter(neighbour, A2, { receivedOn: '2026-03-20' });
    const other = await house.enter(neighbour, A2, { receivedOn: '2026-03-21' });
    await countIn([id], 'submitted');
    const { body } = await house.get(neighbour, `/tips/${id}`);
    expect(body.countedIn).toEqual([
      {
        month: '2026-04',
        indicatorCode: 'X-TIPS',
        indicatorNameVi: 'Nguồn tin thử',
        indicatorNameEn: 'Test tips',
        version: 1,
        state: 'submitted',
        recordVersion: 1,
      },
    ]);
    expect((await house.get(neighbour, `/tips/${other.id}`)).body.countedIn).toEqual([]);
  });
});

/** A submission of A2 for April 2026 in which these records were counted. */
async function countIn(recordIds: string[], state: 'submitted'): Promise<void> {
  const key = { provinceId: A, unitId: A2, month: '2026-04-01' };
  const indicator = await database.owner
    .insertInto('indicators')
    .values({
      code: 'X-TIPS',
      nameVi: 'Nguồn tin thử',
      nameEn: 'Test tips',
      measureUnitVi: 'tin',
      measureUnitEn: 'tips',
      kind: 'flow',
      periodRule: 'sum',
      register: 'tips',
      measure: 'count',
      definitionVi: '',
      definitionEn: '',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const submission = await database.owner
    .insertInto('submissions')
    .values(key)
    .returning('id')
    .executeTakeFirstOrThrow();
  const version = { ...key, submissionId: submission.id, version: 1 };
  await database.owner
    .insertInto('submissionVersions')
    .values({ ...version, state, submittedAt: new Date() })
    .execute();
  await database.owner
    .insertInto('figures')
    .values({ ...version, indicatorId: indicator.id, value: '1', origin: 'records', recordIds, recordVersions: [1] })
    .execute();
}
