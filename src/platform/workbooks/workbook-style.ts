import type { Borders, Fill, Style } from '@cj-tech-master/excelts';
import type { Day } from '#platform/periods.rules.ts';

/** What a written column holds; decimals are the places of a number. */
export type ColumnKind = { kind: 'text' } | { kind: 'number'; decimals: number } | { kind: 'day' } | { kind: 'choice' };

export const fontName = 'Times New Roman';
const border = { style: 'thin', color: { argb: 'FFBFBFBF' } } as const;
export const allBorders: Partial<Borders> = { top: border, left: border, bottom: border, right: border };

export function solidFill(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

export const headerStyle: Partial<Style> = {
  font: { name: fontName, size: 11, bold: true },
  fill: solidFill('FFDDEBF7'),
  border: allBorders,
  alignment: { vertical: 'middle', horizontal: 'center', wrapText: true },
};

/** Text stays text when it is edited, also if it begins like a formula. */
export function numberFormat(column: ColumnKind): string {
  if (column.kind === 'day') return 'dd/mm/yyyy';
  if (column.kind === 'number') return column.decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(column.decimals)}`;
  return '@';
}

/** Workbooks count days rightly from here on; before, they believe in a 29 February 1900. */
const firstSafeDay = '1900-03-01';

/** Workbooks keep days without a time zone; a day that they would shift is given as text. */
export function toCellDay(day: Day): Date | string {
  return day < firstSafeDay ? day.split('-').toReversed().join('/') : new Date(`${day}T00:00:00Z`);
}

/** More digits than a workbook keeps of a number. */
const mostDigits = 15;

/** The number of exact decimal text; the text itself where a workbook would round it. */
export function toCellNumber(text: string): number | string {
  return text.replaceAll(/\D/g, '').length > mostDigits ? text : Number(text);
}

/** Landscape A4, as wide as the page, the header row on every page. */
export function printSetup(headerRow: number) {
  return {
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${headerRow}:${headerRow}`,
    margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
  } as const;
}
