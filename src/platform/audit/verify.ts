import type { KeyObject } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/database.ts';
import type { FileStore } from '../files/files.ts';
import type { Sentence } from '../operator-error.ts';
import { headsPrefix } from './seal.ts';
import { isBatchSignature, isHeadSignature, readTrustedKeys, type SealedBatch } from './seal-key.ts';

/** Everything that can be wrong with the history, in words; {batch}, {count}, {file} and {key} are filled in. */
export const auditProblemWords = {
  'batch.missing': {
    vi: 'Thiếu lô niêm phong số {batch}.',
    en: 'Seal number {batch} is missing.',
  },
  'batch.changed': {
    vi: 'Lô {batch}: có dòng nhật ký bị sửa, xoá hoặc chèn thêm.',
    en: 'Batch {batch}: a line was edited, deleted or inserted.',
  },
  'batch.unchained': {
    vi: 'Lô {batch} không nối tiếp lô trước.',
    en: 'Batch {batch} does not continue the batch before.',
  },
  'batch.signature': {
    vi: 'Lô {batch}: chữ ký không đúng.',
    en: 'Batch {batch}: the signature is not right.',
  },
  'batch.unknown_key': {
    vi: 'Lô {batch}: không có khóa công khai {key} trong thư mục khóa, nên không kiểm được chữ ký.',
    en: 'Batch {batch}: the public key {key} is not in the folder of keys, so its signature cannot be checked.',
  },
  'lines.outside': {
    vi: '{count} dòng nhật ký nằm ngoài mọi lô niêm phong và sẽ không bao giờ được niêm phong.',
    en: '{count} lines lie outside every batch and will never be sealed.',
  },
  'head.unreadable': {
    vi: 'Tệp {file} không đọc được.',
    en: 'The file {file} cannot be read.',
  },
  'head.signature': {
    vi: 'Tệp {file}: chữ ký không đúng hoặc không có khóa công khai để kiểm.',
    en: 'The file {file}: the signature is not right, or there is no public key to check it.',
  },
  'head.cut_off': {
    vi: 'Tệp {file} ghi nhận lô {batch} nhưng lô này không còn hoặc đã khác: phần cuối nhật ký đã bị cắt hay thay, hoặc một bản sao lưu cũ hơn đã được khôi phục.',
    en: 'The file {file} knows batch {batch}, which is gone or different: the end of the history was cut off or replaced, or an older backup was restored.',
  },
} as const satisfies Record<string, Sentence>;

export type AuditProblem = {
  code: keyof typeof auditProblemWords;
  batch?: number;
  count?: number;
  file?: string;
  key?: string;
};

export type AuditVerdict = {
  ok: boolean;
  batches: number;
  /** All lines, sealed or not. */
  lines: number;
  /** Lines that the sealer has still to seal: they could be changed without a trace until then. */
  unsealedLines: number;
  unsealedSince: string | null;
  exportedHeads: number;
  firstBrokenBatch: number | null;
  problems: AuditProblem[];
};

type Seal = SealedBatch & { signature: Buffer; keyFingerprint: string; foundCount: number; foundHash: Buffer };

const pageSize = 500;
// A thorough break tells itself in a few lines; the rest of a destroyed chain would only fill the screen.
const mostProblems = 100;

/**
 * Recomputes the whole history through the role that owns the schema: every batch, the chain, the signatures by the
 * .pem keys of the folder, lines outside every batch, and the exported heads against the chain.
 */
export async function verifyAudit(db: Db, trust: { keysFolder: string; files?: FileStore }): Promise<AuditVerdict> {
  const keys = readTrustedKeys(trust.keysFolder);
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const problems: AuditProblem[] = [];
      const report = (problem: AuditProblem) => void (problems.length < mostProblems && problems.push(problem));
      const { batches } = await verifyChain(tx, keys, report);
      const tail = await verifyTail(tx, report);
      const exportedHeads = trust.files ? await verifyHeads(tx, keys, trust.files, report) : 0;
      const broken = problems.flatMap(({ batch }) => (batch === undefined ? [] : [batch]));
      return {
        ok: problems.length === 0,
        batches,
        ...tail,
        exportedHeads,
        firstBrokenBatch: broken.length === 0 ? null : Math.min(...broken),
        problems,
      };
    });
}

type Report = (problem: AuditProblem) => void;

