import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { writeMet, writeTarget } from '../comparison.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import { originWords, wordOfSubject, writeBasis } from '../reports.rules.ts';
import { findIndicator, findFigure } from './layout-report.ts';

type Cell = string | number | Date | null;
type SheetColumn = { title: string; width: number; format?: string };

/**
 * The report's figures as a workbook in Vietnamese: all figures, the parts by unit, who is silent, and where values come
 * from. Numbers and days are typed; text stays text also where it begins like a formula.
 */
export async function writeReviewWorkbook(report: ReviewReport): Promise<Buffer> {
  const workbook = new Workbook();
  workbook.title = report.abstract;
  workbook.created = new Date(report.question.answeredAt);
  workbook.modified = workbook.created;
  fill(workbook, 'Báo cáo', report, figureColumns, listFigures(report));
  fill(workbook, 'Theo đơn vị', report, unitColumns(report), listUnits(report));
  fill(workbook, 'Độ phủ', report, silenceColumns, listSilence(report));
  fill(workbook, 'Nguồn gốc', report, originColumns, listOrigins(report));
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** Title, question and basis above the heading, so that a sheet that is sent on alone still says what it is. */
function fill(workbook: Workbook, name: string, report: ReviewReport, columns: SheetColumn[], rows: Cell[][]): void {
  const headRow = 5;
  const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: headRow, xSplit: 2 }] });
  const { question } = report;
  sheet.addRow([report.abstract]).font = { bold: true, size: 14 };
  sheet.addRow(['Từ ngày', toDate(question.fromDay), 'Đến ngày', toDate(question.toDay)]);
  sheet.addRow([writeBasis(question, '', 'vi').replace(/ · $/, '')]);
  sheet.addRow([]);
  sheet.addRow(columns.map(({ title }) => title));
  for (const row of rows) sheet.addRow(row);
  for (const address of ['B2', 'D2']) sheet.getCell(address).numFmt = 'dd/mm/yyyy';
  dress(sheet, headRow, columns, rows.length);
}

function dress(sheet: Worksheet, headRow: number, columns: SheetColumn[], rowCount: number): void {
  columns.forEach(({ width, format }, index) => {
    const column = sheet.getColumn(index + 1);
    column.width = width;
    if (format === undefined) return;
    for (let row = headRow + 1; row <= headRow + rowCount; row++) sheet.getCell(row, index + 1).numFmt = format;
  });
  const head = sheet.getRow(headRow);
  head.font = { bold: true };
  head.alignment = { wrapText: true, vertical: 'middle', horizontal: 'center' };
  sheet.autoFilter = { from: { row: headRow, col: 1 }, to: { row: headRow + rowCount, col: columns.length } };
  sheet.pageSetup = { ...sheet.pageSetup, paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 };
}

function toDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** A number where Excel keeps every digit of it (15), else its exact text. */
function toCell(value: string | null): Cell {
  if (value === null) return null;
  return value.replaceAll(/[^\d]/g, '').replace(/^0+/, '').length <= 15 ? Number(value) : value;
}

const whole = '#,##0';
const number = '#,##0.##';

const figureColumns: SheetColumn[] = [
  { title: 'Mã', width: 8 },
  { title: 'Chỉ tiêu', width: 48 },
  { title: 'Đơn vị tính', width: 14 },
  { title: 'Kết quả', width: 16, format: number },
  { title: 'Nguồn công bố', width: 12 },
  { title: 'Tử số', width: 12, format: number },
  { title: 'Mẫu số', width: 12, format: number },
  { title: 'Đơn vị phải báo cáo', width: 12, format: whole },
  { title: 'Đơn vị chưa có số', width: 12, format: whole },
  { title: 'Báo cáo tháng đã duyệt', width: 12, format: whole },
  { title: 'Báo cáo tháng phải có', width: 12, format: whole },
  { title: 'Từ sổ', width: 10, format: whole },
  { title: 'Bổ sung', width: 10, format: whole },
  { title: 'Nhập từ dữ liệu cũ', width: 10, format: whole },
  { title: 'Phân bổ', width: 10, format: whole },
  { title: 'Kỳ so sánh', width: 14, format: number },
  { title: 'Tăng, giảm', width: 12, format: number },
  { title: 'Tăng, giảm (%)', width: 12, format: number },
  { title: 'Mục tiêu', width: 18 },
  { title: 'Đánh giá', width: 16 },
  { title: 'Căn cứ mục tiêu', width: 32 },
];

