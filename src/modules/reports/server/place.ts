import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';

/** The unit of a report or target with its shard key. Throws unit.not_found. */
export async function getReportUnit(db: Db, unitId: number) {
  const unit = await db
    .selectFrom('units')
    .select(['id', 'provinceId', 'code', 'nameVi as name', 'kind'])
    .where('id', '=', unitId)
    .executeTakeFirst();
  if (!unit) throw new Problem('unit.not_found', { code: `#${unitId}` });
  return unit;
}
