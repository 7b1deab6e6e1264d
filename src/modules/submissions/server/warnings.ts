import { sql } from 'kysely';
import { type KnownIndicator, monthDate } from '#modules/figures/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Asking, asking, inOrder } from '#platform/database/asking.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { addMonths, determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { askTouched } from '#registers/server/measures.ts';
import {
  alike,
  type CheckedFigure,
  findWarnings,
  type History,
  historyMonths,
  type IndicatorRule,
  type Warning,
} from '../checks.rules.ts';
import type { Explanation, SubmissionWarning } from '../submissions.contract.ts';
import { writeWarning } from '../warning-words.rules.ts';
import type { PeriodUnit } from './owed.ts';
import type { Version } from './store.ts';

type Locale = 'vi' | 'en';
type Past = { value: string; reason: string | null; origin: string };
/** Of one indicator, as lists of equal length with commas between: thousands of figures are told by a hundred rows. */
type PackedPast = { indicatorId: number; months: string; values: string; origins: string; reason: string | null };

/** The unit's own approved figures of the months before, by indicator and month; the reason only of the last one. */
export function askPast(
  unit: PeriodUnit,
  indicators: KnownIndicator[],
  month: Month,
): Asking<Map<string, Map<Month, Past>>> {
  const before = addMonths(month, -1);
  const past = sql<PackedPast>`
    select f.indicator_id, string_agg(f.month::text, ',') as months, string_agg(f.value::text, ',') as values,
      string_agg(f.origin, ',') as origins, max(f.reason) filter (where f.month = ${monthDate(before)}::date) as reason
    from submissions s join figures f on f.province_id = s.province_id and f.submission_id = s.id and f.is_current
    where s.unit_id = ${unit.id} and s.month >= ${monthDate(addMonths(month, -historyMonths))}::date
      and s.month < ${monthDate(month)}::date and f.indicator_id = any (${indicators.map((one) => one.id)}::int[])
      and f.value is not null
    group by f.indicator_id`;
  const codes = new Map(indicators.map((one) => [one.id, one.code]));
  const readOne = (row: PackedPast): Map<Month, Past> => {
    const [values, origins] = [row.values.split(','), row.origins.split(',')];
    return new Map(
      row.months.split(',').map((day, index) => {
        const label = day.slice(0, 7);
        const reason = label === before ? row.reason : null;
        return [label, { value: values[index]!, origin: origins[index]!, reason }];
      }),
    );
  };
  return asking(past, (rows) => new Map(rows.map((row) => [codes.get(row.indicatorId)!, readOne(row)])));
}

/** What asks for a second look in a month as it stands. */
export function askWarnings(
  registers: Register[],
  of: { unit: PeriodUnit; month: Month; closed: boolean; indicators: KnownIndicator[] },
  figures: CheckedFigure[],
  past: Map<string, Map<Month, Past>>,
  rules: IndicatorRule[],
): Asking<Warning[]> {
  const history: History = new Map(
    [...past].map(([code, months]) => [code, new Map([...months].filter(([, one]) => one.origin !== 'apportioned'))]),
  );
  const { questions, read } = askUntouched(registers, of, figures, history);
  return {
    questions,
    read: (rows) =>
      findWarnings({ month: of.month, closed: of.closed, figures, history, rules, untouched: read(rows) }),
  };
}

export function askRules(): Asking<IndicatorRule[]> {
  const rules = sql<IndicatorRule>`
    select code, left_formula, relation, right_formula, right_months, why_vi, why_en from indicator_rules order by code`;
  return asking(rules, (rows) => rows);
}

