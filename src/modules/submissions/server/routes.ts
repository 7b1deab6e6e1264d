import { requirePlace } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import type { Register } from '#registers/declaration.ts';
import * as backwards from '../backwards.contract.ts';
import * as routes from '../submissions.contract.ts';
import { bulkSubmit } from './bulk.ts';
import { correctDrift } from './correct-drift.ts';
import { computeBackwards, countBackwards } from './compute-backwards.ts';
import { approveSubmissions, returnSubmission } from './decide.ts';
import { listSubmissions } from './grid.ts';
import { keepRegister } from './keep-register.ts';
import { openCorrection, submitSubmission } from './submit.ts';
import { countPunctuality } from './punctuality.ts';
import { saveSupplements } from './supplements.ts';
import { listDrift } from './list-drift.ts';
import { viewToday } from './today.ts';
import { viewPeriod } from './view-period.ts';

export function submissionRoutes(house: House, registers: Register[]): void {
  house.onRead(routes.getToday, ({ db, actor, query }) => viewToday(db, actor, registers, query.post));
  house.onRead(routes.listSubmissions, ({ db, actor, query, locale }) =>
    listSubmissions(db, actor, registers, query, locale),
  );
  house.onRead(routes.countPunctuality, async ({ db, actor, query }) => {
    const { unitId, months } = await countPunctuality(db, query);
    await requirePlace(db, actor, 'submission.read', unitId);
    return { months };
  });
  house.onRead(routes.listDrift, async ({ db, actor, query }) => ({
    items: await listDrift(db, actor, registers, query),
  }));
  house.onRead(routes.getSubmission, ({ db, actor, params, locale }) =>
    viewPeriod(db, actor, registers, params.unitId, params.month, locale),
  );
  house.onWrite(routes.saveSupplements, async ({ tx, actor, params, body, locale }) => {
    const known = await saveSupplements(tx, actor, params, body);
    return viewPeriod(tx, actor, registers, params.unitId, params.month, locale, known);
  });
  house.onWrite(routes.submitSubmission, async ({ tx, actor, params, body, locale }) => {
    await submitSubmission(tx, actor, registers, params, body, locale);
    return viewPeriod(tx, actor, registers, params.unitId, params.month, locale);
  });
  house.onWrite(routes.returnSubmission, async ({ tx, actor, params, body, locale }) => {
    await returnSubmission(tx, actor, params, body);
    return viewPeriod(tx, actor, registers, params.unitId, params.month, locale);
  });
  house.onWrite(routes.openCorrection, async ({ tx, actor, params, body, locale }) => {
    await openCorrection(tx, actor, params, body);
    return viewPeriod(tx, actor, registers, params.unitId, params.month, locale);
  });
  house.onWrite(routes.correctDrift, ({ tx, actor, params, body, locale }) =>
    correctDrift(tx, actor, registers, params.unitId, body, locale),
  );
  house.onWrite(routes.approveSubmissions, async ({ tx, actor, body }) => ({
    approved: await approveSubmissions(tx, actor, body.submissions),
  }));
  house.onWrite(routes.keepRegister, ({ tx, actor, params, body }) => keepRegister(tx, actor, registers, params, body));
  house.onWrite(routes.bulkSubmit, ({ tx, actor, body }) => bulkSubmit(tx, actor, body));
  house.onRead(backwards.countBackwards, ({ db, actor, params, query }) =>
    countBackwards(db, actor, registers, { ...params, ...query }),
  );
  house.onWrite(backwards.computeBackwards, ({ tx, actor, params, body }) =>
    computeBackwards(tx, actor, registers, { ...params, ...body }),
  );
}
