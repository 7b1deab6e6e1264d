import { describe, expect, test } from 'vitest';
import type { Indicator } from './figures.contract.ts';
import { calculateFormula, calculateRatio, listParts, parseFormula, parseUnitsWith } from './figures.rules.ts';

describe('a ratio is taken of sums, exactly', () => {
  test('117 of 139 communes are 84,17 per cent', () => expect(calculateRatio('117', '139')).toBe('84.17'));
  test('rounding is half up at the second place', () => {
    expect(calculateRatio('1', '800')).toBe('0.13');
    expect(calculateRatio('12345678901234567890', '12345678901234567890')).toBe('100.00');
  });
  test('nothing is divided by zero or by what was not reported', () => {
    expect(calculateRatio('1', '0')).toBeNull();
    expect(calculateRatio(null, '3')).toBeNull();
    expect(calculateRatio('3', null)).toBeNull();
  });
});

describe('a derived figure', () => {
  const values: Record<string, string | null> = { A1: '0.1', A2: '0.2', A3: null };
  test('is exact where floating numbers are not', () =>
    expect(calculateFormula('A1 + A2', (code) => values[code] ?? null)).toBe('0.3'));
  test('is not reported where one part is not', () =>
    expect(calculateFormula('A1 - A3', (code) => values[code] ?? null)).toBeNull());
  test('knows sums and differences of codes only', () => {
    expect(parseFormula('S02 - M45 + X13')).toEqual([
      { sign: 1, code: 'S02' },
      { sign: -1, code: 'M45' },
      { sign: 1, code: 'X13' },
    ]);
    for (const bad of ['S02 -', 'S02 * M45', '2 + 3', '', 'S02 M45']) expect(() => parseFormula(bad)).toThrow();
  });
});

describe('units-with', () => {
  test('reads predicate and kind', () => {
    expect(parseUnitsWith({ code: 'M40', measure: 'units_with(M18 > 0)', filter: 'unit_kind = commune' })).toEqual({
      unitKind: 'commune',
      communeType: null,
      code: 'M18',
      operator: '>',
      than: '0',
    });
    expect(parseUnitsWith({ code: 'X13', measure: 'units_with(exists)', filter: 'unit_kind = commune' })).toEqual({
      unitKind: 'commune',
      communeType: null,
      code: null,
    });
    const filter = 'unit_kind = commune and commune_type = rural_commune';
    expect(parseUnitsWith({ code: 'X14', measure: 'units_with(exists)', filter })).toEqual({
      unitKind: 'commune',
      communeType: 'rural_commune',
      code: null,
    });
    expect(parseUnitsWith({ code: 'Z', measure: 'units_with(M18 >= 2)', filter })).toEqual({
      unitKind: 'commune',
      communeType: 'rural_commune',
      code: 'M18',
      operator: '>=',
      than: '2',
    });
  });
  test('refuses anything else', () => {
    expect(() =>
      parseUnitsWith({ code: 'Z', measure: 'units_with(M18 <> 0)', filter: 'unit_kind = commune' }),
    ).toThrow();
    expect(() =>
      parseUnitsWith({ code: 'Z', measure: 'units_with(exists)', filter: "unit_kind = 'commune' or true" }),
    ).toThrow();
    expect(() =>
      parseUnitsWith({
        code: 'Z',
        measure: 'units_with(exists)',
        filter: 'unit_kind = school and commune_type = rural_commune',
      }),
    ).toThrow();
  });
});

test('the parts of an indicator are known from its definition', () => {
  expect(listParts({ kind: 'ratio', numeratorCode: 'T02', denominatorCode: 'T01' } as Indicator)).toEqual([
    'T02',
    'T01',
  ]);
  expect(listParts({ kind: 'derived', formula: 'A1 - B2' } as Indicator)).toEqual(['A1', 'B2']);
  expect(listParts({ kind: 'flow' } as Indicator)).toEqual([]);
});
