import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestHouse, testUnits } from '#tests/support/house.ts';
import { openInbox, type TestInbox } from '#tests/support/sealed-tips.ts';
import { answerStep, formSeconds, hourlyLimits } from './intake.rules.ts';
import { parseReceiptCode, receiptOf } from './receipts.rules.ts';
import { readOpenedTip, readTipFile } from './sending.rules.ts';
import { openReceipt, openReceiptFile } from './server/follow.ts';
import { makeFormToken } from './server/junk.ts';
import { derivePortalSecrets } from './server/portal-secrets.ts';

const portalSecret = randomBytes(32);
const secrets = derivePortalSecrets(portalSecret);
const { house, database, close } = await createTestHouse(undefined, {}, { portalSecret });
afterAll(close);
const { owner, app } = database;

let inbox: TestInbox;
beforeAll(async () => void (inbox = await openInbox(owner, testUnits.A1)));

type Fields = Record<string, string>;
const answered = (): Fields => ({
  topic: 'drugs',
  what: 'Nhà cuối ngõ bán ma túy <b>ban đêm</b>',
  place: String(testUnits.A1),
  where: 'Ngõ 7',
  when: 'Tối nào cũng có',
  officer: 'no',
  contact: 'Anh Tư, 0912',
  token: makeFormToken(secrets, Date.now() - (formSeconds.least + 1) * 1000),
});

async function get(path: string) {
  const answer = await house.app.inject({ method: 'GET', url: path, headers: { accept: 'text/html' } });
  return { status: answer.statusCode, text: answer.body, headers: answer.headers };
}

async function post(
  path: string,
  fields: Fields,
  files: { name: string; type: string; content: Uint8Array<ArrayBuffer> }[] = [],
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const { name, type, content } of files) form.append('files', new File([content], name, { type }));
  const written = new Response(form);
  const answer = await house.app.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': written.headers.get('content-type')!, accept: 'text/html' },
    payload: Buffer.from(await written.arrayBuffer()),
  });
  return { status: answer.statusCode, text: answer.body, length: answer.rawPayload.length, headers: answer.headers };
}

