import type { GeneratorValue } from 'fast-check';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import type { Tx } from '#platform/database/database.ts';

/** Draws values inside a property (fc.gen). */
export type Draw = GeneratorValue;

export type DrawnUnit = {
  id: number;
  kind: 'province' | 'district' | 'commune';
  parentId: number;
  validFrom: string | null;
  validTo: string | null;
};
export type DrawnSuccession = {
  fromUnitId: number;
  toUnitId: number;
  on: string;
  extent: 'whole' | 'part' | 'unverified';
};
export type DrawnTree = { units: DrawnUnit[]; successions: DrawnSuccession[]; reform: string };

const nation = 1;
/** An earlier change of boundaries, inside the months that the tests fill. */
export const earlierChange = '2025-03-15';

// Places in a list are drawn, not its things, so that a failure prints in a few lines.
export const among = (draw: Draw, min: number, max: number): number => draw(() => fc.integer({ min, max }));
export const chance = (draw: Draw, ofTen: number): boolean => among(draw, 1, 10) <= ofTen;
export const pick = <T>(draw: Draw, ...choices: T[]): T => choices[among(draw, 0, choices.length - 1)]!;
export const someOf = <T>(draw: Draw, list: T[], atLeast = 0): T[] =>
  draw(() => fc.shuffledSubarray([...list.keys()], { minLength: Math.min(atLeast, list.length) })).map(
    (at) => list[at]!,
  );
export const shuffled = <T>(draw: Draw, list: T[]): T[] => someOf(draw, list, list.length);

/**
 * A country of a few provinces before and after a reform: some ended, some new, with districts and communes that ended,
 * stayed or began, and with what followed what: whole, in parts, one known part only, unverified, or nothing known.
 */
export function drawTree(draw: Draw): DrawnTree {
  const reform = pick(draw, '2025-06-14', '2025-06-15', '2025-07-01', '2025-07-14', '2025-07-15');
  const units: DrawnUnit[] = [];
  const add = (
    kind: DrawnUnit['kind'],
    parentId: number,
    validFrom: string | null,
    validTo: string | null,
  ): DrawnUnit => {
    const unit = { id: nation + 1 + units.length, kind, parentId, validFrom, validTo };
    units.push(unit);
    return unit;
  };
  const begin = (): string | null => pick(draw, null, '2008-08-01', '2008-08-01', earlierChange);
  const end = (parent: DrawnUnit, from: string | null): string | null =>
    parent.validTo ?? pick(draw, null, reform, reform, from === earlierChange ? reform : earlierChange);

  add('province', nation, null, null);
  for (let more = among(draw, 1, 3); more > 0; more--) {
    add('province', nation, pick(draw, null, '2004-01-01'), pick(draw, null, reform, reform));
  }
  if (chance(draw, 3)) add('province', nation, reform, null);
  for (const province of [...units]) {
    const isNew = province.validFrom === reform;
    const districts = isNew ? 0 : among(draw, 0, 1);
    const parents = [province];
    for (let count = 0; count < districts; count++) {
      parents.push(
        add('district', province.id, pick(draw, null, '2008-08-01'), province.validTo ?? pick(draw, null, reform)),
      );
    }
    for (let count = isNew ? 0 : among(draw, 1, 3); count > 0; count--) {
      const from = begin();
      const parent = pick(draw, ...parents);
      add('commune', parent.id, from, end(parent, from));
    }
    if (province.validTo === null) {
      for (let count = among(draw, 0, 2); count > 0; count--)
        add('commune', province.id, isNew ? reform : pick(draw, reform, reform, earlierChange), null);
    }
  }
  return { units, successions: drawSuccessions(draw, units), reform };
}

function drawSuccessions(draw: Draw, units: DrawnUnit[]): DrawnSuccession[] {
  const successions: DrawnSuccession[] = [];
  // What ended last is drawn first: a unit that ended itself is only followed on to where something is known.
  const ended = units.filter((unit) => unit.validTo !== null).toSorted((a, b) => b.validTo!.localeCompare(a.validTo!));
  for (const unit of ended) {
    const on = unit.validTo!;
    const heirs = units.filter(
      (heir) =>
        heir.kind === unit.kind &&
        heir.id !== unit.id &&
        (heir.validFrom === null || heir.validFrom <= on) &&
        (heir.validTo === null || (heir.validTo > on && successions.some((one) => one.fromUnitId === heir.id))),
    );
    const count = pick(draw, 0, 1, 1, 1, 2, 2);
    const chosen = someOf(draw, heirs, count).slice(0, count);
    for (const heir of chosen) {
      const extent =
        chosen.length === 1
          ? pick(draw, 'whole' as const, 'whole' as const, 'unverified' as const, 'part' as const)
          : pick(draw, 'part' as const, 'part' as const, 'unverified' as const);
      successions.push({ fromUnitId: unit.id, toUnitId: heir.id, on, extent });
    }
  }
  // Now and then an open commune gave some of its land to a new one.
  const giving = units.filter(
    (unit) => unit.kind === 'commune' && unit.validTo === null && unit.validFrom !== earlierChange,
  );
  const taking = units.filter(
    (unit) => unit.kind === 'commune' && unit.validTo === null && unit.validFrom === earlierChange,
  );
  if (giving.length > 0 && taking.length > 0 && chance(draw, 3)) {
    successions.push({
      fromUnitId: pick(draw, ...giving).id,
      toUnitId: pick(draw, ...taking).id,
      on: earlierChange,
      extent: 'part',
    });
  }
  return successions;
}

