import { describe, expect, test } from 'vitest';
import { readBoundaryFile } from './geojson.rules.ts';

const square = [
  [105, 21],
  [106, 21],
  [106, 22],
  [105, 21],
];
const feature = (properties: unknown, geometry: unknown = { type: 'Polygon', coordinates: [square] }) => ({
  type: 'Feature',
  properties,
  geometry,
});
const file = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });

describe('the code of a feature', () => {
  test.each([
    [{ code: '01' }, '01'],
    [{ code: 1 }, '01'],
    [{ MA_TINH: '96', ten: 'Cà Mau' }, '96'],
    [{ ma_tinh: '04', ma_xa: '01273' }, '01273'],
    [{ 'Mã xã': 1273 }, '01273'],
    [{ ma: ' 31825 ' }, '31825'],
  ])('%j is %s', (properties, code) => {
    const { features, refusals } = readBoundaryFile(file(feature(properties)));
    expect(refusals).toEqual([]);
    expect(features.map((one) => one.code)).toEqual([code]);
  });
});

describe('what is refused', () => {
  test.each([
    ['not JSON', '<kml/>', 'boundary.not_json'],
    ['a single geometry', JSON.stringify({ type: 'Polygon', coordinates: [square] }), 'boundary.not_collection'],
    ['nothing', file(), 'boundary.no_features'],
  ])('a file that is %s', (_, text, code) => {
    expect(readBoundaryFile(text)).toEqual({ features: [], refusals: [expect.objectContaining({ feature: 0, code })] });
  });

  test.each([
    ['no code', feature({ name: 'Hà Nội' }), 'boundary.no_code'],
    ['a code of another shape', feature({ code: 'VN-HN' }), 'boundary.code_shape'],
    ['a district', feature({ code: '001' }, null), 'boundary.no_geometry'],
    ['a point', feature({ code: '01' }, { type: 'Point', coordinates: [105, 21] }), 'boundary.not_polygon'],
    ['an open ring', feature({ code: '01' }, { type: 'Polygon', coordinates: [square.slice(0, 3)] }), 'boundary.ring'],
    [
      'latitude first',
      feature({ code: '01' }, { type: 'Polygon', coordinates: [square.map((at) => at.toReversed())] }),
      'boundary.swapped',
    ],
    [
      'metres',
      feature({ code: '01' }, { type: 'Polygon', coordinates: [square.map(([x, y]) => [x! * 5000, y! * 100_000])] }),
      'boundary.outside',
    ],
    ['no feature', 'x', 'boundary.not_feature'],
  ])('%s, with the number of the feature', (_, wrong, code) => {
    const { features, refusals } = readBoundaryFile(file(feature({ code: '96' }), wrong, feature({ code: '04' })));
    expect(features.map((one) => one.code)).toEqual(['96', '04']);
    expect(refusals).toEqual([expect.objectContaining({ feature: 2, code })]);
  });

  test('the same unit a second time', () => {
    const { refusals } = readBoundaryFile(file(feature({ code: '96' }), feature({ ma: 96 })));
    expect(refusals).toEqual([{ feature: 2, code: 'boundary.twice', params: { code: '96', other: 1 } }]);
  });
});
