import type { BodyInputOf, ParamsOf, QueryInputOf, ResponseOf, Route } from '#platform/http/route.ts';
import { makeRequestId } from './request-id.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a route of any shape
export type AnyRoute = Route<any, any, any, any>;

type Part<Name extends string, Value> = unknown extends Value
  ? { [K in Name]?: undefined }
  : Record<never, never> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value };

/** What a call of a route needs: the parts that the route declares, and no others. */
export type CallInput<T> = Part<'params', ParamsOf<T>> & Part<'query', QueryInputOf<T>> & Part<'body', BodyInputOf<T>>;

/** Without what is sent to be kept: enough to make an address or a query key. */
export type Question<T> = Part<'params', ParamsOf<T>> & Part<'query', QueryInputOf<T>>;

type FieldMessage = { path: string; message: string };

/** Anything but a good answer. Its title comes from the server in the reader's language; empty when no server answered. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly params: Record<string, unknown>;
  readonly fields: FieldMessage[];

  constructor(problem: {
    code: string;
    title: string;
    status: number;
    params?: Record<string, unknown>;
    fields?: FieldMessage[];
  }) {
    super(problem.code);
    this.name = 'ApiProblem';
    this.code = problem.code;
    this.title = problem.title;
    this.status = problem.status;
    this.params = problem.params ?? {};
    this.fields = problem.fields ?? [];
  }

  /** Nobody knows whether the act was kept: it must be sent again with the same requestId. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** Address of a route with its parameters filled in. */
export function addressOf<T extends AnyRoute>(route: T, input: Question<T>): string {
  const { params, query } = input as { params?: Record<string, unknown>; query?: Record<string, unknown> };
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const question = search.toString();
  return `/api/v1${path}${question === '' ? '' : `?${question}`}`;
}

const waitsMilliseconds = [800, 2500];

/**
 * Calls a route. A write carries one requestId for the whole act: it is sent again with the same one when the line
 * breaks, so that an act counts once. Throws ApiProblem.
 */
export async function callApi<T extends AnyRoute>(
  route: T,
  input: CallInput<T>,
  options: { requestId?: string; signal?: AbortSignal } = {},
): Promise<ResponseOf<T>> {
  const requestId = options.requestId ?? makeRequestId();
  return untilAnswered(route, async () => {
    const response = await send(route, input, requestId, options.signal);
    return (response.status === 204 ? undefined : await response.json()) as ResponseOf<T>;
  });
}

/** Sends a write again when the line broke before an answer came; a question is asked once. */
export async function untilAnswered<R>(route: AnyRoute, ask: () => Promise<R>): Promise<R> {
  const mayRepeat = route.method !== 'GET' && !route.notRepeatable;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const wait = waitsMilliseconds[attempt];
      if (!mayRepeat || wait === undefined || !(error instanceof ApiProblem) || error.status !== 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Fetches a file and hands it to the browser to keep, under the name that the server gives it. */
export async function downloadFile<T extends AnyRoute>(route: T, input: CallInput<T>): Promise<void> {
  const response = await send(route, input, makeRequestId());
  const content = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = content;
  link.download = fileNameOf(response.headers.get('content-disposition')) ?? route.path.split('/').at(-1) ?? 'file';
  link.click();
  URL.revokeObjectURL(content);
}

async function send(route: AnyRoute, input: unknown, requestId: string, signal?: AbortSignal): Promise<Response> {
  const { body } = input as { body?: unknown };
  let response: Response;
  try {
    response = await fetch(addressOf(route, input as Question<AnyRoute>), {
      method: route.method,
      credentials: 'same-origin',
      headers: {
        'Accept-Language': document.documentElement.lang || 'vi',
        ...(route.method === 'GET' ? {} : { 'Idempotency-Key': requestId }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiProblem({ code: 'network.away', title: '', status: 0 });
  }
  if (!response.ok) throw toProblem(response.status, await response.json().catch(() => ({})));
  return response;
}

/** The problem that an answer of this status tells; the body may be anything that something in between put there. */
export function toProblem(status: number, body: unknown): ApiProblem {
  const told = (body ?? {}) as Partial<ApiProblem>;
  return new ApiProblem({
    code: told.code ?? 'server.unexpected',
    title: told.title ?? '',
    status,
    ...(told.params ? { params: told.params } : {}),
    ...(told.fields ? { fields: told.fields } : {}),
  });
}

function fileNameOf(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="([^"]+)"/i.exec(disposition ?? '')?.[1];
}
