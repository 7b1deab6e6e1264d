import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Extent, UnitKind } from '../units.rules.ts';
import { matchUnits } from './match-units.ts';
import type { SetSuccession, SetUnit, UnitSet } from './unit-set.ts';

/** Enough of a unit to name it in a list. */
export type NamedUnit = {
  kind: UnitKind;
  code: string;
  nameVi: string;
  validFrom: string | null;
  validTo: string | null;
};
export type ChangedField =
  | 'nameVi'
  | 'nameEn'
  | 'parent'
  | 'validFrom'
  | 'validTo'
  | 'code'
  | 'codeOrigin'
  | 'legalBasis';

/** What an import would do. Every list is complete; its length is the count. */
export type UnitImportPreview = {
  newUnits: NamedUnit[];
  /** Name, parent, dates or code differ; the id stays. */
  changedUnits: (NamedUnit & { id: number; fields: ChangedField[]; before: NamedUnit })[];
  /** Units of which only the English name, the legal basis or the origin of the code is new. */
  annotatedCount: number;
  unchangedCount: number;
  removedUnits: (NamedUnit & { id: number })[];
  /** Not in the set, but data hangs on them: they stay as they are. `tables` names where. */
  keptUnits: (NamedUnit & { id: number; tables: string[] })[];
  /** Entered or corrected by an administrator: an import leaves them alone. */
  administratorCount: number;
  successions: {
    newCount: number;
    changedCount: number;
    /** Among the changed ones: unverified before, whole or part now. */
    verifiedCount: number;
    removedCount: number;
    unchangedCount: number;
  };
};

/** Tells what `importUnits` would do with the set; changes nothing. */
export async function previewUnitImport(db: Db, set: UnitSet): Promise<UnitImportPreview> {
  return toPreview(await planUnitImport(db, set));
}

export type PresentUnit = Omit<SetUnit, 'key' | 'parentKey'> & {
  id: number;
  parentId: number | null;
  source: string;
  searchKey: string;
};
export type PresentSuccession = {
  id: number;
  fromUnitId: number;
  toUnitId: number;
  takesEffectOn: string;
  extent: Extent;
  note: string | null;
  source: string;
};

export type UnitImportPlan = {
  set: UnitSet;
  created: SetUnit[];
  /** Matched units that the import may touch, with what differs. */
  matched: { wanted: SetUnit; present: PresentUnit; fields: ChangedField[] }[];
  removed: PresentUnit[];
  kept: { unit: PresentUnit; tables: string[] }[];
  administratorCount: number;
  /** Ids of the units of the set that are in the database already. */
  presentIds: Map<string, number>;
  successions: {
    created: SetSuccession[];
    changed: { wanted: SetSuccession; present: PresentSuccession }[];
    removed: PresentSuccession[];
    unchanged: PresentSuccession[];
  };
};

// The lists of administrative units hold these; residential areas, agencies and the like are never theirs to remove.
const listedKinds: readonly UnitKind[] = ['nation', 'province', 'district', 'commune'];
const weightyFields: readonly ChangedField[] = ['nameVi', 'parent', 'validFrom', 'validTo', 'code'];
const placeFields: readonly ChangedField[] = ['parent', 'validFrom', 'validTo'];

export async function planUnitImport(db: Db, set: UnitSet): Promise<UnitImportPlan> {
  const present = await listPresentUnits(db);
  const byId = new Map(present.map((unit) => [unit.id, unit]));
  const matches = matchUnits(
    present.map((unit) => ({
      ...unit,
      key: String(unit.id),
      parentKey: unit.parentId === null ? null : String(unit.parentId),
    })),
    set.units,
  );
  const presentIds = new Map([...matches].map(([setKey, presentKey]) => [setKey, Number(presentKey)]));
  const created: SetUnit[] = [];
  const matched: UnitImportPlan['matched'] = [];
  for (const wanted of set.units) {
    const unit = byId.get(presentIds.get(wanted.key) ?? 0);
    if (unit === undefined) created.push(wanted);
    else if (unit.source !== 'administrator') {
      matched.push({ wanted, present: unit, fields: compareUnit(wanted, unit, presentIds) });
    }
  }
  const successions = await listPresentSuccessions(db);
  const { removed, kept } = await decideRemovals(db, {
    present,
    successions,
    matched,
    matchedIds: new Set(presentIds.values()),
  });
  return {
    set,
    created,
    matched,
    removed,
    kept,
    administratorCount: present.filter(({ source }) => source === 'administrator').length,
    presentIds,
    successions: compareSuccessions(
      set,
      successions,
      presentIds,
      new Set(kept.map(({ unit }) => unit.id)),
      new Set(removed.map(({ id }) => id)),
    ),
  };
}

