import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import {
  type AddedKind,
  addedKinds,
  toNameKey,
  type UnitAbove,
  type UnitBelow,
  type UnitDraft,
} from '../added-units.rules.ts';
import { toUnitSearchKey } from '../units.rules.ts';

/** A unit that may be one that an administrator added, with what its acts look at. */
export type StoredUnit = {
  id: number;
  provinceId: number;
  kind: AddedKind;
  code: string;
  nameVi: string;
  parentId: number;
  validFrom: string;
  validTo: string | null;
  legalBasis: string | null;
  version: number;
  source: string;
};

export async function findStoredUnit(db: Db, id: number): Promise<StoredUnit | undefined> {
  const { rows } = await sql<StoredUnit>`
    select id, province_id, kind, code, name_vi, parent_id, valid_from, valid_to, legal_basis, version, source
    from units where id = ${id}`.execute(db);
  return rows[0];
}

/** Open communes and provinces below which whoever asks may add units, by province and name. */
export function listUnitsAbove(db: Db): Promise<UnitAbove[]> {
  return selectAbove(
    db,
    sql`u.valid_to is null and ((select has_nationwide('unit.manage')) or u.id in (select units_with('unit.manage')))`,
  );
}

export async function findUnitAbove(
  db: Db,
  id: number,
  options: { openOnly: boolean },
): Promise<UnitAbove | undefined> {
  const units = await selectAbove(db, sql`u.id = ${id} and (u.valid_to is null or not ${options.openOnly}::boolean)`);
  return units[0];
}

async function selectAbove(db: Db, condition: RawBuilder<unknown>): Promise<UnitAbove[]> {
  const { rows } = await sql<UnitAbove>`
    select u.id, u.kind, u.code, u.name_vi, p.name_vi as province_name, u.valid_from
    from units u left join units p on p.id = u.parent_id and p.kind = 'province'
    where u.kind in ('province', 'commune') and ${condition}
    order by coalesce(p.code, u.code), u.kind desc, u.search_key, u.id`.execute(db);
  return rows;
}

export async function listUnitsBelow(db: Db, parentIds: readonly number[]): Promise<UnitBelow[]> {
  const { rows } = await sql<UnitBelow>`
    select id, kind, parent_id, code, name_vi, valid_to from units
    where parent_id = any (${[...parentIds]}::int[]) and kind = any (${[...addedKinds]}::text[])`.execute(db);
  return rows;
}

/** Of these codes, those that some unit bears or bore, in lower case. */
export async function listTakenCodes(db: Db, codes: readonly string[]): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await sql<{ code: string }>`
    select distinct lower(code) as code from units
    where lower(code) = any (${codes.map((code) => code.toLowerCase())}::text[])`.execute(db);
  return new Set(rows.map(({ code }) => code));
}

/** Adds units with their territories by the one function that may; answers them in the order given. */
export async function insertAddedUnits(
  tx: Tx,
  drafts: readonly UnitDraft[],
): Promise<{ id: number; provinceId: number; code: string }[]> {
  const elements = drafts.map((draft) => ({
    parent_id: draft.parentId,
    kind: draft.kind,
    name_vi: draft.nameVi,
    ...keysOf(draft.nameVi),
    code: draft.code,
    valid_from: draft.validFrom,
    legal_basis: draft.legalBasis,
  }));
  const { rows: added } = await sql<{ unitId: number }>`
    select unit_id from add_units(${JSON.stringify(elements)}::jsonb) order by place`.execute(tx);
  const { rows } = await sql<{ id: number; provinceId: number; code: string }>`
    select u.id, u.province_id, u.code from unnest(${added.map(({ unitId }) => unitId)}::int[]) with ordinality as a(id, place)
    join units u on u.id = a.id order by a.place`.execute(tx);
  return rows;
}

function keysOf(nameVi: string): { name_key: string; search_key: string } {
  return { name_key: toNameKey(nameVi), search_key: toUnitSearchKey(nameVi, null) };
}

/** False where the unit has another version by now; likewise the next two. */
export async function updateAddedUnit(
  tx: Tx,
  unit: { id: number; version: number },
  described: { nameVi: string; validFrom: string; legalBasis: string | null },
): Promise<boolean> {
  const { name_key, search_key } = keysOf(described.nameVi);
  return isDone(
    tx,
    sql`correct_added_unit(${unit.id}, ${unit.version}, ${described.nameVi}, ${name_key}, ${search_key},
      ${described.validFrom}, ${described.legalBasis})`,
  );
}

export function endAddedUnit(tx: Tx, unit: { id: number; version: number }, day: string, reason: string) {
  return isDone(tx, sql`end_added_unit(${unit.id}, ${unit.version}, ${day}, ${reason})`);
}

export function reopenAddedUnit(tx: Tx, unit: { id: number; version: number }): Promise<boolean> {
  return isDone(tx, sql`reopen_added_unit(${unit.id}, ${unit.version})`);
}

async function isDone(tx: Tx, call: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select ${call} as done`.execute(tx);
  return rows[0]?.done ?? false;
}
