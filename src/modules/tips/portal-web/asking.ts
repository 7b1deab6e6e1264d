/** How the browser of a resident asks the house: without cookies, again where the line breaks. */

export class Refused extends Error {
  readonly code: string;
  readonly title: string;

  constructor(code: string, title: string) {
    super(code);
    this.code = code;
    this.title = title;
  }
}

/** The line is broken, or the house is away: the same may be asked again. */
export class Unreached extends Error {}

export async function ask<T>(path: string, body?: unknown): Promise<T> {
  const answer = await reach(path, body);
  return answer.json() as Promise<T>;
}

export async function askBytes(path: string, body: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await reach(path, body);
  return new Uint8Array(await answer.arrayBuffer());
}

async function reach(path: string, body?: unknown): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1/portal/${path}`, {
      credentials: 'omit',
      cache: 'no-store',
      headers: { 'accept-language': document.documentElement.lang },
      ...(body !== undefined && {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
      }),
    });
  } catch {
    throw new Unreached();
  }
  if (answer.ok) return answer;
  throw toFailure(answer.status, await answer.text());
}

function toFailure(status: number, text: string): Error {
  if (status >= 500) return new Unreached();
  try {
    const { code, title } = JSON.parse(text) as { code: string; title: string };
    return new Refused(code, title);
  } catch {
    return new Unreached();
  }
}

/** Sends a form; told how much of it has gone, from 0 to 1. XMLHttpRequest, because fetch does not tell that. */
export function sendForm(path: string, form: FormData, onProgress: (part: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/portal/${path}`);
    request.setRequestHeader('accept-language', document.documentElement.lang);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('error', () => reject(new Unreached()));
    request.addEventListener('timeout', () => reject(new Unreached()));
    request.addEventListener('load', () =>
      request.status < 300 ? resolve() : reject(toFailure(request.status, request.responseText)),
    );
    request.send(form);
  });
}

const pauses = [1, 2, 4, 8, 15, 30];

/** Tries until it is answered, half a dozen times within a minute; onBroken is called before each new try. */
export async function untilReached<T>(act: () => Promise<T>, onBroken: () => void): Promise<T> {
  for (const seconds of pauses) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unreached)) throw error;
      onBroken();
      await new Promise((go) => setTimeout(go, seconds * 1000));
    }
  }
  return act();
}

/** Parts of a sending as the server reads them: what it is, then its pieces in order. */
export function formOf(name: 'tip' | 'addition', head: unknown, pieces: readonly Uint8Array<ArrayBuffer>[]): FormData {
  const form = new FormData();
  form.append(name, JSON.stringify(head));
  for (const piece of pieces) form.append('piece', new Blob([piece], { type: 'application/octet-stream' }));
  return form;
}
