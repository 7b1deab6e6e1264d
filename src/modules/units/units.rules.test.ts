import { toSearchKey } from '#platform/search-key.rules.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countsInMonths,
  determineHomes,
  determineNotDivisible,
  determineTerritories,
  isValidOn,
  parseUnitCode,
  type SuccessionLink,
  type TerritoryRow,
  toEnglishName,
  toUnambiguousCode,
  toUnitSearchKey,
  type UnitPlace,
} from './units.rules.ts';

const ended = '2025-07-01';

describe('names', () => {
  it('finds a name whatever the diacritics, the tone placement and the case', () => {
    expect(toSearchKey('  Xã  Hoà   Bình ')).toBe('xa hoa binh');
    expect(['hoà', 'hòa', 'hoa', 'HOÀ', 'hoa\u0300'].map(toSearchKey)).toEqual(Array(5).fill('hoa'));
    expect(toSearchKey('Đắk Lắk')).toBe('dak lak');
  });

  it('keeps the search key the same under any writing of accents', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(toSearchKey(text.normalize('NFD'))).toBe(toSearchKey(text.normalize('NFC')));
        expect(toSearchKey(toSearchKey(text))).toBe(toSearchKey(text));
      }),
    );
  });

  it('makes English names', () => {
    expect(toEnglishName('Xã Phong Thạnh')).toBe('Phong Thanh Commune');
    expect(toEnglishName('Phường 12')).toBe('Ward 12');
    expect(toEnglishName('Phường Cổ Nhuế 1')).toBe('Ward Co Nhue 1');
    expect(toEnglishName('Thành phố Đà Nẵng')).toBe('Da Nang City');
    expect(toEnglishName('Đặc khu Côn Đảo')).toBe('Con Dao Special Zone');
    expect(toEnglishName('Thị trấn Đạ Tẻh')).toBe('Da Teh Township');
  });

  it('keeps the bare name, the full name and the English name for search', () => {
    expect(toUnitSearchKey('Tỉnh Bà Rịa - Vũng Tàu', 'Ba Ria - Vung Tau Province')).toBe(
      'ba ria vung tau | tinh ba ria vung tau | ba ria vung tau province',
    );
    expect(toUnitSearchKey("Thị trấn Đạ M'ri", null)).toBe('da mri | thi tran da mri');
  });
});

