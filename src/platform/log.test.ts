import { Writable } from 'node:stream';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const to = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  return { lines, to };
}

test('a line carries its level in words and its time in ISO form', () => {
  const { lines, to } = capture();
  openLog({ logLevel: 'info' }, to).info({ operation: 'getFigures' }, 'request');
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      operation: 'getFigures',
      msg: 'request',
    },
  ]);
});

test('below the level nothing is written', () => {
  const { lines, to } = capture();
  openLog({ logLevel: 'error' }, to).info('not told');
  expect(lines).toEqual([]);
});

test('a request is told without address, query, headers and body', async () => {
  const { lines, to } = capture();
  const app = Fastify({ loggerInstance: openLog({ logLevel: 'info' }, to) });
  app.post('/tips/:id', () => ({ ok: true }));
  await app.inject({
    method: 'POST',
    url: '/tips/42?name=secret-query',
    headers: { cookie: 'binhyen_session=secret-cookie', 'user-agent': 'secret-agent' },
    payload: { text: 'secret-body' },
    remoteAddress: '203.0.113.7',
  });
  await app.close();
  expect(lines.some((line) => (line.req as { url?: string } | undefined)?.url === '/tips/:id')).toBe(true);
  expect(JSON.stringify(lines)).not.toMatch(/secret|203\.0\.113\.7/);
});

test('of an error its kind and place are told, not its words', () => {
  const { lines, to } = capture();
  const error = Object.assign(new Error('Key (sign_in_name)=(secret)\nalready exists.'), {
    code: '23505',
    constraint: 'accounts_sign_in_name_key',
    detail: 'secret detail',
  });
  openLog({ logLevel: 'info' }, to).error({ err: error }, 'unexpected failure');
  expect(lines[0]?.err).toMatchObject({ name: 'Error', code: '23505', constraint: 'accounts_sign_in_name_key' });
  expect(JSON.stringify(lines)).not.toContain('secret');
  expect(JSON.stringify(lines)).not.toContain('already exists');
});
