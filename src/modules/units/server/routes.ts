import type { House } from '#platform/http/house.ts';
import {
  addUnitList as addUnitListRoute,
  addUnit as addUnitRoute,
  checkUnitList as checkUnitListRoute,
  correctUnit as correctUnitRoute,
  endUnit as endUnitRoute,
  getUnitTemplate,
  reopenUnit as reopenUnitRoute,
} from '../added-units.contract.ts';
import { getUnit, listUnitSourceProblems, searchUnits as searchUnitsRoute } from '../units.contract.ts';
import { addUnit, correctUnit, endUnit, reopenUnit } from './added-units.ts';
import { getUnitHistory, listSourceProblems, searchUnits } from './queries.ts';
import { addUnitList, checkUnitList, makeUnitTemplate } from './unit-list.ts';

const templateDisposition = `attachment; filename="danh-sach-don-vi.xlsx"; filename*=UTF-8''${encodeURIComponent('Danh sách đơn vị.xlsx')}`;

export function unitRoutes(house: House): void {
  house.onRead(searchUnitsRoute, async ({ db, query }) => ({
    items: await searchUnits(db, query.text, query),
  }));
  house.onRead(getUnit, ({ db, actor, params, query }) => getUnitHistory(db, params.id, { actor, below: query.below }));
  house.onWrite(addUnitRoute, ({ tx, actor, body }) => addUnit(tx, actor, body));
  house.onWrite(correctUnitRoute, ({ tx, actor, params, body }) => correctUnit(tx, actor, params.id, body));
  house.onWrite(endUnitRoute, ({ tx, actor, params, body }) => endUnit(tx, actor, params.id, body));
  house.onWrite(reopenUnitRoute, ({ tx, actor, params, body }) => reopenUnit(tx, actor, params.id, body));
  house.onRead(getUnitTemplate, async ({ db, locale, reply }) => {
    reply.type(getUnitTemplate.file!.contentType);
    reply.header('content-disposition', templateDisposition);
    return makeUnitTemplate(db, locale);
  });
  house.onWrite(checkUnitListRoute, ({ tx, body, locale }) => checkUnitList(tx, body, locale));
  house.onWrite(addUnitListRoute, ({ tx, actor, body, locale }) => addUnitList(tx, actor, body, locale));
  house.onRead(listUnitSourceProblems, ({ db, query, locale }) => listSourceProblems(db, query, locale));
}
