import { addUnits, endUnit } from '#modules/units/server/added-units.ts';
import { holdersToday, owes, type Raw } from './naive-recount.ts';
import type { Entry, Place, Workers } from './random-acts.ts';
import { among, chance, type Draw, pick, shuffled, someOf } from './random-tree.ts';

// What people are going to do, drawn before anybody begins, so that the seed gives the same plan again.

/** Something that somebody does. */
export type Act = () => Promise<unknown>;

const nation = 1;
export const months = ['2025-02', '2025-03', '2025-04', '2025-06', '2025-07', '2025-08'];
/** The month from which some communes keep the register of tips. */
export const keptFrom = '2025-06';

/** A month in which a unit owes something: what of it is entered by hand, and where the unit lies today. */
type OwedPlace = Place & { codes: string[]; home: number };

function listPlaces(raw: Raw): OwedPlace[] {
  return raw.units.flatMap((unit) =>
    months.flatMap((month) => {
      const codes = raw.indicators
        .filter((indicator) => owes(raw, unit, indicator.id, month))
        .map((indicator) => indicator.code)
        .filter((code) => !(code.startsWith('T') && month >= keptFrom && raw.keepers.includes(unit.id)));
      return codes.length === 0 ? [] : [{ unitId: unit.id, month, codes, home: holdersToday(raw, unit.id)[0]! }];
    }),
  );
}

const names = ['Camera an ninh', 'Tổ tự quản', 'Cổng trường an toàn', 'Khu nhà trọ tự quản'];

function drawEntry(draw: Draw, code: string, byHand: boolean): Entry {
  if (code === 'M01') {
    const keys = someOf(draw, names, byHand ? 1 : 0);
    return byHand && chance(draw, 1) ? { code, value: null } : { code, value: String(keys.length), keys };
  }
  if (byHand && chance(draw, 1)) return { code, value: null };
  if (code === 'M18') return { code, value: String(among(draw, 0, 2)) };
  const value = pick(draw, '0', String(among(draw, 1, 40)), String(among(draw, 1, 40)), '2.50', '0.125');
  return { code, value, qualifier: pick(draw, null, null, null, 'over' as const, 'nearly' as const) };
}

/** Months entered by hand and handed up, and months submitted in bulk, some of them asked for by two at once. */
export async function planEntries(draw: Draw, workers: Workers, raw: Raw): Promise<Act[]> {
  const places = someOf(draw, listPlaces(raw), 30).slice(0, 45);
  const [byHand, inBulk] = [places.filter((_, index) => index % 3 === 0), places.filter((_, index) => index % 3 !== 0)];
  const acts: Act[] = [];
  for (const place of byHand) {
    const kind = raw.units.find((unit) => unit.id === place.home)!.kind;
    // Nobody's own: a unit that lies in several provinces today is submitted in bulk by the nation.
    if (kind === 'nation') {
      inBulk.push(place);
      continue;
    }
    const who = await workers.person(kind === 'commune' ? 'commune_head' : 'province_checker', place.home);
    const entries = someOf(draw, place.codes, 1).map((code) => drawEntry(draw, code, true));
    const handsUp = chance(draw, 9);
    acts.push(async () => {
      await workers.enter(who, place, entries);
      if (handsUp) await workers.submit(who, place);
    });
  }
  const checker = await workers.person('province_checker', nation);
  while (inBulk.length > 0) {
    const group = [
      ...inBulk.splice(0, among(draw, 1, 5)),
      ...(chance(draw, 2) ? someOf(draw, places, 1).slice(0, 1) : []),
    ];
    const submissions = group.map(({ unitId, month, codes }) => ({
      unitId,
      month,
      figures: someOf(draw, codes, 1).map((code) => {
        const { value, keys, qualifier } = drawEntry(draw, code, false);
        return { indicatorCode: code, value: value!, keys, qualifier };
      }),
    }));
    const origin = pick(draw, 'supplement' as const, 'imported' as const, 'apportioned' as const);
    const unique = [...new Map(submissions.map((one) => [`${one.unitId} ${one.month}`, one])).values()];
    acts.push(() => workers.submitMany(checker, { origin, reason: 'nhập hàng loạt', submissions: unique }));
  }
  return shuffled(draw, acts);
}

/** Approvals of overlapping lists by several approvers, and months sent back and handed up again. */
export async function planDecisions(draw: Draw, workers: Workers, raw: Raw): Promise<Act[]> {
  const places = listPlaces(raw);
  const acts: Act[] = [];
  const provinces = raw.units.filter((unit) => unit.kind === 'province' && unit.validTo === null);
  for (let count = 0; count < 8; count++) {
    const at = pick(draw, nation, ...provinces.map((unit) => unit.id));
    const approver = await workers.person('province_approver', at, count % 2);
    const own = places.filter((place) => at === nation || holdersToday(raw, place.unitId).includes(at));
    const list = someOf(draw, own, Math.min(own.length, 10)).slice(0, 25);
    acts.push(() => workers.approve(approver, list));
  }
  const checker = await workers.person('province_checker', nation, 1);
  for (const place of someOf(draw, places).slice(0, 6)) {
    acts.push(() => workers.sendBack(checker, place));
  }
  return shuffled(draw, acts);
}

/** Corrections from opening to approval, each by its own officer, several of them on one month. */
export async function planCorrections(draw: Draw, workers: Workers, raw: Raw): Promise<Act[]> {
  const acts: Act[] = [];
  const approver = await workers.person('province_approver', nation, 1);
  for (const place of someOf(draw, listPlaces(raw), 15).slice(0, 25)) {
    const kind = raw.units.find((unit) => unit.id === place.home)!.kind;
    if (kind === 'nation') continue;
    const who = await workers.person(kind === 'commune' ? 'commune_head' : 'province_checker', place.home);
    const entries = someOf(draw, place.codes, 1)
      .slice(0, 2)
      .map((code) => drawEntry(draw, code, true));
    const correct = async (): Promise<void> => {
      await workers.correct(who, place);
      await workers.enter(who, place, entries);
      await workers.submit(who, place);
      await workers.approve(approver, [place]);
    };
    acts.push(correct, ...(chance(draw, 2) ? [correct] : []));
  }
  return acts;
}

/** Residential areas added below communes that are open, or were when it was planned; some of them end again. */
export async function planAreas(draw: Draw, workers: Workers, raw: Raw, name: string): Promise<Act[]> {
  const administrator = await workers.person('unit_administrator', nation);
  const communes = raw.units.filter((unit) => unit.kind === 'commune' && unit.validTo === null);
  const day = pick(draw, '2025-03-20', '2025-07-14', '2025-07-15');
  return someOf(draw, communes, 2).map((commune) => {
    const validFrom = commune.validFrom !== null && commune.validFrom > day ? commune.validFrom : day;
    const draft = { kind: 'residential_area' as const, parentId: commune.id, code: null, validFrom, legalBasis: null };
    const ends = chance(draw, 3);
    return () =>
      workers.act(administrator, async (tx, actor) => {
        const [id] = await addUnits(tx, actor, [
          { ...draft, nameVi: `${name} Một` },
          { ...draft, nameVi: `${name} Hai` },
        ]);
        if (ends) await endUnit(tx, actor, id!, { version: 1, day: '2025-08-01', reason: 'thử' });
      });
  });
}
