import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { House } from '#platform/http/house.ts';

/** Serves a built script of the portal and answers its address; where it was not built, pages name none. */
export function serveScript(house: House, folder: string | undefined, name: string): string[] {
  const file = folder === undefined ? undefined : join(folder, name);
  if (file === undefined || !existsSync(file)) return [];
  const content = readFileSync(file);
  const bodies = { br: brotliCompressSync(content), gzip: gzipSync(content) };
  house.app.get(`/${name}`, { schema: { hide: true }, config: { unlogged: true } }, async (request, reply) => {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = (['br', 'gzip'] as const).find((one) => accepted.includes(one));
    reply.type('text/javascript; charset=utf-8').header('vary', 'accept-encoding');
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    if (encoding) reply.header('content-encoding', encoding);
    return reply.send(encoding ? bodies[encoding] : content);
  });
  return [`/${name}?v=${createHash('sha256').update(content).digest('hex').slice(0, 12)}`];
}
