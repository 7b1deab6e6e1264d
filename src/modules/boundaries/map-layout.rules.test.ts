import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { archipelagoOf, archipelagos } from './archipelagos.rules.ts';
import { layoutMap, type MapUnit } from './map-layout.rules.ts';
import { tileGrid, tiles, tilesAtSea } from './tiles.rules.ts';
import type { Polygon } from './topology.rules.ts';

const square = (west: number, south: number, size: number): Polygon => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
  ],
];
const unit = (id: number, code: string, name: string, ...polygons: Polygon[]): MapUnit => ({
  id,
  code,
  kind: code.length === 2 ? 'province' : 'commune',
  name,
  polygons,
});
const room = { width: 400, height: 700 };

describe('the tiles', () => {
  test('are the 34 provinces of today, each in a place of its own', () => {
    const rows = readFileSync(new URL('../../../reference-data/former-provinces.csv', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => /^\d{2},/.test(line));
    const successors = new Set(rows.map((line) => line.split(',')[3]!));
    expect(new Set(tiles.map(({ code }) => code))).toEqual(successors);
    expect(tiles).toHaveLength(34);
    const places = [...tiles, ...Object.values(tilesAtSea)].map(({ column, row }) => `${column} ${row}`);
    expect(new Set(places).size).toBe(36);
    expect(Math.max(...tiles.map(({ column }) => column))).toBeLessThan(tileGrid.columns - 1);
  });

  test('lie as the provinces do: north above south, coast east of the hills', () => {
    const at = (name: string) => tiles.find((tile) => tile.name === name)!;
    expect(at('Cao Bằng').row).toBeLessThan(at('Hà Nội').row);
    expect(at('Hà Nội').row).toBeLessThan(at('Huế').row);
    expect(at('Huế').row).toBeLessThan(at('Khánh Hoà').row);
    expect(at('Khánh Hoà').row).toBeLessThan(at('Cà Mau').row);
    expect(at('Điện Biên').column).toBeLessThan(at('Quảng Ninh').column);
    expect(tilesAtSea.hoang_sa.row).toBe(at('Đà Nẵng').row);
  });
});

describe('a map', () => {
  test('keeps its shape: as high as it is long on the ground', () => {
    const { width, height, shapes } = layoutMap([unit(1, '01', 'Hà Nội', square(105, 20, 1))], room)!;
    expect(width / height).toBeCloseTo(Math.cos((20.5 * Math.PI) / 180), 1);
    expect(shapes.map(({ unitId }) => unitId)).toEqual([1]);
  });

  test('draws the archipelagos in boxes, at a scale that shows them', () => {
    const daNang = unit(2, '48', 'Thành phố Đà Nẵng', square(108, 15.5, 1), square(111.6, 16.5, 0.02));
    const { insets, shapes, width } = layoutMap([daNang, unit(1, '01', 'Hà Nội', square(105, 20, 1))], room)!;
    expect(insets.map(({ archipelago }) => archipelago.key)).toEqual(['hoang_sa']);
    expect(insets[0]!.parts.map(({ unitId }) => unitId)).toEqual([2]);
    expect(insets[0]!.dots).toEqual([]);
    expect(insets[0]!.box.x + insets[0]!.box.width).toBeLessThanOrEqual(width);
    expect(shapes.find(({ unitId }) => unitId === 2)!.path.split('M')).toHaveLength(2);
  });

  test('draws them also where the boundaries lack them, in the colour of their province', () => {
    const units = [unit(2, '48', 'Đà Nẵng', square(108, 15.5, 1)), unit(3, '56', 'Khánh Hoà', square(109, 12, 1))];
    const { insets } = layoutMap(units, room)!;
    expect(insets.map(({ archipelago, dots }) => [archipelago.key, dots[0]?.unitId])).toEqual([
      ['hoang_sa', 2],
      ['truong_sa', 3],
    ]);
    const [one, other] = insets.map(({ box }) => box);
    expect(one!.y + one!.height).toBeLessThanOrEqual(other!.y);
  });

  test('of communes shows the special zone that bears the name, and no boxes where none is asked for', () => {
    const ward = unit(5, '20194', 'Phường Hải Châu', square(108.2, 16, 0.1));
    const zone = { ...unit(6, '20333', 'Đặc khu Hoàng Sa'), polygons: undefined };
    expect(layoutMap([ward, zone], room)!.insets[0]!.dots[0]!.unitId).toBe(6);
    expect(layoutMap([ward], room)!.insets).toEqual([]);
    expect(layoutMap([{ ...ward, polygons: undefined }], room)).toBeUndefined();
  });
});

test('a position is placed on the land, in the box of its archipelago, or nowhere', () => {
  const { insets, place, width } = layoutMap([unit(2, '48', 'Đà Nẵng', square(108, 15.5, 1))], room)!;
  const [x, y] = place([108.5, 16])!;
  expect(x).toBeGreaterThan(0);
  expect(x).toBeLessThan(width);
  expect(place([108.9, 16.4])![1]).toBeLessThan(y);
  const [{ box }] = insets as [(typeof insets)[0]];
  const island = place([111.61, 16.53])!;
  expect(island[0]).toBeGreaterThan(box.x);
  expect(island[1]).toBeLessThan(box.y + box.height);
  expect(place([105, 21])).toBeUndefined();
  expect(place([114.33, 11.43])).toBeUndefined();
});

test('islands near the coast belong to the mainland, every named island to its archipelago', () => {
  // Phú Quý, Lý Sơn, Côn Đảo, Bạch Long Vĩ.
  for (const place of [
    [108.95, 10.53],
    [109.12, 15.38],
    [106.6, 8.7],
    [107.73, 20.13],
  ] as const) {
    expect(archipelagoOf(place)).toBeUndefined();
  }
  for (const archipelago of archipelagos) {
    for (const island of archipelago.islands) {
      expect(archipelagoOf(island)?.key).toBe(archipelago.key);
      const { west, east, south, north } = archipelago.box;
      expect(island[0] > west && island[0] < east && island[1] > south && island[1] < north).toBe(true);
    }
  }
});
