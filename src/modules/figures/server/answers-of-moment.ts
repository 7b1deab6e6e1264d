import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

/** Bytes of answers that are remembered at most. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Remembers answers for as long as the database stays as it was: a moment is what PostgreSQL shows to a transaction (its
 * snapshot) on a day. Whatever is committed, by whomever, makes another moment, so that no answer is ever older than the
 * question. What residents and readers ask again and again between two commits is computed once.
 */
export class AnswersOfMoment<Place> {
  #moment = '';
  #bytes = 0;
  readonly #answers = new Map<string, { answer: Buffer; place: Place }>();

  /**
   * The answer to a question as JSON; the transaction must be repeatable read. Computed by `compute` where it is not known
   * yet; a remembered one is given only after `check` of its place passed.
   */
  async answer(
    db: Db,
    question: string,
    check: (place: Place) => Promise<void>,
    compute: () => Promise<{ answer: string; place: Place }>,
  ): Promise<Buffer> {
    const moment = await readMoment(db);
    if (moment !== this.#moment) this.#forget(moment);
    const known = this.#answers.get(question);
    if (known) {
      await check(known.place);
      return known.answer;
    }
    const computed = await compute();
    const answer = Buffer.from(computed.answer);
    // Meanwhile another request may have seen a later moment.
    if (moment === this.#moment && this.#bytes + answer.length <= mostBytes) {
      this.#answers.set(question, { answer, place: computed.place });
      this.#bytes += answer.length;
    }
    return answer;
  }

  #forget(moment: string): void {
    this.#moment = moment;
    this.#bytes = 0;
    this.#answers.clear();
  }
}

async function readMoment(db: Db): Promise<string> {
  const { rows } = await sql<{ moment: string }>`
    select concat_ws(' ', pg_current_snapshot(), vietnam_today()) as moment`.execute(db);
  return rows[0]!.moment;
}
