import type { Actor } from '#platform/auth/actor.ts';
import { requirePlace } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Month } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import type { Explanation } from '../submissions.contract.ts';
import { findDrift } from './drift.ts';
import { openCorrection, submitSubmission } from './submit.ts';

/**
 * Takes what the registers say now into a correction of each month and hands it up: all months or none. Throws
 * submission.no_drift for a month whose figures agree by now, submission.unexplained where a new figure asks for a
 * sentence.
 */
export async function correctDrift(
  tx: Tx,
  actor: Actor,
  registers: Register[],
  unitId: number,
  input: { reason: string; months: Month[]; explanations: (Explanation & { month: Month })[] },
  locale: 'vi' | 'en',
): Promise<{ corrected: number }> {
  await requirePlace(tx, actor, 'submission.submit', unitId);
  const months = [...new Set(input.months)].toSorted();
  const drifting = new Set((await findDrift(tx, registers, [unitId])).map((one) => one.month));
  for (const month of months) {
    if (!drifting.has(month))
      throw new Problem('submission.no_drift', { month: month.split('-').toReversed().join('/') });
  }
  const refused: Problem[] = [];
  for (const month of months) {
    await openCorrection(tx, actor, { unitId, month }, { reason: input.reason });
    const explanations = input.explanations.filter((one) => one.month === month);
    try {
      await submitSubmission(tx, actor, registers, { unitId, month }, { revision: 1, explanations }, locale);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'submission.unexplained') throw problem;
      refused.push(problem);
    }
  }
  // What asks for a sentence is told for all months at once; nothing of any month is kept.
  if (refused.length > 0) throw joinUnexplained(refused);
  return { corrected: months.length };
}

function joinUnexplained(problems: Problem[]): Problem {
  const warnings = problems.flatMap((problem) => problem.params.warnings as unknown[]);
  return new Problem(
    'submission.unexplained',
    { count: warnings.length, warnings },
    problems.flatMap((problem) => problem.fields),
  );
}
