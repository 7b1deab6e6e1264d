import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/database/database.ts';
import { toUnitSearchKey } from '../units.rules.ts';
import { type Announced, buildBoundaryVersion, lockBoundaries, type TakeBoundaries } from './boundary-version.ts';
import {
  movesBoundaries,
  planUnitImport,
  toPreview,
  type UnitImportPlan,
  type UnitImportPreview,
} from './plan-unit-import.ts';
import type { SetSuccession, SetUnit, UnitSet } from './unit-set.ts';

export { previewUnitImport, type UnitImportPreview } from './plan-unit-import.ts';

export type UnitImportResult = UnitImportPreview & {
  /** The new version of boundaries; null when neither tree nor successions changed. */
  boundaryVersionId: number | null;
  territoryCount: number;
  problemCount: number;
};

/**
 * reason is shown with the boundary version; actor is absent when the house itself imports; announced where
 * `changeBoundaries` builds beside running approvals.
 */
export type UnitImportOptions = {
  source: 'package' | 'verified';
  reason: string;
  actor?: Actor | undefined;
  announced?: Announced | undefined;
};

/**
 * Brings the units and successions of the database to those of the set, in the caller's transaction.
 *
 * A unit that is already there keeps its id and its shard key (see `matchUnits`). A unit that the set does not have is
 * removed, unless data hangs on it. What an administrator entered stays. When the tree or the successions change, a new
 * boundary version with its territories takes the place of the current one and `takeBoundaries` is called for it.
 * The problems of the same source are replaced, and what changed is audited as units.imported. Importing the same set
 * again changes nothing.
 *
 * Waits for other imports and holds them until the transaction ends; running approvals too where no version was
 * announced, or where codes or first days pass from unit to unit, on which they rest.
 */
export async function importUnits(
  tx: Tx,
  set: UnitSet,
  options: UnitImportOptions,
  takeBoundaries: TakeBoundaries,
): Promise<UnitImportResult> {
  // Boundary versions first: an approval under way may yet need units that this would hold.
  if (options.announced === undefined) await lockBoundaries(tx);
  await sql`lock table units, successions in share row exclusive mode`.execute(tx);
  const plan = await planUnitImport(tx, set);
  if (plan.matched.some(({ fields }) => movesKey(fields)) || plan.removed.length > 0) await lockBoundaries(tx);
  const ids = await writeUnits(tx, plan, options.source);
  await writeSuccessions(tx, plan, ids, options.source);
  await removeUnits(
    tx,
    plan.removed.map(({ id }) => id),
  );
  await replaceSourceProblems(tx, options.source, set.problems);
  const isNewVersionDue = movesBoundaries(plan) || !(await hasBoundaryVersion(tx));
  const version = isNewVersionDue
    ? await buildBoundaryVersion(tx, options.reason, takeBoundaries, options.announced)
    : { boundaryVersionId: null, territoryCount: 0 };
  const result = { ...toPreview(plan), ...version, problemCount: set.problems.length };
  await recordImport(tx, result, options);
  return result;
}

async function recordImport(tx: Tx, result: UnitImportResult, options: UnitImportOptions): Promise<void> {
  const { newCount, changedCount, removedCount } = result.successions;
  const counts = {
    newUnits: result.newUnits.length,
    changedUnits: result.changedUnits.length + result.annotatedCount,
    removedUnits: result.removedUnits.length,
    successions: newCount + changedCount + removedCount,
  };
  if (result.boundaryVersionId === null && Object.values(counts).every((count) => count === 0)) return;
  await recordAudit(tx, options.actor, {
    act: 'units.imported',
    subjectKind: 'boundary_version',
    subjectId: String(result.boundaryVersionId ?? ''),
    changes: { source: options.source, reason: options.reason, ...counts },
  });
}

async function hasBoundaryVersion(tx: Tx): Promise<boolean> {
  const current = await tx
    .selectFrom('boundaryVersions')
    .select('id')
    .where('state', '=', 'current')
    .executeTakeFirst();
  return current !== undefined;
}

/** Inserts and updates; returns the ids of all units of the set by their keys. */
async function writeUnits(tx: Tx, plan: UnitImportPlan, source: string): Promise<Map<string, number>> {
  const ids = new Map(plan.presentIds);
  const fresh = await reserveUnitIds(tx, plan.created.length);
  plan.created.forEach((unit, index) => ids.set(unit.key, fresh[index] ?? 0));
  const outdated = plan.matched.filter(
    ({ wanted, present, fields }) =>
      fields.length > 0 || present.source !== source || present.searchKey !== searchKeyOf(wanted),
  );
  // Codes may pass from one unit to another, so those that change step aside first.
  const stepsAside = outdated.filter(({ fields }) => movesKey(fields));
  await sql`update units set code = '~' || id where id = any (${stepsAside.map(({ present }) => present.id)}::int[])`.execute(
    tx,
  );
  await insertUnits(tx, plan, ids, source);
  await updateUnits(tx, outdated, ids, source);
  return ids;
}

/** Whether a key of units changes, which rows that refer to the unit wait for. */
function movesKey(fields: readonly string[]): boolean {
  return fields.includes('code') || fields.includes('validFrom');
}