async function verifyChain(db: Db, keys: Map<string, KeyObject>, report: Report): Promise<{ batches: number }> {
  let batches = 0;
  let previous: Seal | undefined;
  for (;;) {
    const { rows } = await sql<Seal>`
      select s.sequence, s.era, s.from_txid, s.to_txid, s.line_count, s.hash, s.previous_hash, s.signature,
        s.key_fingerprint, b.line_count as found_count, b.hash as found_hash
      from (select * from audit_seals where sequence > ${previous?.sequence ?? 0} order by sequence limit ${pageSize}) s,
        audit_batch(s.era, s.from_txid, s.to_txid, s.previous_hash) b
      order by s.sequence`.execute(db);
    for (const seal of rows) {
      verifySeal(seal, previous, keys, report);
      previous = seal;
      batches++;
    }
    if (rows.length < pageSize) return { batches };
  }
}

const chainStart = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

function verifySeal(seal: Seal, previous: Seal | undefined, keys: Map<string, KeyObject>, report: Report): void {
  const batch = seal.sequence;
  if (batch !== (previous?.sequence ?? 0) + 1) report({ code: 'batch.missing', batch: (previous?.sequence ?? 0) + 1 });
  const sameEra = previous?.era === seal.era;
  const continues =
    seal.previousHash.equals(previous?.hash ?? chainStart) &&
    seal.fromTxid === (sameEra ? previous?.toTxid : '0') &&
    (previous === undefined || seal.era >= previous.era);
  if (!continues) report({ code: 'batch.unchained', batch });
  if (seal.foundCount !== seal.lineCount || !seal.foundHash.equals(seal.hash)) report({ code: 'batch.changed', batch });
  const key = keys.get(seal.keyFingerprint);
  if (!key) report({ code: 'batch.unknown_key', batch, key: seal.keyFingerprint.slice(0, 16) });
  else if (!isBatchSignature(key, seal, seal.signature)) report({ code: 'batch.signature', batch });
}

/** Lines after the last seal: of the present era they wait for the sealer, of any other nobody will ever seal them. */
async function verifyTail(
  db: Db,
  report: Report,
): Promise<Pick<AuditVerdict, 'lines' | 'unsealedLines' | 'unsealedSince'>> {
  const { rows } = await sql<{ lines: number; waiting: number; since: Date | null; outside: number }>`
    with sealed as (select era, max(to_txid) as up_to from audit_seals group by era),
    tail as (
      select l.era = audit_era() as waiting, l.at from audit_lines l left join sealed s on s.era = l.era
      where s.up_to is null or l.txid >= s.up_to)
    select (select count(*) from audit_lines) as lines, count(*) filter (where waiting) as waiting,
      min(at) filter (where waiting) as since, count(*) filter (where not waiting) as outside
    from tail`.execute(db);
  const { lines, waiting, since, outside } = rows[0]!; // an aggregate has one row
  if (outside > 0) report({ code: 'lines.outside', count: outside });
  return { lines, unsealedLines: waiting, unsealedSince: since?.toISOString() ?? null };
}

const ExportedHead = z.object({
  exportedAt: z.iso.datetime(),
  sequence: z.int(),
  era: z.int(),
  toTxid: z.string(),
  hash: z.string(),
  fingerprint: z.string(),
  signature: z.string(),
});

async function verifyHeads(db: Db, keys: Map<string, KeyObject>, files: FileStore, report: Report): Promise<number> {
  const names = await files.list(headsPrefix);
  for (const file of names) {
    const head = await readHead(files, file);
    if (!head) {
      report({ code: 'head.unreadable', file });
      continue;
    }
    const key = keys.get(head.fingerprint);
    if (!key || !isHeadSignature(key, head, head.signature)) report({ code: 'head.signature', file });
    const seal = await db
      .selectFrom('auditSeals')
      .select(['hash', 'era', 'toTxid'])
      .where('sequence', '=', head.sequence)
      .executeTakeFirst();
    if (seal?.hash.toString('hex') !== head.hash || seal.era !== head.era || seal.toTxid !== head.toTxid) {
      report({ code: 'head.cut_off', file, batch: head.sequence });
    }
  }
  return names.length;
}

async function readHead(files: FileStore, file: string): Promise<z.infer<typeof ExportedHead> | undefined> {
  const stream = await files.get(file);
  try {
    return stream && ExportedHead.parse(JSON.parse(await text(stream)));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
