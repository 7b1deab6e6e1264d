import { describe, expect, it } from 'vitest';
import { type PackageTables, readPackageSource, toUnitSet } from './package-source.ts';
import type { SetUnit } from './unit-set.ts';

describe('the package as it is published', async () => {
  const set = await readPackageSource();
  const byKey = new Map(set.units.map((unit) => [unit.key, unit]));
  const provinceOf = (unit: SetUnit): SetUnit => {
    const parent = byKey.get(unit.parentKey ?? '');
    return unit.kind === 'province' || parent === undefined ? unit : provinceOf(parent);
  };

  it('gives the 63 former and the 34 present provinces, 11 of them unchanged', () => {
    const provinces = set.units.filter(({ kind }) => kind === 'province');
    expect(provinces.filter(({ validFrom }) => validFrom === null)).toHaveLength(63);
    expect(provinces.filter(({ validTo }) => validTo === null)).toHaveLength(34);
    expect(provinces).toHaveLength(63 + 34 - 11);
    expect(provinces.filter(({ code, validTo }) => code === '96' && validTo === null)).toMatchObject([
      { nameVi: 'Tỉnh Cà Mau', nameEn: 'Ca Mau Province', validFrom: '2025-07-01', parentKey: 'nation' },
    ]);
  });

  it('gives the communes before and after, former ones under districts with codes of ours', () => {
    const communes = set.units.filter(({ kind }) => kind === 'commune');
    const former = communes.filter(({ validTo }) => validTo !== null);
    expect(communes.filter(({ validTo }) => validTo === null)).toHaveLength(3321);
    expect(former).toHaveLength(10_034);
    expect(former.every(({ parentKey }) => byKey.get(parentKey ?? '')?.kind === 'district')).toBe(true);
    expect(former.filter((unit) => provinceOf(unit).code === '95')).toHaveLength(64);
    const districts = set.units.filter(({ kind }) => kind === 'district');
    expect(districts.filter((unit) => provinceOf(unit).code === '95').map(({ code }) => code)).toEqual([
      'H95-01',
      'H95-02',
      'H95-03',
      'H95-04',
      'H95-05',
      'H95-06',
      'H95-07',
    ]);
    expect(districts.every(({ codeOrigin, validTo }) => codeOrigin === 'ours' && validTo === '2025-07-01')).toBe(true);
  });

  it('has one key and one holder of kind, code and first day', () => {
    expect(byKey.size).toBe(set.units.length);
    expect(new Set(set.units.map((unit) => `${unit.kind} ${unit.code} ${unit.validFrom}`)).size).toBe(set.units.length);
  });

  it('lets provinces pass on whole and communes unverified, never between provinces', () => {
    expect(set.successions.filter(({ extent }) => extent === 'whole')).toHaveLength(52);
    const passed = new Map(set.successions.map(({ fromKey, toKey }) => [fromKey, toKey]));
    for (const { fromKey, toKey, extent } of set.successions.filter(({ extent: each }) => each !== 'whole')) {
      expect(extent).toBe('unverified');
      const [from, to] = [provinceOf(byKey.get(fromKey)!), provinceOf(byKey.get(toKey)!)];
      expect(from === to || passed.get(from.key) === to.key, fromKey).toBe(true);
    }
  });

  it('lists each row that it could not take as it stands', () => {
    const counts: Record<string, number> = {};
    for (const { problem } of set.problems) counts[problem] = (counts[problem] ?? 0) + 1;
    expect(counts).toEqual({
      'row.names_no_former_unit': 5,
      'row.not_on_coded_list': 913,
      'row.repeats_another': 17,
      'row.names_another_successor': 8,
      'row.successor_code_wrong': 3,
      'unit.no_row': 1,
    });
  });
});

describe('rows that are not as they should be', () => {
  const province = {
    code: '95',
    name_vi: 'Tỉnh Bạc Liêu',
    name_en: 'Bac Lieu Province',
    successor_code: '96',
    unchanged: false,
  };
  const tables = (mappings: Partial<PackageTables['mappings'][number]>[]): PackageTables => ({
    provinces: [
      { province_code: '96', name: 'Cà Mau', place_type: 'Tỉnh' },
      { province_code: '01', name: 'Thành phố Hà Nội', place_type: 'Thành phố Trung Ương' },
    ],
    wards: [
      { ward_code: '31900', name: 'Xã Hòa Bình', province_code: '96' },
      { ward_code: '00004', name: 'Phường Ba Đình', province_code: '01' },
    ],
    mappings: mappings.map((mapping, index) => ({
      id: String(index + 1),
      old_ward_code: '31901',
      old_ward_name: 'Xã Minh Diệu',
      old_district_name: 'Huyện Hòa Bình',
      old_province_name: 'Tỉnh Bạc Liêu',
      new_ward_code: '31900',
      new_ward_name: 'Xã Hòa Bình',
      new_province_name: 'Cà Mau',
      ...mapping,
    })),
  });
  const read = (...mappings: Partial<PackageTables['mappings'][number]>[]) => {
    const set = toUnitSet(tables(mappings), [province]);
    return {
      communes: set.units.filter(({ kind, validTo }) => kind === 'commune' && validTo !== null).map(({ code }) => code),
      districts: set.units.filter(({ kind }) => kind === 'district').map(({ nameVi }) => nameVi),
      passed: set.successions.filter(({ fromKey }) => fromKey.startsWith('commune')).length,
      problems: set.problems.filter(({ problem }) => problem !== 'unit.no_row').map(({ problem }) => problem),
    };
  };

  it('takes a sound row without a word', () => {
    expect(read({})).toEqual({ communes: ['31901'], districts: ['Huyện Hòa Bình'], passed: 1, problems: [] });
  });

  it('leaves out what names no unit of a known province', () => {
    expect(read({ old_province_name: 'Tỉnh Bạc Lieu' })).toMatchObject({
      communes: [],
      problems: ['row.province_unknown'],
    });
    expect(read({ old_ward_name: null })).toMatchObject({ communes: [], problems: ['row.names_no_former_unit'] });
    expect(read({ old_ward_code: '3190' })).toMatchObject({ communes: [], problems: ['row.not_on_coded_list'] });
  });

  it('keeps the former unit when its successor cannot be trusted', () => {
    expect(read({ new_ward_code: '1', new_ward_name: 'Xã Khác' })).toMatchObject({
      communes: ['31901'],
      passed: 0,
      problems: ['row.successor_unknown'],
    });
    const elsewhere = {
      new_ward_code: '00004',
      new_ward_name: 'Phường Ba Đình',
      new_province_name: 'Thành phố Hà Nội',
    };
    expect(read(elsewhere)).toMatchObject({ communes: ['31901'], passed: 0, problems: ['row.province_contradicts'] });
  });

  it('finds the successor by name where the code is mistyped, and one district in two spellings', () => {
    expect(read({ new_ward_code: '319' })).toMatchObject({ passed: 1, problems: ['row.successor_code_wrong'] });
    expect(
      read({}, { old_ward_code: '31902' }, { old_ward_code: '31903', old_district_name: 'Huyện Hoà Bình' }),
    ).toEqual({
      communes: ['31901', '31902', '31903'],
      districts: ['Huyện Hòa Bình'],
      passed: 3,
      problems: ['row.district_spelt_otherwise'],
    });
  });

  it('adds nothing for a row that repeats another', () => {
    expect(read({}, { old_ward_code: null })).toMatchObject({
      communes: ['31901'],
      passed: 1,
      problems: ['row.repeats_another'],
    });
  });
});
