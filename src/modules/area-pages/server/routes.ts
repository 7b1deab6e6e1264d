import type { FastifyReply } from 'fastify';
import { requirePlace } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import type { Portal } from '#web/portal/portal.ts';
import {
  addComingActivity as addComingActivityRoute,
  getAreaPage as getAreaPageRoute,
  getPosters,
  removeComingActivity as removeComingActivityRoute,
  updateAreaContact as updateAreaContactRoute,
} from '../area-pages.contract.ts';
import { addComingActivity, getAreaPage, removeComingActivity, updateAreaContact } from './area-page.ts';
import { openLately } from './lately.ts';
import { openAreaPages } from './pages.ts';
import { makePosters } from './posters.ts';
import { openResidentReader } from './resident-reader.ts';
import { openSheets } from './sheets.ts';

/** Opens the pages of areas; answers what the first page tells of the country in figures, by language. */
export function areaPageRoutes(house: House, portal: Portal): (language: string) => Promise<string> {
  const read = openResidentReader(house.db);
  const sheetOf = openSheets();
  const kept = openAreaPages(house, portal, read, sheetOf);
  house.onRead(getAreaPageRoute, ({ db, actor, params }) => getAreaPage(db, actor, params.unitId));
  // Whoever changes a page sees it at once: what is made before the change is committed is forgotten with the answer. Other
  // processes show it within the minute.
  const forget = (reply: FastifyReply): void => {
    kept.clear();
    reply.raw.once('finish', () => kept.clear());
  };
  house.onWrite(updateAreaContactRoute, ({ tx, actor, params, body, reply }) => {
    forget(reply);
    return updateAreaContact(tx, actor, params.unitId, body);
  });
  house.onWrite(addComingActivityRoute, ({ tx, actor, params, body, reply }) => {
    forget(reply);
    return addComingActivity(tx, actor, params.unitId, body);
  });
  house.onWrite(removeComingActivityRoute, ({ tx, actor, params, reply }) => {
    forget(reply);
    return removeComingActivity(tx, actor, params.unitId, params.id);
  });
  house.onRead(getPosters, async ({ db, actor, params, query, reply }) => {
    await requirePlace(db, actor, 'area_page.write', params.unitId);
    reply
      .type('application/pdf')
      .header('content-disposition', `attachment; filename="to-gioi-thieu-${params.unitId}.pdf"`);
    const { protocol, host } = reply.request;
    const address = house.config.publicUrl ?? `${protocol}://${host}`;
    return makePosters(db, params.unitId, { below: query.below, address });
  });
  return openLately(portal, read, sheetOf);
}
