import { sql } from 'kysely';
import { listAllIndicators, monthDate } from '#modules/figures/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import type { PreviewUnit, ReorganisationInput, ReorganisationPreview } from '../reorganisations.contract.ts';
import {
  type Changes,
  determineEffects,
  type Effects,
  type HolderMoved,
  judgePlan,
  type Standing,
} from '../reorganisations.rules.ts';
import { sayRefusals } from './judge.ts';
import { requireNationwide } from './reorganisations.ts';
import { readStanding } from './store.ts';

/** Enough to see which totals move: tips, initiatives, members, hand-ins. */
export const previewedIndicators = ['T01', 'T02', 'M01', 'M02', 'M04', 'H02'] as const;

/** A screen shows no more holders than this; the count tells of all. */
const mostRows = 100;

/** What a plan would do, worked out in memory with the rules of territory; writes nothing. */
export async function previewReorganisation(
  db: Db,
  { actor, locale }: { actor: Actor; locale: 'vi' | 'en' },
  plan: ReorganisationInput,
): Promise<ReorganisationPreview> {
  requireNationwide(actor);
  const standing = await readStanding(db);
  const { changes, refusals, undecided } = judgePlan(plan, standing);
  const say = openNames(standing, changes);
  const isSound = refusals.length === 0;
  const effects = isSound ? determineEffects(standing, changes, plan.takesEffectOn) : nothing;
  const carriedIds = new Set(changes.made.flatMap(({ carriedFrom }) => (carriedFrom === null ? [] : [carriedFrom])));
  return {
    refusals: sayRefusals(refusals, locale),
    undecided: undecided.map(say),
    ended: changes.endedIds.map(say),
    made: changes.made.map((unit) => ({
      ...say(unit.id),
      carried: unit.carriedFrom !== null,
      renamed: unit.isRenamed,
    })),
    then: { compared: effects.thenCompared, changed: effects.thenChanged.map(say) },
    today: await totalToday(db, effects.todayMoved, changes, standing, say),
    notDivisible: effects.split.map(({ unitId, intoIds, heldBy }) => ({
      unit: say(unitId),
      into: intoIds.map((id) => say(id).nameVi),
      heldBy: heldBy === null ? null : say(heldBy),
    })),
    unfinished: await listUnfinished(db, changes.endedIds, carriedIds, plan.takesEffectOn, say),
  };
}

const nothing: Effects = { thenChanged: [], thenCompared: 0, todayMoved: [], split: [] };

type Say = (unitId: number) => PreviewUnit;

/** Names units that exist and units that would be made. */
function openNames(standing: Standing, changes: Changes): Say {
  const byId = new Map<
    number,
    { kind: string; code: string; nameVi: string; parentId: number | null; ref?: string | null }
  >([...standing.units, ...changes.made].map((unit) => [unit.id, unit]));
  return (unitId) => {
    const unit = byId.get(unitId);
    return {
      unitId: unitId > 0 ? unitId : null,
      ref: unit?.ref ?? null,
      kind: unit?.kind ?? '',
      code: unit?.code ?? '',
      nameVi: unit?.nameVi ?? `#${unitId}`,
      parentName: byId.get(unit?.parentId ?? 0)?.nameVi ?? null,
    };
  };
}

type Row = ReorganisationPreview['today']['rows'][number];