/** Stocks that moved though their register says nothing of the month; asked only of registers with a stock that moved. */
function askUntouched(
  registers: Register[],
  of: { unit: PeriodUnit; month: Month; indicators: KnownIndicator[] },
  figures: CheckedFigure[],
  history: History,
): Asking<Set<string>> {
  const before = addMonths(of.month, -1);
  const moved = figures.filter(({ code, kind, fromRecords, value }) => {
    const earlier = history.get(code)?.get(before);
    return kind === 'stock' && fromRecords && value !== null && earlier !== undefined && earlier.value !== value;
  });
  const days = determineMonthDays(of.month);
  const registerOf = (code: string) => of.indicators.find((one) => one.code === code)?.register;
  const used = registers.filter(({ name }) => moved.some(({ code }) => registerOf(code) === name));
  const { questions, read } = inOrder(
    used.map((register) => askTouched(register, { unitId: of.unit.id, fromDay: days.from, toDay: days.to })),
  );
  return {
    questions,
    read: (rows) => {
      const touched = read(rows);
      const silent = new Set(used.filter((_, index) => !touched[index]).map(({ name }) => name));
      return new Set(moved.map(({ code }) => code).filter((code) => silent.has(registerOf(code) ?? '')));
    },
  };
}

type Passed = {
  version: number;
  key: string;
  code: Warning['code'];
  indicatorId: number | null;
  params: Warning['params'];
  sentence: string;
  by: string;
  at: string;
};

/** The warnings that each version was handed up with, as they were and as they were passed. */
export function askPassed(unit: PeriodUnit, latest: Version | undefined): Asking<Passed[]> {
  const isNew = latest === undefined || (latest.state === 'open' && latest.version === 1);
  if (isNew) return asking<Passed, Passed[]>(undefined, () => []);
  const passed = sql<Passed>`
    select w.version, w.key, w.code, w.indicator_id, w.params, w.sentence, a.display_name as by, w.passed_at as at
    from submission_warnings w
    join submission_versions v on v.province_id = w.province_id and v.submission_id = w.submission_id
      and v.version = w.version and v.submitted_at = w.passed_at
    join accounts a on a.id = w.passed_by
    where w.province_id = ${unit.provinceId} and w.submission_id = ${latest.submissionId}
    order by w.version desc, w.id`;
  return asking(passed, (rows) => rows);
}

/**
 * The warnings of a period for its reader: while it can be edited as it stands, with the sentence of an earlier time to
 * start from; once handed up as they were, with their sentences.
 */
export function viewWarnings(
  indicators: KnownIndicator[],
  latest: Version | undefined,
  passed: Passed[],
  live: Warning[] | undefined,
  locale: Locale,
): SubmissionWarning[] {
  const write = wordsOf(indicators, locale);
  const codeOf = (id: number | null): string | null => indicators.find((one) => one.id === id)?.code ?? null;
  if (live === undefined)
    return passed
      .filter((one) => one.version === latest?.version)
      .map(({ key, code, params, indicatorId, sentence, by, at }) => ({
        ...{ key, code, indicatorCode: codeOf(indicatorId), text: write({ code, params }) },
        ...{ needsSentence: true, passed: { sentence, by, at: new Date(at).toISOString() }, suggestion: null },
      }));
  return live.map((warning) => ({
    ...{ key: warning.key, code: warning.code, indicatorCode: warning.indicatorCode, text: write(warning) },
    ...{ needsSentence: true, passed: null },
    suggestion: passed.find((one) => one.key === warning.key)?.sentence ?? null,
  }));
}

/** The reason of a warning, with the names of its indicators, in the reader's language. */
export function wordsOf(indicators: KnownIndicator[], locale: Locale) {
  const byCode = new Map(indicators.map((one) => [one.code, locale === 'en' ? one.nameEn : one.nameVi]));
  return (warning: Parameters<typeof writeWarning>[0]): string =>
    writeWarning(warning, (code) => byCode.get(code) ?? code, locale);
}

/**
 * Refuses to hand up a month whose warnings are not all passed with a sentence, naming each at its indicator; keeps the
 * sentences of those that are. Of the words nothing goes into the audit log.
 */
