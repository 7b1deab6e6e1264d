// What a reorganisation of units (sắp xếp đơn vị hành chính) does to the tree, and why one cannot be done. Pure: the units
// and successions as they stand are handed in, and the same rules judge the form, the preview and the act on its day.

import { addedKinds, toNameKey } from '#modules/units/added-units.rules.ts';
import {
  determineHomes,
  determineTerritories,
  type Extent,
  splitDesignation,
  type SuccessionLink,
  type TerritoryRow,
  type UnitKind,
  type UnitPlace,
} from '#modules/units/units.rules.ts';

/** The kinds of units that a reorganisation founds. */
export const foundedKinds = ['province', 'commune', 'residential_area'] as const;
export type FoundedKind = (typeof foundedKinds)[number];

/** A present unit as `#id`, or a unit that the plan founds by its ref, `n1`. */
export type Ref = string;

/** A unit that is to be founded. code null = the house gives one. */
export type Founded = {
  ref: Ref;
  kind: FoundedKind;
  code: string | null;
  nameVi: string;
  nameEn: string | null;
  parent: Ref;
};

/** What follows an ending unit, or what a unit that lives on gives part of its land to. */
export type Followed = { from: number; to: Ref; extent: Extent; note: string | null };

/** The lines of a reorganisation: which units end, are founded, follow, or come under another unit with their name. */
export type PlanLines = {
  ended: readonly number[];
  founded: readonly Founded[];
  successions: readonly Followed[];
  moved: readonly { unitId: number; to: Ref }[];
};
export type Plan = PlanLines & { takesEffectOn: string };

/** A unit as the house has it. */
export type StandingUnit = {
  id: number;
  kind: UnitKind;
  code: string;
  codeOrigin: 'official' | 'ours';
  nameVi: string;
  nameEn: string | null;
  parentId: number | null;
  validFrom: string | null;
  validTo: string | null;
};
export type Standing = {
  units: readonly StandingUnit[];
  successions: readonly Required<SuccessionLink>[];
};

/** A unit that the reorganisation makes. id: negative until it is written; of a unit to be made as parentId too. */
export type MadeUnit = {
  id: number;
  ref: Ref | null;
  kind: UnitKind;
  code: string;
  codeOrigin: 'official' | 'ours';
  nameVi: string;
  nameEn: string | null;
  parentId: number;
  /** The present unit that goes on under this one with its name; null for what is founded. */
  carriedFrom: number | null;
  /** The name was taken at its new place, so the former place was added to it. */
  isRenamed: boolean;
};

/** All that is to be written, what follows from the lines included. */
export type Changes = {
  endedIds: number[];
  made: MadeUnit[];
  successions: { fromUnitId: number; toUnitId: number; extent: Extent; note: string | null }[];
};

/** Why a plan cannot be done: the field, a code of reorganisations.problems.ts and its parameters. */
export type Refusal = { path: string; code: string; params: Record<string, string> };

export type Judgement = {
  changes: Changes;
  refusals: Refusal[];
  /** Open units below a split one: the plan has to say where each comes. */
  undecided: number[];
};

const officialCode: Partial<Record<UnitKind, RegExp>> = { province: /^\d{2}$/u, commune: /^\d{5}$/u };

/** Under which kinds a unit of a kind may lie. */
const kindsAbove: Partial<Record<UnitKind, readonly UnitKind[]>> = {
  province: ['nation'],
  commune: ['province'],
  residential_area: ['commune'],
  agency: ['commune', 'province'],
  enterprise: ['commune', 'province'],
  school: ['commune', 'province'],
};

export function toRef(unitId: number): Ref {
  return `#${unitId}`;
}

/** The id that a ref of a present unit names; undefined for a founded one. */
export function idOfRef(ref: Ref): number | undefined {
  return /^#\d{1,9}$/u.test(ref) ? Number(ref.slice(1)) : undefined;
}

/**
 * Judges a plan against the units as they stand and works out all that it does.
 *
 * What lies below an ending unit goes on below the one that follows it whole, as a new unit of the same name that follows
 * it (communes keep their code); below a split unit the plan has to say where each goes. So no open unit is left below an
 * ended one, which `determineHomes` relies on.
 */
