import { sql } from 'kysely';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import JSZip from 'jszip';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import type { OpenedReport, SavedReport } from './saved-reports.contract.ts';

// Province C with one commune, which owes tips every month of 2026-01 to 2026-06.
const { C, C1, A } = testUnits;
const { database, request, close } = await createTestHouse();
afterAll(close);

let writer: TestActor;
let checker: TestActor;
let approver: TestActor;

beforeAll(async () => {
  const owed = await database.owner.selectFrom('indicators').select('id').where('code', 'in', ['T01', 'T02']).execute();
  const span = { fromMonth: '2026-01-01', toMonth: '2026-06-01', basis: 'thử' };
  await database.owner
    .insertInto('obligations')
    .values(
      owed.map(({ id }) => ({ provinceId: 0, unitId: testUnits.VN, indicatorId: id, subjectKind: 'commune', ...span })),
    )
    .execute();
  writer = await createActor(database, { role: 'province_approver', unit: C });
  checker = await createActor(database, { role: 'province_checker', unit: C });
  approver = await createActor(database, { role: 'province_approver', unit: C });
  for (const [month, T01, T02] of [
    ['2026-01', '100', '40'],
    ['2026-02', '110', '50'],
    ['2026-03', '90', '60'],
    ['2026-04', '900', '400'],
    ['2026-05', '1200', '500'],
    ['2026-06', '1116', '434'],
  ] as const)
    await enter(month, { T01, T02 });
});

async function enter(month: string, values: Record<string, string>): Promise<void> {
  const figures = Object.entries(values).map(([indicatorCode, value]) => ({ indicatorCode, value }));
  const submissions = [{ unitId: C1, month, figures }];
  await act(checker, 'POST', '/submissions/bulk', { origin: 'imported', reason: '=HYPERLINK("x") sổ cũ', submissions });
  await act(approver, 'POST', '/submissions/approve', { submissions: [{ unitId: C1, month, revision: 1 }] });
}

