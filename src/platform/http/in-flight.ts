import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

/** Bodies lie in memory until they are whole. Of all that are on their way together, this much is taken. */
const mostInFlight = 128 * 1024 * 1024;
const smallBytes = 1024 * 1024;

let inFlight = 0;

/**
 * Bounds what large bodies take of memory together, by the bytes that have really arrived. Beyond, the sender is told to try
 * again (request.busy); the first megabyte of each is free, so that small ones always come through.
 */
export function boundInFlight(room: FastifyInstance, maxBytes: number, most = mostInFlight): void {
  if (maxBytes <= smallBytes) return;
  room.addHook('preParsing', async (_request, reply, payload) => {
    let received = 0;
    let counted = 0;
    reply.raw.once('close', () => void (inFlight -= counted));
    const counting = Object.assign(
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          received += chunk.length;
          counting.receivedEncodedLength = received;
          const more = Math.max(0, received - smallBytes) - counted;
          if (inFlight + more > most) return done(new Problem('request.busy'));
          counted += more;
          inFlight += more;
          done(null, chunk);
        },
      }),
      { receivedEncodedLength: 0 },
    );
    payload.on('error', (error) => counting.destroy(error));
    return payload.pipe(counting);
  });
}
