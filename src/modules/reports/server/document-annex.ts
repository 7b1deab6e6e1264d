import { HeadingLevel, Paragraph, type Table } from 'docx';
import type { Figure, Indicator } from '#modules/figures/figures.contract.ts';
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
  writeShare,
  writeUnitWithPeriod,
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
    centred(`(Kèm theo Báo cáo số:          /${issuer.symbol} ${longDay} của ${issuer.body})`, {
      italics: true,
      after: 6,
    }),
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
  const share = figure.coverage ? writeShare(figure.coverage, subject, 'vi') : '';
  return [
    heading(`${number}. ${indicator.nameVi}: ${writeFigure(figure, indicator.measureUnitVi, 'vi')}`),
    bodyParagraph([write(indicator.definitionVi, { size: 13, italics: true })], true),
    ...(figure.value === null ? [] : [writePartsTable(entry, indicator, figure, subject)]),
    underTable(writeSilence(report, entry, number)),
    underTable(writeBasis(report.question, share, 'vi'), 10),
  ];
}

/** The units that have figures; who has none is named below the table. */
function writePartsTable(entry: Entry, indicator: Indicator, figure: Figure, subject: Subject): Table {
  const parts = entry.parts.filter((part) => part.value !== null);
  const withPeriod = differInPeriod(entry.parts);
  const rows = parts.map((part, index) => ({
    cells: [
      String(index + 1),
      namePart(part, withPeriod),
      writeNumber(part.value!, 'vi'),
      writeCoverage(part.coverage, subject, 'vi'),
      writeOrigins(part.origins, 'vi'),
    ],
  }));
  const total = {
    cells: [
      '',
      totalWords(indicator),
      writeNumber(figure.value!, 'vi'),
      writeCoverage(figure.coverage, subject, 'vi'),
      writeOrigins(figure.origins, 'vi'),
    ],
    bold: true,
  };
  return ruledTable(columns, [...rows, total]);
}

function differInPeriod(parts: ReportPart[]): boolean {
  return new Set(parts.map(({ unit }) => `${unit.validFrom} ${unit.validTo}`)).size > 1;
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

/** Who owes and has nothing; one list that stands above already is not repeated. */
function writeSilence(report: ReviewReport, entry: Entry, number: number): string {
  const isOwed = entry.parts.some((part) => part.coverage !== null && part.coverage.obliged > 0);
  if (!isOwed) return 'Không có đơn vị nào phải báo cáo chỉ tiêu này trong kỳ.';
  if (entry.silentParts.length === 0) return 'Không có đơn vị nào chưa báo cáo.';
  const list = listSilent(report, entry);
  const above = report.annex.slice(0, number - 1).findIndex((earlier) => listSilent(report, earlier) === list);
  return above >= 0
    ? `Đơn vị chưa có số liệu: như mục ${above + 1} của Phụ lục này.`
    : `Đơn vị chưa có số liệu: ${list}.`;
}

function listSilent(report: ReviewReport, { indicatorCode, parts, silentParts }: Entry): string {
  const subject = report.owedBy[indicatorCode] ?? 'mixed';
  const withPeriod = differInPeriod(parts);
  return silentParts
    .map(({ unit, silentUnits, units }) => {
      const name = withPeriod ? writeUnitWithPeriod(unit, 'vi') : unit.name;
      const share = `${writeNumber(silentUnits, 'vi')}/${writeNumber(units, 'vi')} ${wordOfSubject(subject, 'vi')}`;
      return unit.kind === subject ? name : `${name} (${share})`;
    })
    .join('; ');
}

/** Indicators that nobody enters have no parts of their own: their definition says what they are computed from. */
function writeComputed(computed: Indicator[], number: number): Paragraph[] {
  if (computed.length === 0) return [];
  return [
    heading(`${number}. Chỉ tiêu tính từ các chỉ tiêu trên`),
    ...computed.map((indicator) => bodyParagraph([write(`- ${indicator.nameVi}: ${indicator.definitionVi}`)])),
  ];
}