async function listPresentUnits(db: Db): Promise<PresentUnit[]> {
  const { rows } = await sql<PresentUnit>`
    select id, kind, code, code_origin, name_vi, name_en, parent_id, valid_from, valid_to, search_key, source, legal_basis
    from units order by id`.execute(db);
  return rows;
}

async function listPresentSuccessions(db: Db): Promise<PresentSuccession[]> {
  const { rows } = await sql<PresentSuccession>`
    select id, from_unit_id, to_unit_id, takes_effect_on, extent, note, source from successions order by id`.execute(
    db,
  );
  return rows;
}

function compareUnit(wanted: SetUnit, present: PresentUnit, presentIds: ReadonlyMap<string, number>): ChangedField[] {
  const fields = (['nameVi', 'nameEn', 'validFrom', 'validTo', 'code', 'codeOrigin', 'legalBasis'] as const).filter(
    (field) => wanted[field] !== present[field],
  );
  const parentId = wanted.parentKey === null ? null : presentIds.get(wanted.parentKey);
  return parentId === present.parentId ? fields : [...fields, 'parent'];
}

/** Of the units that the set does not have: which go, and which stay because something hangs on them. */
async function decideRemovals(
  db: Db,
  known: {
    present: readonly PresentUnit[];
    successions: readonly PresentSuccession[];
    matched: UnitImportPlan['matched'];
    matchedIds: ReadonlySet<number>;
  },
): Promise<Pick<UnitImportPlan, 'removed' | 'kept'>> {
  const isOfLists = (unit: PresentUnit) => unit.source !== 'administrator' && listedKinds.includes(unit.kind);
  const candidates = known.present.filter((unit) => !known.matchedIds.has(unit.id) && isOfLists(unit));
  const tables = await findReferencingTables(
    db,
    candidates.map(({ id }) => id),
  );
  const hang = (unitId: number, table: string) => tables.set(unitId, [...(tables.get(unitId) ?? []), table]);
  const candidateIds = new Set(candidates.map(({ id }) => id));
  for (const succession of known.successions) {
    if (succession.source !== 'administrator') continue;
    for (const unitId of [succession.fromUnitId, succession.toUnitId])
      if (candidateIds.has(unitId)) hang(unitId, 'successions');
  }
  // A unit that stays keeps its parent. Matched units get the parent that the set gives them.
  const movable = new Set(known.matched.map(({ present }) => present.id));
  const byId = new Map(candidates.map((unit) => [unit.id, unit]));
  const staying = known.present.filter(
    (unit) => !movable.has(unit.id) && (!candidateIds.has(unit.id) || tables.has(unit.id)),
  );
  for (let unit = staying.pop(); unit !== undefined; unit = staying.pop()) {
    const parent = byId.get(unit.parentId ?? 0);
    if (parent === undefined) continue;
    if (!tables.has(parent.id)) staying.push(parent);
    if (!tables.get(parent.id)?.includes('units')) hang(parent.id, 'units');
  }
  return {
    removed: candidates.filter(({ id }) => !tables.has(id)),
    kept: candidates.flatMap((unit) => {
      const where = tables.get(unit.id);
      return where === undefined ? [] : [{ unit, tables: [...new Set(where)].toSorted() }];
    }),
  };
}

