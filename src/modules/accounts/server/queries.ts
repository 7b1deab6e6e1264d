import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Permission, Reach } from '#platform/auth/permissions.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import type { Me, Named, Post, PostUnit } from '../accounts.contract.ts';
import type { PersonLine } from '../people.contract.ts';
import { fromCursor, toCursor } from './cursors.ts';

// A post with the names around it, as the contract shows it.
const postJson = sql`json_build_object('id', p.id, 'modules', p.modules, 'validFrom', p.valid_from, 'validTo', p.valid_to,
  'version', p.version,
  'unit', json_build_object('id', u.id, 'code', u.code, 'kind', u.kind, 'nameVi', u.name_vi, 'nameEn', u.name_en),
  'role', json_build_object('code', r.code, 'nameVi', r.name_vi, 'nameEn', r.name_en),
  'organisation', json_build_object('code', o.code, 'nameVi', o.name_vi, 'nameEn', o.name_en))`;
const postTables = sql`posts p join units u on u.id = p.unit_id join roles r on r.code = p.role
  join organisations o on o.code = p.organisation_code`;
const notEnded = sql<boolean>`(p.valid_to is null or p.valid_to > vietnam_today())`;

/** The signed-in person as the workspace needs it. */
export async function getMe(db: Db, actor: Actor): Promise<Me> {
  const { rows } = await sql<{ post: Post }>`select ${postJson} as post from ${postTables}
    where p.account_id = ${actor.accountId} order by p.valid_from, p.id`.execute(db);
  const permissionsOf = new Map(actor.posts.map((post) => [post.id, post.permissions]));
  return {
    accountId: actor.accountId,
    signInName: actor.signInName,
    displayName: actor.displayName,
    locale: actor.locale,
    mustChangePassword: actor.mustChangePassword,
    // Only the posts that count today carry permissions.
    posts: rows.flatMap(({ post }) => {
      const permissions = permissionsOf.get(post.id);
      return permissions ? [{ ...post, permissions }] : [];
    }),
  };
}

/** One post that the reader may see. */
export async function getPost(db: Db, postId: string): Promise<Post> {
  const { rows } = await sql<{
    post: Post;
  }>`select ${postJson} as post from ${postTables} where p.id = ${postId}`.execute(db);
  if (!rows[0]) throw new Problem('request.not_found');
  return rows[0].post;
}

export type PeopleQuery = {
  text: string;
  unit?: number | undefined;
  role?: string | undefined;
  state?: PersonLine['state'] | undefined;
  sort: 'name' | 'newest';
  after?: string | undefined;
  limit: number;
};

const state = sql<PersonLine['state']>`case when a.disabled_at is not null then 'disabled'
  when a.password_hash is null then 'invited' else 'active' end`;
// Row security shows of posts what lies within the reader's place.
const personLine = sql`select a.id, a.sign_in_name, a.display_name, ${state} as state, a.version, a.created_at,
  coalesce((select json_agg(${postJson} order by p.valid_from, p.id)
    from ${postTables} where p.account_id = a.id and ${notEnded}), '[]') as posts`;

type LineRow = Omit<PersonLine, 'createdAt'> & { createdAt: Date };
const toLine = (row: LineRow): PersonLine => ({ ...row, createdAt: row.createdAt.toISOString() });

/** A page of the people with a post within the reader's place. */
export async function listPeople(
  db: Db,
  query: PeopleQuery,
): Promise<{ items: PersonLine[]; next: string | null; total: number; unit: PostUnit | null }> {
  const order = orders[query.sort];
  const found = sql`from accounts a where a.id in (select accounts_with_posts_in('person.read')) and ${whereAsked(query)}`;
  const after = query.after === undefined ? sql`true` : order.after(query.after);
  const page = await sql<LineRow & { orderKeys: string[] }>`${personLine}, ${order.texts} as order_keys
    ${found} and ${after} order by ${order.by} limit ${query.limit + 1}`.execute(db);
  const counted = await sql<{ total: number }>`select count(*)::integer as total ${found}`.execute(db);
  const rows = page.rows.slice(0, query.limit);
  return {
    items: rows.map(toLine),
    next: page.rows.length > query.limit ? toCursor(rows.at(-1)!.orderKeys) : null,
    total: counted.rows[0]!.total,
    unit: query.unit === undefined ? null : await findUnit(db, query.unit),
  };
}

