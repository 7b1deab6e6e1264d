import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

// What every figure should say, counted anew from the raw rows without trusting anything kept. Written to be read, not to
// be fast, and on purpose without any rule of the house: it is the second opinion.

type RawUnit = { id: number; kind: string; parentId: number | null; validFrom: string | null; validTo: string | null };
type RawSuccession = { fromUnitId: number; toUnitId: number; extent: string; takesEffectOn: string };
type RawVersion = { submissionId: string; version: number; unitId: number; month: string; knownFrom: string };
type RawFigure = {
  submissionId: string;
  version: number;
  indicatorId: number;
  unitId: number;
  month: string;
  value: string | null;
  origin: 'records' | 'supplement' | 'imported' | 'apportioned';
  keys: string[] | null;
  qualifier: 'over' | 'nearly' | null;
};
type RawObligation = {
  unitId: number;
  indicatorId: number;
  subjectKind: string;
  fromMonth: string;
  toMonth: string | null;
};
type RawIndicator = {
  id: number;
  code: string;
  kind: string;
  periodRule: 'sum' | 'end';
  measure: string | null;
  filter: string | null;
  numeratorCode: string | null;
  denominatorCode: string | null;
  formula: string | null;
};

/** The rows that decide, as one snapshot shows them; of the versions only the approved ones. */
export type Raw = {
  units: RawUnit[];
  successions: RawSuccession[];
  approved: RawVersion[];
  figures: RawFigure[];
  obligations: RawObligation[];
  indicators: RawIndicator[];
  /** Units whose tips are kept in the register. */
  keepers: number[];
};

export type RawAsk = {
  unitId: number;
  view: 'then' | 'today';
  from: string;
  to: string;
  /** The last day whose approvals count; null = all. */
  asKnownOn: string | null;
};

export type Recounted = {
  value: string | null;
  origins: Record<RawFigure['origin'], number>;
  /** What all qualified cells agree on; null also where they differ. */
  qualifier: RawFigure['qualifier'];
  coverage: { reported: number; obliged: number; units: number; silentUnits: number } | null;
};

/** Reads the raw rows; inside a repeatable-read transaction they all belong to one moment. */
export async function readRaw(ownerDb: Db): Promise<Raw> {
  const read = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> => (await query.execute(ownerDb)).rows;
  return {
    units: await read(sql<RawUnit>`select id, kind, parent_id, valid_from, valid_to from units`),
    successions: await read(
      sql<RawSuccession>`select from_unit_id, to_unit_id, extent, takes_effect_on from successions`,
    ),
    approved: await read(sql<RawVersion>`
      select submission_id, version, unit_id, to_char(month, 'YYYY-MM') as month,
        to_char(decided_at + interval '7 hours', 'YYYY-MM-DD') as known_from
      from submission_versions where state = 'approved'`),
    figures: await read(sql<RawFigure>`
      select submission_id, version, indicator_id, unit_id, to_char(month, 'YYYY-MM') as month, value, origin, keys, qualifier from figures`),
    obligations: await read(sql<RawObligation>`
      select unit_id, indicator_id, subject_kind, to_char(from_month, 'YYYY-MM') as from_month,
        to_char(to_month, 'YYYY-MM') as to_month from obligations`),
    indicators: await read(sql<RawIndicator>`
      select id, code, kind, period_rule, measure, filter, numerator_code, denominator_code, formula from indicators`),
    keepers: (await read(sql<{ unitId: number }>`select unit_id from register_keepings`)).map((row) => row.unitId),
  };
}

// Territory ------------------------------------------------------------------------------------------------------------

function unitOf(raw: Raw, id: number): RawUnit {
  return raw.units.find((unit) => unit.id === id)!;
}

function childrenOf(raw: Raw, id: number): RawUnit[] {
  return raw.units.filter((unit) => unit.parentId === id);
}

/** A unit and all that lay below it in its own time. */
export function belowThen(raw: Raw, id: number): number[] {
  return [id, ...childrenOf(raw, id).flatMap((child) => belowThen(raw, child.id))];
}

/**
 * The open units that hold the whole of a unit today, lowest first: for an open unit itself and those above it; for one
 * with successors those that hold all of them; else those that hold together what had been below it; else those of the
 * unit above. A single successor that took only a part leaves the rest unsaid, so that the part's own unit is not one.
 */
export function holdersToday(raw: Raw, id: number): number[] {
  const unit = unitOf(raw, id);
  const ofParent = (): number[] => (unit.parentId === null ? [] : holdersToday(raw, unit.parentId));
  if (unit.validTo === null) return [id, ...ofParent()];
  return holdersByFollowing(raw, unit) ?? ofParent();
}

