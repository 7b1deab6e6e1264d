import type { Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { writePdf } from '#platform/files/pdf.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { toSvg } from '../charts.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { lowerFirst, writeLongDay } from '../reports.rules.ts';
import { headWords, signingWords } from './document-head.ts';
import type { Issuer } from './issuer.ts';
import { type Annex, type Block, layoutAnnexes, layoutSections } from './layout-report.ts';
import { annexReference, closingWords, demonstrationMark, isDemonstration, openingWords } from './write-document.ts';

const toPoints = (millimetres: number): number => (millimetres * 72) / 25.4;
const margins: [number, number, number, number] = [toPoints(30), toPoints(20), toPoints(15), toPoints(20)];
const textWidth = toPoints(210) - margins[0] - margins[2];
const firstLine = toPoints(12.7);

/**
 * The report as PDF: the blocks, order and form of the Word document (Decree 30/2020/NĐ-CP annex I), in Tinos, which has
 * the widths of Times New Roman. Body and annexes are numbered each for itself, in the middle of the top margin.
 */
export async function writeReviewPdf(report: ReviewReport, issuer: Issuer): Promise<Buffer> {
  const answeredAt = new Date(report.question.answeredAt);
  const longDay = writeLongDay(vietnamDay(answeredAt));
  const annexes = layoutAnnexes(report).map((annex) => layoutAnnex(annex, issuer, longDay));
  const heads = annexes.map(({ head }) => head);
  const definition: TDocumentDefinitions = {
    info: {
      title: `${report.title} ${lowerFirst(report.abstract)}`,
      author: issuer.body,
      creationDate: answeredAt,
      modDate: answeredAt,
    },
    language: 'vi-VN',
    displayTitle: true,
    pageSize: 'A4',
    pageMargins: margins,
    defaultStyle: { font: 'Tinos', fontSize: 14, lineHeight: 1.1 },
    header: (page) => {
      const number = numberPage(page, heads);
      return number === 1
        ? null
        : { text: String(number), alignment: 'center', fontSize: 13, margin: [0, toPoints(10), 0, 0] };
    },
    content: [...layoutBody(report, issuer, longDay), ...annexes.flatMap(({ head, content }) => [head, ...content])],
  };
  return writePdf(definition);
}

/** The head of an annex; pdfmake notes in it on which page it came to stand, before it asks for the headers. */
type AnnexHead = Content & { positions?: { pageNumber: number }[] };

/** The number of a page within the body or its annex. */
function numberPage(page: number, heads: AnnexHead[]): number {
  const starts = heads.flatMap(({ positions }) => positions?.[0]?.pageNumber ?? []);
  return page - (starts.filter((start) => start <= page).at(-1) ?? 1) + 1;
}

function layoutBody(report: ReviewReport, issuer: Issuer, longDay: string): Content[] {
  return [
    ...layoutHead(issuer, longDay),
    { text: report.title.toLocaleUpperCase('vi'), bold: true, alignment: 'center', margin: [0, 18, 0, 0] },
    { text: report.abstract, bold: true, alignment: 'center' },
    ruledLine(textWidth * 0.35, textWidth),
    ...(isDemonstration(report)
      ? [{ text: demonstrationMark, bold: true, fontSize: 13, alignment: 'center' as const, margin: spaced(6, 6) }]
      : []),
    ...issuer.addressees.map((one): Content => ({
      text: `Kính gửi: ${one}`,
      alignment: 'center',
      margin: spaced(6, 6),
    })),
    paragraph(openingWords(report, issuer)),
    ...layoutSections(report).flatMap(toContent),
    paragraph(closingWords(issuer)),
    layoutFoot(issuer),
  ];
}

function layoutAnnex(annex: Annex, issuer: Issuer, longDay: string): { head: AnnexHead; content: Content[] } {
  return {
    head: { text: `Phụ lục ${annex.number}`, bold: true, alignment: 'center', pageBreak: 'before' },
    content: [
      { text: annex.title.toLocaleUpperCase('vi'), bold: true, alignment: 'center' },
      { text: annexReference(issuer, longDay), italics: true, alignment: 'center', margin: spaced(0, 6) },
      ...annex.blocks.flatMap(toContent),
    ],
  };
}

function spaced(before: number, after: number): [number, number, number, number] {
  return [0, before, 0, after];
}

function paragraph(text: string, more: { italics?: boolean; fontSize?: number } = {}): Content {
  return { text, alignment: 'justify', leadingIndent: firstLine, margin: spaced(0, 6), ...more };
}

function ruledLine(length: number, width: number): Content {
  const side = (width - length) / 2;
  return {
    canvas: [{ type: 'line', x1: side, y1: 0, x2: side + length, y2: 0, lineWidth: 0.75 }],
    margin: spaced(2, 4),
  };
}

const left = textWidth * 0.41;

function layoutHead(issuer: Issuer, longDay: string): Content[] {
  const { parentBody, body, number, placeAndDay } = headWords(issuer, longDay);
  const right = textWidth - left;
  return [
    {
      columnGap: 0,
      columns: [
        {
          width: left,
          stack: [
            ...(parentBody === null ? [] : [{ text: parentBody, fontSize: 12, alignment: 'center' as const }]),
            { text: body, fontSize: 12, bold: true, alignment: 'center' },
            ruledLine(left * 0.35, left),
          ],
        },
        {
          width: right,
          stack: [
            { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', fontSize: 12, bold: true, alignment: 'center', noWrap: true },
            { text: 'Độc lập - Tự do - Hạnh phúc', fontSize: 13, bold: true, alignment: 'center' },
            ruledLine(166, right),
          ],
        },
      ],
    },
    {
      columnGap: 0,
      margin: spaced(4, 0),
      fontSize: 13,
      columns: [
        { width: left, text: number, alignment: 'center', preserveLeadingSpaces: true },
        { width: right, text: placeAndDay, italics: true, alignment: 'center' },
      ],
    },
  ];
}

function layoutFoot(issuer: Issuer): Content {
  const { receivers, signs } = signingWords(issuer);
  return {
    unbreakable: true,
    columnGap: 0,
    margin: spaced(12, 0),
    columns: [
      {
        width: left,
        stack: [
          { text: 'Nơi nhận:', fontSize: 12, bold: true, italics: true },
          ...receivers.map((text) => ({ text, fontSize: 11 })),
        ],
      },
      {
        width: textWidth - left,
        stack: [
          ...signs.map((text) => ({ text, bold: true, alignment: 'center' as const })),
          { text: '(Ký, ghi rõ họ tên)', fontSize: 13, italics: true, alignment: 'center', margin: spaced(0, 70) },
        ],
      },
    ],
  };
}

function toContent(block: Block): Content[] {
  switch (block.kind) {
    case 'heading':
      return [
        { text: block.text, bold: true, leadingIndent: firstLine, margin: spaced(6, 6), headlineLevel: block.level },
      ];
    case 'paragraph':
      return [paragraph(block.text, block.italics ? { italics: true, fontSize: 13 } : {})];
    case 'table':
      return toTable(block);
    case 'picture':
      return [
        {
          unbreakable: true,
          margin: spaced(6, 6),
          stack: [
            { svg: toSvg(block.drawing, 'Tinos'), width: textWidth },
            { text: block.caption, bold: true, fontSize: 13, alignment: 'center', margin: spaced(4, 0) },
          ],
        },
      ];
  }
}

function toTable({ caption, columns, rows, under }: Extract<Block, { kind: 'table' }>): Content[] {
  const total = columns.reduce((sum, { share }) => sum + share, 0);
  // Between the letters and the rules of a cell 4 points, and half a point of the rule.
  const widths = columns.map(({ share }) => (textWidth * share) / total - 9);
  const head = columns.map(({ title }): TableCell => ({ text: title, bold: true, alignment: 'center' }));
  const body = rows.map(({ cells, bold }) =>
    cells.map((text, index): TableCell => ({ text, alignment: columns[index]!.align, bold: bold ?? false })),
  );
  return [
    ...(caption === null
      ? []
      : [
          {
            text: caption,
            bold: true,
            fontSize: 13,
            alignment: 'center' as const,
            margin: spaced(6, 4),
            headlineLevel: 3,
          },
        ]),
    ...(rows.length > 0
      ? [
          {
            fontSize: 12,
            table: { headerRows: 1, dontBreakRows: true, keepWithHeaderRows: 1, widths, body: [head, ...body] },
          },
        ]
      : []),
    ...under.map((text, index): Content => ({
      text,
      fontSize: 12,
      italics: true,
      alignment: 'justify',
      margin: spaced(3, index === under.length - 1 ? 8 : 0),
    })),
  ];
}
