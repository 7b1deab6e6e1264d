import type { ResponseOf } from '#platform/http/route.ts';
import { addressOf, type AnyRoute, ApiProblem, type Question, toProblem, untilAnswered } from './client.ts';
import { makeRequestId } from './request-id.ts';

/**
 * Sends a file to a route with `upload`, as the same act again when the line breaks. onProgress is told the part sent,
 * from 0 to 1. Throws ApiProblem, or an AbortError where the signal ended it.
 */
export async function uploadFile<T extends AnyRoute>(
  route: T,
  input: Question<T>,
  file: Blob,
  options: { requestId?: string; signal?: AbortSignal; onProgress?: (part: number) => void } = {},
): Promise<ResponseOf<T>> {
  const requestId = options.requestId ?? makeRequestId();
  const contentType = route.upload?.contentTypes.includes(file.type) ? file.type : 'application/octet-stream';
  const answer = await untilAnswered(route, () =>
    sendFile(route.method, addressOf(route, input), file, {
      ...options,
      headers: {
        'Accept-Language': document.documentElement.lang || 'vi',
        'Idempotency-Key': requestId,
        'Content-Type': contentType,
      },
    }),
  );
  return answer as ResponseOf<T>;
}

/** XMLHttpRequest, because fetch does not tell how much of a body has been sent. */
function sendFile(
  method: string,
  address: string,
  file: Blob,
  options: { headers: Record<string, string>; signal?: AbortSignal; onProgress?: (part: number) => void },
): Promise<unknown> {
  const { headers, signal, onProgress } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      const body = parseJson(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body);
      else reject(toProblem(request.status, body));
    });
    request.addEventListener('error', () => reject(new ApiProblem({ code: 'network.away', title: '', status: 0 })));
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
