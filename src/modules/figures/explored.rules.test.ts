import { describe, expect, test } from 'vitest';
import { type Explored, mark } from './explore.contract.ts';
import { cellAt, divide, rankUnits } from './explored.rules.ts';

const indicator = (code: string, kind: 'flow' | 'stock' | 'ratio' = 'flow') =>
  ({ code, kind, nameVi: code, nameEn: code }) as Explored['indicators'][number];
const unit = (id: number) => ({ id, name: `Xã ${id}` }) as Explored['units'][number];

/** [indicator][unit] of a single period. */
function answer(codes: [string, ('flow' | 'stock' | 'ratio')?][], values: (string | null)[][], marks = 0): Explored {
  const grid = <T>(value: (indicator: number, unit: number) => T) =>
    values.map((row, i) => row.map((_, u) => [value(i, u)]));
  return {
    indicators: codes.map(([code, kind]) => indicator(code, kind)),
    units: values[0]!.map((_, index) => unit(index + 1)),
    periods: [{ key: '2025', from: '2025-01', to: '2025-12' }],
    values: grid((i, u) => values[i]![u]!),
    reported: grid(() => 12),
    obliged: grid(() => 12),
    marks: grid(() => marks),
  } as Explored;
}

describe('figures per inhabitants', () => {
  test('are divided exactly, half up to two places, and only where there is something to divide by', () => {
    expect(divide('7', '1600', 'X09')).toBe('4.38');
    expect(divide('1', '3', 'M02')).toBe('33.33');
    expect(divide('90071992547409930', '1000', 'X09')).toBe('90071992547409930');
    expect([divide('7', null, 'X09'), divide(null, '7', 'X09'), divide('7', '0', 'X09')]).toEqual([null, null, null]);
  });

  test('keep the whole figure beside them; a ratio is not divided again', () => {
    const explored = answer([['T01'], ['S25', 'ratio'], ['X09', 'stock']], [['50'], ['84.17'], ['2000']]);
    const at = { unit: 0, period: 0 };
    expect(cellAt(explored, { ...at, indicator: 0 }, 'X09')).toMatchObject({ value: '25', whole: '50' });
    expect(cellAt(explored, { ...at, indicator: 1 }, 'X09')).toMatchObject({ value: '84.17', whole: '84.17' });
    expect(cellAt(explored, { ...at, indicator: 2 }, 'X09').value).toBe('2000');
  });
});

test('marks say how a figure was published and that it was apportioned; opposite words say nothing', () => {
  const bits = mark.over | mark.apportioned;
  expect(cellAt(answer([['T01']], [['50']], bits), { indicator: 0, unit: 0, period: 0 })).toMatchObject({
    qualifier: 'over',
    apportioned: true,
  });
  const both = answer([['T01']], [['50']], mark.over | mark.nearly);
  expect(cellAt(both, { indicator: 0, unit: 0, period: 0 }).qualifier).toBeNull();
});

test('units are ranked by exact values; equal ones share a rank, silent ones have none', () => {
  const ranked = rankUnits(answer([['T01']], [['5', null, '9007199254740993', '5', '0', '9007199254740992']]), {
    indicator: 0,
    period: 0,
  });
  expect(ranked.map(({ unit: { id }, rank }) => [id, rank])).toEqual([
    [3, 1],
    [6, 2],
    [1, 3],
    [4, 3],
    [5, 5],
    [2, null],
  ]);
});
