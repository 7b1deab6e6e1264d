import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Problem } from '../http/problem.ts';
import { cleanPdf } from './clean-pdf.ts';

/** A file as it may be kept: content that this house wrote itself, with the kind that its content showed. */
export type CleanFile = {
  kind: 'photo' | 'scan';
  content: Buffer;
  contentType: 'image/jpeg' | 'application/pdf';
  extension: 'jpg' | 'pdf';
  /** Hexadecimal, of the content. */
  sha256: string;
};

const mostPixels = 60_000_000;
const longestSide = 2560;
const smallSide = 320;

let latest: Promise<unknown> = Promise.resolve();

/**
 * Takes a photograph (JPEG, PNG, WebP) or a scan (PDF) for what its content says it is, and writes it anew without the
 * place, device, time and author that it carried. Photographs become JPEG, turned upright, at most 2560 pixels long.
 * Anything else is refused with a Problem. One file at a time, so that memory stays flat however many are sent.
 */
export function cleanFile(bytes: Uint8Array): Promise<CleanFile> {
  const cleaned = latest.then(() => writeAnew(bytes));
  latest = cleaned.catch(() => undefined);
  return cleaned;
}

async function writeAnew(bytes: Uint8Array): Promise<CleanFile> {
  if (determineKind(bytes) === 'photo') {
    return describe('photo', 'image/jpeg', 'jpg', await cleanPhoto(bytes));
  }
  return describe('scan', 'application/pdf', 'pdf', Buffer.from(await cleanPdf(bytes)));
}

function describe(
  kind: CleanFile['kind'],
  contentType: CleanFile['contentType'],
  extension: CleanFile['extension'],
  content: Buffer,
): CleanFile {
  return { kind, content, contentType, extension, sha256: createHash('sha256').update(content).digest('hex') };
}

/** By the first bytes, never by a name or by what the sender says. */
function determineKind(bytes: Uint8Array): CleanFile['kind'] {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n')) return 'photo';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'photo';
  if (head.includes('%PDF-')) return 'scan';
  if (/^.{4}ftyp(heic|heix|heim|heis|hevc|mif1|msf1)/s.test(head)) throw new Problem('file.heic');
  throw new Problem('file.kind_unknown');
}

async function cleanPhoto(bytes: Uint8Array): Promise<Buffer> {
  try {
    const { width, height, pages } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if ((pages ?? 1) > 1) throw new Problem('file.animated');
    if (width * height > mostPixels) {
      throw new Problem('file.too_many_pixels', {
        megapixels: Math.ceil((width * height) / 1_000_000),
        limit: mostPixels / 1_000_000,
      });
    }
    return await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: 85 })
      .toBuffer();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('file.broken');
  }
}

/** The photograph small enough for a list, at most 320 pixels long; as WebP. */
export async function makeSmall(photo: Uint8Array): Promise<Buffer> {
  return sharp(photo, { limitInputPixels: mostPixels })
    .resize({ width: smallSide, height: smallSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer();
}
