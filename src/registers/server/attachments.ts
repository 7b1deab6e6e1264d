import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { type CleanFile, cleanFile, makeSmall } from '#platform/files/clean-file.ts';
import type { FileStore } from '#platform/files/files.ts';
import type { House } from '#platform/http/house.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { type Attachment, attachmentRoutes, mostAttachments } from '../attachments.contract.ts';
import { type Register, toColumn } from '../declaration.ts';
import { toDayFolder } from './attachment-jobs.ts';
import { getRecord, type StoredRecord } from './record-queries.ts';

/** Opens the photographs and scans of a register whose declaration allows them. */
export function openAttachments(house: House, register: Register): void {
  const { files, jobs } = house;
  const routes = attachmentRoutes(register);
  house.onRead(routes.list, ({ db, params }) => listAttachments(db, register, params.id));
  house.onRead(routes.get, async ({ db, params, query, reply }) => {
    const file = await readAttachment(db, files, register, params, query.size);
    reply.type(file.contentType);
    reply.header('content-disposition', `${file.isPhoto ? 'inline' : 'attachment'}; filename="${file.fileName}"`);
    reply.header('content-security-policy', `default-src 'none'; sandbox`);
    reply.header('cache-control', 'private, no-store');
    return file.content;
  });
  house.onWrite(routes.add, ({ tx, actor, params, body }) =>
    addAttachment(tx, files, actor, register, params.id, body),
  );
  house.onWrite(routes.remove, ({ tx, actor, params }) => removeAttachment(tx, jobs, actor, register, params));
}

const extensions = { photo: 'jpg', scan: 'pdf' };
const shownNames = { photo: 'anh', scan: 'ban-quet' };

function toFileName({ kind, number }: { kind: CleanFile['kind']; number: number }): string {
  return `${shownNames[kind]}-${number}.${extensions[kind]}`;
}

async function listAttachments(db: Db, register: Register, recordId: string): Promise<{ items: Attachment[] }> {
  const stored = await getRecord(db, register, recordId);
  const rows = await db
    .selectFrom('attachments as f')
    .leftJoin('accounts as a', 'a.id', 'f.addedBy')
    .select(['f.id', 'f.kind', 'f.number', 'f.byteSize', 'f.addedAt', 'a.displayName as addedBy'])
    .where('f.provinceId', '=', stored.provinceId)
    .where('f.recordId', '=', stored.record.id)
    .where('f.register', '=', register.name)
    .where('f.removedAt', 'is', null)
    .orderBy('f.addedAt')
    .orderBy('f.id')
    .execute();
  return { items: rows.map((row) => toAttachment(row)) };
}

function toAttachment(row: Omit<Attachment, 'kind' | 'fileName' | 'addedAt'> & { kind: string; addedAt: Date }) {
  const kind = row.kind as Attachment['kind'];
  return { ...row, kind, fileName: toFileName({ kind, number: row.number }), addedAt: row.addedAt.toISOString() };
}

/** Cleans the file, then keeps its row and, last, its content: a row is never committed without its file. */
async function addAttachment(
  tx: Tx,
  files: FileStore,
  actor: Actor,
  register: Register,
  recordId: string,
  bytes: Uint8Array,
): Promise<Attachment> {
  const stored = await getRecord(tx, register, recordId);
  const { provinceId, record } = stored;
  await requirePlace(tx, actor, register.permissions.write, record.unit.id);
  if (record.voidReason !== null) throw new Problem('record.void');
  const clean = await cleanFile(bytes);
  const number = await takeNumber(tx, stored, clean);
  const fileKey = `${toDayFolder(new Date())}/${randomUUID()}`;
  const row = await tx
    .insertInto('attachments')
    .values({
      provinceId,
      unitId: record.unit.id,
      register: register.name,
      recordId,
      kind: clean.kind,
      number,
      fileKey,
      contentType: clean.contentType,
      byteSize: clean.content.byteLength,
      sha256: clean.sha256,
      addedBy: actor.accountId,
    })
    .returning(['id', 'kind', 'number', 'byteSize', 'addedAt'])
    .executeTakeFirstOrThrow();
  const attachment = toAttachment({ ...row, addedBy: actor.displayName });
  await audit(tx, actor, register, stored, 'attachment_added', attachment);
  await files.put(fileKey, clean.content);
  return attachment;
}

