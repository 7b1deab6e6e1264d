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
import type { Block, Column, Row } from './layout-report.ts';

const columns: Column[] = [
  { title: 'TT', share: 7, align: 'center' },
  { title: 'Đơn vị', share: 35, align: 'left' },
  { title: 'Số liệu', share: 16, align: 'right' },
  { title: 'Độ phủ', share: 25, align: 'left' },
  { title: 'Nguồn gốc', share: 17, align: 'left' },
];

/** From whom each total comes and who is silent, one table for one indicator, with its definition. */
export function layoutUnits(report: ReviewReport): Block[] {
  const computed = report.indicators.filter((indicator) => !isEntered(indicator));
  return [
    ...report.annex.flatMap((entry, index) => layoutEntry(report, entry, index + 1)),
    ...(report.annex.length === 0 ? [paragraph('Trong kỳ không có số liệu nào.')] : []),
    ...layoutComputed(computed, report.annex.length + 1),
  ];
}

function paragraph(text: string, more: { italics?: boolean; keepNext?: boolean } = {}): Block {
  return { kind: 'paragraph', text, ...more };
}

function heading(text: string): Block {
  return { kind: 'heading', level: 2, text };
}

type Entry = ReviewReport['annex'][number];

function layoutEntry(report: ReviewReport, entry: Entry, number: number): Block[] {
  const indicator = report.indicators.find((one) => one.code === entry.indicatorCode)!;
  const figure = report.figures.find((one) => one.indicatorCode === entry.indicatorCode)!;
  const subject = report.owedBy[indicator.code] ?? 'mixed';
  const share = figure.coverage ? writeShare(figure.coverage, subject, 'vi') : '';
  return [
    heading(`${number}. ${indicator.nameVi}: ${writeFigure(figure, indicator.measureUnitVi, 'vi')}`),
    paragraph(indicator.definitionVi, { italics: true, keepNext: true }),
    {
      kind: 'table',
      caption: null,
      columns,
      rows: figure.value === null ? [] : listRows(entry, indicator, figure, subject),
      under: [writeSilence(report, entry, number), writeBasis(report.question, share, 'vi')],
    },
  ];
}

/** The units that have figures; who has none is named below the table. */
function listRows(entry: Entry, indicator: Indicator, figure: Figure, subject: Subject): Row[] {
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
  return [...rows, total];
}

function differInPeriod(parts: ReportPart[]): boolean {
  return new Set(parts.map(({ unit }) => `${unit.validFrom} ${unit.validTo}`)).size > 1;
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
function layoutComputed(computed: Indicator[], number: number): Block[] {
  if (computed.length === 0) return [];
  return [
    heading(`${number}. Chỉ tiêu tính từ các chỉ tiêu trên`),
    ...computed.map((indicator) => paragraph(`- ${indicator.nameVi}: ${indicator.definitionVi}`)),
  ];
}
