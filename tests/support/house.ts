import { randomBytes } from 'node:crypto';
import type { FastifyBaseLogger, InjectOptions, LightMyRequestResponse } from 'fastify';
import { openHouse } from '../../src/compose.ts';
import { type Config, readConfig } from '#platform/config.ts';
import type { House } from '#platform/http/house.ts';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import type { TestActor } from './actors.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { temporaryFiles } from './files.ts';

export { createActor, type TestActor } from './actors.ts';
export { testUnits } from './database.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type TestHouse = {
  house: House;
  database: TestDatabase;
  /**
   * Asks the house as this person (undefined: signed out). A url without /api/ in front is one of /api/v1.
   * Answers what app.inject answers: statusCode, headers, json().
   */
  request: (
    actor: TestActor | undefined,
    method: Method,
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>;
  /** What was asked of the database since the last request began, without begin, set and commit. */
  statements: () => readonly string[];
  /** Closes the house and drops the database, unless it was given. */
  close: () => Promise<void>;
};

/** What only opens and closes a transaction, or says whose it is. */
const frame = /^\s*(begin|start transaction|commit|rollback|set)\b/i;

/** The whole house with every module on a database of its own, or on the one given. Jobs are sent, nobody works on them. */
export async function createTestHouse(
  given?: TestDatabase,
  settings: Partial<Config> = {},
  parts: {
    portalTexts?: string;
    portalSecret?: Buffer;
    log?: FastifyBaseLogger;
    residentsLog?: FastifyBaseLogger;
  } = {},
): Promise<TestHouse> {
  const database = given ?? (await createTestDatabase());
  const jobs = openJobs(database.appUrl, { sendOnly: true });
  const config = { ...readConfig({ DEMO: '0', LOG_LEVEL: 'silent', TRUST_PROXY: '1' }), ...settings };
  const files = temporaryFiles();
  const asked: string[] = [];
  const db = openDatabase(openPool(database.appUrl, { name: 'binhyen tests' }), (query) => {
    if (!frame.test(query)) asked.push(query);
  });
  const house = await openHouse({
    config,
    db,
    jobs,
    files: files.store,
    portalSecret: randomBytes(32),
    ...parts,
  });
  await house.app.ready();
  return {
    house,
    database,
    request: async (actor, method, url, body, headers = {}) => {
      asked.length = 0;
      return house.app.inject({
        method,
        url: url.startsWith('/api/') ? url : `/api/v1${url}`,
        headers: { ...(actor && { cookie: actor.cookie }), ...headers },
        ...(body !== undefined && { payload: body as NonNullable<InjectOptions['payload']> }),
      });
    },
    statements: () => asked,
    close: async () => {
      await house.app.close();
      await db.destroy();
      await jobs.stop();
      await files.remove();
      if (!given) await database.drop();
    },
  };
}
