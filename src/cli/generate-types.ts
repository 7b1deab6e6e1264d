import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';

const root = join(import.meta.dirname, '../..');
const server = await startEmbedded({ ephemeral: true });
try {
  await migrate(server.migrateUrl, server.runUrl);
  const options = [
    '--dialect',
    'postgres',
    '--default-schema',
    'binhyen',
    '--include-pattern',
    'binhyen.*',
    '--camel-case',
  ];
  const parsers = ['--date-parser', 'string', '--numeric-parser', 'string'];
  const out = ['--url', server.migrateUrl, '--out-file', join(root, 'src/platform/database/schema.ts')];
  const tool = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js');
  process.exitCode =
    spawnSync(process.execPath, [tool, ...options, ...parsers, ...out], { stdio: 'inherit' }).status ?? 1;
} finally {
  await server.stop();
}
