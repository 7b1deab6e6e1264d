import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import { Problem, type ProblemWords } from '#platform/http/problem.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { markWorkbook } from '#platform/workbooks/mark-workbook.ts';
import { readWorkbook } from '#platform/workbooks/read-workbook.ts';
import type { Register } from '../../declaration.ts';
import {
  type Import,
  type ImportCounts,
  type ImportDecisions,
  type ImportProgress,
  rowKinds,
} from '../../imports.contract.ts';
import { findHolders } from '../record-checks.ts';
import { correctRecords, registerRecords } from '../records.ts';
import { toImportFolder } from './import-jobs.ts';
import {
  findConfirmedBefore,
  getImport,
  lockImport,
  type StoredImport,
  toProgress,
  updateImport,
} from './import-store.ts';
import { type ImportPlan, planImport } from './plan-import.ts';
import { keepPreview, readPreview, sayRows } from './preview.ts';
import type { DraftRow } from './read-rows.ts';
import { saySentence } from './say-refusals.ts';

const signatures: [string, string][] = [
  ['504b0304', 'xlsx'],
  ['d0cf11e0', 'xls'],
];

/** Keeps a workbook for a unit; what is in it is looked at by the check. */
export async function uploadImport(
  tx: Tx,
  files: FileStore,
  actor: Actor,
  register: Register,
  unitId: number,
  content: Uint8Array,
): Promise<ImportProgress> {
  await requirePlace(tx, actor, register.permissions.write, unitId);
  const holder = (await findHolders(tx, [unitId])).get(unitId);
  if (holder === undefined) throw new Problem('request.not_found');
  const magic = Buffer.from(content.subarray(0, 4)).toString('hex');
  const fileExtension = signatures.find(([signature]) => signature === magic)?.[1] ?? 'csv';
  const fileKey = `${toImportFolder(new Date())}/${randomUUID()}.${fileExtension}`;
  const { id } = await tx
    .insertInto('imports')
    .values({
      provinceId: holder.provinceId,
      unitId,
      accountId: actor.accountId,
      register: register.name,
      permission: register.permissions.write,
      fileKey,
      fileExtension,
      sha256: createHash('sha256').update(content).digest('hex'),
      createdAt: register.byTheHour ? sql<Date>`date_trunc('hour', now())` : sql<Date>`now()`,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await files.put(fileKey, content);
  return toProgress(await getImport(tx, register, id));
}

/** Writes how far a check is, apart from its own transaction, so that others see it at once. */
export type KeepProgress = (write: (tx: Tx) => Promise<void>) => Promise<void>;

/** Reads and checks every row, and keeps what was found. Enters nothing. */
export async function checkImport(
  tx: Tx,
  { files, language, keepProgress }: { files: FileStore; language: 'vi' | 'en'; keepProgress: KeepProgress },
  register: Register,
  id: string,
): Promise<ImportProgress> {
  const stored = await getImport(tx, register, id);
  requireOpen(stored);
  await keepProgress((apart) => updateImport(apart, stored, { state: 'checking', checkedRows: 0, totalRows: 0 }));
  const plan = await planOf(tx, { files, language }, register, stored, (checkedRows, totalRows) =>
    keepProgress((apart) => updateImport(apart, stored, { checkedRows, totalRows })),
  ).catch(async (error: unknown) => {
    await keepProgress((apart) => updateImport(apart, stored, { state: 'uploaded' }));
    throw error;
  });
  await keepPreview(tx, files, register, stored.fileKey, plan);
  await updateImport(tx, stored, {
    state: 'checked',
    checkedRows: plan.rows.length,
    totalRows: plan.rows.length,
    outcome: plan.counts,
  });
  return toProgress(await getImport(tx, register, id));
}

function requireOpen({ state }: StoredImport): void {
  if (state === 'confirmed' || state === 'abandoned') throw new Problem('import.over');
}

async function planOf(
  tx: Tx,
  { files, language }: { files: FileStore; language: 'vi' | 'en' },
  register: Register,
  stored: StoredImport,
  onProgress: (done: number, total: number) => Promise<void>,
): Promise<ImportPlan> {
  const workbook = await readWorkbook(await getFile(files, stored));
  return planImport(tx, register, workbook, { unitId: stored.unit.id, language }, onProgress);
}

async function getFile(files: FileStore, { fileKey }: StoredImport): Promise<Buffer> {
  const stream = await files.get(fileKey);
  if (stream === undefined) throw new Problem('import.file_gone');
  return buffer(stream);
}

/** An import with the first rows of each kind, worded for the reader. */
export async function viewImport(
  db: Db,
  files: FileStore,
  register: Register,
  id: string,
  words: { problems: ProblemWords; language: 'vi' | 'en' },
): Promise<Import> {
  const stored = await getImport(db, register, id);
  const preview = stored.state === 'checked' ? await readPreview(files, stored.fileKey) : undefined;
  const confirmedBefore = await findConfirmedBefore(db, register, stored);
  return {
    ...toProgress(stored),
    unit: stored.unit,
    isKept: await files.exists(stored.fileKey),
    sheet: preview?.sheet ?? null,
    notes: preview?.notes.map((note) => saySentence(note, words.problems, words.language)) ?? [],
    confirmedBefore: confirmedBefore?.toISOString() ?? null,
    rows:
      preview === undefined
        ? (Object.fromEntries(rowKinds.map((kind) => [kind, []])) as unknown as Import['rows'])
        : sayRows(register, preview, words.problems, words.language),
  };
}

/** The workbook as it came, with the cells that the check refused marked. */
export async function markImport(
  db: Db,
  files: FileStore,
  register: Register,
  id: string,
  words: { problems: ProblemWords; language: 'vi' | 'en' },
): Promise<Buffer> {
  const stored = await getImport(db, register, id);
  requireOpen(stored);
  const preview = await readPreview(files, stored.fileKey);
  if (stored.state !== 'checked' || preview === undefined) throw new Problem('import.not_checked');
  const marks = preview.marks.map((refused) => ({
    sheet: preview.sheet,
    address: refused.address,
    sentence: saySentence(refused, words.problems, words.language),
  }));
  return Buffer.from(await markWorkbook(await getFile(files, stored), marks, { language: words.language }));
}

const rowsPerStatement = 1000;

/**
 * Checks again, in the transaction that enters, and enters all rows or none. An import that was confirmed stays as it is:
 * confirmed twice, it counts once.
 */
export async function confirmImport(
  tx: Tx,
  parts: { files: FileStore; jobs: Jobs; language: 'vi' | 'en' },
  actor: Actor,
  register: Register,
  id: string,
  decisions: ImportDecisions,
): Promise<ImportProgress> {
  const stored = await lockImport(tx, register, id);
  if (stored.state === 'confirmed') return toProgress(stored);
  requireOpen(stored);
  if (stored.state !== 'checked' || stored.outcome === null) throw new Problem('import.not_checked');
  requireDecided(stored.outcome, decisions);
  if (decisions.sameFile === undefined && (await findConfirmedBefore(tx, register, stored)))
    throw new Problem('import.same_file');
  const plan = await planOf(tx, parts, register, stored, async () => undefined);
  if (!isSameOutcome(plan.counts, stored.outcome)) throw new Problem('import.changed_meanwhile');
  await enterRows(tx, actor, register, plan, decisions);
  await updateImport(tx, stored, { state: 'confirmed' }, { confirmedByTheHour: register.byTheHour });
  await recordAudit(tx, actor, {
    act: 'import.confirmed',
    subjectKind: 'import',
    subjectId: id,
    unitId: stored.unit.id,
    provinceId: stored.provinceId,
    changes: { register: register.name, ...plan.counts, ...decisions },
    byTheHour: register.byTheHour,
  });
  await parts.jobs.send(tx, 'imports.remove_file', { key: stored.fileKey });
  return toProgress(await getImport(tx, register, id));
}

function requireDecided(counts: ImportCounts, decisions: ImportDecisions): void {
  if (counts.refused > 0) throw new Problem('import.refused_rows', { count: counts.refused });
  if (counts.hidden > 0 && decisions.hiddenRows === undefined)
    throw new Problem('import.hidden_rows', { count: counts.hidden });
  if (counts.doubtful > 0 && decisions.doubtfulRows === undefined)
    throw new Problem('import.doubtful_rows', { count: counts.doubtful });
  const entered =
    counts.new + counts.changed + counts.hidden + (decisions.doubtfulRows === 'enter' ? counts.doubtful : 0);
  if (entered === 0) throw new Problem('import.nothing_to_enter');
}

function isSameOutcome(now: ImportCounts, then: ImportCounts): boolean {
  return (Object.keys(now) as (keyof ImportCounts)[]).every((kind) => now[kind] === then[kind]);
}

async function enterRows(
  tx: Tx,
  actor: Actor,
  register: Register,
  plan: ImportPlan,
  decisions: ImportDecisions,
): Promise<void> {
  const isEntered = (row: DraftRow): boolean =>
    row.kind === 'new' || (row.kind === 'doubtful' && decisions.doubtfulRows === 'enter');
  const fresh = plan.rows.filter(isEntered);
  const changed = plan.rows.filter((row) => row.kind === 'changed');
  const holders = await findHolders(
    tx,
    fresh.map((row) => row.unit!.id),
  );
  for (const rows of inParts(fresh)) {
    const inputs = rows.map((row) => ({ unitId: row.unit!.id, values: row.values, id: row.id }));
    await registerRecords(tx, actor, register, inputs, holders);
  }
  for (const rows of inParts(changed)) {
    const changes = rows.map((row) => ({ before: row.before!, provinceId: row.unit!.provinceId, values: row.values }));
    if (!(await correctRecords(tx, actor, register, changes))) throw new Problem('import.changed_meanwhile');
  }
}

function* inParts<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) yield rows.slice(at, at + rowsPerStatement);
}

/** Gives an import up; nothing of its file stays. */
export async function abandonImport(
  tx: Tx,
  jobs: Jobs,
  actor: Actor,
  register: Register,
  id: string,
): Promise<ImportProgress> {
  const stored = await lockImport(tx, register, id);
  if (stored.state === 'abandoned') return toProgress(stored);
  requireOpen(stored);
  await updateImport(tx, stored, { state: 'abandoned', outcome: null });
  await recordAudit(tx, actor, {
    act: 'import.abandoned',
    subjectKind: 'import',
    subjectId: id,
    unitId: stored.unit.id,
    provinceId: stored.provinceId,
    changes: { register: register.name },
    byTheHour: register.byTheHour,
  });
  await jobs.send(tx, 'imports.remove_file', { key: stored.fileKey });
  return toProgress(await getImport(tx, register, id));
}
