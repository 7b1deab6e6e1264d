import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { addressOf, callApi } from './client.ts';

const read = defineRoute({
  operationId: 'listThings',
  method: 'GET',
  path: '/units/{unitId}/things',
  permission: 'signed-in',
  summary: 'Things of a unit',
  params: z.object({ unitId: z.int() }),
  query: z.object({ text: z.string().optional(), unit: z.string().optional() }),
  response: z.object({ items: z.array(z.string()) }),
});
const write = defineRoute({
  operationId: 'keepThing',
  method: 'POST',
  path: '/things',
  permission: 'signed-in',
  summary: 'Keeps a thing',
  body: z.object({ name: z.string() }),
  response: z.object({ name: z.string() }),
});

const fetched = vi.fn<typeof fetch>();
const headerOf = (call: number, name: string): string | null =>
  new Headers(fetched.mock.calls[call]?.[1]?.headers).get(name);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockReset();
});

test('an address takes its parameters and only the questions that were asked', () => {
  expect(addressOf(read, { params: { unitId: 7 }, query: { text: 'bạc liêu', unit: undefined } })).toBe(
    '/api/v1/units/7/things?text=b%E1%BA%A1c+li%C3%AAu',
  );
  expect(addressOf(read, { params: { unitId: 7 }, query: { unit: '#34' } })).toBe('/api/v1/units/7/things?unit=%2334');
});

test('the server is asked to answer in the language on screen', async () => {
  fetched.mockResolvedValue(Response.json({ items: [] }));
  await callApi(read, { params: { unitId: 7 }, query: {} });
  expect(headerOf(0, 'Accept-Language')).toBe('en');
  expect(headerOf(0, 'Idempotency-Key')).toBeNull();
});

test('an act whose line breaks is sent again as the same act', async () => {
  fetched.mockRejectedValueOnce(new TypeError('network')).mockResolvedValueOnce(Response.json({ name: 'one' }));
  const answer = callApi(write, { body: { name: 'one' } });
  await vi.runAllTimersAsync();
  expect(await answer).toEqual({ name: 'one' });
  expect(headerOf(0, 'Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headerOf(1, 'Idempotency-Key')).toBe(headerOf(0, 'Idempotency-Key'));
});

test('when no server answers, it is not known whether the act was kept', async () => {
  fetched.mockRejectedValue(new TypeError('network'));
  const answer = callApi(write, { body: { name: 'one' } }).catch((problem: unknown) => problem);
  await vi.runAllTimersAsync();
  expect(await answer).toMatchObject({ code: 'network.away', outcomeUnknown: true });
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('a refusal comes with its words and its fields, and is not sent again', async () => {
  const problem = {
    code: 'input.invalid',
    title: 'Some fields are not right.',
    fields: [{ path: 'name', message: 'Too long' }],
  };
  fetched.mockResolvedValue(Response.json(problem, { status: 400 }));
  await expect(callApi(write, { body: { name: 'one' } })).rejects.toMatchObject({
    ...problem,
    status: 400,
    outcomeUnknown: false,
  });
  expect(fetched).toHaveBeenCalledTimes(1);
});
