// Residential areas, agencies, enterprises and schools: which of them may be added below which unit, one by one or as a
// list of rows. Pure: what the house has already is handed in.

import { cleanText, foldForMatch, readTypedDay } from '#platform/typed-values.rules.ts';
import { toSearchText } from './units.rules.ts';

/** The kinds of units that administrators add; all others come from the lists of administrative units. */
export const addedKinds = ['residential_area', 'agency', 'enterprise', 'school'] as const;
export type AddedKind = (typeof addedKinds)[number];

/** A unit below which others may be added: an open commune or province. */
export type UnitAbove = {
  id: number;
  kind: 'province' | 'commune';
  code: string;
  nameVi: string;
  provinceName: string | null;
  validFrom: string | null;
};

/** A unit that lies directly below one of them already, ended ones too. */
export type UnitBelow = {
  id: number;
  kind: string;
  parentId: number;
  code: string;
  nameVi: string;
  validTo: string | null;
};

/** What the house has already, as far as it matters for what is to be added. today: the day in Vietnam. */
export type Surroundings = {
  above: readonly UnitAbove[];
  below: readonly UnitBelow[];
  /** Of the codes asked for, those that some unit bears, in lower case. */
  takenCodes: ReadonlySet<string>;
  today: string;
};

/** A unit to be added. code null = the house gives one; validFrom yyyy-mm-dd. */
export type UnitDraft = {
  kind: AddedKind;
  nameVi: string;
  parentId: number;
  code: string | null;
  validFrom: string;
  legalBasis: string | null;
};

export const unitCells = ['kind', 'name', 'parent', 'validFrom', 'code', 'legalBasis'] as const;
export type UnitCell = (typeof unitCells)[number];

/** Why a cell was refused: a code of units.problems.ts or of typed-values.rules.ts, with its parameters. */
export type CellRefusal = { cell: UnitCell; code: string; params: Record<string, string> };

export type Judgement =
  /** similarTo: units of the same place whose names differ in diacritics or kind only. */
  | { state: 'new'; draft: UnitDraft; similarTo: string[] }
  /** A unit of this name, kind and place exists. */
  | { state: 'present'; unit: UnitBelow }
  | { state: 'refused'; refusals: CellRefusal[] };

/** One row of a list as it is written; '' = empty. row: its number in the sheet. */
export type UnitRow = { row: number } & Record<UnitCell, string>;

export type UnitPlan = {
  added: { row: number; draft: UnitDraft; similarTo: string[] }[];
  present: { row: number; unit: UnitBelow }[];
  refused: { row: number; refusals: CellRefusal[] }[];
};

/** The form of a name that only one open unit of a kind may bear below a parent: case and place of the tone mark do not matter. */
export function toNameKey(name: string): string {
  return foldForMatch(name);
}

/**
 * Turns the rows of a list into what would be added, what is there already and what is refused, with a reason for each
 * cell. The parent is written as a code, as a name, or as both: "Xã Phong Thạnh (31825)". Rows are also compared with
 * those before them.
 */
export function planUnits(rows: readonly UnitRow[], surroundings: Surroundings): UnitPlan {
  const judge = openJudge(surroundings);
  const findAbove = openAboveFinder(surroundings.above);
  const plan: UnitPlan = { added: [], present: [], refused: [] };
  for (const row of rows) {
    const read = readRow(row, findAbove);
    const judgement: Judgement = 'refusals' in read ? { state: 'refused', ...read } : judge(read.draft, row.row);
    if (judgement.state === 'new') plan.added.push({ row: row.row, ...judgement });
    else if (judgement.state === 'present') plan.present.push({ row: row.row, unit: judgement.unit });
    else plan.refused.push({ row: row.row, refusals: judgement.refusals });
  }
  return plan;
}

