import pg from 'pg';
import { determineTerritories, toUnitSearchKey, type UnitPlace } from '#modules/units/units.rules.ts';
import { schemaName } from '#platform/database/database.ts';

/**
 * The made-up tree of every test database. Codes begin with T so that they never look official.
 *
 *   VN  nation
 *   ├─ TA  province, open (first day unknown)
 *   │   ├─ TA1  commune since 2025-07-01: a1x and a1y of A, whole; b1 of B, whole
 *   │   ├─ TA2  commune since 2025-07-01: a2 of A, whole; a part of a3; b2 of B, whole
 *   │   ├─ TA3  commune since 2025-07-01: the other part of a3
 *   │   ├─ TAX, TAY  a1x and a1y, communes, ended on 2025-07-01
 *   │   ├─ TAZ  a2, commune, ended on 2025-07-01
 *   │   └─ TA3  a3, commune, ended on 2025-07-01; its code went on to A3, so that TA3 has two holders
 *   ├─ TB  province, ended on 2025-07-01, merged whole into TA
 *   │   └─ TBD  district, ended on 2025-07-01
 *   │       └─ TB1, TB2  b1 and b2, communes, ended on 2025-07-01
 *   └─ TC  province, open
 *       └─ TC1  commune, open
 *
 * Ended units exist from 2008-08-01, except a1y and B, whose first day is unknown.
 */
const merger = '2025-07-01';
const begin = '2008-08-01';

type TestUnit = {
  key: string;
  code: string;
  kind: UnitPlace['kind'];
  nameVi: string;
  nameEn: string;
  parent: string | null;
  from: string | null;
  to: string | null;
};

function unit(
  key: string,
  kind: TestUnit['kind'],
  nameVi: string,
  nameEn: string,
  parent: string | null,
  from: string | null = null,
  to: string | null = null,
): TestUnit {
  const code = { VN: 'VN', a1x: 'TAX', a1y: 'TAY', a2: 'TAZ' }[key] ?? `T${key.toUpperCase()}`;
  return { key, code, kind, nameVi, nameEn, parent, from, to };
}

const tree: TestUnit[] = [
  unit('VN', 'nation', 'Việt Nam', 'Viet Nam', null),
  unit('A', 'province', 'Tỉnh Thử A', 'Thu A Province', 'VN'),
  unit('B', 'province', 'Tỉnh Thử B', 'Thu B Province', 'VN', null, merger),
  unit('C', 'province', 'Tỉnh Thử C', 'Thu C Province', 'VN'),
  unit('A1', 'commune', 'Xã Thử A Một', 'Thu A Mot Commune', 'A', merger),
  unit('A2', 'commune', 'Xã Thử A Hai', 'Thu A Hai Commune', 'A', merger),
  unit('A3', 'commune', 'Phường Thử A Ba', 'Thu A Ba Ward', 'A', merger),
  unit('a1x', 'commune', 'Xã Cũ A Một X', 'Cu A Mot X Commune', 'A', begin, merger),
  unit('a1y', 'commune', 'Xã Cũ A Một Y', 'Cu A Mot Y Commune', 'A', null, merger),
  unit('a2', 'commune', 'Xã Cũ A Hai', 'Cu A Hai Commune', 'A', begin, merger),
  unit('a3', 'commune', 'Xã Cũ A Ba', 'Cu A Ba Commune', 'A', begin, merger),
  unit('BD', 'district', 'Huyện Cũ B', 'Cu B District', 'B', begin, merger),
  unit('b1', 'commune', 'Xã Cũ B Một', 'Cu B Mot Commune', 'BD', begin, merger),
  unit('b2', 'commune', 'Xã Cũ B Hai', 'Cu B Hai Commune', 'BD', begin, merger),
  unit('C1', 'commune', 'Xã Thử C Một', 'Thu C Mot Commune', 'C'),
];

const successions = [
  ['B', 'A', 'whole'],
  ['a1x', 'A1', 'whole'],
  ['a1y', 'A1', 'whole'],
  ['b1', 'A1', 'whole'],
  ['a2', 'A2', 'whole'],
  ['a3', 'A2', 'part'],
  ['b2', 'A2', 'whole'],
  ['a3', 'A3', 'part'],
] as const;

/** Ids of the units by the keys of the tree above; they are the same in every test database. */
export const testUnits = Object.fromEntries(tree.map(({ key }, index) => [key, index + 1])) as Record<
  'VN' | 'A' | 'B' | 'C' | 'A1' | 'A2' | 'A3' | 'a1x' | 'a1y' | 'a2' | 'a3' | 'BD' | 'b1' | 'b2' | 'C1',
  number
>;

/** The shard key of a unit of the tree: the id of its province in its own time; 0 for the nation. */
export function testProvinceId(unitId: number): number {
  for (let place = tree[unitId - 1]; place; place = tree.find(({ key }) => key === place.parent)) {
    if (place.kind === 'province') return idOf(place.key);
  }
  return 0;
}

function idOf(key: string): number {
  return testUnits[key as keyof typeof testUnits];
}

/** Inserts the tree with its successions, boundary version 1 and territories. */
export async function insertTestUnits(migrateUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: migrateUrl, application_name: 'binhyen tests' });
  await client.connect();
  try {
    await client.query(`begin; set local search_path = ${schemaName}, public`);
    for (const { key, code, kind, nameVi, nameEn, parent, from, to } of tree) {
      await client.query(
        `insert into units (province_id, kind, code, code_origin, name_vi, name_en, parent_id, valid_from, valid_to, search_key, source)
         values ($1, $2, $3, 'ours', $4, $5, $6, $7, $8, $9, 'verified')`,
        [
          testProvinceId(idOf(key)),
          ...[kind, code, nameVi, nameEn, parent && idOf(parent), from, to, toUnitSearchKey(nameVi, nameEn)],
        ],
      );
    }
    for (const [from, to, extent] of successions) {
      await client.query(
        `insert into successions (from_unit_id, to_unit_id, takes_effect_on, extent, source) values ($1, $2, $3, $4, 'verified')`,
        [idOf(from), idOf(to), merger, extent],
      );
    }
    await client.query(`insert into boundary_versions (state, reason) values ('current', 'tree of the tests')`);
    await client.query(
      `insert into territories (boundary_version_id, view, holder_id, unit_id)
       select 1, t.view, t."holderId", t."unitId" from jsonb_to_recordset($1::jsonb) as t(view text, "holderId" integer, "unitId" integer)`,
      [JSON.stringify(determineTestTerritories())],
    );
    await client.query('select write_territory_lives(1)');
    await client.query('commit');
  } finally {
    await client.end();
  }
}

function determineTestTerritories() {
  return determineTerritories(
    tree.map(({ key, kind, parent, from, to }) => ({
      id: idOf(key),
      kind,
      parentId: parent === null ? null : idOf(parent),
      validFrom: from,
      validTo: to,
    })),
    successions.map(([from, to, extent]) => ({
      fromUnitId: idOf(from),
      toUnitId: idOf(to),
      extent,
      takesEffectOn: merger,
    })),
  );
}
