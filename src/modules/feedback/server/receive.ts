import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import { cleanFile } from '#platform/files/clean-file.ts';
import type { FileStore } from '#platform/files/files.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { type FeedbackDraft, isFeedbackId, type PublicFeedback } from '../public.rules.ts';

/** As much unmoderated feedback as one unit takes in a day. */
const mostADay = 200;

/**
 * Takes feedback in, from a draft that was found sound. A photograph is written anew, without place and device, before its
 * row names it. Throws feedback.place_unknown, feedback.too_many, file.* problems.
 */
export async function receiveFeedback(
  tx: Tx,
  files: FileStore,
  { unitId, draft, photo }: { unitId: number; draft: FeedbackDraft; photo?: Uint8Array | undefined },
): Promise<string> {
  const values = {
    category: draft.category,
    matter: draft.matter,
    place: draft.place || null,
    position: draft.position || null,
    wish: draft.wish,
    contestedIndicator: draft.category === 'contested_figure' ? draft.contestedIndicator.slice(0, 20) || null : null,
    contestedPeriod: draft.category === 'contested_figure' ? draft.contestedPeriod.slice(0, 20) || null : null,
    contestedGroupId:
      draft.category === 'contested_group' && isFeedbackId(draft.contestedGroupId) ? draft.contestedGroupId : null,
  };
  const kept = photo && (await keepPhoto(files, photo));
  const { rows } = await sql<{ id: string }>`
    select receive_feedback(${unitId}, ${JSON.stringify(values)}::jsonb, ${kept ? JSON.stringify(kept) : null}::jsonb, ${mostADay}) as id`.execute(
    tx,
  );
  return rows[0]!.id;
}

async function keepPhoto(files: FileStore, bytes: Uint8Array) {
  const clean = await cleanFile(bytes);
  const fileKey = `attachments/${vietnamDay(new Date())}/${randomUUID()}`;
  await files.put(fileKey, clean.content);
  return {
    kind: clean.kind,
    fileKey,
    contentType: clean.contentType,
    byteSize: clean.content.byteLength,
    sha256: clean.sha256,
  };
}

export type PublicQuestion = {
  unitId: number | null;
  category?: string | undefined;
  isOpen?: boolean | undefined;
  from?: string | undefined;
  to?: string | undefined;
  limit: number;
};

/** Published feedback of an area and of all that lies in it (null: everywhere), newest first. */
export async function listPublicFeedback(db: Db, asked: PublicQuestion): Promise<PublicFeedback[]> {
  const { rows } = await sql<{ told: PublicFeedback }>`
    select told from public_feedback(${asked.unitId}, ${asked.category ?? null}, ${asked.isOpen ?? null}, ${asked.from ?? null}::date,
      ${asked.to ?? null}::date, ${asked.limit}) as told`.execute(db);
  return rows.map(({ told }) => told);
}

/** Feedback by its random id; undefined where there is none. */
export async function findFeedback(db: Db, id: string): Promise<PublicFeedback | undefined> {
  return isFeedbackId(id) ? (await listFeedback(db, [id]))[0] : undefined;
}

/** Those of the ids that there are, in one statement. */
export async function listFeedback(db: Db, ids: readonly string[]): Promise<PublicFeedback[]> {
  const { rows } = await sql<{ told: PublicFeedback | null }>`
    select feedback_by_id(asked.id) as told from unnest(${ids}::uuid[]) with ordinality as asked(id, place) order by asked.place`.execute(
    db,
  );
  return rows.flatMap(({ told }) => told ?? []);
}
