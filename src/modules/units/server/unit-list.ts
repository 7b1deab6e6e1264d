import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { fillWords, Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { cleanText, typedValueWords } from '#platform/typed-values.rules.ts';
import { findOnlyTable, type FoundTable, type WantedColumn } from '#platform/workbooks/find-table.ts';
import { markWorkbook } from '#platform/workbooks/mark-workbook.ts';
import { readWorkbook } from '#platform/workbooks/read-workbook.ts';
import { type CellMark, type CellRead, columnLetters, unreadableWords } from '#platform/workbooks/workbook.ts';
import { type TemplateColumn, writeTemplate } from '#platform/workbooks/write-template.ts';
import type { UnitListPreview } from '../added-units.contract.ts';
import {
  addedKinds,
  type CellRefusal,
  kindLabels,
  listNamedAbove,
  planUnits,
  toAboveLabel,
  type UnitCell,
  unitCells,
  type UnitPlan,
  type UnitRow,
} from '../added-units.rules.ts';
import { unitProblems } from '../units.problems.ts';
import { addUnits } from './added-units.ts';
import { listTakenCodes, listUnitsAbove, listUnitsBelow } from './added-unit-store.ts';

type Language = 'vi' | 'en';

const headers: Record<UnitCell, { vi: string; en: string; note: { vi: string; en: string }; isRequired: boolean }> = {
  kind: {
    vi: 'Loại đơn vị',
    en: 'Kind of unit',
    note: { vi: 'Chọn trong danh mục.', en: 'Choose from the list.' },
    isRequired: true,
  },
  name: {
    vi: 'Tên đơn vị',
    en: 'Name',
    note: { vi: 'Ghi đủ, ví dụ: Thôn Đông, Trường THCS Lê Lợi.', en: 'In full, such as Thôn Đông.' },
    isRequired: true,
  },
  parent: {
    vi: 'Thuộc',
    en: 'Under',
    note: {
      vi: 'Xã, phường, đặc khu (hoặc tỉnh, nếu do tỉnh quản lý): chọn trong danh mục, hoặc ghi mã.',
      en: 'Commune, or province for what the province manages: choose from the list or write the code.',
    },
    isRequired: true,
  },
  validFrom: {
    vi: 'Có từ ngày',
    en: 'First day',
    note: {
      vi: 'Không sớm hơn ngày có đơn vị cấp trên; đơn vị có từ trước thì ghi ngày đó.',
      en: 'Not earlier than that of the unit above; write that day for a unit that is older.',
    },
    isRequired: true,
  },
  code: {
    vi: 'Mã',
    en: 'Code',
    note: { vi: 'Để trống thì hệ thống tự đặt.', en: 'Left empty, the system gives one.' },
    isRequired: false,
  },
  legalBasis: {
    vi: 'Căn cứ',
    en: 'Legal basis',
    note: { vi: 'Số nghị quyết, quyết định, nếu có.', en: 'Number of the resolution or decision, if there is one.' },
    isRequired: false,
  },
};

const wantedColumns: WantedColumn<UnitCell>[] = unitCells.map((key) => ({
  key,
  headers: [headers[key].vi, headers[key].en],
  isRequired: headers[key].isRequired,
}));

/** The empty workbook of a list, with the units above that are the reader's to choose from. */
export async function makeUnitTemplate(db: Db, language: Language): Promise<Buffer> {
  const above = await listUnitsAbove(db);
  const first = above.find(({ kind }) => kind === 'commune') ?? above[0];
  const today = vietnamDay(new Date());
  const examples: Record<UnitCell, string> = {
    kind: kindLabels.residential_area[0],
    name: 'Thôn Đông',
    parent: first === undefined ? '' : toAboveLabel(first),
    validFrom: first?.validFrom ?? today,
    code: '',
    legalBasis: '',
  };
  const choices: Partial<Record<UnitCell, string[]>> = {
    kind: addedKinds.map((kind) => kindLabels[kind][0]),
    parent: above.map(toAboveLabel),
  };
  const columns = unitCells.map((cell): TemplateColumn => ({
    ...(cell === 'validFrom' ? { kind: 'day' } : { kind: choices[cell] ? 'choice' : 'text' }),
    header: headers[cell][language],
    note: headers[cell].note[language],
    isRequired: headers[cell].isRequired,
    example: examples[cell],
    ...(choices[cell] ? { choices: choices[cell] } : {}),
    width: cell === 'name' || cell === 'parent' ? 36 : 20,
  }));
  const title = { vi: 'Danh sách đơn vị', en: 'List of units' }[language];
  return Buffer.from(await writeTemplate({ title, language, columns }));
}

/** Enough rows to see what a list does; the counts tell of all. */
const mostShown = 100;

/** Tells what adding the list of a workbook would do; keeps nothing. */
export async function checkUnitList(db: Db, content: Uint8Array, language: Language): Promise<UnitListPreview> {
  const { plan, marks } = await readUnitList(db, content, language);
  const similarFirst = plan.added.toSorted((one, other) => other.similarTo.length - one.similarTo.length);
  return {
    addedCount: plan.added.length,
    added: similarFirst
      .slice(0, mostShown)
      .map(({ row, draft, similarTo }) => ({ row, name: draft.nameVi, similarTo: similarTo.slice(0, 3) })),
    similarCount: plan.added.filter(({ similarTo }) => similarTo.length > 0).length,
    presentCount: plan.present.length,
    refusedCount: marks.length,
    refused: marks.slice(0, mostShown).map(({ address, sentence }) => ({ address, sentence })),
    marked:
      marks.length === 0 ? null : Buffer.from(await markWorkbook(content, marks, { language })).toString('base64'),
  };
}

/** Adds all units of a list that are not there yet. Throws unit.list_refused where a cell is refused. */
export async function addUnitList(
  tx: Tx,
  actor: Actor,
  content: Uint8Array,
  language: Language,
): Promise<{ addedCount: number; presentCount: number }> {
  const { plan, marks } = await readUnitList(tx, content, language);
  const [first] = marks;
  if (first !== undefined) {
    throw new Problem('unit.list_refused', { count: marks.length, first: `${first.address}: ${first.sentence}` });
  }
  await addUnits(
    tx,
    actor,
    plan.added.map(({ draft }) => draft),
  );
  return { addedCount: plan.added.length, presentCount: plan.present.length };
}

async function readUnitList(
  db: Db,
  content: Uint8Array,
  language: Language,
): Promise<{ plan: UnitPlan; marks: CellMark[] }> {
  const table = findOnlyTable(await readWorkbook(content), wantedColumns);
  if (table.missing.length > 0) {
    throw new Problem('unit.list_columns', { columns: table.missing.map((key) => headers[key][language]).join(', ') });
  }
  const unreadable = listUnreadable(table, language);
  const rows = toUnitRows(table);
  const above = await listUnitsAbove(db);
  const named = listNamedAbove(rows, above);
  const codes = rows.map(({ code }) => cleanText(code)).filter((code) => code !== '');
  const plan = planUnits(rows, {
    above,
    below: await listUnitsBelow(
      db,
      named.map(({ id }) => id),
    ),
    takenCodes: await listTakenCodes(db, codes),
    today: vietnamDay(new Date()),
  });
  const told = new Set(unreadable.map(({ address }) => address));
  const refused = plan.refused
    .flatMap(({ row, refusals }) => refusals.map((refusal) => toMark(table, row, refusal, language)))
    .filter(({ address }) => !told.has(address));
  return { plan, marks: [...unreadable, ...refused] };
}

function toUnitRows(table: FoundTable<UnitCell>): UnitRow[] {
  return table.rows.map(({ number, cells }) => {
    const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
    const texts = unitCells.map((key) => [key, textOf(byColumn.get(table.columns.get(key) ?? 0))]);
    return { row: number, ...(Object.fromEntries(texts) as Record<UnitCell, string>) }; // every cell has its text
  });
}

/** A number of the workbook stands for itself here, as in codes, and is not grouped. */
function textOf(cell: CellRead | undefined): string {
  if (cell === undefined || cell.kind === 'unreadable') return '';
  return cell.kind === 'boolean' ? cell.written : String(cell.value);
}

function listUnreadable(table: FoundTable<UnitCell>, language: Language): CellMark[] {
  const columns = new Set(table.columns.values());
  return table.rows.flatMap(({ cells }) =>
    cells.flatMap((cell) =>
      cell.kind === 'unreadable' && columns.has(cell.column)
        ? [{ sheet: table.sheet.name, address: cell.address, sentence: unreadableWords[cell.reason][language] }]
        : [],
    ),
  );
}

function toMark(table: FoundTable<UnitCell>, row: number, refusal: CellRefusal, language: Language): CellMark {
  const column = table.columns.get(refusal.cell) ?? 1;
  return {
    sheet: table.sheet.name,
    address: `${columnLetters(column)}${row}`,
    sentence: sayRefusal(refusal, language),
  };
}

const refusalWords: Record<string, { vi: string; en: string } | undefined> = { ...typedValueWords, ...unitProblems };

function sayRefusal({ code, params }: CellRefusal, language: Language): string {
  return fillWords(refusalWords[code]?.[language] ?? code, params);
}
