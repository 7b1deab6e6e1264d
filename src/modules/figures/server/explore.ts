import { sql } from 'kysely';
import { resolveUnits } from '#modules/units/index.ts';
import { requirePlaces } from '#platform/auth/actor.ts';
import { ask, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays, vietnamDay } from '#platform/periods.rules.ts';
import {
  type Explored,
  type ExploredPeriod,
  type ExploredUnit,
  type ExploreQuestion,
  mark,
} from '../explore.contract.ts';
import { calculateFromParts, type Exact, findEntered, isEntered } from '../figures.rules.ts';
import { mostPeriods, parsePeriods, type Span } from '../spans.rules.ts';
import { type Holders, type PackedCells, type Scope, sumCellsPacked } from './cells.ts';
import { Duties } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators, withParts } from './indicators.ts';
import { askSplits, listExploredNotes } from './notes.ts';
import { findCurrentBoundary, lastDayOf } from './question.ts';
import { askUnitsWith, type Subjects } from './totals.ts';

/** The most figures in one answer. */
const mostCells = 100_000;
/** Up to so many units below provinces are looked up one by one. */
const fewHolders = 400;

type Asked = Scope & {
  units: ExploredUnit[];
  places: number[];
  periods: ExploredPeriod[];
  indicators: KnownIndicator[];
  span: Span;
};

/** An answer with the units that its reader must be allowed to read. */
export type ExploredWithPlaces = { explored: Explored; places: number[] };

/**
 * Indicators by units by periods, from kept rows: the cost follows the size of the answer. Units are checked against the
 * place of whoever's session the transaction entered. Throws explore.* and unit.* problems, indicator.not_found, permission.place.
 * few: up to so many units below provinces are looked up one by one; of more, each indicator and period is summed by itself.
 */
export async function exploreFigures(
  db: Db,
  question: ExploreQuestion,
  locale: 'vi' | 'en',
  few: number = fewHolders,
): Promise<Explored> {
  return (await exploreWithPlaces(db, question, locale, few)).explored;
}

/** The same with the units by which its reader is checked, for whoever gives the answer again. */
export async function exploreWithPlaces(
  db: Db,
  question: ExploreQuestion,
  locale: 'vi' | 'en',
  few: number = fewHolders,
): Promise<ExploredWithPlaces> {
  const all = await listAllIndicators(db);
  const asked = await understandExplore(db, question, all);
  const { units, periods, indicators } = asked;
  const needed = withParts(all, indicators);
  const entered = needed.filter(isEntered);
  const holders = holdersOfUnits(asked, few);
  const cells = new Cells(asked, entered);
  for (const row of await sumCellsPacked(db, asked, holders, entered, periods)) cells.take(row);
  const { duties, splits, counts } = await ask(
    db,
    together({
      duties: Duties.ask(asked, holders, entered),
      splits: askSplits(asked, holders),
      counts: askUnitsWith(asked, subjectsOf(asked, holders), needed, needed, periods),
    }),
    { isPlannedOnce: !needed.some((one) => one.kind === 'units_with') },
  );
  cells.takeUnitsWith(needed, counts);
  const answer = fillIn(asked, needed, cells, duties);
  const explored = {
    view: asked.view,
    asKnownOn: asked.asKnownOn,
    boundaryVersion: asked.boundaryVersion,
    answeredAt: new Date().toISOString(),
    indicators,
    units,
    periods,
    ...answer,
    notes: await listExploredNotes(db, asked, holders, { duties, splits }, answer, locale),
  };
  return { explored, places: asked.places };
}

async function understandExplore(db: Db, question: ExploreQuestion, all: KnownIndicator[]): Promise<Asked> {
  const periods = parsePeriods(question.periods);
  if (periods === undefined) throw new Problem('explore.periods_unreadable');
  if (periods.length > mostPeriods)
    throw new Problem('explore.periods_too_many', { count: periods.length, most: mostPeriods });
  if (question.asKnownOn !== undefined && question.asKnownOn >= vietnamDay(new Date()))
    throw new Problem('figures.known_on_not_past');
  const span = {
    from: periods.map((period) => period.from).toSorted()[0]!,
    to: periods
      .map((period) => period.to)
      .toSorted()
      .at(-1)!,
  };
  const indicators = chooseIndicators(all, question.indicators.split(','));
  const scope = {
    view: question.view,
    asKnownOn: question.asKnownOn ?? null,
    boundaryVersion: await findCurrentBoundary(db),
  };
  const { units, places } = await findUnits(db, question.units, { ...scope, ...span });
  const count = units.length * periods.length * indicators.length;
  if (count > mostCells) throw new Problem('explore.too_much', { count, most: mostCells });
  return { ...scope, units, places, periods, indicators, span };
}

