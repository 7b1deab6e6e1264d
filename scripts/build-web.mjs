// Builds the web apps into dist/web when their sources have changed since the last build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { node24, projectRoot, run, say } from './setup.mjs';

const output = join(projectRoot, 'dist', 'web');
const stamp = join(projectRoot, 'dist', 'web.stamp');
// Never part of a page; anything else under src may be imported by one.
const serverOnly = [
  /^src\/modules\/[^/]+\/server\//,
  /^src\/cli\//,
  /^src\/server\.ts$/,
  /^src\/platform\/database\//,
  /\.test\.tsx?$/,
];

/** False if the build failed. */
export async function buildWeb() {
  const sources = hashSources();
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true;
  say('Đang dựng giao diện…');
  // Without its stamp, a build that is cut short is done again.
  rmSync(stamp, { force: true });
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  for (const config of ['vite.config.ts', 'vite.portal.config.ts']) {
    const code = await run(node24(), [vite, 'build', '--config', config, '--logLevel', 'warn'], {
      env: { NODE_ENV: 'production' },
      stdio: ['ignore', 2, 2],
    });
    if (code !== 0) return false;
  }
  mkdirSync(join(projectRoot, 'dist'), { recursive: true });
  writeFileSync(stamp, sources);
  return true;
}

export function hasWeb() {
  return existsSync(join(projectRoot, 'vite.config.ts'));
}

function hashSources() {
  const hash = createHash('sha256');
  const settings = ['vite.config.ts', 'vite.portal.config.ts', 'package-lock.json', 'tsconfig.web.json'];
  const files = [...listFiles(join(projectRoot, 'src')), ...settings];
  for (const file of files.toSorted()) {
    const path = join(projectRoot, file);
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(projectRoot, join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !serverOnly.some((pattern) => pattern.test(path)));
}
