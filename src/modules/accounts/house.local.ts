import type { InjectOptions } from 'fastify';
import { readConfig } from '#platform/config.ts';
import { buildHouse } from '#platform/http/house.ts';
import { platformProblems } from '#platform/http/problem.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import { accountConstraints, accountProblems } from './accounts.problems.ts';
import { accountRoutes } from './server/routes.ts';
export { createActor, type TestActor } from '#tests/support/actors.ts';
export { testUnits } from '#tests/support/database.ts';
export async function createTestHouse(given?: any, settings: any = {}) {
  const database = given ?? (await createTestDatabase());
  const config = { ...readConfig({ DEMO: '0', LOG_LEVEL: 'silent' }), ...settings };
  const log: any = {
    info() {},
    error: console.error,
    warn() {},
    debug() {},
    fatal() {},
    trace() {},
    child() {
      return log;
    },
    level: 'info',
  };
  const house = await buildHouse({
    config,
    db: database.app,
    jobs: undefined as any,
    problems: { ...platformProblems, ...accountProblems },
    constraints: accountConstraints,
    log,
  });
  accountRoutes(house);
  await house.app.ready();
  return {
    house,
    database,
    request: async (actor: any, method: any, url: string, body?: any, headers: any = {}) =>
      house.app.inject({
        method,
        url: url.startsWith('/api/') ? url : `/api/v1${url}`,
        headers: { ...(actor && { cookie: actor.cookie }), ...headers },
        ...(body !== undefined && { payload: body as NonNullable<InjectOptions['payload']> }),
      }),
    close: async () => {
      await house.app.close();
      if (!given) await database.drop();
    },
  };
}