async function reserveUnitIds(tx: Tx, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('units', 'id'))::int as id from generate_series(1, ${count}::int)`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

async function insertUnits(
  tx: Tx,
  plan: UnitImportPlan,
  ids: ReadonlyMap<string, number>,
  source: string,
): Promise<void> {
  const setUnits = new Map(plan.set.units.map((unit) => [unit.key, unit]));
  const rows = plan.created.map((unit) => ({
    ...toUnitRow(unit, ids),
    id: idOf(unit.key, ids),
    province_id: findProvinceId(unit, setUnits, ids),
  }));
  await sql`
    insert into units (id, province_id, kind, code, code_origin, name_vi, name_en, parent_id, valid_from, valid_to,
      search_key, source, legal_basis)
    overriding system value
    select u.id, u.province_id, u.kind, u.code, u.code_origin, u.name_vi, u.name_en, u.parent_id, u.valid_from, u.valid_to,
      u.search_key, ${source}, u.legal_basis
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id integer, province_id integer, kind text, code text,
      code_origin text, name_vi text, name_en text, parent_id integer, valid_from date, valid_to date, search_key text,
      legal_basis text)`.execute(tx);
}

async function updateUnits(
  tx: Tx,
  outdated: UnitImportPlan['matched'],
  ids: ReadonlyMap<string, number>,
  source: string,
): Promise<void> {
  const rows = outdated.map(({ wanted, present }) => ({ ...toUnitRow(wanted, ids), id: present.id }));
  await sql`
    update units set code = u.code, code_origin = u.code_origin, name_vi = u.name_vi, name_en = u.name_en,
      parent_id = u.parent_id, valid_from = u.valid_from, valid_to = u.valid_to, search_key = u.search_key,
      source = ${source}, legal_basis = u.legal_basis
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id integer, code text, code_origin text, name_vi text,
      name_en text, parent_id integer, valid_from date, valid_to date, search_key text, legal_basis text)
    where units.id = u.id`.execute(tx);
}

function toUnitRow(unit: SetUnit, ids: ReadonlyMap<string, number>) {
  return {
    kind: unit.kind,
    code: unit.code,
    code_origin: unit.codeOrigin,
    name_vi: unit.nameVi,
    name_en: unit.nameEn,
    parent_id: unit.parentKey === null ? null : idOf(unit.parentKey, ids),
    valid_from: unit.validFrom,
    valid_to: unit.validTo,
    search_key: searchKeyOf(unit),
    legal_basis: unit.legalBasis,
  };
}

/** Shard key of a new unit: the id of the province that holds it in its own time; 0 for the nation. */
function findProvinceId(
  unit: SetUnit,
  setUnits: ReadonlyMap<string, SetUnit>,
  ids: ReadonlyMap<string, number>,
): number {
  let place: SetUnit | undefined = unit;
  while (place !== undefined && place.kind !== 'province') {
    place = place.parentKey === null ? undefined : setUnits.get(place.parentKey);
  }
  return place === undefined ? 0 : idOf(place.key, ids);
}

function idOf(key: string, ids: ReadonlyMap<string, number>): number {
  const id = ids.get(key);
  if (id === undefined) throw new Error(`the set names a unit ${key} that it does not have`);
  return id;
}

function searchKeyOf(unit: SetUnit): string {
  return toUnitSearchKey(unit.nameVi, unit.nameEn);
}

async function writeSuccessions(
  tx: Tx,
  plan: UnitImportPlan,
  ids: ReadonlyMap<string, number>,
  source: string,
): Promise<void> {
  const { created, changed, removed, unchanged } = plan.successions;
  await sql`delete from successions where id = any (${removed.map(({ id }) => id)}::int[])`.execute(tx);
  const confirmed = unchanged.filter((present) => present.source !== source && present.source !== 'administrator');
  await sql`update successions set source = ${source} where id = any (${confirmed.map(({ id }) => id)}::int[])`.execute(
    tx,
  );
  const toRow = ({ fromKey, toKey, takesEffectOn, extent, note }: SetSuccession) => ({
    from_unit_id: idOf(fromKey, ids),
    to_unit_id: idOf(toKey, ids),
    takes_effect_on: takesEffectOn,
    extent,
    note,
  });
  const rows = [...created, ...changed.map(({ wanted }) => wanted)].map(toRow);
  await sql`
    insert into successions (from_unit_id, to_unit_id, takes_effect_on, extent, note, source)
    select s.from_unit_id, s.to_unit_id, s.takes_effect_on, s.extent, s.note, ${source}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(from_unit_id integer, to_unit_id integer, takes_effect_on date, extent text, note text)
    on conflict (from_unit_id, to_unit_id) do update set takes_effect_on = excluded.takes_effect_on,
      extent = excluded.extent, note = excluded.note, source = excluded.source`.execute(tx);
}

async function removeUnits(tx: Tx, unitIds: readonly number[]): Promise<void> {
  if (unitIds.length === 0) return;
  // No figure hangs on these units, so taking them out of older boundary versions changes no total.
  await sql`delete from territories where holder_id = any (${unitIds}::int[]) or unit_id = any (${unitIds}::int[])`.execute(
    tx,
  );
  await sql`delete from territory_lives where holder_id = any (${unitIds}::int[])`.execute(tx);
  await sql`delete from units where id = any (${unitIds}::int[])`.execute(tx);
}

async function replaceSourceProblems(tx: Tx, source: string, problems: UnitSet['problems']): Promise<void> {
  const present = await tx
    .selectFrom('unitSourceProblems')
    .select(['line', 'problem'])
    .where('source', '=', source)
    .orderBy('id')
    .execute();
  const isSame = (line: { line: string; problem: string }, index: number) =>
    line.line === problems[index]?.line && line.problem === problems[index]?.problem;
  if (present.length === problems.length && present.every(isSame)) return;
  await tx.deleteFrom('unitSourceProblems').where('source', '=', source).execute();
  await sql`
    insert into unit_source_problems (source, line, problem)
    select ${source}, p.line, p.problem
    from unnest(${problems.map(({ line }) => line)}::text[], ${problems.map(({ problem }) => problem)}::text[])
      with ordinality as p(line, problem, place) order by p.place`.execute(tx);
}
