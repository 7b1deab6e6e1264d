import { finished } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { columnLetters } from '#platform/workbooks/workbook.ts';
import { byteOrderMark, writeCsvLine } from '#platform/workbooks/write-csv.ts';
import {
  allBorders,
  type ColumnKind,
  fontName,
  headerStyle,
  numberFormat,
  printSetup,
  toCellDay,
  toCellNumber,
} from '#platform/workbooks/workbook-style.ts';
import type { Explored, ExploredPeriod } from '../explore.contract.ts';
import { mark } from '../explore.contract.ts';
import { cellAt, type DenominatorCode, isDivisible } from '../explored.rules.ts';

type Language = 'vi' | 'en';
type Value = string | number | null;
type Column = ColumnKind & { header: string; width: number };
/** An answer as sheets: figures one under another, figures beside each other, and what it all means. */
type ExploredSheets = {
  figures: { columns: Column[]; rows: Value[][] };
  grid: { columns: Column[]; rows: Value[][] };
  about: [string, string][];
};

const words = {
  vi: {
    figures: 'Số liệu',
    grid: 'Bảng',
    about: 'Câu hỏi và định nghĩa',
    indicatorCode: 'Mã chỉ tiêu',
    indicator: 'Chỉ tiêu',
    measureUnit: 'Đơn vị tính',
    unitCode: 'Mã đơn vị',
    unit: 'Đơn vị',
    period: 'Kỳ',
    from: 'Từ ngày',
    to: 'Đến ngày',
    value: 'Số liệu',
    published: 'Nguồn công bố',
    reported: 'Báo cáo đã duyệt',
    obliged: 'Báo cáo phải có',
    origins: 'Nguồn gốc',
    per: { X09: 'Trên 1.000 dân', X08: 'Trên 1.000 hộ', M02: 'Trên 100 điểm mô hình' },
    over: 'hơn',
    nearly: 'gần',
    origin: { records: 'từ sổ', supplement: 'bổ sung', imported: 'nhập từ dữ liệu cũ', apportioned: 'phân bổ' },
    year: 'Năm',
    boundaries: 'Địa giới',
    then: 'theo địa giới lúc đó',
    today: 'theo địa giới hiện nay',
    known: 'Số đã duyệt đến',
    knownOn: 'Số đã biết đến hết ngày',
    empty: 'Ô trống',
    emptyMeans: 'chưa báo cáo; không phải bằng 0',
    note: 'Cần biết khi đọc',
    definition: 'Định nghĩa',
  },
  en: {
    figures: 'Figures',
    grid: 'Table',
    about: 'Question and definitions',
    indicatorCode: 'Indicator code',
    indicator: 'Indicator',
    measureUnit: 'Measure unit',
    unitCode: 'Unit code',
    unit: 'Unit',
    period: 'Period',
    from: 'From',
    to: 'To',
    value: 'Figure',
    published: 'Published as',
    reported: 'Approved reports',
    obliged: 'Reports owed',
    origins: 'Origin',
    per: { X09: 'Per 1,000 inhabitants', X08: 'Per 1,000 households', M02: 'Per 100 sites' },
    over: 'over',
    nearly: 'nearly',
    origin: { records: 'register', supplement: 'supplement', imported: 'imported', apportioned: 'apportioned' },
    year: 'Year',
    boundaries: 'Boundaries',
    then: 'of that time',
    today: 'of today',
    known: 'Approved until',
    knownOn: 'As known at the end of',
    empty: 'Empty',
    emptyMeans: 'not reported; not zero',
    note: 'To know when reading',
    definition: 'Definition',
  },
} as const;

