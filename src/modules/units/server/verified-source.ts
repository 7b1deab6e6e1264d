import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError, type Info, parse } from 'csv-parse/sync';
import { isDay } from '#platform/periods.rules.ts';
import { type Extent, extents } from '../units.rules.ts';
import { nationUnit, type SetSuccession, type SetUnit, type UnitSet } from './unit-set.ts';

/** What is wrong in a file of the verified set. Row 1 is the heading; column is empty when the whole row is meant. */
export type SourceError = { file: string; row: number; column: string; vi: string; en: string };

const unitColumns = [
  'code',
  'code_origin',
  'kind',
  'name_vi',
  'name_en',
  'parent_code',
  'parent_kind',
  'valid_from',
  'valid_to',
  'legal_basis',
] as const;
const successionColumns = ['from_code', 'from_kind', 'to_code', 'to_kind', 'on', 'extent', 'note'] as const;

// Kinds of the lists of administrative units, their official codes, and what may stand above each.
const listedKinds = {
  province: { vi: 'cấp tỉnh', officialCode: /^\d{2}$/u, digits: 2, parents: ['nation'] },
  district: { vi: 'cấp huyện', officialCode: /^\d{3}$/u, digits: 3, parents: ['province'] },
  commune: { vi: 'cấp xã', officialCode: /^\d{5}$/u, digits: 5, parents: ['district', 'province'] },
} as const;
type ListedKind = keyof typeof listedKinds;

type CsvRow<Column extends string> = { row: number; cells: Record<Column, string> };
type Report = (row: number, column: string, vi: string, en: string) => void;

/**
 * Reads the verified set (units.csv and successions.csv) from a folder; whole or nothing.
 *
 * Checks columns, codes, kinds, dates, that every parent exists and is valid for the child's whole period, that
 * code + kind have one holder at a time, and that every succession joins a unit that ends on its day to one that
 * begins on it. Returns the set, or every error found with file, row and column. Throws only when a file is missing.
 */
export async function readVerifiedSource(folder: string): Promise<{ set: UnitSet } | { errors: SourceError[] }> {
  const [units, successions] = await Promise.all([
    readFile(join(folder, 'units.csv')),
    readFile(join(folder, 'successions.csv')),
  ]);
  return parseVerifiedSource({ units, successions });
}

/** The same from the contents of the two files, in UTF-8; see `readVerifiedSource`. */
export function parseVerifiedSource(files: {
  units: Uint8Array;
  successions: Uint8Array;
}): { set: UnitSet } | { errors: SourceError[] } {
  const errors: SourceError[] = [];
  const reportIn =
    (file: string): Report =>
    (row, column, vi, en) =>
      errors.push({ file, row, column, vi, en });

  const units = readUnits(parseRows(files.units, unitColumns, reportIn('units.csv')), reportIn('units.csv'));
  const successionRows = parseRows(files.successions, successionColumns, reportIn('successions.csv'));
  // Without sound units every succession would be reported as joining nothing.
  if (errors.some(({ file }) => file === 'units.csv')) return { errors };
  const successions = readSuccessions(successionRows, units, reportIn('successions.csv'));
  return errors.length > 0 ? { errors } : { set: { units, successions, problems: [] } };
}

