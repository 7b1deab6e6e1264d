import { Document, LeaderType, Packer, Paragraph, Tab, type Table, TabStopType, TextRun } from 'docx';
import {
  bodyParagraph,
  centred,
  estimateLength,
  type Issuer,
  ruledLine,
  ruledTable,
  sideBySide,
  styles,
  textWidth,
  toSection,
  underTable,
  write,
  writeHead,
} from '#modules/reports/index.ts';
import { lowerFirst, placeOf, writeLongDay, writeNumber } from '#modules/reports/reports.rules.ts';
import { itemKinds } from '../hand-ins.rules.ts';
import type { Receipt } from './receipt.ts';

const title = 'Biên bản';
const subject = ['Tiếp nhận vũ khí, vật liệu nổ, pháo, công cụ hỗ trợ', 'do người dân giao nộp'] as const;

/**
 * The receipt as a Word document in the official form (Decree 30/2020/NĐ-CP annex I), one for each side to sign. The name
 * of whoever hands in is left to the pen; the form tells that it may stay empty (Law 42/2024/QH15, chapter VI).
 */
export async function writeReceipt(receipt: Receipt): Promise<Buffer> {
  const document = new Document({
    title: `${title} ${receipt.number}`,
    creator: policeOf(receipt.unit.name),
    styles,
    sections: [toSection(writeBody(receipt))],
  });
  return Packer.toBuffer(document);
}

function policeOf(unitName: string): string {
  return `Công an ${lowerFirst(unitName)}`;
}

function issuerOf({ unit, aboveName }: Receipt): Issuer {
  return {
    parentBody: aboveName === null ? 'Bộ Công an' : policeOf(aboveName),
    body: policeOf(unit.name),
    symbol: 'BB',
    place: placeOf(unit.name),
    onBehalfOf: null,
    post: '',
    addressees: [],
    receivers: [],
  };
}

function writeBody(receipt: Receipt): (Paragraph | Table)[] {
  const issuer = issuerOf(receipt);
  const longDay = writeLongDay(receipt.receivedOn);
  return [
    writeHead(issuer, longDay, `${receipt.number}/${issuer.symbol}`),
    centred(title.toLocaleUpperCase('vi'), { bold: true, before: 18 }),
    ...subject.map((line) => centred(line, { bold: true })),
    ruledLine(estimateLength(subject[0], 14) * 0.4, textWidth),
    toBeFilled(`Hôm nay, ${longDay}, tại`),
    toBeFilled('Bên giao (có thể không ghi tên):'),
    toBeFilled(`Bên nhận: ${issuer.body}, đại diện là ông (bà)`),
    centred('Bên giao đã tự nguyện giao nộp, bên nhận đã kiểm tra và tiếp nhận:', {
      before: 6,
      after: 6,
      keepNext: true,
    }),
    writeLines(receipt.lines),
    underTable(`Gồm ${receipt.lines.length} loại.`, 6),
    bodyParagraph([
      write(
        'Người tự nguyện giao nộp được ghi nhận việc giao nộp theo Chương VI Luật Quản lý, sử dụng vũ khí, vật liệu nổ và ' +
          'công cụ hỗ trợ số 42/2024/QH15; việc tự nguyện giao nộp là căn cứ để xem xét miễn, giảm trách nhiệm theo quy định của pháp luật.',
        { italics: true },
      ),
    ]),
    bodyParagraph([write('Biên bản lập thành hai bản, mỗi bên giữ một bản; hai bên đã đọc lại, đồng ý và ký tên.')]),
    writeSignatures(),
  ];
}

/** A line whose rest is dots, for the pen. */
function toBeFilled(text: string): Paragraph {
  return new Paragraph({
    spacing: { before: 120 },
    tabStops: [{ type: TabStopType.RIGHT, position: textWidth, leader: LeaderType.DOT }],
    children: [write(`${text} `), new TextRun({ children: [new Tab()] })],
  });
}

function writeLines(lines: Receipt['lines']): Table {
  return ruledTable(
    [
      { title: 'STT', share: 8, align: 'center' },
      { title: 'Loại', share: 40, align: 'left' },
      { title: 'Đơn vị tính', share: 14, align: 'center' },
      { title: 'Số lượng', share: 14, align: 'right' },
      { title: 'Tình trạng', share: 34, align: 'left' },
    ],
    lines.map(({ itemKind, quantity, condition }, index) => {
      const kind = itemKinds[itemKind]!;
      return { cells: [String(index + 1), kind.vi, kind.unit.vi, writeNumber(quantity, 'vi'), condition ?? ''] };
    }),
  );
}

/** Giver on the left, receiver on the right, each with room to sign. */
function writeSignatures(): Table {
  const half = Math.floor(textWidth / 2);
  const block = (side: string): Paragraph[] => [
    centred(side, { bold: true, before: 12 }),
    centred('(Ký, ghi rõ họ tên)', { size: 13, italics: true }),
    ...Array.from({ length: 4 }, () => centred('')),
  ];
  return sideBySide([half, half], [[block('NGƯỜI GIAO'), block('NGƯỜI NHẬN')]]);
}
