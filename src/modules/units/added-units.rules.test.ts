import { describe, expect, test } from 'vitest';
import {
  listNamedAbove,
  openJudge,
  planUnits,
  type Surroundings,
  type UnitDraft,
  type UnitRow,
} from './added-units.rules.ts';

const surroundings: Surroundings = {
  above: [
    { id: 1, kind: 'province', code: '04', nameVi: 'Tỉnh Cao Bằng', provinceName: null, validFrom: null },
    {
      id: 2,
      kind: 'commune',
      code: '01290',
      nameVi: 'Xã Hoà An',
      provinceName: 'Tỉnh Cao Bằng',
      validFrom: '2025-07-01',
    },
    { id: 3, kind: 'commune', code: '01300', nameVi: 'Xã Tân An', provinceName: 'Tỉnh Cao Bằng', validFrom: null },
    { id: 4, kind: 'commune', code: '20001', nameVi: 'Xã Tân An', provinceName: 'Tỉnh Khác', validFrom: null },
  ],
  below: [
    { id: 10, kind: 'residential_area', parentId: 2, code: '01290-001', nameVi: 'Thôn Hòa Bình', validTo: null },
    { id: 11, kind: 'residential_area', parentId: 2, code: '01290-002', nameVi: 'Xóm Cũ', validTo: '2026-03-01' },
  ],
  takenCodes: new Set(['04-015']),
  today: '2026-11-25',
};

const draft = (change: Partial<UnitDraft> = {}): UnitDraft => ({
  kind: 'residential_area',
  nameVi: 'Thôn Mới',
  parentId: 2,
  code: null,
  validFrom: '2025-07-01',
  legalBasis: null,
  ...change,
});
const judge = (change: Partial<UnitDraft> = {}) => openJudge(surroundings)(draft(change));
const refusalsOf = (change: Partial<UnitDraft>): [string, string][] => {
  const judgement = judge(change);
  return judgement.state === 'refused' ? judgement.refusals.map(({ cell, code }) => [cell, code]) : [];
};

describe('a unit to be added', () => {
  test('is new where no unit of its kind bears the name below the same unit', () => {
    expect(judge()).toMatchObject({ state: 'new', similarTo: [] });
    expect(judge({ nameVi: 'Thôn Hòa Bình', parentId: 3 })).toMatchObject({ state: 'new', similarTo: [] });
  });

  test('is there already under another spelling: case, tone mark and spaces do not matter', () => {
    for (const nameVi of ['Thôn Hòa Bình', 'thôn hoà bình', 'THÔN HOÀ  BÌNH', 'Thôn Hoà Bình'.normalize('NFD')])
      expect(judge({ nameVi })).toMatchObject({ state: 'present', unit: { id: 10 } });
  });

  test('is similar where the names differ in diacritics or kind only', () => {
    for (const change of [{ nameVi: 'Thôn Hoa Bình' }, { nameVi: 'Thôn Hòa Bình', kind: 'school' as const }])
      expect(judge(change)).toMatchObject({ state: 'new', similarTo: ['Thôn Hòa Bình (01290-001)'] });
  });

  test('takes up the name of one that ended, from its end on', () => {
    expect(judge({ nameVi: 'Xóm Cũ', validFrom: '2026-03-01' })).toMatchObject({ state: 'new', similarTo: [] });
    expect(refusalsOf({ nameVi: 'xóm cũ', validFrom: '2026-02-28' })).toEqual([['validFrom', 'unit.same_name_until']]);
  });

  test('lies below a unit that exists, an area below a commune, none earlier than its parent or later than today', () => {
    expect(refusalsOf({ parentId: 99 })).toEqual([['parent', 'unit.parent_closed']]);
    expect(refusalsOf({ parentId: 1 })).toEqual([['parent', 'unit.area_below_commune']]);
    expect(judge({ parentId: 1, kind: 'agency' })).toMatchObject({ state: 'new' });
    expect(refusalsOf({ validFrom: '2025-06-30' })).toEqual([['validFrom', 'unit.before_parent']]);
    expect(refusalsOf({ validFrom: '2026-11-26' })).toEqual([['validFrom', 'unit.begins_later']]);
  });

  test('has a name that can be read and a code that nobody bears', () => {
    for (const nameVi of ['A', '---', 'x'.repeat(201)])
      expect(refusalsOf({ nameVi })).toEqual([['name', 'unit.name_shape']]);
    expect(refusalsOf({ code: '04-015' })).toEqual([['code', 'unit.code_taken']]);
    for (const code of ['mã số', '-1', '1@2', 'x'.repeat(31)])
      expect(refusalsOf({ code })).toEqual([['code', 'unit.code_shape']]);
    expect(judge({ code: 'TDP.07/HA' })).toMatchObject({ state: 'new' });
  });
});

