// Finds LibreOffice for the tests that open documents and workbooks with it, or installs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, say } from './setup.mjs';

const packages = ['libreoffice-calc', 'libreoffice-writer', 'poppler-utils', 'fonts-liberation'];

/** Tells in one line when it could not be had; the tests that need it are skipped then. */
export async function ensureOffice() {
  if (hasOffice()) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Đang cài đặt LibreOffice để kiểm tra tài liệu…');
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 2] };
    const quiet = ['-q', '-o', 'Dpkg::Use-Pty=0'];
    await run('apt-get', ['update', ...quiet], options);
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...quiet, ...packages], options);
  }
  if (!hasOffice()) {
    say(
      'Không có LibreOffice: bỏ qua các kiểm tra cần nó. (LibreOffice was not found; tests that need it are skipped.)',
    );
  }
}

function hasOffice() {
  return [process.env.SOFFICE_PATH, 'soffice', 'libreoffice'].some(
    (command) => command && spawnSync(command, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0,
  );
}
