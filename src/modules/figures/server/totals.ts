import { sql, type RawBuilder } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Origins } from '../figures.contract.ts';
import { type Exact, isEntered, parseUnitsWith, type Qualified } from '../figures.rules.ts';
import type { Span } from '../spans.rules.ts';
import { type Cell, cellsOf, countKeys, type Holders, type Scope, sumCells } from './cells.ts';
import type { KnownIndicator } from './indicators.ts';
import { lastDayOf } from './question.ts';

/** A total over a span with how many approved cells of which origin are in it, and how many were published as qualified. */
export type Total = { value: Exact; cells: number; origins: Origins; qualified: Qualified };

export const noTotal: Total = {
  value: null,
  cells: 0,
  origins: { records: 0, supplement: 0, imported: 0, apportioned: 0 },
  qualified: { over: 0, nearly: 0 },
};

/** Totals of entered indicators by holder, indicator and period (its place in the list asked). */
export class Totals {
  readonly #totals = new Map<string, Total>();

  static key(holderId: number, indicatorId: number, period: number): string {
    return `${holderId} ${indicatorId} ${period}`;
  }

  get(holderId: number, indicatorId: number, period = 0): Total | undefined {
    return this.#totals.get(Totals.key(holderId, indicatorId, period));
  }

  entries(): IterableIterator<[string, Total]> {
    return this.#totals.entries();
  }

  set(holderId: number, indicatorId: number, period: number, total: Total): void {
    this.#totals.set(Totals.key(holderId, indicatorId, period), total);
  }
}

/** Sums, and for distinct indicators counts of different keys. Two statements. */
export async function findTotals(
  db: Db,
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
): Promise<Totals> {
  const entered = indicators.filter(isEntered);
  const totals = new Totals();
  for (const cell of await sumCells(db, scope, holders, entered, periods))
    totals.set(cell.holderId, cell.indicatorId, cell.period, toTotal(cell));
  // A unit that reported an empty list is not silent: its cells say so, and the count is then 0.
  const distinct = new Set(entered.filter((one) => one.kind === 'distinct').map((one) => one.id));
  const counts = new Map(
    (await countKeys(db, scope, holders, entered, periods)).map((row) => [
      Totals.key(row.holderId, row.indicatorId, row.period),
      row.count,
    ]),
  );
  for (const [key, total] of distinct.size > 0 ? totals.entries() : []) {
    if (distinct.has(Number(key.split(' ')[1]))) total.value = counts.get(key) ?? '0';
  }
  return totals;
}

export function toTotal(cell: Cell): Total {
  const { records, supplement, imported, apportioned, over, nearly } = cell;
  return {
    value: cell.value,
    cells: records + supplement + imported + apportioned,
    origins: { records, supplement, imported, apportioned },
    qualified: { over, nearly },
  };
}

/**
 * How many units of a kind satisfy a predicate, each over its own territory in the asked view: by `holder period`. Units
 * count that are valid at the period's end (as today: valid now). Null where none of them reported what is asked of it.
 * One statement.
 */
export async function countUnitsWith(
  db: Db,
  scope: Scope,
  subjects: Subjects,
  indicator: KnownIndicator,
  base: KnownIndicator | undefined,
  periods: readonly Span[],
): Promise<Map<string, Exact>> {
  const predicate = parseUnitsWith(indicator);
  const days = periods.map(({ to }) => lastDayOf(to));
  const existing =
    scope.view === 'today'
      ? sql`u.valid_to is null`
      : sql`(u.valid_from is null or u.valid_from <= p.day) and (u.valid_to is null or u.valid_to > p.day)`;
  const subject = sql`
    subject as materialized (
      select s.holder_id, u.id, u.valid_from, u.valid_to from ${subjects.held} s join units u on u.id = s.unit_id
      where u.kind = ${predicate.unitKind} and (${predicate.communeType}::text is null or u.commune_type = ${predicate.communeType})),
    period as (select n - 1 as period, day from unnest(${days}::date[]) with ordinality as d(day, n))`;
  if (predicate.code === null) {
    const { rows } = await sql<{ holderId: number; period: number; count: string }>`
      with ${subject}
      select h.holder_id, p.period::int as period, (select count(*) from subject u where u.holder_id = h.holder_id and ${existing})::text as count
      from unnest(${subjects.ids}::int[]) as h(holder_id) cross join period p`.execute(db);
    return new Map(rows.map((row) => [`${row.holderId} ${row.period}`, row.count]));
  }
  const places = sql`(
    select t.holder_id, t.unit_id from territories t
    where t.boundary_version_id = ${scope.boundaryVersion} and t.view = ${scope.view}
      and t.holder_id in (select id from subject))`;
  const holders: Holders = { nation: null, kept: [], places, isFew: subjects.isFew };
  const { rows } = await sql<{ holderId: number; period: number; satisfied: string; reported: number }>`
    ${cellsOf(scope, holders, [base!], periods, subject)},
    summed as (
      select holder_id, period, sum(value) as value from cells group by holder_id, period
      having sum(records + supplement + imported + apportioned) > 0)
    select u.holder_id, p.period::int as period, count(*) as reported,
      (count(*) filter (where s.value ${sql.raw(predicate.operator)} ${predicate.than}::numeric))::text as satisfied
    from subject u cross join period p join summed s on s.holder_id = u.id and s.period = p.period
    where ${existing}
    group by u.holder_id, p.period`.execute(db);
  return new Map(rows.map((row) => [`${row.holderId} ${row.period}`, row.satisfied]));
}

/** Holders whose units are counted: their ids, and every holder with its units as rows holder_id, unit_id. */
export type Subjects = { ids: readonly number[]; held: RawBuilder<unknown>; isFew: boolean };
