import { sql } from 'kysely';
import { takeBoundaries } from '#modules/figures/index.ts';
import { type Announced, buildBoundaryVersion, changeBoundaries } from '#modules/units/index.ts';
import { addedKinds, toNameKey } from '#modules/units/added-units.rules.ts';
import { toEnglishName, toUnitSearchKey } from '#modules/units/units.rules.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { type Changes, judgePlan, type MadeUnit, type Standing } from '../reorganisations.rules.ts';
import { sayRefusals } from './judge.ts';
import { findReorganisation, readLines, readStanding, type StoredReorganisation } from './store.ts';

/** What became of the reorganisations whose day has come. refused: why one stands still, in Vietnamese. */
export type Applied = { applied: number[]; refused: { id: number; first: string }[] };

/**
 * Applies every confirmed reorganisation whose day has come, the earliest first, each whole or not at all, beside running
 * approvals. With the role that owns the schema: the running role cannot write units. One that the units do not allow any
 * more stays planned for people to mend. Throws `boundaries.being_built` where another change is under way.
 */
export async function applyDueReorganisations(ownerDb: Db, today: string): Promise<Applied> {
  const { rows } = await sql<{ id: number; title: string }>`
    select id, title from reorganisations
    where state = 'planned' and confirmed_by is not null and takes_effect_on <= ${today}::date
    order by takes_effect_on, id`.execute(ownerDb);
  const result: Applied = { applied: [], refused: [] };
  for (const { id, title } of rows) {
    try {
      const isApplied = await changeBoundaries(ownerDb, title, (tx, announced) => apply(tx, id, today, announced));
      if (isApplied) result.applied.push(id);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'reorganisation.refused') throw error;
      result.refused.push({ id, first: String(error.params['first']) });
    }
  }
  return result;
}

async function apply(tx: Tx, id: number, today: string, announced: Announced): Promise<boolean> {
  await sql`select from reorganisations where id = ${id} for update`.execute(tx);
  const plan = await findReorganisation(tx, id);
  if (plan?.state !== 'planned' || !plan.isConfirmed || plan.takesEffectOn > today) return false;
  await sql`lock table units, successions in share row exclusive mode`.execute(tx);
  const { lines } = await readLines(tx, id);
  const standing = await readStanding(tx);
  const { changes, refusals } = judgePlan({ ...lines, takesEffectOn: plan.takesEffectOn }, standing);
  if (refusals.length > 0)
    throw new Problem('reorganisation.refused', { first: sayRefusals(refusals, 'vi')[0]!.message });
  await endUnits(tx, plan, changes);
  const ids = await insertMade(tx, plan, changes, standing);
  await insertSuccessions(tx, plan, changes, ids);
  const { boundaryVersionId } = await buildBoundaryVersion(tx, plan.title, takeBoundaries, announced);
  await sql`update reorganisations set state = 'applied', applied_at = now(), boundary_version_id = ${boundaryVersionId}
    where id = ${id}`.execute(tx);
  for (const made of changes.made) {
    if (made.ref === null) continue;
    await sql`update reorganisation_lines set made_id = ${ids.get(made.id)}
      where reorganisation_id = ${id} and ref = ${made.ref}`.execute(tx);
  }
  await recordAudit(tx, undefined, {
    act: 'reorganisation.applied',
    subjectKind: 'reorganisation',
    subjectId: String(id),
    changes: {
      boundaryVersion: boundaryVersionId,
      ended: changes.endedIds.length,
      made: changes.made.length,
      successions: changes.successions.length,
    },
  });
  return true;
}

/** Writes the new units; answers their ids by those of the plan. */
async function insertMade(
  tx: Tx,
  plan: StoredReorganisation,
  { made }: Changes,
  standing: Standing,
): Promise<Map<number, number>> {
  const { rows: fresh } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('units', 'id'))::int as id from generate_series(1, ${made.length}::int)`.execute(
    tx,
  );
  const ids = new Map(made.map((unit, index) => [unit.id, fresh[index]!.id])); // one id a unit
  const provinceOf = openProvinces(made, standing, ids);
  const rows = made.map((unit) => {
    const nameEn = unit.nameEn ?? (isAdded(unit) ? null : toEnglishName(unit.nameVi));
    return {
      id: ids.get(unit.id),
      province_id: provinceOf(unit.id),
      kind: unit.kind,
      code: unit.code,
      code_origin: unit.codeOrigin,
      name_vi: unit.nameVi,
      name_en: nameEn,
      parent_id: ids.get(unit.parentId) ?? unit.parentId,
      search_key: toUnitSearchKey(unit.nameVi, nameEn),
      name_key: isAdded(unit) ? toNameKey(unit.nameVi) : null,
    };
  });
  await sql`
    insert into units (id, province_id, kind, code, code_origin, name_vi, name_en, parent_id, valid_from, search_key, name_key,
      source, legal_basis)
    overriding system value
    select u.id, u.province_id, u.kind, u.code, u.code_origin, u.name_vi, u.name_en, u.parent_id, ${plan.takesEffectOn}::date,
      u.search_key, u.name_key, 'administrator', ${toLegalBasis(plan)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id integer, province_id integer, kind text, code text,
      code_origin text, name_vi text, name_en text, parent_id integer, search_key text, name_key text)`.execute(tx);
  return ids;
}

/** The shard key of a unit: the province that holds it from its first day on. */
function openProvinces(
  made: readonly MadeUnit[],
  standing: Standing,
  ids: ReadonlyMap<number, number>,
): (unitId: number) => number {
  const places = new Map<number, { kind: string; parentId: number | null }>(
    [...standing.units, ...made].map((unit) => [unit.id, unit]),
  );
  return (unitId) => {
    for (let id: number | null = unitId; id !== null; id = places.get(id)?.parentId ?? null) {
      if (places.get(id)?.kind === 'province') return ids.get(id) ?? id;
    }
    return 0;
  };
}

/** Ended by people, so that a list of units that does not know of it leaves them alone. */
async function endUnits(tx: Tx, plan: StoredReorganisation, { endedIds }: Changes): Promise<void> {
  await sql`
    update units set valid_to = ${plan.takesEffectOn}::date, source = 'administrator', end_reason = ${plan.title},
      version = version + 1
    where id = any (${endedIds}::int[])`.execute(tx);
}

async function insertSuccessions(
  tx: Tx,
  plan: StoredReorganisation,
  { successions }: Changes,
  ids: ReadonlyMap<number, number>,
): Promise<void> {
  const rows = successions.map(({ fromUnitId, toUnitId, extent, note }) => ({
    from_unit_id: fromUnitId,
    to_unit_id: ids.get(toUnitId) ?? toUnitId,
    extent,
    note: note ?? toLegalBasis(plan),
  }));
  await sql`
    insert into successions (from_unit_id, to_unit_id, takes_effect_on, extent, note, source)
    select s.from_unit_id, s.to_unit_id, ${plan.takesEffectOn}::date, s.extent, s.note, 'administrator'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as s(from_unit_id integer, to_unit_id integer, extent text, note text)`.execute(tx);
}

function toLegalBasis({ documentNumber, documentDate, issuer }: StoredReorganisation): string {
  return `${documentNumber}, ${documentDate.split('-').toReversed().join('/')}, ${issuer}`;
}

function isAdded({ kind }: MadeUnit): boolean {
  return (addedKinds as readonly string[]).includes(kind);
}
