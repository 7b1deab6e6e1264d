import { type RawBuilder, sql } from 'kysely';
import { type Asking, asking } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import type { Exact } from '../figures.rules.ts';
import { type Run, type Span, splitSpan } from '../spans.rules.ts';
import type { KnownIndicator } from './indicators.ts';
import { approvedAfter, approvedBy, monthDate, type Understood } from './question.ts';

// Sums over units and spans, from the fewest rows that hold them: kept rows of provinces, years of own figures, own figures.

type Sql = RawBuilder<unknown>;

/** Which figures count: boundaries, and as known when. */
export type Scope = Pick<Understood, 'view' | 'asKnownOn' | 'boundaryVersion'>;

/** Whose sums are asked. */
export type Holders = {
  /** The nation, which holds everything. */
  nation: number | null;
  /** Provinces whose rows are kept in the view of the scope. */
  kept: readonly number[];
  /** All others, as rows holder_id, unit_id: the units whose own figures make them up. */
  places: Sql | null;
  /** The places are the whole territories of these units, whose lives are kept. */
  whole?: readonly number[];
  /** The places have so few units that they are looked up one by one. */
  isFew?: boolean;
};

/** A sum with the approved cells in it, by origin and by how they were published. */
export type Cell = {
  holderId: number;
  indicatorId: number;
  period: number;
  value: Exact;
  records: number;
  supplement: number;
  imported: number;
  apportioned: number;
  over: number;
  nearly: number;
};

/**
 * One row for each holder, indicator and period in which anything counts; the value of a distinct indicator is how many
 * different keys there are.
 */
export function askCells<Answer>(
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
  read: (cells: Cell[]) => Answer,
): Asking<Answer> {
  if (indicators.length === 0 || periods.length === 0 || isNobody(holders))
    return asking<Cell, Answer>(undefined, read);
  const distinct = indicators.filter((one) => one.kind === 'distinct');
  const summed = sql<Cell>`
    select holder_id, indicator_id, period, trim_scale(sum(value))::text as value,
      sum(records)::int as records, sum(supplement)::int as supplement, sum(imported)::int as imported,
      sum(apportioned)::int as apportioned, sum(over)::int as over, sum(nearly)::int as nearly
    from cells group by holder_id, indicator_id, period
    having sum(records + supplement + imported + apportioned) > 0`;
  if (distinct.length === 0) return asking(sql<Cell>`${cellsOf(scope, holders, indicators, periods)} ${summed}`, read);
  // A unit that reported an empty list is not silent: its cells say so, and the count is then 0.
  return asking(
    sql<Cell>`
      ${cellsOf(scope, holders, indicators, periods)}, ${keyWindowsOf(distinct, periods)},
      key_counts as (
        select holder_id, indicator_id, period, count(*) as count from ${usedKeysOf(scope, holders, sql`true`)} k group by 1, 2, 3)
      select s.holder_id, s.indicator_id, s.period,
        case when s.indicator_id = any (${distinct.map((one) => one.id)}::int[]) then coalesce(k.count, 0)::text else s.value end as value,
        s.records, s.supplement, s.imported, s.apportioned, s.over, s.nearly
      from (${summed}) s left join key_counts k using (holder_id, indicator_id, period)`,
    read,
  );
}

/** The sums of one indicator and period, as lists of equal length. */
export type PackedCells = {
  indicatorId: number;
  period: number;
  /** Eight bytes each, the highest first: four for the holder, three for how many cells were reported, one for marks as in `mark`. */
  cells: Buffer;
  /** Commas between. */
  values: string;
};

/**
 * The same, packed: what a reader is shown of tens of thousands of sums. Of very many holders each indicator and period is
 * summed by itself: many small tables of sums are faster than one that fits no cache.
 */
