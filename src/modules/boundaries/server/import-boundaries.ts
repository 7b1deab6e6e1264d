import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { BoundaryPreview } from '../boundaries.contract.ts';
import type { Polygon } from '../topology.rules.ts';
import { type Language, planBoundaries, sayRefusal, type Whose } from './plan-boundaries.ts';

const mostRefusals = 100;

/** Tells what importing a file would do; keeps nothing. */
export async function previewBoundaries(
  db: Db,
  content: Uint8Array,
  whose: Whose,
  language: Language,
): Promise<BoundaryPreview> {
  const { preview, refusals } = await planBoundaries(db, content, whose, language);
  return {
    ...preview,
    refusedCount: refusals.length,
    refused: refusals
      .slice(0, mostRefusals)
      .map((refusal) => ({ feature: refusal.feature, sentence: sayRefusal(refusal, language) })),
  };
}

/**
 * Keeps the boundaries of a file in place of those that its units had. Throws boundary.refused where a feature is not
 * right: the whole file is kept, or nothing of it.
 */
export async function importBoundaries(
  tx: Tx,
  content: Uint8Array,
  options: { source: string; whose: Whose; language: Language; actor?: Actor | undefined },
): Promise<{ provinces: number; communes: number }> {
  const { source, whose, language, actor } = options;
  const { boundaries, refusals, preview, sha256 } = await planBoundaries(tx, content, whose, language);
  const [first] = refusals;
  if (first !== undefined) {
    throw new Problem('boundary.refused', { count: refusals.length, first: sayRefusal(first, language) });
  }
  const rows = boundaries.map(({ unitId, polygons }) => ({ unit_id: unitId, geometry: toGeometry(polygons) }));
  await sql`
    insert into unit_boundaries (unit_id, geometry, source, file_sha256, imported_by)
    select b.unit_id, b.geometry, ${source}, ${sha256}, ${actor?.accountId ?? null}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as b(unit_id integer, geometry jsonb)
    on conflict (unit_id) do update set geometry = excluded.geometry, source = excluded.source,
      file_sha256 = excluded.file_sha256, imported_by = excluded.imported_by, imported_at = now()`.execute(tx);
  const { provinces, communes } = preview;
  await recordAudit(tx, actor, {
    act: 'boundaries.imported',
    subjectKind: 'boundary_file',
    subjectId: sha256,
    changes: { provinces, communes },
  });
  return { provinces, communes };
}

/** GeoJSON, whose rings come back to their first position. */
function toGeometry(polygons: Polygon[]) {
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((polygon) => polygon.map((ring) => [...ring, ...ring.slice(0, 1)])),
  };
}