async function act<T>(actor: TestActor, method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<T> {
  const answer = await request(actor, method, url, body);
  expect(answer.statusCode, `${method} ${url}: ${answer.body.slice(0, 400)}`).toBe(200);
  return answer.json() as T;
}

const question = {
  kind: 'interim',
  from: '2026-04',
  to: '2026-06',
  view: 'then',
  asKnownOn: null,
  comparison: 'before',
};
const begin = (more: object = {}): Promise<SavedReport> =>
  act(writer, 'POST', '/reports', { unitId: C, ...question, ...more });
const open = (id: string, actor = writer): Promise<OpenedReport> => act(actor, 'GET', `/reports/${id}`);
const revise = (saved: SavedReport, change: object): Promise<SavedReport> =>
  act(writer, 'PUT', `/reports/${saved.id}`, {
    ...question,
    version: saved.version,
    title: saved.title,
    roundings: {},
    ...change,
  });
const textsOf = ({ report }: OpenedReport): string[] =>
  report.sections.flatMap(({ sentences }) => sentences.map((pieces) => pieces.map(({ text }) => text).join('')));
const download = async (url: string): Promise<Buffer> => {
  const answer = await request(writer, 'GET', url);
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
};
const readWord = async (bytes: Buffer): Promise<string> =>
  (await mammoth.extractRawText({ buffer: bytes })).value.replaceAll('\u00a0', ' ');

describe('a report that is being written', () => {
  test('begins with the name that follows from its kind, unit and span, and stands in the gallery', async () => {
    const saved = await begin();
    expect(saved.title).toBe(
      'Sơ kết phong trào Toàn dân bảo vệ an ninh Tổ quốc trên địa bàn tỉnh Thử C từ tháng 4/2026 đến tháng 6/2026 (từ 15/3/2026 đến 14/6/2026)',
    );
    const { items } = await act<{ items: SavedReport[] }>(checker, 'GET', `/reports?unit=${C}`);
    expect(items.map(({ id }) => id)).toContain(saved.id);
  });

  test('keeps the writer’s words apart from what is computed, also when the question changes', async () => {
    const saved = await begin();
    const text = 'Tình hình cơ bản ổn định.\n= Không phải công thức.';
    await act(writer, 'PUT', `/reports/${saved.id}/texts/situation`, { version: 0, text });
    const before = await open(saved.id);
    expect(before.report.sections[0]).toMatchObject({ key: 'situation', number: 'I', ownText: text });
    expect(textsOf(before)).toContain(
      'Trong kỳ, nhân dân cung cấp 3.216 nguồn tin, trong đó có 1.334 nguồn tin có giá trị, chiếm 41,48%.',
    );
    await revise(saved, { from: '2026-05', comparison: 'none' });
    const after = await open(saved.id);
    expect(after.texts.situation).toEqual({ text, version: 1 });
    expect(after.report.sections[0]?.ownText).toBe(text);
    expect(textsOf(after)[0]).toContain('2.316 nguồn tin');
  });

  test('empty sections wait for words in the editor and are left out on paper', async () => {
    const saved = await begin();
    const opened = await open(saved.id);
    const empty = opened.report.sections.filter(({ number }) => number === '').map(({ key }) => key);
    expect(empty).toEqual(['situation', 'leadership', 'limits', 'tasks']);
    const word = await readWord(await download(`/reports/${saved.id}/document.docx`));
    expect(word).toContain('I. KẾT QUẢ THỰC HIỆN');
    expect(word).not.toContain('HẠN CHẾ');
  });

  test('two who write one section at once are both shown; two sections do not meet', async () => {
    const { id } = await begin();
    const write = (section: string, version: number, text: string) =>
      request(checker, 'PUT', `/reports/${id}/texts/${section}`, { version, text });
    expect((await write('limits', 0, 'Bản của tôi')).statusCode).toBe(200);
    expect((await write('tasks', 0, 'Nhiệm vụ')).statusCode).toBe(200);
    const stale = await write('limits', 0, 'Bản khác');
    expect([stale.statusCode, stale.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'request.stale', params: { current: { text: 'Bản của tôi', version: 1 } } }),
    ]);
  });

  test('rounds a figure in sentences where its writer chose it, and nowhere else', async () => {
    const saved = await begin();
    const roundings = { T01: { word: 'over', power: 3 }, T02: { word: 'nearly', power: 2 } };
    await revise(saved, { roundings });
    const opened = await open(saved.id);
    expect(textsOf(opened)).toContain(
      'Trong kỳ, nhân dân cung cấp trên 3.000 nguồn tin, trong đó có gần 1.400 nguồn tin có giá trị, chiếm 41,48%.',
    );
    expect(opened.report.figures.find(({ indicatorCode }) => indicatorCode === 'T01')?.value).toBe('3216');
    const word = await readWord(await download(`/reports/${saved.id}/document.docx`));
    expect(word).toContain('\n\n3.216\n\n');
    const refused = await request(writer, 'PUT', `/reports/${saved.id}`, {
      ...question,
      version: 2,
      title: saved.title,
      roundings: { ZZ9: { word: 'over', power: 1 } },
    });
    expect(refused.json()).toMatchObject({ code: 'report.rounding_unknown' });
  });

  test('compares with the span of the same length before, ratios in points', async () => {
    const { id } = await begin();
    const { report } = await open(id);
    const of = (code: string) => report.compared?.figures.find(({ indicatorCode }) => indicatorCode === code);
    expect(report.compared).toMatchObject({ from: '2026-01', to: '2026-03' });
    expect(of('T01')).toMatchObject({ before: '300', difference: '2916', percent: '972.00' });
    expect(of('T03')).toMatchObject({ before: '50.00', difference: '-8.52', percent: null });
    const word = await readWord(await download(`/reports/${id}/document.docx`));
    expect(word).toContain('tăng 2.916 (972,00%)');
    expect(word).toContain('giảm 8,52 điểm %');
  });

  test('tells beside a figure whether its target is met', async () => {
    const target = { unitId: C, fromMonth: '2026-04', toMonth: '2026-06', basis: 'Kế hoạch 12/KH-BCĐ' };
    await act(checker, 'POST', '/targets', { ...target, indicatorCode: 'T01', value: '3000', direction: 'at_least' });
    await act(checker, 'POST', '/targets', { ...target, indicatorCode: 'T03', value: '60', direction: 'at_least' });
    const { id } = await begin();
    expect((await open(id)).report.targets.map(({ indicatorCode, met }) => [indicatorCode, met])).toEqual([
      ['T01', true],
      ['T03', false],
    ]);
    const word = await readWord(await download(`/reports/${id}/document.docx`));
    expect(word).toContain('3.216; đạt mục tiêu');
    expect(word).toContain('; chưa đạt mục tiêu');
    expect(word).toContain('Kế hoạch 12/KH-BCĐ');
    const { items } = await act<{ items: { id: string }[] }>(checker, 'GET', `/targets?unit=${C}`);
    for (const one of items) await act(checker, 'POST', `/targets/${one.id}/remove`);
    expect((await open(id)).report.targets).toEqual([]);
  });

  test('can be thrown away, and is hidden from other places', async () => {
    const { id } = await begin();
    const stranger = await createActor(database, { role: 'province_approver', unit: A });
    expect((await request(stranger, 'GET', `/reports/${id}`)).statusCode).toBe(404);
    expect((await request(stranger, 'GET', `/reports/${id}/document.pdf`)).statusCode).toBe(404);
    expect((await request(writer, 'POST', `/reports/${id}/discard`, { version: 7 })).statusCode).toBe(409);
    await act(writer, 'POST', `/reports/${id}/discard`, { version: 1 });
    expect((await request(writer, 'GET', `/reports/${id}`)).statusCode).toBe(404);
  });
});

