import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openSealKey } from '#platform/audit/seal-key.ts';
import { diskFiles } from '#platform/files/files.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { cleanUp } from './clean-up.ts';
import type { JobName, Jobs } from './jobs.ts';
import { planPlatformJobs } from './platform-jobs.ts';

const database = await createTestDatabase();
afterAll(() => database.drop());

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 86_400_000);
}

async function addSession({ accountId }: TestActor, expiresAt: Date, revokedAt: Date | null = null): Promise<void> {
  await database.owner
    .insertInto('sessions')
    .values({ accountId, tokenHash: randomBytes(32), expiresAt, revokedAt })
    .execute();
}

async function addRequest({ accountId }: TestActor, processedAt: Date): Promise<void> {
  await database.owner
    .insertInto('processedRequests')
    .values({ accountId, requestId: randomUUID(), operation: 'registerTip', status: 200, processedAt })
    .execute();
}

test('what has served is deleted by the running role, what may still be asked for stays, and the history tells it', async () => {
  const actor = await createActor(database, { role: 'recorder', unit: testUnits.A1 });
  await addSession(actor, daysAgo(31));
  await addSession(actor, daysAgo(-1), daysAgo(40));
  await addSession(actor, daysAgo(29));
  await addRequest(actor, daysAgo(31));
  await addRequest(actor, daysAgo(29));
  await database.owner
    .insertInto('signInThrottles')
    .values([
      { key: randomBytes(16), windowStartedAt: daysAgo(2), failures: 3 },
      { key: randomBytes(16), windowStartedAt: daysAgo(0), failures: 3 },
    ])
    .execute();

  const removed = await database.app.transaction().execute(cleanUp);
  expect(removed).toEqual({ sessions: 2, processedRequests: 1, signInThrottles: 1 });
  const left = await sql<{ sessions: number; requests: number; throttles: number }>`
    select (select count(*) from sessions) as sessions, (select count(*) from processed_requests) as requests,
      (select count(*) from sign_in_throttles) as throttles`.execute(database.owner);
  // The actor's own live session and the one that ended 29 days ago.
  expect(left.rows).toEqual([{ sessions: 2, requests: 1, throttles: 1 }]);
  const line = await database.owner
    .selectFrom('auditLines')
    .select('changes')
    .where('act', '=', 'house.cleaned_up')
    .execute();
  expect(line).toEqual([{ changes: removed }]);

  expect(await database.app.transaction().execute(cleanUp)).toEqual({
    sessions: 0,
    processedRequests: 0,
    signInThrottles: 0,
  });
  const after = await database.owner
    .selectFrom('auditLines')
    .select('id')
    .where('act', '=', 'house.cleaned_up')
    .execute();
  expect(after).toHaveLength(1);
});

test('every planned job has somebody who does it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'binhyen-jobs-'));
  const work = new Map<JobName, (content: Record<string, never>) => Promise<void>>();
  const planned: JobName[] = [];
  const jobs = {
    work: (name, handle) => void work.set(name, handle),
    schedule: (name) => void planned.push(name),
  } as Pick<Jobs, 'work' | 'schedule'> as Jobs;
  const files = diskFiles(join(folder, 'files'));
  planPlatformJobs(jobs, { db: database.app, files, sealKey: openSealKey(join(folder, 'key.pem')) });
  expect(planned.toSorted()).toEqual([...work.keys()].toSorted());
  for (const handle of work.values()) await handle({});
  expect(await files.list('')).toEqual([]);
  await rm(folder, { recursive: true });
});
