import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';

/** overdue = content that should be destroyed and is not; remains = keys or pieces of tips that count as destroyed. */
export type RetentionVerdict = {
  ok: boolean;
  months: number;
  sealed: number;
  destroyed: number;
  overdue: number;
  remains: number;
};

/** Proves retention over every tip; as the owner of the schema, who sees all rows and opens none. */
export async function verifyRetention(db: Db): Promise<RetentionVerdict> {
  const { rows } = await sql<Omit<RetentionVerdict, 'ok'>>`
    select c.amount as months,
      (select count(*) from sealed_tips)::integer as sealed,
      (select count(*) from sealed_tips s where s.content_destroyed_at is not null)::integer as destroyed,
      -- The job has a night and a day.
      (select count(*) from sealed_tips s where s.content_destroyed_at is null
        and s.ended_at < now() - make_interval(months => c.amount, days => 2))::integer as overdue,
      (select count(*) from sealed_tips s where s.content_destroyed_at is not null and (
        exists (select from tip_keys k where k.province_id = s.province_id and k.sealed_tip_id = s.id)
        or exists (select from tip_pieces p where p.province_id = s.province_id and p.sealed_tip_id = s.id)))::integer as remains
    from tip_clocks c where c.code = 'retention'`.execute(db);
  const counted = rows[0]!;
  return { ...counted, ok: counted.overdue === 0 && counted.remains === 0 };
}