export async function sumCellsPacked(
  db: Db,
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
): Promise<PackedCells[]> {
  if (indicators.length === 0 || periods.length === 0 || isNobody(holders)) return [];
  const distinct = indicators.filter((one) => one.kind === 'distinct');
  const [only, besides, asked] = holders.isFew
    ? [sql`true`, sql`, indicator_id, period`, sql`s`]
    : [sql`w.indicator_id = a.indicator_id and w.period = a.period`, sql``, sql`a`];
  const counts = sql`(
    select holder_id ${besides}, count(*)::numeric as count from ${usedKeysOf(scope, holders, only)} k group by holder_id ${besides})`;
  const [joined, value] =
    distinct.length === 0
      ? [sql``, sql`s.value`]
      : [
          sql`left join ${counts} k using (holder_id ${besides})`,
          sql`case when ${asked}.indicator_id = any (${distinct.map((one) => one.id)}::int[]) then coalesce(k.count, 0) else s.value end`,
        ];
  const packed = sql`
    select string_agg(int8send((holder_id::int8 << 32) | (reported << 8) | marks), '') as cells,
      string_agg(trim_scale(${value})::text, ',') as values ${besides}
    from (
      select holder_id ${besides}, value, records + supplement + imported + apportioned as reported, (records > 0)::int + 2 * (supplement > 0)::int
        + 4 * (imported > 0)::int + 8 * (apportioned > 0)::int + coalesce(qualified, 0) as marks
      from (
        select holder_id ${besides}, sum(value) as value, sum(records) as records, sum(supplement) as supplement,
          sum(imported) as imported, sum(apportioned) as apportioned
        from ${rowsOf(scope, holders, spansOf(indicators, periods), only)} group by holder_id ${besides}) c
      left join (
        select holder_id ${besides}, 16 * (sum(over) > 0)::int + 32 * (sum(nearly) > 0)::int as qualified
        from ${qualifiersOf(scope, only)} group by holder_id ${besides}) q using (holder_id ${besides})
      where records + supplement + imported + apportioned > 0) s ${joined}
    ${holders.isFew ? sql`group by indicator_id, period` : sql`having count(*) > 0`}`;
  // Planned each time: how many holders and windows there are decides how they are best looked up.
  const { rows } = await sql<PackedCells>`
    ${tablesOf(scope, holders, indicators, periods)} ${distinct.length > 0 ? sql`, ${keyWindowsOf(distinct, periods)}` : sql``}
    ${
      holders.isFew
        ? packed
        : sql`select a.indicator_id, a.period, o.* from (select distinct indicator_id, period from w) a cross join lateral (${packed}) o`
    }`.execute(db);
  return rows;
}

/** Windows in which keys are looked up: `x` of kept rows, `m` of single months. */
function keyWindowsOf(distinct: readonly KnownIndicator[], periods: readonly Span[]): Sql {
  return sql`${windowsOf('x', distinct, periods, splitSpan)}, ${windowsOf('m', distinct, periods, toMonths)}`;
}

/** Keys in use: holder_id, indicator_id, period, key, each once. Rests on `places`, `held`, `late_figures`, `x` and `m`. */
function usedKeysOf(scope: Scope, holders: Holders, only: Sql): Sql {
  const keys = joinUnion([
    holders.nation !== null &&
      sql`select ${holders.nation}::int, w.indicator_id, w.period, r.key, r.uses
        from x w cross join lateral ${keptRows(sql`roll_up_keys`, [0])} r where ${only}`,
    holders.kept.length > 0 &&
      sql`select r.unit_id, w.indicator_id, w.period, r.key, r.uses
        from x w cross join lateral ${keptRows(sql`roll_up_keys`, keptBoundaries(scope), holders.kept)} r where ${only}`,
    holders.places !== null &&
      sql`select p.holder_id, w.indicator_id, w.period, k.key, 1
        from m w cross join lateral (
          select f.unit_id, f.keys from figures f
          where f.is_current and f.value is not null and f.indicator_id = w.indicator_id
            and f.month between w.first and w.last ${fewOnly(holders, sql`f.unit_id`)}) f
        join places p on p.unit_id = f.unit_id cross join unnest(f.keys) as k(key) where ${only}`,
    scope.asKnownOn !== null &&
      sql`select h.holder_id, w.indicator_id, w.period, k.key, c.sign
        from m w join late_figures c on c.indicator_id = w.indicator_id and c.month between w.first and w.last
        join held h on h.unit_id = c.unit_id cross join unnest(c.keys) as k(key) where ${only}`,
  ]);
  return sql`(
    select holder_id, indicator_id, period, key from (${keys}) as keys(holder_id, indicator_id, period, key, uses)
    group by holder_id, indicator_id, period, key having sum(uses) > 0)`;
}

