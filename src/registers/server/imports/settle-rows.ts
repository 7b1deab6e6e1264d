import { setImmediate } from 'node:timers/promises';
import type { Db } from '#platform/database/database.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { type Field, isEmptyValue, type Register, type Values } from '../../declaration.ts';
import { valuesSchema } from '../../value-schemas.ts';
import { duplicateKey, findDuplicates } from '../duplicates.ts';
import { checkRecords, findHolders, type Holder } from '../record-checks.ts';
import { getRecords } from '../record-queries.ts';
import { findRecordsByTexts } from './find-names.ts';
import {
  addName,
  isRecordId,
  matchRecord,
  type NamedRecord,
  type NameIndex,
  remember,
  splitCode,
} from './match-names.ts';
import { isKept, type KeptValue } from './name-cells.ts';
import { type CellRefusal, refuse, shorten, textOf } from './read-cell.ts';
import { type DraftRow, refuseCell, rowsPerTurn } from './read-rows.ts';

type RecordField = Extract<Field, { type: 'record' }>;
type RecordMatch = NamedRecord | CellRefusal;
type Lookup = { index: NameIndex<NamedRecord>; byId: Map<string, NamedRecord> };

const rowsPerCheck = 1000;

/**
 * Says of every row what becomes of it. Rows may refer to records of the same register that stand in the same file (a site
 * to its initiative): they are settled in rounds, each row after those it refers to. onSettled is told the number of rows.
 */
export async function settleRows(
  db: Db,
  register: Register,
  rows: readonly DraftRow[],
  keep: KeptValue,
  onSettled: (count: number) => Promise<void>,
): Promise<void> {
  const fields = Object.entries(register.fields).filter(
    (entry): entry is [string, RecordField] => entry[1].type === 'record',
  );
  const lookups = await lookUp(db, fields, rows);
  const holders = await findHolders(
    db,
    rows.flatMap(({ unit }) => (unit ? [unit.id] : [])),
  );
  const referred = listReferred(register, fields, rows);
  const settled = new SettledRows(register, referred);
  let waiting = [...rows];
  while (waiting.length > 0) {
    const titles = indexTitles(register, waiting, referred);
    const ready = waiting.filter((row) => !refersToAny(register, fields, row, titles));
    if (ready.length === 0) {
      for (const row of waiting) refuseCircle(fields, row);
      break;
    }
    for (const [name, field] of fields) {
      const known = { lookup: lookups.get(name), settled, keep, matches: new Map<string, RecordMatch>() };
      for (const row of ready) nameRecord(register, name, field, row, known);
    }
    for (let at = 0; at < ready.length; at += rowsPerCheck) {
      const some = ready.slice(at, at + rowsPerCheck);
      await checkRows(db, register, some, holders, settled);
      await onSettled(some.length);
    }
    await findAlike(db, register, ready, settled);
    for (const row of ready) settled.add(row);
    const done = new Set(ready);
    waiting = waiting.filter((row) => !done.has(row));
  }
}

/** The rows of which it is known what becomes of them, by how others refer to them. */
class SettledRows {
  readonly newIds = new Set<string>();
  readonly firstByKey = new Map<string, DraftRow>();
  private readonly names: NameIndex<NamedRecord> = { byCode: new Map(), byName: new Map(), byLetters: new Map() };
  private readonly rowById = new Map<string, DraftRow>();
  private readonly register: Register;
  private readonly referred: ReadonlySet<string>;

  /** referred: keys of the names that cells of the file refer to; other rows need not be found again. */
  constructor(register: Register, referred: ReadonlySet<string>) {
    this.register = register;
    this.referred = referred;
  }

  add(row: DraftRow): void {
    row.kind ??= 'refused';
    const { titleField } = this.register;
    if (row.kind === 'new') this.newIds.add(row.id);
    if (titleField === undefined || row.unit === undefined || row.kind === 'doubtful') return;
    const title = row.values[titleField];
    if (typeof title !== 'string' || !this.referred.has(toSearchKey(title))) return;
    this.rowById.set(row.id, row);
    addName(this.names, { id: row.id, name: title, unitId: row.unit.id, unitName: row.unit.name, code: row.unit.code });
  }

