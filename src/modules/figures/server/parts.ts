import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { FigureOfUnit, HeldUnit } from '../figures.contract.ts';
import { determineQualifier } from '../figures.rules.ts';
import { type Holders, reportersOf, type Scope } from './cells.ts';
import { Duties } from './coverage.ts';
import type { KnownIndicator } from './indicators.ts';
import { territoryOf, type Understood } from './question.ts';
import { findTotals, noTotal } from './totals.ts';

/** One unit that a total is made of, with its part per indicator id; own = the asked unit without those below it. */
export type Part = { unit: HeldUnit; own: boolean; ofIndicator: Map<number, FigureOfUnit> };

/**
 * From whom a total comes: the highest units of their own time that lie in the territory; where that is the asked unit
 * alone, the units directly below it and its own figures. Each unit stands for all that lay below it in its own time, as
 * far as it is in the total.
 */
export async function listPartUnits(db: Db, question: Understood): Promise<{ units: HeldUnit[]; expanded: boolean }> {
  const columns = sql`u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to`;
  const alive = sql`(u.valid_from is null or u.valid_from <= ${question.toDay}::date) and (u.valid_to is null or u.valid_to > ${question.fromDay}::date)`;
  if (question.unit.kind === 'nation') {
    const { rows } =
      await sql<HeldUnit>`select ${columns} from units u where u.kind = 'province' and ${alive} order by u.code, u.valid_to`.execute(
        db,
      );
    return { units: rows, expanded: false };
  }
  if (question.view === 'today') {
    const { rows } = await sql<HeldUnit>`
      select ${columns} from units u
      where u.id in ${territoryOf(question)} and ${alive} and not exists (
        select 1 from territories a where a.boundary_version_id = ${question.boundaryVersion} and a.view = 'then' and a.unit_id = u.id
          and a.holder_id <> u.id and a.holder_id in ${territoryOf(question)})
      order by u.valid_to nulls last, u.code`.execute(db);
    if (rows.length > 1 || rows[0]?.id !== question.unit.id) return { units: rows, expanded: false };
  }
  const { rows } = await sql<HeldUnit>`
    select ${columns} from units u where ${alive} and (u.parent_id = ${question.unit.id} or u.id = ${question.unit.id})
    order by (u.id = ${question.unit.id}) desc, u.code, u.valid_to`.execute(db);
  return { units: rows, expanded: true };
}

/**
 * The parts of a total with value, coverage and origin per indicator. A part that is wholly in the total stands as it was
 * kept, where it is a province; also where the reader may see units below it but not the whole, a unit split since then,
 * it is summed from the figures themselves.
 */
export async function listParts(db: Db, question: Understood, indicators: KnownIndicator[]): Promise<Part[]> {
  const { units, expanded } = await listPartUnits(db, question);
  // Where the asked unit stands among the units below it, it stands for its own figures only.
  const self = expanded ? question.unit.id : -1;
  const { asKnownOn, boundaryVersion } = question;
  const scope: Scope = { view: 'then', asKnownOn, boundaryVersion };
  const kept = question.isSuperseded ? [] : await listKept(db, question, units, self);
  const ids = units.map((unit) => unit.id).filter((id) => !kept.includes(id));
  // As today, a unit split since then is not in the total, though the unit above it in its time is.
  const isInTotal =
    question.view === 'then' || question.unit.kind === 'nation'
      ? sql`true`
      : sql`t.unit_id in ${territoryOf(question)}`;
  const placesOf = (partIds: number[]): RawBuilder<unknown> => sql`(
    select t.holder_id, t.unit_id from territories t
    where t.boundary_version_id = ${boundaryVersion} and t.view = 'then' and t.holder_id = any (${partIds}::int[])
      and (t.holder_id <> ${self} or t.unit_id = t.holder_id) and ${isInTotal})`;
  const holders: Holders = { nation: null, kept, places: ids.length > 0 ? placesOf(ids) : null, isFew: true };
  const totals = await findTotals(db, scope, holders, indicators, [question]);
  const duties = await Duties.find(db, scope, holders, indicators);
  const reporters = await countPartReporters(db, question, placesOf(units.map((unit) => unit.id)), indicators);
  return units.map((unit) => ({
    unit,
    own: unit.id === self,
    ofIndicator: new Map(
      indicators.map((indicator) => {
        const total = totals.get(unit.id, indicator.id);
        const { value, cells, origins, qualified } = total ?? noTotal;
        const owed = duties.owed(unit.id, indicator, question);
        const silentUnits = Math.max(0, owed.units - (reporters.get(`${unit.id} ${indicator.id}`) ?? 0));
        const coverage = total || owed.obliged > 0 ? { reported: cells, ...owed, silentUnits } : null;
        return [indicator.id, { unit, value, coverage, origins, qualifier: determineQualifier(qualified) }];
      }),
    ),
  }));
}

/** How many units of each part gave at least one value of an indicator: by `part indicator`. */
async function countPartReporters(
  db: Db,
  question: Understood,
  places: RawBuilder<unknown>,
  indicators: KnownIndicator[],
): Promise<Map<string, number>> {
  if (indicators.length === 0) return new Map();
  const { rows } = await sql<{ holderId: number; indicatorId: number; units: number }>`
    with places as materialized (select p.holder_id, p.unit_id from ${places} p)
    select p.holder_id, r.indicator_id, count(*)::int as units
    from ${reportersOf(question, sql`(select unit_id from places)`, indicators, question)} r join places p on p.unit_id = r.unit_id
    group by p.holder_id, r.indicator_id`.execute(db);
  return new Map(rows.map((row) => [`${row.holderId} ${row.indicatorId}`, row.units]));
}

/** Provinces of their time whose kept rows the reader may see and that lie wholly in the total. */
async function listKept(db: Db, question: Understood, units: HeldUnit[], self: number): Promise<number[]> {
  const provinces = units.filter((unit) => unit.kind === 'province' && unit.id !== self).map((unit) => unit.id);
  if (provinces.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select p.id from unnest(${provinces}::int[]) as p(id)
    where exists (select from roll_ups r where r.boundary_version_id = 0 and r.unit_id = p.id)
      and not exists (select from territories t where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
        and t.holder_id = p.id and t.unit_id not in ${territoryOf(question)})`.execute(db);
  return rows.map((row) => row.id);
}
