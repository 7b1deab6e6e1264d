import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { FigureOfUnit, HeldUnit } from '../figures.contract.ts';
import { determineQualifier } from '../figures.rules.ts';
import { countObligedOfParts } from './coverage.ts';
import type { KnownIndicator } from './indicators.ts';
import { countingFigures, firstMonths, monthDate, territoryOf, type Understood } from './question.ts';
import { countQualified, noTotal, type TotalRow, toTotal } from './totals.ts';

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

type PartRow = TotalRow & { partId: number };

/** The parts of a total with value, coverage and origin per indicator. Three statements. */
export async function listParts(db: Db, question: Understood, indicators: KnownIndicator[]): Promise<Part[]> {
  const { units, expanded } = await listPartUnits(db, question);
  // Where the asked unit stands among the units below it, it stands for its own figures only.
  const self = expanded ? question.unit.id : -1;
  // As today, a unit split since then is not in the total, though the unit above it in its time is.
  const inTotal: RawBuilder<boolean> =
    question.view === 'then' || question.unit.kind === 'nation'
      ? sql`true`
      : sql`t.unit_id in ${territoryOf(question)}`;
  const places = sql`(
    select p.id as part_id, t.unit_id from unnest(${units.map((unit) => unit.id)}::int[]) as p(id)
    join territories t on t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then' and t.holder_id = p.id
      and (p.id <> ${self} or t.unit_id = p.id) and ${inTotal})`;
  const rows = await sumParts(db, question, indicators, { ids: units.map((unit) => unit.id), self, inTotal });
  const duties = await countObligedOfParts(db, question, indicators, places);
  const rowOf = new Map(rows.map((row) => [`${row.partId}:${row.indicatorId}`, row]));
  return units.map((unit) => ({
    unit,
    own: unit.id === self,
    ofIndicator: new Map(
      indicators.map(({ id }) => {
        const row = rowOf.get(`${unit.id}:${id}`);
        const duty = duties.get(unit.id)?.get(id);
        const total = row ? toTotal(row) : noTotal;
        const coverage = { reported: total.cells, ...(duty ?? { obliged: 0, units: 0, silentUnits: 0 }) };
        const { value, origins } = total;
        const qualifier = determineQualifier(total.qualified);
        return [id, { unit, value, coverage: row || duty ? coverage : null, origins, qualifier }];
      }),
    ),
  }));
}

/**
 * Sums of the parts: from the kept roll-up of a part in its own time where all that lay below it is in the total, else
 * from the figures themselves; also where the reader may see units below it but not the whole, a unit split since then.
 */
async function sumParts(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
  parts: { ids: number[]; self: number; inTotal: RawBuilder<boolean> },
): Promise<PartRow[]> {
  const { boundaryVersion, asKnownOn } = question;
  const months = sql`c.month <= ${monthDate(question.to)}::date and c.month >= f.from_month`;
  const under = sql`t.boundary_version_id = ${boundaryVersion} and t.view = 'then' and t.holder_id = p.id`;
  const { rows } = await sql<PartRow>`
    with part as materialized (
      select p.id, ${asKnownOn === null}::boolean and p.id <> ${parts.self}
        and not exists (select 1 from territories t where ${under} and not ${parts.inTotal})
        and exists (select 1 from roll_ups c where c.boundary_version_id = ${boundaryVersion} and c.view = 'then' and c.unit_id = p.id) as is_kept
      from unnest(${parts.ids}::int[]) as p(id)),
    asked as materialized (
      select f.*, i.kind from ${firstMonths(question, indicators)} f join indicators i on i.id = f.indicator_id)
    select p.id as part_id, f.indicator_id, s.*, q.*, case when f.kind = 'distinct' then k.value else trim_scale(s.sum)::text end as value
    from part p cross join asked f
    cross join lateral (
      select sum(c.value) as sum, sum(c.records_cells)::int as records, sum(c.supplement_cells)::int as supplement,
        sum(c.imported_cells)::int as imported, sum(c.apportioned_cells)::int as apportioned
      from roll_ups c
      where c.boundary_version_id = ${boundaryVersion} and c.view = 'then' and c.unit_id = p.id
        and c.indicator_id = f.indicator_id and ${months}
      having sum(c.records_cells + c.supplement_cells + c.imported_cells + c.apportioned_cells) > 0) s
    cross join lateral (
      select count(distinct c.key)::text as value from roll_up_keys c
      where f.kind = 'distinct' and c.boundary_version_id = ${boundaryVersion} and c.view = 'then' and c.unit_id = p.id
        and c.indicator_id = f.indicator_id and c.uses > 0 and ${months}) k
    cross join lateral ${countQualified(sql`c.unit_id in (select t.unit_id from territories t where ${under})`, months)} q
    where p.is_kept
    union all
    select p.id, f.indicator_id, sum(c.value) filter (where coalesce(k.n, 1) = 1),
      (count(*) filter (where c.origin = 'records' and coalesce(k.n, 1) = 1))::int,
      (count(*) filter (where c.origin = 'supplement' and coalesce(k.n, 1) = 1))::int,
      (count(*) filter (where c.origin = 'imported' and coalesce(k.n, 1) = 1))::int,
      (count(*) filter (where c.origin = 'apportioned' and coalesce(k.n, 1) = 1))::int,
      (count(*) filter (where c.qualifier = 'over'))::int, (count(*) filter (where c.qualifier = 'nearly'))::int,
      case when f.kind = 'distinct' then count(distinct k.key)::text
        else trim_scale(sum(c.value) filter (where coalesce(k.n, 1) = 1))::text end
    from ${countingFigures(question)} c
    join asked f on f.indicator_id = c.indicator_id and ${months}
    join territories t on t.unit_id = c.unit_id
    join part p on ${under} and not p.is_kept and (p.id <> ${parts.self} or t.unit_id = p.id) and ${parts.inTotal}
    left join lateral unnest(c.keys) with ordinality as k(key, n) on f.kind = 'distinct'
    where c.value is not null
    group by p.id, f.indicator_id, f.kind`.execute(db);
  return rows;
}