async function findUnit(db: Db, unitId: number): Promise<PostUnit | null> {
  const unit = await db
    .selectFrom('units')
    .select(['id', 'code', 'kind', 'nameVi', 'nameEn'])
    .where('id', '=', unitId)
    .executeTakeFirst();
  return unit ?? null;
}

// Vietnamese lists go by given name, the last word, then by the whole name.
const given = sql`regexp_replace(a.display_name, '^.* ', '')`;
const orders = {
  name: {
    by: sql`${given} collate "vi-x-icu", a.display_name collate "vi-x-icu", a.id`,
    texts: sql`array[${given}, a.display_name, a.id::text]`,
    after: (cursor: string) => {
      const [last, name, id] = fromCursor(cursor, z.tuple([z.string(), z.string(), z.uuid()]));
      return sql<boolean>`(${given} collate "vi-x-icu", a.display_name collate "vi-x-icu", a.id)
        > (${last}::text, ${name}::text, ${id}::uuid)`;
    },
  },
  newest: {
    by: sql`a.created_at desc, a.id desc`,
    texts: sql`array[a.created_at::text, a.id::text]`,
    after: (cursor: string) => {
      const [createdAt, id] = fromCursor(cursor, z.tuple([instantText, z.uuid()]));
      return sql<boolean>`(a.created_at, a.id) < (${createdAt}::timestamptz, ${id}::uuid)`;
    },
  },
};

/** An instant as PostgreSQL writes it, to the microsecond, which a JavaScript date would lose. */
export const instantText = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/);

function whereAsked(query: PeopleQuery): RawBuilder<boolean> {
  const words = toSearchKey(query.text)
    .split(' ')
    .filter((word) => word !== '');
  const conditions = words.map((word) => sql<boolean>`strpos(' ' || a.search_key, ${` ${word}`}) > 0`);
  if (query.state !== undefined) conditions.push(sql<boolean>`${state} = ${query.state}`);
  if (query.role !== undefined || query.unit !== undefined) {
    const ofRole = query.role === undefined ? sql`true` : sql`p.role = ${query.role}`;
    const atUnit =
      query.unit === undefined
        ? sql`true`
        : sql`(p.unit_id = ${query.unit} or p.unit_id in (${unitsBelow(query.unit)}))`;
    conditions.push(
      sql<boolean>`exists (select from posts p where p.account_id = a.id and ${notEnded} and ${ofRole} and ${atUnit})`,
    );
  }
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

/** By today's tree; the nation holds everything without having territory rows. */
function unitsBelow(unitId: number): RawBuilder<unknown> {
  return sql`select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = ${unitId}
    union all select id from units where exists (select from units n where n.id = ${unitId} and n.kind = 'nation')`;
}

export type PersonRow = PersonLine & { earlierPosts: Post[]; codeExpiresAt: string | null };

/** A person within the reader's place; throws `request.not_found` for anybody else. */
export async function getPersonRow(db: Db, accountId: string): Promise<PersonRow> {
  const { rows } = await sql<LineRow & { earlierPosts: Post[]; codeExpiresAt: Date | null }>`${personLine},
      coalesce((select json_agg(${postJson} order by p.valid_to desc, p.id)
        from ${postTables} where p.account_id = a.id and not ${notEnded}), '[]') as earlier_posts,
      (select max(c.expires_at) from reset_codes c
        where c.account_id = a.id and c.used_at is null and c.expires_at > now()) as code_expires_at
    from accounts a
    where a.id = ${accountId} and a.id in (select accounts_with_posts_in('person.read'))`.execute(db);
  const row = rows[0];
  if (!row) throw new Problem('request.not_found');
  return { ...toLine(row), earlierPosts: row.earlierPosts, codeExpiresAt: row.codeExpiresAt?.toISOString() ?? null };
}

export async function listRoles(db: Db): Promise<(Named & { permissions: Partial<Record<Permission, Reach>> })[]> {
  const { rows } = await sql<Named & { permissions: Record<string, Reach> }>`
    select r.code, r.name_vi, r.name_en, coalesce((select json_object_agg(rp.permission, rp.reach order by rp.permission)
      from role_permissions rp where rp.role = r.code), '{}') as permissions
    from roles r order by r.code`.execute(db);
  return rows;
}

export function listOrganisations(db: Db): Promise<Named[]> {
  return db.selectFrom('organisations').select(['code', 'nameVi', 'nameEn']).orderBy('code').execute();
}
