import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import type { DemonstrationState } from './demonstration/load.ts';
import type { House } from '#platform/http/house.ts';
import { projectRoot } from './ground.ts';

const builtWeb = join(projectRoot, 'dist/web');

/** The fixed doors beside the API: staff workspace, contract, health. */
export async function openDoors(house: House, demonstration: () => DemonstrationState): Promise<void> {
  const { app } = house;
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  app.get('/api/health', { schema: { hide: true } }, async (_, reply) => {
    try {
      await sql`select 1`.execute(house.db);
      return { status: 'ok', demo: demonstration() };
    } catch {
      return reply.code(503).send({ status: 'database away', demo: demonstration() });
    }
  });
  await openStaff(house);
}

async function openStaff({ app }: House): Promise<void> {
  const folder = join(builtWeb, 'staff');
  if (!existsSync(folder)) return;
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/staff/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
  });
  const answer = async (_: unknown, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  app.get('/staff', { schema: { hide: true } }, answer);
  app.get('/staff/*', { schema: { hide: true } }, answer);
}
