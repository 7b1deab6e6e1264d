import type { FastifyBaseLogger } from 'fastify';
import { accountConstraints, accountProblems } from '#modules/accounts/accounts.problems.ts';
import { accountRoutes } from '#modules/accounts/server/routes.ts';
import { figureProblems } from '#modules/figures/figures.problems.ts';
import { figureRoutes } from '#modules/figures/server/routes.ts';
import { reportProblems } from '#modules/reports/reports.problems.ts';
import { reportRoutes } from '#modules/reports/server/routes.ts';
import { submissionRoutes } from '#modules/submissions/server/routes.ts';
import { submissionConstraints, submissionProblems } from '#modules/submissions/submissions.problems.ts';
import { tipsRoutes } from '#modules/tips/server/routes.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import { tipConstraints, tipProblems } from '#modules/tips/tips.problems.ts';
import { unitRoutes } from '#modules/units/server/routes.ts';
import { unitProblems } from '#modules/units/units.problems.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import { buildHouse, type House } from '#platform/http/house.ts';
import { platformProblems } from '#platform/http/problem.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import type { Register } from '#registers/declaration.ts';
import { registerProblems } from '#registers/registers.problems.ts';

/** Every register of the house; a new one is listed here and nowhere else. */
export const registers: Register[] = [tips];

/** Puts the house together: every module is listed here, once. Opens no port. */
export async function openHouse(parts: {
  config: Config;
  db: Db;
  jobs: Jobs;
  files: FileStore;
  log?: FastifyBaseLogger;
}): Promise<House> {
  const house = await buildHouse({
    ...parts,
    problems: {
      ...platformProblems,
      ...registerProblems,
      ...accountProblems,
      ...unitProblems,
      ...tipProblems,
      ...figureProblems,
      ...reportProblems,
      ...submissionProblems,
    },
    constraints: { ...accountConstraints, ...submissionConstraints, ...tipConstraints },
  });
  accountRoutes(house);
  unitRoutes(house);
  tipsRoutes(house);
  submissionRoutes(house, registers);
  figureRoutes(house, registers);
  reportRoutes(house);
  return house;
}