const qualifierWords = { over: 'hơn', nearly: 'gần' };

function listFigures(report: ReviewReport): Cell[][] {
  return report.figures.map((figure) => {
    const indicator = findIndicator(report, figure.indicatorCode);
    const { coverage, origins } = figure;
    const { qualifier } = figure as { qualifier?: 'over' | 'nearly' | null };
    const compared = report.compared?.figures.find(({ indicatorCode }) => indicatorCode === indicator.code);
    const target = report.targets.find(({ indicatorCode }) => indicatorCode === indicator.code);
    return [
      indicator.code,
      indicator.nameVi,
      indicator.measureUnitVi,
      toCell(figure.value),
      qualifier ? qualifierWords[qualifier] : null,
      toCell(figure.numerator),
      toCell(figure.denominator),
      coverage?.units ?? null,
      coverage?.silentUnits ?? null,
      coverage?.reported ?? null,
      coverage?.obliged ?? null,
      origins.records,
      origins.supplement,
      origins.imported,
      origins.apportioned,
      toCell(compared?.before ?? null),
      toCell(compared?.difference ?? null),
      toCell(compared?.percent ?? null),
      target ? writeTarget(target, 'vi') : null,
      target ? writeMet(target.met, 'vi') : null,
      target?.basis ?? null,
    ];
  });
}

function unitColumns(report: ReviewReport): SheetColumn[] {
  return [
    { title: 'Mã đơn vị', width: 12 },
    { title: 'Đơn vị', width: 36 },
    ...report.annex.map(({ indicatorCode }) => ({
      title: `${indicatorCode}. ${findIndicator(report, indicatorCode).nameVi}`,
      width: 16,
      format: number,
    })),
  ];
}

/** One row for each unit that has a part in any total; null = not reported. */
function listUnits(report: ReviewReport): Cell[][] {
  const units = new Map(
    report.annex.flatMap(({ parts }) => parts.map(({ unit, own }) => [unit.id, { unit, own }] as const)),
  );
  const values = report.annex.map(({ parts }) => new Map(parts.map(({ unit, value }) => [unit.id, value])));
  return [...units.values()].map(({ unit, own }) => [
    unit.code,
    own ? `${unit.name}, số của chính đơn vị này` : unit.name,
    ...values.map((ofIndicator) => toCell(ofIndicator.get(unit.id) ?? null)),
  ]);
}

const silenceColumns: SheetColumn[] = [
  { title: 'Mã', width: 8 },
  { title: 'Chỉ tiêu', width: 48 },
  { title: 'Mã đơn vị', width: 12 },
  { title: 'Đơn vị', width: 36 },
  { title: 'Chưa có số', width: 12, format: whole },
  { title: 'Phải báo cáo', width: 12, format: whole },
  { title: 'Tính theo', width: 12 },
];

function listSilence(report: ReviewReport): Cell[][] {
  return report.annex.flatMap(({ indicatorCode, silentParts }) =>
    silentParts.map(({ unit, silentUnits, units }) => [
      indicatorCode,
      findIndicator(report, indicatorCode).nameVi,
      unit.code,
      unit.name,
      silentUnits,
      units,
      wordOfSubject(report.owedBy[indicatorCode] ?? 'mixed', 'vi'),
    ]),
  );
}

const originColumns: SheetColumn[] = [
  { title: 'Mã', width: 8 },
  { title: 'Chỉ tiêu', width: 48 },
  { title: 'Nguồn gốc', width: 20 },
  { title: 'Lý do', width: 60 },
  { title: 'Số liệu tháng', width: 14, format: whole },
];

/** Values from registers have no reason; the others with the reasons that their units gave, as far as they are listed. */
function listOrigins(report: ReviewReport): Cell[][] {
  return report.annex.flatMap(({ indicatorCode }) => {
    const { nameVi } = findIndicator(report, indicatorCode);
    const { origins } = findFigure(report, indicatorCode);
    return (Object.keys(originWords) as (keyof typeof originWords)[]).flatMap((origin): Cell[][] => {
      if (origins[origin] === 0) return [];
      const word = originWords[origin].vi;
      const reasons = report.reasons.filter((one) => one.indicatorCode === indicatorCode && one.origin === origin);
      if (reasons.length === 0) return [[indicatorCode, nameVi, word, null, origins[origin]]];
      return reasons.map(({ reason, values }) => [indicatorCode, nameVi, word, reason, values]);
    });
  });
}
