import { type RawBuilder, sql } from 'kysely';
import { type Asking, ask, asking } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { addMonths, determineMonthDays, determineMonthOf, listMonths } from '#platform/periods.rules.ts';
import { type Register, toColumn } from '../declaration.ts';
import { type Condition, type Measure, type MeasuredIndicator, parseMeasure } from './measure-language.ts';
import { columnOf, observationsOf } from './record-queries.ts';

export type { MeasuredIndicator } from './measure-language.ts';

/** First and last day of the span, both included. */
type Span = { fromDay: string; toDay: string };

/** Value as an exact decimal text; keys of a distinct measure, in order; records behind it, by id, with their versions. */
export type Measured = { value: string; keys: string[] | null; recordIds: string[]; recordVersions: number[] };

type MeasuredValue = { unitId: number; month: string; indicatorCode: string; value: string };

/** What is asked of a register over the records of one unit, at once. */
export async function computeMeasures(
  db: Db,
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitId: number },
): Promise<Map<string, Measured>> {
  return ask(db, askMeasures(register, indicators, asked));
}

/**
 * Indicators over the records of one unit, by indicator code: what happened in the span, or, for indicators asked at the
 * period's end, how the register stood on its last day. Voided records never count; without a record the value is 0.
 */
export function askMeasures(
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitId: number },
): Asking<Map<string, Measured>> {
  const measures = indicators.map((indicator) => parseMeasure(register, indicator));
  const measured = new Map<string, Measured>(
    measures.map(({ indicatorCode, kind }) => [
      indicatorCode,
      { value: '0', keys: kind === 'distinct' ? [] : null, recordIds: [], recordVersions: [] },
    ]),
  );
  if (measures.length === 0) return asking(undefined, () => measured);
  const counted = countedRows(register, measures, { ...asked, unitIds: [asked.unitId] }, [asked.toDay]);
  const question = sql<Measured & { indicatorCode: string }>`
    with counted as (select distinct unit_id, id, version, code, kind, at, amount, keys from (${counted}) r)
    select c.code as indicator_code, case when bool_or(c.kind = 'distinct')
        then (select count(distinct k.key) from counted d, unnest(d.keys) as k(key) where d.code = c.code)
        else ${valueOfAmounts} end::text as value,
      case when bool_or(c.kind = 'distinct') then (select array_agg(distinct k.key order by k.key)
        from counted d, unnest(d.keys) as k(key) where d.code = c.code) end as keys,
      array_agg(c.id order by c.id) as record_ids, array_agg(c.version order by c.id) as record_versions
    from counted c group by c.code`;
  return asking(question, (rows) => {
    for (const { indicatorCode, ...row } of rows)
      measured.set(indicatorCode, { ...measured.get(indicatorCode)!, ...row });
    return measured;
  });
}

/**
 * Values alone, per unit, administrative month and indicator, for units and months of a span. A value without any record
 * is not in the list: it is 0.
 */
export function askMeasureValues(
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitIds: readonly number[] },
): Asking<MeasuredValue[]> {
  const measures = indicators.map((indicator) => parseMeasure(register, indicator));
  if (measures.length === 0 || asked.unitIds.length === 0)
    return asking<MeasuredValue, MeasuredValue[]>(undefined, () => []);
  const question = sql<MeasuredValue>`
    with counted as (${countedRows(register, measures, asked, listMonthEnds(asked))})
    select c.unit_id, to_char(month_of(c.day), 'YYYY-MM') as month, c.code as indicator_code,
      case when bool_or(c.kind = 'distinct') then count(distinct k.key) else ${valueOfAmounts} end::text as value
    from counted c left join lateral unnest(c.keys) as k (key) on true
    group by c.unit_id, month_of(c.day), c.code
    order by c.unit_id, month_of(c.day), c.code`;
  return asking(question, (rows) => rows);
}

/** Whether a unit's register says anything of the days: a record with a date, or an observation, in them. */
export function askTouched(register: Register, asked: Span & { unitId: number }): Asking<boolean> {
  const within = (day: RawBuilder<unknown>) =>
    sql`(${day} >= ${asked.fromDay}::date and ${day} <= ${asked.toDay}::date)`;
  const dates = Object.entries(register.fields).flatMap(([name, field]) =>
    field.type === 'date' ? [within(columnOf(name))] : [],
  );
  const records = sql`exists (select from ${sql.table(register.table)} r where r.unit_id = ${asked.unitId}
    and r.void_reason is null and (${sql.join(dates, sql` or `)}))`;
  const observations =
    register.observedOnField === undefined
      ? sql`false`
      : sql`exists (select from ${sql.table(observationsOf(register))} o join ${sql.table(register.table)} r
          on r.province_id = o.province_id and r.id = o.record_id and r.void_reason is null
          where o.unit_id = ${asked.unitId} and ${within(sql`o.observed_on`)})`;
  const question = sql<{ isTouched: boolean }>`select ${records} or ${observations} as is_touched`;
  return asking(question, (rows) => rows[0]!.isTouched);
}

/**
 * Values over many units at once, by indicator code: what happened in any span of days, or how the
 * registers stood on its last day. Keys are told apart over all units; the latest number is that of each unit, summed.
 * A value without any record is not in the map: it is 0.
 */
export function askMeasureTotals(
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitIds: readonly number[] },
): Asking<Map<string, string>> {
  const measures = indicators.map((indicator) => parseMeasure(register, indicator));
  if (measures.length === 0 || asked.unitIds.length === 0) return asking(undefined, () => new Map<string, string>());
  const question = sql<{ indicatorCode: string; value: string }>`
    with counted as materialized (${countedRows(register, measures, asked, [asked.toDay])})
    select o.code as indicator_code, trim_scale(sum(o.value))::text as value from (
      select c.code, ${valueOfAmounts} as value from counted c where c.kind <> 'distinct' group by c.code, c.unit_id) o
    group by o.code
    union all
    select c.code, count(distinct k.key)::text from counted c, unnest(c.keys) as k (key)
    where c.kind = 'distinct' group by c.code`;
  return asking(question, (rows) => new Map(rows.map((row) => [row.indicatorCode, row.value])));
}

