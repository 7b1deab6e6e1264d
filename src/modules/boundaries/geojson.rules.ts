import { withoutDiacritics } from '#platform/search-key.rules.ts';
import type { Polygon, Ring } from './topology.rules.ts';

/** Why a feature is not taken: its number in the file, from 1; 0 = the whole file. */
export type Refusal = { feature: number; code: string; params: Record<string, string | number> };

export type BoundaryFeature = { feature: number; code: string; polygons: Polygon[] };

/** Properties that carry the official code, folded, the first that is there first. A commune comes before its province. */
const codeNames = [
  'code',
  'ma',
  'madvhc',
  'maxa',
  'maphuongxa',
  'wardcode',
  'communecode',
  'matinh',
  'mathanhpho',
  'provincecode',
];

const mostFeatures = 5000;
const mostPositions = 3_000_000;
/** Vietnam with its seas. */
const surroundings = { west: 100, east: 119.5, south: 5, north: 25 };

/**
 * Reads a GeoJSON FeatureCollection whose features are provinces or communes with their official codes. Answers all that
 * can be read and all that is refused.
 */
export function readBoundaryFile(text: string): { features: BoundaryFeature[]; refusals: Refusal[] } {
  const refuse = (code: string, params: Refusal['params'] = {}) => ({
    features: [],
    refusals: [{ feature: 0, code, params }],
  });
  const collection = parse(text);
  if (!isObject(collection)) return refuse('boundary.not_json');
  if (collection.type !== 'FeatureCollection' || !Array.isArray(collection.features)) {
    return refuse('boundary.not_collection');
  }
  if (collection.features.length === 0) return refuse('boundary.no_features');
  if (collection.features.length > mostFeatures) return refuse('boundary.too_many', { most: mostFeatures });
  const features: BoundaryFeature[] = [];
  const refusals: Refusal[] = [];
  const numbers = new Map<string, number>();
  let positions = 0;
  collection.features.forEach((feature: unknown, index) => {
    const number = index + 1;
    const read = readFeature(feature);
    if ('refused' in read) {
      refusals.push({ feature: number, code: read.refused, params: read.params ?? {} });
      return;
    }
    const earlier = numbers.get(read.code);
    if (earlier !== undefined) {
      refusals.push({ feature: number, code: 'boundary.twice', params: { code: read.code, other: earlier } });
      return;
    }
    numbers.set(read.code, number);
    positions += read.polygons.flat().reduce((sum, ring) => sum + ring.length, 0);
    features.push({ feature: number, ...read });
  });
  if (positions > mostPositions) return refuse('boundary.too_fine', { most: mostPositions });
  return { features, refusals };
}

type Refused = { refused: string; params?: Refusal['params'] };

function readFeature(feature: unknown): { code: string; polygons: Polygon[] } | Refused {
  if (!isObject(feature) || feature.type !== 'Feature') return { refused: 'boundary.not_feature' };
  const code = findCode(feature.properties);
  if (code === undefined) return { refused: 'boundary.no_code' };
  if (!/^(\d{2}|\d{5})$/.test(code)) return { refused: 'boundary.code_shape', params: { code: code.slice(0, 20) } };
  const { geometry } = feature;
  if (!isObject(geometry)) return { refused: 'boundary.no_geometry', params: { code } };
  const { type, coordinates } = geometry;
  const polygons = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : undefined;
  if (!Array.isArray(polygons)) {
    return {
      refused: 'boundary.not_polygon',
      params: { code, type: typeof type === 'string' ? type.slice(0, 30) : '?' },
    };
  }
  const read: Polygon[] = [];
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length === 0) return { refused: 'boundary.ring', params: { code } };
    const rings: Ring[] = [];
    for (const ring of polygon) {
      const known = readRing(ring);
      if ('refused' in known) return { refused: known.refused, params: { code, ...known.params } };
      rings.push(known.ring);
    }
    read.push(rings);
  }
  return read.length === 0 ? { refused: 'boundary.no_geometry', params: { code } } : { code, polygons: read };
}

/** A ring comes back to its first point, which is kept once. */
function readRing(ring: unknown): { ring: Ring } | Refused {
  if (!Array.isArray(ring) || ring.length < 4) return { refused: 'boundary.ring' };
  const read: Ring = [];
  for (const position of ring) {
    const [longitude, latitude] = Array.isArray(position) ? (position as unknown[]) : [];
    if (typeof longitude !== 'number' || typeof latitude !== 'number') return { refused: 'boundary.ring' };
    if (!isInVietnam(longitude, latitude)) {
      const refused = isInVietnam(latitude, longitude) ? 'boundary.swapped' : 'boundary.outside';
      return { refused, params: { position: `${longitude}, ${latitude}` } };
    }
    read.push([longitude, latitude]);
  }
  const [first, last] = [read[0]!, read.at(-1)!];
  if (first[0] !== last[0] || first[1] !== last[1]) return { refused: 'boundary.ring' };
  return { ring: read.slice(0, -1) };
}

function isInVietnam(longitude: number, latitude: number): boolean {
  const { west, east, south, north } = surroundings;
  return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

function findCode(properties: unknown): string | undefined {
  if (!isObject(properties)) return undefined;
  const byName = new Map(
    Object.entries(properties).map(([name, value]) => [
      withoutDiacritics(name)
        .toLowerCase()
        .replaceAll(/[^a-z]/g, ''),
      value,
    ]),
  );
  const found = codeNames.map((name) => toCode(byName.get(name))).find((code) => code !== undefined);
  return found;
}

/** Programs that take codes for numbers lose the zeros in front of them: 1 is province 01, 1273 is commune 01273. */
function toCode(value: unknown): string | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  if (text === '') return undefined;
  return /^\d+$/.test(text) ? text.padStart(text.length <= 2 ? 2 : 5, '0') : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