/** Totals of the last twelve closed months, before and after, of each holder whose territory moves. */
async function totalToday(
  db: Db,
  moved: readonly HolderMoved[],
  changes: Changes,
  standing: Standing,
  say: Say,
): Promise<ReorganisationPreview['today']> {
  const to = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const from = addMonths(to, -11);
  const known = new Map((await listAllIndicators(db)).map((indicator) => [indicator.code, indicator]));
  const indicators = previewedIndicators.flatMap((code) => known.get(code) ?? []);
  const kinds = new Map([...standing.units, ...changes.made].map((unit) => [unit.id, unit.kind]));
  const ended = new Set(changes.endedIds);
  const former = new Set(standing.units.filter(({ validTo }) => validTo !== null).map(({ id }) => id));
  const stateOf = (id: number): Row['state'] =>
    id < 0 ? 'new' : ended.has(id) ? 'ends' : former.has(id) ? 'former' : 'stays';
  const order: (string | undefined)[] = ['province', 'district', 'commune'];
  const rankOf = ({ holderId }: HolderMoved) => order.indexOf(kinds.get(holderId));
  // Residential areas and the like report through their commune.
  const holders = moved.filter((one) => rankOf(one) !== -1).toSorted((one, other) => rankOf(one) - rankOf(other));
  const shown = holders.slice(0, mostRows);
  const span = { from: monthDate(from), to: monthDate(to) };
  const codes = indicators.map(({ code }) => code);
  const before = await sumTerritories(
    db,
    shown.map(({ holderId, before: held }) => [holderId, held ?? []]),
    codes,
    span,
  );
  const after = await sumTerritories(
    db,
    shown.map(({ holderId, after: held }) => [holderId, held ?? []]),
    codes,
    span,
  );
  const listed = (totals: Map<string, string>, holderId: number) =>
    codes.map((code) => totals.get(`${holderId} ${code}`) ?? null);
  return {
    from,
    to,
    indicators: indicators.map(({ code, nameVi, nameEn, measureUnitVi, measureUnitEn }) => ({
      code,
      nameVi,
      nameEn,
      measureUnitVi,
      measureUnitEn,
    })),
    rows: shown.map((one): Row => ({
      unit: say(one.holderId),
      state: stateOf(one.holderId),
      before: one.before === null ? null : listed(before, one.holderId),
      after: one.after === null ? null : listed(after, one.holderId),
    })),
    total: holders.length,
  };
}

/** Totals by `holder code`, as the answers give them; nothing where no unit of the territory reported. */
async function sumTerritories(
  db: Db,
  territories: readonly (readonly [holderId: number, unitIds: readonly number[]])[],
  codes: readonly string[],
  span: { from: string; to: string },
): Promise<Map<string, string>> {
  const pairs = territories.flatMap(([holderId, unitIds]) => unitIds.map((unitId) => [holderId, unitId] as const));
  const { rows } = await sql<{ holderId: number; indicatorCode: string; value: string }>`
    select holder_id, indicator_code, value::text as value from total_territories(
      ${pairs.map(([holderId]) => holderId)}::int[], ${pairs.map(([, unitId]) => unitId)}::int[], ${[...codes]}::text[],
      ${span.from}::date, ${span.to}::date)`.execute(db);
  return new Map(rows.map((row) => [`${row.holderId} ${row.indicatorCode}`, row.value]));
}

type Unfinished = ReorganisationPreview['unfinished'][number];

/** What is open at the units that end; carried ones only where there is something. */
async function listUnfinished(
  db: Db,
  endedIds: readonly number[],
  carriedIds: ReadonlySet<number>,
  day: string,
  say: Say,
): Promise<Unfinished[]> {
  const posts = await sql<{ unitId: number; displayName: string; roleNameVi: string; roleNameEn: string }>`
    select p.unit_id, a.display_name, r.name_vi as role_name_vi, r.name_en as role_name_en
    from posts p join accounts a on a.id = p.account_id join roles r on r.code = p.role
    where p.unit_id = any (${[...endedIds]}::int[]) and (p.valid_to is null or p.valid_to > ${day}::date)
      and a.disabled_at is null
    order by a.display_name, p.id`.execute(db);
  const rest = await sql<{
    unitId: number;
    what: 'register' | 'open_month' | 'later_month';
    detail: string;
    day: string;
  }>`
    select unit_id, what, detail, day from unfinished_at(${[...endedIds]}::int[], ${day}::date)`.execute(db);
  return endedIds
    .map((unitId): Unfinished => {
      const of = (what: string) => rest.rows.filter((row) => row.unitId === unitId && row.what === what);
      const months = (what: string) => of(what).map((row) => ({ month: row.day.slice(0, 7), state: row.detail }));
      return {
        unit: say(unitId),
        posts: posts.rows
          .filter((post) => post.unitId === unitId)
          .map(({ displayName, roleNameVi, roleNameEn }) => ({ displayName, roleNameVi, roleNameEn })),
        registers: of('register').map((row) => ({ register: row.detail, keptFrom: row.day })),
        openMonths: months('open_month'),
        laterMonths: months('later_month'),
      };
    })
    .filter(
      ({ unit, posts: held, registers, openMonths, laterMonths }) =>
        held.length + registers.length + openMonths.length + laterMonths.length > 0 && !(unit.unitId === null),
    )
    .toSorted((one, other) => Number(carriedIds.has(one.unit.unitId!)) - Number(carriedIds.has(other.unit.unitId!)));
}
