import { Document, HeadingLevel, Packer, Paragraph, type Table } from 'docx';
import type { Indicator } from '#modules/figures/figures.contract.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { ReportPiece, ReportSection, ReviewReport } from '../reports.contract.ts';
import {
  lowerFirst,
  originWords,
  unitOfParts,
  wordOfSubject,
  writeCoverage,
  writeLongDay,
  writeNumber,
  writeValue,
} from '../reports.rules.ts';
import { writeAnnex } from './document-annex.ts';
import {
  bodyParagraph,
  centred,
  type Column,
  estimateLength,
  ruledLine,
  ruledTable,
  styles,
  textWidth,
  toSection,
  underTable,
  write,
} from './document-form.ts';
import { writeAddressees, writeFoot, writeHead } from './document-head.ts';
import type { Issuer } from './issuer.ts';

/**
 * The report as a Word document in the official form (Decree 30/2020/NĐ-CP annex I), in Vietnamese, dated by the day in
 * Vietnam on which it was answered. Takes a report built for the locale vi. Equal input gives equal parts of the
 * package; only the times inside the zip archive differ.
 */
export async function writeReviewDocument(report: ReviewReport, issuer: Issuer): Promise<Buffer> {
  const title = `${report.title} ${lowerFirst(report.abstract)}`;
  const longDay = writeLongDay(vietnamDay(new Date(report.question.answeredAt)));
  const document = new Document({
    title,
    creator: issuer.body,
    styles,
    sections: [toSection(writeBody(report, issuer, longDay)), toSection(writeAnnex(report, issuer, longDay))],
  });
  return Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: writeProperties(title, issuer.body, report.question.answeredAt) },
  ]);
}

