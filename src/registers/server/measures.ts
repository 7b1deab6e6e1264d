import { type RawBuilder, sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { type Register, toColumn } from '../declaration.ts';
import { columnOf } from './record-queries.ts';

/** What of an indicator says how it is measured over a register. */
export type MeasuredIndicator = { code: string; measure: string | null; filter: string | null };

/** First and last day of the span, both included. */
type Span = { fromDay: string; toDay: string };

/** Value as an exact decimal text; keys of a distinct measure, in order; records behind it, by id, with their versions. */
export type Measured = { value: string; keys: string[] | null; recordIds: string[]; recordVersions: number[] };

type MeasuredValue = { unitId: number; month: string; indicatorCode: string; value: string };

type Measure = {
  indicatorCode: string;
  kind: 'count' | 'sum' | 'distinct';
  field: string | undefined;
  dateField: string;
  conditions: Condition[];
};

type Condition = { field: string; codes: string[] };

/** Refuses a measure or filter that does not rest on declared fields; filters take declared closed values only (DESIGN law 7). */
export function checkMeasure(register: Register, indicator: MeasuredIndicator): void {
  parseMeasure(register, indicator);
}

function parseMeasure(register: Register, indicator: MeasuredIndicator): Measure {
  const text = indicator.measure?.trim() ?? '';
  const [, kind, column] = /^(count|sum|distinct)(?:\((\w+)\))?$/.exec(text) ?? [];
  const field = fieldOf(register, column);
  const type = field === undefined ? undefined : register.fields[field]!.type;
  const isSound =
    (kind === 'count' && column === undefined) ||
    (kind === 'sum' && type === 'number') ||
    (kind === 'distinct' && type === 'choice');
  if (!isSound) throw refusal('indicator.measure_unknown', register, indicator, text);
  const { dateField, conditions } = parseFilter(register, indicator);
  return { indicatorCode: indicator.code, kind: kind, field, dateField, conditions };
}

function parseFilter(register: Register, indicator: MeasuredIndicator): Pick<Measure, 'dateField' | 'conditions'> {
  let event: string | undefined;
  const conditions: Condition[] = [];
  for (const part of (indicator.filter ?? '').split(/\s+and\s+/).filter(Boolean)) {
    const [, name, one, several] = /^(\w+)\s*(?:=\s*(\w+)|in\s*\(([\w\s,]+)\))$/.exec(part.trim()) ?? [];
    const codes = (one ?? several ?? '').split(',').map((code) => code.trim());
    const field = fieldOf(register, name);
    const declared = field === undefined ? undefined : register.fields[field];
    if (name === 'event' && event === undefined && one !== undefined && Object.hasOwn(register.events, one)) {
      event = one;
    } else if (declared?.type === 'choice' && codes.every((code) => Object.hasOwn(declared.options, code))) {
      conditions.push({ field: field!, codes });
    } else {
      throw refusal('indicator.filter_unknown', register, indicator, part.trim());
    }
  }
  return { dateField: event === undefined ? register.dateField : register.events[event]!, conditions };
}

function refusal(code: string, register: Register, indicator: MeasuredIndicator, part: string): Problem {
  return new Problem(code, { indicator: indicator.code, part, register: register.name });
}

function fieldOf(register: Register, column: string | undefined): string | undefined {
  return Object.keys(register.fields).find((name) => toColumn(name) === column);
}

/**
 * Indicators over the records of one unit whose event lies in the span, in one statement, by indicator code. Voided
 * records never count; without a record the value is 0.
 */
export async function computeMeasures(
  db: Db,
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitId: number },
): Promise<Map<string, Measured>> {
  const measures = indicators.map((indicator) => parseMeasure(register, indicator));
  const measured = new Map<string, Measured>(
    measures.map(({ indicatorCode, kind }) => [
      indicatorCode,
      { value: '0', keys: kind === 'distinct' ? [] : null, recordIds: [], recordVersions: [] },
    ]),
  );
  if (measures.length === 0) return measured;
  const { rows } = await sql<Measured & { indicatorCode: string }>`
    select m.code as indicator_code, ${valueOfRows} as value,
      array_agg(distinct m.key order by m.key) filter (where m.key is not null) as keys,
      array_agg(r.id order by r.id) as record_ids, array_agg(r.version order by r.id) as record_versions
    ${fromMeasured(register, measures, { ...asked, unitIds: [asked.unitId] })}
    group by m.code`.execute(db);
  for (const { indicatorCode, ...row } of rows)
    measured.set(indicatorCode, { ...measured.get(indicatorCode)!, ...row });
  return measured;
}

/**
 * Values alone, per unit, administrative month and indicator, for units and months of a span, in one statement.
 * A value without any record is not in the list: it is 0.
 */
export async function computeMeasureValues(
  db: Db,
  register: Register,
  indicators: readonly MeasuredIndicator[],
  asked: Span & { unitIds: readonly number[] },
): Promise<MeasuredValue[]> {
  const measures = indicators.map((indicator) => parseMeasure(register, indicator));
  if (measures.length === 0 || asked.unitIds.length === 0) return [];
  const { rows } = await sql<MeasuredValue>`
    select r.unit_id, to_char(month_of(m.day), 'YYYY-MM') as month, m.code as indicator_code, ${valueOfRows} as value
    ${fromMeasured(register, measures, asked)}
    group by r.unit_id, month_of(m.day), m.code
    order by r.unit_id, month_of(m.day), m.code`.execute(db);
  return rows;
}

const valueOfRows = sql`case when bool_or(m.kind = 'distinct') then count(distinct m.key) else sum(m.amount) end::text`;

/** Records `r` of units, each beside every measure `m` in which it counts: code, kind, day, amount, key. */
function fromMeasured(
  register: Register,
  measures: readonly Measure[],
  asked: Span & { unitIds: readonly number[] },
): RawBuilder<unknown> {
  const inSpan = (day: RawBuilder<unknown>) =>
    sql`(${day} >= ${asked.fromDay}::date and ${day} <= ${asked.toDay}::date)`;
  const dateFields = [...new Set(measures.map((measure) => measure.dateField))];
  const lines = measures.map(
    ({ indicatorCode, kind, field, dateField, conditions }) => sql`(${indicatorCode}::text, ${kind}::text,
      ${columnOf(dateField)}, ${kind === 'sum' ? columnOf(field!) : sql`1`}::numeric,
      ${kind === 'distinct' ? columnOf(field!) : sql`null`}::text,
      ${sql.join([kind === 'distinct' ? sql`${columnOf(field!)} is not null` : sql`true`, ...conditions.map(matches)], sql` and `)})`,
  );
  return sql`from ${sql.table(register.table)} r
    cross join lateral (values ${sql.join(lines)}) as m (code, kind, day, amount, key, holds)
    where r.unit_id = any(${asked.unitIds}::integer[]) and r.void_reason is null
      and (${sql.join(
        dateFields.map((name) => inSpan(columnOf(name))),
        sql` or `,
      )})
      and m.holds and ${inSpan(sql`m.day`)}`;
}

function matches({ field, codes }: Condition): RawBuilder<unknown> {
  return sql`${columnOf(field)} = any(${codes}::text[])`;
}
