import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClockLimit, determineDue } from '#modules/tips/clocks.rules.ts';
import { addDays, type OfficeDays, openOfficeDays, type SpecialDay } from '#modules/tips/holidays.rules.ts';
import { createTestDatabase, type TestDatabase, testUnits } from '#tests/support/database.ts';

type Limit = Omit<ClockLimit, 'code'>;

let database: TestDatabase;
let days: OfficeDays;

beforeAll(async () => {
  database = await createTestDatabase();
  days = openOfficeDays((await sql<SpecialDay>`select day, kind from public_holidays`.execute(database.owner)).rows);
});
afterAll(() => database.drop());

/** The last day of a limit by the rule of tips. */
const dueByRule = (limit: Limit, from: string): string => determineDue(limit, `${from}T05:00:00Z`, days).slice(0, 10);

const firstDay = '2024-01-01';
const dayCount = (Date.parse('2036-01-01') - Date.parse(firstDay)) / 86_400_000;

/** Feedback of a day, as PostgreSQL keeps its due day. */
async function keepFeedback(from: string): Promise<string> {
  const { rows } = await sql<{ dueOn: string }>`
    insert into feedback (unit_id, province_id, category, matter, wish, publication, received_on)
    values (${testUnits.A1}, ${testUnits.A}, 'noise', 'x', 'private', 'withheld', ${from}) returning due_on`.execute(
    database.owner,
  );
  return rows[0]!.dueOn;
}

test('feedback of any day from 2024 to 2035 is due by PostgreSQL when it is by the rule of tips', async () => {
  const { rows } = await sql<{ day: string; due: string; limit: Limit }>`
    select d::date as day, last_day_of_limit(d::date, c.amount, c.measure_unit) as due,
      json_build_object('amount', c.amount, 'measureUnit', c.measure_unit) as limit
    from tip_clocks c, generate_series(${firstDay}::date, ${firstDay}::date + ${dayCount - 1}::int, interval '1 day') d
    where c.code = 'decide_feedback' order by d`.execute(database.owner);
  expect(rows).toHaveLength(dayCount);
  expect(rows.filter(({ day, due, limit }) => due !== dueByRule(limit, day))).toEqual([]);
});

test('whatever limit the data name, feedback that comes then is due by it', async () => {
  const measureUnit = fc.constantFrom('days' as const, 'working_days' as const, 'months' as const);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: dayCount - 1 }),
      fc.integer({ min: 0, max: 40 }),
      measureUnit,
      async (at, amount, unit) => {
        const from = addDays(firstDay, at);
        await sql`update tip_clocks set amount = ${amount}, measure_unit = ${unit} where code = 'decide_feedback'`.execute(
          database.owner,
        );
        expect(await keepFeedback(from)).toBe(dueByRule({ amount, measureUnit: unit }, from));
      },
    ),
    { numRuns: 100 },
  );
});

test('a date that was told stays when the limit changes', async () => {
  await sql`update tip_clocks set amount = 10, measure_unit = 'working_days' where code = 'decide_feedback'`.execute(
    database.owner,
  );
  const told = await keepFeedback('2026-05-04');
  await sql`update tip_clocks set amount = 5 where code = 'decide_feedback'`.execute(database.owner);
  const { rows } = await sql<{ dueOn: string }>`
    update feedback set matter = 'y' where received_on = '2026-05-04' and matter = 'x' returning due_on`.execute(
    database.owner,
  );
  expect(rows.map(({ dueOn }) => dueOn)).toContain(told);
  expect(await keepFeedback('2026-05-04')).not.toBe(told);
});

test('a limit in hours is refused: of feedback only the day is known', async () => {
  await expect(
    sql`update tip_clocks set measure_unit = 'hours' where code = 'decide_feedback'`.execute(database.owner),
  ).rejects.toThrow('tip_clocks_feedback_by_the_day');
});
