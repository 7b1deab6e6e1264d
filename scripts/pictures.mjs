// npm run pictures: renews docs/pictures/*.png from a fresh house with demonstration data.
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { buildWeb } from './build-web.mjs';
import { ensureInstalled, fail, node24, projectRoot, run } from './setup.mjs';

await ensureInstalled();
if (!(await buildWeb())) process.exit(1);
const browser = await ensureBrowser();
if (browser === undefined) fail('Không tìm thấy Chromium.', 'Chromium was not found.');
process.exitCode = await run(node24(), [join(projectRoot, 'tests/e2e/pictures.ts')], {
  env: { CHROMIUM_PATH: browser },
});
