// The file of a backup: gzip over frames of one letter, four bytes of length, content. H = header, T = a table begins,
// D = rows of it as COPY text, E = the table ends; F = a file of the store begins, C = content of it, G = the file ends;
// Z = SHA-256 of all before it. Read and written as a stream.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { errorCode, explainSystemError, OperatorError } from '#platform/operator-error.ts';

export const backupFormat = 'binhyen-backup-2';
const mostBytesOfFrame = 64 * 1024 * 1024;

export const BackupTable = z.object({ name: z.string(), columns: z.array(z.string()) });
export type BackupTable = z.infer<typeof BackupTable>;

export const BackupHeader = z.object({
  /** Of another version of the program where the number differs; its schema then differs too. */
  format: z.string().regex(/^binhyen-backup-\d+$/),
  madeAt: z.iso.datetime(),
  /** Of the server that was backed up, for the reader's information. */
  postgresVersion: z.string(),
  migrations: z.array(z.object({ name: z.string(), contentHash: z.string() })),
  /** In an order in which every table comes after those it refers to. */
  tables: z.array(BackupTable),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

const TableBegin = z.object({ table: z.string() });
const TableEnd = z.object({ rows: z.int() });
const FileBegin = z.object({ key: z.string() });
const FileEnd = z.object({ bytes: z.int() });
const Trailer = z.object({ sha256: z.string() });

export type BackupPart =
  | { kind: 'header'; header: BackupHeader }
  | { kind: 'begin'; table: string }
  | { kind: 'rows'; rows: Buffer }
  | { kind: 'end'; rows: number }
  | { kind: 'file'; key: string }
  | { kind: 'content'; bytes: Buffer }
  | { kind: 'fileEnd'; bytes: number };

/** Writes the parts to the file, which appears whole or not at all. Returns the checksum of its content. */
export async function writeBackupFile(file: string, parts: AsyncIterable<BackupPart>): Promise<string> {
  const draft = `${file}.part`;
  let sha256 = '';
  try {
    const handle = await open(draft, 'w', 0o600);
    const frames = toFrames(parts, (found) => (sha256 = found));
    await pipeline(Readable.from(frames), createGzip(), handle.createWriteStream({ flush: true }));
    await rename(draft, file);
    return sha256;
  } catch (error) {
    await rm(draft, { force: true });
    throw explainSystemError(error, file) ?? error;
  }
}

async function* toFrames(parts: AsyncIterable<BackupPart>, tell: (sha256: string) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const part of parts) {
    const bytes = toFrame(part);
    hash.update(bytes);
    yield bytes;
  }
  const sha256 = hash.digest('hex');
  tell(sha256);
  yield frame('Z', Buffer.from(JSON.stringify({ sha256 })));
}

function toFrame(part: BackupPart): Buffer {
  switch (part.kind) {
    case 'header':
      return frame('H', Buffer.from(JSON.stringify(part.header)));
    case 'begin':
      return frame('T', Buffer.from(JSON.stringify({ table: part.table })));
    case 'rows':
      return frame('D', part.rows);
    case 'end':
      return frame('E', Buffer.from(JSON.stringify({ rows: part.rows })));
    case 'file':
      return frame('F', Buffer.from(JSON.stringify({ key: part.key })));
    case 'content':
      return frame('C', part.bytes);
    case 'fileEnd':
      return frame('G', Buffer.from(JSON.stringify({ bytes: part.bytes })));
  }
}

function frame(letter: string, content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(letter, 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/**
 * The parts of a backup in their order. A file that is no backup, cut short or altered is refused with a sentence,
 * at the latest after its last part; so nothing may be kept before the parts have ended.
 */
export async function* readBackupFile(file: string): AsyncGenerator<BackupPart> {
  const hash = createHash('sha256');
  let ended = false;
  try {
    for await (const { letter, content, bytes } of readFrames(file)) {
      if (ended) throw broken();
      if (letter === 'Z') {
        if (Trailer.parse(JSON.parse(content.toString())).sha256 !== hash.digest('hex')) throw broken();
        ended = true;
        continue;
      }
      for (const part of bytes) hash.update(part);
      yield toPart(letter, content);
    }
  } catch (error) {
    throw explainRead(error, file);
  }
  if (!ended) throw broken();
}

/** Reads the whole file without keeping anything: refuses a broken one, returns its header and what it holds. */
export async function checkBackupFile(file: string): Promise<{ header: BackupHeader; rows: number; files: number }> {
  let header: BackupHeader | undefined;
  let rows = 0;
  let files = 0;
  for await (const part of readBackupFile(file)) {
    if (part.kind === 'header') header = part.header;
    if (part.kind === 'end') rows += part.rows;
    if (part.kind === 'fileEnd') files += 1;
  }
  if (!header) throw broken();
  return { header, rows, files };
}

function toPart(letter: string, content: Buffer): BackupPart {
  if (letter === 'D') return { kind: 'rows', rows: content };
  if (letter === 'C') return { kind: 'content', bytes: content };
  const json: unknown = JSON.parse(content.toString());
  if (letter === 'H') return { kind: 'header', header: BackupHeader.parse(json) };
  if (letter === 'T') return { kind: 'begin', table: TableBegin.parse(json).table };
  if (letter === 'E') return { kind: 'end', rows: TableEnd.parse(json).rows };
  if (letter === 'F') return { kind: 'file', key: FileBegin.parse(json).key };
  if (letter === 'G') return { kind: 'fileEnd', bytes: FileEnd.parse(json).bytes };
  throw broken();
}

async function* readFrames(file: string): AsyncGenerator<{ letter: string; content: Buffer; bytes: Buffer[] }> {
  const source = createReadStream(file);
  const unpacked = createGunzip();
  source.once('error', (error) => unpacked.destroy(error));
  let waiting: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of source.pipe(unpacked) as AsyncIterable<Buffer>) {
      waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
      while (waiting.length >= 5) {
        const length = waiting.readUInt32BE(1);
        if (length > mostBytesOfFrame) throw broken();
        if (waiting.length < 5 + length) break;
        const content = waiting.subarray(5, 5 + length);
        yield { letter: waiting.toString('latin1', 0, 1), content, bytes: [waiting.subarray(0, 5), content] };
        waiting = waiting.subarray(5 + length);
      }
    }
  } finally {
    source.destroy();
    unpacked.destroy();
  }
  if (waiting.length > 0) throw broken();
}

function explainRead(error: unknown, file: string): unknown {
  if (error instanceof OperatorError) return error;
  const code = errorCode(error);
  if (code === 'ENOENT') {
    return new OperatorError({ vi: `Không có tệp ${file}.`, en: `There is no file ${file}.` }, { cause: error });
  }
  if (code?.startsWith('Z_') || error instanceof SyntaxError || error instanceof z.ZodError) return broken(error);
  return explainSystemError(error, file) ?? error;
}

function broken(cause?: unknown): OperatorError {
  return new OperatorError(
    {
      vi: 'Tệp sao lưu không nguyên vẹn: bị cắt cụt, bị sửa, hoặc không phải tệp do chương trình này tạo ra.',
      en: 'The backup file is not whole: cut short, altered, or not made by this program.',
    },
    { cause },
  );
}
