import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWeb, hasWeb } from './build-web.mjs';
import { ensureInstalled, fail, projectRoot, runSource } from './setup.mjs';

await ensureInstalled();
if (hasWeb() && !(await buildWeb())) {
  fail('Không dựng được giao diện; xem lỗi ở trên.', 'The web apps could not be built; see the error above.');
}
// With all the room of a large machine Node would rather grow than clean up; the same work fits in half.
const flags = JSON.parse(readFileSync(join(projectRoot, 'scripts', 'server-flags.json'), 'utf8'));
await runSource('src/server.ts', process.argv.slice(2), flags);
