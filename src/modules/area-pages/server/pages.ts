import type { Db } from '#platform/database/database.ts';
import { prepare, type Prepared } from '#platform/http/compressed.ts';
import type { House } from '#platform/http/house.ts';
import type { Visit } from '#platform/http/page.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { Portal } from '#web/portal/portal.ts';
import { areaAddress } from '../areas.rules.ts';
import { type AreaView, viewArea } from '../portal/area-view.ts';
import { viewFinding } from '../portal/finding-view.ts';
import { Kept } from './kept.ts';
import { type Area, findArea, findContact, listAreasBelow, listComing, listGroups, searchAreas } from './queries.ts';
import type { ResidentReader } from './resident-reader.ts';
import type { Sheets } from './sheets.ts';

/** How long a page is shown again without being made anew; the page tells its moment. */
const pageSeconds = 60;

/** Opens the pages of areas and answers what is kept of them, to be cleared after a change. */
export function openAreaPages(house: House, portal: Portal, read: ResidentReader, sheetOf: Sheets): Kept<Prepared> {
  const kept = new Kept<Prepared>({ seconds: pageSeconds, most: 800 });

  house.onPage({ operationId: 'findMyArea', path: '/khu-vuc', compressed: true }, async (visit) => {
    const text = (visit.query.tim ?? '').trim().slice(0, 100);
    const found = await visit.read(async (db) => ({
      areas: text === '' ? [] : await searchAreas(db, text),
      provinces: text === '' ? await listProvinces(db) : [],
    }));
    return viewFinding(portal, visit, { text, ...found });
  });

  house.onPage({ operationId: 'viewArea', path: '/khu-vuc/{code}' }, async (visit) => {
    const { language, reply } = visit;
    const code = visit.params.code!.slice(0, 40);
    const page = await kept.get(`${language} ${code}`, () =>
      read(async (db) => {
        const area = await findArea(db, code);
        if (area === undefined) throw new Problem('unit.not_found', { code });
        const looked = await lookAt(db, area, sheetOf);
        return prepare(Buffer.from(viewArea(portal, { language, address: areaAddress(area.code) }, looked)));
      }),
    );
    reply.header('cache-control', `private, max-age=${pageSeconds}`).header('vary', 'accept-language, cookie');
    return page;
  });
  return kept;
}

async function listProvinces(db: Db) {
  const nation = await findArea(db, 'VN');
  return nation ? listAreasBelow(db, nation.id) : [];
}

async function lookAt(db: Db, area: Area, sheetOf: Sheets): Promise<AreaView> {
  const lineage = [area, ...area.above];
  // Figures are published for communes and above; a residential area shows those of its commune.
  const ofFigures = area.kind === 'residential_area' ? area.above[0]! : area;
  const holder = ofFigures.kind === 'commune' ? lineage.find(({ kind }) => kind === 'province') : ofFigures;
  const sheet = holder && (await sheetOf(db, holder));
  const today = vietnamDay(new Date());
  const near = lineage.filter(({ kind }) => kind === 'residential_area' || kind === 'commune' || kind === area.kind);
  return {
    area,
    groups: await listGroups(db, area.id),
    contact: await findContact(
      db,
      lineage.map(({ id }) => id),
    ),
    coming: await listComing(
      db,
      near.map(({ id }) => id),
      today,
    ),
    below: await listAreasBelow(db, area.id),
    figures: sheet && {
      unit: ofFigures,
      from: sheet.from,
      to: sheet.to,
      answeredAt: sheet.answeredAt,
      items: sheet.figures.get(ofFigures.id) ?? [],
    },
    madeAt: new Date().toISOString(),
  };
}

/** For pages of other modules: the area of a code, of today. */
export async function requireArea(visit: Pick<Visit, 'read'>, code: string): Promise<Area> {
  const area = await visit.read((db) => findArea(db, code.slice(0, 40)));
  if (area === undefined) throw new Problem('unit.not_found', { code });
  return area;
}