function holdersByFollowing(raw: Raw, unit: RawUnit): number[] | undefined {
  const followed = raw.successions.filter((one) => one.fromUnitId === unit.id);
  if (followed.length > 0) {
    const common = inAll(followed.map((one) => holdersToday(raw, one.toUnitId)));
    return followed.length === 1 && followed[0]!.extent === 'part' && common.length > 1 ? common.slice(1) : common;
  }
  const below = childrenOf(raw, unit.id)
    .filter((child) => child.validTo !== null)
    .map((child) => holdersByFollowing(raw, child))
    .filter((holders) => holders !== undefined);
  return below.length > 0 ? inAll(below) : undefined;
}

function inAll(lists: number[][]): number[] {
  return lists[0]!.filter((id) => lists.every((list) => list.includes(id)));
}

/**
 * What lies today where an ended unit lay: what was below it, and every later unit made of nothing else. A unit that was
 * there before all that it took in has land of its own besides.
 */
function formerTerritory(raw: Raw, id: number): number[] {
  const found = new Set(belowThen(raw, id));
  for (let grew = true; grew;) {
    grew = false;
    for (const unit of raw.units) {
      if (found.has(unit.id)) continue;
      const taken = raw.successions.filter((one) => one.toUnitId === unit.id);
      const began = taken.some((one) => unit.validFrom !== null && one.takesEffectOn <= unit.validFrom);
      const lies =
        taken.length > 0 ? began && taken.every((one) => found.has(one.fromUnitId)) : found.has(unit.parentId ?? 0);
      if (lies) {
        found.add(unit.id);
        grew = true;
      }
    }
  }
  return [...found];
}

/** The units whose own figures make up a unit. The nation holds everything. */
export function territoryOf(raw: Raw, id: number, view: 'then' | 'today'): Set<number> {
  const unit = unitOf(raw, id);
  if (unit.kind === 'nation') return new Set(raw.units.map((one) => one.id).filter((one) => one !== id));
  if (view === 'then') return new Set(belowThen(raw, id));
  if (unit.validTo !== null) return new Set(formerTerritory(raw, id));
  return new Set(raw.units.map((one) => one.id).filter((one) => holdersToday(raw, one).includes(id)));
}

// Months ---------------------------------------------------------------------------------------------------------------

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let [year, month] = from.split('-').map(Number) as [number, number]; ; month++) {
    if (month > 12) [year, month] = [year + 1, 1];
    const name = `${year}-${String(month).padStart(2, '0')}`;
    if (name > to) return months;
    months.push(name);
  }
}

/** Whether a unit counts for an administrative month: it exists on the month's last day, the 14th. */
export function existsIn(unit: Pick<RawUnit, 'validFrom' | 'validTo'>, month: string): boolean {
  const day = `${month}-14`;
  return (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || unit.validTo > day);
}

/** Whether some obligation binds the unit to the indicator in that month. */
export function owes(raw: Raw, unit: RawUnit, indicatorId: number, month: string): boolean {
  return (
    existsIn(unit, month) &&
    raw.obligations.some(
      (one) =>
        one.indicatorId === indicatorId &&
        one.subjectKind === unit.kind &&
        one.fromMonth <= month &&
        (one.toMonth === null || one.toMonth >= month) &&
        (unitOf(raw, one.unitId).kind === 'nation' || belowThen(raw, one.unitId).includes(unit.id)),
    )
  );
}

// Figures --------------------------------------------------------------------------------------------------------------

/** Decimal texts of at most six places, added as whole millionths. */
const scale = 1_000_000n;

function toMillionths(text: string): bigint {
  const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
  return BigInt(`${sign}${whole}${(part ?? '').padEnd(6, '0')}`);
}

