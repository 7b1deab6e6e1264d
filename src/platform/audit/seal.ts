import { sql } from 'kysely';
import type { Db, Tx } from '../database/database.ts';
import type { FileStore } from '../files/files.ts';
import { describeFailure } from '../log.ts';
import { vietnamDay } from '../periods.rules.ts';
import { type Head, type SealedBatch, type SealKey, signBatch, signHead } from './seal-key.ts';

const lockNumber = 7_314_003;
const intervalMs = 5000;

export const headsPrefix = 'audit-heads/';

export type SealerLog = { error: (values: object, message: string) => void };

/**
 * Seals the lines written so far, up to the oldest transaction still running, so that no line can fall between two
 * batches. Undefined where nothing was to seal, or another process is sealing.
 */
export async function sealNextBatch(db: Db, key: SealKey): Promise<SealedBatch | undefined> {
  return db.transaction().execute(async (tx) => {
    const lock = await sql<{ ours: boolean }>`select pg_try_advisory_xact_lock(${lockNumber}) as ours`.execute(tx);
    if (!lock.rows[0]?.ours) return undefined;
    const { rows } = await sql<SealedBatch>`
      select sequence, era, from_txid, to_txid, line_count, hash, previous_hash from next_audit_batch()`.execute(tx);
    const batch = rows[0];
    if (batch) await keepSeal(tx, key, batch);
    return batch;
  });
}

async function keepSeal(tx: Tx, key: SealKey, batch: SealedBatch): Promise<void> {
  await sql`select keep_audit_seal(${batch.sequence}, ${batch.era}, ${batch.fromTxid}::xid8, ${batch.toTxid}::xid8,
    ${batch.lineCount}, ${batch.hash}, ${batch.previousHash}, ${signBatch(key, batch)}, ${key.fingerprint}, ${key.publicKey})`.execute(
    tx,
  );
}

/** Seals every five seconds or so, until stopped; stop waits for the batch under way. Many processes may do it at once. */
export function startSealer(
  db: Db,
  key: SealKey,
  log: SealerLog,
  everyMs: number = intervalMs,
): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  const seal = async (): Promise<void> => {
    try {
      await sealNextBatch(db, key);
    } catch (error) {
      log.error(describeFailure(error), 'the history could not be sealed; tried again in a few seconds');
    }
    if (!stopped) plan();
  };
  const plan = (): void => {
    // Jitter keeps many processes from asking at the same moment.
    timer = setTimeout(() => (underWay = seal()), everyMs * (0.8 + Math.random() * 0.4));
    timer.unref();
  };
  plan();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

/**
 * Writes the signed head of the chain out as audit-heads/YYYY-MM-DD.json (day in Vietnam). Kept elsewhere than the
 * database, it proves later that nothing before it was cut off. Undefined while nothing is sealed.
 */
export async function exportAuditHead(db: Db, files: FileStore, key: SealKey, now: Date): Promise<string | undefined> {
  const last = await db
    .selectFrom('auditSeals')
    .select(['sequence', 'era', 'toTxid', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return undefined;
  const head: Head = { ...last, exportedAt: now.toISOString(), hash: last.hash.toString('hex') };
  const fileKey = `${headsPrefix}${vietnamDay(now)}.json`;
  const content = { ...head, fingerprint: key.fingerprint, publicKey: key.publicKey, signature: signHead(key, head) };
  await files.put(fileKey, Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
  return fileKey;
}
