import { describe, expect, test } from 'vitest';
import { layoutLines, listTicks, spreadLabels } from './lines.rules.ts';

const inset = { left: 0, right: 0, top: 0, bottom: 0 };

test('what was not reported is a gap, and zero is a point on the ground', () => {
  const { runs } = layoutLines({
    series: [['4', null, '0', '2']],
    width: 300,
    height: 100,
    inset,
    labelWidth: 10,
  });
  expect(runs[0]!.map((run) => run.map(({ index }) => index))).toEqual([[0], [2, 3]]);
  expect(runs[0]![1]![0]).toMatchObject({ x: 200, y: 100 });
  expect(runs[0]![0]![0]!.y).toBe(0);
});

describe('the ticks of an axis', () => {
  test.each([
    [0, ['0', '1']],
    [3, ['0', '1', '2', '3']],
    [10, ['0', '2.5', '5', '7.5', '10']],
    [41_736, ['0', '20000', '40000', '60000']],
    [0.7, ['0', '0.2', '0.4', '0.6', '0.8']],
  ])('up to %d are round and reach over it', (highest, ticks) => {
    expect(listTicks(highest)).toEqual(ticks);
  });
});

test('labels of an axis stand apart, and the last is always said', () => {
  const { labels } = layoutLines({
    series: [Array.from({ length: 24 }, () => '1')],
    width: 240,
    height: 100,
    inset,
    labelWidth: 60,
  });
  expect(labels.at(-1)!.index).toBe(23);
  labels.slice(1).forEach(({ x }, index) => expect(x - labels[index]!.x).toBeGreaterThanOrEqual(50));
});

test('names at the ends of lines never cover each other', () => {
  const placed = spreadLabels([50, 52, 51, 99], 16, { top: 0, bottom: 100 });
  const sorted = placed.toSorted((one, other) => one - other);
  sorted.slice(1).forEach((y, index) => expect(y - sorted[index]!).toBeGreaterThanOrEqual(16));
  expect(placed[2]! < placed[1]!).toBe(true);
  expect(Math.max(...placed)).toBeLessThanOrEqual(100);
});
