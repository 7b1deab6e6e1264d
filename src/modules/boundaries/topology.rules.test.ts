import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packRing, type Polygon, type Ring, simplifyTogether, unpackRing } from './topology.rules.ts';

/** A line from (x, 0) to (x, 10) that trembles a little. */
const trembling = (x: number): Ring =>
  Array.from({ length: 101 }, (_, index) => [x + (index % 2 === 0 ? 0 : 0.01), index / 10] as const);

const west: Polygon = [[[0, 0], ...trembling(5), [0, 10]]];
const east: Polygon = [[[10, 10], ...trembling(5).toReversed(), [10, 0]]];
/** The outline of the first polygon of each unit. */
const outlinesOf = (units: Polygon[][]): Ring[] => units.map((polygons) => polygons[0]![0]!);
const keysOf = (ring: Ring): string[] => ring.map(([x, y]) => `${x} ${y}`);

describe('neighbours', () => {
  test('lose the same points of the line between them, and only what trembles less than the tolerance', () => {
    const [one, other] = outlinesOf(simplifyTogether([[west], [east]], { perDegree: 1000, tolerance: 0.05 }));
    // Of a border between two only, one point stays, so that neither can vanish.
    expect(keysOf(one!)).toHaveLength(5);
    expect(keysOf(one!).filter((key) => keysOf(other!).includes(key))).toEqual(['5 0', '5.01 0.1', '5 10']);
    const [fine] = outlinesOf(simplifyTogether([[west], [east]], { perDegree: 1000, tolerance: 0.001 }));
    expect(fine!).toHaveLength(103);
  });

  test('share every point of their border, whatever the border', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 3, max: 7, noNaN: true }), fc.integer({ min: 1, max: 98 })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (points, tolerance) => {
          const border: Ring = [
            [5, 0],
            ...points.toSorted((a, b) => a[1] - b[1]).map(([x, y]) => [x, y / 10] as const),
            [5, 10],
          ];
          const [one, other] = outlinesOf(
            simplifyTogether([[[[[0, 0], ...border, [0, 10]]]], [[[[10, 10], ...border.toReversed(), [10, 0]]]]], {
              perDegree: 1000,
              tolerance,
            }),
          );
          const between = (ring: Ring, corners: string[]) => keysOf(ring).filter((key) => !corners.includes(key));
          expect(between(one!, ['0 0', '0 10']).toSorted()).toEqual(between(other!, ['10 10', '10 0']).toSorted());
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('an island smaller than the grid stays as its smallest square, a hole like that is filled', () => {
  const dot = (x: number, y: number): Ring => [
    [x, y],
    [x + 0.0001, y],
    [x, y + 0.0001],
  ];
  const [[islet, holed] = []] = simplifyTogether(
    [
      [
        [dot(112, 16)],
        [
          [
            [0, 0],
            [4, 0],
            [4, 4],
            [0, 4],
          ],
          dot(2, 2),
        ],
      ],
    ],
    { perDegree: 1000, tolerance: 1 },
  );
  expect(new Set(keysOf(islet![0]!)).size).toBe(4);
  expect(islet![0]![0]).toEqual([112, 16]);
  expect(holed).toHaveLength(1);
});

test('an island keeps an area under any tolerance, an enclave the same line as the hole around it', () => {
  const circle: Ring = Array.from(
    { length: 60 },
    (_, index) => [3 + Math.cos(index / 9.55), 3 + Math.sin(index / 9.55)] as const,
  );
  const around: Polygon = [
    [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
    ],
    circle.toReversed(),
  ];
  const simple = simplifyTogether([[around], [[circle]]], { perDegree: 1000, tolerance: 50 });
  const [hole, enclave] = [simple[0]![0]![1], simple[1]![0]![0]];
  expect(new Set(keysOf(enclave!)).size).toBeGreaterThan(2);
  expect(keysOf(hole!).toSorted()).toEqual(keysOf(enclave!).toSorted());
});

test('a ring is packed as steps and unpacked as it was', () => {
  const ring: Ring = [
    [105.123, 21.5],
    [105.125, 21.499],
    [105, 21],
  ];
  expect(packRing(ring, 1000)).toEqual([105123, 21500, 2, -1, -125, -499]);
  expect(unpackRing(packRing(ring, 1000), 1000)).toEqual(ring);
});
