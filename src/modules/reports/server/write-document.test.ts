import JSZip from 'jszip';
import mammoth from 'mammoth';
import { describe, expect, test } from 'vitest';
import type { Figure, Indicator } from '#modules/figures/figures.contract.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { composeCoverage } from './compose-coverage.ts';
import { composeSections } from './compose-sections.ts';
import type { Issuer } from './issuer.ts';
import { writeReviewDocument } from './write-document.ts';

const issuer: Issuer = {
  parentBody: 'Ủy ban nhân dân Tỉnh Cà Mau',
  body: 'Ban Chỉ đạo xây dựng phong trào Toàn dân bảo vệ an ninh Tổ quốc',
  symbol: 'BC-BCĐ',
  place: 'Cà Mau',
  onBehalfOf: 'TM. Ban Chỉ đạo',
  post: 'Trưởng ban',
  addressees: [],
  receivers: ['Thành viên Ban Chỉ đạo'],
};

function anIndicator(code: string, nameVi: string, measureUnitVi: string, change: Partial<Indicator> = {}): Indicator {
  const none = {
    register: null,
    measure: null,
    filter: null,
    numeratorCode: null,
    denominatorCode: null,
    formula: null,
  };
  const words = {
    nameVi,
    nameEn: nameVi,
    measureUnitVi,
    measureUnitEn: measureUnitVi,
    definitionVi: `Định nghĩa ${code}.`,
    definitionEn: code,
  };
  return { code, ...words, ...none, kind: 'flow', periodRule: 'sum', legalSource: '', ...change };
}

const noOrigins = { records: 0, supplement: 0, imported: 0, apportioned: 0 };

function aFigure(indicatorCode: string, value: string | null, change: Partial<Figure> = {}): Figure {
  const coverage = { reported: 7552, obliged: 7552, units: 64, silentUnits: 0 };
  return {
    indicatorCode,
    kind: 'flow',
    value,
    numerator: null,
    denominator: null,
    coverage,
    origins: { ...noOrigins, apportioned: 7552 },
    qualifier: null,
    ...change,
  };
}

const silence = { reported: 0, obliged: 64, units: 64, silentUnits: 64 };
const indicators = [
  anIndicator('T02', 'Số nguồn tin có giá trị', 'tin'),
  anIndicator('M03', 'Số tổ, đội, câu lạc bộ', 'tổ', { kind: 'stock', periodRule: 'end' }),
  anIndicator('M40', 'Số xã có câu lạc bộ', 'xã', { kind: 'units_with', periodRule: 'end' }),
  anIndicator('M19', 'Tỷ lệ xã có câu lạc bộ', '%', { kind: 'ratio', numeratorCode: 'M40', denominatorCode: 'X13' }),
];
const figures = [
  aFigure('T02', '41736'),
  aFigure('M03', null, { kind: 'stock', coverage: silence, origins: noOrigins }),
  aFigure('M40', '117', { kind: 'units_with' }),
  aFigure('M19', '84.17', { kind: 'ratio', numerator: '117', denominator: '139' }),
];
const question: ReviewReport['question'] = {
  unit: { id: 1, code: '95', name: 'Tỉnh Bạc Liêu', kind: 'province', validFrom: null, validTo: '2025-07-01' },
  from: '2013-08',
  to: '2023-05',
  fromDay: '2013-07-15',
  toDay: '2023-05-14',
  view: 'then',
  asKnownOn: null,
  boundaryVersion: 1,
  answeredAt: '2026-11-23T01:00:00.000Z',
};

const told = {
  reported: indicators.map((indicator, index) => ({
    indicator,
    figure: figures[index]!,
    owedBy: 'commune' as const,
  })),
  question,
  locale: 'vi' as const,
};

