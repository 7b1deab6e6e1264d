import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listObserved, type Values } from '#registers/declaration.ts';
import { createActor, createTestHouse, type TestActor, type TestHouse, testUnits } from '#tests/support/house.ts';
import { aRecord } from '#tests/support/records.ts';
import { registers } from '../../all-registers.ts';

// Windows of days over records of several units, against a recount in plain code.

const registerOf = (name: string) => registers.find((register) => register.name === name)!;
const { VN, A, A1, A2, A3, C1 } = testUnits;
const units = [A1, A2, A3, C1];
const keptFrom = '2025-07-15';

let house: TestHouse;
let approver: TestActor;
let reader: TestActor;
let everywhere: TestActor;

beforeAll(async () => {
  house = await createTestHouse();
  const { database } = house;
  approver = await createActor(database, { role: 'province_approver', unit: A });
  reader = await createActor(database, { role: 'ministry_reader', unit: VN });
  everywhere = await createActor(database, { role: 'older_data_recorder', unit: VN });
  await sql`delete from obligations`.execute(database.owner);
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, ${VN}, id, 'commune', '2025-08-01', 'thử' from indicators where code in ('T01', 'T02', 'H03', 'M01', 'M03', 'M45')`.execute(
    database.owner,
  );
  // An indicator of this file alone: topics of tips told apart, which units share.
  await sql`insert into indicators (code, name_vi, name_en, measure_unit_vi, measure_unit_en, kind, period_rule, register, measure, filter,
      definition_vi, definition_en)
    values ('ZZ1', 'Chủ đề', 'Topics', 'chủ đề', 'topics', 'distinct', 'sum', 'tips', 'distinct(topic)', 'event = received', 'thử', 'thử')`.execute(
    database.owner,
  );
  for (const register of ['tips', 'hand-ins', 'initiatives'])
    for (const unitId of units)
      await sql`insert into register_keepings (province_id, unit_id, register, kept_from)
        select province_id, id, ${register}, ${keptFrom} from units where id = ${unitId}`.execute(database.owner);
});
afterAll(() => house.close());

type Answer = {
  fromDay: string;
  toDay: string;
  figures: {
    indicatorCode: string;
    value: string | null;
    basis: string;
    units: { counted: number; expected: number; notKept: number; hidden: number } | null;
    notes: { code: string }[];
  }[];
  notes: { code: string; text: string }[];
};

async function ask(query: Record<string, string>, actor = everywhere): Promise<Answer> {
  const answer = await house.request(actor, 'GET', `/window-figures?${new URLSearchParams(query)}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json() as Answer;
}

const codesOf = (notes: { code: string }[]): string[] => notes.map((note) => note.code);
const valuesOf = ({ figures }: Answer) => Object.fromEntries(figures.map((one) => [one.indicatorCode, one.value]));

const day = fc.integer({ min: 0, max: 600 }).map((count) => {
  const at = new Date(Date.UTC(2025, 6, 15 + count));
  return at.toISOString().slice(0, 10);
});
const aTip = fc.record({
  unitId: fc.constantFrom(...units),
  receivedOn: day,
  ofValue: fc.constantFrom('yes', 'no'),
  topic: fc.constantFrom('theft', 'fire'),
  isVoid: fc.boolean(),
});
const aGroup = fc.record({
  unitId: fc.constantFrom(...units),
  /** Days on which it was observed, with what was seen. */
  observed: fc.uniqueArray(fc.record({ on: day, status: fc.constantFrom('active', 'paused', 'planned') }), {
    selector: ({ on }) => on,
    minLength: 1,
    maxLength: 3,
  }),
});

async function putGroup(group: { unitId: number; observed: { on: string; status: string }[] }): Promise<void> {
  const initiatives = registerOf('initiatives');
  const [first, ...later] = group.observed.toSorted((one, other) => (one.on < other.on ? -1 : 1));
  const begun: Values = { level: 'group', [initiatives.dateField]: first!.on, status: first!.status };
  if (initiatives.observedOnField !== undefined) begun[initiatives.observedOnField] = first!.on;
  const { id } = await aRecord(house.database, initiatives, group.unitId, begun);
  const columns = listObserved(initiatives);
  expect(columns).toContain('status');
  for (const { on, status } of later)
    await sql`insert into initiatives_observations
      select (jsonb_populate_record(o, jsonb_build_object('observed_on', ${on}::text, 'status', ${status}::text))).*
      from initiatives_observations o where o.record_id = ${id} order by o.observed_on limit 1`.execute(
      house.database.owner,
    );
}

test('any window equals a recount of its records, day by day and unit by unit', async () => {
  const places: [string, number[]][] = [
    ['VN', units],
    [`#${A}`, [A1, A2, A3]],
    [`#${C1}`, [C1]],
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(aTip, { maxLength: 25 }),
      fc.array(aGroup, { maxLength: 8 }),
      fc.array(fc.tuple(day, day, fc.constantFrom(...places)), { minLength: 3, maxLength: 3 }),
      async (tips, groups, windows) => {
        for (const table of ['initiatives_observations', 'initiatives', 'tips'])
          await sql`delete from ${sql.table(table)}`.execute(house.database.owner);
        for (const { unitId, isVoid, ...values } of tips) {
          const { id } = await aRecord(house.database, registerOf('tips'), unitId, values);
          if (isVoid)
            await sql`update tips set void_reason = 'by_mistake' where id = ${id}`.execute(house.database.owner);
        }
        for (const group of groups) await putGroup(group);
        for (const [one, other, [unit, within]] of windows) {
          const [fromDay, toDay] = [one, other].toSorted() as [string, string];
          if (fromDay.endsWith('-15') && toDay.endsWith('-14')) continue;
          const answer = await ask({ unit, fromDay, toDay, indicators: 'T01,T02,T03,M03,ZZ1' });
          const counted = tips.filter(
            (tip) => !tip.isVoid && within.includes(tip.unitId) && tip.receivedOn >= fromDay && tip.receivedOn <= toDay,
          );
          const ofValue = counted.filter((tip) => tip.ofValue === 'yes').length;
          const standing = groups.filter(({ unitId, observed }) => {
            const last = observed.filter(({ on }) => on <= toDay).toSorted((a, b) => (a.on < b.on ? 1 : -1))[0];
            return within.includes(unitId) && last?.status === 'active';
          });
          expect(valuesOf(answer)).toEqual({
            T01: String(counted.length),
            T02: String(ofValue),
            T03: counted.length === 0 ? null : (Math.round((ofValue * 10000) / counted.length) / 100).toFixed(2),
            M03: String(standing.length),
            ZZ1: String(new Set(counted.map((tip) => tip.topic)).size),
          });
          expect(answer.figures.map((figure) => figure.basis)).toEqual(Array(5).fill('records'));
        }
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

test('different names are told apart over all units of the window, not summed', async () => {
  for (const table of ['initiatives_observations', 'initiatives'])
    await sql`delete from ${sql.table(table)}`.execute(house.database.owner);
  await aRecord(house.database, registerOf('hand-ins'), A1, { receivedOn: '2025-11-20' });
  await aRecord(house.database, registerOf('hand-ins'), A2, { receivedOn: '2025-11-20' });
  const { figures } = await ask({ unit: 'VN', fromDay: '2025-11-16', toDay: '2025-11-30', indicators: 'H02' });
  // A receipt number is one of its unit: both are number 1, and two.
  expect(figures[0]).toMatchObject({ value: '2', basis: 'records' });
  expect(codesOf(figures[0]!.notes)).toEqual(['window.not_owed']);
});

test('the years that run side by side take the days of each', async () => {
  await sql`delete from tips`.execute(house.database.owner);
  for (const receivedOn of [
    '2025-10-31',
    '2025-11-01',
    '2025-11-15',
    '2025-11-16',
    '2025-12-31',
    '2026-01-01',
    '2026-10-31',
  ])
    await aRecord(house.database, registerOf('tips'), A1, { receivedOn });
  const year = (calendar: string) => ask({ unit: `#${A}`, calendar, year: '2026', indicators: 'T01' }, approver);
  expect(await year('residential_area_year')).toMatchObject({
    fromDay: '2025-11-01',
    toDay: '2026-10-31',
    figures: [{ value: '6', basis: 'records', units: { counted: 3, expected: 3, notKept: 0, hidden: 0 } }],
  });
  expect(valuesOf(await year('subject_year'))).toEqual({ T01: '4' });
  expect(valuesOf(await year('calendar_year'))).toEqual({ T01: '2' });
  const december = await ask({ unit: 'VN', calendar: 'calendar_month', year: '2025', month: '12', indicators: 'T01' });
  expect(december).toMatchObject({ fromDay: '2025-12-01', toDay: '2025-12-31', figures: [{ value: '1' }] });
});

test('whole administrative months are answered by their approved figures, not by records', async () => {
  const answer = await ask({ unit: `#${A}`, calendar: 'admin_year', year: '2026', indicators: 'T01' });
  expect(answer).toMatchObject({ fromDay: '2025-12-15', toDay: '2026-12-14' });
  expect(answer.figures[0]).toMatchObject({ value: null, basis: 'months', units: null });
  expect(codesOf(answer.notes)).toContain('window.whole_months');
});

test('where only months exist the answer says so instead of guessing', async () => {
  // S01 is entered by hand; before the register was kept there are no records; a group begins in its middle.
  const byHand = await ask({ unit: 'VN', fromDay: '2025-11-01', toDay: '2026-10-31', indicators: 'S01,M44' });
  expect(byHand.figures.map(({ value, basis }) => [value, basis])).toEqual([
    [null, 'none'],
    [null, 'none'],
  ]);
  expect(byHand.figures.flatMap((figure) => codesOf(figure.notes))).toEqual([
    'window.no_register',
    'window.units_with',
  ]);

  const early = await ask({ unit: 'VN', fromDay: '2025-07-14', toDay: '2025-11-30', indicators: 'T01' });
  expect(early.figures[0]).toMatchObject({ value: null, basis: 'none', units: { counted: 0, notKept: 4 } });
  expect(codesOf(early.figures[0]!.notes)).toEqual(['window.not_kept_during']);
  await sql`update register_keepings set kept_from = '2026-02-15' where unit_id = ${A2} and register in ('tips', 'initiatives')`.execute(
    house.database.owner,
  );
  const late = await ask({ unit: 'VN', fromDay: '2025-11-01', toDay: '2026-10-31', indicators: 'T01,M03' });
  expect(late.figures).toMatchObject([
    { value: '6', basis: 'records', units: { counted: 3, expected: 4, notKept: 1 } },
    // How things stand on the last day is known also of who began later.
    { value: '0', basis: 'records', units: { counted: 4, expected: 4, notKept: 0 } },
  ]);
});

test('records that are not the reader’s to see are not counted, and the answer says of how many units', async () => {
  const hidden = await ask({ unit: 'VN', fromDay: '2025-11-01', toDay: '2025-11-30', indicators: 'T01' }, reader);
  expect(hidden.figures[0]).toMatchObject({ value: null, basis: 'none', units: { counted: 0, hidden: 3, notKept: 1 } });
  const answer = await house.request(
    approver,
    'GET',
    '/window-figures?unit=VN&fromDay=2025-11-01&toDay=2025-11-30&indicators=T01',
  );
  expect(answer.json()).toMatchObject({ code: 'permission.place' });
});

test.each([
  ['fromDay=2025-11-01', 'window.incomplete'],
  ['fromDay=2025-11-02&toDay=2025-11-01', 'window.reversed'],
  ['calendar=lunar&year=2026', 'window.calendar_unknown'],
  ['calendar=calendar_month&year=2026', 'window.incomplete'],
  ['calendar=calendar_year', 'window.incomplete'],
])('%s is refused', async (query, code) => {
  const answer = await house.request(everywhere, 'GET', `/window-figures?unit=VN&indicators=T01&${query}`);
  expect(answer.json()).toMatchObject({ code });
});
