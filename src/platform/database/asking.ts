import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.ts';
import { plannedOnce } from './planning-client.ts';

type Row = Record<string, unknown>;

/**
 * Something to ask of the database, as one or several questions with what is made of their rows. Askings are put together
 * and sent as one statement, which is one way there and back: a page asks at most ten times, however much it shows.
 */
export type Asking<Answer> = {
  questions: readonly RawBuilder<unknown>[];
  /** The rows of each question, in the order of the questions. */
  read: (rows: readonly Row[][]) => Answer;
};

/**
 * One question. Rows come as JSON, with names in camelCase, days as text; numbers that must stay exact are to be asked as
 * text. undefined = there is nothing to ask, and no row.
 */
export function asking<Found extends object, Answer>(
  question: RawBuilder<Found> | undefined,
  read: (rows: Found[]) => Answer,
): Asking<Answer> {
  if (question === undefined) return { questions: [], read: () => read([]) };
  return { questions: [question], read: ([rows]) => read(rows as Found[]) };
}

type AnswerOf<Each> = Each extends Asking<infer Answer> ? Answer : never;
type Answers<Parts> = { [Name in keyof Parts]: AnswerOf<Parts[Name]> };

/** Several askings as one, whose answer has the answer of each by its name. */
export function together<Parts extends Record<string, Asking<unknown>>, Answer = Answers<Parts>>(
  parts: Parts,
  read: (answers: Answers<Parts>) => Answer = (answers) => answers as Answer,
): Asking<Answer> {
  const list = Object.entries(parts);
  return {
    questions: list.flatMap(([, part]) => part.questions),
    read: (rows) => {
      let taken = 0;
      const answers = list.map(([name, part]) => {
        const own = rows.slice(taken, (taken += part.questions.length));
        return [name, part.read(own)] as const;
      });
      return read(Object.fromEntries(answers) as Answers<Parts>);
    },
  };
}

/** Several askings of a kind as one, whose answer has theirs in their order. */
export function inOrder<Answer>(parts: readonly Asking<Answer>[]): Asking<Answer[]> {
  return together(Object.fromEntries(parts.entries()), (answers) => parts.map((_, place) => answers[place]!));
}

/**
 * Asks, in one statement; in none where there is nothing to ask. isPlannedOnce: for questions that look rows up by key, however
 * many are asked; sums over units are planned anew, because how many there are decides how they are best looked up.
 */
export async function ask<Answer>(
  db: Db,
  { questions, read }: Asking<Answer>,
  { isPlannedOnce = false }: { isPlannedOnce?: boolean } = {},
): Promise<Answer> {
  if (questions.length === 0) return read([]);
  const columns = questions.map(
    (question, place) => sql`(select json_agg(row_to_json(q)) from (${question}) q) as ${sql.raw(`q${place}`)}`,
  );
  const { rows } = await sql<
    Record<string, Row[] | null>
  >`${sql.raw(isPlannedOnce ? plannedOnce : '')} select ${sql.join(columns)}`.execute(db);
  return read(questions.map((_, place) => (rows[0]![`q${place}`] ?? []).map(toCamelCase)));
}

function toCamelCase(row: Row): Row {
  const named: Row = {};
  for (const name in row) named[nameOf(name)] = row[name];
  return named;
}

/** The names in the code of columns met so far; a few hundred. */
const names = new Map<string, string>();

function nameOf(column: string): string {
  const known = names.get(column);
  if (known !== undefined) return known;
  const name = column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  names.set(column, name);
  return name;
}
