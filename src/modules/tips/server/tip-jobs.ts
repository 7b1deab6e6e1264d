import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';

/** The work on tips that nobody asks for: counts of overdue ones each hour, destruction in due time each night. */
export function planTipJobs(jobs: Jobs, { db }: { db: Db }): void {
  jobs.work('tips.mark_overdue', async () => {
    await sql`select mark_overdue_tips()`.execute(db);
  });
  jobs.work('tips.destroy_expired', async () => {
    for (let destroyed = 1; destroyed > 0;) destroyed = await destroyExpiredTips(db);
  });
  jobs.schedule('tips.mark_overdue', '5 * * * *');
  jobs.schedule('tips.destroy_expired', '20 1 * * *');
}

/** Destroys what is past the limit `retention`, a thousand at a time; answers how many. */
export async function destroyExpiredTips(db: Db): Promise<number> {
  const { rows } = await sql<{ destroyed: number }>`select destroy_expired_tips() as destroyed`.execute(db);
  return rows[0]!.destroyed;
}
