import { type RawBuilder, sql } from 'kysely';
import { type Asking, asking, together } from '#platform/database/asking.ts';
import type { FigureOfUnit, HeldUnit } from '../figures.contract.ts';
import { determineQualifier } from '../figures.rules.ts';
import { type Holders, reportersOf, type Scope } from './cells.ts';
import { Duties } from './coverage.ts';
import type { KnownIndicator } from './indicators.ts';
import { territoryOf, type Understood } from './question.ts';
import { askTotals, noTotal } from './totals.ts';

/** One unit that a total is made of, with its part per indicator id; own = the asked unit without those below it. */
export type Part = { unit: HeldUnit; own: boolean; ofIndicator: Map<number, FigureOfUnit> };

/** The units that a total comes from; expanded = the asked unit and those directly below it. */
export type PartUnits = { units: HeldUnit[]; expanded: boolean; kept: number[] };

/**
 * From whom a total comes: the highest units of their own time that lie in the territory; where that is the asked unit
 * alone, the units directly below it and its own figures. Each unit stands for all that lay below it in its own time, as
 * far as it is in the total. kept: provinces that are wholly in the total and whose kept rows the reader may see.
 */
export function askPartUnits(question: Understood): Asking<PartUnits> {
  const { unit, view, boundaryVersion } = question;
  const alive = sql`(u.valid_from is null or u.valid_from <= ${question.toDay}::date) and (u.valid_to is null or u.valid_to > ${question.fromDay}::date)`;
  const highest =
    unit.kind === 'nation'
      ? sql`u.kind = 'province'`
      : view === 'then'
        ? sql`u.id = ${unit.id}`
        : sql`u.id in ${territoryOf(question)} and not exists (
            select from territories a where a.boundary_version_id = ${boundaryVersion} and a.view = 'then' and a.unit_id = u.id
              and a.holder_id <> u.id and a.holder_id in ${territoryOf(question)})`;
  const isExpanded =
    unit.kind === 'nation'
      ? sql`false`
      : view === 'then'
        ? sql`true`
        : sql`(select count(*) = 1 and bool_or(id = ${unit.id}) from highest)`;
  const isKept = question.isSuperseded
    ? sql`false`
    : sql`p.kind = 'province' and not (p.expanded and p.id = ${unit.id})
        and exists (select from roll_ups r where r.boundary_version_id = 0 and r.unit_id = p.id)
        and not exists (select from territories t where t.boundary_version_id = ${boundaryVersion} and t.view = 'then'
          and t.holder_id = p.id and t.unit_id not in ${territoryOf(question)})`;
  const columns = sql`u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to`;
  const found = sql<HeldUnit & { expanded: boolean; isKept: boolean }>`
    with highest as materialized (select ${columns} from units u where ${alive} and ${highest}),
    part as (
      select u.*, false as expanded from highest u where not ${isExpanded}
      union all
      select ${columns}, true from units u where ${isExpanded} and ${alive} and (u.parent_id = ${unit.id} or u.id = ${unit.id}))
    select p.id, p.code, p.name, p.kind, p.valid_from, p.valid_to, p.expanded, ${isKept} as is_kept from part p
    order by (p.expanded and p.id = ${unit.id}) desc,
      case when not p.expanded and ${unit.kind !== 'nation'}::bool then coalesce(p.valid_to, 'infinity') end, p.code, p.valid_to`;
  return asking(found, (rows) => ({
    units: rows.map(({ id, code, name, kind, validFrom, validTo }) => ({ id, code, name, kind, validFrom, validTo })),
    expanded: rows.some((row) => row.expanded),
    kept: rows.filter((row) => row.isKept).map((row) => row.id),
  }));
}

/**
 * The parts of a total with value, coverage and origin per indicator. A part that is wholly in the total stands as it was
 * kept, where it is a province; also where the reader may see units below it but not the whole, a unit split since then,
 * it is summed from the figures themselves.
 */
export function askParts(
  question: Understood,
  { units, expanded, kept }: PartUnits,
  indicators: KnownIndicator[],
): Asking<Part[]> {
  // Where the asked unit stands among the units below it, it stands for its own figures only.
  const self = expanded ? question.unit.id : -1;
  const { asKnownOn, boundaryVersion } = question;
  const scope: Scope = { view: 'then', asKnownOn, boundaryVersion };
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
  return together(
    {
      totals: askTotals(scope, holders, indicators, [question]),
      duties: Duties.ask(scope, holders, indicators),
      reporters: askPartReporters(question, placesOf(units.map((unit) => unit.id)), indicators),
    },
    ({ totals, duties, reporters }) =>
      units.map((unit) => ({
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
      })),
  );
}

/** How many units of each part gave at least one value of an indicator: by `part indicator`. */
function askPartReporters(
  question: Understood,
  places: RawBuilder<unknown>,
  indicators: KnownIndicator[],
): Asking<Map<string, number>> {
  const reporters = sql<{ holderId: number; indicatorId: number; units: number }>`
    with places as materialized (select p.holder_id, p.unit_id from ${places} p)
    select p.holder_id, r.indicator_id, count(*)::int as units
    from ${reportersOf(question, sql`(select unit_id from places)`, indicators, question)} r join places p on p.unit_id = r.unit_id
    group by p.holder_id, r.indicator_id`;
  return asking(
    indicators.length > 0 ? reporters : undefined,
    (rows) => new Map(rows.map((row) => [`${row.holderId} ${row.indicatorId}`, row.units])),
  );
}
