import { ensureInstalled, runSource } from './setup.mjs';

await ensureInstalled();
await runSource('src/cli/main.ts', process.argv.slice(2));
