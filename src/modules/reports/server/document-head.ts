import { Paragraph, type Table } from 'docx';
import { aligned, centred, estimateLength, ruledLine, sideBySide, textWidth, write } from './document-form.ts';
import type { Issuer } from './issuer.ts';

const left = Math.round(textWidth * 0.41);
const widths: [number, number] = [left, textWidth - left];

// As long as the motto in Times New Roman bold of 13 points, measured.
const mottoLength = 3333;

/** The words of the head, in the capitals of the form. Without a number, room is left for it in front of the symbol. */
export function headWords(issuer: Issuer, longDay: string, number = `         /${issuer.symbol}`) {
  return {
    parentBody: issuer.parentBody === null ? null : capitals(issuer.parentBody),
    body: capitals(issuer.body),
    number: `Số: ${number}`,
    placeAndDay: `${issuer.place}, ${longDay}`,
  };
}

/** Who receives the document and who signs it. */
export function signingWords(issuer: Issuer): { receivers: string[]; signs: string[] } {
  const receivers = [...(issuer.addressees.length > 0 ? ['Như trên'] : []), ...issuer.receivers];
  const signs = [...(issuer.onBehalfOf === null ? [] : [issuer.onBehalfOf]), issuer.post];
  return { receivers: [...receivers.map((one) => `- ${one};`), '- Lưu: VT.'], signs: signs.map(capitals) };
}

/** Head of the document: issuer beside the State's name and motto, then number beside place and date. */
export function writeHead(issuer: Issuer, longDay: string, givenNumber?: string): Table {
  const { parentBody, body, number, placeAndDay } = headWords(issuer, longDay, givenNumber);
  return sideBySide(widths, [
    [
      [
        ...(parentBody === null ? [] : [centred(parentBody, { size: 12 })]),
        centred(body, { size: 12, bold: true }),
        ruledLine(Math.min(estimateLength(body, 12), widths[0]) * 0.42, widths[0]),
      ],
      [
        centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 12, bold: true }),
        centred('Độc lập - Tự do - Hạnh phúc', { size: 13, bold: true }),
        ruledLine(mottoLength, widths[1]),
      ],
    ],
    [[centred(number, { size: 13, before: 6 })], [centred(placeAndDay, { size: 13, italics: true, before: 6 })]],
  ]);
}

/** In capitals; lines break in front of a unit's name and not within it, nor within "bảo vệ". */
function capitals(text: string): string {
  return text
    .toLocaleUpperCase('vi')
    .replace(/(?<=^ỦY BAN NHÂN DÂN ).+/, (unit) => unit.replaceAll(' ', '\u00a0'))
    .replace('BẢO VỆ', 'BẢO\u00a0VỆ');
}

/** Foot of the document: receivers on the left, who signs on the right with room for the signature. */
export function writeFoot(issuer: Issuer): Table {
  const { receivers, signs } = signingWords(issuer);
  return sideBySide(widths, [
    [
      [
        aligned('Nơi nhận:', { size: 12, bold: true, italics: true, before: 12 }),
        ...receivers.map((receiver) => aligned(receiver, { size: 11 })),
      ],
      [
        ...signs.map((line, index) => centred(line, { bold: true, before: index === 0 ? 12 : 0 })),
        centred('(Ký, ghi rõ họ tên)', { size: 13, italics: true }),
        ...Array.from({ length: 5 }, () => centred('')),
      ],
    ],
  ]);
}

/** "Kính gửi", one line for one addressee, a list for several. */
export function writeAddressees(addressees: string[]): Paragraph[] {
  if (addressees.length === 0) return [];
  if (addressees.length === 1) return [centred(`Kính gửi: ${addressees[0]}`, { before: 6, after: 6 })];
  const list = addressees.map(
    (addressee, index) =>
      new Paragraph({
        indent: { left: Math.round(textWidth / 4) },
        children: [write(`- ${addressee}${index === addressees.length - 1 ? '.' : ';'}`)],
      }),
  );
  return [centred('Kính gửi:', { before: 6 }), ...list];
}
