import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { determineHomes, determineTerritories } from '#modules/units/units.rules.ts';
import {
  changeTree,
  determineEffects,
  judgePlan,
  type Plan,
  type Standing,
  type StandingUnit,
} from './reorganisations.rules.ts';
import { readPasted } from './staff/plan-draft.ts';

const day = '2027-01-01';

function unit(id: number, kind: StandingUnit['kind'], parentId: number | null, nameVi: string): StandingUnit {
  const code = kind === 'commune' ? String(10_000 + id) : String(id);
  return {
    id,
    kind,
    code,
    codeOrigin: 'official',
    nameVi,
    nameEn: null,
    parentId,
    validFrom: '2025-07-01',
    validTo: null,
  };
}

/** Provinces 10 and 11; communes 20 and 21 of 10, 22 of 11; in 20 and 21 a Thôn Đông each, 30 and 31. */
const standing: Standing = {
  units: [
    { ...unit(1, 'nation', null, 'Việt Nam'), validFrom: null },
    unit(10, 'province', 1, 'Tỉnh Một'),
    unit(11, 'province', 1, 'Tỉnh Hai'),
    unit(20, 'commune', 10, 'Xã An'),
    unit(21, 'commune', 10, 'Xã Bình'),
    unit(22, 'commune', 11, 'Xã Bình'),
    unit(30, 'residential_area', 20, 'Thôn Đông'),
    unit(31, 'residential_area', 21, 'Thôn Đông'),
  ],
  successions: [],
};

const plan = (more: Partial<Plan>): Plan => ({
  takesEffectOn: day,
  ended: [],
  founded: [],
  successions: [],
  moved: [],
  ...more,
});
const whole = (from: number, to: string) => ({ from, to, extent: 'whole' as const, note: null });
const codesOf = (asked: Plan) => judgePlan(asked, standing).refusals.map(({ path, code }) => `${path} ${code}`);

describe('what a plan does', () => {
  test('carries what lies below, and tells namesakes apart by their former place', () => {
    const { changes, refusals } = judgePlan(plan({ ended: [21], successions: [whole(21, '#20')] }), standing);
    expect(refusals).toEqual([]);
    expect(changes.endedIds).toEqual([21, 31]);
    expect(changes.made).toMatchObject([
      { nameVi: 'Thôn Đông (Bình)', isRenamed: true, carriedFrom: 31, parentId: 20, code: '10020-001' },
    ]);
    expect(changes.successions).toMatchObject([
      { fromUnitId: 21, toUnitId: 20, extent: 'whole' },
      { fromUnitId: 31, toUnitId: -1, extent: 'whole' },
    ]);
  });

  test('carries a province with its communes, which keep name and code, and what lies below them', () => {
    const { changes } = judgePlan(plan({ ended: [10], successions: [whole(10, '#11')] }), standing);
    expect(changes.made.map(({ nameVi, code, parentId }) => [nameVi, code, parentId])).toEqual([
      ['Xã An', '10020', 11],
      ['Xã Bình', '10021', 11],
      ['Thôn Đông', '10020-001', -1],
      ['Thôn Đông', '10021-001', -2],
    ]);
    const effects = determineEffects(standing, changes, day);
    expect(effects.thenChanged).toEqual([]);
    expect(effects.todayMoved.find(({ holderId }) => holderId === 11)).toEqual({
      holderId: 11,
      before: [11, 22],
      after: expect.arrayContaining([10, 11, 20, 21, 22, 30, 31]),
    });
  });

  test('lets a commune that passes to another province take in a neighbour there', () => {
    const asked = plan({ moved: [{ unitId: 21, to: '#11' }], ended: [22], successions: [whole(22, '#21')] });
    const { changes, refusals } = judgePlan(asked, standing);
    expect(refusals).toEqual([]);
    const { todayMoved } = determineEffects(standing, changes, day);
    const carried = changes.made.find(({ carriedFrom }) => carriedFrom === 21)!;
    expect(todayMoved.find(({ holderId }) => holderId === carried.id)?.after?.toSorted()).toEqual([21, 22, 31]);
  });

  test('keeps the figures of a unit that gives a part and lives on, and holds those of a split one above its parts', () => {
    const founded = {
      ref: 'n1',
      kind: 'commune',
      code: '10099',
      nameVi: 'Xã Mới',
      nameEn: null,
      parent: '#10',
    } as const;
    const part = (from: number, to: string) => ({ from, to, extent: 'part' as const, note: null });
    const { changes, refusals } = judgePlan(
      plan({
        ended: [20],
        founded: [founded],
        successions: [part(20, 'n1'), part(20, '#21'), part(22, 'n1')],
        moved: [{ unitId: 30, to: 'n1' }],
      }),
      standing,
    );
    expect(refusals).toEqual([]);
    const { split } = determineEffects(standing, changes, day);
    expect(split.map(({ unitId, heldBy }) => [unitId, heldBy])).toEqual([
      [20, 10],
      [22, 22],
    ]);
  });
});

