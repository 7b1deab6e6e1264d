import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareOnce } from '#platform/http/compressed.ts';
import type { House } from '#platform/http/house.ts';

/** Serves a built script of the portal and answers its address; where it was not built, pages name none. */
export function serveScript(house: House, folder: string | undefined, name: string): string[] {
  const file = folder === undefined ? undefined : join(folder, name);
  if (file === undefined || !existsSync(file)) return [];
  const content = readFileSync(file);
  house.onAsset(`/${name}`, 'text/javascript; charset=utf-8', prepareOnce(content));
  return [`/${name}?v=${createHash('sha256').update(content).digest('hex').slice(0, 12)}`];
}