/** shownCount: how many of the answer's indicators were asked for; the rest is what others are divided by. */
export function layoutExplored(
  explored: Explored,
  options: { shownCount: number; per: DenominatorCode | undefined; language: Language; question: string },
): ExploredSheets {
  const { shownCount, per, language, question } = options;
  const say = words[language];
  const { units, periods } = explored;
  const indicators = explored.indicators.slice(0, shownCount);
  const number = { kind: 'number', decimals: 0 } as const;
  const text = { kind: 'text' } as const;
  const nameOf = (one: (typeof indicators)[number]) => (language === 'en' ? one.nameEn : one.nameVi);
  const measureOf = (one: (typeof indicators)[number]) => (language === 'en' ? one.measureUnitEn : one.measureUnitVi);
  const figures: Column[] = [
    { ...text, header: say.indicatorCode, width: 10 },
    { ...text, header: say.indicator, width: 40 },
    { ...text, header: say.measureUnit, width: 14 },
    { ...text, header: say.unitCode, width: 12 },
    { ...text, header: say.unit, width: 28 },
    { ...text, header: say.period, width: 18 },
    { kind: 'day', header: say.from, width: 12 },
    { kind: 'day', header: say.to, width: 12 },
    { kind: 'number', decimals: 2, header: say.value, width: 16 },
    { ...text, header: say.published, width: 12 },
    { ...number, header: say.reported, width: 12 },
    { ...number, header: say.obliged, width: 12 },
    { ...text, header: say.origins, width: 24 },
    ...(per ? [{ kind: 'number' as const, decimals: 2, header: say.per[per], width: 18 }] : []),
  ];
  const rows: Value[][] = [];
  indicators.forEach((indicator, i) => {
    units.forEach((unit, u) => {
      periods.forEach((period, p) => {
        const at = { indicator: i, unit: u, period: p };
        const cell = cellAt(explored, at);
        rows.push([
          indicator.code,
          nameOf(indicator),
          measureOf(indicator),
          unit.code,
          unit.name,
          namePeriod(period, language),
          determineMonthDays(period.from).from,
          determineMonthDays(period.to).to,
          cell.value,
          cell.qualifier === null ? null : say[cell.qualifier],
          cell.reported,
          cell.obliged,
          sayOrigins(explored.marks[i]?.[u]?.[p] ?? 0, language),
          ...(per ? [isDivisible(explored, i, per) ? cellAt(explored, at, per).value : null] : []),
        ]);
      });
    });
  });
  const grid = {
    columns: [
      { ...text, header: say.unitCode, width: 12 },
      { ...text, header: say.unit, width: 32 },
      ...indicators.flatMap((indicator, i) =>
        periods.map((period): Column => {
          const isDivided = per !== undefined && isDivisible(explored, i, per);
          const by = isDivided ? `, ${say.per[per].toLocaleLowerCase(language)}` : '';
          const header = `${indicator.code}. ${nameOf(indicator)} (${measureOf(indicator)}${by}) · ${namePeriod(period, language)}`;
          return { kind: 'number', decimals: isDivided || indicator.kind === 'ratio' ? 2 : 0, header, width: 18 };
        }),
      ),
    ],
    rows: units.map((unit, u): Value[] => [
      unit.code,
      unit.name,
      ...indicators.flatMap((_, i) =>
        periods.map((_period, p) => cellAt(explored, { indicator: i, unit: u, period: p }, per).value),
      ),
    ]),
  };
  return { figures: { columns: figures, rows }, grid, about: listAbout(explored, language, question, nameOf) };
}

function listAbout(
  explored: Explored,
  language: Language,
  question: string,
  nameOf: (indicator: Explored['indicators'][number]) => string,
): [string, string][] {
  const say = words[language];
  const { asKnownOn, answeredAt } = explored;
  return [
    ['Bình Yên', question],
    [say.boundaries, say[explored.view]],
    asKnownOn === null
      ? [say.known, toVietnamTime(answeredAt)]
      : [say.knownOn, asKnownOn.split('-').toReversed().join('/')],
    [say.empty, say.emptyMeans],
    ...explored.notes.map((note): [string, string] => [say.note, note.text]),
    ...explored.indicators.map((indicator): [string, string] => [
      `${say.definition} ${indicator.code}`,
      `${nameOf(indicator)}: ${language === 'en' ? indicator.definitionEn : indicator.definitionVi}`,
    ]),
  ];
}

