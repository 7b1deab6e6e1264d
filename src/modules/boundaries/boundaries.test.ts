import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import type { BoundaryPreview, BoundarySet } from './boundaries.contract.ts';
import { archipelagoOf } from './archipelagos.rules.ts';
import { unpackRing } from './topology.rules.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, A2, C, C1 } = testUnits;
let nation: TestActor;
let province: TestActor;
beforeAll(async () => {
  // The units of tests carry codes that never look official; here some of them do.
  for (const [id, code] of [
    [A, '98'],
    [A1, '98001'],
    [A2, '98002'],
    [C, '99'],
    [C1, '99001'],
  ] as const) {
    await sql`update units set code = ${code} where id = ${id}`.execute(database.owner);
  }
  nation = await createActor(database, { role: 'system_administrator', unit: VN });
  province = await createActor(database, { role: 'unit_administrator', unit: A });
});

const box = (west: number, south: number, size = 1) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});
const feature = (code: string, geometry: unknown) => ({ type: 'Feature', properties: { code }, geometry });
const file = (...features: unknown[]) => Buffer.from(JSON.stringify({ type: 'FeatureCollection', features }));

const check = async (actor: TestActor, content: Buffer) => {
  const answer = await request(actor, 'POST', '/boundaries/check', content, {
    'content-type': 'application/octet-stream',
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<BoundaryPreview>();
};
const keep = (actor: TestActor, content: Buffer, source = 'Nguồn thử') =>
  request(actor, 'POST', `/boundaries?source=${encodeURIComponent(source)}`, content, {
    'content-type': 'application/octet-stream',
  });

describe('importing boundaries', () => {
  test('a file with a wrong feature is refused whole, each with its number', async () => {
    const content = file(feature('98', box(105, 20)), feature('97', box(106, 20)), feature('99', { type: 'Point' }));
    const preview = await check(nation, content);
    expect(preview.refusedCount).toBe(2);
    expect(preview.refused.map((one) => one.feature)).toEqual([2, 3]);
    expect(preview.refused[0]!.sentence).toBe('đối tượng 2: không có tỉnh, xã hiện nay nào mang mã 97.');
    const answer = await keep(nation, content);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'boundary.refused' });
    expect(answer.body).toContain('đối tượng 2');
    const { rows } = await sql`select 1 from unit_boundaries`.execute(database.owner);
    expect(rows).toEqual([]);
  });

  test('what is kept is answered again, with an ETag that changes with it', async () => {
    const content = file(feature('98', box(105, 20)), feature('98001', box(105, 20, 0.5)));
    const preview = await check(nation, content);
    expect(preview).toMatchObject({ provinces: 1, communes: 1, replaced: 0, refusedCount: 0 });
    expect(preview.missing.map(({ code }) => code)).toEqual(['98002', '99', expect.stringMatching(/^T/)].toSorted());
    expect((await keep(nation, content)).json()).toEqual({ provinces: 1, communes: 1 });

    const url = `/boundaries?units=${C1},${A1}`;
    const first = await request(nation, 'GET', url);
    const { items, perDegree, sources } = first.json<BoundarySet>();
    expect(sources).toEqual(['Nguồn thử']);
    expect(items.map(({ unitId }) => unitId)).toEqual([A1]);
    expect(unpackRing(items[0]!.polygons[0]![0]!, perDegree)).toEqual([
      [105, 20],
      [105.5, 20],
      [105.5, 20.5],
      [105, 20.5],
    ]);
    const tag = first.headers.etag as string;
    const second = await request(nation, 'GET', url, undefined, { 'if-none-match': tag });
    expect([second.statusCode, second.body]).toEqual([304, '']);

    expect((await check(nation, file(feature('98001', box(105, 20, 0.6))))).replaced).toBe(1);
    await keep(nation, file(feature('98001', box(105, 20, 0.6))), 'Nguồn khác');
    const third = await request(nation, 'GET', url, undefined, { 'if-none-match': tag });
    expect(third.statusCode).toBe(200);
    expect(third.json<BoundarySet>().sources).toEqual(['Nguồn khác']);
    const state = (await request(nation, 'GET', '/boundaries/state')).json();
    expect(state).toMatchObject({ provinces: { known: 1 }, communes: { known: 1 } });
  });

  test('an administrator of a province imports those of that province and no others', async () => {
    const preview = await check(province, file(feature('98002', box(105.5, 20)), feature('99001', box(107, 20))));
    expect(preview.refused).toEqual([{ feature: 2, sentence: expect.stringContaining('không thuộc phạm vi của bạn') }]);
    expect((await keep(province, file(feature('98002', box(105.5, 20))))).statusCode).toBe(200);
    // The database says so as well, whatever the code believes.
    const wrong = database.app.transaction().execute(async (tx) => {
      await sql`insert into unit_boundaries (unit_id, geometry, source, file_sha256)
        values (${C1}, '{"type": "MultiPolygon"}', 'thử', '')`.execute(tx);
    });
    await expect(wrong).rejects.toThrow(/row-level security/);
  });

  test('who imported what is on record, by counts and hash', async () => {
    const { rows } = await sql<{ changes: unknown; subjectId: string }>`
      select changes, subject_id from audit_lines where act = 'boundaries.imported' order by at limit 1`.execute(
      database.owner,
    );
    expect(rows[0]).toEqual({
      changes: { provinces: 1, communes: 1 },
      subjectId: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('boundaries of too many units at once are refused', async () => {
    const units = Array.from({ length: 401 }, (_, index) => index + 1).join(',');
    const answer = await request(nation, 'GET', `/boundaries?units=${units}`);
    expect(answer.json()).toMatchObject({ code: 'boundary.too_many_asked' });
  });
});

// Real boundaries are no part of the project: tried where somebody has put them beside it.
const folder = process.env.BOUNDARIES_FOLDER ?? join(import.meta.dirname, '../../../../shared/data/boundaries');
const provincesFile = join(folder, 'provinces-34.geojson');

test.skipIf(!existsSync(provincesFile))('the 34 provinces become small, and no island of theirs is lost', async () => {
  const content = await readFile(provincesFile);
  const { features } = JSON.parse(content.toString()) as { features: { properties: { code: string; name: string } }[] };
  for (const { properties } of features) {
    await sql`insert into units (province_id, kind, code, code_origin, name_vi, search_key, source)
      values (0, 'province', ${properties.code}, 'official', ${properties.name}, '', 'package')`.execute(
      database.owner,
    );
  }
  expect((await check(nation, content)).notes).toEqual([]);
  expect((await keep(nation, content)).json()).toEqual({ provinces: 34, communes: 0 });
  const { rows } = await sql<{ id: number; code: string }>`
    select id, code from units where kind = 'province' and code ~ '^\\d\\d$' and id not in (${A}, ${C})`.execute(
    database.owner,
  );
  const answer = await request(nation, 'GET', `/boundaries?units=${rows.map(({ id }) => id).join(',')}`);
  expect(gzipSync(answer.body).byteLength).toBeLessThan(75_000);
  expect(Buffer.byteLength(answer.body)).toBeLessThan(150_000);
  const { items, perDegree } = answer.json<BoundarySet>();
  expect(items).toHaveLength(34);
  const islandsOf = (code: string) => {
    const id = rows.find((row) => row.code === code)?.id;
    const polygons = items.find(({ unitId }) => unitId === id)?.polygons ?? [];
    return polygons.flatMap(([outline]) => archipelagoOf(unpackRing(outline!, perDegree)[0]!)?.key ?? []);
  };
  expect(islandsOf('48').length).toBeGreaterThan(20);
  expect(new Set(islandsOf('48'))).toEqual(new Set(['hoang_sa']));
  expect(islandsOf('56').length).toBeGreaterThan(50);
  expect(new Set(islandsOf('56'))).toEqual(new Set(['truong_sa']));
});