/**
 * Units with at least one value of an indicator in a span, as a subquery of rows indicator_id, unit_id. territory: a
 * subquery of one column unit_id, null = everywhere.
 */
export function reportersOf(
  scope: Scope,
  territory: Sql | null,
  indicators: readonly KnownIndicator[],
  span: Span,
): Sql {
  const within = territory === null ? sql`` : sql`and c.unit_id = any (array(select t.unit_id from ${territory} t))`;
  return sql`(
    with ${windowsOf('w', indicators, [span], splitSpan)} ${late(scope, indicators, [span])}
    select indicator_id, unit_id from (
      select w.indicator_id, c.unit_id, c.cells from w cross join lateral (
        select c.unit_id, c.records_cells + c.supplement_cells + c.imported_cells + c.apportioned_cells as cells from figure_years c
        where w.span = 'year' and c.indicator_id = w.indicator_id and c.year between w.first and w.last ${within}
        union all
        select c.unit_id, 1 from figures c
        where w.span = 'month' and c.is_current and c.value is not null and c.indicator_id = w.indicator_id
          and c.month between w.first and w.last ${within}) c
      ${
        scope.asKnownOn === null
          ? sql``
          : sql`union all
            select c.indicator_id, c.unit_id, c.sign from w join late_figures c
              on c.indicator_id = w.indicator_id and c.month between w.first and w.last_month
            where c.value is not null ${within}`
      }) c
    group by indicator_id, unit_id having sum(cells) > 0)`;
}

/** Whether years, months or both make up the periods; what is not named is not planned for. */
function spansOf(indicators: readonly KnownIndicator[], periods: readonly Span[]): Set<Run['span']> {
  const rules = new Set(indicators.map((one) => one.periodRule));
  return new Set([...rules].flatMap((rule) => periods.flatMap((span) => splitSpan(span, rule).map((run) => run.span))));
}

/** A span as single months. */
function toMonths({ from, to }: Span, periodRule: 'sum' | 'end'): Run[] {
  return [{ span: 'month', from: periodRule === 'end' ? to : from, to }];
}

/** Rows indicator_id, period, span, first, last (of kept rows), last_month (the last month that they hold). */
function windowsOf(
  name: string,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
  split: (span: Span, rule: 'sum' | 'end') => Run[],
): Sql {
  const runs = indicators.flatMap((indicator) =>
    periods.flatMap((span, period) =>
      split(span, indicator.periodRule).map((run) => ({ ...run, indicatorId: indicator.id, period })),
    ),
  );
  const lastMonths = runs.map((run) => (run.span === 'year' ? `${run.to.slice(0, 4)}-12` : run.to));
  return sql`${sql.raw(name)} as materialized (
    select * from unnest(${runs.map((run) => run.indicatorId)}::int[], ${runs.map((run) => run.period)}::int[],
      ${runs.map((run) => run.span)}::text[], ${runs.map((run) => monthDate(run.from))}::date[],
      ${runs.map((run) => monthDate(run.to))}::date[], ${lastMonths.map(monthDate)}::date[])
      as n(indicator_id, period, span, first, last, last_month))`;
}

/**
 * The `with` clause up to `cells`: holder_id, indicator_id, period, value, cells by origin, over, nearly. `before` are
 * common tables that the places rest on.
 */
export function cellsOf(
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
  before?: Sql,
): Sql {
  return sql`
    ${tablesOf(scope, holders, indicators, periods, before)},
    cells as (
      select *, 0 as over, 0 as nearly from ${rowsOf(scope, holders, spansOf(indicators, periods), sql`true`)}
      union all
      select holder_id, indicator_id, period, null, 0, 0, 0, 0, over, nearly from ${qualifiersOf(scope, sql`true`)})`;
}