export async function passWarnings(
  tx: Tx,
  actor: Actor,
  of: { unit: PeriodUnit; month: Month; version: Version; indicators: KnownIndicator[]; locale: Locale },
  warnings: Warning[],
  explanations: readonly Explanation[],
): Promise<void> {
  const sentences = new Map(explanations.map(({ key, sentence }) => [key, sentence]));
  const write = wordsOf(of.indicators, of.locale);
  const open = warnings.filter((warning) => !sentences.has(warning.key));
  if (open.length > 0) {
    const told = open.map((warning) => ({
      month: of.month,
      key: warning.key,
      indicatorCode: warning.indicatorCode,
      text: write(warning),
    }));
    throw new Problem(
      'submission.unexplained',
      { count: open.length, month: of.month, warnings: told },
      told.map(({ key, text }) => ({ path: `explanations.${key}`, code: 'submission.warning', params: { text } })),
    );
  }
  if (warnings.length === 0) return;
  const idOf = new Map(of.indicators.map((one) => [one.code, one.id]));
  await tx
    .insertInto('submissionWarnings')
    .values(
      warnings.map(({ key, code, indicatorCode, params }) => ({
        ...{ provinceId: of.unit.provinceId, unitId: of.unit.id, submissionId: of.version.submissionId },
        ...{ version: of.version.version, indicatorId: indicatorCode === null ? null : idOf.get(indicatorCode)! },
        ...{ key, code, params: JSON.stringify(params), sentence: sentences.get(key)!, passedBy: actor.accountId },
      })),
    )
    .execute();
}

type Alike = { unitId: number; indicatorId: number; value: string; count: number; of: number };

/**
 * Figures of the units asked that stand, to the last digit, in many units of the same level beside them: of those given,
 * among what was handed up for the month and may be read. Shares of an apportioned total are even by their nature.
 */
export function askAlike(
  month: Month,
  asked: { unitIds: readonly number[]; among: ReturnType<typeof sql<boolean>> },
): Asking<Alike[]> {
  if (asked.unitIds.length === 0) return asking<Alike, Alike[]>(undefined, () => []);
  const found = sql<Alike>`
    select c.unit_id, c.indicator_id, c.value::text as value, c.alike::int as count, c.reported::int as "of" from (
      select r.*, count(*) over (partition by r.parent_id, r.kind, r.indicator_id, r.value) as alike,
        count(*) over (partition by r.parent_id, r.kind, r.indicator_id) as reported
      from (
        select u.id as unit_id, u.parent_id, u.kind, f.indicator_id, f.value
        from units u join lateral (
          select * from submission_versions n where n.unit_id = u.id and n.month = ${monthDate(month)}::date
            and n.state in ('submitted', 'approved') order by n.version desc limit 1) v on true
        join figures f on f.province_id = v.province_id and f.submission_id = v.submission_id and f.version = v.version
        join indicators i on i.id = f.indicator_id and i.kind in ('flow', 'stock')
        where ${asked.among} and f.value is not null and f.origin <> 'apportioned') r) c
    where c.unit_id = any (${asked.unitIds}::int[]) and c.value >= ${alike.smallestValue}
      and c.alike >= ${alike.fewestUnits} and c.alike >= ${alike.share}::numeric * c.reported
    order by c.unit_id, c.indicator_id`;
  return asking(found, (rows) => rows);
}

/** Told to whoever reads the units beside it as well; no sentence is asked, for it hangs on what others handed up. */
export function askAlikeOf(
  unit: PeriodUnit,
  indicators: KnownIndicator[],
  month: Month,
  locale: Locale,
): Asking<SubmissionWarning[]> {
  const among = sql<boolean>`u.kind = ${unit.kind}
    and u.parent_id = (select p.parent_id from units p where p.id = ${unit.id})`;
  const write = wordsOf(indicators, locale);
  const toWarning = ({ indicatorId, value, count, of }: Alike): SubmissionWarning[] => {
    const indicatorCode = indicators.find((one) => one.id === indicatorId)?.code;
    if (indicatorCode === undefined) return [];
    const text = write({ code: 'alike', params: { value, count, of } });
    const known = { key: `alike:${indicatorCode}`, code: 'alike' as const, indicatorCode, text };
    return [{ ...known, needsSentence: false, passed: null, suggestion: null }];
  };
  const { questions, read } = askAlike(month, { unitIds: [unit.id], among });
  return { questions, read: (rows) => read(rows).flatMap(toWarning) };
}
