import { type RawBuilder, sql } from 'kysely';
import { type Actor, holds, isInPlace } from '#platform/auth/actor.ts';
import { type Asking, ask, asking, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Unit, UnitHistory } from '../units.contract.ts';
import { addedKinds } from '../added-units.rules.ts';
import { type UnitSourceProblemCode, unitSourceProblems } from '../units.problems.ts';
import { parseUnitCode, toSearchText, type UnitKind, unitKinds } from '../units.rules.ts';
import { unitColumns } from './store.ts';

/**
 * Units by the beginning of their code or name, former ones too; diacritics, tone placement and the designation (xã,
 * tỉnh …) do not matter. In the order: the exact code or name, names that begin with the text, names with a word that
 * does, names that contain it; open before ended; higher kinds first. What lies directly below `near` comes before all.
 */
export async function searchUnits(
  db: Db,
  text: string,
  options: { limit: number; kind?: string | undefined; near?: number | undefined; openOnly?: boolean | undefined },
): Promise<Unit[]> {
  const name = toSearchText(text);
  const code = parseUnitCode(text)?.code ?? text.trim();
  const begins = escapeLike(name);
  const kinds = options.kind?.split(',') ?? null;
  const { rows } = await sql<Unit>`
    select ${unitColumns}
    from units u left join units p on p.id = u.parent_id,
      lateral (select case
        when lower(u.code) = lower(${code}) then 0
        when u.search_key = ${name} or u.search_key like ${`${begins} |%`} or u.search_key like ${`%| ${begins} |%`}
          or u.search_key like ${`%| ${begins}`} then 1
        when u.search_key like ${`${begins}%`} or u.search_key like ${`%| ${begins}%`} then 2
        when u.code ilike ${`${escapeLike(code)}%`} then 2
        when u.search_key like ${`% ${begins}%`} then 3
        when u.search_key like ${`%${begins}%`} then 4
      end as rank) r
    where r.rank is not null and (${kinds}::text[] is null or u.kind = any(${kinds}::text[]))
      and (not ${options.openOnly ?? false}::boolean or u.valid_to is null)
    order by (u.parent_id is not distinct from ${options.near ?? 0}::integer) desc, r.rank, u.valid_to is not null,
      array_position(${[...unitKinds]}::text[], u.kind), u.search_key, u.code, u.id
    limit ${options.limit}`.execute(db);
  return rows;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/gu, String.raw`\$&`);
}

// More units than this lie directly below none today; the screen says how many there are in all.
const belowLimit = 300;

/**
 * A unit with what lay above and below it in its own time, what it was, what became of it and the lowest unit of today
 * that holds all of it. Throws `unit.not_found`. For an actor it also names the heads there, as far as row security lets
 * the reader see their posts, and what the actor may do.
 */
export async function getUnitHistory(
  db: Db,
  unitId: number,
  options: { actor?: Actor; below?: UnitKind | undefined } = {},
): Promise<UnitHistory> {
  const { actor } = options;
  const { found, above, predecessors, successors, home, belowByKind, added, registerKeptFrom } = await ask(
    db,
    together({
      found: askUnits(sql`u.id = ${unitId}`, 1),
      above: askAbove(unitId),
      predecessors: askSuccessions(sql`s.to_unit_id = ${unitId}`, sql`s.from_unit_id`),
      successors: askSuccessions(sql`s.from_unit_id = ${unitId}`, sql`s.to_unit_id`),
      home: askHome(unitId),
      belowByKind: askBelowByKind(unitId),
      added: askAdded(unitId),
      registerKeptFrom: askKeepings(unitId),
    }),
  );
  const unit = requireUnit(found, unitId);
  const belowKind = options.below ?? belowByKind[0]?.kind ?? 'commune';
  const { notDivisible, responsiblePosts, below } = await ask(
    db,
    together({
      notDivisible: askNotDivisible(unit, { predecessors, successors, home }),
      responsiblePosts:
        actor && holds(actor, 'post.read') && home !== null ? askHeads(home.id) : asking(undefined, () => []),
      below: askUnits(sql`u.parent_id = ${unitId} and u.kind = ${belowKind}`, belowLimit),
    }),
  );
  const manages = async (id: number): Promise<boolean> =>
    actor !== undefined && (await isInPlace(db, actor, 'unit.manage', id));
  return {
    unit,
    above,
    predecessors,
    successors,
    notDivisible,
    responsibleToday: home,
    responsiblePosts,
    below,
    belowByKind,
    mayAddBelow: isAbove(unit) && (await manages(unitId)),
    added: added && { ...added.facts, mayChange: added.parentId !== null && (await manages(added.parentId)) },
    registerKeptFrom,
    beginUnknown: unit.kind !== 'nation' && unit.validFrom === null,
    extentsUnverified: [...predecessors, ...successors].some(({ extent }) => extent === 'unverified'),
  };
}

