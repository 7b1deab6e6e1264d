/** Bytes that are not the picture they claim to be. */
export class BrokenPicture extends Error {}

const startOfImage = 0xd8;
const endOfImage = 0xd9;
const startOfScan = 0xda;
const app0 = 0xe0;
const app14 = 0xee;
const comment = 0xfe;
/** A JFIF header without a thumbnail. */
const plainJfifLength = 16;

/**
 * The same picture without what the camera or a program wrote beside it: EXIF, GPS, XMP, IPTC, colour profile, comments,
 * thumbnails, and anything behind the end. The picture itself is not compressed again. Throws BrokenPicture.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== startOfImage) throw new BrokenPicture();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new BrokenPicture();
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (end > bytes.length) throw new BrokenPicture();
    const length = end - at - 2;
    if (!isBeside(marker, length)) parts.push(bytes.subarray(at, end));
    at = end;
    if (marker !== startOfScan) continue;
    at = findMarker(bytes, end);
    parts.push(bytes.subarray(end, at));
    if (bytes[at + 1] === endOfImage) return Buffer.concat([...parts, bytes.subarray(at, at + 2)]);
  }
  throw new BrokenPicture();
}

/** Adobe's segment says how the colours are coded, so it belongs to the picture. */
function isBeside(marker: number, length: number): boolean {
  if (marker === app0) return length !== plainJfifLength;
  return marker === comment || (marker > app0 && marker <= 0xef && marker !== app14);
}

/** The next marker behind coded pixels, in which 0xff is followed by 0 or by a restart mark. */
function findMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new BrokenPicture();
}

const jpeg2000Mark = Buffer.from([0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20]);
const jpeg2000Parts = new Set(['jP  ', 'ftyp', 'jp2h', 'jp2c']);

/** A JPEG 2000 picture with the boxes that make the picture and no others. Throws BrokenPicture. */
export function stripJpeg2000(bytes: Uint8Array): Uint8Array {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Without boxes there is only the picture.
  if (!content.subarray(0, 8).equals(jpeg2000Mark)) return bytes;
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= content.length;) {
    const said = content.readUInt32BE(at);
    // 0: to the end of the file. 1: a length of eight bytes, which no scan needs.
    const end = said === 0 ? content.length : at + said;
    if (end < at + 8 || end > content.length) throw new BrokenPicture();
    if (jpeg2000Parts.has(content.toString('latin1', at + 4, at + 8))) parts.push(content.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}
