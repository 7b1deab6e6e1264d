import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { ask } from '#platform/database/asking.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { aRecord, sampleValues } from '#tests/support/records.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';
import { askMeasureValues, computeMeasures } from './measures.ts';

// Whatever is observed of groups, on whatever days: each period's end counts what stood then, as a plain recount says.
const database = await createTestDatabase();
const house = await openRegisterHouse(database, initiatives);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const unitId = testUnits.C1;
const groups = {
  code: 'M03',
  measure: 'count',
  filter: 'level = group and status = active',
  periodRule: 'end' as const,
};
const members = { ...groups, code: 'M04', measure: 'sum(member_count)' };
let officer: TestActor;
let initiativeId: string;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: unitId });
  initiativeId = (
    await aRecord(database, initiatives, unitId, {
      level: 'initiative',
      establishedOn: '2026-01-01',
      observedOn: '2026-01-01',
    })
  ).id;
});

type State = { day: string; status: string; memberCount: number };
type Group = { states: State[]; isVoid: boolean };

const dayOf = (offset: number): string => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10);
const ends = ['2026-01-14', '2026-02-14', '2026-03-14', '2026-04-14', '2026-05-14'];

const aGroup = fc.record({
  isVoid: fc.boolean(),
  states: fc
    .uniqueArray(
      fc.record({
        offset: fc.integer({ min: 0, max: 130 }),
        status: fc.constantFrom('active', 'active', 'paused', 'planned'),
        memberCount: fc.integer({ min: 0, max: 60 }),
      }),
      { selector: ({ offset }) => offset, minLength: 1, maxLength: 4 },
    )
    .map((states): State[] =>
      states
        .toSorted((one, other) => one.offset - other.offset)
        .map(({ offset, ...state }) => ({ day: dayOf(offset), ...state })),
    ),
});

async function enter({ states: [first, ...later], isVoid }: Group): Promise<void> {
  const values = {
    ...sampleValues(initiatives, { level: 'group' }),
    initiativeId,
    category: 'shock_team',
    establishedOn: first!.day,
    observedOn: first!.day,
    status: first!.status,
    memberCount: first!.memberCount,
  };
  const { status, body } = await house.send(officer, 'POST', '/initiatives', { unitId, values, acceptDuplicate: true });
  expect([status, body.fields]).toEqual([200, undefined]);
  let { version } = body;
  const at = `/initiatives/${body.id}`;
  for (const { day, ...state } of later) {
    const observed = { ...state, equipmentCount: 0, followerCount: 0 };
    const answer = await house.send(officer, 'POST', `${at}/observations`, {
      version,
      observedOn: day,
      values: observed,
    });
    expect([answer.status, answer.body.fields]).toEqual([200, undefined]);
    version = answer.body.version;
  }
  if (isVoid) await house.send(officer, 'POST', `${at}/void`, { version, reason: 'by_mistake' });
}

function recount(entered: readonly Group[], end: string): { groups: number; members: number } {
  const standing = entered.flatMap(({ states, isVoid }) => {
    const last = states.findLast(({ day }) => day <= end);
    return isVoid || last?.status !== 'active' ? [] : [last.memberCount];
  });
  return { groups: standing.length, members: standing.reduce((sum, count) => sum + count, 0) };
}

test('every period’s end counts what stood then', async () => {
  const entered: Group[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(aGroup, { minLength: 1, maxLength: 4 }), async (made) => {
      for (const group of made) await enter(group);
      entered.push(...made);
      const span = { fromDay: '2025-12-15', toDay: ends.at(-1)! };
      const byMonth = await ask(
        database.owner,
        askMeasureValues(initiatives, [groups, members], {
          ...span,
          unitIds: [unitId],
        }),
      );
      for (const end of ends) {
        const wanted = recount(entered, end);
        const measured = await computeMeasures(database.owner, initiatives, [groups, members], {
          unitId,
          fromDay: end,
          toDay: end,
        });
        expect([measured.get('M03')!.value, measured.get('M04')!.value]).toEqual([
          String(wanted.groups),
          String(wanted.members),
        ]);
        const valueOf = (code: string) =>
          byMonth.find(({ month, indicatorCode }) => month === end.slice(0, 7) && indicatorCode === code)?.value ?? '0';
        expect([valueOf('M03'), valueOf('M04')]).toEqual([String(wanted.groups), String(wanted.members)]);
      }
    }),
    { numRuns: 12 },
  );
});