/** Throws `unit.not_found`. */
export async function getUnitById(db: Db, unitId: number): Promise<Unit> {
  return requireUnit(await ask(db, askUnits(sql`u.id = ${unitId}`, 1)), unitId);
}

function requireUnit([unit]: Unit[], unitId: number): Unit {
  if (unit === undefined) throw new Problem('unit.not_found', { code: `#${unitId}` });
  return unit;
}

function askUnits(condition: ReturnType<typeof sql>, limit: number): Asking<Unit[]> {
  const units = sql<Unit>`
    select ${unitColumns} from units u left join units p on p.id = u.parent_id
    where ${condition} order by u.valid_to is not null, u.code, u.id limit ${limit}`;
  return asking(units, (rows) => rows);
}

function askBelowByKind(unitId: number): Asking<UnitHistory['belowByKind']> {
  const kinds = sql<UnitHistory['belowByKind'][number]>`
    select kind, count(*)::int as total, (count(*) filter (where valid_to is null))::int as open from units
    where parent_id = ${unitId} group by kind order by array_position(${[...unitKinds]}::text[], kind)`;
  return asking(kinds, (rows) => rows);
}

function askKeepings(unitId: number): Asking<UnitHistory['registerKeptFrom']> {
  const keepings = sql<UnitHistory['registerKeptFrom'][number]>`
    select register, kept_from from register_keepings where unit_id = ${unitId} order by register`;
  return asking(keepings, (rows) => rows);
}

function isAbove(unit: Unit): boolean {
  return unit.validTo === null && (unit.kind === 'commune' || unit.kind === 'province');
}

type AddedFacts = Omit<NonNullable<UnitHistory['added']>, 'mayChange'>;

/** What is told of a unit that an administrator added; null for all others. */
function askAdded(unitId: number): Asking<{ facts: AddedFacts; parentId: number | null } | null> {
  const added = sql<AddedFacts & { parentId: number | null }>`
    select version, legal_basis, end_reason, parent_id from units
    where id = ${unitId} and source = 'administrator' and kind = any (${[...addedKinds]}::text[])`;
  return asking(added, ([row]) => {
    if (row === undefined) return null;
    const { parentId, ...facts } = row;
    return { facts, parentId };
  });
}

function askAbove(unitId: number): Asking<Unit[]> {
  const units = sql<Unit>`
    with recursive above as (
      select parent_id as id, 1 as distance from units where id = ${unitId}
      union all
      select u.parent_id, a.distance + 1 from above a join units u on u.id = a.id)
    select ${unitColumns} from above a join units u on u.id = a.id left join units p on p.id = u.parent_id
    order by a.distance`;
  return asking(units, (rows) => rows);
}

/** Split units of which only a part came to this one, and this one itself where it was split, with who holds their figures. */
function askNotDivisible(
  unit: Unit,
  known: { predecessors: Succession[]; successors: Succession[]; home: Unit | null },
): Asking<UnitHistory['notDivisible']> {
  const isSplit = known.successors.length > 1 || known.successors.some(({ extent }) => extent === 'part');
  const itself = isSplit ? [{ unit, heldBy: known.home }] : [];
  // An ended unit holds what it was in its former territory; who holds it now is told of the unit itself.
  const predecessors = unit.validTo === null ? known.predecessors.map((one) => one.unit) : [];
  if (predecessors.length === 0) return asking(undefined, () => itself);
  const outside = sql<{ id: number; heldBy: Unit | null }>`
    select p.id, (select json_build_object(${sql.join(homeNames)}) from ${homeOf(sql`p.id`)} h) as held_by
    from unnest(${predecessors.map((one) => one.id)}::int[]) as p(id)
    where not exists (
      select from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'today' and t.holder_id = ${unit.id} and t.unit_id = p.id)`;
  return asking(outside, (rows) => [
    ...itself,
    ...predecessors.flatMap((one) => {
      const row = rows.find(({ id }) => id === one.id);
      return row ? [{ unit: one, heldBy: row.heldBy }] : [];
    }),
  ]);
}

