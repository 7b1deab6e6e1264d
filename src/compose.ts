import type { FastifyBaseLogger } from 'fastify';
import { accountConstraints, accountProblems } from '#modules/accounts/accounts.problems.ts';
import { accountRoutes } from '#modules/accounts/server/routes.ts';
import { activityConstraints, activityProblems } from '#modules/activities/activities.problems.ts';
import { areaPageProblems } from '#modules/area-pages/area-pages.problems.ts';
import { areaPageRoutes } from '#modules/area-pages/server/routes.ts';
import { assetConstraints, assetProblems } from '#modules/assets/assets.problems.ts';
import { awardConstraints, awardProblems } from '#modules/awards/awards.problems.ts';
import { boundaryProblems } from '#modules/boundaries/boundaries.problems.ts';
import { boundaryRoutes } from '#modules/boundaries/server/routes.ts';
import { feedbackConstraints, feedbackProblems } from '#modules/feedback/feedback.problems.ts';
import { feedbackRoutes } from '#modules/feedback/server/routes.ts';
import { figureProblems } from '#modules/figures/figures.problems.ts';
import { figureRoutes } from '#modules/figures/server/routes.ts';
import { handInConstraints, handInProblems } from '#modules/hand-ins/hand-ins.problems.ts';
import { handInRoutes } from '#modules/hand-ins/server/routes.ts';
import { indicatorConstraints, indicatorProblems } from '#modules/indicators/indicators.problems.ts';
import { indicatorRoutes } from '#modules/indicators/server/routes.ts';
import { initiativeConstraints, initiativeProblems } from '#modules/initiatives/initiatives.problems.ts';
import {
  reorganisationConstraints,
  reorganisationProblems,
} from '#modules/reorganisations/reorganisations.problems.ts';
import { reorganisationRoutes } from '#modules/reorganisations/server/routes.ts';
import { reportProblems } from '#modules/reports/reports.problems.ts';
import { reportRoutes } from '#modules/reports/server/routes.ts';
import { submissionRoutes } from '#modules/submissions/server/routes.ts';
import { submissionConstraints, submissionProblems } from '#modules/submissions/submissions.problems.ts';
import { supportConstraints, supportProblems } from '#modules/supports/supports.problems.ts';
import { inboxConstraints, inboxProblems } from '#modules/tips/inbox.problems.ts';
import { inboxRoutes } from '#modules/tips/server/inbox-routes.ts';
import { intakeConstraints, intakeProblems } from '#modules/tips/intake.problems.ts';
import { followingPages } from '#modules/tips/server/following-pages.ts';
import { intakeRoutes } from '#modules/tips/server/intake-routes.ts';
import { keysPages } from '#modules/tips/server/keys-pages.ts';
import { derivePortalSecrets } from '#modules/tips/server/portal-secrets.ts';
import { tellingPages } from '#modules/tips/server/telling-pages.ts';
import { openTipScript } from '#modules/tips/server/tip-script.ts';
import { tipConstraints, tipProblems } from '#modules/tips/tips.problems.ts';
import { unitRoutes } from '#modules/units/server/routes.ts';
import { unitConstraints, unitProblems } from '#modules/units/units.problems.ts';
import type { Config } from '#platform/config.ts';
import type { Db } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import { buildHouse, type House } from '#platform/http/house.ts';
import { platformProblems } from '#platform/http/problem.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { workbookProblems } from '#platform/workbooks/workbook.problems.ts';
import { importProblems } from '#registers/imports.problems.ts';
import { registerProblems } from '#registers/registers.problems.ts';
import { openRegister } from '#registers/server/routes.ts';
import { firstPageRoutes } from '#web/portal/first-page.ts';
import { openPortal } from '#web/portal/portal.ts';
import { openTexts } from '#web/portal/texts.ts';
import { registers } from './all-registers.ts';

/** Puts the house together: every module is listed here, once. Opens no port. */
export async function openHouse(parts: {
  config: Config;
  db: Db;
  jobs: Jobs;
  files: FileStore;
  /** Folder with further languages of the portal, a file each. */
  portalTexts?: string;
  /** The secret of the portal, kept outside the database. */
  portalSecret: Buffer;
  /** Folder with the built scripts of the portal. */
  portalScripts?: string;
  log?: FastifyBaseLogger;
  /** For what residents ask: its times are no finer than the hour. */
  residentsLog?: FastifyBaseLogger;
}): Promise<House> {
  const portal = openPortal(openTexts(parts.portalTexts));
  const house = await buildHouse({
    ...parts,
    pages: portal,
    problems: {
      ...platformProblems,
      ...workbookProblems,
      ...registerProblems,
      ...importProblems,
      ...accountProblems,
      ...unitProblems,
      ...boundaryProblems,
      ...tipProblems,
      ...inboxProblems,
      ...intakeProblems,
      ...initiativeProblems,
      ...activityProblems,
      ...handInProblems,
      ...supportProblems,
      ...awardProblems,
      ...assetProblems,
      ...areaPageProblems,
      ...feedbackProblems,
      ...figureProblems,
      ...indicatorProblems,
      ...reorganisationProblems,
      ...reportProblems,
      ...submissionProblems,
    },
    constraints: {
      ...accountConstraints,
      ...unitConstraints,
      ...submissionConstraints,
      ...indicatorConstraints,
      ...tipConstraints,
      ...inboxConstraints,
      ...intakeConstraints,
      ...initiativeConstraints,
      ...activityConstraints,
      ...handInConstraints,
      ...supportConstraints,
      ...awardConstraints,
      ...assetConstraints,
      ...reorganisationConstraints,
      ...feedbackConstraints,
    },
  });
  accountRoutes(house);
  unitRoutes(house);
  boundaryRoutes(house);
  for (const register of registers) openRegister(house, register);
  inboxRoutes(house);
  handInRoutes(house);
  submissionRoutes(house, registers);
  figureRoutes(house, registers);
  indicatorRoutes(house, registers);
  reorganisationRoutes(house);
  reportRoutes(house);
  const viewLately = areaPageRoutes(house, portal);
  feedbackRoutes(house, portal, parts.portalScripts);
  firstPageRoutes(house, portal, viewLately);
  const secrets = derivePortalSecrets(parts.portalSecret);
  const script = openTipScript(house, parts.portalScripts);
  intakeRoutes(house, secrets);
  tellingPages(house, portal, secrets, script);
  followingPages(house, portal, secrets, script);
  keysPages(house, portal);
  return house;
}
