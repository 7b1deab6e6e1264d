import { sql, type RawBuilder } from 'kysely';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Permission } from '#platform/auth/permissions.ts';
import type { Db } from '#platform/database/database.ts';

/**
 * Units under a unit of today, as a condition on `u.id`; without one, all units in which the actor's posts carry the
 * right. Throws permission.place for a unit outside the actor's place.
 */
export async function unitsInPlace(
  db: Db,
  actor: Actor,
  permission: Permission,
  unitId: number | undefined,
): Promise<RawBuilder<boolean>> {
  if (unitId === undefined) {
    const nationwide = actor.posts.some(
      (post) => post.unitKind === 'nation' && post.permissions[permission] === 'below',
    );
    return nationwide ? sql`true` : sql`u.id in (select units_with(${permission}))`;
  }
  await requirePlace(db, actor, permission, unitId);
  const known = actor.posts.find((post) => post.unitId === unitId)?.unitKind;
  if ((known ?? (await findKind(db, unitId))) === 'nation') return sql`true`;
  return sql`u.id in (select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
    where t.view = 'today' and t.holder_id = ${unitId})`;
}

async function findKind(db: Db, unitId: number): Promise<string | undefined> {
  const unit = await db.selectFrom('units').select('kind').where('id', '=', unitId).executeTakeFirst();
  return unit?.kind;
}