type Succession = UnitHistory['successors'][number];

function askSuccessions(condition: ReturnType<typeof sql>, other: ReturnType<typeof sql>): Asking<Succession[]> {
  const successions = sql<Unit & Omit<Succession, 'unit'>>`
    select ${unitColumns}, s.takes_effect_on, s.extent, s.note
    from successions s join units u on u.id = ${other} left join units p on p.id = u.parent_id
    where ${condition} order by s.takes_effect_on, u.kind, u.code, u.id`;
  return asking(successions, (rows) =>
    rows.map(({ takesEffectOn, extent, note, ...unit }) => ({ unit, takesEffectOn, extent, note })),
  );
}

/** The lowest open unit that holds all of a unit today; undefined where only the nation does. */
export async function findHome(db: Db, unitId: number): Promise<Unit | undefined> {
  return (await ask(db, askHome(unitId))) ?? undefined;
}

function askHome(unitId: number): Asking<Unit | null> {
  return asking(sql<Unit>`select h.* from ${homeOf(sql`${unitId}::int`)} h`, ([home]) => home ?? null);
}

/** Columns of a home by their names of the contract. */
const homeNames = Object.entries({
  id: 'id',
  code: 'code',
  codeOrigin: 'code_origin',
  kind: 'kind',
  nameVi: 'name_vi',
  nameEn: 'name_en',
  validFrom: 'valid_from',
  validTo: 'valid_to',
  parentName: 'parent_name',
}).map(([name, column]) => sql`${sql.lit(name)}, ${sql.ref(`h.${column}`)}`);

function homeOf(unitId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with holders as (
      select t.holder_id as id, t.boundary_version_id from territories t
      join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      join units h on h.id = t.holder_id and h.valid_to is null
      where t.view = 'today' and t.unit_id = ${unitId})
    select ${unitColumns} from holders h join units u on u.id = h.id left join units p on p.id = u.parent_id
    order by (select count(*) from territories above where above.unit_id = h.id and above.view = 'today'
      and above.boundary_version_id = h.boundary_version_id) desc limit 1)`;
}

function askHeads(unitId: number): Asking<UnitHistory['responsiblePosts']> {
  const heads = sql<UnitHistory['responsiblePosts'][number]>`
    select a.display_name, r.name_vi as role_name_vi, r.name_en as role_name_en, o.name_vi as organisation_name_vi
    from posts p join accounts a on a.id = p.account_id join roles r on r.code = p.role
    join organisations o on o.code = p.organisation_code
    where p.unit_id = ${unitId} and p.role in ('commune_head', 'province_approver') and a.disabled_at is null
      and p.valid_from <= vietnam_today() and (p.valid_to is null or p.valid_to > vietnam_today())
    order by a.display_name, p.id`;
  return asking(heads, (rows) => rows);
}

/** Rows of the unit lists that were not taken as they stand, in the words of the reader's language; after an id. */
export async function listSourceProblems(
  db: Db,
  page: { after: number; limit: number },
  locale: 'vi' | 'en' = 'vi',
): Promise<{
  items: { id: number; source: string; line: string; problem: string }[];
  total: number;
  next: number | null;
}> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from unit_source_problems`.execute(db);
  const items = await db
    .selectFrom('unitSourceProblems')
    .select(['id', 'source', 'line', 'problem'])
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  const shown = items.slice(0, page.limit);
  return {
    items: shown.map((item) => ({ ...item, problem: wordsOf(item.problem)?.[locale] ?? item.problem })),
    total: rows[0]?.total ?? 0,
    next: items.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

function wordsOf(problem: string): { vi: string; en: string } | undefined {
  return Object.hasOwn(unitSourceProblems, problem) ? unitSourceProblems[problem as UnitSourceProblemCode] : undefined; // own key, see left
}
