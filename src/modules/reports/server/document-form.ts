import {
  AlignmentType,
  BorderStyle,
  Header,
  type ISectionOptions,
  type IStylesOptions,
  LineRuleType,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Column, Row } from './layout-report.ts';

/**
 * The form of an official document by Decree 30/2020/NĐ-CP annex I: paper, margins, letters, spacing and tables. Sizes of
 * letters are in points, lengths in twentieths of a point.
 */
// Rounded up, so that no margin falls below what the decree asks.
const toTwips = (millimetres: number): number => Math.ceil((millimetres * 1440) / 25.4);
const paper = { width: toTwips(210), height: toTwips(297) };
const margin = { top: toTwips(20), bottom: toTwips(20), left: toTwips(30), right: toTwips(15), header: toTwips(10) };
export const textWidth = paper.width - margin.left - margin.right;

const bodySize = 14;
const tableSize = 12;
const betweenParagraphs = 6 * 20;
const firstLine = toTwips(12.7);

const letters = { font: 'Times New Roman', color: '000000', language: { value: 'vi-VN', eastAsia: 'vi-VN' } };
const heading = {
  run: { ...letters, size: bodySize * 2, bold: true },
  paragraph: {
    spacing: { before: betweenParagraphs, after: betweenParagraphs },
    indent: { firstLine },
    keepNext: true,
  },
};

export const styles: IStylesOptions = {
  default: {
    document: { run: { ...letters, size: bodySize * 2 } },
    heading1: heading,
    heading2: heading,
  },
};

/** A section of the paper: A4 portrait, numbered from 1 in the middle of the top margin, without a number on its first page. */
export function toSection(children: (Paragraph | Table)[]): ISectionOptions {
  const number = new TextRun({ children: [PageNumber.CURRENT], size: 13 * 2 });
  return {
    properties: {
      titlePage: true,
      page: {
        size: paper,
        margin,
        pageNumbers: { start: 1 },
      },
    },
    headers: {
      default: new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] }),
      first: new Header({ children: [new Paragraph({})] }),
    },
    children,
  };
}

export type Letters = { size?: number; bold?: boolean; italics?: boolean };

export function write(text: string, { size = bodySize, bold, italics }: Letters = {}): TextRun {
  return new TextRun({ text, size: size * 2, ...(bold && { bold }), ...(italics && { italics }) });
}

/** A paragraph of the body: justified, first line set in, at least 6 points to the next. */
export function bodyParagraph(children: ParagraphChild[], keepNext = false): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine },
    spacing: { after: betweenParagraphs, line: 276, lineRule: LineRuleType.AUTO },
    ...(keepNext && { keepNext }),
    children,
  });
}

export function centred(
  text: string,
  options: Letters & { before?: number; after?: number; keepNext?: boolean } = {},
): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: (options.before ?? 0) * 20, after: (options.after ?? 0) * 20 },
    ...(options.keepNext && { keepNext: true }),
    children: [write(text, options)],
  });
}

export function aligned(text: string, options: Letters & { before?: number; after?: number } = {}): Paragraph {
  return new Paragraph({
    spacing: { before: (options.before ?? 0) * 20, after: (options.after ?? 0) * 20 },
    children: [write(text, options)],
  });
}

/** A solid line of a given length in the middle of a column, as it stands under names and titles. */
export function ruledLine(length: number, columnWidth: number): Paragraph {
  const side = Math.max(0, Math.round((columnWidth - length) / 2));
  return new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 0, color: '000000' } },
    indent: { left: side, right: side },
    spacing: { before: 40, after: 0, line: 120, lineRule: LineRuleType.EXACT },
  });
}

/** About how long a bold text is in Times New Roman; within a tenth, enough for a line of a third to a half of it. */
export function estimateLength(text: string, points: number): number {
  const ems = [...text].reduce((sum, letter) => {
    if (letter === ' ') return sum + 0.25;
    return sum + (/\p{Lu}/u.test(letter) ? 0.72 : /[\p{Ll}\d]/u.test(letter) ? 0.51 : 0.33);
  }, 0);
  return ems * points * 20;
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };

/** Two columns side by side without borders, each row kept on one page: head and signature of a document. */
export function sideBySide(widths: [number, number], rows: [Paragraph[], Paragraph[]][]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths[0] + widths[1], type: WidthType.DXA },
    columnWidths: widths,
    borders: noBorders,
    margins: { left: 0, right: 0 },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, index) => new TableCell({ width: { size: widths[index]!, type: WidthType.DXA }, children }),
          ),
        }),
    ),
  });
}

const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

/** A ruled table over the text's width whose heading is repeated on every page; shares are parts of the width. */
export function ruledTable(columns: Column[], rows: Row[]): Table {
  const total = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => Math.floor((textWidth * column.share) / total));
  const cell = (text: string, index: number, align: Column['align'], bold: boolean): TableCell =>
    new TableCell({
      width: { size: widths[index]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      children: [
        new Paragraph({
          alignment: alignments[align],
          spacing: { before: 40, after: 40 },
          children: [write(text, { size: tableSize, bold })],
        }),
      ],
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    margins: { left: 80, right: 80 },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map((column, index) => cell(column.title, index, 'center', true)),
      }),
      ...rows.map(
        (row) =>
          new TableRow({
            cantSplit: true,
            children: row.cells.map((text, index) => cell(text, index, columns[index]!.align, row.bold ?? false)),
          }),
      ),
    ],
  });
}

/** Small words under a table. */
export function underTable(text: string, after = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    spacing: { before: 60, after: after * 20 },
    children: [write(text, { size: tableSize, italics: true })],
  });
}
