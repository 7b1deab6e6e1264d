import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { FigureOfUnit, HeldUnit } from '../figures.contract.ts';
import { obligedMonths } from './coverage.ts';
import type { KnownIndicator } from './indicators.ts';
import { countingFigures, territoryOf, type Understood } from './question.ts';
import { monthsOf, noTotal, toTotal } from './totals.ts';

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

type PartRow = {
  partId: number;
  indicatorId: number;
  value: string | null;
  records: number;
  supplement: number;
  imported: number;
  apportioned: number;
};

/** The parts of a total with value, coverage and origin per indicator. Two statements. */
export async function listParts(db: Db, question: Understood, indicators: KnownIndicator[]): Promise<Part[]> {
  const { units, expanded } = await listPartUnits(db, question);
  const ids = indicators.map((one) => one.id);
  // Where the asked unit stands among the units below it, it stands for its own figures only.
  // As today, a unit split since then is not in the total, though the unit above it in its time is.
  const isWhole = question.view === 'then' || question.unit.kind === 'nation';
  const members = sql`(
    select p.id as part_id, t.unit_id from unnest(${units.map((unit) => unit.id)}::int[]) as p(id)
    join territories t on t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then' and t.holder_id = p.id
      and (p.id <> ${expanded ? question.unit.id : -1} or t.unit_id = p.id)
      and ${isWhole ? sql`true` : sql`t.unit_id in ${territoryOf(question)}`})`;
  const { rows } = await sql<PartRow>`
    select m.part_id, c.indicator_id,
      case when i.kind = 'distinct' then (count(distinct k.key))::text else trim_scale(sum(c.value) filter (where k.n is null or k.n = 1))::text end as value,
      (count(*) filter (where c.origin = 'records' and coalesce(k.n, 1) = 1))::int as records,
      (count(*) filter (where c.origin = 'supplement' and coalesce(k.n, 1) = 1))::int as supplement,
      (count(*) filter (where c.origin = 'imported' and coalesce(k.n, 1) = 1))::int as imported,
      (count(*) filter (where c.origin = 'apportioned' and coalesce(k.n, 1) = 1))::int as apportioned
    from ${members} m
    join ${countingFigures(question)} c on c.unit_id = m.unit_id and c.indicator_id = any (${ids}) and c.value is not null
    join indicators i on i.id = c.indicator_id and ${monthsOf(question, sql`i.period_rule`, sql`c.month`)}
    left join lateral unnest(c.keys) with ordinality as k(key, n) on i.kind = 'distinct'
    group by m.part_id, c.indicator_id, i.kind`.execute(db);
  const owed = await sql<{ partId: number; indicatorId: number; obliged: number; units: number; silentUnits: number }>`
    with obliged as materialized (select * from ${obligedMonths(question, ids, territoryOf(question))} o),
    reporting as materialized (
      select distinct c.indicator_id, c.unit_id from ${countingFigures(question)} c join indicators i on i.id = c.indicator_id
      where c.indicator_id = any (${ids}) and c.value is not null and c.unit_id in ${territoryOf(question)}
        and ${monthsOf(question, sql`i.period_rule`, sql`c.month`)})
    select m.part_id, o.indicator_id, sum(o.months)::int as obliged, count(*) as units,
      count(*) filter (where r.unit_id is null) as silent_units
    from ${members} m join obliged o on o.unit_id = m.unit_id
    left join reporting r on r.indicator_id = o.indicator_id and r.unit_id = o.unit_id
    group by m.part_id, o.indicator_id`.execute(db);

  const keyOf = (row: { partId: number; indicatorId: number }): string => `${row.partId}:${row.indicatorId}`;
  const rowOf = new Map(rows.map((row) => [keyOf(row), row]));
  const dutyOf = new Map(owed.rows.map((row) => [keyOf(row), row]));
  return units.map((unit) => ({
    unit,
    own: expanded && unit.id === question.unit.id,
    ofIndicator: new Map(
      ids.map((id) => {
        const row = rowOf.get(keyOf({ partId: unit.id, indicatorId: id }));
        const duty = dutyOf.get(keyOf({ partId: unit.id, indicatorId: id }));
        const total = row ? toTotal(row) : noTotal;
        return [
          id,
          {
            unit,
            value: total.value,
            coverage:
              row || duty
                ? {
                    reported: total.cells,
                    obliged: duty?.obliged ?? 0,
                    units: duty?.units ?? 0,
                    silentUnits: duty?.silentUnits ?? 0,
                  }
                : null,
            origins: total.origins,
          },
        ];
      }),
    ),
  }));
}
