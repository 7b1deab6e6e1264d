import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { cleanFile, makeSmall } from './clean-file.ts';
import { stripJpeg } from './jpeg.ts';

/** What must not come out: the device, the place, the person, the time. */
const canaries = ['iPhone 15 Pro', '10 deg 46', 'Nguyen Van An', '2024:05:06', 'binhyen-secret'];

const picture = (width: number, height: number, background = '#336699') =>
  sharp({ create: { width, height, channels: 3, background } });

const exif = {
  IFD0: { Make: 'Apple', Model: 'iPhone 15 Pro', Artist: 'Nguyen Van An', DateTime: '2024:05:06 07:08:09' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '10/1 46/1 37/1', GPSLongitudeRef: 'E', GPSLongitude: '106/1 41/1 0/1' },
};
const xmp = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>10 deg 46</place><by>binhyen-secret</by></x:xmpmeta>';

/** A photograph as a phone writes it, lying on its side. */
const phonePhoto = await picture(40, 30).withExif(exif).withXmp(xmp).withMetadata({ orientation: 6 }).jpeg().toBuffer();

const refusal = (code: string) => expect.objectContaining({ code });

function expectNoCanary(content: Uint8Array): void {
  const text = Buffer.from(content).toString('latin1');
  const wide = Buffer.from(content).toString('utf16le');
  for (const canary of canaries) {
    expect(text).not.toContain(canary);
    expect(wide).not.toContain(canary);
  }
}

describe('a photograph', () => {
  test('the one that a phone took carries what must not be kept (else this proves nothing)', async () => {
    const text = phonePhoto.toString('latin1');
    for (const canary of ['iPhone 15 Pro', '10 deg 46', 'Nguyen Van An', '2024:05:06']) expect(text).toContain(canary);
    const { exif: block, xmp: packet, orientation } = await sharp(phonePhoto).metadata();
    expect([block !== undefined, packet !== undefined, orientation]).toEqual([true, true, 6]);
  });

  test('loses place, device, person and time, and stands upright', async () => {
    const { content, ...file } = await cleanFile(phonePhoto);
    expectNoCanary(content);
    expect(file).toMatchObject({ kind: 'photo', contentType: 'image/jpeg', extension: 'jpg' });
    const metadata = await sharp(content).metadata();
    expect(metadata).toMatchObject({ format: 'jpeg', width: 30, height: 40, space: 'srgb' });
    for (const name of ['exif', 'xmp', 'iptc', 'icc', 'orientation'] as const) expect(metadata[name]).toBeUndefined();
  });

  test('is made smaller where it is large, and never larger', async () => {
    const wide = await cleanFile(await picture(4000, 1000).png().toBuffer());
    expect(await sharp(wide.content).metadata()).toMatchObject({ format: 'jpeg', width: 2560, height: 640 });
    const small = await makeSmall(wide.content);
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 320, height: 80 });
  });

  test('PNG and WebP come in as well, with white where they are see-through', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } });
    for (const bytes of [await clear.clone().png().toBuffer(), await clear.clone().webp().toBuffer()]) {
      const { content } = await cleanFile(bytes);
      expect((await sharp(content).stats()).channels.map(({ mean }) => Math.round(mean))).toEqual([255, 255, 255]);
    }
  });

  test('the same photograph is written to the same bytes', async () => {
    expect((await cleanFile(phonePhoto)).sha256).toBe((await cleanFile(phonePhoto)).sha256);
  });

  test('what is cut short, moves or has too many pixels is refused', async () => {
    await expect(cleanFile(phonePhoto.subarray(0, phonePhoto.length - 100))).rejects.toEqual(refusal('file.broken'));
    const frames = await Promise.all(['#fff', '#000'].map((background) => picture(4, 4, background).png().toBuffer()));
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    await expect(cleanFile(moving)).rejects.toEqual(refusal('file.animated'));
    const vast = await picture(10_000, 6_001).png({ compressionLevel: 1 }).toBuffer();
    await expect(cleanFile(vast)).rejects.toMatchObject({
      code: 'file.too_many_pixels',
      params: { megapixels: 61, limit: 60 },
    });
  });
});