function aReport(change: Partial<ReviewReport> = {}): ReviewReport {
  const district = (id: number, name: string) => ({
    id,
    code: `95${id}`,
    name,
    kind: 'district',
    validFrom: null,
    validTo: '2025-07-01',
  });
  const partOf = (
    name: string,
    id: number,
    value: string | null,
    coverage: Figure['coverage'],
    origins = noOrigins,
  ) => ({
    unit: district(id, name),
    value,
    coverage,
    origins,
    qualifier: null,
    own: false,
  });
  const full = { reported: 1062, obliged: 1062, units: 9, silentUnits: 0 };
  return {
    question,
    title: 'Báo cáo',
    abstract:
      'Kết quả phong trào Toàn dân bảo vệ an ninh Tổ quốc trên địa bàn tỉnh Bạc Liêu từ tháng 8/2013 đến tháng 5/2023',
    indicators,
    figures,
    sections: composeSections(told),
    coverage: composeCoverage(told),
    compared: null,
    targets: [],
    reasons: [{ indicatorCode: 'T02', origin: 'apportioned', reason: 'chia từ tổng đã công bố', values: 7552 }],
    facts: [],
    owedBy: { T02: 'commune', M03: 'commune', M40: 'commune', M19: 'commune' },
    annex: [
      {
        indicatorCode: 'T02',
        parts: [
          partOf('Huyện Hồng Dân', 1, '5870', full, { ...noOrigins, apportioned: 1062 }),
          partOf('Huyện Đông Hải', 2, '35866', full, { ...noOrigins, apportioned: 6000, supplement: 490 }),
        ],
        silentParts: [],
      },
      {
        indicatorCode: 'M03',
        parts: [partOf('Huyện Hồng Dân', 1, null, { reported: 0, obliged: 9, units: 9, silentUnits: 9 })],
        silentParts: [{ unit: district(1, 'Huyện Hồng Dân'), silentUnits: 9, units: 9 }],
      },
    ],
    notes: [{ code: 'view.begin_unknown', params: {}, text: 'Ngày bắt đầu của 71 đơn vị chưa rõ.' }],
    ...change,
  };
}

async function openPackage(document: Buffer): Promise<Record<string, string>> {
  const zip = await JSZip.loadAsync(document);
  const texts = Object.keys(zip.files)
    .filter((path) => /\.(xml|rels)$/.test(path))
    .map(async (path): Promise<[string, string]> => [path, await zip.file(path)!.async('text')]);
  return Object.fromEntries(await Promise.all(texts));
}

async function open(report: ReviewReport = aReport(), by: Issuer = issuer) {
  const document = await writeReviewDocument(report, by);
  const { value } = await mammoth.extractRawText({ buffer: document });
  const parts = await openPackage(document);
  return {
    text: value.replaceAll('\u00a0', ' '),
    parts,
    body: parts['word/document.xml']!,
    html: (await mammoth.convertToHtml({ buffer: document })).value,
  };
}

/** The paragraph of the body that holds a text. */
function paragraphWith(body: string, text: string): string {
  return body.match(/<w:p>.*?<\/w:p>/gs)!.find((paragraph) => paragraph.includes(text))!;
}

const millimetres = (twips: string): number => (Number(twips) / 1440) * 25.4;

