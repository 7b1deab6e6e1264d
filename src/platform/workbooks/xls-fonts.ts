// The fonts of text cells in an .xls file (BIFF8), which the reading library leaves out. [MS-XLS] 2.4.
import { CFB } from '@e965/xlsx';
import { encodingOfFont } from './legacy-encodings.rules.ts';
import { columnLetters } from './workbook.ts';
import type { LegacyFonts } from './xlsx-parts.ts';

const records = {
  endOfStream: 0x0a,
  font: 0x31,
  sheet: 0x85,
  style: 0xe0,
  richText: 0xd6,
  sharedText: 0xfd,
  text: 0x204,
};

/** One per sheet, in the order of the workbook; empty when the file has no such fonts. */
export function readXlsFonts(content: Buffer): LegacyFonts[] {
  const file = CFB.read(content, { type: 'buffer' });
  const stream = (CFB.find(file, 'Workbook') ?? CFB.find(file, 'Book'))?.content;
  if (stream === undefined) return [];
  const bytes = Buffer.from(stream as Uint8Array);
  const fonts: string[] = [];
  const styles: number[] = [];
  const sheetStarts: number[] = [];
  for (const { type, data } of listRecords(bytes, 0)) {
    if (type === records.font) fonts.push(readFontName(data));
    if (type === records.style) styles.push(data.readUInt16LE(0));
    if (type === records.sheet) sheetStarts.push(data.readUInt32LE(0));
  }
  if (!fonts.some((font) => encodingOfFont(font) !== undefined)) return [];
  // The font with index 4 does not exist; later ones stand one place earlier.
  const fontOf = (style: number): string => {
    const index = styles[style] ?? 0;
    return fonts[index > 4 ? index - 1 : index] ?? '';
  };
  return sheetStarts.map((start) => findLegacyFonts(bytes, start, fontOf));
}

function findLegacyFonts(bytes: Buffer, start: number, fontOf: (style: number) => string): LegacyFonts {
  const found = new Map<string, string>();
  for (const { type, data } of listRecords(bytes, start)) {
    if (type !== records.sharedText && type !== records.text && type !== records.richText) continue;
    const font = fontOf(data.readUInt16LE(4));
    const address = `${columnLetters(data.readUInt16LE(2) + 1)}${data.readUInt16LE(0) + 1}`;
    if (encodingOfFont(font) !== undefined) found.set(address, font);
  }
  return found;
}

function readFontName(data: Buffer): string {
  const length = data.readUInt8(14);
  const isWide = (data.readUInt8(15) & 1) === 1;
  return isWide ? data.toString('utf16le', 16, 16 + length * 2) : data.toString('latin1', 16, 16 + length);
}

/** Records up to the end of the substream that starts there. */
function* listRecords(bytes: Buffer, start: number): Generator<{ type: number; data: Buffer }> {
  let at = start;
  while (at + 4 <= bytes.length) {
    const type = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (type === records.endOfStream) return;
    yield { type, data: bytes.subarray(at + 4, end) };
    at = end;
  }
}