  /** Rows that bear the name and fit the field, first those that are entered or there already. */
  listNamed(field: RecordField, text: string): { records: NamedRecord[]; refused: DraftRow | undefined } {
    const key = toSearchKey(splitCode(text).name);
    const fitting = (this.names.byLetters.get(key) ?? []).filter(({ id }) => fits(field, this.rowById.get(id)!.values));
    const isRefused = ({ id }: NamedRecord): boolean => this.rowById.get(id)!.kind === 'refused';
    const refused = fitting.find(isRefused);
    return {
      records: fitting.filter((record) => !isRefused(record)),
      refused: refused && this.rowById.get(refused.id),
    };
  }
}

function fits(field: RecordField, values: Values): boolean {
  return Object.entries(field.where ?? {}).every(([name, code]) => values[name] === code);
}

async function lookUp(
  db: Db,
  fields: readonly [string, RecordField][],
  rows: readonly DraftRow[],
): Promise<Map<string, Lookup>> {
  const lookups = new Map<string, Lookup>();
  for (const [name, field] of fields) {
    const texts = new Set(rows.flatMap((row) => (row.cells.has(name) ? [textOf(row.cells.get(name)!)] : [])));
    if (texts.size > 0) lookups.set(name, await findRecordsByTexts(db, field, [...texts]));
  }
  return lookups;
}

/** Keys of the names by which rows refer to records of their own register. */
function listReferred(
  register: Register,
  fields: readonly [string, RecordField][],
  rows: readonly DraftRow[],
): Set<string> {
  const names = fields.filter(([, field]) => field.of() === register).map(([name]) => name);
  const texts = new Set(
    rows.flatMap((row) => names.map((name) => row.cells.get(name)).map((cell) => cell && textOf(cell))),
  );
  return new Set([...texts].flatMap((text) => (text === undefined ? [] : [toSearchKey(splitCode(text).name)])));
}

function indexTitles(
  register: Register,
  rows: readonly DraftRow[],
  referred: ReadonlySet<string>,
): Map<string, DraftRow[]> {
  const titles = new Map<string, DraftRow[]>();
  if (register.titleField === undefined || referred.size === 0) return titles;
  for (const row of rows) {
    const title = row.values[register.titleField];
    if (typeof title !== 'string') continue;
    const key = toSearchKey(title);
    if (!referred.has(key)) continue;
    const named = titles.get(key);
    if (named === undefined) titles.set(key, [row]);
    else named.push(row);
  }
  return titles;
}

function refersToAny(
  register: Register,
  fields: readonly [string, RecordField][],
  row: DraftRow,
  titles: ReadonlyMap<string, DraftRow[]>,
): boolean {
  return fields.some(([name, field]) => {
    const cell = row.cells.get(name);
    if (cell === undefined || field.of() !== register) return false;
    const named = titles.get(toSearchKey(splitCode(textOf(cell)).name)) ?? [];
    return named.some((other) => other !== row && fits(field, other.values));
  });
}

function refuseCircle(fields: readonly [string, RecordField][], row: DraftRow): void {
  const [name] = fields.find(([column]) => row.cells.has(column))!;
  refuseCell(row, name, refuse('cell.refers_in_circle', row.cells.get(name)!).refusal);
  row.kind = 'refused';
}

function nameRecord(
  register: Register,
  name: string,
  field: RecordField,
  row: DraftRow,
  known: { lookup: Lookup | undefined; settled: SettledRows; keep: KeptValue; matches: Map<string, RecordMatch> },
): void {
  const { lookup, settled } = known;
  const cell = row.cells.get(name);
  if (cell === undefined || lookup === undefined || isKept(row, name, known.keep)) return;
  if (cell.kind === 'unreadable') return refuseCell(row, name, refuse(`cell.${cell.reason}`, cell).refusal);
  const text = textOf(cell);
  if (isRecordId(text)) {
    row.values[name] = text.trim().toLowerCase();
    return;
  }
  const match = remember(known.matches, `${row.unit?.id} ${text}`, () => {
    const ofFile = field.of() === register ? settled.listNamed(field, text) : { records: [], refused: undefined };
    const found = matchRecord(joinNames(lookup.index, ofFile.records, text), text, row.unit?.id);
    return found ?? whyUnknown(text, ofFile.refused);
  });
  if ('params' in match) refuseCell(row, name, match);
  else row.values[name] = match.id;
}