describe('the form of Decree 30/2020', () => {
  test('paper, margins and letters keep to annex I', async () => {
    const { body, parts } = await open();
    const sections = [...body.matchAll(/<w:sectPr>.*?<\/w:sectPr>/gs)].map(([section]) => section);
    expect(sections).toHaveLength(3);
    for (const section of sections) {
      const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)" w:orient="portrait"/.exec(section)!;
      expect([millimetres(width!), millimetres(height!)].map(Math.round)).toEqual([210, 297]);
      const side = (name: string): number => millimetres(new RegExp(`w:${name}="(\\d+)"`).exec(section)![1]!);
      for (const [name, least, most] of [
        ['top', 20, 25],
        ['bottom', 20, 25],
        ['left', 30, 35],
        ['right', 15, 20],
      ] as const) {
        expect(side(name), name).toBeGreaterThanOrEqual(least);
        expect(side(name), name).toBeLessThanOrEqual(most);
      }
    }
    expect(parts['word/styles.xml']).toMatch(
      /<w:rPrDefault>.*w:ascii="Times New Roman".*<w:color w:val="000000"\/>.*<w:sz w:val="28"\/>.*<w:lang w:val="vi-VN"/s,
    );
    const fonts = [...body.matchAll(/w:ascii="([^"]+)"/g)].map(([, font]) => font);
    expect(fonts.filter((font) => font !== 'Times New Roman')).toEqual([]);
  });

  test('the page number stands in the middle of the top margin, not on the first page, and begins anew in the annex', async () => {
    const { body, parts } = await open();
    const targets = new Map(
      [...parts['word/_rels/document.xml.rels']!.matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(
        ([, id, target]) => [id, target],
      ),
    );
    const headersOf = (type: string): string[] =>
      [...body.matchAll(new RegExp(`<w:headerReference w:type="${type}" r:id="([^"]+)"`, 'g'))].map(
        ([, id]) => parts[`word/${targets.get(id)}`]!,
      );
    expect(headersOf('default')).toHaveLength(3);
    for (const header of headersOf('default')) expect(header).toMatch(/<w:jc w:val="center"\/>.*PAGE.*/s);
    for (const header of headersOf('first')) expect(header).not.toContain('PAGE');
    expect(body.match(/<w:titlePg\/>/g)).toHaveLength(3);
    expect(body.match(/<w:pgNumType w:start="1"\/>/g)).toHaveLength(3);
    expect(body).not.toContain('footerReference');
  });

  test('the head names who issues beside the State, then number beside place and date', async () => {
    const { body, text } = await open();
    expect(text).toContain(
      'ỦY BAN NHÂN DÂN TỈNH CÀ MAU\n\nBAN CHỈ ĐẠO XÂY DỰNG PHONG TRÀO TOÀN DÂN BẢO VỆ AN NINH TỔ QUỐC',
    );
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc');
    expect(text).toMatch(/Số: +\/BC-BCĐ\n\nCà Mau, ngày 23 tháng 11 năm 2026/);
    expect(paragraphWith(body, 'ỦY BAN NHÂN DÂN')).not.toContain('<w:b/>');
    expect(paragraphWith(body, 'BAN CHỈ ĐẠO XÂY DỰNG')).toContain('<w:b/>');
    expect(paragraphWith(body, 'Độc lập')).toMatch(/<w:b\/>.*<w:sz w:val="26"\/>/s);
    expect(paragraphWith(body, 'Cà Mau, ngày')).toContain('<w:i/>');
    // Under the issuer, under the motto and under the abstract.
    expect(body.match(/<w:pBdr><w:top w:val="single"/g)).toHaveLength(3);
  });

  test('body text is justified, set in by 1,27 cm and 6 points apart', async () => {
    const { body } = await open();
    const paragraph = paragraphWith(body, 'nguồn tin có giá trị.');
    expect(paragraph).toContain('<w:jc w:val="both"/>');
    expect(paragraph).toContain('<w:ind w:firstLine="720"/>');
    expect(paragraph).toMatch(/<w:spacing w:after="120" w:line="276" w:lineRule="auto"\/>/);
  });

  test('sections are counted I., 1., and points a)', async () => {
    const { text } = await open();
    const lines = text.split('\n').filter((line) => /^([IV]+\.|\d\.|\p{Ll}\)) /u.test(line));
    expect(lines).toEqual([
      'I. KẾT QUẢ THỰC HIỆN',
      '1. Tiếp nhận, giải quyết nguồn tin của nhân dân',
      '2. Xây dựng, duy trì mô hình, tổ, câu lạc bộ',
      '1. Số nguồn tin có giá trị: 41.736 tin',
      '2. Số tổ, đội, câu lạc bộ: chưa có số liệu',
      '3. Chỉ tiêu tính từ các chỉ tiêu trên',
      '1. Độ phủ',
      '2. Lý do ghi kèm số liệu không lấy từ sổ',
      '3. Điều cần biết khi đọc số liệu',
      'a) Ngày bắt đầu của 71 đơn vị chưa rõ.',
    ]);
  });

  test('it ends with who signs and who receives', async () => {
    const { body, text } = await open();
    expect(text).toMatch(
      /Nơi nhận:\n\n- Thành viên Ban Chỉ đạo;\n\n- Lưu: VT\.\n\nTM\. BAN CHỈ ĐẠO\n\nTRƯỞNG BAN\n\n\(Ký, ghi rõ họ tên\)/,
    );
    expect(paragraphWith(body, 'Nơi nhận:')).toMatch(/<w:b\/>.*<w:i\/>.*<w:sz w:val="24"\/>/s);
    expect(paragraphWith(body, '- Lưu: VT.')).toContain('<w:sz w:val="22"/>');
    expect(text).not.toContain('Kính gửi');
  });

  test('a report to a higher body names it twice', async () => {
    const { text } = await open(aReport(), { ...issuer, addressees: ['Bộ Công an'], symbol: 'BC-BCĐ138' });
    expect(text).toContain('Kính gửi: Bộ Công an');
    expect(text).toContain('Nơi nhận:\n\n- Như trên;');
    expect(text).toMatch(/Số: +\/BC-BCĐ138/);
  });
});

