// What of an .xlsx file the reading library does not tell: fonts of cells, and formulas that were never calculated.
import { encodingOfFont } from './legacy-encodings.rules.ts';
import type { ZipParts } from './zip-parts.ts';

/** Fonts by address, of cells in fonts that are not Unicode. */
export type LegacyFonts = ReadonlyMap<string, string>;

export type SheetFacts = { legacyFonts: LegacyFonts; withoutResult: ReadonlySet<string> };

/** One per sheet, in the order of the workbook. */
export function readSheetFacts(parts: ZipParts): SheetFacts[] {
  const fontOfStyle = listLegacyFonts(readText(parts, 'xl/styles.xml'));
  return listSheetPaths(parts).map((path) => {
    const xml = readText(parts, path);
    return { legacyFonts: findLegacyFonts(xml, fontOfStyle), withoutResult: findWithoutResult(xml) };
  });
}

function readText(parts: ZipParts, name: string): string {
  return parts.read(name)?.toString('utf8') ?? '';
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(String.raw`\s(?:\w+:)?${name}\s*=\s*["']([^"']*)["']`).exec(tag)?.[1];
}

function listTags(xml: string, name: string): string[] {
  return xml.match(new RegExp(String.raw`<(?:\w+:)?${name}\b[^>]*>`, 'g')) ?? [];
}

function listSheetPaths(parts: ZipParts): string[] {
  const targets = new Map(
    listTags(readText(parts, 'xl/_rels/workbook.xml.rels'), 'Relationship').map((tag) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target') ?? '',
    ]),
  );
  return listTags(readText(parts, 'xl/workbook.xml'), 'sheet').map((tag) => {
    const target = targets.get(/\s\w+:id\s*=\s*["']([^"']*)["']/.exec(tag)?.[1]) ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
  });
}

/** Index of a cell style → its font, where that is not a font of Unicode. */
function listLegacyFonts(styles: string): Map<string, string> {
  const fonts = (/<(?:\w+:)?fonts\b.*?<\/(?:\w+:)?fonts>/s.exec(styles)?.[0] ?? '').split(
    /<(?:\w+:)?font(?:\s[^>]*)?>/,
  );
  const names = fonts.slice(1).map((font) => attribute(listTags(font, 'name')[0] ?? '', 'val') ?? '');
  const cellStyles = /<(?:\w+:)?cellXfs\b.*?<\/(?:\w+:)?cellXfs>/s.exec(styles)?.[0] ?? '';
  return new Map(
    listTags(cellStyles, 'xf')
      .map((tag, index) => [String(index), names[Number(attribute(tag, 'fontId') ?? 0)] ?? ''] as const)
      .filter(([, name]) => encodingOfFont(name) !== undefined),
  );
}

function findLegacyFonts(xml: string, fontOfStyle: ReadonlyMap<string, string>): LegacyFonts {
  const found = new Map<string, string>();
  if (fontOfStyle.size === 0) return found;
  for (const tag of listTags(xml, 'c')) {
    const font = fontOfStyle.get(attribute(tag, 's') ?? '0');
    const address = attribute(tag, 'r');
    if (font !== undefined && address !== undefined) found.set(address, font);
  }
  return found;
}

function findWithoutResult(xml: string): Set<string> {
  const found = new Set<string>();
  if (!/<(?:\w+:)?f[\s>/]/.test(xml)) return found;
  for (const [, tag = '', content = ''] of xml.matchAll(/(<(?:\w+:)?c\s[^>]*[^/]>)(.*?)<\/(?:\w+:)?c>/gs)) {
    if (!/<(?:\w+:)?f[\s>/]/.test(content) || /<(?:\w+:)?v>[^<]/.test(content)) continue;
    // A formula may give an empty text; that is a result.
    if (attribute(tag, 't') !== 'str') found.add(attribute(tag, 'r') ?? '');
  }
  return found;
}
