import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundInFlight } from './in-flight.ts';

const megabyte = 1024 * 1024;
const app = Fastify({ bodyLimit: 10 * megabyte });
let waiting: (() => void)[] = [];
let arrived = 0;
beforeAll(async () => {
  await app.register(async (room) => {
    room.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    boundInFlight(room, 10 * megabyte, 6 * megabyte);
    room.post('/', async ({ body }) => {
      arrived += 1;
      await new Promise<void>((go) => waiting.push(go));
      return { bytes: (body as Buffer).length };
    });
  });
  await app.listen({ port: 0 });
});
afterAll(() => app.close());

async function send(megabytes: number): Promise<{ status: number; text: string }> {
  const { port } = app.server.address() as { port: number };
  const headers = { 'content-type': 'application/octet-stream' };
  const body = new Uint8Array(megabytes * megabyte);
  const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

const untilArrived = async (count: number): Promise<void> => {
  while (arrived < count) await new Promise((go) => setImmediate(go));
};

test('large bodies together take so much memory and no more; small ones always come through', async () => {
  const first = send(6);
  await untilArrived(1);
  // One megabyte of the six is free, so five count, and of three more two.
  expect(await send(3).catch(() => ({ status: 0, text: 'request.busy' }))).toMatchObject({
    text: expect.stringContaining('request.busy'),
  });
  const small = send(1);
  await untilArrived(2);
  for (const go of waiting) go();
  expect(await first).toEqual({ status: 200, text: JSON.stringify({ bytes: 6 * megabyte }) });
  expect((await small).status).toBe(200);
  waiting = [];
  const next = send(6);
  await untilArrived(3);
  for (const go of waiting) go();
  expect((await next).status).toBe(200);
});
