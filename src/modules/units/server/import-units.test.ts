import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { answerFigures } from '#modules/figures/index.ts';
import { takeBoundaries } from '#modules/figures/index.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import { importUnits, previewUnitImport } from './import-units.ts';
import { readPackageSource } from './package-source.ts';
import { getUnitHistory, listSourceProblems, searchUnits } from './queries.ts';
import { findUnitsByCodes, resolveUnit } from './store.ts';
import type { UnitSet } from './unit-set.ts';
import { readVerifiedSource } from './verified-source.ts';

const projectFolder = join(import.meta.dirname, '../../../..');
// The verified set is no part of the project: it is looked for beside it, and its test is skipped without it.
const besideProject = globSync('../*/data/units/units.csv', { cwd: projectFolder })[0];
const verifiedFolder =
  process.env['BINHYEN_UNITS_DIR'] ??
  (besideProject === undefined ? undefined : join(projectFolder, dirname(besideProject)));
const span = { from: '2025-07', to: '2025-12' };
const wholeYear = { from: '2025-01', to: '2025-12' };

describe('importing the package and then the verified set', async () => {
  const database = await createTestDatabase();
  afterAll(() => database.drop());
  const { owner: db } = database;
  const rebuilt: number[] = [];
  const runImport = (set: UnitSet, source: 'package' | 'verified') =>
    db.transaction().execute((tx) =>
      importUnits(tx, set, { source, reason: `danh mục ${source}` }, async (building, version, hold) => {
        rebuilt.push(version);
        await takeBoundaries(building, version, hold);
      }),
    );
  const countTerritory = async (holder: { id: number }, view: 'then' | 'today') => {
    const { rows } = await sql<{ kind: string; open: boolean; count: number }>`
      select u.kind, u.valid_to is null as open, count(*)::int as count from territories t
      join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current' join units u on u.id = t.unit_id
      where t.holder_id = ${holder.id} and t.view = ${view} group by 1, 2`.execute(db);
    return Object.fromEntries(rows.map(({ kind, open, count }) => [`${kind} ${open ? 'open' : 'ended'}`, count]));
  };
  const packageSet = await readPackageSource();

  it('announces what it would do and changes nothing', async () => {
    const preview = await previewUnitImport(db, packageSet);
    // The made-up units of the test database: the nation is matched, the others are not in the package.
    expect(preview.newUnits).toHaveLength(packageSet.units.length - 1);
    expect(preview.removedUnits.map(({ code }) => code)).toContain('TA1');
    expect(preview.successions).toMatchObject({ newCount: packageSet.successions.length, removedCount: 8 });
    expect(await findUnitsByCodes(db, ['96'])).toEqual([]);
  });

  it('loads the nation with its territories', async () => {
    const result = await runImport(packageSet, 'package');
    expect(result.territoryCount).toBeGreaterThan(90_000);
    expect(rebuilt).toEqual([result.boundaryVersionId]);
    const { rows } = await sql<{ units: number; territories: number; versions: string }>`
      select (select count(*)::int from units) as units,
        (select count(*)::int from territories where boundary_version_id = ${result.boundaryVersionId}) as territories,
        (select string_agg(state, ' ' order by id) from boundary_versions) as versions`.execute(db);
    expect(rows).toEqual([
      { units: packageSet.units.length, territories: result.territoryCount, versions: 'superseded current' },
    ]);
  });

  it('gives every unit the province of its own time as shard key', async () => {
    const { rows } = await sql<{ kind: string; wrong: number }>`
      with recursive place as (
        select id, id as at, kind, parent_id from units
        union all select p.id, u.id, u.kind, u.parent_id from place p join units u on u.id = p.parent_id where p.kind <> 'province')
      select u.kind, count(*)::int as wrong from units u
      left join place p on p.id = u.id and p.kind = 'province'
      where u.province_id is distinct from coalesce(p.at, 0) group by u.kind`.execute(db);
    expect(rows).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const before = rebuilt.length;
    const result = await runImport(packageSet, 'package');
    expect(result).toMatchObject({
      newUnits: [],
      changedUnits: [],
      removedUnits: [],
      keptUnits: [],
      boundaryVersionId: null,
    });
    expect(result.successions).toEqual({
      newCount: 0,
      changedCount: 0,
      verifiedCount: 0,
      removedCount: 0,
      unchangedCount: packageSet.successions.length,
    });
    expect(rebuilt).toHaveLength(before);
  });

  it('holds the former provinces in their successor today and apart then', async () => {
    const current = await resolveUnit(db, { code: '96', ...span, view: 'today' });
    const former = await resolveUnit(db, { code: '95', ...span, view: 'today' });
    expect(await countTerritory(current, 'then')).toEqual({ 'province open': 1, 'commune open': 64 });
    expect(await countTerritory(current, 'today')).toEqual({
      'province open': 1,
      'province ended': 2,
      'district ended': 16,
      'commune ended': 164,
      'commune open': 64,
    });
    expect(await countTerritory(former, 'then')).toEqual({
      'province ended': 1,
      'district ended': 7,
      'commune ended': 64,
    });
    expect(await countTerritory(former, 'today')).toMatchObject({ 'province ended': 1, 'commune ended': 64 });
  });

  it('finds the holder of a code by day, by span and by view', async () => {
    expect(await resolveUnit(db, { code: '96@2020-01-01', ...span, view: 'today' })).toMatchObject({
      validTo: '2025-07-01',
    });
    expect(await resolveUnit(db, { code: '96', on: '2025-07-01', ...span, view: 'then' })).toMatchObject({
      validTo: null,
    });
    expect(await resolveUnit(db, { code: '96', ...span, view: 'then' })).toMatchObject({ validTo: null });
    expect(await resolveUnit(db, { code: '96', from: '2024-01-01', to: '2025-06-01', view: 'then' })).toMatchObject({
      validTo: '2025-07-01',
    });
    expect(await resolveUnit(db, { code: '96', ...wholeYear, view: 'today' })).toMatchObject({ validTo: null });
    expect(await resolveUnit(db, { code: '01', ...wholeYear, view: 'then' })).toMatchObject({
      nameVi: 'Thành phố Hà Nội',
    });
  });

  it('asks which one is meant where two hold the code in the span', async () => {
    await expect(resolveUnit(db, { code: '96', ...wholeYear, view: 'then' })).rejects.toMatchObject({
      code: 'unit.ambiguous',
      params: {
        code: '96',
        choices: 'Tỉnh Cà Mau (96@2025-06-30); Tỉnh Cà Mau (96@2025-07-01)',
        candidates: [
          { code: '96@2025-06-30', nameVi: 'Tỉnh Cà Mau', validFrom: null, validTo: '2025-07-01' },
          { code: '96@2025-07-01', nameVi: 'Tỉnh Cà Mau', validFrom: '2025-07-01', validTo: null },
        ],
      },
    });
    await expect(resolveUnit(db, { code: '95', ...span, view: 'then' })).rejects.toMatchObject({
      code: 'unit.not_found',
    });
    await expect(resolveUnit(db, { code: '97', ...span, view: 'today' })).rejects.toMatchObject({
      code: 'unit.not_found',
    });
    await expect(resolveUnit(db, { code: '96@30/6', ...span, view: 'today' })).rejects.toMatchObject({
      code: 'unit.code_malformed',
    });
  });

  it('searches old and new names and codes, whatever the accents', async () => {
    const find = async (text: string, options = {}) =>
      (await searchUnits(db, text, { limit: 5, ...options })).map(
        ({ nameVi, validTo }) => `${nameVi}${validTo === null ? '' : ' (cũ)'}`,
      );
    expect((await find('ca mau')).slice(0, 2)).toEqual(['Tỉnh Cà Mau', 'Tỉnh Cà Mau (cũ)']);
    expect((await find('HOA BÌNH', { kind: 'province' }))[0]).toBe('Tỉnh Hòa Bình (cũ)');
    expect((await find('hoà bình', { kind: 'province' }))[0]).toBe('Tỉnh Hòa Bình (cũ)');
    expect((await find('bac lieu', { openOnly: true }))[0]).toBe('Phường Bạc Liêu');
    expect((await find('ba ria vung tau'))[0]).toBe('Tỉnh Bà Rịa - Vũng Tàu (cũ)');
    expect((await find('96'))[0]).toBe('Tỉnh Cà Mau');
    expect((await find('H95-01'))[0]).toBe('Huyện Đông Hải (cũ)');
    expect(await find('100%')).toEqual([]);
    expect(await find('', { kind: 'nation' })).toEqual(['Việt Nam']);
    expect(await find('viet nam', { kind: 'province,nation' })).toEqual(['Việt Nam']);
    const caMau = await resolveUnit(db, { code: '96', ...span, view: 'today' });
    // Communes of this name lie in several provinces; the one nearby is meant first.
    expect((await find('tan thanh', { kind: 'commune', openOnly: true, near: caMau.id }))[0]).toBe('Phường Tân Thành');
    const [near] = await searchUnits(db, 'tan', { limit: 1, kind: 'commune', near: caMau.id });
    expect(near!.parentName).toBe('Tỉnh Cà Mau');
  });

  it('knows the types of communes by their designation', async () => {
    const { rows } = await sql<{ name: string }>`
      select name_vi as name from units where (kind = 'commune') <> (commune_type is not null) and source = 'package'`.execute(
      db,
    );
    expect(rows).toEqual([]);
    const counts = async (unit: string, month: string): Promise<string[]> => {
      const answer = await answerFigures(db, { unit, from: month, to: month, view: 'then' }, ['X13', 'X14'], 'vi');
      return answer.figures.map(({ value }) => String(value));
    };
    expect(await counts('04', '2023-12')).toEqual(['161', '139']);
    expect((await counts('74', '2018-12'))[0]).toBe('91');
  });

  it('tells the history of a unit', async () => {
    const former = await resolveUnit(db, { code: '95', ...span, view: 'today' });
    expect(await getUnitHistory(db, former.id)).toMatchObject({
      unit: { nameVi: 'Tỉnh Bạc Liêu', parentName: 'Việt Nam' },
      above: [{ kind: 'nation' }],
      predecessors: [],
      successors: [{ unit: { nameVi: 'Tỉnh Cà Mau', validTo: null }, extent: 'whole', takesEffectOn: '2025-07-01' }],
      responsibleToday: { nameVi: 'Tỉnh Cà Mau', validTo: null },
      belowByKind: [{ kind: 'district', total: 7, open: 0 }],
      beginUnknown: true,
      extentsUnverified: false,
    });
    const [commune] = await searchUnits(db, 'phuong bac lieu', { limit: 1, openOnly: true });
    const history = await getUnitHistory(db, commune!.id);
    expect(history.above.map(({ nameVi }) => nameVi)).toEqual(['Tỉnh Cà Mau', 'Việt Nam']);
    expect(history.predecessors.length).toBeGreaterThan(1);
    expect(history).toMatchObject({
      extentsUnverified: true,
      beginUnknown: false,
      responsibleToday: { id: commune!.id },
    });
    const [nation] = await searchUnits(db, 'VN', { limit: 1 });
    expect(await getUnitHistory(db, nation!.id)).toMatchObject({
      responsibleToday: null,
      belowByKind: [{ kind: 'province', total: 86, open: 34 }],
    });
    await expect(getUnitHistory(db, 0)).rejects.toMatchObject({ code: 'unit.not_found' });
  });

  it('lists the rows of the package that it could not take, in either language', async () => {
    const page = await listSourceProblems(db, { after: 0, limit: 2 }, 'en');
    expect(page.total).toBe(packageSet.problems.length);
    expect(page.items[0]?.problem).toMatch(/^The row /u);
    const next = await listSourceProblems(db, { after: page.next ?? 0, limit: 200 });
    expect(next.items[0]!.id).toBeGreaterThan(page.items[1]!.id);
    expect(next.items[0]?.problem).toMatch(/^Dòng /u);
  });

  it.skipIf(verifiedFolder === undefined)('turns into the verified set with the same ids', async () => {
    const read = await readVerifiedSource(verifiedFolder ?? '');
    if ('errors' in read) throw new Error(JSON.stringify(read.errors.slice(0, 5)));
    const before = await db.selectFrom('units').select(['id', 'provinceId']).orderBy('id').execute();
    const result = await runImport(read.set, 'verified');
    expect(result.newUnits.map(({ kind, nameVi }) => `${kind} ${nameVi}`).toSorted()).toEqual([
      'commune Xã Ia Mơ',
      'district Huyện Bạch Long Vĩ',
      'district Huyện Côn Đảo',
      'district Huyện Cồn Cỏ',
      'district Huyện Hoàng Sa',
      'district Huyện Lý Sơn',
    ]);
    expect(result.removedUnits).toEqual([]);
    expect(result.changedUnits.find(({ before: { code } }) => code === '06970')).toMatchObject({
      code: '06978',
      fields: ['code', 'legalBasis'],
    });
    expect(result.changedUnits.find(({ before: { nameVi } }) => nameVi === 'Huyện Đạ Tẻh')).toMatchObject({
      nameVi: 'Huyện Đạ Huoai',
    });
    expect(result.successions.verifiedCount).toBeGreaterThan(9000);
    const after = new Map(
      (await db.selectFrom('units').select(['id', 'provinceId']).execute()).map((unit) => [unit.id, unit.provinceId]),
    );
    expect(before.filter(({ id, provinceId }) => after.get(id) !== provinceId)).toEqual([]);
    expect(await runImport(read.set, 'verified')).toMatchObject({
      newUnits: [],
      changedUnits: [],
      annotatedCount: 0,
      boundaryVersionId: null,
    });

    const ofBacLieu = await resolveUnit(db, { code: '95', ...span, view: 'today' });
    expect(await countTerritory(ofBacLieu, 'then')).toEqual({
      'province ended': 1,
      'district ended': 7,
      'commune ended': 64,
    });
    const ofCaMau = await resolveUnit(db, { code: '96', ...span, view: 'today' });
    expect(await countTerritory(ofCaMau, 'today')).toMatchObject({ 'commune ended': 164, 'commune open': 64 });
  });
});