/** Records that are there and rows of the file, each once. */
function joinNames(
  index: NameIndex<NamedRecord>,
  ofFile: readonly NamedRecord[],
  text: string,
): NameIndex<NamedRecord> {
  if (ofFile.length === 0) return index;
  const key = toSearchKey(splitCode(text).name);
  const stored = (index.byLetters.get(key) ?? []).filter(({ id }) => !ofFile.some((record) => record.id === id));
  const joined: NameIndex<NamedRecord> = { byCode: new Map(), byName: new Map(), byLetters: new Map() };
  for (const record of [...stored, ...ofFile]) addName(joined, record);
  return joined;
}

function whyUnknown(text: string, refused: DraftRow | undefined): CellRefusal {
  return refused === undefined
    ? { code: 'cell.record_unknown', params: { text: shorten(text) } }
    : { code: 'cell.refers_to_refused', params: { text: shorten(text), row: refused.number } };
}

/** Shape, rules, references and days, exactly as the form is checked. */
async function checkRows(
  db: Db,
  register: Register,
  rows: readonly DraftRow[],
  holders: Map<number, Holder>,
  settled: SettledRows,
): Promise<void> {
  const schema = valuesSchema(register);
  for (const [index, row] of rows.entries()) {
    if (index % rowsPerTurn === rowsPerTurn - 1) await setImmediate();
    if (row.refusals.some(({ code }) => code === 'cell.total_row')) continue;
    const parsed = schema.safeParse(row.values);
    if (parsed.success) row.values = parsed.data;
    else for (const issue of parsed.error.issues) refuseField(row, String(issue.path[0]), issue.message);
  }
  const sound = rows.filter((row) => row.refusals.length === 0 && row.unit !== undefined);
  const records = sound.map((row) => ({
    unitId: row.unit!.id,
    values: row.values,
    ...(row.before && { before: row.before.values }),
  }));
  const breaches = await checkRecords(db, register, records, holders, settled.newIds);
  sound.forEach((row, index) => {
    for (const { path, code, params } of breaches[index]!)
      refuseField(row, path.replace(/^values\./, ''), code, params as Record<string, string> | undefined);
  });
}

/** A refusal of the form, with what stands in the cell. */
function refuseField(row: DraftRow, name: string, code: string, params: Record<string, string> = {}): void {
  if (row.refusals.some(({ column }) => column === name)) return;
  const cell = row.cells.get(name);
  refuseCell(row, name, { code, params: cell === undefined ? params : { ...params, stands: shorten(cell.written) } });
}

/** Tells sound rows apart: new, changed or not, there already, or like another. */
async function findAlike(db: Db, register: Register, rows: readonly DraftRow[], settled: SettledRows): Promise<void> {
  const sound = rows.filter((row) => row.refusals.length === 0 && row.unit !== undefined);
  for (const row of sound) {
    if (row.before === undefined) row.kind = 'new';
    else row.kind = isSame(register, row.values, row.before.values) ? 'unchanged' : 'changed';
  }
  if ((register.duplicateFields ?? []).length === 0) return;
  const fresh = sound.filter((row) => row.kind === 'new');
  const inputs = fresh.map((row) => ({ unitId: row.unit!.id, values: row.values }));
  const duplicates = await findDuplicates(db, register, inputs);
  const stored = await getRecords(db, register, [...new Set(duplicates.map(({ id }) => id))]);
  for (const { index, id } of duplicates) {
    const row = fresh[index]!;
    const record = stored.get(id)?.record;
    row.kind = record !== undefined && isSame(register, row.values, record.values) ? 'present' : 'doubtful';
    row.like = { recordId: id, row: null };
    if (row.kind === 'present') row.id = id;
  }
  for (const row of fresh) {
    if (row.kind !== 'new') continue;
    const key = duplicateKey(register, { unitId: row.unit!.id, values: row.values });
    const first = settled.firstByKey.get(key);
    if (first === undefined) settled.firstByKey.set(key, row);
    else {
      row.kind = 'doubtful';
      row.like = { recordId: null, row: first.number };
    }
  }
}

/** A number of a series that the file leaves to the house is no difference. */
function isSame(register: Register, values: Values, stored: Values): boolean {
  return Object.entries(register.fields).every(
    ([name, field]) =>
      (field.type === 'series' && isEmptyValue(field, values[name])) ||
      JSON.stringify(values[name] ?? null) === JSON.stringify(stored[name] ?? null),
  );
}
