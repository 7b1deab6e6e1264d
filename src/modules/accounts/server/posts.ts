import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { type Day, vietnamDay } from '#platform/periods.rules.ts';
import type { Post } from '../accounts.contract.ts';
import { areDutiesApart, doPeriodsMeet, isRoleForUnit, mayHandleRole } from '../accounts.rules.ts';
import type { NewPost } from '../people.contract.ts';
import { getPost } from './queries.ts';

/** Gives a post to an account that the actor may see. */
export async function addPost(tx: Tx, actor: Actor, accountId: string, input: NewPost): Promise<Post> {
  await requireVisible(tx, accountId);
  return givePost(tx, actor, accountId, input);
}

/** Gives a post; whether the actor may see the account is the caller's question. */
export async function givePost(tx: Tx, actor: Actor, accountId: string, input: NewPost): Promise<Post> {
  const unit = await requireUnitForRole(tx, actor, input);
  if (input.validFrom < vietnamDay(new Date())) throw atField('validFrom', 'post.starts_in_past');
  if (input.validTo !== null && input.validTo <= input.validFrom) throw atField('validTo', 'post.ends_before_start');
  await requireFreeFor(tx, actor, accountId, input);
  const id = randomUUID();
  await tx
    .insertInto('posts')
    .values({ ...input, id, accountId, provinceId: unit.provinceId })
    .execute();
  await recordAudit(tx, actor, {
    act: 'post.given',
    subjectKind: 'post',
    subjectId: id,
    unitId: input.unitId,
    provinceId: unit.provinceId,
    changes: { accountId, ...input },
  });
  return getPost(tx, id);
}

async function requireUnitForRole(
  tx: Tx,
  actor: Actor,
  input: { unitId: number; role: string },
): Promise<{ provinceId: number }> {
  const unit = await tx
    .selectFrom('units')
    .select(['provinceId', 'kind', 'validTo'])
    .where('id', '=', input.unitId)
    .executeTakeFirst();
  if (!unit) throw new Problem('request.not_found');
  await requirePlace(tx, actor, 'post.manage', input.unitId);
  requireRole(actor, input.role);
  if (unit.validTo !== null) throw atField('unitId', 'post.unit_ended');
  if (!isRoleForUnit(input.role, unit.kind)) throw atField('role', 'post.role_not_for_unit');
  return unit;
}

function requireRole(actor: Actor, role: string): void {
  const manages = actor.posts.filter((post) => post.permissions['post.manage']);
  if (
    !mayHandleRole(
      manages.map((post) => post.role),
      role,
    )
  )
    throw new Problem('post.role_not_yours_to_give');
}