export function judgePlan(plan: Plan, standing: Standing): Judgement {
  return new Judge(plan, standing).judge();
}

class Judge {
  readonly #plan: Plan;
  readonly #byId: Map<number, StandingUnit>;
  readonly #children = new Map<number, StandingUnit[]>();
  readonly #pairs: Set<string>;
  readonly #refusals: Refusal[] = [];
  readonly #undecided: number[] = [];
  readonly #made: MadeUnit[] = [];
  readonly #ended: Set<number>;
  /** What a present unit goes on as, by its id. */
  readonly #goesOnAs = new Map<number, number>();
  readonly #founded = new Map<Ref, MadeUnit>();
  readonly #lastNumbers = new Map<string, number>();

  constructor(plan: Plan, standing: Standing) {
    this.#plan = plan;
    this.#byId = new Map(standing.units.map((unit) => [unit.id, unit]));
    for (const unit of standing.units) {
      if (unit.parentId === null) continue;
      const list = this.#children.get(unit.parentId);
      if (list === undefined) this.#children.set(unit.parentId, [unit]);
      else list.push(unit);
    }
    this.#pairs = new Set(standing.successions.map((one) => `${one.fromUnitId}>${one.toUnitId}`));
    this.#ended = new Set(plan.ended);
  }

  judge(): Judgement {
    const { ended, founded, successions, moved } = this.#plan;
    if (ended.length + founded.length + successions.length + moved.length === 0) this.#refuse('ended', 'empty');
    ended.forEach((id, index) => this.#judgeEnded(id, `ended.${index}`));
    founded.forEach((unit, index) => this.#found(unit, `founded.${index}`));
    moved.forEach(({ unitId, to }, index) => this.#move(unitId, to, `moved.${index}`));
    this.#carryBelow();
    successions.forEach((one, index) => this.#judgeSuccession(one, `successions.${index}`));
    this.#judgeExtents();
    this.#judgeFoundedParents();
    this.#judgeNames();
    return {
      changes: { endedIds: [...this.#ended], made: this.#made, successions: this.#listSuccessions() },
      refusals: this.#refusals,
      undecided: this.#undecided,
    };
  }

  #refuse(path: string, code: string, params: Record<string, string> = {}): void {
    this.#refusals.push({ path, code: `reorganisation.${code}`, params });
  }

  #nameOf(id: number): string {
    return this.#byId.get(id)?.nameVi ?? this.#made.find((unit) => unit.id === id)?.nameVi ?? `#${id}`;
  }

  /** A present unit that the plan may touch; says at the field why it may not. */
  #findOpen(id: number, path: string): StandingUnit | undefined {
    const unit = this.#byId.get(id);
    if (unit === undefined || unit.kind === 'nation') {
      this.#refuse(path, 'unit_unknown');
      return undefined;
    }
    if (unit.validTo !== null) {
      this.#refuse(path, 'unit_ended', { name: unit.nameVi });
      return undefined;
    }
    return unit;
  }

  #judgeEnded(id: number, path: string): void {
    if (this.#plan.ended.filter((one) => one === id).length > 1) return this.#refuse(path, 'unit_twice');
    const unit = this.#findOpen(id, path);
    if (unit !== undefined) this.#judgeDay(unit, path, 'day_before');
  }

  /** A unit ends, or takes in land, at least a day after it began. */
  #judgeDay(unit: StandingUnit, path: string, code: string): void {
    if (unit.validFrom !== null && this.#plan.takesEffectOn <= unit.validFrom) {
      this.#refuse(path, code, { name: unit.nameVi, day: toVietnameseDay(unit.validFrom) });
    }
  }

  #found(founded: Founded, path: string): void {
    const { ref, kind, code, nameVi, nameEn } = founded;
    if (this.#founded.has(ref)) return this.#refuse(`${path}.ref`, 'unit_twice');
    if (!/[\p{L}\p{N}]/u.test(nameVi)) this.#refuse(`${path}.nameVi`, 'name_missing');
    if (code !== null && !(officialCode[kind]?.test(code) ?? false)) {
      this.#refuse(`${path}.code`, kind === 'residential_area' ? 'code_given' : 'code_shape');
    }
    if (code !== null) this.#judgeCode(founded, path);
    const made: MadeUnit = {
      id: -this.#made.length - 1,
      ref,
      kind,
      code: code ?? '',
      codeOrigin: code === null ? 'ours' : 'official',
      nameVi,
      nameEn,
      parentId: 0,
      carriedFrom: null,
      isRenamed: false,
    };
    this.#founded.set(ref, made);
    this.#made.push(made);
  }

  #judgeCode({ ref, kind, code }: Founded, path: string): void {
    const { takesEffectOn, founded } = this.#plan;
    for (const unit of this.#byId.values()) {
      if (unit.kind !== kind || unit.code !== code) continue;
      const isHeld = unit.validTo === null && !this.#ended.has(unit.id);
      if (isHeld || unit.validFrom === takesEffectOn) this.#refuse(`${path}.code`, 'code_taken', { name: unit.nameVi });
    }
    if (founded.some((other) => other.ref !== ref && other.kind === kind && other.code === code)) {
      this.#refuse(`${path}.code`, 'code_twice');
    }
  }

  #move(unitId: number, to: Ref, path: string): void {
    if (this.#ended.has(unitId)) return this.#refuse(path, 'unit_twice');
    const unit = this.#findOpen(unitId, `${path}.unitId`);
    if (unit === undefined) return;
    this.#judgeDay(unit, `${path}.unitId`, 'day_before');
    const parentId = this.#resolve(to, `${path}.to`);
    if (parentId === undefined) return;
    if (unit.parentId === parentId) return this.#refuse(`${path}.to`, 'moved_nowhere', { name: unit.nameVi });
    this.#carry(unit, parentId, `${path}.to`);
  }

  /** The id of a ref; says at the field where there is no such unit. */
  #resolve(ref: Ref, path: string): number | undefined {
    const id = idOfRef(ref);
    if (id === undefined) {
      const made = this.#founded.get(ref);
      if (made === undefined) this.#refuse(path, 'unit_unknown');
      return made?.id;
    }
    const unit = this.#byId.get(id);
    if (unit === undefined) {
      this.#refuse(path, 'unit_unknown');
      return undefined;
    }
    if (unit.validTo !== null) {
      this.#refuse(path, 'unit_ended', { name: unit.nameVi });
      return undefined;
    }
    return id;
  }