describe('what it says', () => {
  test('figures stand in the tables as they are, and what was not reported is said so', async () => {
    const { html } = await open();
    const cellsOf = (name: string): string[] => {
      const row = html.match(/<tr>.*?<\/tr>/gs)!.find((one) => one.includes(`<p>${name}`))!;
      return [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, ''));
    };
    expect(cellsOf('Số nguồn tin có giá trị (')).toEqual([
      '1',
      'Số nguồn tin có giá trị (*)',
      'tin',
      '41.736',
      '64/64 xã; 7.552/7.552 báo cáo tháng',
    ]);
    expect(cellsOf('Số tổ, đội, câu lạc bộ<')).toEqual([
      '1',
      'Số tổ, đội, câu lạc bộ',
      'tổ',
      'chưa có số liệu',
      '0/64 xã',
    ]);
    expect(cellsOf('Tỷ lệ xã có câu lạc bộ').slice(2, 4)).toEqual(['%', '117/139 xã (84,17%)']);
  });

  test('numbers are aligned to the right and table heads are repeated', async () => {
    const { body } = await open();
    expect(paragraphWith(body, '>41.736<')).toContain('<w:jc w:val="right"/>');
    // Two sections, one entry of annex I, coverage and reasons in annex II.
    expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(5);
  });

  test('period, boundaries, as known when and coverage stand under each table', async () => {
    const { text } = await open();
    const lines = text.split('\n').filter((line) => line.includes('theo địa giới lúc đó'));
    expect(lines[0]).toBe(
      '15/7/2013–14/5/2023 · theo địa giới lúc đó · số đã duyệt đến 08:00 ngày 23/11/2026 · đã báo cáo: 64/64 xã',
    );
    // Two sections, two entries of annex I, coverage in annex II.
    expect(lines).toHaveLength(5);
  });

  test('the annex begins a page of its own and tells from whom each total comes, its origin and who is silent', async () => {
    const { text, body } = await open();
    const annex = text.slice(text.indexOf('Phụ lục I\n'));
    expect(body.indexOf('<w:sectPr>')).toBeLessThan(body.indexOf('>Phụ lục I<'));
    expect(annex).toMatch(/\(Kèm theo Báo cáo số: +\/BC-BCĐ ngày 23 tháng 11 năm 2026 của Ban Chỉ đạo /);
    expect(annex).toContain('Huyện Hồng Dân\n\n5.870\n\n9/9 xã; 1.062/1.062 báo cáo tháng\n\nphân bổ');
    expect(annex).toContain('Huyện Đông Hải\n\n35.866');
    expect(annex).toContain('bổ sung (490); phân bổ (6.000)');
    expect(annex).toContain('Tổng cộng\n\n41.736');
    expect(annex).toContain('Đơn vị chưa có số liệu: Huyện Hồng Dân (9/9 xã).');
    expect(annex).toContain('Định nghĩa T02.');
  });

  test('apportioned figures and demonstration data are marked', async () => {
    const { text } = await open();
    expect(text).toContain('(*) Số phân bổ: tổng là số đã công bố');
    expect(text).not.toContain('DỮ LIỆU MINH HỌA');
    const demonstration = { code: 'report.demonstration', params: {}, text: 'Dữ liệu minh họa.' };
    expect((await open(aReport({ notes: [demonstration] }))).text).toContain(
      'DỮ LIỆU MINH HỌA, KHÔNG DÙNG LÀM BÁO CÁO CHÍNH THỨC',
    );
  });

  test('its properties carry title, language and the time of the answer', async () => {
    const properties = (await open()).parts['docProps/core.xml'];
    expect(properties).toContain('<dc:title>Báo cáo kết quả phong trào');
    expect(properties).toContain('<dc:language>vi-VN</dc:language>');
    expect(properties).toContain('2026-11-23T01:00:00Z</dcterms:created>');
  });

  test('the same report gives the same document', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.parts).toEqual(other.parts);
  });
});