function toText(millionths: bigint): string {
  const size = millionths < 0n ? -millionths : millionths;
  const part = String(size % scale)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${millionths < 0n ? '-' : ''}${size / scale}${part && `.${part}`}`;
}

/** The sum of exact texts; null where there is none. */
export function addUp(values: (string | null)[]): string | null {
  const present = values.filter((value) => value !== null);
  return present.length === 0 ? null : toText(present.reduce((total, value) => total + toMillionths(value), 0n));
}

/** Hundredths of a per cent, half up, of two numbers that are not negative. */
function toPerCent(numerator: string, denominator: string): string | null {
  const [part, whole] = [toMillionths(numerator), toMillionths(denominator)];
  if (whole === 0n) return null;
  const hundredths = (part * 20_000n + whole) / (2n * whole);
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
}

const noOrigins = { records: 0, supplement: 0, imported: 0, apportioned: 0 };

/** A way to ask the raw rows one question about any indicator, by code. */
export function recount(raw: Raw, ask: RawAsk): (code: string) => Recounted {
  const territory = territoryOf(raw, ask.unitId, ask.view);
  const counting = new Map<string, number>();
  for (const one of raw.approved) {
    if (ask.asKnownOn !== null && one.knownFrom > ask.asKnownOn) continue;
    counting.set(one.submissionId, Math.max(one.version, counting.get(one.submissionId) ?? 0));
  }
  const indicatorOf = (code: string): RawIndicator => raw.indicators.find((one) => one.code === code)!;
  const monthsOf = (indicator: RawIndicator): string[] =>
    indicator.periodRule === 'end' ? [ask.to] : monthsBetween(ask.from, ask.to);
  const cellsOf = (indicator: RawIndicator, units: Set<number>): RawFigure[] =>
    raw.figures.filter(
      (one) =>
        one.indicatorId === indicator.id &&
        counting.get(one.submissionId) === one.version &&
        units.has(one.unitId) &&
        monthsOf(indicator).includes(one.month) &&
        one.value !== null,
    );
  const sumOf = (cells: RawFigure[]): string | null => addUp(cells.map((cell) => cell.value));

  function unitsWith(indicator: RawIndicator): string | null {
    const [, base, least] = /^units_with\((?:exists|(\w+) > (\d+))\)$/.exec(indicator.measure!)!;
    const exists = (unit: RawUnit): boolean => (ask.view === 'today' ? unit.validTo === null : existsIn(unit, ask.to));
    const kind = /^unit_kind = (\w+)$/.exec(indicator.filter!)![1];
    const units = raw.units.filter((unit) => unit.kind === kind && territory.has(unit.id) && exists(unit));
    if (base === undefined) return String(units.length);
    const sums = units
      .map((unit) => sumOf(cellsOf(indicatorOf(base), territoryOf(raw, unit.id, ask.view))))
      .filter((sum) => sum !== null);
    return sums.length === 0 ? null : String(sums.filter((sum) => toMillionths(sum) > BigInt(least!) * scale).length);
  }

  function valueOf(code: string): string | null {
    const indicator = indicatorOf(code);
    if (indicator.kind === 'units_with') return unitsWith(indicator);
    if (indicator.kind === 'ratio') {
      const [numerator, denominator] = [valueOf(indicator.numeratorCode!), valueOf(indicator.denominatorCode!)];
      return numerator === null || denominator === null ? null : toPerCent(numerator, denominator);
    }
    if (indicator.kind === 'derived') {
      const terms = `+ ${indicator.formula!}`.match(/[+-] \w+/g)!.map((term) => ({
        sign: term.startsWith('-') ? -1n : 1n,
        value: valueOf(term.slice(2)),
      }));
      if (terms.some((term) => term.value === null)) return null;
      return toText(terms.reduce((total, term) => total + term.sign * toMillionths(term.value!), 0n));
    }
    const cells = cellsOf(indicator, territory);
    if (indicator.kind === 'distinct' && cells.length > 0) {
      return String(new Set(cells.flatMap((cell) => cell.keys ?? [])).size);
    }
    return sumOf(cells);
  }

  /** Coverage and origins of a computed indicator are those of what it begins with. */
  function entryOf(indicator: RawIndicator): RawIndicator | undefined {
    const first = {
      ratio: indicator.numeratorCode,
      derived: indicator.formula?.split(' ')[0],
      units_with: /^units_with\((\w+) >/.exec(indicator.measure ?? '')?.[1],
    }[indicator.kind as 'ratio'];
    if (!['ratio', 'derived', 'units_with'].includes(indicator.kind)) return indicator;
    return first ? entryOf(indicatorOf(first)) : undefined;
  }

  return (code) => {
    const entry = entryOf(indicatorOf(code));
    if (!entry) return { value: valueOf(code), origins: noOrigins, qualifier: null, coverage: null };
    const cells = cellsOf(entry, territory);
    const origins = { ...noOrigins };
    for (const cell of cells) origins[cell.origin]++;
    const owing = raw.units
      .filter((unit) => territory.has(unit.id))
      .map((unit) => ({ unit, months: monthsOf(entry).filter((month) => owes(raw, unit, entry.id, month)).length }))
      .filter(({ months }) => months > 0);
    const coverage = {
      reported: cells.length,
      obliged: owing.reduce((total, { months }) => total + months, 0),
      units: owing.length,
      silentUnits: owing.filter(({ unit }) => cells.every((cell) => cell.unitId !== unit.id)).length,
    };
    const said = new Set(cells.map((cell) => cell.qualifier).filter((qualifier) => qualifier !== null));
    const qualifier = entry.code === code && said.size === 1 ? [...said][0]! : null;
    return { value: valueOf(code), origins, qualifier, coverage };
  };
}
