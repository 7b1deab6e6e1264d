import { sql, type RawBuilder } from 'kysely';
import { resolveUnit } from '#modules/units/index.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import type { HeldUnit, Question, View } from '../figures.contract.ts';
import type { Holders, Scope } from './cells.ts';

/** What is asked: unit by code, CODE@DATE or #id; months as YYYY-MM, both included. */
export type Ask = { unit: string; from: string; to: string; view: View; asKnownOn?: string | undefined };

/** A question that was understood, with what the statements need. */
export type Understood = Question & {
  unit: HeldUnit & { id: number };
  /** Its boundary version is no longer in use, so that rows as today are not kept for it. */
  isSuperseded?: boolean;
};

/** Finds the unit and checks span and day. Throws unit.not_found, unit.ambiguous, figures.* problems. */
export async function understand(db: Db, ask: Ask): Promise<Understood> {
  if (ask.from > ask.to) throw new Problem('figures.span_reversed');
  if (ask.asKnownOn !== undefined && ask.asKnownOn >= vietnamDay(new Date()))
    throw new Problem('figures.known_on_not_past');
  const { boundaryVersion, ...unit } = await findAskedUnit(db, ask);
  return {
    unit,
    from: ask.from,
    to: ask.to,
    fromDay: determineMonthDays(ask.from).from,
    toDay: determineMonthDays(ask.to).to,
    view: ask.view,
    asKnownOn: ask.asKnownOn ?? null,
    boundaryVersion,
    answeredAt: new Date().toISOString(),
  };
}

async function findAskedUnit(db: Db, ask: Ask): Promise<HeldUnit & { boundaryVersion: number }> {
  const byId = /^#(\d{1,9})$/.exec(ask.unit)?.[1];
  if (byId !== undefined) {
    const { rows } = await sql<HeldUnit & { boundaryVersion: number }>`
      select u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to, b.id as boundary_version
      from units u join boundary_versions b on b.state = 'current' where u.id = ${Number(byId)}`.execute(db);
    if (!rows[0]) throw new Problem('unit.not_found', { code: ask.unit });
    return rows[0];
  }
  const [code, on] = ask.unit.split('@');
  const {
    id,
    nameVi: name,
    kind,
    validFrom,
    validTo,
    code: found,
    boundaryVersion,
  } = await resolveUnit(db, {
    code: code!,
    on,
    from: ask.from,
    to: ask.to,
    view: ask.view,
  });
  return { id, code: found, name, kind, validFrom, validTo, boundaryVersion };
}

/** A month as the database keeps it. */
export function monthDate(month: string): string {
  return `${month}-01`;
}

/** The units whose own figures make up the answer, as a subquery of one column unit_id. */
export function territoryOf(question: Understood): RawBuilder<{ unitId: number }> {
  if (question.unit.kind === 'nation') return sql`(select u.id as unit_id from units u where u.kind <> 'nation')`;
  return sql`(select t.unit_id from territories t where t.boundary_version_id = ${question.boundaryVersion}
    and t.view = ${question.view} and t.holder_id = ${question.unit.id})`;
}

/** A question asked again as it stood at an instant, in the boundary version of then: for what was frozen. */
export async function askAgain(db: Db, question: Understood, at: string, boundaryVersion: number): Promise<Understood> {
  const current = await findCurrentBoundary(db);
  return { ...question, asKnownOn: at, boundaryVersion, isSuperseded: boundaryVersion !== current };
}

/** The boundary version in use. */
export async function findCurrentBoundary(db: Db): Promise<number> {
  const { id } = await db
    .selectFrom('boundaryVersions')
    .select('id')
    .where('state', '=', 'current')
    .executeTakeFirstOrThrow();
  return id;
}

/** The cut-off day of a month. */
export function lastDayOf(month: string): string {
  return determineMonthDays(month).to;
}

/** Where the sums of a question lie: in kept rows, or in the figures of the units of its territory. */
export function holdersOf(
  question: Scope & { unit: Pick<HeldUnit, 'id' | 'kind' | 'validTo'>; isSuperseded?: boolean },
): Holders {
  const { unit, view } = question;
  const none = { nation: null, kept: [], places: null };
  if (unit.kind === 'nation') return { ...none, nation: unit.id };
  const isKept = unit.kind === 'province' && (view === 'then' || unit.validTo === null) && !question.isSuperseded;
  if (isKept) return { ...none, kept: [unit.id] };
  const places = sql`(select t.holder_id, t.unit_id from territories t where t.boundary_version_id = ${question.boundaryVersion}
    and t.view = ${view} and t.holder_id = ${unit.id})`;
  return { ...none, places, isFew: true };
}

/** A version that was approved by the end of a day in Vietnam, by an instant, or at any time. */
export function approvedBy(day: string | null, version: RawBuilder<unknown>): RawBuilder<boolean> {
  if (day === null) return sql`${version}.state = 'approved'`;
  if (day.includes('T')) return sql`${version}.state = 'approved' and ${version}.decided_at <= ${day}::timestamptz`;
  return sql`${version}.state = 'approved' and ${version}.decided_at < ((${day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')`;
}

/** A version that was approved after the end of a day in Vietnam, or after an instant. */
export function approvedAfter(day: string, version: RawBuilder<unknown>): RawBuilder<boolean> {
  if (day.includes('T')) return sql`${version}.state = 'approved' and ${version}.decided_at > ${day}::timestamptz`;
  return sql`${version}.state = 'approved' and ${version}.decided_at >= ((${day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh')`;
}

/**
 * Own figures that count: the current ones; or, within the question's span, those of the latest version approved by the
 * end of a past day in Vietnam (DESIGN law 3). Columns unit_id, indicator_id, month, value, origin, keys, submission_id, version.
 */
export function countingFigures({
  asKnownOn,
  from,
  to,
}: Pick<Understood, 'asKnownOn' | 'from' | 'to'>): RawBuilder<unknown> {
  if (asKnownOn === null) return sql`(select f.* from figures f where f.is_current)`;
  return sql`(select f.* from figures f join (
      select distinct on (v.province_id, v.submission_id) v.province_id, v.submission_id, v.version
      from submission_versions v
      where ${approvedBy(asKnownOn, sql`v`)} and v.month >= ${monthDate(from)}::date and v.month <= ${monthDate(to)}::date
      order by v.province_id, v.submission_id, v.version desc) k
    on k.province_id = f.province_id and k.submission_id = f.submission_id and k.version = f.version)`;
}
