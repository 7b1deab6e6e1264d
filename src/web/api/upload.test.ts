import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { defineRoute, UploadedFile } from '#platform/http/route.ts';
import { uploadFile } from './upload.ts';

const keepSheet = defineRoute({
  operationId: 'keepSheet',
  method: 'POST',
  path: '/units/{unitId}/sheets',
  permission: 'signed-in',
  summary: 'Takes a sheet',
  params: z.object({ unitId: z.int() }),
  query: z.object({ name: z.string() }),
  upload: { contentTypes: ['text/csv'], maxBytes: 1024 },
  body: UploadedFile,
  response: z.object({ rows: z.int() }),
});
const input = { params: { unitId: 7 }, query: { name: 'Bảng.csv' } };
const sheet = new File(['a,b'], 'Bảng.csv', { type: 'text/csv' });

/** What the network does with each sending, in order. */
let answers: ('breaks' | { status: number; text: string })[] = [];
let sent: { address: string; headers: Record<string, string>; body: unknown }[] = [];

/** The browser's own, as far as it is used here. */
class NetworkRequest extends EventTarget {
  upload = new EventTarget();
  status = 0;
  responseText = '';
  #asked = { address: '', headers: {} as Record<string, string> };
  open(method: string, address: string): void {
    this.#asked.address = `${method} ${address}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.#asked.headers[name] = value;
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'));
  }
  send(body: unknown): void {
    sent.push({ ...this.#asked, body });
    const answer = answers.shift();
    if (answer === undefined) return;
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 1, total: 4 }));
    if (answer !== 'breaks') Object.assign(this, { status: answer.status, responseText: answer.text });
    this.dispatchEvent(new Event(answer === 'breaks' ? 'error' : 'load'));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { lang: 'en' } });
  vi.stubGlobal('XMLHttpRequest', NetworkRequest);
  sent = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a file whose line breaks is sent again as the same act, and tells how far it is', async () => {
  answers = ['breaks', { status: 200, text: '{"rows":2}' }];
  const onProgress = vi.fn<(part: number) => void>();
  const answer = uploadFile(keepSheet, input, sheet, { onProgress });
  await vi.runAllTimersAsync();
  expect(await answer).toEqual({ rows: 2 });
  expect(sent.map(({ address, body }) => [address, body])).toEqual(
    Array(2).fill(['POST /api/v1/units/7/sheets?name=B%E1%BA%A3ng.csv', sheet]),
  );
  expect(sent[0]!.headers).toMatchObject({ 'Accept-Language': 'en', 'Content-Type': 'text/csv' });
  expect(sent[0]!.headers['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(sent[1]!.headers).toEqual(sent[0]!.headers);
  expect(onProgress).toHaveBeenCalledWith(0.25);
});

test('a refusal comes with its words and is not sent again', async () => {
  const problem = { code: 'upload.too_large', title: 'The file is too large.' };
  answers = [{ status: 413, text: JSON.stringify(problem) }];
  await expect(uploadFile(keepSheet, input, sheet)).rejects.toMatchObject({ ...problem, status: 413 });
  expect(sent).toHaveLength(1);
});

test('an answer that no house wrote is told as unexpected', async () => {
  answers = [{ status: 502, text: '<html>' }];
  await expect(uploadFile(keepSheet, input, sheet)).rejects.toMatchObject({ status: 502, code: 'server.unexpected' });
});

test('a file of a type that the route does not name goes as octets; a person may stop it', async () => {
  answers = [];
  const stop = new AbortController();
  const answer = uploadFile(keepSheet, input, new Blob(['x']), { signal: stop.signal });
  expect(sent[0]!.headers['Content-Type']).toBe('application/octet-stream');
  stop.abort();
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
});
