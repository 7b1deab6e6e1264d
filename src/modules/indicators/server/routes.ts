import type { House } from '#platform/http/house.ts';
import type { Register } from '#registers/declaration.ts';
import * as routes from '../indicators.contract.ts';
import { previewIndicator } from './preview.ts';
import { declineIndicator, listProposals, proposeIndicator, secondIndicator, withdrawIndicator } from './proposals.ts';

export function indicatorRoutes(house: House, registers: Register[]): void {
  house.onRead(routes.listIndicatorProposals, async ({ db, actor }) => ({ items: await listProposals(db, actor) }));

  house.onWrite(routes.proposeIndicator, ({ tx, actor, body }) => proposeIndicator(tx, actor, registers, body));

  house.onWrite(routes.secondIndicator, ({ tx, actor, params }) => secondIndicator(tx, actor, params.id));

  house.onWrite(routes.declineIndicator, ({ tx, actor, params, body }) =>
    declineIndicator(tx, actor, params.id, body.reason),
  );

  house.onWrite(routes.withdrawIndicator, ({ tx, actor, params, body }) =>
    withdrawIndicator(tx, actor, params.id, body.reason),
  );

  // Keeps nothing; it is sent because a definition does not fit into an address.
  house.onWrite(routes.previewIndicator, ({ tx, actor, body }) => previewIndicator(tx, actor, registers, body));
}
