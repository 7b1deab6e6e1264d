import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Polygon } from '../topology.rules.ts';

/** Where a unit lies, and who published it. */
export type Outline = { code: string; kind: string; name: string; polygons: Polygon[]; source: string };

/** The boundary of the first of these units that has one. */
export async function findOutline(db: Db, unitIds: readonly number[]): Promise<Outline | undefined> {
  const { rows } = await sql<Omit<Outline, 'polygons'> & { coordinates: Polygon[] }>`
    select u.code, u.kind, u.name_vi as name, b.geometry -> 'coordinates' as coordinates, b.source
    from unit_boundaries b join units u on u.id = b.unit_id
    where b.unit_id = any (${unitIds}::int[]) order by array_position(${unitIds}::int[], b.unit_id) limit 1`.execute(
    db,
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const { coordinates, ...rest } = found;
  return { ...rest, polygons: coordinates.map((polygon) => polygon.map((ring) => ring.slice(0, -1))) };
}