const unitColumns = sql`u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to, u.parent_id`;

/**
 * The units of words like 96, 96@2020-01-01, #12, 96:commune, each once, in the order asked; within one word by code. places:
 * the units that the words name.
 */
async function findUnits(db: Db, text: string, scope: Scope & Span): Promise<Pick<Asked, 'units' | 'places'>> {
  const words = text.split(',').map((word) => {
    const read = /^\s*(?:#(\d{1,9})|([^:#]+))(?::(province|district|commune))?\s*$/.exec(word);
    if (!read) throw new Problem('explore.units_unreadable', { text: word });
    return { id: read[1] === undefined ? undefined : Number(read[1]), code: read[2], kind: read[3] };
  });
  const codes = words.flatMap(({ code }) => (code === undefined ? [] : [{ code }]));
  const byCode = codes.length > 0 ? await resolveUnits(db, codes, scope) : [];
  const ids = words.map((word) => word.id ?? byCode.shift()!.id);
  await requirePlaces(db, 'figure.read', ids);
  const single = new Map((await listUnits(db, ids)).map((unit) => [unit.id, unit]));
  const found = new Map<number, ExploredUnit>();
  for (const [index, { kind }] of words.entries()) {
    const unit = single.get(ids[index]!);
    if (unit === undefined) throw new Problem('unit.not_found', { code: `#${ids[index]}` });
    const units = kind === undefined ? [unit] : await listUnitsWithin(db, unit, kind, scope);
    for (const one of units) found.set(one.id, one);
  }
  if (found.size === 0) throw new Problem('explore.no_units');
  return { units: [...found.values()], places: ids };
}

async function listUnits(db: Db, ids: number[]): Promise<ExploredUnit[]> {
  const { rows } = await sql<ExploredUnit>`select ${unitColumns} from units u where u.id = any (${ids}::int[])`.execute(
    db,
  );
  return rows;
}

/** As today the units of now; as then those that exist on a cut-off day of the span. */
async function listUnitsWithin(
  db: Db,
  within: ExploredUnit,
  kind: string,
  scope: Scope & Span,
): Promise<ExploredUnit[]> {
  const lives =
    scope.view === 'today'
      ? sql`u.valid_to is null`
      : sql`(u.valid_from is null or u.valid_from <= ${lastDayOf(scope.to)}::date)
          and (u.valid_to is null or u.valid_to > ${determineMonthDays(scope.from).to}::date)`;
  const place =
    within.kind === 'nation'
      ? sql`true`
      : sql`u.id = any (array(select t.unit_id from territories t where t.boundary_version_id = ${scope.boundaryVersion}
          and t.view = ${scope.view} and t.holder_id = ${within.id}))`;
  const { rows } = await sql<ExploredUnit>`
    select ${unitColumns} from units u
    where u.kind = ${kind} and ${lives} and ${place}
    order by u.code collate "C", u.valid_to`.execute(db);
  return rows;
}

function holdersOfUnits({ units, view, boundaryVersion }: Asked, few: number): Holders {
  const isKept = (unit: ExploredUnit): boolean =>
    unit.kind === 'province' && (view === 'then' || unit.validTo === null);
  const rest = units.filter((unit) => unit.kind !== 'nation' && !isKept(unit)).map((unit) => unit.id);
  const places = sql`(select t.holder_id, t.unit_id from territories t where t.boundary_version_id = ${boundaryVersion}
    and t.view = ${view} and t.holder_id = any (${rest}::int[]))`;
  return {
    nation: units.find((unit) => unit.kind === 'nation')?.id ?? null,
    kept: units.filter(isKept).map((unit) => unit.id),
    places: rest.length > 0 ? places : null,
    whole: rest,
    isFew: rest.length <= few,
  };
}

/** All units of the answer with the units that lie in them, for what is counted in units. */
function subjectsOf({ units, view, boundaryVersion }: Asked, holders: Holders): Subjects {
  const ids = units.map((unit) => unit.id);
  const below = sql`select t.holder_id, t.unit_id from territories t where t.boundary_version_id = ${boundaryVersion}
    and t.view = ${view} and t.holder_id = any (${ids.filter((id) => id !== holders.nation)}::int[])`;
  const held =
    holders.nation === null
      ? sql`(${below})`
      : sql`(${below} union all select ${holders.nation}::int, u.id from units u)`;
  return { ids, held, isFew: holders.nation === null && units.length <= 5 };
}

/** Sums of entered indicators (and counts of units) as grids [unit][period], by indicator id. */
class Cells {
  readonly #place: Map<number, number>;
  readonly #periods: number;
  readonly #units: number;
  readonly values = new Map<number, Exact[][]>();
  readonly reported = new Map<number, number[][]>();
  readonly marks = new Map<number, number[][]>();

  constructor({ units, periods }: Asked, entered: KnownIndicator[]) {
    this.#place = new Map(units.map((unit, index) => [unit.id, index]));
    this.#periods = periods.length;
    this.#units = units.length;
    for (const { id } of entered) {
      this.values.set(id, this.#grid<Exact>(null));
      this.reported.set(id, this.#grid(0));
      this.marks.set(id, this.#grid(0));
    }
  }

  #grid<T>(empty: T): T[][] {
    const row = Array.from({ length: this.#periods }, () => empty);
    return Array.from({ length: this.#units }, () => [...row]);
  }

  take({ indicatorId, period, cells, values }: PackedCells): void {
    const toValues = this.values.get(indicatorId)!;
    const toReported = this.reported.get(indicatorId)!;
    const toMarks = this.marks.get(indicatorId)!;
    const list = values.split(',');
    for (let index = 0; index < list.length; index += 1) {
      const unit = this.#place.get(cells.readInt32BE(8 * index))!;
      const rest = cells.readUInt32BE(8 * index + 4);
      toValues[unit]![period] = list[index]!;
      toReported[unit]![period] = rest >>> 8;
      toMarks[unit]![period] = rest & 255;
    }
  }

  takeUnitsWith(needed: KnownIndicator[], counts: Map<string, string>): void {
    for (const { id } of needed.filter((one) => one.kind === 'units_with'))
      this.values.set(id, this.#grid<Exact>(null));
    for (const [key, count] of counts) {
      const [holder, indicator, period] = key.split(' ').map(Number) as [number, number, number];
      this.values.get(indicator)![this.#place.get(holder)!]![period] = count;
    }
  }
}

type Grid<T> = T[][][];
type Filled = { values: Grid<Exact>; reported: Grid<number>; obliged: Grid<number>; marks: Grid<number> };

function fillIn({ units, periods, indicators }: Asked, needed: KnownIndicator[], cells: Cells, duties: Duties): Filled {
  const byCode = new Map(needed.map((indicator) => [indicator.code, indicator]));
  const valueOf = (code: string, unit: number, period: number): Exact => {
    const indicator = byCode.get(code)!;
    if (indicator.kind === 'ratio' || indicator.kind === 'derived')
      return calculateFromParts(indicator, (part) => valueOf(part, unit, period));
    return cells.values.get(indicator.id)?.[unit]![period] ?? null;
  };
  const eachCell = <T>(cell: (unit: number, period: number) => T): T[][] =>
    units.map((_unit, unit) => periods.map((_period, period) => cell(unit, period)));
  const filled: Filled = { values: [], reported: [], obliged: [], marks: [] };
  // Most indicators are owed alike, and share one grid.
  const obliged = new Map<string, number[][]>();
  const obligedOf = (entry: KnownIndicator): number[][] => {
    const known = obliged.get(duties.kindOf(entry));
    if (known) return known;
    const owed = periods.map((period) => duties.over(entry, period));
    const grid = eachCell((unit, period) => owed[period]!(units[unit]!.id).obliged);
    obliged.set(duties.kindOf(entry), grid);
    return grid;
  };
  for (const indicator of indicators) {
    const entry = findEntered(indicator, (code) => byCode.get(code));
    const known = isEntered(indicator) ? cells.values.get(indicator.id) : undefined;
    filled.values.push(known ?? eachCell((unit, period) => valueOf(indicator.code, unit, period)));
    filled.reported.push((entry && cells.reported.get(entry.id)) ?? eachCell(() => 0));
    filled.obliged.push(entry ? obligedOf(entry) : eachCell(() => 0));
    const marks = (entry && cells.marks.get(entry.id)) ?? eachCell(() => 0);
    const origins = mark.records | mark.supplement | mark.imported | mark.apportioned;
    filled.marks.push(known ? marks : marks.map((row) => row.map((bits) => bits & origins)));
  }
  return filled;
}