  #kindOf(id: number): UnitKind | undefined {
    return this.#byId.get(id)?.kind ?? this.#made.find((unit) => unit.id === id)?.kind;
  }

  /** A present unit goes on under another with its name: it ends, and a unit of the same name follows it. */
  #carry(unit: StandingUnit, parentId: number, path: string): void {
    const above = this.#kindOf(parentId);
    if (above === undefined || !(kindsAbove[unit.kind] ?? []).includes(above)) {
      return this.#refuse(path, 'parent_kind', { name: unit.nameVi, parent: this.#nameOf(parentId) });
    }
    const made: MadeUnit = {
      id: -this.#made.length - 1,
      ref: null,
      kind: unit.kind,
      code: isAdded(unit.kind) ? '' : unit.code,
      codeOrigin: isAdded(unit.kind) ? 'ours' : unit.codeOrigin,
      nameVi: unit.nameVi,
      nameEn: unit.nameEn,
      parentId,
      carriedFrom: unit.id,
      isRenamed: false,
    };
    this.#made.push(made);
    this.#ended.add(unit.id);
    this.#goesOnAs.set(unit.id, made.id);
  }

  /** What lies open below an ending unit goes on below the one that follows it whole. */
  #carryBelow(): void {
    const pending = [...this.#ended];
    for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
      const below = (this.#children.get(id) ?? []).filter((unit) => unit.validTo === null && !this.#ended.has(unit.id));
      if (below.length === 0) continue;
      const parentId = this.#findWhole(id);
      if (parentId === undefined) {
        this.#undecided.push(...below.map((unit) => unit.id));
        this.#refuse('moved', 'below_split', {
          name: this.#nameOf(id),
          below: listNames(below.map((unit) => unit.nameVi)),
        });
        continue;
      }
      for (const unit of below) {
        this.#carry(unit, parentId, 'moved');
        pending.push(unit.id);
      }
    }
  }

  /** The one unit that an ending unit goes on as, wholly. */
  #findWhole(id: number): number | undefined {
    const carried = this.#goesOnAs.get(id);
    if (carried !== undefined) return carried;
    const [followed, ...others] = this.#plan.successions.filter((one) => one.from === id);
    if (followed === undefined || others.length > 0 || followed.extent === 'part') return undefined;
    return this.#follower(followed.to);
  }

  /** Who takes over under a ref: what the unit goes on as, where it comes under another unit itself. */
  #follower(ref: Ref): number | undefined {
    const id = idOfRef(ref);
    if (id === undefined) return this.#founded.get(ref)?.id;
    return this.#goesOnAs.get(id) ?? (this.#byId.has(id) ? id : undefined);
  }

  #judgeSuccession({ from, to, extent }: Followed, path: string): void {
    const source = this.#findOpen(from, `${path}.from`);
    const targetId = this.#resolve(to, `${path}.to`);
    if (source === undefined || targetId === undefined) return;
    const target = this.#byId.get(targetId);
    const isRepeated = this.#plan.successions.filter((one) => one.from === from && one.to === to).length > 1;
    if (targetId === from) return this.#refuse(`${path}.to`, 'to_itself', { name: source.nameVi });
    if (isRepeated) return this.#refuse(`${path}.to`, 'succession_twice', { name: source.nameVi });
    if (target !== undefined && this.#plan.ended.includes(targetId)) {
      return this.#refuse(`${path}.to`, 'to_ends', { name: target.nameVi });
    }
    if (this.#kindOf(targetId) !== source.kind) {
      return this.#refuse(`${path}.to`, 'kind_differs', { name: source.nameVi, to: this.#nameOf(targetId) });
    }
    if (target !== undefined) this.#judgeDay(target, `${path}.to`, 'day_before_taker');
    if (this.#pairs.has(`${from}>${targetId}`) && !this.#goesOnAs.has(targetId)) {
      this.#refuse(`${path}.to`, 'succession_known', { name: source.nameVi, to: this.#nameOf(targetId) });
    }
    if (!this.#plan.ended.includes(from)) {
      this.#judgeDay(source, `${path}.from`, 'day_before');
      if (extent !== 'part') this.#refuse(`${path}.extent`, 'living_whole', { name: source.nameVi });
    }
  }

  /** What ends is followed by one unit whole, or by several in parts; what is founded is made of something. */
  #judgeExtents(): void {
    const { ended, founded, successions } = this.#plan;
    ended.forEach((id, index) => {
      const unit = this.#byId.get(id);
      if (unit === undefined) return;
      const followed = successions.filter((one) => one.from === id);
      const params = { name: unit.nameVi };
      if (followed.length === 0) this.#refuse(`ended.${index}`, 'no_successor', params);
      const whole = followed.find((one) => one.extent === 'whole');
      if (followed.length > 1 && whole !== undefined) {
        this.#refuse(`successions.${successions.indexOf(whole)}.extent`, 'whole_among_parts', params);
      }
      const [only] = followed;
      if (followed.length === 1 && only?.extent === 'part') {
        this.#refuse(`successions.${successions.indexOf(only)}.extent`, 'lone_part', params);
      }
    });
    founded.forEach(({ ref, nameVi }, index) => {
      if (!successions.some((one) => one.to === ref))
        this.#refuse(`founded.${index}`, 'no_predecessor', { name: nameVi });
    });
  }

  /** What lies above a founded unit, once it is known what goes on as what. */
  #judgeFoundedParents(): void {
    this.#plan.founded.forEach(({ ref, nameVi, parent }, index) => {
      const path = `founded.${index}.parent`;
      const made = this.#founded.get(ref);
      const parentId = this.#resolve(parent, path);
      if (made === undefined || parentId === undefined) return;
      const standsAs = this.#goesOnAs.get(parentId) ?? parentId;
      if (this.#ended.has(parentId) && standsAs === parentId) {
        return this.#refuse(path, 'parent_ends', { parent: this.#nameOf(parentId) });
      }
      const above = this.#kindOf(standsAs);
      if (above === undefined || !(kindsAbove[made.kind] ?? []).includes(above)) {
        return this.#refuse(path, 'parent_kind', { name: nameVi, parent: this.#nameOf(parentId) });
      }
      const unit = this.#byId.get(standsAs);
      if (unit !== undefined && unit.validFrom !== null && this.#plan.takesEffectOn < unit.validFrom) {
        this.#refuse(path, 'day_before_taker', { name: unit.nameVi, day: toVietnameseDay(unit.validFrom) });
      }
      made.parentId = standsAs;
    });
    // What is moved under a unit that itself goes on elsewhere lies where that goes on.
    for (const made of this.#made) {
      made.parentId = this.#goesOnAs.get(made.parentId) ?? made.parentId;
      if (made.carriedFrom !== null && this.#ended.has(made.parentId)) {
        this.#refuse('moved', 'parent_ends', { parent: this.#nameOf(made.parentId) });
      }
    }
    for (const made of this.#made) if (made.code === '') made.code = this.#nextCode(made.parentId);
  }

  /** The code of the unit above with a running number, as for units that are added. */
  #nextCode(parentId: number): string {
    const above = this.#byId.get(parentId)?.code ?? this.#made.find((unit) => unit.id === parentId)?.code ?? '';
    const known = this.#lastNumbers.get(above) ?? this.#findLastNumber(above);
    this.#lastNumbers.set(above, known + 1);
    return `${above}-${String(known + 1).padStart(3, '0')}`;
  }

  #findLastNumber(above: string): number {
    let last = 0;
    for (const { code } of this.#byId.values()) {
      const number = code.startsWith(`${above}-`) ? code.slice(above.length + 1) : '';
      if (/^\d{1,6}$/u.test(number)) last = Math.max(last, Number(number));
    }
    return last;
  }

  /** One open unit of a kind bears a name below a parent: what is carried takes the name of its former place into its own. */
  #judgeNames(): void {
    const taken = new Set<string>();
    const keyOf = (unit: { kind: string; nameVi: string }, parentId: number) =>
      `${parentId} ${unit.kind} ${toNameKey(unit.nameVi)}`;
    const parents = new Set(this.#made.map((unit) => unit.parentId));
    for (const parentId of parents) {
      for (const unit of this.#children.get(parentId) ?? []) {
        if (unit.validTo === null && !this.#ended.has(unit.id)) taken.add(keyOf(unit, parentId));
      }
    }
    for (const made of this.#made) {
      // Communes and provinces go on with the name that their document gives them.
      if (made.carriedFrom !== null && !isAdded(made.kind)) continue;
      if (taken.has(keyOf(made, made.parentId)) && made.carriedFrom !== null) this.#rename(made);
      const key = keyOf(made, made.parentId);
      if (taken.has(key)) {
        const index = this.#plan.founded.findIndex((one) => one.ref === made.ref);
        this.#refuse(index === -1 ? 'moved' : `founded.${index}.nameVi`, 'name_taken', { name: made.nameVi });
      }
      taken.add(key);
    }
  }

  #rename(made: MadeUnit): void {
    const former = this.#byId.get(this.#byId.get(made.carriedFrom ?? 0)?.parentId ?? 0);
    if (former === undefined) return;
    made.nameVi = `${made.nameVi} (${splitDesignation(former.nameVi).bareName})`;
    made.isRenamed = true;
  }

  #listSuccessions(): Changes['successions'] {
    const listed = this.#plan.successions.flatMap(({ from, to, extent, note }) => {
      const toUnitId = this.#follower(to);
      return toUnitId === undefined ? [] : [{ fromUnitId: from, toUnitId, extent, note }];
    });
    const gives = new Set(listed.map((one) => one.fromUnitId));
    const carried = [...this.#goesOnAs].map(([fromUnitId, toUnitId]) => ({
      fromUnitId,
      toUnitId,
      extent: gives.has(fromUnitId) ? ('part' as const) : ('whole' as const),
      note: null,
    }));
    return [...listed, ...carried];
  }
}

