import type { Indicator } from '#modules/figures/figures.contract.ts';
import { describeChart, drawChart, type Drawing } from '../charts.rules.ts';
import { writeDifference, writeMet, writeTarget } from '../comparison.rules.ts';
import type { ReportPiece, ReportSection, ReviewReport } from '../reports.contract.ts';
import {
  originWords,
  unitOfParts,
  wordOfSubject,
  writeCoverage,
  writeNumber,
  writeSpan,
  writeValue,
} from '../reports.rules.ts';
import { layoutUnits } from './layout-units.ts';

/** A report as a row of blocks, from which Word and PDF are written alike, in Vietnamese. */
export type Column = { title: string; share: number; align: 'left' | 'center' | 'right' };
export type Row = { cells: string[]; bold?: boolean };
export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string; italics?: boolean; keepNext?: boolean }
  | { kind: 'table'; caption: string | null; columns: Column[]; rows: Row[]; under: string[] }
  | { kind: 'picture'; caption: string; drawing: Drawing; alt: string };

export type Annex = { number: string; title: string; blocks: Block[] };

/** The sections of the body; tables and pictures are counted through. */
export function layoutSections(report: ReviewReport): Block[] {
  const counted = { tables: 0, pictures: 0 };
  return report.sections.filter(({ number }) => number !== '').flatMap((one) => layoutSection(report, one, counted));
}

export function layoutAnnexes(report: ReviewReport): Annex[] {
  return [
    { number: 'I', title: 'Số liệu của từng đơn vị và đơn vị chưa có số liệu', blocks: layoutUnits(report) },
    { number: 'II', title: 'Độ phủ và nguồn gốc số liệu', blocks: layoutCoverage(report) },
  ];
}

export function layoutSection(
  report: ReviewReport,
  section: ReportSection,
  counted: { tables: number; pictures: number },
): Block[] {
  const { number, title, level } = section;
  return [
    {
      kind: 'heading',
      level,
      text: level === 1 ? `${number}. ${title.toLocaleUpperCase('vi')}` : `${number}. ${title}`,
    },
    ...toParagraphs(section.ownText),
    ...section.sentences.map(toParagraph),
    ...(section.indicators.length > 0
      ? [layoutFigures(report, section, `Bảng ${++counted.tables}. ${section.title}`)]
      : []),
    ...section.charts.flatMap((chart): Block[] => {
      const drawing = drawChart(chart, 'vi');
      if (drawing === null) return [];
      const caption = `Hình ${++counted.pictures}. ${chart.title} (${chart.measureUnit})`;
      return [{ kind: 'picture', caption, drawing, alt: describeChart(chart, 'vi') }];
    }),
  ];
}

/** The writer's own text: a line is a paragraph. */
export function toParagraphs(text: string): Block[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ kind: 'paragraph', text: line }));
}

function toParagraph(sentence: ReportPiece[]): Block {
  return { kind: 'paragraph', text: sentence.map(({ text }) => text).join('') };
}

const apportionedMark =
  '(*) Số phân bổ: tổng là số đã công bố, phần của từng đơn vị và từng tháng do chia theo quy tắc.';

const plainColumns: Column[] = [
  { title: 'TT', share: 7, align: 'center' },
  { title: 'Chỉ tiêu', share: 38, align: 'left' },
  { title: 'Đơn vị tính', share: 12, align: 'center' },
  { title: 'Kết quả', share: 18, align: 'right' },
  { title: 'Độ phủ', share: 25, align: 'left' },
];

const comparedColumns: Column[] = [
  { title: 'TT', share: 6, align: 'center' },
  { title: 'Chỉ tiêu', share: 27, align: 'left' },
  { title: 'Đơn vị tính', share: 10, align: 'center' },
  { title: 'Kết quả', share: 15, align: 'right' },
  { title: 'Kỳ so sánh', share: 13, align: 'right' },
  { title: 'Tăng, giảm', share: 14, align: 'left' },
  { title: 'Độ phủ', share: 15, align: 'left' },
];

function layoutFigures(report: ReviewReport, section: ReportSection, caption: string): Block {
  const { compared } = report;
  const indicators = section.indicators.map((code) => findIndicator(report, code));
  const rows = indicators.map((indicator, index) => {
    const figure = findFigure(report, indicator.code);
    const unit = unitOfParts(indicator, report.indicators, 'vi');
    const mark = figure.origins.apportioned > 0 ? ' (*)' : '';
    const target = report.targets.find(({ indicatorCode }) => indicatorCode === indicator.code);
    const value = writeValue(figure, unit, 'vi');
    const earlier = compared?.figures.find(({ indicatorCode }) => indicatorCode === indicator.code);
    return {
      cells: [
        String(index + 1),
        indicator.nameVi + mark,
        indicator.measureUnitVi,
        target ? `${value}; ${writeMet(target.met, 'vi')} mục tiêu` : value,
        ...(compared
          ? [
              earlier?.before ? writeNumber(earlier.before, 'vi') : 'chưa có số liệu',
              earlier ? writeDifference(earlier, indicator.kind === 'ratio', 'vi') : '',
            ]
          : []),
        writeCoverage(figure.coverage, report.owedBy[indicator.code] ?? 'mixed', 'vi'),
      ],
    };
  });
  const hasApportioned = rows.some(({ cells }) => cells[1]!.endsWith('(*)'));
  return {
    kind: 'table',
    caption,
    columns: compared ? comparedColumns : plainColumns,
    rows,
    under: [
      ...(hasApportioned ? [apportionedMark] : []),
      ...describeTargets(report, section),
      ...(compared ? [`Kỳ so sánh: ${writeSpan(compared, 'vi')}${describeEarlierCoverage(report, section)}.`] : []),
      section.basis,
    ],
  };
}