describe('a scan', () => {
  const scan = async (write?: (document: PDFDocument) => Promise<void> | void): Promise<Uint8Array> => {
    const document = await PDFDocument.create();
    document.setAuthor('Nguyen Van An');
    document.setProducer('iPhone 15 Pro');
    document.setTitle('binhyen-secret');
    const page = document.addPage([200, 100]);
    page.drawImage(await document.embedJpg(phonePhoto), { x: 10, y: 10, width: 80, height: 60 });
    await write?.(document);
    return document.save({ useObjectStreams: false });
  };

  test('loses author, program, times, and what the camera wrote into its pictures', async () => {
    const bytes = await scan((document) => {
      const metadata = document.context.stream(xmp, { Type: 'Metadata', Subtype: 'XML' });
      document.catalog.set(PDFName.of('Metadata'), document.context.register(metadata));
    });
    for (const canary of ['iPhone 15 Pro', '10 deg 46', 'Nguyen Van An'])
      expect(Buffer.from(bytes).toString('latin1')).toContain(canary);
    const { content, ...file } = await cleanFile(bytes);
    expect(file).toMatchObject({ kind: 'scan', contentType: 'application/pdf', extension: 'pdf' });
    const opened = await PDFDocument.load(content, { updateMetadata: false });
    expect(opened.getPages().map((page) => page.getSize())).toEqual([{ width: 200, height: 100 }]);
    expect([opened.getAuthor(), opened.getProducer(), opened.getTitle(), opened.getCreationDate()]).toEqual(
      Array(4).fill(undefined),
    );
    expectNoCanary(await unpack(content));
  });

  test('loses scripts, actions, attached files, form data and what it no longer shows', async () => {
    const bytes = await scan(async (document) => {
      document.addJavaScript('run', 'app.alert("binhyen-secret")');
      await document.attach(Buffer.from('binhyen-secret'), 'ghi-chu.txt');
      const { context } = document;
      const page = document.getPage(0);
      page.node.set(PDFName.of('AA'), context.obj({ O: { S: 'JavaScript', JS: PDFString.of('binhyen-secret') } }));
      page.node.set(PDFName.of('PieceInfo'), context.obj({ Tool: { Private: PDFString.of('binhyen-secret') } }));
      const note = { Type: 'Annot', Subtype: 'Text', Rect: [0, 0, 9, 9], Contents: PDFString.of('binhyen-secret') };
      const link = { Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: { URI: PDFString.of('binhyen-secret') } };
      page.node.set(PDFName.of('Annots'), context.obj([note, link]));
      context.register(PDFString.of('binhyen-secret'));
      document.getForm().createTextField('ho.ten').setText('binhyen-secret');
    });
    const { content } = await cleanFile(bytes);
    const text = (await unpack(content)).toString('latin1');
    expectNoCanary(Buffer.from(text, 'latin1'));
    for (const word of ['JavaScript', '/AA', '/Names', '/AcroForm', '/EmbeddedFile', '/URI', '/PieceInfo'])
      expect(text).not.toContain(word);
  });

  test('keeps a stamp as it is seen, without what it says about its author', async () => {
    const bytes = await scan((document) => {
      const { context } = document;
      const seen = context.register(
        context.stream('0 0 9 9 re f', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 9, 9] }),
      );
      const by = PDFHexString.fromText('Nguyen Van An');
      const stamp = { Type: 'Annot', Subtype: 'Widget', Rect: [1, 2, 9, 9], AP: { N: seen }, T: by, Contents: by };
      document.getPage(0).node.set(PDFName.of('Annots'), context.obj([stamp]));
    });
    const text = (await unpack((await cleanFile(bytes)).content)).toString('latin1');
    expect(text).toContain('/Stamp');
    expect(text).toContain('/Rect [ 1 2 9 9 ]');
    expect(text).not.toContain('Contents <');
  });

  test('its pictures are the same pictures', async () => {
    const before = await sharp(phonePhoto, { autoOrient: false }).raw().toBuffer();
    expect(await sharp(stripJpeg(phonePhoto)).raw().toBuffer()).toEqual(before);
  });

  test('written with object streams it is cleaned alike', async () => {
    const document = await PDFDocument.load(await scan(), { updateMetadata: false });
    const { content } = await cleanFile(await document.save({ useObjectStreams: true }));
    expectNoCanary(await unpack(content));
  });

  test('what is locked, broken, too long or swells when unpacked is refused', async () => {
    const locked = await PDFDocument.load(await scan());
    locked.encrypt({ userPassword: 'mot-hai', ownerPassword: 'ba-bon' });
    await expect(cleanFile(await locked.save())).rejects.toEqual(refusal('file.pdf_locked'));
    await expect(cleanFile((await scan()).subarray(0, 600))).rejects.toEqual(refusal('file.broken'));
    await expect(cleanFile(Buffer.from('%PDF-1.7\nkhông có gì'))).rejects.toEqual(refusal('file.broken'));
    const long = await scan((document) => void Array.from({ length: 50 }, () => document.addPage()));
    await expect(cleanFile(long)).rejects.toMatchObject({ code: 'file.pdf_pages', params: { pages: 51, limit: 50 } });
    const swelling = deflateSync(Buffer.alloc(17 * 1024 * 1024));
    const bomb = Buffer.concat([
      Buffer.from(
        `%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${swelling.length} >>\nstream\n`,
      ),
      swelling,
      Buffer.from('\nendstream\nendobj\n%%EOF'),
    ]);
    await expect(cleanFile(bomb)).rejects.toEqual(refusal('file.pdf_parts'));
  });
});

test.each([
  ['a page', '<!doctype html><script>alert(1)</script>', 'file.kind_unknown'],
  ['a vector drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'file.kind_unknown'],
  ['a program', 'MZ\x90\0', 'file.kind_unknown'],
  ['an animated GIF', 'GIF89a', 'file.kind_unknown'],
  ['a HEIC photograph', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'file.heic'],
])('%s is refused, whatever its name', async (_, content, code) => {
  await expect(cleanFile(Buffer.from(content, 'latin1'))).rejects.toEqual(refusal(code));
});

/** A PDF with everything readable: streams of objects and drawings are written out, pictures as they are. */
async function unpack(content: Uint8Array): Promise<Buffer> {
  const document = await PDFDocument.load(content, { updateMetadata: false });
  return Buffer.from(await document.save({ useObjectStreams: false, addDefaultPage: false }));
}