function isAdded(kind: UnitKind): boolean {
  return (addedKinds as readonly string[]).includes(kind);
}

const mostNamed = 5;

function listNames(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` … (+${more})` : ''}`;
}

function toVietnameseDay(day: string): string {
  return day.split('-').toReversed().join('/');
}

type Tree = { units: UnitPlace[]; successions: SuccessionLink[] };

/** The tree as it stands after the changes. */
export function changeTree(standing: Standing, changes: Changes, day: string): Tree {
  const ended = new Set(changes.endedIds);
  return {
    units: [
      ...standing.units.map((unit) => (ended.has(unit.id) ? { ...unit, validTo: day } : unit)),
      ...changes.made.map(({ id, kind, parentId }) => ({ id, kind, parentId, validFrom: day, validTo: null })),
    ],
    successions: [
      ...standing.successions,
      ...changes.successions.map(({ fromUnitId, toUnitId, extent }) => ({
        fromUnitId,
        toUnitId,
        extent,
        takesEffectOn: day,
      })),
    ],
  };
}

/** Of a holder whose total as today moves: the present units whose own figures make it up, before and after. */
export type HolderMoved = { holderId: number; before: number[] | null; after: number[] | null };

export type Effects = {
  /** Holders as then whose territory would change for units that exist already: none, or the rules are broken. */
  thenChanged: number[];
  /** How many holders as then were compared. */
  thenCompared: number;
  /** Holders as today that hold other present units than before, and those that are new or end. */
  todayMoved: HolderMoved[];
  /** Units that are not divisible below a unit: split ones, and those that gave a part and hold their figures themselves. */
  split: { unitId: number; intoIds: number[]; heldBy: number | null }[];
};

/** What the changes do to the territories in both views, without writing anything. */
export function determineEffects(standing: Standing, changes: Changes, day: string): Effects {
  const after = changeTree(standing, changes, day);
  const rowsBefore = determineTerritories(standing.units, standing.successions);
  const rowsAfter = determineTerritories(after.units, after.successions);
  const nations = new Set(standing.units.filter((unit) => unit.kind === 'nation').map((unit) => unit.id));
  const [thenBefore, thenAfter] = [groupPresent(rowsBefore, 'then'), groupPresent(rowsAfter, 'then')];
  const [todayBefore, todayAfter] = [groupPresent(rowsBefore, 'today'), groupPresent(rowsAfter, 'today')];
  const ended = new Set(changes.endedIds);
  const todayMoved: HolderMoved[] = [];
  for (const holderId of new Set([...todayBefore.keys(), ...todayAfter.keys()])) {
    const [before, later] = [todayBefore.get(holderId), todayAfter.get(holderId)];
    if (!ended.has(holderId) && holderId > 0 && isSame(before, later)) continue;
    todayMoved.push({
      holderId,
      before: before === undefined ? null : [...before],
      after: later === undefined ? null : [...later],
    });
  }
  for (const { id } of changes.made) {
    if (!todayAfter.has(id)) todayMoved.push({ holderId: id, before: null, after: [] });
  }
  const homes = determineHomes(after.units, after.successions);
  const parts = Map.groupBy(changes.successions, (one) => one.fromUnitId);
  return {
    thenChanged: [...thenBefore].filter(([id, held]) => !isSame(held, thenAfter.get(id))).map(([id]) => id),
    thenCompared: thenBefore.size,
    todayMoved,
    split: [...parts]
      .filter(([, followed]) => followed.some((one) => one.extent === 'part') || followed.length > 1)
      .map(([unitId, followed]) => {
        const home = homes.get(unitId);
        return {
          unitId,
          intoIds: followed.map((one) => one.toUnitId),
          heldBy: home === undefined || nations.has(home) ? null : home,
        };
      }),
  };
}

/** The present units in the territory of each holder; what is still to be made has no figures. */
function groupPresent(rows: readonly TerritoryRow[], view: TerritoryRow['view']): Map<number, Set<number>> {
  const groups = new Map<number, Set<number>>();
  for (const row of rows) {
    if (row.view !== view || row.unitId < 0) continue;
    const group = groups.get(row.holderId);
    if (group === undefined) groups.set(row.holderId, new Set([row.unitId]));
    else group.add(row.unitId);
  }
  return groups;
}

function isSame(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.size === other.size && [...one].every((id) => other.has(id));
}