/** Written here because docx puts the time of writing and no language into it. */
function writeProperties(title: string, creator: string, at: string): string {
  const names = [
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:dcterms="http://purl.org/dc/terms/"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ].join(' ');
  const time = (element: string): string =>
    `<dcterms:${element} xsi:type="dcterms:W3CDTF">${at.slice(0, 19)}Z</dcterms:${element}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
    `<cp:coreProperties ${names}><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(creator)}</dc:creator>`,
    `<dc:language>vi-VN</dc:language>${time('created')}${time('modified')}</cp:coreProperties>`,
  ].join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function writeBody(report: ReviewReport, issuer: Issuer, longDay: string): (Paragraph | Table)[] {
  const { abstract } = report;
  const isDemonstration = report.notes.some((note) => note.code === 'report.demonstration');
  const tables = report.sections.map((section, index) => writeSection(report, section, index + 1));
  return [
    writeHead(issuer, longDay),
    centred(report.title.toLocaleUpperCase('vi'), { bold: true, before: 18 }),
    centred(abstract, { bold: true }),
    ruledLine(Math.min(estimateLength(abstract, 14), textWidth) * 0.4, textWidth),
    ...(isDemonstration
      ? [centred('DỮ LIỆU MINH HỌA, KHÔNG DÙNG LÀM BÁO CÁO CHÍNH THỨC', { bold: true, size: 13, before: 6, after: 6 })]
      : []),
    ...writeAddressees(issuer.addressees),
    bodyParagraph([write(`${issuer.body} báo cáo ${lowerFirst(abstract)} như sau:`)]),
    ...tables.flat(),
    bodyParagraph(
      [write(`Trên đây là báo cáo của ${issuer.body}; số liệu theo từng đơn vị nêu tại Phụ lục I kèm theo./.`)],
      true,
    ),
    writeFoot(issuer),
  ];
}

function heading1(text: string): Paragraph {
  return new Paragraph({
    heading: HeadingLevel.HEADING_1,
    children: [write(text.toLocaleUpperCase('vi'), { bold: true })],
  });
}

function heading2(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_2, children: [write(text, { bold: true })] });
}

function writeSection(report: ReviewReport, section: ReportSection, tableNumber: number): (Paragraph | Table)[] {
  const isCoverage = section.table === 'coverage';
  const told = section.sentences.map((sentence) =>
    bodyParagraph([write(sentence.map((piece: ReportPiece) => piece.text).join(''))]),
  );
  const table = section.indicators.length > 0 ? writeTable(report, section, tableNumber) : [];
  const notes = isCoverage ? report.notes : [];
  const parts: [string, (Paragraph | Table)[]][] = [
    ['Kết quả', told],
    ['Số liệu', table],
    [
      'Điều cần biết khi đọc số liệu',
      notes.map((note, index) => bodyParagraph([write(`${letterOf(index)}) ${note.text}`)])),
    ],
  ];
  const filled = parts.filter(([, content]) => content.length > 0);
  return [
    heading1(`${section.number}. ${section.title}`),
    ...filled.flatMap(([title, content], index) => [heading2(`${index + 1}. ${title}`), ...content]),
  ];
}

/** a, b, c, d, đ, e …: the letters of points as Vietnamese documents count them. */
function letterOf(index: number): string {
  return [...'abcdđeghiklmnopqrstuvxy'][index] ?? String(index + 1);
}

function writeTable(report: ReviewReport, section: ReportSection, number: number): (Paragraph | Table)[] {
  const indicators = section.indicators.map((code) => report.indicators.find((one) => one.code === code)!);
  const isCoverage = section.table === 'coverage';
  const table = isCoverage ? writeCoverageTable(report, indicators) : writeFiguresTable(report, indicators);
  const apportioned = !isCoverage && indicators.some((indicator) => isApportioned(report, indicator));
  return [
    centred(`Bảng ${number}. ${section.title}`, { bold: true, size: 13, before: 6, after: 4, keepNext: true }),
    table,
    ...(apportioned ? [underTable(apportionedMark)] : []),
    underTable(section.basis, 8),
  ];
}

const apportionedMark =
  '(*) Số phân bổ: tổng là số đã công bố, phần của từng đơn vị và từng tháng do chia theo quy tắc.';

function figureOf(report: ReviewReport, indicator: Indicator) {
  return report.figures.find((figure) => figure.indicatorCode === indicator.code)!;
}

function isApportioned(report: ReviewReport, indicator: Indicator): boolean {
  return figureOf(report, indicator).origins.apportioned > 0;
}

const figureColumns: Column[] = [
  { title: 'TT', share: 7, align: 'center' },
  { title: 'Chỉ tiêu', share: 38, align: 'left' },
  { title: 'Đơn vị tính', share: 12, align: 'center' },
  { title: 'Kết quả', share: 18, align: 'right' },
  { title: 'Độ phủ', share: 25, align: 'left' },
];

function writeFiguresTable(report: ReviewReport, indicators: Indicator[]): Table {
  return ruledTable(
    figureColumns,
    indicators.map((indicator, index) => {
      const figure = figureOf(report, indicator);
      const mark = isApportioned(report, indicator) ? ' (*)' : '';
      return {
        cells: [
          String(index + 1),
          indicator.nameVi + mark,
          indicator.measureUnitVi,
          writeValue(figure, unitOfParts(indicator, report.indicators, 'vi'), 'vi'),
          writeCoverage(figure.coverage, report.owedBy[indicator.code] ?? 'mixed', 'vi'),
        ],
      };
    }),
  );
}

const coverageColumns: Column[] = [
  { title: 'TT', share: 6, align: 'center' },
  { title: 'Chỉ tiêu', share: 28, align: 'left' },
  { title: 'Đơn vị phải báo cáo', share: 12, align: 'right' },
  { title: 'Đơn vị chưa có số', share: 11, align: 'right' },
  { title: 'Báo cáo tháng đã duyệt', share: 16, align: 'right' },
  { title: 'Nguồn gốc', share: 27, align: 'left' },
];

function writeCoverageTable(report: ReviewReport, indicators: Indicator[]): Table {
  return ruledTable(
    coverageColumns,
    indicators.map((indicator, index) => {
      const { coverage, origins } = figureOf(report, indicator);
      const used = (Object.keys(originWords) as (keyof typeof originWords)[]).filter((origin) => origins[origin] > 0);
      const subject = wordOfSubject(report.owedBy[indicator.code] ?? 'mixed', 'vi');
      return {
        cells: [
          String(index + 1),
          indicator.nameVi,
          coverage ? `${writeNumber(coverage.units, 'vi')} ${subject}` : '',
          coverage ? writeNumber(coverage.silentUnits, 'vi') : '',
          coverage ? `${writeNumber(coverage.reported, 'vi')}/${writeNumber(coverage.obliged, 'vi')}` : '',
          used.map((origin) => `${originWords[origin].vi}: ${writeNumber(origins[origin], 'vi')}`).join('; ') ||
            'không có',
        ],
      };
    }),
  );
}