function namePeriod({ key, from, to }: ExploredPeriod, language: Language): string {
  const month = (text: string): string => `${text.slice(5, 7)}/${text.slice(0, 4)}`;
  if (/^\d{4}$/.test(key)) return `${words[language].year} ${key}`;
  return from === to ? month(from) : `${month(from)}–${month(to)}`;
}

function sayOrigins(bits: number, language: Language): string {
  const { origin } = words[language];
  return (Object.keys(origin) as (keyof typeof origin)[])
    .filter((name) => (bits & mark[name]) > 0)
    .map((name) => origin[name])
    .join(', ');
}

/** 14:05 26/11/2026 by the clock of Vietnam. */
function toVietnamTime(instant: string): string {
  const there = new Date(new Date(instant).getTime() + 7 * 3_600_000).toISOString();
  return `${there.slice(11, 16)} ${there.slice(0, 10).split('-').toReversed().join('/')}`;
}

export function writeExploredCsv({ figures, about }: ExploredSheets): Buffer {
  const { columns, rows } = figures;
  const lines = [
    writeCsvLine(
      columns.map(({ header }) => header),
      [],
    ),
    ...rows.map((row) => writeCsvLine(row, columns)),
    writeCsvLine([], []),
    ...about.map((pair) => writeCsvLine(pair, [])),
  ];
  return Buffer.from(byteOrderMark + lines.join(''));
}

/** Three sheets: the table as on screen, the figures one under another, and what they mean. */
export async function writeExploredWorkbook(sheets: ExploredSheets, language: Language): Promise<Buffer> {
  const { WorkbookWriter } = await import('@cj-tech-master/excelts');
  const say = words[language];
  const output = new PassThrough();
  const content = buffer(output);
  const workbook = new WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false });
  for (const [name, { columns, rows }, frozen] of [
    [say.grid, sheets.grid, 2],
    [say.figures, sheets.figures, 0],
  ] as const) {
    const sheet = workbook.addWorksheet(name, {
      views: [{ state: 'frozen', ySplit: 1, xSplit: frozen, showGridLines: false }],
      pageSetup: printSetup(1),
      autoFilter: `A1:${columnLetters(columns.length)}1`,
    });
    sheet.columns = columns.map(({ width }) => ({ width }));
    const head = sheet.getRow(1);
    head.height = 48;
    columns.forEach((column, index) => {
      const cell = head.getCell(index + 1);
      cell.value = column.header;
      cell.style = headerStyle;
    });
    head.commit();
    const styles = columns.map((column) => ({
      font: { name: fontName, size: 11 },
      border: allBorders,
      // Whole numbers without idle places, others with those that they have.
      numFmt: column.kind === 'number' ? (column.decimals === 0 ? '#,##0' : '#,##0.##') : numberFormat(column),
      alignment: { vertical: 'top', wrapText: column.kind === 'text' } as const,
    }));
    rows.forEach((values, at) => {
      const row = sheet.getRow(at + 2);
      columns.forEach((column, index) => {
        const cell = row.getCell(index + 1);
        cell.value = toCellValue(values[index] ?? null, column);
        cell.style = styles[index]!;
      });
      row.commit();
    });
    sheet.commit();
  }
  const about = workbook.addWorksheet(say.about, { pageSetup: printSetup(1) });
  about.columns = [{ width: 24 }, { width: 100 }];
  sheets.about.forEach(([label, text], index) => {
    const row = about.getRow(index + 1);
    row.getCell(1).value = label;
    row.getCell(1).style = {
      font: { name: fontName, size: 11, bold: true },
      alignment: { vertical: 'top', wrapText: true },
    };
    row.getCell(2).value = text;
    row.getCell(2).style = { font: { name: fontName, size: 11 }, alignment: { vertical: 'top', wrapText: true } };
    row.commit();
  });
  about.commit();
  await workbook.commit();
  await finished(output, { readable: false });
  return content;
}

function toCellValue(value: Value, column: Column): Value | Date {
  if (typeof value !== 'string') return value;
  if (column.kind === 'day') return toCellDay(value);
  return column.kind === 'number' ? toCellNumber(value) : value;
}
