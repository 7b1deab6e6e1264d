// What a unit is called, when it counts, where its territory lies. Runs the same on server, browser and field device.

import { toSearchKey, withoutDiacritics } from '#platform/search-key.rules.ts';
import { determineMonthDays, determineMonthOf, isDay } from '#platform/periods.rules.ts';

export const unitKinds = [
  'nation',
  'province',
  'district',
  'commune',
  'residential_area',
  'agency',
  'enterprise',
  'school',
] as const;
export type UnitKind = (typeof unitKinds)[number];

export const extents = ['whole', 'part', 'unverified'] as const;
export type Extent = (typeof extents)[number];

/** then = the units of that time; today = the present units with what passed into them. */
export type View = 'then' | 'today';

/** A half-open period, yyyy-mm-dd. validFrom null = unknown, validTo null = still exists. */
export type Validity = { validFrom: string | null; validTo: string | null };

/**
 * The place of a unit in the tree of its own time. validFrom left out: it began with what it took in; null: unknown, so
 * that it may have existed before.
 */
export type UnitPlace = {
  id: number;
  kind: UnitKind;
  parentId: number | null;
  validFrom?: string | null;
  validTo: string | null;
};
export type SuccessionLink = { fromUnitId: number; toUnitId: number; extent: Extent; takesEffectOn?: string };
export type TerritoryRow = { view: View; holderId: number; unitId: number };

const designations = [
  ['tỉnh', 'Province'],
  ['thành phố', 'City'],
  ['thị xã', 'Town'],
  ['thị trấn', 'Township'],
  ['huyện', 'District'],
  ['quận', 'District'],
  ['xã', 'Commune'],
  ['phường', 'Ward'],
  ['đặc khu', 'Special Zone'],
] as const;

export function splitDesignation(nameVi: string): { designationEn: string | undefined; bareName: string } {
  const tidy = nameVi.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const found = designations.find(([vi]) => tidy.toLowerCase().startsWith(`${vi} `));
  return found === undefined
    ? { designationEn: undefined, bareName: tidy }
    : { designationEn: found[1], bareName: tidy.slice(found[0].length + 1) };
}

/** An English name made from the Vietnamese one: Xã Phong Thạnh → Phong Thanh Commune, Phường 12 → Ward 12. */
export function toEnglishName(nameVi: string): string {
  const { designationEn, bareName } = splitDesignation(nameVi);
  const name = withoutDiacritics(bareName);
  if (designationEn === undefined) return name;
  return /\d$/u.test(name) ? `${designationEn} ${name}` : `${name} ${designationEn}`;
}

