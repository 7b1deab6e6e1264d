import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/database.ts';
import { jobNames, installJobs, type JobContent, jobsSchema, openJobs } from './jobs.ts';

const database = await createTestDatabase();
const sender = openJobs(database.appUrl, { sendOnly: true });
afterAll(async () => {
  await sender.stop();
  await database.drop();
});

async function listWaiting(): Promise<unknown[]> {
  const { rows } = await sql<{ data: unknown }>`
    select data from ${sql.table(`${jobsSchema}.job`)} where name = 'platform.clean_up' and state = 'created'
    order by created_on`.execute(database.owner);
  return rows.map((row) => row.data);
}

test('a job sent in a transaction that is rolled back was never sent', async () => {
  const act = database.app.transaction().execute(async (tx) => {
    await sender.send(tx, 'platform.clean_up', { attempt: 1 });
    throw new Error('changed my mind');
  });
  await expect(act).rejects.toThrow('changed my mind');
  expect(await listWaiting()).toEqual([]);
});

test('a job sent in a committed transaction waits, and is done by a process that works', async () => {
  await database.app.transaction().execute((tx) => sender.send(tx, 'platform.clean_up', { attempt: 2 }));
  expect(await listWaiting()).toEqual([{ attempt: 2 }]);
  const worker = openJobs(database.appUrl);
  const done = new Promise<JobContent>((settle) =>
    worker.work('platform.clean_up', async (content) => settle(content)),
  );
  await worker.start();
  expect(await done).toEqual({ attempt: 2 });
  await worker.stop();
});

test('a job that fails is kept to be tried again, and its words are kept nowhere', async () => {
  const told: unknown[] = [];
  const worker = openJobs(database.appUrl, {
    log: { info: () => undefined, error: (values, message) => void told.push([values, message]) },
  });
  const failed = new Promise<void>((settle) =>
    worker.work('audit.export_head', async () => {
      settle();
      throw Object.assign(new Error('secret words'), { code: '23505', detail: 'secret detail' });
    }),
  );
  await database.app.transaction().execute((tx) => sender.send(tx, 'audit.export_head'));
  await worker.start();
  await failed;
  await worker.stop();
  const { rows } = await sql<{ state: string; kept: string }>`
    select state::text, job::text as kept from ${sql.table(`${jobsSchema}.job`)} job where name = 'audit.export_head'`.execute(
    database.owner,
  );
  expect(rows.map((row) => row.state)).toEqual(['retry']);
  expect(rows[0]?.kept).toContain('job audit.export_head failed');
  expect(JSON.stringify([told, rows])).not.toContain('secret');
  expect(JSON.stringify(told)).toContain('23505');
});

test('a schedule is kept in the clock of Vietnam', async () => {
  const worker = openJobs(database.appUrl);
  worker.work('platform.clean_up', async () => undefined);
  worker.schedule('platform.clean_up', '20 3 * * *');
  await worker.start();
  await worker.stop();
  const { rows } = await sql<{ cron: string; timezone: string }>`
    select cron, timezone from ${sql.table(`${jobsSchema}.schedule`)}`.execute(database.owner);
  expect(rows).toEqual([{ cron: '20 3 * * *', timezone: 'Asia/Ho_Chi_Minh' }]);
});

test('to install again, twice at once, is harmless', async () => {
  await Promise.all([installJobs(database.ownerUrl, database.appUrl), installJobs(database.ownerUrl, database.appUrl)]);
  const { rows } = await sql<{ name: string }>`
    select name from ${sql.table(`${jobsSchema}.queue`)} where name not like '\\_\\_%' order by name`.execute(
    database.owner,
  );
  expect(rows.map((row) => row.name)).toEqual(jobNames.toSorted());
});

test('the running role owns nothing of the jobs', async () => {
  await expect(sql`drop table ${sql.table(`${jobsSchema}.schedule`)}`.execute(database.app)).rejects.toThrow(
    'must be owner',
  );
  await expect(sql`create table ${sql.table(`${jobsSchema}.mine`)} (id int)`.execute(database.app)).rejects.toThrow(
    'permission denied',
  );
});