/** The last days of the administrative months that end in the span. */
function listMonthEnds({ fromDay, toDay }: Span): string[] {
  const last = determineMonthOf(toDay);
  const to = determineMonthDays(last).to === toDay ? last : addMonths(last, -1);
  const from = determineMonthOf(fromDay);
  return from > to ? [] : listMonths(from, to).map((month) => determineMonthDays(month).to);
}

const valueOfAmounts = sql`trim_scale(case when bool_or(c.kind = 'latest')
  then (array_agg(c.amount order by c.at desc, c.id desc))[1] else sum(c.amount) end)`;

/**
 * Every record beside every measure in which it counts: unit_id, id, version, code, kind, day it counts on, the record's
 * own day (at), amount, keys. One row per record, measure and day (or period's end).
 */
function countedRows(
  register: Register,
  measures: readonly Measure[],
  asked: Span & { unitIds: readonly number[] },
  periodEnds: readonly string[],
): RawBuilder<unknown> {
  const inSpan = measures.filter((measure) => !measure.atEnd);
  const atEnd = measures.filter((measure) => measure.atEnd);
  const parts = [
    ...(inSpan.length > 0 ? [rowsInSpan(register, inSpan, asked)] : []),
    ...(atEnd.length > 0 ? [rowsAtEnds(register, atEnd, asked.unitIds, periodEnds)] : []),
  ];
  return sql.join(parts, sql` union all `);
}

const countedColumns = (register: Register): RawBuilder<unknown> =>
  sql`r.unit_id, r.id, r.version, m.code, m.kind, ${columnOf(register.dateField)} as at, m.amount, m.keys`;

/** What happened in the span: records whose event lies in it. */
function rowsInSpan(
  register: Register,
  measures: readonly Measure[],
  asked: Span & { unitIds: readonly number[] },
): RawBuilder<unknown> {
  const within = (day: RawBuilder<unknown>) =>
    sql`(${day} >= ${asked.fromDay}::date and ${day} <= ${asked.toDay}::date)`;
  const days = [...new Set(measures.flatMap((measure) => measure.dateFields))];
  const lines = measures.flatMap((measure) =>
    measure.dateFields.map((day) => sql`(${lineOf(register, measure, columnOf)}, ${columnOf(day)})`),
  );
  return sql`select ${countedColumns(register)}, m.day from ${sql.table(register.table)} r
    cross join lateral (values ${sql.join(lines)}) as m (code, kind, amount, keys, holds, day)
    where r.unit_id = any(${asked.unitIds}::integer[]) and r.void_reason is null
      and (${sql.join(
        days.map((name) => within(columnOf(name))),
        sql` or `,
      )})
      and m.holds and ${within(sql`m.day`)}`;
}

/**
 * How the register stood at the end of each period: records begun by then, with what was observed of them last. A record
 * of which nothing was observed yet by then is not counted: how it stood is not known.
 */
function rowsAtEnds(
  register: Register,
  measures: readonly Measure[],
  unitIds: readonly number[],
  periodEnds: readonly string[],
): RawBuilder<unknown> {
  const { observedOnField } = register;
  const columnAt = (name: string): RawBuilder<unknown> =>
    observedOnField !== undefined && register.fields[name]!.observed ? sql.ref(`o.${toColumn(name)}`) : columnOf(name);
  const observed =
    observedOnField === undefined
      ? sql``
      : sql`join lateral (select * from ${sql.table(observationsOf(register))} n
          where n.province_id = r.province_id and n.record_id = r.id and n.observed_on <= p.day
          order by n.observed_on desc limit 1) o on true`;
  const lines = measures.map((measure) => sql`(${lineOf(register, measure, columnAt)})`);
  return sql`select ${countedColumns(register)}, p.day
    from unnest(${periodEnds}::date[]) as p (day)
    join ${sql.table(register.table)} r on ${columnOf(register.dateField)} <= p.day ${observed}
    cross join lateral (values ${sql.join(lines)}) as m (code, kind, amount, keys, holds)
    where r.unit_id = any(${unitIds}::integer[]) and r.void_reason is null and m.holds`;
}

/** Code, kind, amount, keys and whether the record counts, for one measure. */
function lineOf(
  register: Register,
  { indicatorCode, kind, field, conditions }: Measure,
  column: (name: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const amount = kind === 'sum' || kind === 'latest' ? column(field!) : sql`1`;
  const keys = kind === 'distinct' ? keysOf(register, field!, column) : sql`null`;
  const holds = [
    kind === 'distinct' ? sql`cardinality(${keys}) > 0` : sql`true`,
    ...conditions.map((condition) => matches(condition, column)),
  ];
  return sql`${indicatorCode}::text, ${kind}::text, ${amount}::numeric, ${keys}::text[], ${sql.join(holds, sql` and `)}`;
}

/** The keys of a field: a number of a series is one of its unit. */
function keysOf(register: Register, name: string, column: (name: string) => RawBuilder<unknown>): RawBuilder<unknown> {
  const type = register.fields[name]!.type;
  if (type === 'units') return sql`${column(name)}::text[]`;
  if (type === 'series') return sql`array_remove(array[r.unit_id || ' ' || ${column(name)}], null)`;
  return sql`array_remove(array[${column(name)}::text], null)`;
}

function matches({ field, codes }: Condition, column: (name: string) => RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${column(field)} = any(${codes}::text[])`;
}
