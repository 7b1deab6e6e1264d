import { inflateSync } from 'node:zlib';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from '@cantoo/pdf-lib';
import { errorCode } from '../operator-error.ts';
import { Problem } from '../http/problem.ts';
import { BrokenPicture, stripJpeg, stripJpeg2000 } from './jpeg.ts';

export const mostPagesOfPdf = 50;

/** What is kept of the frame of a document. Names, actions, forms, attached files and bookmarks are not in the list. */
const keptEntries: Record<string, readonly string[]> = {
  Catalog: ['Type', 'Pages'],
  Pages: ['Type', 'Parent', 'Kids', 'Count', 'Resources', 'MediaBox', 'CropBox', 'Rotate'],
  Page: [
    ...['Type', 'Parent', 'Resources', 'Contents', 'Annots', 'Group', 'Rotate', 'UserUnit'],
    ...['MediaBox', 'CropBox', 'BleedBox', 'TrimBox', 'ArtBox'],
  ],
};

/** What pictures, fonts and drawings may carry beside themselves. */
const strippedEntries = [
  ...['Metadata', 'PieceInfo', 'LastModified', 'AF', 'Alternates', 'OPI', 'Ref', 'Properties', 'Thumb'],
  ...['A', 'AA', 'StructParent', 'StructParents'],
];

const hiddenAnnotations = ['FileAttachment', 'Link', 'Popup', 'Movie', 'Sound', 'Screen', 'RichMedia', '3D'];

/**
 * The pages of a scan as they look, and nothing else: who made it with what and when, actions, scripts, attached files,
 * form data and earlier states are left out, and pictures lose what the camera wrote into them. Throws a Problem.
 */
export async function cleanPdf(bytes: Uint8Array): Promise<Uint8Array> {
  refuseSwellingStreams(bytes);
  const document = await openPdf(bytes);
  const pages = document.getPages();
  if (pages.length > mostPagesOfPdf) {
    throw new Problem('file.pdf_pages', { pages: pages.length, limit: mostPagesOfPdf });
  }
  keepOnly(document.catalog, keptEntries.Catalog!);
  for (const page of pages) {
    keepOnly(page.node, keptEntries.Page!);
    keepAppearances(page);
  }
  const { context } = document;
  const reached = reachFrom(document, document.catalog);
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (object !== document.catalog && !reached.has(ref)) context.delete(ref);
    else if (object instanceof PDFRawStream) context.assign(ref, cleanStream(object));
  }
  context.trailerInfo.Info = undefined;
  context.trailerInfo.ID = undefined;
  return document.save({ addDefaultPage: false, updateFieldAppearances: false });
}

async function openPdf(bytes: Uint8Array): Promise<PDFDocument> {
  // Said by the trailer, which is never packed or locked itself.
  if (/\/Encrypt\s*(<<|\d+\s+\d+\s+R\b)/.test(toText(bytes))) throw new Problem('file.pdf_locked');
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    if (document.getPageCount() === 0) throw new Problem('file.broken');
    return document;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('file.broken');
  }
}

const mostBytesOfObjectStream = 16 * 1024 * 1024;

/** Streams that hold other objects are unpacked while a document is opened: a few kilobytes could become gigabytes there. */
function refuseSwellingStreams(bytes: Uint8Array): void {
  const text = toText(bytes);
  for (const { index, 0: word } of text.matchAll(/\bstream\r?\n/g)) {
    const head = text.slice(Math.max(text.lastIndexOf(' obj', index), index - 2000), index);
    // A name may be written with #, so that such a head may stand for anything.
    if (!/ObjStm|XRef|#/.test(head)) continue;
    if (/\/Filter(?!\s*\/FlateDecode\b)/.test(head)) throw new Problem('file.pdf_parts');
    if (!head.includes('FlateDecode')) continue;
    try {
      inflateSync(bytes.subarray(index + word.length), { maxOutputLength: mostBytesOfObjectStream });
    } catch (error) {
      // Any other failure (a locked document, a broken one) is told by whoever opens it.
      if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') throw new Problem('file.pdf_parts');
    }
  }
}

/** The bytes as they are, one character each. */
function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function keepOnly(dictionary: PDFDict, names: readonly string[]): void {
  for (const key of dictionary.keys()) if (!names.includes(key.decodeText())) dictionary.delete(key);
}

/** A stamp or a signature stays as the picture that it shows; what it does or says beside is left out. */
function keepAppearances(page: PDFPage): void {
  const annotations = page.node.lookupMaybe(PDFName.of('Annots'), PDFArray);
  page.node.delete(PDFName.of('Annots'));
  const { context } = page.doc;
  const shown = (annotations?.asArray() ?? []).flatMap((entry) => {
    const annotation = context.lookupMaybe(entry, PDFDict);
    const normal = annotation?.lookupMaybe(PDFName.of('AP'), PDFDict)?.get(PDFName.of('N'));
    const subtype = annotation?.lookupMaybe(PDFName.of('Subtype'), PDFName)?.decodeText() ?? '';
    if (!annotation || !normal || hiddenAnnotations.includes(subtype)) return [];
    const stamp = context.obj({ Type: 'Annot', Subtype: 'Stamp', AP: { N: normal } });
    for (const name of ['Rect', 'AS', 'F']) {
      const value = annotation.lookup(PDFName.of(name));
      if (value) stamp.set(PDFName.of(name), value);
    }
    return [context.register(stamp)];
  });
  if (shown.length > 0) page.node.set(PDFName.of('Annots'), context.obj(shown));
}

/** Everything that the pages need, with what is not needed cut off on the way. */
function reachFrom({ context }: PDFDocument, start: PDFObject): Set<PDFRef> {
  const reached = new Set<PDFRef>();
  const waiting: (PDFObject | undefined)[] = [start];
  while (waiting.length > 0) {
    const object = waiting.pop();
    if (object instanceof PDFRef) {
      if (reached.has(object)) continue;
      reached.add(object);
      waiting.push(context.lookup(object));
    } else if (object instanceof PDFArray) {
      waiting.push(...object.asArray());
    } else if (object instanceof PDFDict) {
      strip(object);
      waiting.push(...object.values());
    } else if (object instanceof PDFStream) {
      strip(object.dict, true);
      waiting.push(...object.dict.values());
    }
  }
  return reached;
}

/** Only in objects that say what they are: a plain dictionary may use the same words for names of its own. */
function strip(dictionary: PDFDict, isStream = false): void {
  const type = dictionary.lookup(PDFName.of('Type'));
  const kept = type instanceof PDFName ? keptEntries[type.decodeText()] : undefined;
  if (kept) keepOnly(dictionary, kept);
  if (!isStream && !(type instanceof PDFName)) return;
  for (const name of strippedEntries) dictionary.delete(PDFName.of(name));
}

function cleanStream(stream: PDFRawStream): PDFRawStream {
  const filter = stream.dict.lookup(PDFName.of('Filter'));
  const names = (filter instanceof PDFArray ? filter.asArray() : [filter]).map((name) => String(name));
  const clean = names.includes('/DCTDecode') ? stripJpeg : names.includes('/JPXDecode') ? stripJpeg2000 : undefined;
  if (!clean) return stream;
  if (names.length > 1) throw new Problem('file.pdf_parts');
  try {
    return PDFRawStream.of(stream.dict, clean(stream.contents));
  } catch (error) {
    throw error instanceof BrokenPicture ? new Problem('file.pdf_parts') : error;
  }
}
