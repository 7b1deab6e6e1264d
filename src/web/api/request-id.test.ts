import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeRequestId } from './request-id.ts';

test('a request id is a random UUID that the server takes', () => {
  const ids = Array.from({ length: 200 }, makeRequestId);
  for (const id of ids) expect(z.uuidv4().safeParse(id).success, id).toBe(true);
  expect(new Set(ids).size).toBe(200);
});