/** Judges one unit after the other; what was found new counts for those that follow. row: its number in a sheet. */
export function openJudge(surroundings: Surroundings): (draft: UnitDraft, row?: number) => Judgement {
  const above = new Map(surroundings.above.map((unit) => [unit.id, unit]));
  const open = new Map<string, UnitBelow>();
  const ended = new Map<string, UnitBelow>();
  const alike = new Map<string, string[]>();
  const rowsOfNames = new Map<string, number>();
  const rowsOfCodes = new Map<string, number>();
  const keyOf = (unit: { kind: string; parentId: number; nameVi: string }) =>
    `${unit.parentId} ${unit.kind} ${toNameKey(unit.nameVi)}`;
  const remember = (unit: { parentId: number; nameVi: string }, shown: string) => {
    const key = `${unit.parentId} ${toSearchText(unit.nameVi)}`;
    const found = alike.get(key);
    if (found === undefined) alike.set(key, [shown]);
    else found.push(shown);
  };
  for (const unit of surroundings.below) {
    if (unit.validTo === null) {
      open.set(keyOf(unit), unit);
      remember(unit, `${unit.nameVi} (${unit.code})`);
    } else if (unit.validTo > (ended.get(keyOf(unit))?.validTo ?? '')) ended.set(keyOf(unit), unit);
  }

  return (draft, row = 0) => {
    const key = keyOf(draft);
    const refusals = [
      ...listOwnRefusals(draft, above.get(draft.parentId), surroundings.today),
      ...listCodeRefusals(draft.code, surroundings.takenCodes, rowsOfCodes),
    ];
    const refuse = (cell: UnitCell, code: string, params: Record<string, string>) =>
      refusals.push({ cell, code, params });
    const before = ended.get(key);
    if (before?.validTo && draft.validFrom < before.validTo) {
      refuse('validFrom', 'unit.same_name_until', { name: before.nameVi, day: toText(before.validTo) });
    }
    const earlier = rowsOfNames.get(key);
    if (earlier !== undefined) refuse('name', 'unit.name_twice', { row: String(earlier) });
    if (refusals.length > 0) return { state: 'refused', refusals };
    const present = open.get(key);
    if (present !== undefined) return { state: 'present', unit: present };

    const similarTo = [...(alike.get(`${draft.parentId} ${toSearchText(draft.nameVi)}`) ?? [])];
    remember(draft, draft.nameVi);
    rowsOfNames.set(key, row);
    if (draft.code !== null) rowsOfCodes.set(draft.code.toLowerCase(), row);
    return { state: 'new', draft, similarTo };
  };
}

const longestName = 200;
const longestCode = 30;
const longestBasis = 300;

/** What is wrong with a unit by itself and below its parent. */
function listOwnRefusals(draft: UnitDraft, above: UnitAbove | undefined, today: string): CellRefusal[] {
  const refusals: CellRefusal[] = [];
  const refuse = (cell: UnitCell, code: string, params: Record<string, string> = {}) =>
    refusals.push({ cell, code, params });
  if (draft.nameVi.length < 2 || draft.nameVi.length > longestName || !/[\p{L}\p{N}]/u.test(draft.nameVi)) {
    refuse('name', 'unit.name_shape', { most: String(longestName) });
  }
  if ((draft.legalBasis?.length ?? 0) > longestBasis) {
    refuse('legalBasis', 'unit.basis_long', { most: String(longestBasis) });
  }
  if (above === undefined) refuse('parent', 'unit.parent_closed');
  else {
    if (draft.kind === 'residential_area' && above.kind !== 'commune') {
      refuse('parent', 'unit.area_below_commune', { parent: above.nameVi });
    }
    if (above.validFrom !== null && draft.validFrom < above.validFrom) {
      refuse('validFrom', 'unit.before_parent', { parent: above.nameVi, day: toText(above.validFrom) });
    }
  }
  if (draft.validFrom > today) refuse('validFrom', 'unit.begins_later');
  return refusals;
}

function listCodeRefusals(
  code: string | null,
  takenCodes: ReadonlySet<string>,
  rowsOfCodes: ReadonlyMap<string, number>,
): CellRefusal[] {
  if (code === null) return [];
  if (code.length > longestCode || !/^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(code)) {
    return [{ cell: 'code', code: 'unit.code_shape', params: { text: code, most: String(longestCode) } }];
  }
  if (takenCodes.has(code.toLowerCase())) return [{ cell: 'code', code: 'unit.code_taken', params: { code } }];
  const earlier = rowsOfCodes.get(code.toLowerCase());
  return earlier === undefined
    ? []
    : [{ cell: 'code', code: 'unit.code_twice', params: { code, row: String(earlier) } }];
}

