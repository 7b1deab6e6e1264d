import { sql } from 'kysely';
import type { Db } from '../database/database.ts';
import { plannedOnce } from '../database/planning-client.ts';
import { Problem } from '../http/problem.ts';
import type { Permission, Reach } from './permissions.ts';

export type ActorPost = {
  id: string;
  unitId: number;
  unitCode: string;
  unitKind: string;
  unitName: string;
  role: string;
  organisationCode: string;
  permissions: Partial<Record<Permission, Reach>>;
};

/** The signed-in person with the posts that count today. */
export type Actor = {
  accountId: string;
  sessionId: string;
  signInName: string;
  displayName: string;
  locale: 'vi' | 'en';
  mustChangePassword: boolean;
  posts: ActorPost[];
};

/** The person whose session the transaction entered; undefined without a live session. One statement. */
export async function findActor(db: Db): Promise<Actor | undefined> {
  const { rows } = await sql<Omit<Actor, 'posts'> & { posts: ActorPost[] | null }>`${sql.raw(plannedOnce)}
    select a.id as account_id, s.session_id, a.sign_in_name, a.display_name, a.locale, a.must_change_password,
      (select json_agg(json_build_object('id', p.id, 'unitId', p.unit_id, 'unitCode', u.code, 'unitKind', u.kind,
          'unitName', u.name_vi, 'role', p.role, 'organisationCode', p.organisation_code,
          'permissions', (select json_object_agg(rp.permission, rp.reach) from role_permissions rp
            where rp.role = p.role
              and (cardinality(p.modules) = 0 or split_part(rp.permission, '.', 1) = any (p.modules))))
          order by p.valid_from, p.id)
        from posts p join units u on u.id = p.unit_id
        where p.account_id = a.id and p.valid_from <= vietnam_today()
          and (p.valid_to is null or p.valid_to > vietnam_today())) as posts
    from accounts a, current_session_of(a.id) s
    where a.id = session_account()`.execute(db);
  const row = rows[0];
  return row && { ...row, posts: row.posts ?? [] };
}

/** True where some post of the actor carries the right, wherever it is. */
export function holds(actor: Actor, permission: Permission): boolean {
  return actor.posts.some((post) => post.permissions[permission]);
}

/** Refuses an act on a unit outside the actor's place (DESIGN law 8). PostgreSQL checks the same again by row security. */
export async function requirePlace(db: Db, actor: Actor, permission: Permission, unitId: number): Promise<void> {
  if (!(await isInPlace(db, actor, permission, unitId))) throw new Problem('permission.place');
}

/** The same for many units at once, by the session that the transaction entered. One statement. */
export async function requirePlaces(db: Db, permission: Permission, unitIds: readonly number[]): Promise<void> {
  const { rows } = await sql<{ inPlace: boolean }>`
    select (select has_nationwide(${permission})) or not exists (
      select from unnest(${unitIds}::int[]) as u(id) where u.id not in (select units_with(${permission}))) as in_place`.execute(
    db,
  );
  if (!rows[0]!.inPlace) throw new Problem('permission.place');
}

/** Whether a post of the actor carries the right for this unit, by today's tree. */
export async function isInPlace(db: Db, actor: Actor, permission: Permission, unitId: number): Promise<boolean> {
  return (await chooseInPlace(db, actor, [permission], unitId)).length > 0;
}

/** Those of the rights that some post of the actor carries for this unit, by today's tree. One statement at most. */
export async function chooseInPlace(
  db: Db,
  actor: Actor,
  permissions: readonly Permission[],
  unitId: number,
): Promise<Permission[]> {
  const reaches = (permission: Permission, holders: readonly number[]): boolean =>
    actor.posts.some(({ permissions: held, ...post }) => {
      const reach = held[permission];
      if (reach === undefined) return false;
      if (post.unitId === unitId || (post.unitKind === 'nation' && reach === 'below')) return true;
      return reach === 'below' ? holders.includes(post.unitId) : holders[0] === post.unitId;
    });
  const isHeld = permissions.filter((permission) => holds(actor, permission));
  if (isHeld.every((permission) => reaches(permission, []))) return isHeld;
  const { rows } = await sql<{ holderId: number }>`
    select t.holder_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
    join units h on h.id = t.holder_id and h.valid_to is null
    where t.view = 'today' and t.unit_id = ${unitId}
    order by (select count(*) from territories n where n.holder_id = t.holder_id and n.view = 'today'
      and n.boundary_version_id = t.boundary_version_id)`.execute(db);
  const holders = rows.map((row) => row.holderId);
  return isHeld.filter((permission) => reaches(permission, holders));
}