const codeIn = (text: string): string => /data-code>([^<]+)</.exec(text)?.[1] ?? '';
const fieldIn = (text: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';

async function readTip(shown: string) {
  const parsed = parseReceiptCode(shown);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const receipt = receiptOf(parsed.code);
  const opened = await openReceipt(app, secrets, receipt.locator);
  return { opened, receipt, tip: readOpenedTip(opened, receipt.keyPair) };
}

describe('sending a tip without scripts', () => {
  test('goes step by step, keeps every answer on the way on and back, and asks again where one is missing', async () => {
    const first = await get('/bao-tin');
    expect(first.text).toContain('<a href="/khoa-hop-tin">Xem dấu khóa của các hộp tin');
    expect(first.text).toContain('Có ai đang gặp nguy hiểm');
    expect(first.text).not.toContain('<script');
    expect(first.headers['set-cookie']).toBeUndefined();
    const token = fieldIn(first.text, 'token');
    const empty = { ...answered(), token };
    const steps: [string, string][] = [
      ['danger', 'Tin của bạn về việc gì'],
      ['topic', 'Chuyện gì đã xảy ra'],
      ['what', 'Việc xảy ra ở đâu'],
      ['where', 'Việc xảy ra khi nào'],
      ['when', 'cán bộ công an'],
      ['officer', 'để lại cách liên hệ'],
      ['contact', 'Xem lại và gửi'],
    ];
    for (const [step, next] of steps) {
      const answer = await post('/bao-tin', { ...empty, step, go: 'next' });
      expect(answer.text, step).toContain(next);
      expect(fieldIn(answer.text, 'token')).toBe(token);
    }
    const last = await post('/bao-tin', { ...empty, step: 'contact', go: 'next' });
    expect(last.text).toContain(inbox.fingerprint);
    expect(last.text).toContain('Máy chủ sẽ thấy nội dung một lần');
    expect(last.text).toContain('&#60;b&#62;ban đêm');
    const back = await post('/bao-tin', { ...empty, step: 'when', go: 'back' });
    expect(back.text).toContain('Việc xảy ra ở đâu');
    expect(fieldIn(back.text, 'what')).toContain('Nhà cuối ngõ');
    const change = await post('/bao-tin', { ...empty, step: 'send', go: 'what' });
    expect(change.text).toContain('Nhà cuối ngõ');

    for (const [step, field, words] of [
      ['topic', 'topic', 'Hãy chọn một mục.'],
      ['what', 'what', 'Hãy kể chuyện gì đã xảy ra.'],
      ['where', 'place', 'Hãy tìm và chọn một nơi'],
      ['officer', 'officer', 'Hãy chọn Có hoặc Không.'],
    ] as const) {
      expect((await post('/bao-tin', { ...empty, [field]: '', step, go: 'next' })).text, step).toContain(words);
    }
  });

  test('finds the place by name, or has it from the poster', async () => {
    const { rows } = await sql<{
      name: string;
      code: string;
    }>`select name_vi as name, code from units where id = ${testUnits.A1}`.execute(owner);
    const { name, code } = rows[0]!;
    const found = await post('/bao-tin', { ...answered(), place: '', find: name, step: 'where', go: 'find' });
    expect(found.text).toContain(`value="${testUnits.A1}"`);
    const none = await post('/bao-tin', { ...answered(), place: '', find: 'khôngcó', step: 'where', go: 'find' });
    expect(none.text).toContain('Không tìm thấy nơi nào');
    const poster = await get(`/bao-tin?noi=${code}&x=mot-dieu-doan`);
    expect(fieldIn(poster.text, 'place')).toBe(String(testUnits.A1));
    expect(poster.text).not.toContain('mot-dieu-doan');
    const english = await get(`/bao-tin?noi=${code}&lang=en`);
    expect(english.text).toContain('Is anybody in danger');
  });

  test('is sealed before it is kept, in the queue of the unverified, and gives a receipt that opens it', async () => {
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#336699' } })
      .withExif({ IFD3: { GPSLatitude: '10/1 45/1 0/1' } })
      .jpeg()
      .toBuffer();
    const sent = await post('/bao-tin/gui', answered(), [
      { name: 'anh.jpg', type: 'image/jpeg', content: new Uint8Array(picture) },
      { name: 'ghi âm.m4a', type: 'audio/mp4', content: new Uint8Array(5000) },
    ]);
    const shown = codeIn(sent.text);
    expect(shown).toMatch(/^(\w{4}-){5}\w$/);
    const { opened, receipt, tip } = await readTip(shown);
    expect(opened.verified).toBe(false);
    expect(tip).toMatchObject({
      content: {
        what: 'Nhà cuối ngõ bán ma túy <b>ban đêm</b>',
        where: 'Ngõ 7',
        place: { name: expect.stringContaining('Thử A Một') },
      },
      contact: 'Anh Tư, 0912',
    });
    const sealed = await Promise.all(tip.files.map(({ id }) => openReceiptFile(app, secrets, receipt.locator, id)));
    const files = sealed.map((content, index) =>
      readTipFile(tip.contentKey, tip.files[index]!, new Uint8Array(content)),
    );
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['anh.jpg', 'image/jpeg'],
      ['ghi âm.m4a', 'audio/mp4'],
    ]);
    expect((await sharp(files[0]!.content).metadata()).exif).toBeUndefined();
  });

  test('sent twice it is one tip with one code', async () => {
    const fields = answered();
    const [one, two] = await Promise.all([post('/bao-tin/gui', fields), post('/bao-tin/gui', fields)]);
    expect(codeIn(one.text)).toMatch(/^\w{4}-/);
    expect(codeIn(two.text)).toBe(codeIn(one.text));
  });

  test('is refused at the field or in a sentence, with every answer kept', async () => {
    const early = await post('/bao-tin/gui', { ...answered(), token: makeFormToken(secrets) });
    expect(early.text).toContain('Bạn gửi nhanh quá');
    expect(fieldIn(early.text, 'contact')).toBe('Anh Tư, 0912');
    const old = await post('/bao-tin/gui', {
      ...answered(),
      token: makeFormToken(secrets, Date.now() - 4 * 3_600_000),
    });
    expect(old.text).toContain('quá ba giờ');
    const forged = await post('/bao-tin/gui', { ...answered(), token: `${makeFormToken(secrets)}x` });
    expect(forged.status).toBe(422);
    expect((await post('/bao-tin/gui', { ...answered(), what: ' ' })).text).toContain('Hãy kể chuyện gì');
    const exe = await post('/bao-tin/gui', answered(), [
      { name: 'a.exe', type: 'application/x-msdownload', content: new Uint8Array(9) },
    ]);
    expect(exe.text).toContain('Không nhận loại tệp của a.exe');
    const many = Array.from({ length: 6 }, () => ({ name: 'a.mp3', type: 'audio/mpeg', content: new Uint8Array(9) }));
    expect((await post('/bao-tin/gui', answered(), many)).text).toContain('Nhiều nhất 5 tệp');
  });

  test('where nobody has an inbox the page says so and names the telephone', async () => {
    const answer = await post('/bao-tin', { ...answered(), place: String(testUnits.C1), step: 'contact', go: 'next' });
    expect(answer.text).toContain('chưa nhận tin qua mạng');
    expect(answer.text).toContain('tel:113');
    const superior = await post('/bao-tin', { ...answered(), officer: 'yes', step: 'contact', go: 'next' });
    expect(superior.text).toContain('Chưa có hộp tin nào của cấp trên');
  });

  test('all together may be 300 in an hour', async () => {
    await sql`update intake_limits set sent = ${hourlyLimits.unverified} where source = 'unverified'`.execute(owner);
    const answer = await post('/bao-tin/gui', answered());
    expect(answer.text).toContain('quá nhiều tin gửi đến');
    expect(fieldIn(answer.text, 'what')).toContain('Nhà cuối ngõ');
    await sql`delete from intake_limits where source = 'unverified'`.execute(owner);
  });
});

