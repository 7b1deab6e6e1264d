import { sql, type RawBuilder } from 'kysely';
import { type Asking, asking } from '#platform/database/asking.ts';
import type { Origins } from '../figures.contract.ts';
import { type Exact, isEntered, parseUnitsWith, type Qualified } from '../figures.rules.ts';
import type { Span } from '../spans.rules.ts';
import { askCells, type Cell, cellsOf, type Holders, type Scope } from './cells.ts';
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

  set(holderId: number, indicatorId: number, period: number, total: Total): void {
    this.#totals.set(Totals.key(holderId, indicatorId, period), total);
  }
}

/** Sums, and for distinct indicators counts of different keys. */
export function askTotals(
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
): Asking<Totals> {
  return askCells(scope, holders, indicators.filter(isEntered), periods, (cells) => {
    const totals = new Totals();
    for (const cell of cells) totals.set(cell.holderId, cell.indicatorId, cell.period, toTotal(cell));
    return totals;
  });
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
 * How many units of a kind satisfy the predicate of each units-with indicator, each over its own territory in the asked
 * view: by `holder indicator period`. Units count that are valid at the period's end (as today: valid now). Absent where none
 * of them reported what is asked of it. `all` holds the indicators that the predicates rest on.
 */
export function askUnitsWith(
  scope: Scope,
  subjects: Subjects,
  indicators: readonly KnownIndicator[],
  all: readonly KnownIndicator[],
  periods: readonly Span[],
): Asking<Map<string, string>> {
  const predicates = indicators
    .filter((one) => one.kind === 'units_with')
    .map((indicator) => ({ indicator, predicate: parseUnitsWith(indicator) }));
  if (predicates.length === 0) return asking<UnitsWith, Map<string, string>>(undefined, () => new Map());
  const bases = predicates.map(({ predicate }) =>
    predicate.code === null ? undefined : all.find((one) => one.code === predicate.code)!,
  );
  const entered = [...new Set(bases.filter((base) => base !== undefined))];
  const existing =
    scope.view === 'today'
      ? sql`u.valid_to is null`
      : sql`(u.valid_from is null or u.valid_from <= p.day) and (u.valid_to is null or u.valid_to > p.day)`;
  const before = sql`
    subject as materialized (
      select s.holder_id, u.id, u.kind, u.commune_type, u.valid_from, u.valid_to from ${subjects.held} s join units u on u.id = s.unit_id
      where u.kind = any (${predicates.map(({ predicate }) => predicate.unitKind)}::text[])),
    period as (select (n - 1)::int as period, day from unnest(${periods.map(({ to }) => lastDayOf(to))}::date[]) with ordinality as d(day, n))`;
  const places = sql`(
    select t.holder_id, t.unit_id from territories t
    where t.boundary_version_id = ${scope.boundaryVersion} and t.view = ${scope.view} and t.holder_id in (select id from subject))`;
  const holders: Holders = { nation: null, kept: [], places, isFew: subjects.isFew };
  const ofPredicate = ({ indicator, predicate }: (typeof predicates)[number], index: number): RawBuilder<unknown> => {
    const subject = sql`subject u cross join period p`;
    const isOfKind = sql`u.kind = ${predicate.unitKind}
      and (${predicate.communeType}::text is null or u.commune_type = ${predicate.communeType}) and ${existing}`;
    return predicate.code === null
      ? sql`select h.holder_id, ${indicator.id}::int as indicator_id, p.period, (
            select count(*) from subject u where u.holder_id = h.holder_id and ${isOfKind})::text as count
          from unnest(${subjects.ids}::int[]) as h(holder_id) cross join period p`
      : sql`select u.holder_id, ${indicator.id}::int as indicator_id, p.period,
            (count(*) filter (where s.value ${sql.raw(predicate.operator)} ${predicate.than}::numeric))::text as count
          from ${subject} join summed s on s.holder_id = u.id and s.period = p.period and s.indicator_id = ${bases[index]!.id}
          where ${isOfKind} group by u.holder_id, p.period`;
  };
  const question = sql<UnitsWith>`
    ${entered.length > 0 ? cellsOf(scope, holders, entered, periods, before) : sql`with ${before}`}
    ${
      entered.length > 0
        ? sql`, summed as materialized (
            select holder_id, indicator_id, period, sum(value) as value from cells group by holder_id, indicator_id, period
            having sum(records + supplement + imported + apportioned) > 0)`
        : sql``
    }
    ${sql.join(predicates.map(ofPredicate), sql` union all `)}`;
  return asking(
    question,
    (rows) => new Map(rows.map((row) => [Totals.key(row.holderId, row.indicatorId, row.period), row.count])),
  );
}

type UnitsWith = { holderId: number; indicatorId: number; period: number; count: string };

/** Holders whose units are counted: their ids, and every holder with its units as rows holder_id, unit_id. */
export type Subjects = { ids: readonly number[]; held: RawBuilder<unknown>; isFew: boolean };
