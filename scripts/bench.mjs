import { ensureBrowser } from './browser.mjs';
import { buildWeb } from './build-web.mjs';
import { ensureInstalled, runSource } from './setup.mjs';

const args = process.argv.slice(2);
const isName = (arg, index) => !arg.startsWith('--') && !args[index - 1]?.startsWith('--');

await ensureInstalled();
// One work looks at the pages of residents in a browser, as they are served.
if (args.includes('portal-pages') || !(args.includes('--list') || args.some(isName))) {
  if (!(await buildWeb())) process.exit(1);
  const browser = await ensureBrowser();
  if (browser !== undefined) process.env.CHROMIUM_PATH = browser;
}
await runSource('src/cli/bench/main.ts', args);
