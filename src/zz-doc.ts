import { writeFile } from 'node:fs/promises';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { buildReviewReport, issueReviewDocument } from '#modules/reports/index.ts';
const db = openDatabase(openPool('postgres://binhyen_owner:x@127.0.0.1:5601/reports_look'));
const [unit, from, to, view, out, known] = process.argv.slice(2);
const ask = { unit, from, to, view, asKnownOn: known } as any;
let t = Date.now();
const r = await buildReviewReport(db, ask, 'vi');
console.log('build', Date.now() - t);
for (const s of r.sections) { console.log(s.number, s.title); for (const x of s.sentences) console.log('  ', x.map((p) => p.text).join('')); console.log('  ', s.basis); }
const e = await buildReviewReport(db, ask, 'en');
console.log(e.title, e.abstract); for (const s of e.sections) { console.log(s.number, s.title); for (const x of s.sentences) console.log('  ', x.map((p) => p.text).join('')); console.log('  ', s.basis); }
console.log(r.notes.map((n) => n.text));
t = Date.now();
const b = await issueReviewDocument(db, ask);
console.log('doc', Date.now() - t, b.length);
await writeFile(out!, b);
await db.destroy();
