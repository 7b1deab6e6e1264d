import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Ways to make an answer smaller, the better one first. Browsers take brotli over https only. */
const encodings = ['br', 'gzip'] as const;
type Encoding = (typeof encodings)[number];

/** An answer in every form in which it may leave. */
export type Prepared = Record<Encoding | 'plain', Buffer>;

const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const compress = {
  br: (content: string | Buffer) => promisify(brotliCompress)(content, quickly),
  gzip: (content: string | Buffer) => promisify(gzip)(content),
};

/** For what is made once and stays: as small as it gets. */
export function prepareOnce(plain: Buffer): Prepared {
  return { plain, br: brotliCompressSync(plain), gzip: gzipSync(plain, { level: constants.Z_BEST_COMPRESSION }) };
}

/** For what is kept for a while. */
export async function prepare(plain: Buffer): Promise<Prepared> {
  const [br, gzipped] = await Promise.all([compress.br(plain), compress.gzip(plain)]);
  return { plain, br, gzip: gzipped };
}

/** The form that the asker understands best; the answer's headers say which. */
export function choosePrepared(request: FastifyRequest, reply: FastifyReply, prepared: Prepared): Buffer {
  return prepared[chooseEncoding(request, reply) ?? 'plain'];
}

/** Compresses an answer that is made for this asker alone. */
export async function compressFor(request: FastifyRequest, reply: FastifyReply, content: string): Promise<Buffer> {
  const encoding = chooseEncoding(request, reply);
  return encoding === undefined ? Buffer.from(content) : compress[encoding](content);
}

function chooseEncoding(request: FastifyRequest, reply: FastifyReply): Encoding | undefined {
  const encoding = negotiate(String(request.headers['accept-encoding'] ?? ''), [...encodings]) ?? undefined;
  const vary = reply.getHeader('vary');
  reply.header('vary', vary === undefined ? 'accept-encoding' : `${String(vary)}, accept-encoding`);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return encoding;
}