function parseRows<Column extends string>(
  content: Uint8Array,
  columns: readonly Column[],
  report: Report,
): CsvRow<Column>[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    report(1, '', 'Tệp không phải UTF-8.', 'The file is not UTF-8.');
    return [];
  }
  let records: { record: string[]; info: Info }[];
  try {
    // With `info` each record comes as record and info, which the declared type of parse does not say.
    records = parse(text, {
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = typeof error['lines'] === 'number' ? error['lines'] : 1;
    report(
      row,
      '',
      'Dòng viết sai dạng CSV (kiểm tra dấu nháy kép).',
      'The row is not proper CSV (look at its quotes).',
    );
    return [];
  }
  const heading = records[0]?.record.map((name) => name.trim()) ?? [];
  const missing = columns.filter((column) => !heading.includes(column));
  for (const column of missing) report(1, column, `Thiếu cột "${column}".`, `The column "${column}" is missing.`);
  const unknown = heading.filter((name) => !(columns as readonly string[]).includes(name));
  for (const name of unknown) report(1, name, `Không có cột nào tên "${name}".`, `There is no column "${name}".`);
  const repeated = heading.filter((name, index) => heading.indexOf(name) !== index);
  for (const name of repeated) report(1, name, `Cột "${name}" có hai lần.`, `The column "${name}" occurs twice.`);
  if (missing.length + unknown.length + repeated.length > 0) return [];

  const rows: CsvRow<Column>[] = [];
  for (const { record, info } of records.slice(1)) {
    if (record.length !== heading.length) {
      const counts = [record.length, heading.length] as const;
      report(
        info.lines,
        '',
        `Dòng có ${counts[0]} ô, phải có ${counts[1]}.`,
        `The row has ${counts[0]} cells and must have ${counts[1]}.`,
      );
      continue;
    }
    const cell = (column: Column) => record[heading.indexOf(column)] ?? '';
    const cells = Object.fromEntries(columns.map((column) => [column, cell(column).normalize('NFC').trim()]));
    rows.push({ row: info.lines, cells: cells as Record<Column, string> }); // one entry for each column
  }
  return rows;
}

type ReadUnit = SetUnit & { row: number; parentCode: string; parentKind: string };

function readUnits(rows: readonly CsvRow<(typeof unitColumns)[number]>[], report: Report): SetUnit[] {
  const units: ReadUnit[] = [];
  for (const { row, cells } of rows) {
    const unit = readUnit(row, cells, report);
    if (unit !== undefined) units.push(unit);
  }
  const holders = groupByHolder(units);
  for (const group of holders.values()) checkOneHolderAtATime(group, report);
  for (const unit of units) {
    if (unit.kind === 'province') continue;
    const parent = holders
      .get(`${unit.parentKind}:${unit.parentCode}`)
      ?.find((each) => startOf(each) <= startOf(unit) && endOf(unit) <= endOf(each));
    if (parent !== undefined) unit.parentKey = parent.key;
    else {
      report(
        unit.row,
        'parent_code',
        `Không có đơn vị ${viOf(unit.parentKind)} mã ${unit.parentCode} tồn tại suốt thời gian của đơn vị này.`,
        `There is no ${unit.parentKind} ${unit.parentCode} that is valid for the whole period of this unit.`,
      );
    }
  }
  return [nationUnit, ...units.map(({ row: _row, parentCode: _code, parentKind: _kind, ...unit }) => unit)];
}

function readUnit(
  row: number,
  cells: Record<(typeof unitColumns)[number], string>,
  report: Report,
): ReadUnit | undefined {
  const before = { failed: false };
  const fail: Report = (...error) => {
    before.failed = true;
    report(...error);
  };
  const { kind, code, code_origin: codeOrigin } = cells;
  if (!isListedKind(kind)) {
    report(
      row,
      'kind',
      `"${kind}" không phải province, district hay commune.`,
      `"${kind}" is not province, district or commune.`,
    );
    return undefined;
  }
  const rule = listedKinds[kind];
  if (codeOrigin !== 'official' && codeOrigin !== 'ours') {
    fail(
      row,
      'code_origin',
      `"${codeOrigin}" không phải official hay ours.`,
      `"${codeOrigin}" is not official or ours.`,
    );
  } else if (codeOrigin === 'official' && !rule.officialCode.test(code)) {
    fail(
      row,
      'code',
      `Mã chính thức của đơn vị ${rule.vi} có ${rule.digits} chữ số, không phải "${code}".`,
      `The official code of a ${kind} has ${rule.digits} digits, not "${code}".`,
    );
  } else if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(code)) {
    fail(row, 'code', `"${code}" không dùng làm mã được.`, `"${code}" cannot serve as a code.`);
  }
  if (cells.name_vi === '') fail(row, 'name_vi', 'Thiếu tên tiếng Việt.', 'The Vietnamese name is missing.');
  checkDates(row, cells, fail);
  checkParentNamed(row, kind, cells, fail);
  if (before.failed) return undefined;
  return {
    row,
    key: `${kind}:${code}:${cells.valid_from}`,
    kind,
    code,
    codeOrigin: codeOrigin === 'official' ? 'official' : 'ours',
    nameVi: cells.name_vi,
    nameEn: cells.name_en || null,
    parentKey: kind === 'province' ? nationUnit.key : null,
    parentCode: cells.parent_code,
    parentKind: cells.parent_kind,
    validFrom: cells.valid_from || null,
    validTo: cells.valid_to || null,
    legalBasis: cells.legal_basis || null,
  };
}

function viOf(kind: string): string {
  return isListedKind(kind) ? listedKinds[kind].vi : kind;
}

function isListedKind(text: string): text is ListedKind {
  return Object.hasOwn(listedKinds, text);
}

function checkDates(row: number, cells: { valid_from: string; valid_to: string }, report: Report): void {
  for (const column of ['valid_from', 'valid_to'] as const) {
    const text = cells[column];
    if (text !== '' && !isDay(text)) {
      report(
        row,
        column,
        `"${text}" không phải ngày dạng yyyy-mm-dd.`,
        `"${text}" is not a date of the form yyyy-mm-dd.`,
      );
    }
  }
  if (cells.valid_from !== '' && cells.valid_to !== '' && cells.valid_from >= cells.valid_to) {
    report(row, 'valid_to', 'Ngày kết thúc phải sau ngày bắt đầu.', 'The end must come after the beginning.');
  }
}

