// The plain SQL that stands beside our answers: one statement, written without the figures engine, so that equal numbers
// say something.
import Big from 'big.js';
import { type RawBuilder, sql } from 'kysely';
import { parseUnitsWith } from '#modules/figures/figures.rules.ts';
import type { FiguresAnswer, Indicator } from '#modules/figures/figures.contract.ts';
import type { Db } from '#platform/database/database.ts';

export type PlainQuestion = {
  unitId: number;
  isNation: boolean;
  from: string;
  to: string;
  view: 'then' | 'today';
  asKnownOn?: string;
};

/** Values by indicator code; one that nobody reported is not in it. */
export type Values = Map<string, string>;

type Sql = RawBuilder<unknown>;

const boundary = sql`(select id from boundary_versions where state = 'current')`;

/** Own figures that count: now, or as known at the end of a day. */
function countingFigures(asKnownOn: string | undefined): Sql {
  if (asKnownOn === undefined) return sql`(select * from figures where is_current)`;
  return sql`(
    select f.* from figures f join (
      select submission_id, max(version) as version from submission_versions
      where state = 'approved' and (decided_at at time zone 'Asia/Ho_Chi_Minh')::date <= ${asKnownOn}::date
      group by submission_id) k on k.submission_id = f.submission_id and k.version = f.version)`;
}

function territory(question: PlainQuestion): Sql {
  if (question.isNation) return sql`(select id from units)`;
  return sql`(select unit_id from territories where boundary_version_id = ${boundary} and view = ${question.view} and holder_id = ${question.unitId})`;
}

/** Rows that add up to a total of each indicator and month: kept roll-ups, or the figures themselves. */
function cells(question: PlainQuestion, source: 'kept' | 'raw'): { sums: Sql; keys: Sql } {
  if (source === 'raw') {
    const own = sql`${countingFigures(question.asKnownOn)} f where f.unit_id in ${territory(question)} and f.value is not null`;
    return {
      sums: sql`(select f.indicator_id, f.month, f.value from ${own})`,
      keys: sql`(select f.indicator_id, f.month, unnest(f.keys) as key from ${own} and f.keys is not null)`,
    };
  }
  const rows = question.isNation
    ? sql`r.boundary_version_id = 0`
    : sql`r.boundary_version_id in (0, ${question.view === 'then' ? sql`0` : boundary}) and r.unit_id = ${question.unitId}`;
  return {
    sums: sql`(select r.indicator_id, r.month, r.value from roll_ups r where r.span = 'month' and ${rows})`,
    keys: sql`(select r.indicator_id, r.month, r.key from roll_up_keys r where r.span = 'month' and ${rows}
      group by r.unit_id, r.indicator_id, r.month, r.key having sum(r.uses) > 0)`,
  };
}

/** Units of a kind at the span's end that satisfy a predicate over what lies under each, as one row (code, value). */
function unitsWith(question: PlainQuestion, indicator: Indicator): Sql {
  const predicate = parseUnitsWith(indicator);
  const lastDay = sql`${`${question.to}-14`}::date`;
  const alive =
    question.view === 'today'
      ? sql`u.valid_to is null`
      : sql`coalesce(u.valid_from <= ${lastDay}, true) and coalesce(u.valid_to > ${lastDay}, true)`;
  const units = sql`units u where u.kind = ${predicate.unitKind} and ${alive} and u.id in ${territory(question)}
    and (${predicate.communeType}::text is null or u.commune_type = ${predicate.communeType})`;
  if (predicate.code === null)
    return sql`(select ${indicator.code}::text as code, count(*)::numeric as value from ${units})`;
  return sql`(
    select ${indicator.code}::text as code, (count(*) filter (where s.value ${sql.raw(predicate.operator)} ${predicate.than}::numeric))::numeric as value
    from (
      select t.holder_id, sum(f.value) as value
      from ${countingFigures(question.asKnownOn)} f join indicators i on i.id = f.indicator_id and i.code = ${predicate.code}
      join territories t on t.unit_id = f.unit_id and t.boundary_version_id = ${boundary} and t.view = ${question.view}
      where t.holder_id in (select u.id from ${units}) and f.value is not null and ${monthsOf(question, sql`f.month`)}
      group by t.holder_id) s
    having count(*) > 0)`;
}

/** The whole span, or its last month for what is asked at the period's end. */
function monthsOf(question: PlainQuestion, month: Sql): Sql {
  const [from, to] = [sql`${`${question.from}-01`}::date`, sql`${`${question.to}-01`}::date`];
  return sql`${month} between ${from} and ${to} and (i.period_rule = 'sum' or ${month} = ${to})`;
}

/** One statement that answers every indicator. */
export async function askPlainly(
  db: Db,
  question: PlainQuestion,
  source: 'kept' | 'raw',
  indicators: readonly Indicator[],
): Promise<Values> {
  const { sums, keys } = cells(question, source);
  const counted = indicators.filter((one) => one.kind === 'units_with').map((one) => unitsWith(question, one));
  const { rows } = await sql<{ code: string; value: string }>`
    with summed as (
      select c.indicator_id, sum(c.value) as value from ${sums} c join indicators i on i.id = c.indicator_id
      where ${monthsOf(question, sql`c.month`)} group by c.indicator_id),
    recounted as (
      select c.indicator_id, count(distinct c.key)::numeric as value from ${keys} c join indicators i on i.id = c.indicator_id
      where ${monthsOf(question, sql`c.month`)} group by c.indicator_id),
    known as materialized (
      select i.code, case when i.kind = 'distinct' then coalesce(r.value, 0) else s.value end as value
      from summed s join indicators i on i.id = s.indicator_id left join recounted r using (indicator_id)
      ${sql.join(
        counted.map((one) => sql`union all select code, value from ${one} w`),
        sql` `,
      )}),
    valued as materialized (
      select code, value from known
      union all
      select i.code, sum(k.value * case p.part[1] when '-' then -1 else 1 end)
      from indicators i cross join lateral regexp_matches(i.formula, '([+-])?\\s*([A-Z]+\\d+)', 'g') as p (part)
      left join known k on k.code = p.part[2]
      group by i.code having count(k.value) = count(*))
    select code, value from valued
    union all
    select i.code, round(n.value * case i.measure_unit_vi when '%' then 100 else 1 end / d.value, 2) from indicators i
    join valued n on n.code = i.numerator_code join valued d on d.code = i.denominator_code and d.value <> 0`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.code, new Big(row.value).toFixed()]));
}

/** The same values out of an answer of the API. */
export function valuesOf(answer: FiguresAnswer): Values {
  return new Map(
    answer.figures.flatMap(({ indicatorCode, value }) =>
      value === null ? [] : [[indicatorCode, new Big(value).toFixed()] as const],
    ),
  );
}

/** What differs between two answers, in words; undefined where nothing does. */
export function findDifference(first: Values, second: Values): string | undefined {
  const code = [...new Set([...first.keys(), ...second.keys()])].find((one) => first.get(one) !== second.get(one));
  return code === undefined ? undefined : `${code}: ${first.get(code) ?? '–'} ≠ ${second.get(code) ?? '–'}`;
}
