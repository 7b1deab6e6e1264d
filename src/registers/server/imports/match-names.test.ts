import { describe, expect, test } from 'vitest';
import { indexNames, matchRecord, matchUnit, type NamedRecord, type NamedUnit } from './match-names.ts';

const unit = (id: number, name: string, more: Partial<NamedUnit> = {}): NamedUnit => ({
  id,
  name,
  code: String(id).padStart(5, '0'),
  kind: 'commune',
  parentId: null,
  parentName: 'Tỉnh Thử',
  provinceId: 1,
  validFrom: null,
  validTo: null,
  ...more,
});

const units = [
  unit(101, 'Xã Tân Lập'),
  unit(102, 'Xã Tân Lập', { parentName: 'Huyện Khác' }),
  unit(103, 'Phường Hoà Bình', { validTo: '2025-07-01' }),
  unit(104, 'Phường Hòa Bình', { validFrom: '2025-07-01' }),
  unit(105, 'Xã Đông Sơn'),
  unit(106, 'Thôn 3', { parentId: 101, kind: 'residential_area' }),
  unit(107, 'Thôn 3', { parentId: 105, kind: 'residential_area' }),
];
const index = indexNames(units);
const match = (text: string, day = '2026-01-05', within?: number) =>
  matchUnit(index, text, { day, within, unknown: 'cell.unit_unknown' });

describe('a unit', () => {
  test.each([
    ['Xã Đông Sơn', 105],
    ['đông sơn', 105],
    ['xa dong son', 105],
    ['00105', 105],
    ['105', 105],
    ['Xã Tân Lập [00102]', 102],
    ['phường Hoà Bình', 104],
  ])('“%s” is found', (text, id) => {
    expect(match(text)).toMatchObject({ id });
  });

  test('is the one that existed on the day, and the one within the unit of the record', () => {
    expect(match('Phường Hòa Bình', '2024-03-01')).toMatchObject({ id: 103 });
    expect(match('Thôn 3', '2026-01-05', 105)).toMatchObject({ id: 107 });
  });

  test.each([
    ['Xã Tân Lập', 'cell.unit_ambiguous', { count: 2, candidates: '00101 (Tỉnh Thử); 00102 (Huyện Khác)' }],
    ['Xã Đông Sớn', 'cell.unit_near', { candidates: 'Xã Đông Sơn [00105]' }],
    ['Xã Không Có', 'cell.unit_unknown', {}],
    ['Xã Đông Sơn [00101]', 'cell.unit_differs', { code: '00101', name: 'Xã Tân Lập' }],
  ])('“%s” is refused: %s', (text, code, params) => {
    expect(match(text)).toMatchObject({ code, params });
  });
});

describe('a record', () => {
  const record = (id: string, unitId: number): NamedRecord => ({
    id,
    name: 'Camera an ninh',
    code: String(unitId),
    unitId,
    unitName: `Xã ${unitId}`,
  });
  const records = indexNames([record('a', 1), record('b', 2), record('c', 3)]);

  test('of the own unit is meant first; else the code of the unit has to be said', () => {
    expect(matchRecord(records, 'camera an ninh', 2)).toMatchObject({ id: 'b' });
    expect(matchRecord(records, 'Camera an ninh [3]', 9)).toMatchObject({ id: 'c' });
    expect(matchRecord(records, 'Camera an ninh', 9)).toMatchObject({
      code: 'cell.record_ambiguous',
      params: { count: 3, candidates: 'Camera an ninh [1]; Camera an ninh [2]; Camera an ninh [3]' },
    });
    expect(matchRecord(records, 'Camera khác', 1)).toBeUndefined();
  });
});
