import { buildWeb, hasWeb } from './build-web.mjs';
import { ensureInstalled, fail, runSource } from './setup.mjs';

await ensureInstalled();
if (hasWeb() && !(await buildWeb())) {
  fail('Không dựng được giao diện; xem lỗi ở trên.', 'The web apps could not be built; see the error above.');
}
await runSource('src/server.ts', process.argv.slice(2));
