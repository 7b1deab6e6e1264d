import { patchDetector, patchDocument, PatchType, type IPatch, Paragraph } from 'docx';
import { vietnamDay } from '#platform/periods.rules.ts';
import { writeDifference, writeMet, writeTarget } from '../comparison.rules.ts';
import { type Rounding, writeInSentence } from '../figure-wording.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import {
  unitOfParts,
  writeBasis,
  writeCoverage,
  writeDay,
  writeLongDay,
  writeNumber,
  writeSpan,
} from '../reports.rules.ts';
import { type FigurePart, type PlainName, readTemplateName, type TemplateName } from '../template-names.rules.ts';
import { write } from './document-form.ts';
import type { Issuer } from './issuer.ts';
import { type Block, layoutSection } from './layout-report.ts';
import { layoutUnits } from './layout-units.ts';
import { writeBlock } from './write-document.ts';

/** The names in a template, each once; throws where the file is no Word document. */
export async function listNamesIn(template: Buffer): Promise<string[]> {
  return [...new Set(await patchDetector({ data: template, trimPlaceholders: true }))];
}

export type Filling = { report: ReviewReport; issuer: Issuer; roundings: Record<string, Rounding> };

/** A template with its names replaced; what the report does not have reads "chưa có số liệu", an empty text as nothing. */
export async function fillTemplate(template: Buffer, names: string[], filling: Filling): Promise<Buffer> {
  const codes = new Set(names.map((name) => name.split('.')[0]!));
  const patches = names.flatMap((name): [string, IPatch][] => {
    const asked = readTemplateName(name, codes);
    return asked ? [[name, toPatch(asked, filling)]] : [];
  });
  return patchDocument({
    outputType: 'nodebuffer',
    data: template,
    patches: Object.fromEntries(patches),
    keepOriginalStyles: true,
    trimPlaceholders: true,
    recursive: false,
  });
}

function toPatch(asked: TemplateName, filling: Filling): IPatch {
  if (asked.kind === 'plain') return inLine(writePlain(asked.name, filling));
  if (asked.kind === 'figure') return inLine(writeFigurePart(asked.code, asked.part, filling));
  const blocks = asked.kind === 'units' ? layoutUnits(filling.report) : listBlocks(asked, filling.report);
  const children = blocks.flatMap(writeBlock);
  return { type: PatchType.DOCUMENT, children: children.length > 0 ? children : [new Paragraph({})] };
}

function inLine(text: string): IPatch {
  return { type: PatchType.PARAGRAPH, children: [write(text)] };
}

const kindsOfBlocks = { bang: 'table', hinh: 'picture', cau: 'paragraph', ban_van: 'paragraph' } as const;

function listBlocks({ block, section }: Extract<TemplateName, { kind: 'block' }>, report: ReviewReport): Block[] {
  const found = section === 'coverage' ? report.coverage : report.sections.find(({ key }) => key === section);
  if (!found) return [];
  const content = block === 'ban_van' ? { ...found, sentences: [] } : { ...found, ownText: '' };
  return layoutSection(report, content, { tables: 0, pictures: 0 })
    .filter(({ kind }) => kind === kindsOfBlocks[block])
    .map((one) => (one.kind === 'table' ? { ...one, caption: null } : one));
}

const missing = 'chưa có số liệu';

function writePlain(name: PlainName, { report, issuer }: Filling): string {
  const { question, compared, abstract } = report;
  const values: Record<PlainName, string> = {
    don_vi: question.unit.name,
    ten_bao_cao: abstract,
    ky: writeSpan(question, 'vi'),
    tu_ngay: writeDay(question.fromDay, 'vi'),
    den_ngay: writeDay(question.toDay, 'vi'),
    ky_so_sanh: compared ? writeSpan(compared, 'vi') : 'không so sánh',
    co_quan: issuer.body,
    noi_ngay: `${issuer.place}, ${writeLongDay(vietnamDay(new Date(question.answeredAt)))}`,
    can_cu_so_lieu: writeBasis(question, '', 'vi').replace(/ · $/, ''),
  };
  return values[name];
}

function writeFigurePart(code: string, part: FigurePart, { report, roundings }: Filling): string {
  const indicator = report.indicators.find((one) => one.code === code);
  const figure = report.figures.find(({ indicatorCode }) => indicatorCode === code);
  if (!indicator || !figure) return missing;
  const compared = report.compared?.figures.find(({ indicatorCode }) => indicatorCode === code);
  const target = report.targets.find(({ indicatorCode }) => indicatorCode === code);
  switch (part) {
    case '':
      return writeInSentence(figure, unitOfParts(indicator, report.indicators, 'vi'), roundings[code], 'vi');
    case 'don_vi_tinh':
      return indicator.measureUnitVi;
    case 'truoc':
      return compared?.before ? writeNumber(compared.before, 'vi') : missing;
    case 'chenh_lech':
      return (compared && writeDifference(compared, indicator.kind === 'ratio', 'vi')) || missing;
    case 'muc_tieu':
      return target ? `${writeTarget(target, 'vi')}: ${writeMet(target.met, 'vi')}` : 'chưa đặt mục tiêu';
    case 'do_phu':
      return writeCoverage(figure.coverage, report.owedBy[code] ?? 'mixed', 'vi');
  }
}
