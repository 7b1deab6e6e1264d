import type { House } from '#platform/http/house.ts';
import {
  checkBoundaries,
  getBoundaryState,
  importBoundaries as importBoundariesRoute,
  listBoundaries as listBoundariesRoute,
} from '../boundaries.contract.ts';
import { importBoundaries, previewBoundaries } from './import-boundaries.ts';
import { listBoundaries, readBoundaryState, readUnitIds, tagBoundaries } from './list-boundaries.ts';

export function boundaryRoutes(house: House): void {
  house.onRead(listBoundariesRoute, async ({ db, query, reply }) => {
    const unitIds = readUnitIds(query.units);
    const tag = await tagBoundaries(db, unitIds);
    reply.header('etag', tag);
    // Asked again each time, so that a map is new the moment its boundaries are; answered without them mostly.
    reply.header('cache-control', 'private, no-cache');
    if (reply.request.headers['if-none-match'] === tag) {
      reply.code(304);
      return Buffer.alloc(0);
    }
    return listBoundaries(db, unitIds);
  });
  house.onRead(getBoundaryState, ({ db }) => readBoundaryState(db));
  house.onWrite(checkBoundaries, ({ tx, body, locale }) => previewBoundaries(tx, body, 'mine', locale));
  house.onWrite(importBoundariesRoute, ({ tx, actor, body, query, locale }) =>
    importBoundaries(tx, body, { source: query.source, whose: 'mine', language: locale, actor }),
  );
}
