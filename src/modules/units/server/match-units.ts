import { foldForMatch } from '#platform/typed-values.rules.ts';
import type { SetUnit } from './unit-set.ts';

/** What matching looks at: a unit of the database or of a set, with the key of its parent. */
export type MatchableUnit = Pick<SetUnit, 'kind' | 'code' | 'nameVi' | 'validFrom' | 'validTo'> & {
  key: string;
  parentKey: string | null;
};

/**
 * Finds the unit of the database that each unit of a set is, so that it keeps its id. Returns the key in the database
 * by the key in the set; a unit that is new has no entry, and no unit of the database is given twice.
 *
 * In this order: kind, code and first day; kind, code and last day; kind, name, last day, parent and province by name;
 * the same without the parent; at last, the unit under which the same children lie. Names match without regard to case
 * and tone placement, and only where one unit on either side answers to them.
 */
export function matchUnits(present: readonly MatchableUnit[], set: readonly MatchableUnit[]): Map<string, string> {
  const presentByKey = new Map(present.map((unit) => [unit.key, unit]));
  const setByKey = new Map(set.map((unit) => [unit.key, unit]));
  const matches = new Map<string, string>();
  const taken = new Set<string>();
  const match = (setKey: string, presentKey: string) => {
    matches.set(setKey, presentKey);
    taken.add(presentKey);
  };

  const describers: ((unit: MatchableUnit, units: ReadonlyMap<string, MatchableUnit>) => string)[] = [
    (unit) => [unit.kind, unit.code, unit.validFrom].join('|'),
    (unit) => [unit.kind, unit.code, unit.validTo].join('|'),
    (unit, units) =>
      [
        unit.kind,
        foldForMatch(unit.nameVi),
        unit.validTo,
        nameOf(parentOf(unit, units)),
        provinceName(unit, units),
      ].join('|'),
    (unit, units) => [unit.kind, foldForMatch(unit.nameVi), unit.validTo, provinceName(unit, units)].join('|'),
  ];
  for (const describe of describers) {
    const unmatchedSet = set.filter((unit) => !matches.has(unit.key));
    if (unmatchedSet.length === 0) break;
    const inSet = groupBy(unmatchedSet, (unit) => describe(unit, setByKey));
    const inPresent = groupBy(
      present.filter((unit) => !taken.has(unit.key)),
      (unit) => describe(unit, presentByKey),
    );
    for (const [description, [one, ...more]] of inSet) {
      const [candidate, ...others] = inPresent.get(description) ?? [];
      if (one !== undefined && candidate !== undefined && more.length === 0 && others.length === 0) {
        match(one.key, candidate.key);
      }
    }
  }
  for (const [setKey, presentKey] of matchByChildren(matches, taken, presentByKey, set)) match(setKey, presentKey);
  return matches;
}

function parentOf(unit: MatchableUnit, units: ReadonlyMap<string, MatchableUnit>): MatchableUnit | undefined {
  return unit.parentKey === null ? undefined : units.get(unit.parentKey);
}

function nameOf(unit: MatchableUnit | undefined): string {
  return unit === undefined ? '' : foldForMatch(unit.nameVi);
}

function provinceName(unit: MatchableUnit, units: ReadonlyMap<string, MatchableUnit>): string {
  let place: MatchableUnit | undefined = unit;
  while (place !== undefined && place.kind !== 'province') place = parentOf(place, units);
  return nameOf(place);
}

/** Units not matched yet whose matched children all lie under one unit not matched either: it bears another name only. */
function* matchByChildren(
  matches: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
  presentByKey: ReadonlyMap<string, MatchableUnit>,
  set: readonly MatchableUnit[],
): Generator<[setKey: string, presentKey: string]> {
  const setByKey = new Map(set.map((unit) => [unit.key, unit]));
  const parents = new Map<string, Set<string>>();
  const claimants = new Map<string, Set<string>>();
  for (const unit of set) {
    const child = presentByKey.get(matches.get(unit.key) ?? '');
    if (child === undefined || unit.parentKey === null || child.parentKey === null) continue;
    addTo(parents, unit.parentKey, child.parentKey);
    addTo(claimants, child.parentKey, unit.parentKey);
  }
  for (const [setKey, presentKeys] of parents) {
    const [presentKey, ...others] = presentKeys;
    if (presentKey === undefined || others.length > 0 || matches.has(setKey) || taken.has(presentKey)) continue;
    const isOnlyClaimant = claimants.get(presentKey)?.size === 1;
    const [one, other] = [setByKey.get(setKey), presentByKey.get(presentKey)];
    if (isOnlyClaimant && one?.kind === other?.kind && one?.validTo === other?.validTo) yield [setKey, presentKey];
  }
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const values = sets.get(key);
  if (values === undefined) sets.set(key, new Set([value]));
  else values.add(value);
}

function groupBy<Value>(values: readonly Value[], describe: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = describe(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