/** The tables whose rows refer to each of these units, by every foreign key there is; what is built from units is left out. */
async function findReferencingTables(db: Db, unitIds: readonly number[]): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  if (unitIds.length === 0) return found;
  const { rows: references } = await sql<{ tableName: string; columnName: string }>`
    select c.conrelid::regclass::text as table_name, quote_ident(a.attname) as column_name
    from pg_constraint c
    cross join unnest(c.conkey, c.confkey) as k(referring, referred)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.referring
    join pg_attribute r on r.attrelid = c.confrelid and r.attnum = k.referred and r.attname = 'id'
    where c.contype = 'f' and c.confrelid = 'units'::regclass and c.conparentid = 0
      and c.conrelid not in ('units'::regclass, 'successions'::regclass, 'territories'::regclass,
        'territory_lives'::regclass)`.execute(db);
  for (const { tableName, columnName } of references) {
    const { rows } = await sql<{ unitId: number }>`
      select distinct ${sql.raw(columnName)} as unit_id from ${sql.raw(tableName)}
      where ${sql.raw(columnName)} = any (${unitIds}::int[])`.execute(db);
    for (const { unitId } of rows) found.set(unitId, [...(found.get(unitId) ?? []), tableName]);
  }
  return found;
}

function compareSuccessions(
  set: UnitSet,
  present: readonly PresentSuccession[],
  presentIds: ReadonlyMap<string, number>,
  keptUnitIds: ReadonlySet<number>,
  removedUnitIds: ReadonlySet<number>,
): UnitImportPlan['successions'] {
  const pairOf = (from: number, to: number) => `${from}>${to}`;
  const byPair = new Map(present.map((succession) => [pairOf(succession.fromUnitId, succession.toUnitId), succession]));
  const plan: UnitImportPlan['successions'] = { created: [], changed: [], removed: [], unchanged: [] };
  const seen = new Set<PresentSuccession>();
  for (const wanted of set.successions) {
    const known = byPair.get(pairOf(presentIds.get(wanted.fromKey) ?? 0, presentIds.get(wanted.toKey) ?? 0));
    if (known === undefined) {
      plan.created.push(wanted);
      continue;
    }
    seen.add(known);
    const isSame =
      known.source === 'administrator' ||
      (known.extent === wanted.extent && known.takesEffectOn === wanted.takesEffectOn && known.note === wanted.note);
    if (isSame) plan.unchanged.push(known);
    else plan.changed.push({ wanted, present: known });
  }
  for (const known of present) {
    if (seen.has(known)) continue;
    const ends = [known.fromUnitId, known.toUnitId];
    const belongsToKept = ends.some((id) => keptUnitIds.has(id)) && !ends.some((id) => removedUnitIds.has(id));
    if (known.source !== 'administrator' && !belongsToKept) plan.removed.push(known);
  }
  return plan;
}

export function toPreview(plan: UnitImportPlan): UnitImportPreview {
  const isWeighty = ({ fields }: { fields: ChangedField[] }) => fields.some((field) => weightyFields.includes(field));
  const { created, changed, removed, unchanged } = plan.successions;
  return {
    newUnits: plan.created.map(toNamed),
    changedUnits: plan.matched.filter(isWeighty).map(({ wanted, present, fields }) => ({
      ...toNamed(wanted),
      id: present.id,
      fields,
      before: toNamed(present),
    })),
    annotatedCount: plan.matched.filter((match) => match.fields.length > 0 && !isWeighty(match)).length,
    unchangedCount: plan.matched.filter(({ fields }) => fields.length === 0).length,
    removedUnits: plan.removed.map((unit) => ({ ...toNamed(unit), id: unit.id })),
    keptUnits: plan.kept.map(({ unit, tables }) => ({ ...toNamed(unit), id: unit.id, tables })),
    administratorCount: plan.administratorCount,
    successions: {
      newCount: created.length,
      changedCount: changed.length,
      verifiedCount: changed.filter(
        ({ wanted, present }) => present.extent === 'unverified' && wanted.extent !== 'unverified',
      ).length,
      removedCount: removed.length,
      unchangedCount: unchanged.length,
    },
  };
}

function toNamed({ kind, code, nameVi, validFrom, validTo }: NamedUnit): NamedUnit {
  return { kind, code, nameVi, validFrom, validTo };
}

/** Whether the plan changes the tree or the successions, so that territories have to be determined anew. */
export function movesBoundaries(plan: UnitImportPlan): boolean {
  const { created, changed, removed } = plan.successions;
  return (
    plan.created.length + plan.removed.length + created.length + removed.length > 0 ||
    changed.some(
      ({ wanted, present }) => wanted.extent !== present.extent || wanted.takesEffectOn !== present.takesEffectOn,
    ) ||
    plan.matched.some(({ fields }) => fields.some((field) => placeFields.includes(field)))
  );
}