/** The `with` clause of what the rows rest on. */
function tablesOf(
  scope: Scope,
  holders: Holders,
  indicators: readonly KnownIndicator[],
  periods: readonly Span[],
  before?: Sql,
): Sql {
  return sql`
    with ${before ? sql`${before},` : sql``} ${windowsOf('w', indicators, periods, splitSpan)},
    places as ${sql.raw(holders.whole ? 'not materialized' : 'materialized')} (select p.holder_id, p.unit_id from ${holders.places ?? nobody} p)
    ${late(scope, indicators, periods)},
    qualified as materialized (
      select w.indicator_id, w.period, c.unit_id, c.qualifier
      from w cross join lateral (
        select c.unit_id, c.qualifier from figures c
        where c.is_current and c.qualifier is not null and c.indicator_id = w.indicator_id
          and c.month between w.first and w.last_month) c),
    ${heldOf(scope, holders)}`;
}

/** What makes up the sums of the windows `w` that are meant by `only`: a subquery `c` with the columns of `cells` up to apportioned. */
function rowsOf(scope: Scope, holders: Holders, spans: ReadonlySet<Run['span']>, only: Sql): Sql {
  const kept = sql`r.value, r.records_cells, r.supplement_cells, r.imported_cells, r.apportioned_cells`;
  const rows = joinUnion([
    holders.nation !== null &&
      sql`select ${holders.nation}::int, w.indicator_id, w.period, ${kept}
        from w cross join lateral ${keptRows(sql`roll_ups`, [0])} r where ${only}`,
    holders.kept.length > 0 &&
      sql`select r.unit_id, w.indicator_id, w.period, ${kept}
        from w cross join lateral ${keptRows(sql`roll_ups`, keptBoundaries(scope), holders.kept)} r where ${only}`,
    holders.places !== null &&
      spans.has('year') &&
      sql`select p.holder_id, w.indicator_id, w.period, y.value, y.records_cells, y.supplement_cells, y.imported_cells, y.apportioned_cells
        from w join figure_years y on y.indicator_id = w.indicator_id and y.year between w.first and w.last
        join places p on p.unit_id = y.unit_id
        where w.span = 'year' and ${only} ${fewOnly(holders, sql`y.unit_id`)}`,
    holders.places !== null &&
      spans.has('month') &&
      sql`select p.holder_id, w.indicator_id, w.period, f.value, (f.origin = 'records')::int, (f.origin = 'supplement')::int,
          (f.origin = 'imported')::int, (f.origin = 'apportioned')::int
        from w join figures f on f.indicator_id = w.indicator_id and f.month between w.first and w.last
        join places p on p.unit_id = f.unit_id
        where w.span = 'month' and f.is_current and f.value is not null and ${only} ${fewOnly(holders, sql`f.unit_id`)}`,
    scope.asKnownOn !== null &&
      sql`select h.holder_id, w.indicator_id, w.period, c.sign * c.value, c.sign * (c.origin = 'records')::int,
          c.sign * (c.origin = 'supplement')::int, c.sign * (c.origin = 'imported')::int, c.sign * (c.origin = 'apportioned')::int
        ${lateOf(only)}`,
  ]);
  return sql`(${rows}) as c(holder_id, indicator_id, period, value, records, supplement, imported, apportioned)`;
}

/** Figures published as over or nearly, which are few and of which what is kept says nothing: a subquery `q`. */
function qualifiersOf(scope: Scope, only: Sql): Sql {
  const rows = joinUnion([
    sql`select h.holder_id, w.indicator_id, w.period, (w.qualifier = 'over')::int, (w.qualifier = 'nearly')::int
      from qualified w join held h on h.unit_id = w.unit_id where ${only}`,
    scope.asKnownOn !== null &&
      sql`select h.holder_id, w.indicator_id, w.period, c.sign * (c.qualifier = 'over')::int, c.sign * (c.qualifier = 'nearly')::int
        ${lateOf(only)} and c.qualifier is not null`,
  ]);
  return sql`(${rows}) as q(holder_id, indicator_id, period, over, nearly)`;
}

