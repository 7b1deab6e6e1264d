import type { Db } from '#platform/database/database.ts';
import { type CellRead } from '#platform/workbooks/workbook.ts';
import { type Field, type Register, type Value } from '../../declaration.ts';
import { findUnitsByTexts, writeReferences } from './find-names.ts';
import { indexNames, matchUnit, type NamedUnit, type NameIndex, remember, splitCode } from './match-names.ts';
import { type CellRefusal, refuse, textOf } from './read-cell.ts';
import { type DraftRow, refuseCell, remark, type Remarks } from './read-rows.ts';

type UnitField = Extract<Field, { type: 'unit' | 'units' }>;

/** Finds the unit of each row, by code, name or both. defaultUnit: of rows that name none. */
export function nameUnits(
  register: Register,
  rows: readonly DraftRow[],
  inPlace: readonly NamedUnit[],
  defaultUnit: NamedUnit | undefined,
  remarks: Remarks,
): void {
  const index = indexNames(inPlace);
  const matches = new Map<string, NamedUnit | CellRefusal>();
  for (const row of rows) {
    if (isTotal(row)) continue;
    const text = unitTextOf(row);
    if (text === undefined) {
      const own = row.before === undefined ? defaultUnit : inPlace.find(({ id }) => id === row.before!.unit.id);
      if (own !== undefined) {
        row.unit = own;
        if (row.before === undefined) remark(remarks, 'default_unit', row.addressOf('@unit'));
      } else if (row.before !== undefined) refuseCell(row, '@record', { code: 'cell.record_outside', params: {} });
      else if (!row.cells.has('@record')) refuseCell(row, '@unit', { code: 'cell.unit_missing', params: {} });
      continue;
    }
    const day = row.values[register.dateField];
    const unit = remember(matches, `${String(day)} ${text}`, () =>
      matchUnit(index, text, {
        day: typeof day === 'string' ? day : undefined,
        within: defaultUnit?.id,
        unknown: 'cell.unit_unknown',
      }),
    );
    if ('params' in unit) refuseCell(row, row.cells.has('@unit') ? '@unit' : '@unitCode', unit);
    else row.unit = unit;
    if (row.before !== undefined && row.unit !== undefined && row.unit.id !== row.before.unit.id)
      refuseCell(row, '@unit', { code: 'cell.unit_fixed', params: { name: row.before.unit.name } });
  }
}

function isTotal(row: DraftRow): boolean {
  return row.refusals.some(({ code }) => code === 'cell.total_row');
}

function unitTextOf(row: DraftRow): string | undefined {
  const [name, code] = [row.cells.get('@unit'), row.cells.get('@unitCode')].map((cell) => cell && textOf(cell));
  if (name !== undefined && code !== undefined) return splitCode(name).code === undefined ? `${name} [${code}]` : name;
  return name ?? code;
}

/** Finds the units that cells of unit fields name. A sent-back cell that reads as it was written keeps what it meant. */
export async function nameUnitFields(
  db: Db,
  register: Register,
  rows: readonly DraftRow[],
  inPlace: readonly NamedUnit[],
  keep: KeptValue,
): Promise<void> {
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.type !== 'unit' && field.type !== 'units') continue;
    const withCell = rows.filter((row) => row.cells.has(name) && !isKept(row, name, keep));
    if (withCell.length === 0) continue;
    const texts = [...new Set(withCell.flatMap((row) => splitNames(field, row.cells.get(name)!)))];
    const others = await findUnitsByTexts(db, field.kinds, texts);
    const known = new Map(
      [...inPlace.filter((unit) => field.kinds.includes(unit.kind)), ...others].map((unit) => [unit.id, unit]),
    );
    const index = indexNames([...known.values()]);
    for (const row of withCell) nameUnitCell(register, name, field, row, index);
  }
}

function nameUnitCell(
  register: Register,
  name: string,
  field: UnitField,
  row: DraftRow,
  index: NameIndex<NamedUnit>,
): void {
  const cell = row.cells.get(name)!;
  if (cell.kind === 'unreadable') return refuseCell(row, name, refuse(`cell.${cell.reason}`, cell).refusal);
  const day = row.values[register.dateField];
  const wish = {
    day: typeof day === 'string' ? day : undefined,
    within: row.unit?.id,
    unknown: 'cell.unit_of_kind_unknown',
  };
  const units = splitNames(field, cell).map((text) => matchUnit(index, text, wish));
  const refusal = units.find((unit): unit is CellRefusal => 'params' in unit);
  if (refusal !== undefined) return refuseCell(row, name, refusal);
  const ids = (units as NamedUnit[]).map(({ id }) => id);
  row.values[name] = field.type === 'unit' ? (ids[0] ?? null) : [...new Set(ids)].toSorted((a, b) => a - b);
}

/** Several units stand in a cell apart by semicolons or lines. */
function splitNames(field: UnitField, cell: CellRead): string[] {
  const text = textOf(cell);
  const parts = field.type === 'units' ? text.split(/[;\n]/) : [text];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The value that stands, where the cell of a sent-back row reads as the export wrote it. */
export type KeptValue = (row: DraftRow, column: string) => Value | undefined;

/** Cells of sent-back rows that read as the export wrote them mean what they meant, whatever else bears the name. */
export async function findUntouched(db: Db, register: Register, rows: readonly DraftRow[]): Promise<KeptValue> {
  const stored = rows.flatMap((row) => (row.before ? [row.before.values] : []));
  const written = await writeReferences(db, register, stored);
  return (row, column) => {
    const value = row.before?.values[column];
    const cell = row.cells.get(column);
    if (value === undefined || value === null || cell === undefined) return undefined;
    const text = [value]
      .flat()
      .map((id) => written.get(String(id)) ?? '')
      .join('; ');
    return text === textOf(cell).replaceAll(/\s*[;\n]\s*/g, '; ') ? value : undefined;
  };
}

/** Takes the kept value over; false where there is none. */
export function isKept(row: DraftRow, column: string, keep: KeptValue): boolean {
  const value = keep(row, column);
  if (value === undefined) return false;
  row.values[column] = value;
  return true;
}
