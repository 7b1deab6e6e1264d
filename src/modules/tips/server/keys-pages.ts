import type { House } from '#platform/http/house.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { Portal } from '#web/portal/portal.ts';
import { keysPage } from '../portal/keys-page.ts';
import { listKeysOfProvince, listProvincesWithInboxes } from './inbox-keys.ts';

/** The public list of inbox keys, by province. */
export function keysPages(house: House, portal: Portal): void {
  house.onPage({ operationId: 'viewInboxKeys', path: '/khoa-hop-tin', compressed: true }, (visit) =>
    visit.read(async (db) => {
      const provinces = await listProvincesWithInboxes(db);
      const province = provinces.find(({ code }) => code === visit.query.tinh);
      const keys = province && (await listKeysOfProvince(db, province.id));
      const { title, main } = keysPage({
        say: portal.say(visit.language),
        provinces,
        chosen:
          province && keys
            ? {
                name: province.name,
                keys: keys.map((key) => ({
                  unit: key.unit.name,
                  fingerprint: key.fingerprint,
                  generation: key.generation,
                  day: vietnamDay(new Date(key.madeAt)).split('-').toReversed().join('/'),
                  isCurrent: key.retiredAt === null,
                  signed: key.isSigned,
                })),
              }
            : undefined,
      });
      return portal.page({ language: visit.language, address: visit.address, title, main });
    }),
  );
}