const row = (number: number, change: Partial<UnitRow> = {}): UnitRow => ({
  row: number,
  kind: 'Khu dân cư',
  name: `Thôn ${number}`,
  parent: 'Xã Hoà An (01290)',
  validFrom: '01/07/2025',
  code: '',
  legalBasis: '',
  ...change,
});

describe('a list of units', () => {
  test('is read by the labels of kinds, and by code, name or both of the unit above', () => {
    const plan = planUnits(
      [
        row(2, { legalBasis: ' NQ  12/2025 ' }),
        row(3, { kind: 'khu  dân cư', parent: '01290' }),
        row(4, { kind: 'Trường', parent: 'xã hòa an', name: 'Trường THCS Hoà An' }),
        row(5, { kind: 'Cơ quan', parent: 'Tỉnh Cao Bằng', name: 'Sở Nội vụ', code: 'SNV', validFrom: '2020-05-01' }),
      ],
      surroundings,
    );
    expect(plan.refused).toEqual([]);
    expect(plan.added.map(({ row: at, draft: one }) => [at, one.kind, one.parentId, one.code, one.validFrom])).toEqual([
      [2, 'residential_area', 2, null, '2025-07-01'],
      [3, 'residential_area', 2, null, '2025-07-01'],
      [4, 'school', 2, null, '2025-07-01'],
      [5, 'agency', 1, 'SNV', '2020-05-01'],
    ]);
    expect(plan.added[0]!.draft.legalBasis).toBe('NQ 12/2025');
  });

  test('says for each cell why it was refused', () => {
    const refused = (change: Partial<UnitRow>) =>
      planUnits([row(2, change)], surroundings).refused.flatMap(({ refusals }) =>
        refusals.map(({ cell, code }) => [cell, code]),
      );
    expect(refused({ kind: '', name: ' ', parent: '', validFrom: '' })).toEqual([
      ['kind', 'value.empty'],
      ['name', 'value.empty'],
      ['parent', 'value.empty'],
      ['validFrom', 'value.empty'],
    ]);
    expect(refused({ kind: 'Huyện' })).toEqual([['kind', 'unit.kind_unknown']]);
    expect(refused({ parent: 'Xã Nơi Khác' })).toEqual([['parent', 'unit.parent_unknown']]);
    expect(refused({ parent: 'Xã Tân An' })).toEqual([['parent', 'unit.parent_several']]);
    expect(refused({ validFrom: '31/02/2026' })).toEqual([['validFrom', 'day.not_in_calendar']]);
    expect(refused({ validFrom: '1/7/25', kind: 'x' })).toHaveLength(2);
  });

  test('knows its own rows and those that are there', () => {
    const plan = planUnits(
      [
        row(2),
        row(3, { name: 'THÔN 2' }),
        row(4, { name: 'Thôn Hoà Bình' }),
        row(5, { code: 'A1' }),
        row(6, { code: 'a1' }),
        row(7, { name: 'Thon 5' }),
      ],
      surroundings,
    );
    expect(plan.added.map(({ row: at, similarTo }) => [at, similarTo])).toEqual([
      [2, []],
      [5, []],
      [7, ['Thôn 5']],
    ]);
    expect(plan.present).toMatchObject([{ row: 4, unit: { id: 10 } }]);
    expect(plan.refused).toMatchObject([
      { row: 3, refusals: [{ cell: 'name', code: 'unit.name_twice', params: { row: '2' } }] },
      { row: 6, refusals: [{ cell: 'code', code: 'unit.code_twice', params: { row: '5' } }] },
    ]);
  });

  test('names the units above that it needs', () => {
    const rows = [row(2), row(3), row(4, { parent: '04' }), row(5, { parent: 'không có' })];
    expect(listNamedAbove(rows, surroundings.above).map(({ id }) => id)).toEqual([2, 1]);
  });
});
