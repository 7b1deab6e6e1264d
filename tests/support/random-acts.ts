import { sql } from 'kysely';
import { type BulkInput, approveSubmissions, bulkSubmit, submitSubmission } from '#modules/submissions/index.ts';
import { returnSubmission } from '#modules/submissions/server/decide.ts';
import { openCorrection } from '#modules/submissions/server/submit.ts';
import { saveSupplements } from '#modules/submissions/server/supplements.ts';
import { submissionConstraints } from '#modules/submissions/submissions.problems.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import { type Actor, findActor } from '#platform/auth/actor.ts';
import { enterSession, type Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { createActor, type TestActor } from './actors.ts';
import type { TestDatabase } from './database.ts';

/** A figure of one unit and month as it is going to be entered; value null = emptied, keys for distinct indicators. */
export type Entry = { code: string; value: string | null; keys?: string[]; qualifier?: 'over' | 'nearly' | null };
export type Place = { unitId: number; month: string };

/** Refusals that belong to many people working at once; anything else is a failure of the house. */
const expected = new Set<string>([
  'request.stale',
  'submission.exists',
  'submission.empty',
  'submission.own',
  'submission.changed',
  'submission.not_submittable',
  'submission.not_submitted',
  'submission.not_approved',
  'submission.correction_open',
  ...Object.keys(submissionConstraints),
]);

/** Refusals that a change of boundaries under the hands of people brings with it. */
const expectedWhileMoving = new Set(['permission.place', '42501', 'units_misplaced_check']);

/** People at work on one database, each act in a transaction of its own as the platform opens it. */
export type Workers = {
  /** A change of boundaries is under way: an act may find its unit in another place than it was planned for. */
  boundariesMove: boolean;
  /** Acts refused so far. */
  refused: number;
  /** Signed-in person with this role at this unit; the nth of them. */
  person: (role: string, unitId: number, nth?: number) => Promise<TestActor>;
  /** Does an act; answers whether it was done, or refused for a reason that belongs to concurrent work. */
  act: (who: TestActor, work: (tx: Tx, actor: Actor) => Promise<unknown>) => Promise<boolean>;
  enter: (who: TestActor, place: Place, entries: Entry[]) => Promise<void>;
  submit: (who: TestActor, place: Place) => Promise<boolean>;
  submitMany: (who: TestActor, input: BulkInput) => Promise<boolean>;
  /** Approves those of the places that are found waiting. */
  approve: (who: TestActor, places: Place[]) => Promise<boolean>;
  sendBack: (who: TestActor, place: Place) => Promise<boolean>;
  correct: (who: TestActor, place: Place) => Promise<boolean>;
};

export function openWorkers(database: TestDatabase): Workers {
  const people = new Map<string, Promise<TestActor>>();
  const isExpected = (error: unknown): boolean => {
    const { code = '', constraint = '' } = error as { code?: string; constraint?: string };
    if (workers.boundariesMove && [code, constraint].some((one) => expectedWhileMoving.has(one))) return true;
    return expected.has(error instanceof Problem ? code : constraint);
  };
  const act: Workers['act'] = async (who, work) => {
    try {
      await database.app.transaction().execute(async (tx) => {
        await enterSession(tx, who.token);
        await work(tx, (await findActor(tx))!);
      });
      return true;
    } catch (error) {
      if (!isExpected(error)) throw error;
      workers.refused++;
      return false;
    }
  };
  const revisionOf = async ({ unitId, month }: Place): Promise<number> => {
    const { rows } = await sql<{ revision: number }>`
      select revision from submission_versions where unit_id = ${unitId} and month = ${`${month}-01`}::date
      order by version desc limit 1`.execute(database.owner);
    return rows[0]?.revision ?? 0;
  };
  /** Those of the places that wait for a decision at this moment, with the revision that an approver sees. */
  const listWaiting = async (places: Place[]): Promise<(Place & { revision: number })[]> => {
    const { rows } = await sql<Place & { revision: number }>`
      select unit_id, to_char(month, 'YYYY-MM') as month, revision from submission_versions where state = 'submitted'`.execute(
      database.owner,
    );
    return rows.filter((row) => places.some((place) => place.unitId === row.unitId && place.month === row.month));
  };
  const workers: Workers = {
    boundariesMove: false,
    refused: 0,
    act,
    person: (role, unitId, nth = 0) => {
      const key = `${role} ${unitId} ${nth}`;
      if (!people.has(key)) people.set(key, createActor(database, { role, unit: unitId }));
      return people.get(key)!;
    },
    enter: async (who, place, entries) => {
      for (const { code, ...entry } of entries) {
        const revision = await revisionOf(place);
        const input = { cells: [{ indicatorCode: code, ...entry }], reason: 'nhập thử', revision };
        await act(who, (tx, actor) => saveSupplements(tx, actor, place, input));
      }
    },
    submit: async (who, place) => {
      const revision = await revisionOf(place);
      return act(who, (tx, actor) => submitExplained(tx, actor, place, revision));
    },
    submitMany: (who, input) => act(who, (tx, actor) => bulkSubmit(tx, actor, input)),
    approve: async (who, places) => {
      const waiting = await listWaiting(places);
      return waiting.length > 0 && act(who, (tx, actor) => approveSubmissions(tx, actor, waiting));
    },
    sendBack: async (who, place) => {
      const revision = await revisionOf(place);
      const reasons = [{ indicatorCode: null, reason: 'xem lại' }];
      return act(who, (tx, actor) => returnSubmission(tx, actor, place, { revision, reasons }));
    },
    correct: (who, place) => act(who, (tx, actor) => openCorrection(tx, actor, place, { reason: 'đính chính thử' })),
  };
  return workers;
}

/** Hands a month up; what asks for a second look is passed with a sentence. */
async function submitExplained(tx: Tx, actor: Actor, place: Place, revision: number): Promise<void> {
  try {
    await submitSubmission(tx, actor, [tips], place, { revision });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'submission.unexplained') throw problem;
    const warnings = problem.params.warnings as { key: string }[];
    const explanations = warnings.map(({ key }) => ({ key, sentence: 'số thử' }));
    await submitSubmission(tx, actor, [tips], place, { revision, explanations });
  }
}
