import type { House } from '#platform/http/house.ts';
import {
  addReorganisation as addRoute,
  changeReorganisation as changeRoute,
  confirmReorganisation as confirmRoute,
  getReorganisation as getRoute,
  listReorganisations as listRoute,
  previewReorganisation as previewRoute,
  withdrawReorganisation as withdrawRoute,
} from '../reorganisations.contract.ts';
import { previewReorganisation } from './preview.ts';
import {
  addReorganisation,
  changeReorganisation,
  confirmReorganisation,
  getReorganisation,
  listReorganisations,
  withdrawReorganisation,
} from './reorganisations.ts';

export function reorganisationRoutes(house: House): void {
  house.onRead(listRoute, async ({ db, query }) => ({ items: await listReorganisations(db, query.state) }));
  house.onRead(getRoute, ({ db, actor, locale, params }) => getReorganisation(db, { actor, locale }, params.id));
  house.onWrite(previewRoute, ({ tx, actor, locale, body }) => previewReorganisation(tx, { actor, locale }, body));
  house.onWrite(addRoute, ({ tx, actor, locale, body }) => addReorganisation(tx, { actor, locale }, body));
  house.onWrite(changeRoute, ({ tx, actor, locale, params, body: { version, ...input } }) =>
    changeReorganisation(tx, { actor, locale }, { id: params.id, version }, input),
  );
  house.onWrite(confirmRoute, ({ tx, actor, locale, params, body }) =>
    confirmReorganisation(tx, house.jobs, { actor, locale }, { id: params.id, version: body.version }),
  );
  house.onWrite(withdrawRoute, ({ tx, actor, locale, params, body: { version, reason } }) =>
    withdrawReorganisation(tx, { actor, locale }, { id: params.id, version }, reason),
  );
}
