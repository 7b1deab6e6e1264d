import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { fillWords } from '#platform/http/problem.ts';
import { archipelagoOf, archipelagos } from '../archipelagos.rules.ts';
import type { BoundaryPreview } from '../boundaries.contract.ts';
import { boundaryNotes, boundaryProblems } from '../boundaries.problems.ts';
import { type BoundaryFeature, readBoundaryFile, type Refusal } from '../geojson.rules.ts';
import { type Fineness, type Polygon, simplifyTogether } from '../topology.rules.ts';

export type Language = 'vi' | 'en';

/** mine = only units for which the session holds boundary.import; all = an operator at the database itself. */
export type Whose = 'mine' | 'all';

type Kind = 'province' | 'commune';
type Place = { id: number; code: string; kind: Kind; nameVi: string; parentId: number | null; isKnown: boolean };

export type BoundaryPlan = {
  boundaries: { unitId: number; kind: Kind; polygons: Polygon[] }[];
  refusals: Refusal[];
  preview: Omit<BoundaryPreview, 'refused' | 'refusedCount'>;
  sha256: string;
};

/** A province is drawn among 34, a commune among those of its province: what is finer than a pixel there is not kept. */
export const fineness: Record<Kind, Fineness> = {
  province: { perDegree: 1000, tolerance: 0.002 },
  commune: { perDegree: 10_000, tolerance: 0.0003 },
};

const mostNamed = 100;

/** Reads a file and finds what importing it would do. Keeps nothing. */
export async function planBoundaries(
  db: Db,
  content: Uint8Array,
  whose: Whose,
  language: Language,
): Promise<BoundaryPlan> {
  const read = readBoundaryFile(new TextDecoder().decode(content));
  const places = await listPlaces(db);
  const byCode = new Map(places.map((place) => [place.code, place]));
  const mine = whose === 'all' ? undefined : await listMine(db);
  const refusals = [...read.refusals];
  const taken: { feature: BoundaryFeature; place: Place }[] = [];
  for (const feature of read.features) {
    const place = byCode.get(feature.code);
    const { code } = feature;
    if (place === undefined) {
      refusals.push({ feature: feature.feature, code: 'boundary.unknown_code', params: { code } });
    } else if (mine && !mine.has(place.id)) {
      refusals.push({ feature: feature.feature, code: 'boundary.place', params: { code, name: place.nameVi } });
    } else taken.push({ feature, place });
  }
  const boundaries = (['province', 'commune'] as const).flatMap((kind) => {
    const ofKind = taken.filter(({ place }) => place.kind === kind);
    const simple = simplifyTogether(
      ofKind.map(({ feature }) => feature.polygons),
      fineness[kind],
    );
    return ofKind.map(({ place }, index) => ({ unitId: place.id, kind, polygons: simple[index] ?? [] }));
  });
  const missing = listMissing(places, taken);
  return {
    boundaries,
    refusals: refusals.toSorted((one, other) => one.feature - other.feature),
    preview: {
      provinces: boundaries.filter(({ kind }) => kind === 'province').length,
      communes: boundaries.filter(({ kind }) => kind === 'commune').length,
      replaced: taken.filter(({ place }) => place.isKnown).length,
      positions: {
        before: countPositions(taken.map(({ feature }) => feature.polygons)),
        after: countPositions(boundaries.map(({ polygons }) => polygons)),
      },
      missingCount: missing.length,
      missing: missing.slice(0, mostNamed).map(({ code, nameVi }) => ({ code, name: nameVi })),
      notes: listNotes(taken, language),
    },
    sha256: createHash('sha256').update(content).digest('hex'),
  };
}

/** "đối tượng 12: mã …"; what is wrong with the file as a whole stands alone. */
export function sayRefusal({ feature, code, params }: Refusal, language: Language): string {
  const words = boundaryProblems[code as keyof typeof boundaryProblems];
  const sentence = fillWords(words[language], params);
  if (feature === 0) return sentence;
  return language === 'vi' ? `đối tượng ${feature}: ${sentence}` : `feature ${feature}: ${sentence}`;
}

async function listPlaces(db: Db): Promise<Place[]> {
  const rows = await db
    .selectFrom('units')
    .leftJoin('unitBoundaries', 'unitBoundaries.unitId', 'units.id')
    .select(['units.id', 'units.code', 'units.kind', 'units.nameVi', 'units.parentId'])
    .select((eb) => eb('unitBoundaries.unitId', 'is not', null).as('isKnown'))
    .where('units.kind', 'in', ['province', 'commune'])
    .where('units.validTo', 'is', null)
    .orderBy('units.code')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as Kind, isKnown: Boolean(row.isKnown) }));
}

async function listMine(db: Db): Promise<Set<number>> {
  const { rows } = await sql<{
    unitId: number;
  }>`select unit_id from units_with('boundary.import') as m(unit_id)`.execute(db);
  return new Set(rows.map(({ unitId }) => unitId));
}

function listMissing(places: Place[], taken: { place: Place }[]): Place[] {
  const inFile = new Set(taken.map(({ place }) => place.id));
  const isProvinces = taken.some(({ place }) => place.kind === 'province');
  const entered = new Set(taken.flatMap(({ place }) => (place.kind === 'commune' ? [place.parentId] : [])));
  return places.filter(
    ({ id, kind, parentId, isKnown }) =>
      !isKnown && !inFile.has(id) && (kind === 'province' ? isProvinces : entered.has(parentId)),
  );
}

function listNotes(taken: { feature: BoundaryFeature; place: Place }[], language: Language): string[] {
  return archipelagos.flatMap((archipelago) => {
    const province = taken.find(({ place }) => place.kind === 'province' && place.code === archipelago.provinceCode);
    if (!province) return [];
    const isThere = province.feature.polygons.some(([outline]) => {
      const [first] = outline ?? [];
      return first !== undefined && archipelagoOf(first) === archipelago;
    });
    if (isThere) return [];
    return [
      fillWords(boundaryNotes['boundary.without_islands'][language], {
        province: province.place.nameVi,
        islands: archipelago.nameVi,
      }),
    ];
  });
}

function countPositions(units: Polygon[][]): number {
  return units.flat(2).reduce((sum, ring) => sum + ring.length, 0);
}
