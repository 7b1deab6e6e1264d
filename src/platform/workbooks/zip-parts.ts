import { inflateRawSync } from 'node:zlib';
import { Problem } from '#platform/http/problem.ts';

type ZipPart = { method: number; packedBytes: number; bytes: number; start: number };
/** The parts of a zip file by name; read unpacks one. */
export type ZipParts = { names: string[]; read: (name: string) => Buffer | undefined };

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;

/**
 * Lists the parts of a zip file after having unpacked each once, so that no later reader meets more than `limit` bytes,
 * whatever the directory claims. Throws workbook.damaged, workbook.unzips_too_large.
 */
export function openZip(content: Buffer, limit: number): ZipParts {
  const parts = listParts(content);
  const unpack = (part: ZipPart, atMost: number): Buffer => {
    const packed = content.subarray(part.start, part.start + part.packedBytes);
    if (part.method === 0) return packed;
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, atMost) });
  };
  let left = limit;
  for (const part of parts.values()) {
    if (part.bytes > left) throw new Problem('workbook.unzips_too_large');
    try {
      left -= unpack(part, left).length;
    } catch (error) {
      const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      throw new Problem(isTooLarge ? 'workbook.unzips_too_large' : 'workbook.damaged');
    }
  }
  return {
    names: [...parts.keys()],
    read: (name) => {
      const part = parts.get(name);
      return part && unpack(part, limit);
    },
  };
}

function listParts(content: Buffer): Map<string, ZipPart> {
  const end = findEnd(content);
  const count = content.readUInt16LE(end + 10);
  let at = content.readUInt32LE(end + 16);
  const parts = new Map<string, ZipPart>();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > content.length || content.readUInt32LE(at) !== entrySignature) throw new Problem('workbook.damaged');
    const nameBytes = content.readUInt16LE(at + 28);
    const name = content.toString('utf8', at + 46, at + 46 + nameBytes);
    const header = content.readUInt32LE(at + 42);
    if (header + 30 > content.length) throw new Problem('workbook.damaged');
    if (parts.has(name)) throw new Problem('workbook.damaged');
    parts.set(name, {
      method: content.readUInt16LE(at + 10),
      packedBytes: content.readUInt32LE(at + 20),
      bytes: content.readUInt32LE(at + 24),
      start: header + 30 + content.readUInt16LE(header + 26) + content.readUInt16LE(header + 28),
    });
    at += 46 + nameBytes + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
  return parts;
}

function findEnd(content: Buffer): number {
  const first = Math.max(0, content.length - endBytes - longestComment);
  for (let at = content.length - endBytes; at >= first; at -= 1) {
    if (content.readUInt32LE(at) === endSignature) return at;
  }
  throw new Problem('workbook.damaged');
}
