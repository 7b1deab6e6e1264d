import { sql } from 'kysely';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Tx } from '#platform/database/database.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import { AnswersOfMoment } from './answers-of-moment.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

let answers: AnswersOfMoment<number>;
let computed: number;
beforeEach(() => {
  answers = new AnswersOfMoment();
  computed = 0;
});

const ask = (question: string, check: (place: number) => void = () => undefined): Promise<string> =>
  database.app
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const answer = await answers.answer(
        tx,
        question,
        async (place) => check(place),
        async () => ({
          answer: `${question} ${(computed += 1)} ${await countOrganisations(tx)}`,
          place: question.length,
        }),
      );
      return answer.toString();
    });

async function countOrganisations(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from organisations`.execute(tx);
  return rows[0]!.count;
}

/** Another's commit, which changes nothing that is asked here. */
const commit = () => sql`select pg_current_xact_id()`.execute(database.owner);

test('what is asked again before anything was committed is computed once, each question by itself', async () => {
  const first = await ask('a');
  expect(await ask('a')).toBe(first);
  expect(await ask('b')).toMatch(/^b 2 /);
  expect(await ask('a')).toBe(first);
  expect(computed).toBe(2);
});

test('any commit makes the next answer a new one', async () => {
  await ask('a');
  await commit();
  expect(await ask('a')).toMatch(/^a 2 /);
});

test('a transaction that began before a commit is not given what came after it, nor the other way round', async () => {
  await database.app
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (early) => {
      await countOrganisations(early);
      await commit();
      const late = await ask('a');
      const compute = async () => ({ answer: 'early', place: 0 });
      expect((await answers.answer(early, 'a', async () => undefined, compute)).toString()).toBe('early');
      expect(await ask('a')).not.toBe('early');
      expect(late).toMatch(/^a 1 /);
    });
});

test('who may not read the place of a remembered answer is refused', async () => {
  await ask('abc');
  await expect(
    ask('abc', (place) => {
      throw new Error(`not ${place}`);
    }),
  ).rejects.toThrow('not 3');
  expect(computed).toBe(1);
});
