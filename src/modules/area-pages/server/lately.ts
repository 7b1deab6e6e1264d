import type { Portal } from '#web/portal/portal.ts';
import { viewLately } from '../portal/lately-view.ts';
import { Kept } from './kept.ts';
import { findArea } from './queries.ts';
import type { ResidentReader } from './resident-reader.ts';
import type { Sheets } from './sheets.ts';

/** What is told of tips on the first page, of those that are published. */
const ofTips = ['T01', 'T02', 'T05'];
const keptSeconds = 60;

/** The part of the first page that tells in figures what became of the tips of all the country lately, by language. */
export function openLately(
  portal: Portal,
  read: ResidentReader,
  sheetOf: Sheets,
): (language: string) => Promise<string> {
  const kept = new Kept<string>({ seconds: keptSeconds, most: 20 });
  return (language) =>
    kept.get(language, async () => {
      const told = await read(async (db) => {
        const nation = await findArea(db, 'VN');
        if (nation === undefined) return undefined;
        const { figures, ...span } = await sheetOf(db, nation);
        const items = (figures.get(nation.id) ?? []).filter(({ code }) => ofTips.includes(code));
        return { unit: nation, ...span, items };
      });
      return viewLately(portal.say(language), language === 'en' ? 'en' : 'vi', told);
    });
}
