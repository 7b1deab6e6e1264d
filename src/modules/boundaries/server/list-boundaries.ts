import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { type BoundarySet, type BoundaryState, mostBoundariesAsked } from '../boundaries.contract.ts';
import { Problem } from '#platform/http/problem.ts';
import { packRing, type Polygon } from '../topology.rules.ts';
import { fineness } from './plan-boundaries.ts';

export function readUnitIds(text: string): number[] {
  const ids = [...new Set(text.split(',').map(Number))].toSorted((one, other) => one - other);
  if (ids.length > mostBoundariesAsked) throw new Problem('boundary.too_many_asked', { most: mostBoundariesAsked });
  return ids;
}

/** Changes whenever one of the boundaries asked for does; cheaper than reading them. */
export async function tagBoundaries(db: Db, unitIds: readonly number[]): Promise<string> {
  const { rows } = await sql<{ state: string | null }>`
    select string_agg(unit_id || ' ' || file_sha256 || ' ' || extract(epoch from imported_at), ',' order by unit_id) as state
    from unit_boundaries where unit_id = any (${unitIds}::int[])`.execute(db);
  const hash = createHash('sha256')
    .update(`${unitIds.join(',')};${rows[0]?.state ?? ''}`)
    .digest('base64url');
  return `"${hash.slice(0, 27)}"`;
}

export async function listBoundaries(db: Db, unitIds: readonly number[]): Promise<BoundarySet> {
  const { rows } = await sql<{ unitId: number; kind: string; coordinates: Polygon[]; source: string }>`
    select b.unit_id, u.kind, b.geometry -> 'coordinates' as coordinates, b.source
    from unit_boundaries b join units u on u.id = b.unit_id
    where b.unit_id = any (${unitIds}::int[]) order by b.unit_id`.execute(db);
  const isCoarse = rows.every(({ kind }) => kind === 'province');
  const { perDegree } = fineness[isCoarse ? 'province' : 'commune'];
  return {
    perDegree,
    sources: [...new Set(rows.map(({ source }) => source))],
    items: rows.map(({ unitId, coordinates }) => ({
      unitId,
      polygons: coordinates.map((polygon) => polygon.map((ring) => packRing(ring.slice(0, -1), perDegree))),
    })),
  };
}

export async function readBoundaryState(db: Db): Promise<BoundaryState> {
  const { rows } = await sql<{ kind: string; total: number; known: number }>`
    select u.kind, count(*)::int as total, count(b.unit_id)::int as known
    from units u left join unit_boundaries b on b.unit_id = u.id
    where u.kind in ('province', 'commune') and u.valid_to is null group by u.kind`.execute(db);
  const ofKind = (kind: string) => {
    const { total = 0, known = 0 } = rows.find((row) => row.kind === kind) ?? {};
    return { total, known };
  };
  const sources = await sql<{ source: string; units: number; importedAt: Date }>`
    select source, count(*)::int as units, max(imported_at) as imported_at from unit_boundaries
    group by source order by max(imported_at) desc limit 20`.execute(db);
  return {
    provinces: ofKind('province'),
    communes: ofKind('commune'),
    sources: sources.rows.map((row) => ({ ...row, importedAt: new Date(row.importedAt).toISOString() })),
  };
}
