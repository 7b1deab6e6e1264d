import { sql } from 'kysely';
import { findHome, searchUnits } from '#modules/units/index.ts';
import type { Db } from '#platform/database/database.ts';
import type { UnitRef } from '#registers/declaration.ts';
import type { AreaContact, ComingActivity } from '../area-pages.contract.ts';
import type { AreaKind } from '../areas.rules.ts';

/** A unit that has a page: of today, with the units above it, nearest first. */
export type Area = UnitRef & { kind: AreaKind; provinceId: number; above: UnitRef[] };

const kinds = sql`('nation', 'province', 'commune', 'residential_area')`;

/** The area of a code; of a unit that has ended, the one that holds it now. Undefined where there is none. */
export async function findArea(db: Db, code: string): Promise<Area | undefined> {
  const { rows } = await sql<{ id: number; validTo: string | null }>`
    select u.id, u.valid_to from units u where lower(u.code) = lower(${code}) and u.kind in ${kinds}
    order by u.valid_to is not null, u.valid_to desc limit 1`.execute(db);
  const [found] = rows;
  if (found === undefined) return undefined;
  const id = found.validTo === null ? found.id : (await findHome(db, found.id))?.id;
  return id === undefined ? undefined : getArea(db, id);
}

export async function getArea(db: Db, id: number): Promise<Area | undefined> {
  const { rows } = await sql<Area>`
    with recursive above as (
      select u.id, u.parent_id, 0 as distance from units u where u.id = ${id}
      union all
      select u.id, u.parent_id, a.distance + 1 from above a join units u on u.id = a.parent_id)
    select u.id, u.code, u.name_vi as name, u.kind, u.province_id,
      coalesce((select json_agg(json_build_object('id', n.id, 'code', n.code, 'name', n.name_vi, 'kind', n.kind) order by a.distance)
        from above a join units n on n.id = a.id where a.distance > 0), '[]') as above
    from units u where u.id = ${id} and u.kind in ${kinds}`.execute(db);
  return rows[0];
}

export type AreaChoice = { code: string; name: string; kind: AreaKind; aboveName: string | null };

/** Areas of today by their code or a part of their name, without diacritics. */
export async function searchAreas(db: Db, text: string): Promise<AreaChoice[]> {
  const units = await searchUnits(db, text, { limit: 30, kind: 'province,commune,residential_area', openOnly: true });
  return units.map(({ code, nameVi, kind, parentName }) => ({
    code,
    name: nameVi,
    kind: kind as AreaKind,
    aboveName: parentName,
  }));
}

/** What lies directly below an area today, by name. */
export async function listAreasBelow(db: Db, id: number): Promise<AreaChoice[]> {
  const { rows } = await sql<AreaChoice>`
    select u.code, u.name_vi as name, u.kind, null as above_name from units u
    where u.parent_id = ${id} and u.valid_to is null and u.kind in ('province', 'commune', 'residential_area')
    order by u.search_key, u.code`.execute(db);
  return rows;
}

export type AreaGroup = { id: string; level: 'initiative' | 'site' | 'group'; category: string; name: string };

export async function listGroups(db: Db, id: number): Promise<AreaGroup[]> {
  const { rows } = await sql<AreaGroup>`select id, level, category, name from groups_at_work(${id})`.execute(db);
  return rows;
}

export type ToldBy = AreaContact & { unit: UnitRef };

/** How to reach the nearest of these units that told it. */
export async function findContact(db: Db, ids: readonly number[]): Promise<ToldBy | undefined> {
  const { rows } = await sql<ToldBy>`
    select c.phone, c.address, c.hours, c.note, json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit
    from area_contacts c join units u on u.id = c.unit_id
    where c.unit_id = any (${ids}::int[]) and c.phone || c.address || c.hours || c.note <> ''
    order by array_position(${ids}::int[], c.unit_id) limit 1`.execute(db);
  return rows[0];
}

/** Activities to come at these units, soonest first. */
export async function listComing(db: Db, ids: readonly number[], today: string): Promise<ComingActivity[]> {
  const { rows } = await sql<ComingActivity>`
    select id, held_on, at_hour, title, place from coming_activities
    where unit_id = any (${ids}::int[]) and held_on >= ${today}::date order by held_on, at_hour, id limit 20`.execute(
    db,
  );
  return rows;
}