/** Puts the tree in the place of the made-up one of tests/support/units.ts; the nation stays. */
export async function insertTree(tx: Tx, tree: DrawnTree): Promise<void> {
  await sql`delete from territories`.execute(tx);
  await sql`delete from territory_lives`.execute(tx);
  await sql`delete from successions`.execute(tx);
  await sql`delete from units where id <> ${nation}`.execute(tx);
  await insertUnits(tx, tree.units, tree);
  await insertSuccessions(tx, tree.successions);
  // Later changes are drawn with ids that follow; what is added in between has ids far from theirs.
  await sql`select setval(pg_get_serial_sequence('units', 'id'), 1000)`.execute(tx);
}

/** The shard key: the province of a unit in its own time. */
export function provinceOf(tree: DrawnTree, unit: DrawnUnit): number {
  return unit.kind === 'province'
    ? unit.id
    : provinceOf(
        tree,
        tree.units.find((one) => one.id === unit.parentId)!,
      );
}

async function insertUnits(tx: Tx, units: DrawnUnit[], tree: DrawnTree): Promise<void> {
  const rows = units.map((unit) => ({
    ...unit,
    provinceId: provinceOf(tree, unit),
    code: `R${unit.id}`,
    name: `Đơn vị ${unit.id}`,
  }));
  await sql`
    insert into units (id, province_id, kind, code, code_origin, name_vi, parent_id, valid_from, valid_to, search_key, source)
    overriding system value
    select r.id, r."provinceId", r.kind, r.code, 'ours', r.name, r."parentId", r."validFrom", r."validTo", r.code, 'verified'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id integer, "provinceId" integer, kind text, code text, name text,
      "parentId" integer, "validFrom" date, "validTo" date)`.execute(tx);
}

async function insertSuccessions(tx: Tx, successions: DrawnSuccession[]): Promise<void> {
  await sql`
    insert into successions (from_unit_id, to_unit_id, takes_effect_on, extent, source)
    select r."fromUnitId", r."toUnitId", r."on", r.extent, 'verified'
    from jsonb_to_recordset(${JSON.stringify(successions)}::jsonb)
      as r("fromUnitId" integer, "toUnitId" integer, "on" date, extent text)`.execute(tx);
}

/** A further change after all months of the tests: one or two open communes end and a new one takes them over. */
export function drawLaterChange(draw: Draw, tree: DrawnTree, on: string): DrawnTree {
  const open = tree.units.filter((unit) => unit.kind === 'commune' && unit.validTo === null);
  const provinces = tree.units.filter((unit) => unit.kind === 'province' && unit.validTo === null);
  const ending = someOf(draw, open, 1).slice(0, 2);
  const created: DrawnUnit = {
    id: nation + 1 + tree.units.length,
    kind: 'commune',
    parentId: pick(draw, ...provinces).id,
    validFrom: on,
    validTo: null,
  };
  const extents = ending.map(() => pick(draw, 'whole' as const, 'unverified' as const, 'part' as const));
  return {
    ...tree,
    units: [...tree.units.map((unit) => (ending.includes(unit) ? { ...unit, validTo: on } : unit)), created],
    successions: ending.map((unit, index) => ({
      fromUnitId: unit.id,
      toUnitId: created.id,
      on,
      extent: extents[index]!,
    })),
  };
}

/** Writes a later change: the new unit, what ended, and the further successions. */
export async function insertLaterChange(tx: Tx, before: DrawnTree, after: DrawnTree): Promise<void> {
  await insertUnits(tx, after.units.slice(before.units.length), after);
  for (const unit of after.units.slice(0, before.units.length)) {
    await sql`update units set valid_to = ${unit.validTo} where id = ${unit.id} and valid_to is distinct from ${unit.validTo}`.execute(
      tx,
    );
  }
  await insertSuccessions(tx, after.successions);
}