/** One search text of a unit: the form in which its names are stored and a question is compared with them. */
export function toSearchText(text: string): string {
  return toSearchKey(text.replace(/['\u2018\u2019`]/gu, '').replace(/[\u2010-\u2015-]/gu, ' '));
}

/** The stored search key of a unit: bare name | Vietnamese name | English name, without diacritics. */
export function toUnitSearchKey(nameVi: string, nameEn: string | null): string {
  const names = [splitDesignation(nameVi).bareName, nameVi, nameEn ?? ''].map(toSearchText);
  return [...new Set(names.filter((name) => name !== ''))].join(' | ');
}

/** Reads `96` or `96@2020-01-01` (the holder of the code on that day). Undefined when it is neither. */
export function parseUnitCode(text: string): { code: string; on?: string } | undefined {
  const [code = '', on, ...rest] = text.trim().split('@');
  if (rest.length > 0 || !/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(code)) return undefined;
  if (on === undefined) return { code };
  return isDay(on) ? { code, on } : undefined;
}

/** `CODE@DATE` that names this holder of the code and no other, whatever period is asked for. */
export function toUnambiguousCode(unit: Validity & { code: string }): string {
  if (unit.validFrom !== null) return `${unit.code}@${unit.validFrom}`;
  if (unit.validTo === null) return unit.code;
  const lastDay = new Date(`${unit.validTo}T00:00:00Z`);
  lastDay.setUTCDate(lastDay.getUTCDate() - 1);
  return `${unit.code}@${lastDay.toISOString().slice(0, 10)}`;
}

/** Whether a unit exists on a day (yyyy-mm-dd). An unknown first day counts as long ago. */
export function isValidOn(unit: Validity, day: string): boolean {
  return (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || day < unit.validTo);
}

/**
 * Whether a unit counts in any administrative month from `from` to `to`, both included and given as yyyy-mm or by the
 * first of the month. A unit counts for a month when it exists on its last day, the 14th (Decree 09/2019/NĐ-CP Art. 12).
 */
export function countsInMonths(unit: Validity, from: string, to: string): boolean {
  const firstClose = determineMonthDays(from.slice(0, 7)).to;
  const lastClose = determineMonthDays(to.slice(0, 7)).to;
  const earliest = unit.validFrom === null || unit.validFrom < firstClose ? firstClose : unit.validFrom;
  const close = determineMonthDays(determineMonthOf(earliest)).to;
  return close <= lastClose && isValidOn(unit, close);
}

/** The links of a set of units, indexed once for all questions about territory. */
type Links = {
  byId: Map<number, UnitPlace>;
  children: Map<number, UnitPlace[]>;
  successions: Map<number, SuccessionLink[]>;
  /** Units with predecessors: of how many lands each is made, its own of before included. */
  madeOf: Map<number, number>;
};

function indexLinks(units: readonly UnitPlace[], successions: readonly SuccessionLink[]): Links {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const children = new Map<number, UnitPlace[]>();
  for (const unit of units) if (unit.parentId !== null) pushTo(children, unit.parentId, unit);
  const bySource = new Map<number, SuccessionLink[]>();
  const byTarget = new Map<number, SuccessionLink[]>();
  for (const succession of successions) {
    if (!byId.has(succession.fromUnitId) || !byId.has(succession.toUnitId)) continue;
    pushTo(bySource, succession.fromUnitId, succession);
    pushTo(byTarget, succession.toUnitId, succession);
  }
  const madeOf = new Map(
    [...byTarget].map(([id, taken]) => {
      const hadLandBefore = taken.every((succession) => isTakenInLater(byId.get(id)!, succession));
      return [id, taken.length + (hadLandBefore ? 1 : 0)];
    }),
  );
  return { byId, children, successions: bySource, madeOf };
}

/** Whether a unit existed before it took in what a succession gave it. */
function isTakenInLater({ validFrom }: UnitPlace, { takesEffectOn }: SuccessionLink): boolean {
  if (validFrom === undefined || takesEffectOn === undefined) return false;
  return validFrom === null || validFrom < takesEffectOn;
}

function pushTo<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Where each unit lies today, and the open units above each open unit, itself first. */
type TodayTree = { homes: Map<number, number>; pathOf: (openUnitId: number) => readonly number[] };

/**
 * The home of each unit: the lowest open unit that holds all of it today.
 *
 * An open unit is its own home. A unit that passed whole (or unverified) into one other has the home of that one;
 * a split unit has the lowest open unit above all its parts, which may be the nation. A unit without successors
 * lies where the units that were below it lie together, else where its parent lies.
 * Units that nothing open holds are absent. Throws when successions run in a circle.
 */
export function determineHomes(
  units: readonly UnitPlace[],
  successions: readonly SuccessionLink[],
): Map<number, number> {
  return growTodayTree(indexLinks(units, successions), units).homes;
}

function growTodayTree(links: Links, units: readonly UnitPlace[]): TodayTree {
  const underWay = new Set<number>();
  const foundByLinks = new Map<number, number | undefined>();
  const paths = new Map<number, readonly number[]>();

  function homeOf(unit: UnitPlace): number | undefined {
    if (unit.validTo === null) return unit.id;
    const found = homeByLinks(unit);
    if (found !== undefined || unit.parentId === null) return found;
    const parent = links.byId.get(unit.parentId);
    return parent === undefined ? undefined : homeOf(parent);
  }

  function homeByLinks(unit: UnitPlace): number | undefined {
    if (foundByLinks.has(unit.id)) return foundByLinks.get(unit.id);
    if (underWay.has(unit.id)) throw new Error(`successions or parents of unit ${unit.id} run in a circle`);
    underWay.add(unit.id);
    const followed = links.successions.get(unit.id) ?? [];
    const home = followed.length > 0 ? homeBySuccessors(followed) : homeByChildren(unit);
    underWay.delete(unit.id);
    foundByLinks.set(unit.id, home);
    return home;
  }

  function homeBySuccessors(followed: readonly SuccessionLink[]): number | undefined {
    const homes: number[] = [];
    for (const { toUnitId } of followed) {
      const home = homeOf(getUnit(toUnitId));
      if (home === undefined) return undefined;
      homes.push(home);
    }
    const lowest = lowestAbove(homes);
    // One part alone leaves the rest of the land unsaid: it is only known to lie somewhere above that part.
    const isLonePart = followed.length === 1 && followed[0]?.extent === 'part';
    return isLonePart && lowest !== undefined ? (pathOf(lowest)[1] ?? lowest) : lowest;
  }

  function homeByChildren(unit: UnitPlace): number | undefined {
    const ended = (links.children.get(unit.id) ?? []).filter((child) => child.validTo !== null);
    const homes = ended.map(homeByLinks).filter((home) => home !== undefined);
    return homes.length === 0 ? undefined : lowestAbove(homes);
  }

  function lowestAbove(homes: readonly number[]): number | undefined {
    const [first, ...others] = new Set(homes);
    if (first === undefined || others.length === 0) return first;
    const otherPaths = others.map((home) => new Set(pathOf(home)));
    return pathOf(first).find((id) => otherPaths.every((path) => path.has(id)));
  }

  function pathOf(openUnitId: number): readonly number[] {
    const known = paths.get(openUnitId);
    if (known !== undefined) return known;
    const { parentId } = getUnit(openUnitId);
    const parent = parentId === null ? undefined : links.byId.get(parentId);
    const above = parent === undefined ? undefined : homeOf(parent);
    const path = above === undefined ? [openUnitId] : [openUnitId, ...pathOf(above)];
    paths.set(openUnitId, path);
    return path;
  }

  function getUnit(id: number): UnitPlace {
    const unit = links.byId.get(id);
    if (unit === undefined) throw new Error(`unit ${id} is not among the units`);
    return unit;
  }

  const homes = new Map<number, number>();
  for (const unit of units) {
    const home = homeOf(unit);
    if (home !== undefined) homes.set(unit.id, home);
  }
  return { homes, pathOf };
}

/**
 * All territory rows of both views: which units' own figures make up which holder. The nation is never a holder.
 *
 * - then: each unit is held by itself and by every unit above it in its own time.
 * - today, open holder: every unit whose home is the holder or lies below it.
 * - today, ended holder: its former territory, that is the units below it in its time, and every later unit whose
 *   predecessors all lie in that territory, with what lies below such a unit and has no predecessors. A unit that lived
 *   on and took others in is made of its own land as well.
 *
 * Each row occurs once; the order is not meaningful.
 */
export function determineTerritories(
  units: readonly UnitPlace[],
  successions: readonly SuccessionLink[],
): TerritoryRow[] {
  const links = indexLinks(units, successions);
  const { homes, pathOf } = growTodayTree(links, units);
  const nations = new Set(units.filter((unit) => unit.kind === 'nation').map((unit) => unit.id));
  const rows: TerritoryRow[] = [];
  for (const unit of units) {
    for (let holder: UnitPlace | undefined = unit; holder !== undefined; holder = parentOf(holder, links)) {
      if (!nations.has(holder.id)) rows.push({ view: 'then', holderId: holder.id, unitId: unit.id });
    }
    const home = homes.get(unit.id);
    for (const holderId of home === undefined ? [] : pathOf(home)) {
      if (!nations.has(holderId)) rows.push({ view: 'today', holderId, unitId: unit.id });
    }
    if (unit.validTo !== null && !nations.has(unit.id)) {
      for (const unitId of determineFormerTerritory(unit, links)) {
        rows.push({ view: 'today', holderId: unit.id, unitId });
      }
    }
  }
  return rows;
}

function parentOf(unit: UnitPlace, links: Links): UnitPlace | undefined {
  return unit.parentId === null ? undefined : links.byId.get(unit.parentId);
}

function determineFormerTerritory(ended: UnitPlace, links: Links): Set<number> {
  const territory = new Set(listThenBelow(ended.id, links));
  const predecessorsInside = new Map<number, number>();
  const pending = [...territory];
  const include = (unitId: number) => {
    if (territory.has(unitId)) return;
    territory.add(unitId);
    pending.push(unitId);
    // What lies below a later unit and has no predecessors of its own can only lie where that unit lies.
    for (const child of links.children.get(unitId) ?? []) if (!links.madeOf.has(child.id)) include(child.id);
  };
  for (let unitId = pending.pop(); unitId !== undefined; unitId = pending.pop()) {
    for (const { toUnitId } of links.successions.get(unitId) ?? []) {
      const inside = (predecessorsInside.get(toUnitId) ?? 0) + 1;
      predecessorsInside.set(toUnitId, inside);
      if (inside === links.madeOf.get(toUnitId)) include(toUnitId);
    }
  }
  return territory;
}

function listThenBelow(unitId: number, links: Links): number[] {
  return [unitId, ...(links.children.get(unitId) ?? []).flatMap((child) => listThenBelow(child.id, links))];
}

/** A unit of which only a part lies in a territory. heldBy is the lowest open unit that holds all of it; null = the nation or none. */
export type NotDivisible = { unitId: number; reason: 'split' | 'joined'; heldBy: number | null };

/**
 * The units that an answer for a holder as today cannot contain because only a part of them lies in its territory:
 * `split`, a former unit of which some parts went into the territory and others not; `joined`, a later unit of an
 * ended holder that took in land from outside as well. Sorted by unitId.
 *
 * territory: the unit ids of the holder in the view today; homes: from `determineHomes`.
 */
export function determineNotDivisible(
  holderId: number,
  territory: ReadonlySet<number>,
  successions: readonly SuccessionLink[],
  homes: ReadonlyMap<number, number>,
): NotDivisible[] {
  const found = new Map<number, NotDivisible>();
  const isEndedHolder = homes.get(holderId) !== holderId;
  for (const { fromUnitId, toUnitId } of successions) {
    if (territory.has(toUnitId) && !territory.has(fromUnitId)) {
      found.set(fromUnitId, { unitId: fromUnitId, reason: 'split', heldBy: homes.get(fromUnitId) ?? null });
    }
    if (isEndedHolder && territory.has(fromUnitId) && !territory.has(toUnitId)) {
      found.set(toUnitId, { unitId: toUnitId, reason: 'joined', heldBy: homes.get(toUnitId) ?? null });
    }
  }
  return [...found.values()].toSorted((one, other) => one.unitId - other.unitId);
}
