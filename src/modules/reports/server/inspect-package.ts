import { inflateRawSync } from 'node:zlib';

/** The directory of a zip package, read without unpacking it: a Word file of a stranger is looked at before it is used. */
type Entry = { name: string; method: number; packed: number; size: number; at: number };

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const mostUnpacked = 60 * 1024 * 1024;
const mostEntries = 2000;

/**
 * Whether the bytes are a Word document that is safe to fill: a package of a sound size with a document in it, without
 * macros, and without parts that Word would fetch from elsewhere (links that a reader clicks may stay).
 */
export function isSoundDocument(bytes: Buffer): boolean {
  const entries = listEntries(bytes);
  if (entries === undefined || entries.length > mostEntries) return false;
  if (entries.reduce((sum, { size }) => sum + size, 0) > mostUnpacked) return false;
  if (!entries.some(({ name }) => name === 'word/document.xml')) return false;
  if (entries.some(({ name }) => /vbaProject|\.bin$|activeX/i.test(name))) return false;
  return entries.filter(({ name }) => name.endsWith('.rels')).every((entry) => !fetchesFromElsewhere(bytes, entry));
}

function fetchesFromElsewhere(bytes: Buffer, entry: Entry): boolean {
  const text = unpack(bytes, entry);
  if (text === undefined) return true;
  const relationships = text.match(/<Relationship\b[^>]*>/g) ?? [];
  return relationships.some((one) => /TargetMode\s*=\s*["']External["']/.test(one) && !/\/hyperlink["']/.test(one));
}

function unpack(bytes: Buffer, { at, packed, method, size }: Entry): string | undefined {
  const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  const content = bytes.subarray(begin, begin + packed);
  try {
    return (method === 0 ? content : inflateRawSync(content, { maxOutputLength: size + 1 })).toString('utf8');
  } catch {
    return undefined;
  }
}

function listEntries(bytes: Buffer): Entry[] | undefined {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endMark) return undefined;
  const entries: Entry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) return undefined;
    const lengthOfName = bytes.readUInt16LE(at + 28);
    const entry = {
      name: bytes.toString('utf8', at + 46, at + 46 + lengthOfName),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
    };
    if (entry.at + 30 > bytes.length) return undefined;
    entries.push(entry);
    at += 46 + lengthOfName + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