/** Refuses what the person's other posts forbid; the account stays locked, so that two who give at once see each other. */
async function requireFreeFor(tx: Tx, actor: Actor, accountId: string, input: NewPost): Promise<void> {
  if (accountId === actor.accountId) throw new Problem('person.yourself');
  const account = await tx
    .selectFrom('accounts')
    .select('disabledAt')
    .where('id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw new Problem('request.not_found');
  if (account.disabledAt) throw new Problem('person.is_disabled');
  for (const held of await listPostsHeldBy(tx, accountId, 'post.manage')) {
    if (!doPeriodsMeet(held, input)) continue;
    if (!areDutiesApart(held.role, input.role)) throw new Problem('post.duties_apart');
    if (held.role === input.role && held.unitId === input.unitId) throw new Problem('post.already_held');
  }
}

type HeldPost = { unitId: number; role: string; validFrom: Day; validTo: Day | null; inPlace: boolean };

/** Present and coming posts of an account, also those that row security hides from the actor. */
export async function listPostsHeldBy(
  db: Db,
  accountId: string,
  permission: 'person.manage' | 'post.manage',
): Promise<HeldPost[]> {
  const { rows } = await sql<HeldPost>`select * from posts_held_by(${accountId}, ${permission})`.execute(db);
  return rows;
}

/** Ends a post on a day from today on; `on` is the first day on which it no longer counts. */
export async function endPost(
  tx: Tx,
  actor: Actor,
  postId: string,
  input: { version: number; on: Day },
): Promise<Post> {
  const post = await takePost(tx, actor, postId, input.version);
  requireRunningOn(post, input.on);
  if (post.role === 'system_administrator') await requireOtherSystemAdministrator(tx, post.accountId, input.on);
  return closePost(tx, actor, post, input.on, 'post.ended');
}

/** Ends one person's post and gives the same post to another from the same day. */
export async function handOverPost(
  tx: Tx,
  actor: Actor,
  postId: string,
  input: { version: number; toAccountId: string; from: Day },
): Promise<{ ended: Post; given: Post }> {
  const post = await takePost(tx, actor, postId, input.version);
  requireRunningOn(post, input.from);
  await requireVisible(tx, input.toAccountId);
  const given = await givePost(tx, actor, input.toAccountId, {
    organisationCode: post.organisationCode,
    unitId: post.unitId,
    role: post.role,
    modules: post.modules,
    validFrom: input.from,
    validTo: post.validTo,
  });
  const ended = await closePost(tx, actor, post, input.from, 'post.handed_over', { givenPostId: given.id });
  return { ended, given };
}

type TakenPost = Awaited<ReturnType<typeof takePost>>;

/** Locks a post that the actor may handle; a stale version is answered with the present post. */
async function takePost(tx: Tx, actor: Actor, postId: string, version: number) {
  const post = await tx.selectFrom('posts').selectAll().where('id', '=', postId).forUpdate().executeTakeFirst();
  if (!post) throw new Problem('request.not_found');
  await requirePlace(tx, actor, 'post.manage', post.unitId);
  requireRole(actor, post.role);
  if (post.version !== version) throw new Problem('request.stale', { current: await getPost(tx, postId) });
  return post;
}

/** A day on which a post can be ended: from today on, not before it begins, and before it ends anyway. */
function requireRunningOn(post: TakenPost, day: Day): void {
  if (day < vietnamDay(new Date())) throw new Problem('post.ends_in_past');
  if (day < post.validFrom) throw new Problem('post.ends_before_start');
  if (post.validTo !== null && post.validTo <= day) throw new Problem('post.ended_before');
}

async function closePost(
  tx: Tx,
  actor: Actor,
  post: TakenPost,
  on: Day,
  act: 'post.ended' | 'post.handed_over',
  changes: Record<string, unknown> = {},
): Promise<Post> {
  await tx
    .updateTable('posts')
    .set({ validTo: on, version: sql`version + 1` })
    .where('id', '=', post.id)
    .where('provinceId', '=', post.provinceId)
    .execute();
  await recordAudit(tx, actor, {
    act,
    subjectKind: 'post',
    subjectId: post.id,
    unitId: post.unitId,
    provinceId: post.provinceId,
    changes: { accountId: post.accountId, role: post.role, validTo: on, ...changes },
  });
  return getPost(tx, post.id);
}

/**
 * Refuses to leave the house without a system administrator on a day. All their open posts are locked first, so that
 * two who would each leave the other as the last wait for one another.
 */
export async function requireOtherSystemAdministrator(tx: Tx, exceptAccountId: string, day: Day): Promise<void> {
  const posts = await tx
    .selectFrom('posts')
    .select(['accountId', 'validFrom'])
    .where('role', '=', 'system_administrator')
    .where('validTo', 'is', null)
    .forUpdate()
    .execute();
  const others = posts.filter((post) => post.accountId !== exceptAccountId && post.validFrom <= day);
  const { rows } = await sql`select 1 from accounts
    where id = any (${others.map((post) => post.accountId)}::uuid[]) and disabled_at is null limit 1`.execute(tx);
  if (rows.length === 0) throw new Problem('post.last_administrator');
}

/** Refuses an account that has no post within the actor's place. */
async function requireVisible(db: Db, accountId: string): Promise<void> {
  const { rows } = await sql`select 1 from accounts where id = ${accountId}
    and id in (select accounts_with_posts_in('person.read'))`.execute(db);
  if (rows.length === 0) throw new Problem('request.not_found');
}

function atField(path: string, code: string): Problem {
  return new Problem('input.invalid', {}, [{ path, code }]);
}