/** The next number of its kind in the record. Two who add at once wait for each other, so that the limits hold. */
async function takeNumber(tx: Tx, { provinceId, record }: StoredRecord, clean: CleanFile): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${record.id}, 0))`.execute(tx);
  const rows = await tx
    .selectFrom('attachments')
    .select(['kind', 'number', 'sha256', 'removedAt'])
    .where('provinceId', '=', provinceId)
    .where('recordId', '=', record.id)
    .execute();
  const present = rows.filter((row) => row.removedAt === null);
  if (present.length >= mostAttachments) throw new Problem('attachment.too_many', { limit: mostAttachments });
  if (present.some((row) => row.sha256 === clean.sha256)) throw new Problem('attachment.twice');
  return 1 + Math.max(0, ...rows.filter((row) => row.kind === clean.kind).map((row) => row.number));
}

async function readAttachment(
  db: Db,
  files: FileStore,
  register: Register,
  { id, attachmentId }: { id: string; attachmentId: string },
  size: 'full' | 'small',
): Promise<{ content: Buffer; contentType: string; fileName: string; isPhoto: boolean }> {
  const row = await findAttachment(db, await getRecord(db, register, id), attachmentId);
  const stream = await files.get(row.fileKey);
  if (!stream) throw new Problem('attachment.file_missing');
  const content = await buffer(stream);
  const isPhoto = row.kind === 'photo';
  const fileName = toFileName({ kind: isPhoto ? 'photo' : 'scan', number: row.number });
  if (isPhoto && size === 'small') {
    return { content: await makeSmall(content), contentType: 'image/webp', fileName, isPhoto };
  }
  return { content, contentType: row.contentType, fileName, isPhoto };
}

async function findAttachment(db: Db, { provinceId, record }: StoredRecord, attachmentId: string) {
  const row = await db
    .selectFrom('attachments')
    .select(['id', 'kind', 'number', 'fileKey', 'contentType', 'byteSize'])
    .where('provinceId', '=', provinceId)
    .where('recordId', '=', record.id)
    .where('id', '=', attachmentId)
    .where('removedAt', 'is', null)
    .executeTakeFirst();
  if (!row) throw new Problem('request.not_found');
  return row;
}

/** The content goes when the act is committed: by a job, which is sent with it. */
async function removeAttachment(
  tx: Tx,
  jobs: Jobs,
  actor: Actor,
  register: Register,
  { id, attachmentId }: { id: string; attachmentId: string },
): Promise<{ id: string }> {
  const stored = await getRecord(tx, register, id);
  await requirePlace(tx, actor, register.permissions.write, stored.record.unit.id);
  const row = await findAttachment(tx, stored, attachmentId);
  await tx
    .updateTable('attachments')
    .set({ removedBy: actor.accountId, removedAt: sql<Date>`now()` })
    .where('provinceId', '=', stored.provinceId)
    .where('id', '=', attachmentId)
    .execute();
  const fileName = toFileName({ kind: row.kind as CleanFile['kind'], number: row.number });
  await audit(tx, actor, register, stored, 'attachment_removed', { fileName, byteSize: row.byteSize });
  await jobs.send(tx, 'attachments.remove_file', { key: row.fileKey });
  return { id: attachmentId };
}

async function audit(
  tx: Tx,
  actor: Actor,
  register: Register,
  { provinceId, record }: StoredRecord,
  act: 'attachment_added' | 'attachment_removed',
  { fileName, byteSize }: { fileName: string; byteSize: number },
): Promise<void> {
  const subject = toColumn(register.one).slice(1);
  await recordAudit(tx, actor, {
    act: `${subject}.${act}`,
    subjectKind: subject,
    subjectId: record.id,
    unitId: record.unit.id,
    provinceId,
    changes: { fileName, byteSize },
  });
}