describe('a small set', async () => {
  const database = await createTestDatabase();
  afterAll(() => database.drop());
  const { owner: db } = database;
  const runImport = (set: UnitSet) =>
    db.transaction().execute((tx) => importUnits(tx, set, { source: 'verified', reason: 'thử' }, takeBoundaries));

  it('removes what the set does not have, unless data hangs on it', async () => {
    const [commune] = await findUnitsByCodes(db, ['TA1']);
    await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
      select province_id, id, 'tips', '2026-01-15' from units where id = ${commune!.id}`.execute(db);
    const result = await runImport(aSmallSet());
    expect(result.keptUnits.map(({ code, tables }) => ({ code, tables }))).toEqual([
      { code: 'TA', tables: ['units'] },
      { code: 'TA1', tables: ['register_keepings'] },
    ]);
    expect(result.removedUnits.map(({ code }) => code)).toContain('TC1');
    const left = await db.selectFrom('units').select('code').orderBy('code').execute();
    expect(left.map(({ code }) => code)).toEqual(['10', '10001', '10002', 'TA', 'TA1', 'VN']);
  });

  it('keeps the id of a unit whose code or name changed', async () => {
    const ids = async () =>
      Object.fromEntries(
        (await db.selectFrom('units').select(['code', 'id']).execute()).map(({ code, id }) => [code, id]),
      );
    const before = await ids();
    const recoded = aSmallSet();
    recoded.units[2]!.code = '10003';
    await runImport(recoded);
    expect((await ids())['10003']).toBe(before['10001']);
    const renamed = aSmallSet();
    renamed.units[3]!.nameVi = 'Xã Hai Mới';
    await runImport(renamed);
    expect(await ids()).toMatchObject({ '10002': before['10002'], '10001': before['10001'] });
  });

  it('leaves alone what an administrator entered', async () => {
    await runImport(aSmallSet());
    await sql`update units set name_vi = 'Xã Một Mới', source = 'administrator' where code = '10001'`.execute(db);
    await sql`insert into units (province_id, kind, code, code_origin, name_vi, parent_id, search_key, source)
      select province_id, 'residential_area', 'K1', 'ours', 'Khóm 1', id, 'khom 1', 'administrator' from units where code = '10002'`.execute(
      db,
    );
    const without = aSmallSet();
    without.units.splice(3, 1);
    const result = await runImport(without);
    expect(result).toMatchObject({ administratorCount: 2, removedUnits: [] });
    expect(result.keptUnits.map(({ code, tables }) => ({ code, tables }))).toContainEqual({
      code: '10002',
      tables: ['units'],
    });
    expect(await findUnitsByCodes(db, ['10001'])).toMatchObject([{ nameVi: 'Xã Một Mới' }]);
  });

  it('lets an approval that comes meanwhile count in the new version of boundaries', async () => {
    const grown = aSmallSet();
    grown.units.push({ ...grown.units[3]!, key: 'three', code: '10003', nameVi: 'Xã Ba' });
    let whileImporting: Promise<{ id: number }> | undefined;
    const result = await db.transaction().execute((tx) =>
      importUnits(tx, grown, { source: 'verified', reason: 'thử' }, async (...building) => {
        const current = db.selectFrom('boundaryVersions').select('id').where('state', '=', 'current').forShare();
        whileImporting = current.executeTakeFirstOrThrow();
        await new Promise((resolve) => setTimeout(resolve, 100));
        await takeBoundaries(...building);
      }),
    );
    expect(await whileImporting).toEqual({ id: result.boundaryVersionId });
  });

  it('takes nothing when any part fails', async () => {
    const before = await db.selectFrom('units').selectAll().orderBy('id').execute();
    const broken = aSmallSet();
    broken.units[3]!.parentKey = 'nowhere';
    await expect(runImport(broken)).rejects.toThrow(/nowhere/u);
    expect(await db.selectFrom('units').selectAll().orderBy('id').execute()).toEqual(before);
  });
});

/** The nation, one open province and two open communes. */
function aSmallSet(): UnitSet {
  const unit = (
    key: string,
    kind: 'nation' | 'province' | 'commune',
    code: string,
    nameVi: string,
    parentKey: string | null,
  ) => ({
    key,
    kind,
    code,
    codeOrigin: 'official' as const,
    nameVi,
    nameEn: null,
    parentKey,
    validFrom: null,
    validTo: null,
    legalBasis: null,
  });
  return {
    units: [
      unit('nation', 'nation', 'VN', 'Việt Nam', null),
      unit('province', 'province', '10', 'Tỉnh Mười', 'nation'),
      unit('one', 'commune', '10001', 'Xã Một', 'province'),
      unit('two', 'commune', '10002', 'Xã Hai', 'province'),
    ],
    successions: [],
    problems: [],
  };
}
