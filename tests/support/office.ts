// LibreOffice as a second reader of what is written here; tests that need it are skipped where it is not.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const officeMissing = 'LibreOffice (soffice) is not installed; its reading of our files is not tested';

/** Options of a test that starts LibreOffice: with a new profile it takes its time. */
export const officeTimeout = { timeout: 120_000 };

/** The command that starts LibreOffice; undefined where there is none. */
export function findOffice(): string | undefined {
  const candidates = [process.env['SOFFICE_PATH'], 'soffice', 'libreoffice'];
  const found = candidates.find(
    (command) => command && spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0,
  );
  if (found === undefined) console.warn(officeMissing);
  return found;
}

/**
 * Opens a file with LibreOffice and gives it back in another format, such as pdf, csv, xls or xlsx. fileName's ending
 * says what the content is. Each call has a profile of its own, so that several may run at once.
 */
export async function convertWithOffice(content: Uint8Array, fileName: string, format: string): Promise<Buffer> {
  const office = findOffice();
  if (office === undefined) throw new Error(officeMissing);
  const folder = await mkdtemp(join(tmpdir(), 'binh-yen-office-'));
  try {
    const file = join(folder, fileName);
    await writeFile(file, content);
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    const out = join(folder, 'out');
    await promisify(execFile)(office, [profile, '--headless', '--convert-to', format, '--outdir', out, file]);
    const ending = format.split(':')[0] ?? format;
    return await readFile(join(out, fileName.replace(/\.\w+$/, `.${ending}`)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