describe('what a plan may not do', () => {
  test.each([
    ['nothing', plan({}), ['ended reorganisation.empty']],
    ['end without a successor', plan({ ended: [22] }), ['ended.0 reorganisation.no_successor']],
    [
      'follow a unit that ends',
      plan({ ended: [22, 21], successions: [whole(22, '#21'), whole(21, '#22')] }),
      [
        'successions.0.to reorganisation.to_ends',
        'successions.1.to reorganisation.to_ends',
        // Of the village below one of them.
        'moved reorganisation.parent_ends',
      ],
    ],
    [
      'follow across kinds',
      plan({ ended: [22], successions: [whole(22, '#11')] }),
      ['successions.0.to reorganisation.kind_differs'],
    ],
    [
      'move below a wrong kind',
      plan({ moved: [{ unitId: 22, to: '#20' }] }),
      ['moved.0.to reorganisation.parent_kind'],
    ],
    ['move where it is', plan({ moved: [{ unitId: 22, to: '#11' }] }), ['moved.0.to reorganisation.moved_nowhere']],
    [
      'take a code that somebody holds',
      plan({
        ended: [22],
        founded: [{ ref: 'n1', kind: 'commune', code: '10020', nameVi: 'Xã Mới', nameEn: null, parent: '#11' }],
        successions: [whole(22, 'n1')],
      }),
      ['founded.0.code reorganisation.code_taken'],
    ],
  ])('%s', (_, asked, expected) => {
    expect(codesOf(asked)).toEqual(expected);
  });

  test('and may pass a code on from a unit that ends', () => {
    const founded = {
      ref: 'n1',
      kind: 'commune',
      code: '10022',
      nameVi: 'Phường Bình',
      nameEn: null,
      parent: '#11',
    } as const;
    expect(codesOf(plan({ ended: [22], founded: [founded], successions: [whole(22, 'n1')] }))).toEqual([]);
  });
});

test('whatever plan is sound leaves no open unit below an ended one, no total as then moved, no unit in two provinces', () => {
  const idsOf = (kind: string) => standing.units.filter((one) => one.kind === kind).map(({ id }) => id);
  const above = { province: ['#1'], commune: ['#10', '#11', 'n1'], residential_area: ['#20', '#21', '#22', 'n1'] };
  const aKind = fc.constantFrom('province' as const, 'commune' as const, 'residential_area' as const);
  const aSuccession = aKind.chain((kind) =>
    fc.record({
      from: fc.constantFrom(...idsOf(kind)),
      to: fc.constantFrom(...idsOf(kind).map((id) => `#${id}`), 'n1', 'n2'),
      ends: fc.boolean(),
      isLoose: fc.nat({ max: 9 }),
      extent: fc.constantFrom('whole' as const, 'part' as const, 'unverified' as const),
    }),
  );
  const aPlan = fc
    .record({
      lines: fc.array(aSuccession, { minLength: 1, maxLength: 4 }),
      founded: fc.uniqueArray(fc.record({ ref: fc.constantFrom('n1', 'n2'), kind: aKind, at: fc.nat({ max: 9 }) }), {
        selector: ({ ref }) => ref,
        maxLength: 2,
      }),
      moved: fc.array(fc.record({ unitId: fc.constantFrom(20, 21, 22, 30, 31), at: fc.nat({ max: 9 }) }), {
        maxLength: 2,
      }),
    })
    .map(({ lines, founded, moved }): Plan => {
      const ended = [...new Set(lines.filter(({ ends }) => ends).map(({ from }) => from))];
      return plan({
        ended,
        founded: founded.map(({ ref, kind, at }) => ({
          ref,
          kind,
          code: null,
          nameVi: `Đơn vị ${ref}`,
          nameEn: null,
          parent: above[kind][at % above[kind].length]!,
        })),
        successions: lines.map(({ from, to, extent, isLoose }) => {
          const isOnly = lines.filter((one) => one.from === from).length === 1;
          const fitting = ended.includes(from) && isOnly ? 'whole' : 'part';
          return { from, to, extent: isLoose === 0 ? extent : fitting, note: null };
        }),
        moved: moved.map(({ unitId, at }) => {
          const places = above[unitId < 30 ? 'commune' : 'residential_area'];
          return { unitId, to: places[at % places.length]! };
        }),
      });
    });
  let sound = 0;
  fc.assert(
    fc.property(aPlan, (asked) => {
      const { changes, refusals } = judgePlan(asked, standing);
      if (refusals.length > 0) return;
      sound++;
      const after = changeTree(standing, changes, day);
      const open = new Map(after.units.map(({ id, validTo }) => [id, validTo === null]));
      for (const { parentId, validTo } of after.units) {
        if (validTo === null && parentId !== null) expect(open.get(parentId)).toBe(true);
      }
      expect(determineEffects(standing, changes, day).thenChanged).toEqual([]);
      const homes = determineHomes(after.units, after.successions);
      expect(after.units.every(({ id }) => homes.has(id))).toBe(true);
      const provinces = after.units.filter(({ kind, validTo }) => kind === 'province' && validTo === null);
      const held = determineTerritories(after.units, after.successions)
        .filter(({ view, holderId }) => view === 'today' && provinces.some(({ id }) => id === holderId))
        .map(({ unitId }) => unitId);
      expect(new Set(held).size).toBe(held.length);
    }),
    { numRuns: 8000 },
  );
  expect(sound).toBeGreaterThan(80);
});

test('a pasted table is read line by line, and what does not fit is told', () => {
  expect(
    readPasted('10021\ttoàn bộ\tXã An\n10022; một phần, còn lại; 10020\n\n10020;nửa;Xã Mới\n10030;một phần;Xã Mới'),
  ).toEqual({
    rows: [
      { line: '10021\ttoàn bộ\tXã An', from: '10021', part: 'whole', to: 'Xã An' },
      { line: '10022; một phần, còn lại; 10020', from: '10022', part: 'partStays', to: '10020' },
      { line: '10030;một phần;Xã Mới', from: '10030', part: 'partEnds', to: 'Xã Mới' },
    ],
    unread: ['10020;nửa;Xã Mới'],
  });
});
