import { expect, test } from 'vitest';
import type { Polygon } from '#modules/boundaries/topology.rules.ts';
import { layoutFeedbackMap, markerSize } from './map.rules.ts';

/** A coast of very many bends about a place, as wide as that in degrees. */
function island(longitude: number, latitude: number, size: number, bends = 4000): Polygon {
  return [
    Array.from({ length: bends }, (_, at) => {
      const angle = (at / bends) * 2 * Math.PI;
      const far = (size / 2) * (1 + 0.004 * Math.sin(at));
      return [longitude + far * Math.cos(angle), latitude + far * Math.sin(angle)] as const;
    }),
  ];
}
const commune = (...polygons: Polygon[]) => ({ code: '31825', kind: 'commune', name: 'Xã Thử', polygons });
const at = (number: number, position: string | null) => ({ number, position });

test('what has a position is drawn by its number, where it lies', () => {
  const map = layoutFeedbackMap(commune(island(105, 9, 0.1)), [
    at(1, '9.03, 105'),
    at(2, null),
    at(3, '9, 105.03'),
    at(4, '21.03, 105.85'),
  ])!;
  expect(map.markers.map(({ numbers }) => numbers)).toEqual([[1], [3]]);
  const [north, east] = map.markers;
  expect(north!.y).toBeLessThan(east!.y);
  expect(north!.x).toBeLessThan(east!.x);
  for (const { x, y } of map.markers) {
    expect(x).toBeLessThan(map.layout.width);
    expect(y).toBeLessThan(map.layout.height);
  }
});

test('those too near to be pressed apart are one marker', () => {
  const items = Array.from({ length: 40 }, (_, index) =>
    at(index + 1, `${(9 + (index % 7) * 0.001).toFixed(4)}, 105.01`),
  );
  const { markers } = layoutFeedbackMap(commune(island(105, 9, 0.1)), items)!;
  expect(markers.flatMap(({ numbers }) => numbers).toSorted((one, other) => one - other)).toEqual(
    items.map(({ number }) => number),
  );
  for (const one of markers) {
    for (const other of markers) {
      if (one !== other) expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThanOrEqual(markerSize);
    }
  }
});

test('an outline of any fineness, with thousands of islets, stays small enough for a slow line', () => {
  const islets = Array.from({ length: 3000 }, (_, index) =>
    island(107 + (index % 60) * 0.01, 20.5 + index * 0.0001, 0.002, 8),
  );
  const { layout } = layoutFeedbackMap(commune(island(107, 21, 1.2), ...islets), [at(1, '21, 107')])!;
  expect(layout.shapes.map(({ path }) => path).join('').length).toBeLessThan(8000);
});

test('of Đà Nẵng the islands far out at sea are never left out', () => {
  const daNang = { code: '48', kind: 'province', name: 'Đà Nẵng', polygons: [island(108.2, 16, 0.5)] };
  const { layout, markers } = layoutFeedbackMap(daNang, [at(1, '16.53, 111.61'), at(2, '16, 108.2')])!;
  expect(layout.insets.map(({ archipelago, dots }) => [archipelago.nameVi, dots.length > 0])).toEqual([
    ['Hoàng Sa', true],
  ]);
  expect(markers).toHaveLength(2);
});

test('without an outline the map reaches as far as the items; without positions there is none', () => {
  const map = layoutFeedbackMap(undefined, [at(1, '9.1, 105.1'), at(2, '9.2, 105.2')])!;
  expect(map.hasOutline).toBe(false);
  expect(map.markers).toHaveLength(2);
  expect(layoutFeedbackMap(undefined, [at(1, null)])).toBeUndefined();
  expect(layoutFeedbackMap(commune(island(105, 9, 0.1)), [at(1, '21.03, 105.85')])).toBeUndefined();
});
