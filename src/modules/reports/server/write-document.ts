import { Document, HeadingLevel, ImageRun, Packer, Paragraph, type Table } from 'docx';
import { vietnamDay } from '#platform/periods.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { lowerFirst, writeLongDay } from '../reports.rules.ts';
import {
  bodyParagraph,
  centred,
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
import { toPng } from './draw-picture.ts';
import type { Issuer } from './issuer.ts';
import { type Annex, type Block, layoutAnnexes, layoutSections } from './layout-report.ts';

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
    sections: [
      toSection(writeBody(report, issuer, longDay)),
      ...layoutAnnexes(report).map((annex) => toSection(writeAnnex(annex, issuer, longDay))),
    ],
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
  return [
    writeHead(issuer, longDay),
    centred(report.title.toLocaleUpperCase('vi'), { bold: true, before: 18 }),
    centred(abstract, { bold: true }),
    ruledLine(Math.min(estimateLength(abstract, 14), textWidth) * 0.4, textWidth),
    ...(isDemonstration(report) ? [centred(demonstrationMark, { bold: true, size: 13, before: 6, after: 6 })] : []),
    ...writeAddressees(issuer.addressees),
    bodyParagraph([write(openingWords(report, issuer))]),
    ...layoutSections(report).flatMap(writeBlock),
    bodyParagraph([write(closingWords(issuer))], true),
    writeFoot(issuer),
  ];
}

export const demonstrationMark = 'DỮ LIỆU MINH HỌA, KHÔNG DÙNG LÀM BÁO CÁO CHÍNH THỨC';

export function isDemonstration(report: ReviewReport): boolean {
  return report.notes.some((note) => note.code === 'report.demonstration');
}

export function openingWords(report: ReviewReport, issuer: Issuer): string {
  return `${issuer.body} báo cáo ${lowerFirst(report.abstract)} như sau:`;
}

export function closingWords(issuer: Issuer): string {
  return `Trên đây là báo cáo của ${issuer.body}; số liệu theo từng đơn vị nêu tại Phụ lục I, độ phủ và nguồn gốc số liệu nêu tại Phụ lục II kèm theo./.`;
}

export function annexReference(issuer: Issuer, longDay: string): string {
  return `(Kèm theo Báo cáo số:          /${issuer.symbol} ${longDay} của ${issuer.body})`;
}

function writeAnnex(annex: Annex, issuer: Issuer, longDay: string): (Paragraph | Table)[] {
  return [
    centred(`Phụ lục ${annex.number}`, { bold: true }),
    centred(annex.title.toLocaleUpperCase('vi'), { bold: true }),
    centred(annexReference(issuer, longDay), { italics: true, after: 6 }),
    ...annex.blocks.flatMap(writeBlock),
  ];
}

export function writeBlock(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
          children: [write(block.text, { bold: true })],
        }),
      ];
    case 'paragraph':
      return [
        bodyParagraph([write(block.text, block.italics ? { size: 13, italics: true } : {})], block.keepNext ?? false),
      ];
    case 'table':
      return [
        ...(block.caption === null
          ? []
          : [centred(block.caption, { bold: true, size: 13, before: 6, after: 4, keepNext: true })]),
        ...(block.rows.length > 0 ? [ruledTable(block.columns, block.rows)] : []),
        ...block.under.map((line, index) => underTable(line, index === block.under.length - 1 ? 8 : 0)),
      ];
    case 'picture':
      return writePicture(block);
  }
}

// Pixels at 96 to the inch: the width of the text of A4 between the margins.
const pictureWidth = 600;

function writePicture({ drawing, alt, caption }: Extract<Block, { kind: 'picture' }>): Paragraph[] {
  const height = Math.round((drawing.height / drawing.width) * pictureWidth);
  const picture = new ImageRun({
    type: 'png',
    data: toPng(drawing),
    transformation: { width: pictureWidth, height },
    altText: { name: caption, title: caption, description: alt },
  });
  return [
    new Paragraph({ alignment: 'center', keepNext: true, spacing: { before: 120 }, children: [picture] }),
    centred(caption, { bold: true, size: 13, after: 6 }),
  ];
}
