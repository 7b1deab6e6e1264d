import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { enterSession } from '#platform/database/database.ts';
import { createActor } from './actors.ts';
import { createTestDatabase, testUnits } from './database.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

describe('test databases', () => {
  test('the made-up units carry the ids that the tests name', async () => {
    const units = await database.owner.selectFrom('units').select(['id', 'code', 'provinceId']).orderBy('id').execute();
    expect(units).toHaveLength(Object.keys(testUnits).length);
    expect(units.find(({ id }) => id === testUnits.a1x)).toEqual({
      id: testUnits.a1x,
      code: 'TAX',
      provinceId: testUnits.A,
    });
    expect(units.find(({ id }) => id === testUnits.b2)).toEqual({
      id: testUnits.b2,
      code: 'TB2',
      provinceId: testUnits.B,
    });
  });

  test('a province holds today what passed into it, the split commune included', async () => {
    const rows = await database.owner
      .selectFrom('territories')
      .select('unitId')
      .where('view', '=', 'today')
      .where('holderId', '=', testUnits.A)
      .execute();
    const held = rows.map(({ unitId }) => unitId).toSorted((a, b) => a - b);
    const outside: number[] = [testUnits.VN, testUnits.C, testUnits.C1];
    expect(held).toEqual(Object.values(testUnits).filter((id) => !outside.includes(id)));
  });

  test('a made-up person sees through the running role what the post allows', async () => {
    const actor = await createActor(database, { role: 'commune_head', unit: testUnits.A1 });
    const { rows } = await database.app.transaction().execute(async (tx) => {
      await enterSession(tx, actor.token);
      return sql<{ id: number }>`select units_with('tip.read') as id`.execute(tx);
    });
    expect(rows.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual(
      [testUnits.A1, testUnits.a1x, testUnits.a1y, testUnits.b1].toSorted((a, b) => a - b),
    );
  });

  test('two databases never meet', async () => {
    const other = await createTestDatabase();
    await createActor(other, { role: 'recorder', unit: testUnits.A2 });
    const here = await database.owner.selectFrom('posts').select('id').where('unitId', '=', testUnits.A2).execute();
    expect(here).toEqual([]);
    await other.drop();
  });
});
