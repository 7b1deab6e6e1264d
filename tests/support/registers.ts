import { randomUUID } from 'node:crypto';
import { readConfig } from '#platform/config.ts';
import { buildHouse, type House } from '#platform/http/house.ts';
import { platformProblems, type ProblemWords } from '#platform/http/problem.ts';
import type { Register } from '#registers/declaration.ts';
import { registerProblems } from '#registers/registers.problems.ts';
import { openRegister } from '#registers/server/routes.ts';
import type { TestActor } from './actors.ts';
import type { TestDatabase } from './database.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- the body of any answer
type Answer = { status: number; body: any };

/** A house with one register and nothing else, over the running role. */
export type RegisterHouse = {
  get: (actor: TestActor, path: string) => Promise<Answer>;
  /** Sent with an Idempotency-Key of its own, unless one is given. */
  send: (actor: TestActor, method: 'POST' | 'PUT', path: string, body: unknown, requestId?: string) => Promise<Answer>;
  close: () => Promise<void>;
};

export async function openRegisterHouse(
  database: TestDatabase,
  register: Register,
  words: { problems?: ProblemWords; constraints?: Record<string, string> } = {},
): Promise<RegisterHouse> {
  const house = await buildHouse({
    config: readConfig({}),
    db: database.app,
    // A register sends no jobs.
    jobs: undefined as unknown as House['jobs'],
    problems: { ...platformProblems, ...registerProblems, ...words.problems },
    constraints: words.constraints ?? {},
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
    close: () => house.app.close(),
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
