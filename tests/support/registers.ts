import { randomUUID } from 'node:crypto';
import { readConfig } from '#platform/config.ts';
import { buildHouse } from '#platform/http/house.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { platformProblems, type ProblemWords } from '#platform/http/problem.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { Register } from '#registers/declaration.ts';
import { workbookProblems } from '#platform/workbooks/workbook.problems.ts';
import { importProblems } from '#registers/imports.problems.ts';
import { registerProblems } from '#registers/registers.problems.ts';
import { openRegister } from '#registers/server/routes.ts';
import { openPortal } from '#web/portal/portal.ts';
import { openTexts } from '#web/portal/texts.ts';
import type { TestActor } from './actors.ts';
import type { TestDatabase } from './database.ts';
import { temporaryFiles } from './files.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- the body of any answer
type Answer = { status: number; body: any };

/** A house with one register and nothing else, over the running role. */
export type RegisterHouse = {
  get: (actor: TestActor, path: string) => Promise<Answer>;
  /** Sent with an Idempotency-Key of its own, unless one is given. */
  send: (actor: TestActor, method: 'POST' | 'PUT', path: string, body: unknown, requestId?: string) => Promise<Answer>;
  /** Sends the bytes as a file. */
  upload: (
    actor: TestActor,
    path: string,
    content: Uint8Array,
    more?: { contentType?: string; requestId?: string },
  ) => Promise<Answer>;
  /** Asks for a file; its headers tell how a browser is to treat it. */
  getFile: (
    actor: TestActor,
    path: string,
  ) => Promise<{ status: number; headers: Record<string, unknown>; content: Buffer }>;
  files: FileStore;
  close: () => Promise<void>;
};

export async function openRegisterHouse(
  database: TestDatabase,
  register: Register,
  words: { problems?: ProblemWords; constraints?: Record<string, string> } = {},
): Promise<RegisterHouse> {
  const files = temporaryFiles();
  // Sent, and worked on by nobody.
  const jobs = openJobs(database.appUrl, { sendOnly: true });
  const house = await buildHouse({
    config: readConfig({}),
    db: database.app,
    jobs,
    files: files.store,
    problems: { ...platformProblems, ...workbookProblems, ...registerProblems, ...importProblems, ...words.problems },
    constraints: words.constraints ?? {},
    pages: openPortal(openTexts()),
  });
  openRegister(house, register);
  const ask = async (
    actor: TestActor,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    more: object = {},
  ): Promise<Answer> => {
    const answer = await house.app.inject({
      method,
      url: `/api/v1${path}`,
      ...more,
      headers: { cookie: actor.cookie, ...headersOf(more) },
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    get: (actor, path) => ask(actor, 'GET', path),
    send: (actor, method, path, payload, requestId = randomUUID()) =>
      ask(actor, method, path, { payload, headers: { 'idempotency-key': requestId } }),
    upload: (actor, path, payload, { contentType = 'application/octet-stream', requestId = randomUUID() } = {}) =>
      ask(actor, 'POST', path, {
        payload: Buffer.from(payload),
        headers: { 'content-type': contentType, 'idempotency-key': requestId },
      }),
    getFile: async (actor, path) => {
      const answer = await house.app.inject({
        method: 'GET',
        url: `/api/v1${path}`,
        headers: { cookie: actor.cookie },
      });
      return { status: answer.statusCode, headers: answer.headers, content: answer.rawPayload };
    },
    files: files.store,
    close: async () => {
      await house.app.close();
      await jobs.stop();
      await files.remove();
    },
  };
}

function headersOf(more: { headers?: Record<string, string> }): Record<string, string> {
  return more.headers ?? {};
}

/** The messages of a refused entry, by the field at which they are told. */
export function messagesOf({ body }: Answer): Record<string, string> {
  return Object.fromEntries(
    (body.fields as { path: string; message: string }[]).map(({ path, message }) => [
      path.replace(/^values\./, ''),
      message,
    ]),
  );
}