function checkParentNamed(
  row: number,
  kind: ListedKind,
  cells: { parent_code: string; parent_kind: string },
  report: Report,
): void {
  if (kind === 'province') {
    const isNation = cells.parent_kind === nationUnit.kind && cells.parent_code === nationUnit.code;
    if ((cells.parent_code !== '' || cells.parent_kind !== '') && !isNation) {
      report(
        row,
        'parent_code',
        'Tỉnh không thuộc đơn vị nào trong danh mục.',
        'A province has no parent in the list.',
      );
    }
    return;
  }
  const parents: readonly string[] = listedKinds[kind].parents;
  if (!parents.includes(cells.parent_kind)) {
    report(
      row,
      'parent_kind',
      `Trên đơn vị ${listedKinds[kind].vi} phải là ${parents.join(' hoặc ')}, không phải "${cells.parent_kind}".`,
      `The parent of a ${kind} is a ${parents.join(' or a ')}, not "${cells.parent_kind}".`,
    );
  }
  if (cells.parent_code === '')
    report(row, 'parent_code', 'Thiếu mã đơn vị cấp trên.', 'The code of the parent is missing.');
}

/** Units by kind and code, in the order of time. */
function groupByHolder<Unit extends SetUnit>(units: readonly Unit[]): Map<string, Unit[]> {
  const groups = new Map<string, Unit[]>();
  for (const unit of units.toSorted((one, other) => (startOf(one) < startOf(other) ? -1 : 1))) {
    const key = `${unit.kind}:${unit.code}`;
    groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return groups;
}

function checkOneHolderAtATime(group: readonly ReadUnit[], report: Report): void {
  group.forEach((unit, index) => {
    const earlier = group[index - 1];
    if (earlier === undefined || endOf(earlier) <= startOf(unit)) return;
    report(
      unit.row,
      'code',
      `Mã ${unit.code} (${viOf(unit.kind)}) đã có ở dòng ${earlier.row} trong cùng thời gian.`,
      `The code ${unit.code} (${unit.kind}) is held by row ${earlier.row} at the same time.`,
    );
  });
}

// An unknown beginning sorts before every date, an open end after every date.
function startOf(unit: SetUnit): string {
  return unit.validFrom ?? '';
}

function endOf(unit: SetUnit): string {
  return unit.validTo ?? '9999-12-31';
}

function readSuccessions(
  rows: readonly CsvRow<(typeof successionColumns)[number]>[],
  units: readonly SetUnit[],
  report: Report,
): SetSuccession[] {
  const holders = groupByHolder(units);
  const read: (SetSuccession & { row: number })[] = [];
  const seen = new Map<string, number>();
  for (const { row, cells } of rows) {
    if (!isDay(cells.on)) {
      report(
        row,
        'on',
        `"${cells.on}" không phải ngày dạng yyyy-mm-dd.`,
        `"${cells.on}" is not a date of the form yyyy-mm-dd.`,
      );
      continue;
    }
    const from = holders.get(`${cells.from_kind}:${cells.from_code}`)?.find((unit) => unit.validTo === cells.on);
    const to = holders.get(`${cells.to_kind}:${cells.to_code}`)?.find((unit) => unit.validFrom === cells.on);
    if (from === undefined) {
      report(
        row,
        'from_code',
        `Không có đơn vị ${viOf(cells.from_kind)} mã ${cells.from_code} kết thúc ngày ${cells.on}.`,
        `No ${cells.from_kind} ${cells.from_code} ends on ${cells.on}.`,
      );
    }
    if (to === undefined) {
      report(
        row,
        'to_code',
        `Không có đơn vị ${viOf(cells.to_kind)} mã ${cells.to_code} bắt đầu ngày ${cells.on}.`,
        `No ${cells.to_kind} ${cells.to_code} begins on ${cells.on}.`,
      );
    }
    if (!isExtent(cells.extent)) {
      report(
        row,
        'extent',
        `"${cells.extent}" không phải whole, part hay unverified.`,
        `"${cells.extent}" is not whole, part or unverified.`,
      );
    }
    if (from === undefined || to === undefined || !isExtent(cells.extent)) continue;
    const pair = `${from.key}>${to.key}`;
    const earlier = seen.get(pair);
    if (earlier !== undefined) {
      report(row, '', `Trùng với dòng ${earlier}.`, `The same as row ${earlier}.`);
      continue;
    }
    seen.set(pair, row);
    read.push({
      row,
      fromKey: from.key,
      toKey: to.key,
      takesEffectOn: cells.on,
      extent: cells.extent,
      note: cells.note || null,
    });
  }
  checkExtents(read, report);
  return read.map(({ row: _row, ...succession }) => succession);
}

function isExtent(text: string): text is Extent {
  return (extents as readonly string[]).includes(text);
}

function checkExtents(successions: readonly (SetSuccession & { row: number })[], report: Report): void {
  const counts = new Map<string, number>();
  for (const { fromKey } of successions) counts.set(fromKey, (counts.get(fromKey) ?? 0) + 1);
  for (const { row, fromKey, extent } of successions) {
    const count = counts.get(fromKey) ?? 0;
    if (extent === 'whole' && count > 1) {
      report(
        row,
        'extent',
        `Đơn vị có ${count} đơn vị kế tiếp nên không thể là whole.`,
        `The unit has ${count} successors, so none of them took the whole.`,
      );
    }
    if (extent === 'part' && count === 1) {
      report(
        row,
        'extent',
        'Chỉ có một phần; thiếu phần còn lại.',
        'This is one part only; the other parts are missing.',
      );
    }
  }
}