function describeTargets(report: ReviewReport, section: ReportSection): string[] {
  return report.targets
    .filter(({ indicatorCode }) => section.indicators.includes(indicatorCode))
    .map((target) => {
      const indicator = findIndicator(report, target.indicatorCode);
      return `Mục tiêu: ${indicator.nameVi} ${writeTarget(target, 'vi')} ${indicator.measureUnitVi} (${target.basis}).`;
    });
}

/** How far the earlier span was reported, where that differs from whole. */
function describeEarlierCoverage(report: ReviewReport, section: ReportSection): string {
  const partial = (report.compared?.figures ?? []).filter(
    ({ indicatorCode, coverage }) =>
      section.indicators.includes(indicatorCode) && coverage && coverage.reported < coverage.obliged,
  );
  if (partial.length === 0) return '';
  const shares = new Set(
    partial.map(({ indicatorCode, coverage }) =>
      writeCoverage(coverage, report.owedBy[indicatorCode] ?? 'mixed', 'vi'),
    ),
  );
  return shares.size === 1 ? `, chưa đủ số liệu (${[...shares][0]})` : ', có chỉ tiêu chưa đủ số liệu';
}

const coverageColumns: Column[] = [
  { title: 'TT', share: 6, align: 'center' },
  { title: 'Chỉ tiêu', share: 28, align: 'left' },
  { title: 'Đơn vị phải báo cáo', share: 12, align: 'right' },
  { title: 'Đơn vị chưa có số', share: 11, align: 'right' },
  { title: 'Báo cáo tháng đã duyệt', share: 16, align: 'right' },
  { title: 'Nguồn gốc', share: 27, align: 'left' },
];

const reasonColumns: Column[] = [
  { title: 'Chỉ tiêu', share: 27, align: 'left' },
  { title: 'Nguồn gốc', share: 13, align: 'left' },
  { title: 'Lý do', share: 48, align: 'left' },
  { title: 'Số liệu tháng', share: 12, align: 'right' },
];

function layoutCoverage(report: ReviewReport): Block[] {
  const { coverage: section, notes, reasons } = report;
  const parts: [string, Block[]][] = [
    ['Độ phủ', [...section.sentences.map(toParagraph), layoutCoverageTable(report)]],
    ['Lý do ghi kèm số liệu không lấy từ sổ', reasons.length > 0 ? [layoutReasons(report)] : []],
    [
      'Điều cần biết khi đọc số liệu',
      notes.map(({ text }, index) => ({ kind: 'paragraph', text: `${letterOf(index)}) ${text}` })),
    ],
  ];
  return parts
    .filter(([, blocks]) => blocks.length > 0)
    .flatMap(([title, blocks], index): Block[] => [
      { kind: 'heading', level: 2, text: `${index + 1}. ${title}` },
      ...blocks,
    ]);
}

/** a, b, c, d, đ, e …: the letters of points as Vietnamese documents count them. */
function letterOf(index: number): string {
  return [...'abcdđeghiklmnopqrstuvxy'][index] ?? String(index + 1);
}

function layoutCoverageTable(report: ReviewReport): Block {
  const rows = report.coverage.indicators.map((code, index) => {
    const indicator = findIndicator(report, code);
    const { coverage, origins } = findFigure(report, code);
    const used = (Object.keys(originWords) as (keyof typeof originWords)[]).filter((origin) => origins[origin] > 0);
    const subject = wordOfSubject(report.owedBy[code] ?? 'mixed', 'vi');
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
  });
  return { kind: 'table', caption: null, columns: coverageColumns, rows, under: [report.coverage.basis] };
}

function layoutReasons(report: ReviewReport): Block {
  const rows = report.reasons.map(({ indicatorCode, origin, reason, values }) => ({
    cells: [
      findIndicator(report, indicatorCode).nameVi,
      originWords[origin as keyof typeof originWords].vi,
      reason,
      writeNumber(values, 'vi'),
    ],
  }));
  return { kind: 'table', caption: null, columns: reasonColumns, rows, under: [] };
}

export function findIndicator(report: ReviewReport, code: string): Indicator {
  return report.indicators.find((one) => one.code === code)!;
}

export function findFigure(report: ReviewReport, code: string) {
  return report.figures.find(({ indicatorCode }) => indicatorCode === code)!;
}