function toText(day: string): string {
  return day.split('-').toReversed().join('/');
}

// Rows as they are written ---------------------------------------------------------------------------------------------

/** How the kinds are written in a list: the first is the one of the template. */
export const kindLabels: Record<AddedKind, readonly [string, ...string[]]> = {
  residential_area: ['Khu dân cư', 'Thôn, tổ dân phố', 'Residential area'],
  agency: ['Cơ quan', 'Agency'],
  enterprise: ['Doanh nghiệp', 'Enterprise'],
  school: ['Nhà trường', 'Trường học', 'Trường', 'School'],
};

const kindsByLabel = new Map<string, AddedKind>(
  addedKinds.flatMap((kind) =>
    [kind, ...kindLabels[kind]].map((label): [string, AddedKind] => [foldForMatch(label), kind]),
  ),
);

/** How a parent is written in the drop-down of a template. */
export function toAboveLabel(unit: Pick<UnitAbove, 'nameVi' | 'code'>): string {
  return `${unit.nameVi} (${unit.code})`;
}

function readRow(
  row: UnitRow,
  findAbove: (text: string) => UnitAbove | { code: string; params: Record<string, string> },
): { draft: UnitDraft } | { refusals: CellRefusal[] } {
  const refusals: CellRefusal[] = [];
  const text = (cell: UnitCell): string => cleanText(row[cell]);
  const required = (cell: UnitCell): string => {
    if (text(cell) === '') refusals.push({ cell, code: 'value.empty', params: {} });
    return text(cell);
  };
  const kindText = required('kind');
  const kind = kindsByLabel.get(foldForMatch(kindText));
  if (kindText !== '' && kind === undefined) {
    refusals.push({ cell: 'kind', code: 'unit.kind_unknown', params: { text: kindText } });
  }
  const nameVi = required('name');
  const aboveText = required('parent');
  const above = aboveText === '' ? undefined : findAbove(aboveText);
  if (above && 'params' in above) refusals.push({ cell: 'parent', ...above });
  const day = readTypedDay(row.validFrom);
  if (day.refusal !== undefined) refusals.push({ cell: 'validFrom', ...day.refusal });
  if (kind === undefined || above === undefined || 'params' in above || day.value === undefined || refusals.length > 0)
    return { refusals };
  return {
    draft: {
      kind,
      nameVi,
      parentId: above.id,
      code: text('code') || null,
      validFrom: day.value,
      legalBasis: text('legalBasis') || null,
    },
  };
}

/** The units above that the rows name, so that only what lies below these need be read. */
export function listNamedAbove(rows: readonly UnitRow[], above: readonly UnitAbove[]): UnitAbove[] {
  const findAbove = openAboveFinder(above);
  const found = rows.map((row) => findAbove(cleanText(row.parent))).filter((unit) => 'id' in unit);
  return [...new Set(found)];
}

function openAboveFinder(above: readonly UnitAbove[]) {
  const byText = new Map<string, UnitAbove[]>();
  for (const unit of above) {
    for (const text of [unit.code, unit.nameVi, toAboveLabel(unit)]) {
      const key = foldForMatch(text);
      byText.set(key, [...(byText.get(key) ?? []), unit]);
    }
  }
  return (text: string): UnitAbove | { code: string; params: Record<string, string> } => {
    const [unit, ...others] = byText.get(foldForMatch(text)) ?? [];
    if (unit === undefined) return { code: 'unit.parent_unknown', params: { text } };
    if (others.length === 0) return unit;
    const choices = [unit, ...others].map((each) => [toAboveLabel(each), each.provinceName].filter(Boolean).join(', '));
    return { code: 'unit.parent_several', params: { text, choices: choices.join('; ') } };
  };
}
