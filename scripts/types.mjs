// npm run types: writes src/platform/database/schema.ts from a freshly migrated database.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled, node24, projectRoot, run } from './setup.mjs';

await ensureInstalled();
process.exitCode = await run(node24(), [join(projectRoot, 'src/cli/generate-types.ts')]);
const file = join(projectRoot, 'src/platform/database/schema.ts');
// bigint columns come as safe integers: the parser in database.ts sees to it.
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(
    'export type Int8 = ColumnType<string, ',
    'export type Int8 = ColumnType<number, ',
  ),
);