describe('following a tip without scripts', () => {
  const send = async (): Promise<string> => codeIn((await post('/bao-tin/gui', answered())).text);

  test('shows status and talk, takes a message, gives back the contact and the whole tip', async () => {
    const code = await send();
    const page = await post('/xem-tin', { code: code.toLowerCase().replaceAll('-', ' '), go: 'open' });
    expect(page.text).toContain('Đã nhận, chờ phân loại');
    expect(page.text).toContain('hàng chờ riêng');
    expect(page.text).toContain('Nhà cuối ngõ');
    expect(page.headers['cache-control']).toBe('no-store, no-transform');
    expect((await post('/xem-tin', { code, go: 'message', message: ' ' })).text).toContain(
      'Hãy viết điều bạn muốn nói thêm',
    );
    const added = await post('/xem-tin', { code, go: 'message', message: 'Họ đổi chỗ rồi' });
    expect(added.text).toContain('Đã gửi.');
    expect(added.text).toContain('Họ đổi chỗ rồi');
    const less = await post('/xem-tin', { code, go: 'contact' });
    expect(less.text).toContain('Đã rút lại và huỷ.');
    expect(less.text).not.toContain('Anh Tư');
    expect((await post('/xem-tin', { code, go: 'content' })).text).toContain('Hãy đánh dấu vào ô xác nhận');
    const gone = await post('/xem-tin', { code, go: 'content', sure: 'yes' });
    expect(gone.text).toContain('Bạn đã rút tin này');
    expect(gone.text).not.toContain('Nhà cuối ngõ');
  });

  test('all answers have a multiple of 16 KiB; a wrong code gets no hint and as many bytes as a right one', async () => {
    const code = await send();
    const right = await post('/xem-tin', { code, go: 'open' });
    const wrong = await post('/xem-tin', { code: '0123-4567-89AB-CDEF-GHJK-E', go: 'open' });
    expect(wrong.text).toContain('Không mở được tin bằng mã này');
    expect(right.length % answerStep).toBe(0);
    expect({ status: wrong.status, length: wrong.length }).toEqual({ status: right.status, length: right.length });
    const mistyped = await post('/xem-tin', { code: '0123-4567-89AB-CDEF-GHJK-F', go: 'open' });
    expect(mistyped.text).toContain('Có ký tự chép chưa đúng');
    expect(mistyped.text).toContain('value="0123-4567-89AB-CDEF-GHJK-F"');
  });
});
