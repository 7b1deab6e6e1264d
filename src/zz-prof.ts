import { openDatabase, openPool } from '#platform/database/database.ts';
import { computeFigures, listAllIndicators, listNotes, listParts, understand } from '#modules/figures/index.ts';
import { countObliged } from '#modules/figures/server/coverage.ts';
import { sumTotals, countDistinct, countUnitsWith } from '#modules/figures/server/totals.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
const db = openDatabase(openPool('postgres://binhyen_owner:x@127.0.0.1:5601/reports_look'));
const q = await understand(db, { unit: process.argv[2]!, from: '2013-08', to: '2023-05', view: process.argv[3] as any });
const all = await listAllIndicators(db);
const time = async (n: string, f: () => Promise<unknown>) => { const t = Date.now(); await f(); console.log(n, Date.now() - t); };
const ent = all.filter(isEntered);
for (let i = 0; i < 2; i++) {
await time('sum', () => sumTotals(db, q, ent));
await time('distinct', () => countDistinct(db, q, ent));
await time('obliged', () => countObliged(db, q, ent));
for (const u of all.filter((x) => x.kind === 'units_with')) await time(u.code, () => countUnitsWith(db, q, u, all.find((x) => x.code === 'M18')));
await time('all', () => computeFigures(db, q, all, all));
await time('parts', () => listParts(db, q, ent.filter((x) => ['T02','T09','M03','M04','M39','A05','A06'].includes(x.code))));
await time('notes', () => listNotes(db, q, [], 'vi'));
}
await db.destroy();