/** The late figures `c` of windows `w`, for every holder `h`. */
function lateOf(only: Sql): Sql {
  return sql`
    from w join late_figures c on c.indicator_id = w.indicator_id and c.month between w.first and w.last_month
    join held h on h.unit_id = c.unit_id
    where c.value is not null and ${only}`;
}

function isNobody({ nation, kept, places }: Holders): boolean {
  return nation === null && kept.length === 0 && places === null;
}

function joinUnion(parts: (Sql | false)[]): Sql {
  return sql.join(
    parts.filter((part) => part !== false),
    sql` union all `,
  );
}

const nobody = sql`(select null::int as holder_id, null::int as unit_id where false)`;

/** `held`: the units whose figures are taken one by one, each with every holder that it lies in. */
function heldOf(scope: Scope, holders: Holders): Sql {
  const singly = sql`any (array(select unit_id from singly))`;
  return sql`singly as materialized (
      select unit_id from qualified ${scope.asKnownOn === null ? sql`` : sql`union select unit_id from late_figures`}),
    held as (
      ${joinUnion([
        sql`select holder_id, unit_id from places where unit_id = ${singly}`,
        holders.nation !== null && sql`select ${holders.nation}::int, unit_id from singly`,
        holders.kept.length > 0 &&
          sql`select t.holder_id, t.unit_id from territories t
            where t.boundary_version_id = ${scope.boundaryVersion} and t.view = ${scope.view} and t.unit_id = ${singly}
              and t.holder_id = any (${holders.kept}::int[])`,
      ])})`;
}

/** Rows as then in full; of today what is to be added to them besides. */
function keptBoundaries(scope: Scope): number[] {
  return scope.view === 'then' ? [0] : [0, scope.boundaryVersion];
}

/**
 * Kept rows of a window `w`. Provinces as then together hold the nation. Each window is looked up by itself (offset 0):
 * to the planner a list of units looks as if reading all rows of an index once were cheaper.
 */
function keptRows(table: Sql, boundaryVersions: number[], unitIds?: readonly number[]): Sql {
  return sql`(
    select r.* from ${table} r
    where r.boundary_version_id = any (${boundaryVersions}::int[]) and r.span = w.span and r.indicator_id = w.indicator_id
      and r.month between w.first and w.last ${unitIds ? sql`and r.unit_id = any (${unitIds}::int[])` : sql``} offset 0)`;
}

function fewOnly(holders: Holders, unitId: Sql): Sql {
  return holders.isFew ? sql`and ${unitId} = any (array(select unit_id from places))` : sql``;
}

/**
 * For what was known on a past day: the figures of versions approved since, which count against what is kept (sign -1),
 * and those of the versions that they replaced (sign 1). As many as were approved late, whatever the house holds.
 */
function late(scope: Scope, indicators: readonly KnownIndicator[], periods: readonly Span[]): Sql {
  if (scope.asKnownOn === null) return sql``;
  const from = periods.map((span) => span.from).toSorted()[0]!;
  const to = periods
    .map((span) => span.to)
    .toSorted()
    .at(-1)!;
  return sql`, late as materialized (
      select v.province_id, v.submission_id, v.unit_id, v.month, max(v.version) as last from submission_versions v
      where v.state = 'approved' and v.month between ${monthDate(from)}::date and ${monthDate(to)}::date
        and ${approvedAfter(scope.asKnownOn, sql`v`)}
      group by v.province_id, v.submission_id, v.unit_id, v.month),
    late_figures as materialized (
      select l.unit_id, f.indicator_id, l.month, f.value, f.origin, f.qualifier, f.keys, s.sign
      from late l
      cross join lateral (
        select l.last as version, -1 as sign
        union all
        select max(k.version), 1 from submission_versions k
        where k.province_id = l.province_id and k.submission_id = l.submission_id and ${approvedBy(scope.asKnownOn, sql`k`)}) s
      join figures f on f.province_id = l.province_id and f.submission_id = l.submission_id and f.version = s.version
        and f.indicator_id = any (${indicators.map((one) => one.id)}::int[]))`;
}
