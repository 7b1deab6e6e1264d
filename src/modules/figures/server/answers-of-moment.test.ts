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

/** Asks within one transaction, whose moment stays the same whatever else goes on beside it. */
const inOneMoment = <Answer>(act: (tx: Tx) => Promise<Answer>): Promise<Answer> =>
  database.app.transaction().setIsolationLevel('repeatable read').execute(act);

async function askIn(tx: Tx, question: string, check: (place: number) => void = () => undefined): Promise<string> {
  const answer = await answers.answer(
    tx,
    question,
    async (place) => check(place),
    async () => ({ answer: `${question} ${(computed += 1)} ${await countOrganisations(tx)}`, place: question.length }),
  );
  return answer.toString();
}

const ask = (question: string): Promise<string> => inOneMoment((tx) => askIn(tx, question));

async function countOrganisations(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from organisations`.execute(tx);
  return rows[0]!.count;
}

/** Another's commit, which changes nothing that is asked here. */
const commit = () => sql`select pg_current_xact_id()`.execute(database.owner);

test('what is asked again before anything was committed is computed once, each question by itself', async () => {
  await inOneMoment(async (tx) => {
    const first = await askIn(tx, 'a');
    expect(await askIn(tx, 'a')).toBe(first);
    expect(await askIn(tx, 'b')).toMatch(/^b 2 /);
    expect(await askIn(tx, 'a')).toBe(first);
  });
  expect(computed).toBe(2);
});

test('any commit makes the next answer a new one', async () => {
  await ask('a');
  await commit();
  expect(await ask('a')).toMatch(/^a 2 /);
});

test('a transaction that began before a commit is not given what came after it, nor the other way round', async () => {
  await inOneMoment(async (early) => {
    await countOrganisations(early);
    await commit();
    expect(await ask('a')).toMatch(/^a 1 /);
    expect(await askIn(early, 'a')).toMatch(/^a 2 /);
    expect(await ask('a')).toMatch(/^a 3 /);
  });
});

test('who may not read the place of a remembered answer is refused', async () => {
  await inOneMoment(async (tx) => {
    await askIn(tx, 'abc');
    const refuse = (place: number): void => {
      throw new Error(`not ${place}`);
    };
    await expect(askIn(tx, 'abc', refuse)).rejects.toThrow('not 3');
  });
  expect(computed).toBe(1);
});