describe('codes and validity', () => {
  it('reads a code with and without a day', () => {
    expect(parseUnitCode('96')).toEqual({ code: '96' });
    expect(parseUnitCode(' 96@2020-01-01 ')).toEqual({ code: '96', on: '2020-01-01' });
    expect(parseUnitCode('H95-01@2020-01-01')).toEqual({ code: 'H95-01', on: '2020-01-01' });
    for (const wrong of ['', '@2020-01-01', '96@', '96@2020-02-30', '96@01/02/2020', '96@2020-01-01@x', '96;drop']) {
      expect(parseUnitCode(wrong), wrong).toBeUndefined();
    }
  });

  it('names each of two holders of one code', () => {
    expect(toUnambiguousCode({ code: '96', validFrom: null, validTo: ended })).toBe('96@2025-06-30');
    expect(toUnambiguousCode({ code: '96', validFrom: ended, validTo: null })).toBe('96@2025-07-01');
    expect(toUnambiguousCode({ code: '01', validFrom: null, validTo: null })).toBe('01');
  });

  it('counts a unit for the months on whose 14th it exists', () => {
    const former = { validFrom: null, validTo: ended };
    const current = { validFrom: ended, validTo: null };
    expect(countsInMonths(former, '2025-06-01', '2025-06-01')).toBe(true);
    expect(countsInMonths(former, '2025-07-01', '2025-12-01')).toBe(false);
    expect(countsInMonths(current, '2025-01-01', '2025-06-01')).toBe(false);
    expect(countsInMonths(current, '2025-07-01', '2025-07-01')).toBe(true);
    expect(countsInMonths({ validFrom: '2025-07-15', validTo: null }, '2025-07-01', '2025-07-01')).toBe(false);
    expect(countsInMonths({ validFrom: '2025-07-15', validTo: '2025-08-14' }, '2025-01-01', '2025-12-01')).toBe(false);
    expect(countsInMonths({ validFrom: '2024-12-20', validTo: null }, '2024-12-01', '2025-01-01')).toBe(true);
  });

  it('agrees with looking at every month', () => {
    const day = fc
      .date({ min: new Date('2023-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true })
      .map((instant) => instant.toISOString().slice(0, 10));
    const month = fc.integer({ min: 0, max: 47 });
    fc.assert(
      fc.property(fc.option(day), fc.option(day), month, month, (validFrom, validTo, one, other) => {
        fc.pre(validFrom === null || validTo === null || validFrom < validTo);
        const months = Array.from({ length: 48 }, (_, index) => {
          const year = 2023 + Math.floor(index / 12);
          return `${year}-${String((index % 12) + 1).padStart(2, '0')}`;
        }).slice(Math.min(one, other), Math.max(one, other) + 1);
        const expected = months.some((each) => isValidOn({ validFrom, validTo }, `${each}-14`));
        expect(countsInMonths({ validFrom, validTo }, `${months[0]}-01`, `${months.at(-1)}-01`)).toBe(expected);
      }),
    );
  });
});

describe('territory', () => {
  // Province 10 (ended) with district 20 and communes 31, 32, 33; province 11 (ended) with district 21 and commune 34;
  // province 12 (today) with communes 41, 42, 43. 31 → 41 whole, 32 → 41 and 42 in parts, 33 → 42 unverified, 34 → 43.
  const units: UnitPlace[] = [
    { id: 1, kind: 'nation', parentId: null, validTo: null },
    { id: 10, kind: 'province', parentId: 1, validTo: ended },
    { id: 11, kind: 'province', parentId: 1, validTo: ended },
    { id: 12, kind: 'province', parentId: 1, validTo: null },
    { id: 20, kind: 'district', parentId: 10, validTo: ended },
    { id: 21, kind: 'district', parentId: 11, validTo: ended },
    ...[31, 32, 33].map((id): UnitPlace => ({ id, kind: 'commune', parentId: 20, validTo: ended })),
    { id: 34, kind: 'commune', parentId: 21, validTo: ended },
    ...[41, 42, 43].map((id): UnitPlace => ({ id, kind: 'commune', parentId: 12, validTo: null })),
  ];
  const successions: SuccessionLink[] = [
    { fromUnitId: 10, toUnitId: 12, extent: 'whole' },
    { fromUnitId: 11, toUnitId: 12, extent: 'whole' },
    { fromUnitId: 31, toUnitId: 41, extent: 'whole' },
    { fromUnitId: 32, toUnitId: 41, extent: 'part' },
    { fromUnitId: 32, toUnitId: 42, extent: 'part' },
    { fromUnitId: 33, toUnitId: 42, extent: 'unverified' },
    { fromUnitId: 34, toUnitId: 43, extent: 'whole' },
  ];
  const rows = determineTerritories(units, successions);

  it('gives each unit the lowest open unit that holds all of it', () => {
    const homes = determineHomes(units, successions);
    expect(Object.fromEntries(homes)).toEqual({
      1: 1,
      10: 12,
      11: 12,
      12: 12,
      20: 12,
      21: 43,
      31: 41,
      32: 12,
      33: 42,
      34: 43,
      41: 41,
      42: 42,
      43: 43,
    });
  });

  it('holds then what lay below in that time', () => {
    expect(held(rows, 'then', 10)).toEqual([10, 20, 31, 32, 33]);
    expect(held(rows, 'then', 12)).toEqual([12, 41, 42, 43]);
    expect(held(rows, 'then', 1)).toEqual([]);
  });

  it('holds today what passed in wholly, and a split unit only above all its parts', () => {
    expect(held(rows, 'today', 41)).toEqual([31, 41]);
    expect(held(rows, 'today', 42)).toEqual([33, 42]);
    expect(held(rows, 'today', 43)).toEqual([21, 34, 43]);
    expect(held(rows, 'today', 12)).toEqual([10, 11, 12, 20, 21, 31, 32, 33, 34, 41, 42, 43]);
  });

  it('holds as former territory the later units that lie wholly in it, split units included', () => {
    expect(held(rows, 'today', 10)).toEqual([10, 20, 31, 32, 33, 41, 42]);
    expect(held(rows, 'today', 31)).toEqual([31]);
    expect(held(rows, 'today', 34)).toEqual([34, 43]);
  });

  it('leaves out of a former territory a unit that lived on and took others in', () => {
    const dated = (validFrom: string | null) => units.map((unit) => (unit.id === 43 ? { ...unit, validFrom } : unit));
    const on = successions.map((succession) => ({ ...succession, takesEffectOn: ended }));
    const formerOf34 = (validFrom: string | null) => held(determineTerritories(dated(validFrom), on), 'today', 34);
    expect(formerOf34(ended)).toEqual([34, 43]);
    expect(formerOf34('2010-01-01')).toEqual([34]);
    expect(formerOf34(null)).toEqual([34]);
    expect(held(determineTerritories(dated(null), on), 'today', 43)).toEqual([21, 34, 43]);
  });

  it('says which units an answer cannot contain, and who holds them', () => {
    const homes = determineHomes(units, successions);
    const of = (holderId: number) =>
      determineNotDivisible(holderId, new Set(held(rows, 'today', holderId)), successions, homes);
    expect(of(41)).toEqual([{ unitId: 32, reason: 'split', heldBy: 12 }]);
    expect(of(12)).toEqual([]);
    expect(of(10)).toEqual([{ unitId: 12, reason: 'joined', heldBy: 12 }]);
    expect(of(31)).toEqual([{ unitId: 41, reason: 'joined', heldBy: 41 }]);
  });

  it('leaves a unit divided between provinces to the nation, which is no holder', () => {
    const two = [
      ...units,
      { id: 13, kind: 'province', parentId: 1, validTo: null } as const,
      { id: 44, kind: 'commune', parentId: 13, validTo: null } as const,
    ];
    const across = [...successions, { fromUnitId: 34, toUnitId: 44, extent: 'part' } as const];
    expect(determineHomes(two, across).get(34)).toBe(1);
    const holders = determineTerritories(two, across).filter(({ view, unitId }) => view === 'today' && unitId === 34);
    expect(holders.map(({ holderId }) => holderId).toSorted()).toEqual([11, 21, 34]);
  });

  it('takes an ended unit without successors to lie where its parent lies', () => {
    const lone = [...units, { id: 35, kind: 'commune', parentId: 21, validTo: ended } as const];
    expect(determineHomes(lone, successions).get(35)).toBe(43);
    expect(
      determineHomes([units[0]!, units[3]!, { id: 99, kind: 'district', parentId: 12, validTo: ended }], []).get(99),
    ).toBe(12);
  });

  it('refuses successions that run in a circle', () => {
    const circle = [
      ...successions,
      { fromUnitId: 10, toUnitId: 11, extent: 'whole' } as const,
      { fromUnitId: 11, toUnitId: 10, extent: 'whole' } as const,
    ];
    expect(() => determineHomes(units, circle)).toThrow(/circle/);
  });
});

describe('territory of any tree and any successions', () => {
  it('holds each unit at its home and above it, and nowhere else among open units', () => {
    fc.assert(
      fc.property(aNation(), ({ units, successions }) => {
        const byId = new Map(units.map((unit) => [unit.id, unit]));
        const homes = determineHomes(units, successions);
        const rows = determineTerritories(units, successions);
        for (const unit of units) {
          const holders = rows.filter(({ view, unitId }) => view === 'today' && unitId === unit.id);
          const open = holders.map(({ holderId }) => holderId).filter((id) => byId.get(id)?.validTo === null);
          const expected: number[] = [];
          for (let id = homes.get(unit.id); id !== undefined && id !== 1; id = byId.get(id)?.parentId ?? undefined) {
            expected.push(id);
          }
          expect(open.toSorted()).toEqual(expected.toSorted());
        }
      }),
    );
  });

  it('keeps the territories of open units of one kind apart', () => {
    fc.assert(
      fc.property(aNation(), ({ units, successions }) => {
        const byId = new Map(units.map((unit) => [unit.id, unit]));
        const seen = new Set<string>();
        for (const { view, holderId, unitId } of determineTerritories(units, successions)) {
          const holder = byId.get(holderId)!;
          if (view !== 'today' || holder.validTo !== null) continue;
          const key = `${holder.kind} ${unitId}`;
          expect(seen.has(key)).toBe(false);
          seen.add(key);
        }
      }),
    );
  });

  it('makes a former territory of what was below and of exactly the later units that come wholly from it', () => {
    fc.assert(
      fc.property(aNation(), ({ units, successions }) => {
        const rows = determineTerritories(units, successions);
        for (const holder of units.filter((unit) => unit.validTo !== null)) {
          const territory = new Set(held(rows, 'today', holder.id));
          expect(held(rows, 'then', holder.id).every((id) => territory.has(id))).toBe(true);
          for (const unit of units) {
            const from = successions.filter(({ toUnitId }) => toUnitId === unit.id).map(({ fromUnitId }) => fromUnitId);
            const comesWholly = from.length > 0 && from.every((id) => territory.has(id));
            if (comesWholly) expect(territory.has(unit.id)).toBe(true);
            else if (from.length > 0)
              expect(territory.has(unit.id)).toBe(held(rows, 'then', holder.id).includes(unit.id));
          }
        }
      }),
    );
  });

  it('names every row once and never the nation', () => {
    fc.assert(
      fc.property(aNation(), ({ units, successions }) => {
        const rows = determineTerritories(units, successions);
        expect(new Set(rows.map((row) => `${row.view} ${row.holderId} ${row.unitId}`)).size).toBe(rows.length);
        expect(rows.some(({ holderId }) => holderId === 1)).toBe(false);
      }),
    );
  });

  it('holds a unit, or says that it is split, at every unit that took a part of it', () => {
    fc.assert(
      fc.property(aNation(), ({ units, successions }) => {
        const homes = determineHomes(units, successions);
        const rows = determineTerritories(units, successions);
        for (const { fromUnitId, toUnitId } of successions) {
          const territory = new Set(held(rows, 'today', toUnitId));
          const split = determineNotDivisible(toUnitId, territory, successions, homes).map(({ unitId }) => unitId);
          expect(territory.has(fromUnitId)).not.toBe(split.includes(fromUnitId));
        }
      }),
    );
  });

  it('determines the territories of the whole nation in a second', () => {
    const units: UnitPlace[] = [{ id: 1, kind: 'nation', parentId: null, validTo: null }];
    const successions: SuccessionLink[] = [];
    const add = (kind: UnitPlace['kind'], parentId: number, validTo: string | null) =>
      units.push({ id: units.length + 1, kind, parentId, validTo });
    for (let province = 0; province < 34; province += 1) {
      const current = add('province', 1, null);
      const communes = Array.from({ length: 98 }, () => add('commune', current, null));
      for (let former = 0; former < 2; former += 1) {
        const old = add('province', 1, ended);
        successions.push({ fromUnitId: old, toUnitId: current, extent: 'whole' });
        for (let district = 0; district < 10; district += 1) {
          const parent = add('district', old, ended);
          for (let commune = 0; commune < 15; commune += 1) {
            const id = add('commune', parent, ended);
            const to = communes[(former * 49 + district * 5 + (commune % 5)) % communes.length]!;
            successions.push({ fromUnitId: id, toUnitId: to, extent: 'unverified' });
          }
        }
      }
    }
    const start = performance.now();
    expect(determineTerritories(units, successions).length).toBeGreaterThan(60_000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

function held(rows: readonly TerritoryRow[], view: TerritoryRow['view'], holderId: number): number[] {
  return rows
    .filter((row) => row.view === view && row.holderId === holderId)
    .map(({ unitId }) => unitId)
    .toSorted((one, other) => one - other);
}

/** A small nation: former and unchanged provinces with districts and communes, present ones, and any successions. */
function aNation(): fc.Arbitrary<{ units: UnitPlace[]; successions: SuccessionLink[] }> {
  const pick = fc.nat({ max: 1000 });
  return fc
    .record({
      unchanged: fc.nat({ max: 2 }),
      former: fc.integer({ min: 1, max: 3 }),
      current: fc.integer({ min: 1, max: 2 }),
      districts: fc.array(pick, { maxLength: 4 }),
      formerCommunes: fc.array(
        fc.record({
          under: pick,
          into: fc.array(pick, { maxLength: 3 }),
          lonePart: fc.boolean(),
          verified: fc.boolean(),
        }),
        { maxLength: 10 },
      ),
      communes: fc.array(pick, { minLength: 1, maxLength: 6 }),
      provincesInto: fc.array(pick, { minLength: 3, maxLength: 3 }),
    })
    .map((plan) => {
      const units: UnitPlace[] = [{ id: 1, kind: 'nation', parentId: null, validTo: null }];
      const successions: SuccessionLink[] = [];
      const add = (kind: UnitPlace['kind'], parentId: number, validTo: string | null) =>
        units.push({ id: units.length + 1, kind, parentId, validTo });
      const choose = (ids: readonly number[], number: number) => ids[number % ids.length]!;
      const unchanged = Array.from({ length: plan.unchanged }, () => add('province', 1, null));
      const former = Array.from({ length: plan.former }, () => add('province', 1, ended));
      const current = Array.from({ length: plan.current }, () => add('province', 1, null));
      former.forEach((id, index) => {
        const toUnitId = choose(current, plan.provincesInto[index]!);
        successions.push({ fromUnitId: id, toUnitId, extent: 'whole' });
      });
      const districts = plan.districts.map((number) =>
        add('district', choose([...former, ...unchanged], number), ended),
      );
      const communes = plan.communes.map((number) => add('commune', choose([...current, ...unchanged], number), null));
      for (const { under, into, lonePart, verified } of plan.formerCommunes) {
        const id = add('commune', choose([...districts, ...former], under), ended);
        const targets = [...new Set(into.map((number) => choose(communes, number)))];
        const one = lonePart ? 'part' : verified ? 'whole' : 'unverified';
        for (const toUnitId of targets) {
          successions.push({ fromUnitId: id, toUnitId, extent: targets.length === 1 ? one : 'part' });
        }
      }
      return { units, successions };
    });
}
