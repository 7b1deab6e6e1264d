import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { BodyOf } from '#platform/http/route.ts';
import type { Values } from '#registers/declaration.ts';
import { getRecord } from '#registers/server/record-queries.ts';
import { correctRecord } from '#registers/server/records.ts';
import { type answerFeedback as answerFeedbackRoute, type DueFeedback, feedback } from '../feedback.contract.ts';

/** Feedback of the reader's place that waits for an answer or for moderation, the earliest due first. */
export async function listDueFeedback(
  db: Db,
  asked: { unit?: number | undefined },
): Promise<{ items: DueFeedback[]; overdue: number }> {
  const { rows } = await sql<DueFeedback>`
    select f.id, json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit, f.category,
      left(f.matter, 160) as begins, f.publication, f.received_on, f.due_on, f.answered_on,
      f.answered_on is null and f.due_on < vietnam_today() as is_overdue,
      (select count(*)::int from feedback_supports s where s.province_id = f.province_id and s.feedback_id = f.id) as supporters
    from feedback f join units u on u.id = coalesce(f.area_id, f.unit_id)
    where f.void_reason is null and (f.answered_on is null or f.publication = 'pending')
      and (${asked.unit ?? null}::int is null or f.unit_id = ${asked.unit ?? null} or f.area_id = ${asked.unit ?? null})
    order by f.due_on, f.received_on, f.id limit 500`.execute(db);
  return { items: rows, overdue: rows.filter((row) => row.isOverdue).length };
}

const soonDays = 3;

/** Feedback of the reader's place that is not answered and overdue, or due within three working days from today on. */
export async function countDueFeedback(
  db: Db,
  asked: { unit?: number | undefined },
): Promise<{ overdue: number; soon: number }> {
  const { rows } = await sql<{ overdue: number; soon: number }>`
    select count(*) filter (where f.due_on < vietnam_today())::int as overdue,
      count(*) filter (where f.due_on >= vietnam_today())::int as soon
    from feedback f where f.void_reason is null and f.answered_on is null
      and f.due_on <= (select working_day_after(vietnam_today(), ${soonDays}))
      and (${asked.unit ?? null}::int is null or f.unit_id = ${asked.unit ?? null})`.execute(db);
  return rows[0]!;
}

/** Moderates and answers; the record keeps both versions of its words in its history. Throws what a correction throws. */
export async function answerFeedback(
  tx: Tx,
  actor: Actor,
  id: string,
  { version, publication, matter, removePosition, answer }: BodyOf<typeof answerFeedbackRoute>,
): Promise<{ version: number }> {
  const { record } = await getRecord(tx, feedback, id);
  const values: Values = { ...record.values, publication, ...(matter !== undefined && { matter }) };
  if (removePosition) values.position = null;
  if (answer !== undefined) {
    values.answer = answer.words;
    values.outcome = answer.outcome;
    values.answeredOn = record.values.answeredOn ?? vietnamDay(new Date());
  }
  return correctRecord(tx, actor, feedback, id, { version, values });
}
