// Finds a Chromium for the journeys, or installs one.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node24, projectRoot, run, say } from './setup.mjs';

const playwright = join(projectRoot, 'node_modules/@playwright/test/cli.js');

/** Path of a browser that starts; undefined if none could be had. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  say('Đang cài đặt trình duyệt Chromium…');
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = ['-q', '-o', 'Dpkg::Use-Pty=0'];
    const packages = ['chromium', 'fonts-dejavu-core'];
    await run('apt-get', ['update', ...quiet], { env, stdio: ['ignore', 'ignore', 2] });
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...quiet, ...packages], {
      env,
      stdio: ['ignore', 'ignore', 2],
    });
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  // Ubuntu's own package is a snap, which does not start in a container.
  await run(node24(), [playwright, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium'], {
    stdio: ['ignore', 2, 2],
  });
  return findBrowser();
}

function findBrowser() {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    playwrightBrowser(),
  ];
  return candidates.find((path) => path && existsSync(path) && starts(path));
}

// A wrapper of a browser that is not there exists all the same.
function starts(path) {
  return spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

function playwrightBrowser() {
  const print = `console.log((await import('@playwright/test')).chromium.executablePath())`;
  const { stdout } = spawnSync(node24(), ['--input-type=module', '-e', print], { cwd: projectRoot, encoding: 'utf8' });
  return stdout?.trim();
}
