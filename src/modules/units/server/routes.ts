import { holds } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import { getUnit, listUnitSourceProblems, searchUnits as searchUnitsRoute } from '../units.contract.ts';
import { getUnitHistory, listSourceProblems, searchUnits } from './queries.ts';

export function unitRoutes(house: House): void {
  house.onRead(searchUnitsRoute, async ({ db, query }) => ({
    items: await searchUnits(db, query.text, query),
  }));
  house.onRead(getUnit, ({ db, actor, params }) =>
    getUnitHistory(db, params.id, { withPosts: holds(actor, 'post.read') }),
  );
  house.onRead(listUnitSourceProblems, ({ db, query, locale }) => listSourceProblems(db, query, locale));
}