describe('the other documents', () => {
  test('the workbook has typed numbers and days, and text that is no formula', async () => {
    const { id } = await begin();
    const book = read(await download(`/reports/${id}/document.xlsx`), { cellDates: true });
    expect(book.SheetNames).toEqual(['Báo cáo', 'Theo đơn vị', 'Độ phủ', 'Nguồn gốc']);
    const rows = utils.sheet_to_json<(string | number | Date | null)[]>(book.Sheets['Báo cáo']!, { header: 1 });
    expect(rows[1]?.[1]).toBeInstanceOf(Date);
    expect(rows[2]?.[0]).toContain('theo địa giới lúc đó');
    const head = rows[4]!;
    const row = rows.find((one) => one[0] === 'T01')!;
    expect(Object.fromEntries(head.map((title, index) => [title, row[index]]))).toMatchObject({
      'Kết quả': 3216,
      'Kỳ so sánh': 300,
      'Tăng, giảm': 2916,
      'Tăng, giảm (%)': 972,
      'Nhập từ dữ liệu cũ': 3,
    });
    const units = utils.sheet_to_json<(string | number)[]>(book.Sheets['Theo đơn vị']!, { header: 1 });
    expect(units.find((one) => one[0] === 'TC1')).toEqual(['TC1', 'Xã Thử C Một', 3216, 1334]);
    const origins = book.Sheets['Nguồn gốc']!;
    const reason = Object.values(origins).find((cell) => String(cell.v).startsWith('=HYPERLINK'));
    expect(reason).toMatchObject({ t: 's' });
    expect(reason.f).toBeUndefined();
  });

  test('the PDF says what the Word document says, numbered from page 2', async (context) => {
    const { id } = await begin();
    const pdf = await download(`/reports/${id}/document.pdf`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    const found = spawnSync('pdftotext', ['-v']);
    if (found.error) return context.skip('pdftotext is not installed here');
    const folder = mkdtempSync(join(tmpdir(), 'binhyen-pdf-'));
    writeFileSync(join(folder, 'report.pdf'), pdf);
    spawnSync('pdftotext', ['-layout', join(folder, 'report.pdf'), join(folder, 'report.txt')]);
    const pages = readFileSync(join(folder, 'report.txt'), 'utf8').normalize('NFC').split('\f');
    rmSync(folder, { recursive: true });
    const text = pages.join('\n').replaceAll(/\s+/g, ' ');
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(text).toContain('nhân dân cung cấp 3.216 nguồn tin');
    expect(text).toContain('Phụ lục II');
    expect(pages[0]!.trim()).not.toMatch(/^1\s/);
    expect(pages[1]!.trim()).toMatch(/^(2\s|Phụ lục I)/);
  });

  test('pictures are in the Word document with words for those who do not see them', async () => {
    const { id } = await begin();
    const zip = await JSZip.loadAsync(await download(`/reports/${id}/document.docx`));
    expect(Object.keys(zip.files).filter((name) => /^word\/media\/.*\.png$/.test(name))).toHaveLength(1);
    const body = await zip.file('word/document.xml')!.async('text');
    expect(body).toMatch(/descr="Số nguồn tin có giá trị theo tháng \(tin\): 4\/26: 400; 5\/26: 500; 6\/26: 434\."/);
  });
});

describe('a frozen report', () => {
  async function freeze(): Promise<SavedReport> {
    const saved = await begin();
    await act(writer, 'PUT', `/reports/${saved.id}/texts/limits`, { version: 0, text: 'Còn hạn chế.' });
    return act(writer, 'POST', `/reports/${saved.id}/freeze`, { version: saved.version });
  }

  test('stays as it was when a correction is approved, and rebuilds to the same numbers', async () => {
    const saved = await freeze();
    expect(saved).toMatchObject({ state: 'frozen', frozenHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const before = [await open(saved.id), await readWord(await download(`/reports/${saved.id}/document.docx`))];
    expect(await act(writer, 'GET', `/reports/${saved.id}/rebuild`)).toMatchObject({
      intact: true,
      equal: true,
      changedSinceCount: 0,
    });
    await correct('2026-06', '1117');
    const after = [await open(saved.id), await readWord(await download(`/reports/${saved.id}/document.docx`))];
    expect(after).toEqual(before);
    expect(await act(writer, 'GET', `/reports/${saved.id}/rebuild`)).toMatchObject({
      intact: true,
      equal: true,
      differences: [],
      changedSince: [{ unit: { id: C1 }, month: '2026-06', versionKept: 1, versionNow: 2 }],
    });
    const fresh = await begin({ begunFrom: saved.id });
    const opened = await open(fresh.id);
    expect(textsOf(opened)[0]).toContain('3.217 nguồn tin');
    expect(opened.texts.limits?.text).toBe('Còn hạn chế.');
    expect(opened.saved.begunFrom).toBe(saved.id);
    await correct('2026-06', '1116');
  });

  async function correct(month: string, value: string): Promise<void> {
    const at = `/submissions/${C1}/${month}`;
    const commune = await createActor(database, { role: 'commune_head', unit: C1 });
    const opened = await act<{ revision: number }>(commune, 'POST', `${at}/corrections`, { reason: 'đối chiếu sổ' });
    const kept = await act<{ revision: number }>(commune, 'PUT', `${at}/supplements`, {
      cells: [{ indicatorCode: 'T01', value }],
      reason: 'đối chiếu sổ',
      revision: opened.revision,
    });
    const sent = await act<{ revision: number }>(commune, 'POST', `${at}/submit`, { revision: kept.revision });
    const submissions = [{ unitId: C1, month, revision: sent.revision }];
    await act(approver, 'POST', '/submissions/approve', { submissions });
  }

  test('cannot be changed by anybody, not even past the house', async () => {
    const saved = await freeze();
    const refused = await request(writer, 'PUT', `/reports/${saved.id}/texts/limits`, { version: 1, text: 'khác' });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'report.frozen']);
    const again = await request(writer, 'POST', `/reports/${saved.id}/freeze`, { version: saved.version });
    expect(again.json().code).toBe('report.frozen');
    const changed = await database.app.updateTable('reports').set({ title: 'đổi tên' }).execute();
    expect(changed[0]?.numUpdatedRows).toBe(0n);
  });

  test('says so where its figures would come out differently, or its content was touched', async () => {
    const saved = await freeze();
    const touch = (by: number) =>
      sql`update roll_ups set value = value + ${by} where unit_id = ${C} and month in ('2026-05-01', '2026-01-01')
        and indicator_id = (select id from indicators where code = 'T01')`.execute(database.owner);
    await touch(-1199);
    const rebuilt = await act<{ equal: boolean; differences: object[] }>(writer, 'GET', `/reports/${saved.id}/rebuild`);
    expect(rebuilt.equal).toBe(false);
    expect(rebuilt.differences[0]).toMatchObject({ indicatorCode: 'T01', kept: '3216', rebuilt: '2017' });
    await touch(1199);
    await database.owner
      .updateTable('reports')
      .set({ frozen: JSON.stringify({ report: { vi: (await open(saved.id)).report }, versions: {} }) })
      .where('id', '=', saved.id)
      .execute();
    expect(await act(writer, 'GET', `/reports/${saved.id}/rebuild`)).toMatchObject({ intact: false });
  });

  test('leaves audit lines for every act', async () => {
    const saved = await freeze();
    const lines = await database.owner
      .selectFrom('auditLines')
      .select('act')
      .where('subjectId', '=', saved.id)
      .orderBy('at')
      .execute();
    expect(lines.map(({ act: done }) => done)).toEqual(['report.begun', 'report.text_written', 'report.frozen']);
  });
});

describe('a unit’s own Word template', () => {
  const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const bring = (bytes: Buffer, name = 'Mẫu của tỉnh') =>
    request(writer, 'POST', `/report-templates?unit=${C}&name=${encodeURIComponent(name)}`, bytes, {
      'content-type': wordType,
    });
  const wordOf = (runs: string[][]): Promise<Buffer> =>
    Packer.toBuffer(
      new Document({
        sections: [
          {
            children: runs.map((pieces) => new Paragraph({ children: pieces.map((text) => new TextRun(text)) })),
          },
        ],
      }),
    );

  test('is filled with named figures, also where a name is split over pieces of text', async () => {
    const template = await wordOf([
      ['Tổng số ', '{{T', '01}}', ' tin; kỳ trước {{T01.truoc}}; {{T01.chenh_lech}}; {{M03}}.'],
      ['{{ban_van.han_che}}'],
      ['{{bang.nguon_tin}}'],
      ['{{ don_vi }}, {{ky}}'],
    ]);
    const added = await bring(template);
    expect(added.statusCode, added.body).toBe(200);
    const saved = await begin();
    await act(writer, 'PUT', `/reports/${saved.id}/texts/limits`, { version: 0, text: 'Dòng một.\nDòng {{T02}} hai.' });
    const text = await readWord(await download(`/reports/${saved.id}/templates/${added.json().id}/document.docx`));
    expect(text).toContain('Tổng số 3.216 tin; kỳ trước 300; tăng 2.916 (972,00%); chưa có số liệu.');
    expect(text).toContain('Dòng một.\n\nDòng {{T02}} hai.');
    expect(text).toContain('Số nguồn tin nhân dân cung cấp\n\ntin\n\n3.216');
    expect(text).toContain('Tỉnh Thử C, từ tháng 4/2026 đến tháng 6/2026');
  });

  test('is refused with the name that is wrong, and the one that may be meant', async () => {
    const refused = await bring(await wordOf([['{{T1O}} {{ban_van.hanche}} {{T02}}']]));
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'report_template.unknown_name']);
    expect(refused.json().title).toContain('{{ban_van.hanche}} → {{ban_van.han_che}}');
    expect(refused.json().title).toContain('{{T1O}}');
    expect(refused.json().title).not.toContain('{{T02}};');
    expect((await bring(await wordOf([['không có tên']]))).json().code).toBe('report_template.no_name');
  });

  test('is refused where it is no sound Word document', async () => {
    const zip = await JSZip.loadAsync(await wordOf([['{{T02}}']]));
    zip.file('word/vbaProject.bin', 'x');
    const remote = await JSZip.loadAsync(await wordOf([['{{T02}}']]));
    remote.file(
      'word/_rels/settings.xml.rels',
      '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" Target="http://example.test/a.dotm" TargetMode="External"/></Relationships>',
    );
    for (const bytes of [
      Buffer.from('khong phai word'),
      await zip.generateAsync({ type: 'nodebuffer' }),
      await remote.generateAsync({ type: 'nodebuffer' }),
    ]) {
      expect((await bring(bytes)).json().code).toBe('report_template.unreadable');
    }
  });

  test('can begin from the sample, is listed, and is put away', async () => {
    const added = await bring(await download('/report-template-sample.docx'), 'Từ mẫu thử');
    expect(added.statusCode, added.body).toBe(200);
    const { id } = added.json() as { id: string };
    const list = () => act<{ items: { id: string }[] }>(writer, 'GET', `/report-templates?unit=${C}`);
    expect((await list()).items.map((one) => one.id)).toContain(id);
    expect((await download(`/report-templates/${id}/file.docx`)).length).toBeGreaterThan(1000);
    await act(writer, 'POST', `/report-templates/${id}/remove`);
    expect((await list()).items.map((one) => one.id)).not.toContain(id);
  });
});
