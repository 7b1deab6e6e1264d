import { HeadingLevel, Paragraph, type Table } from 'docx';
import type { Indicator } from '#modules/figures/figures.contract.ts';
import { isEntered } from '#modules/figures/figures.rules.ts';
import type { ReportPart, ReviewReport } from '../reports.contract.ts';
import {
  type Subject,
  wordOfSubject,
  writeBasis,
  writeCoverage,
  writeFigure,
  writeNumber,
  writeOrigins,
  writeUnitsReporting,
  writeUnitWithPeriod,
  writeValue,
} from '../reports.rules.ts';
import { bodyParagraph, centred, type Column, ruledTable, underTable, write } from './document-form.ts';
import type { Issuer } from './issuer.ts';

const columns: Column[] = [
  { title: 'TT', share: 7, align: 'center' },
  { title: 'Đơn vị', share: 35, align: 'left' },
  { title: 'Số liệu', share: 16, align: 'right' },
  { title: 'Độ phủ', share: 25, align: 'left' },
  { title: 'Nguồn gốc', share: 17, align: 'left' },
];

/** Annex I: from whom each total comes and who is silent, one table for one indicator, with its definition. */
export function writeAnnex(report: ReviewReport, issuer: Issuer, longDay: string): (Paragraph | Table)[] {
  const computed = report.indicators.filter((indicator) => !isEntered(indicator));
  return [
    centred('Phụ lục I', { bold: true }),
    centred('SỐ LIỆU CỦA TỪNG ĐƠN VỊ VÀ ĐƠN VỊ CHƯA CÓ SỐ LIỆU', { bold: true }),
    centred(`(Kèm theo Báo cáo số:          /${issuer.symbol} ${longDay} của ${issuer.body})`, { italics: true, after: 6 }),
    ...report.annex.flatMap((entry, index) => writeEntry(report, entry, index + 1)),
    ...(report.annex.length === 0 ? [bodyParagraph([write('Trong kỳ không có số liệu nào.')])] : []),
    ...writeComputed(computed, report.annex.length + 1),
  ];
}

type Entry = ReviewReport['annex'][number];

function writeEntry(report: ReviewReport, entry: Entry, number: number): (Paragraph | Table)[] {
  const indicator = report.indicators.find((one) => one.code === entry.indicatorCode)!;
  const figure = report.figures.find((one) => one.indicatorCode === entry.indicatorCode)!;
  const subject = report.owedBy[indicator.code] ?? 'mixed';
  const withPeriod = new Set(entry.parts.map(({ unit }) => `${unit.validFrom} ${unit.validTo}`)).size > 1;
  const rows = entry.parts.map((part, index) => ({
    cells: [
      String(index + 1),
      namePart(part, withPeriod),
      writeValue({ ...part, numerator: null, denominator: null }, '', 'vi'),
      writeCoverage(part.coverage, subject, 'vi'),
      writeOrigins(part.origins, 'vi'),
    ],
  }));
  const total = {
    cells: ['', totalWords(indicator), writeValue(figure, '', 'vi'), writeCoverage(figure.coverage, subject, 'vi'), writeOrigins(figure.origins, 'vi')],
    bold: true,
  };
  const share = figure.coverage ? `${writeUnitsReporting(figure.coverage, subject, 'vi')} đã báo cáo` : '';
  return [
    heading(`${number}. ${indicator.nameVi}: ${writeFigure(figure, indicator.measureUnitVi, 'vi')}`),
    bodyParagraph([write(indicator.definitionVi, { size: 13, italics: true })], true),
    ruledTable(columns, [...rows, total]),
    underTable(writeSilence(entry, subject)),
    underTable(writeBasis(report.question, share, 'vi'), 10),
  ];
}

function heading(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_2, children: [write(text, { bold: true })] });
}

function namePart(part: ReportPart, withPeriod: boolean): string {
  const name = withPeriod ? writeUnitWithPeriod(part.unit, 'vi') : part.unit.name;
  return part.own ? `${name}, số của chính đơn vị này` : name;
}

/** A count of names is made anew at every level, so its parts need not sum to it. */
function totalWords(indicator: Indicator): string {
  return indicator.kind === 'distinct' ? 'Đếm lại chung (không cộng các dòng)' : 'Tổng cộng';
}

function writeSilence({ silentParts, parts }: Entry, subject: Subject): string {
  if (silentParts.length === 0) {
    return parts.some((part) => part.coverage !== null && part.coverage.obliged > 0)
      ? 'Không có đơn vị nào chưa báo cáo.'
      : 'Không có đơn vị nào phải báo cáo chỉ tiêu này trong kỳ.';
  }
  const list = silentParts.map(({ unit, silentUnits, units }) => {
    const isItself = units === 1 && parts.some((part) => part.unit.id === unit.id && part.unit.kind === subject);
    const share = `${writeNumber(silentUnits, 'vi')}/${writeNumber(units, 'vi')} ${wordOfSubject(subject, 'vi')}`;
    return isItself ? unit.name : `${unit.name} (${share})`;
  });
  return `Chưa có số liệu: ${list.join('; ')}.`;
}

/** Indicators that nobody enters have no parts of their own: their definition says what they are computed from. */
function writeComputed(computed: Indicator[], number: number): Paragraph[] {
  if (computed.length === 0) return [];
  return [
    heading(`${number}. Chỉ tiêu tính từ các chỉ tiêu trên`),
    ...computed.map((indicator) => bodyParagraph([write(`- ${indicator.nameVi}: ${indicator.definitionVi}`)])),
  ];
}
