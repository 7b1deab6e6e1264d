import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type TableColumn, writeTable } from '#platform/workbooks/write-table.ts';
import type { Field, Register, Value } from '#registers/declaration.ts';
import { importRoutes } from '#registers/imports.contract.ts';
import type { SignedIn, Unit } from './acts.ts';

/** A record as a workbook has it: the unit that keeps it, and its values by field name; records are named. */
export type KeptRecord = { unit: Unit; values: Record<string, string | number | Unit[] | null> };

/** Takes records through the product's import as a person does: workbook, check, preview, confirm. Throws where a row is refused. */
export async function importRecords(
  ask: SignedIn,
  who: string,
  register: Register,
  place: Unit,
  records: KeptRecord[],
): Promise<void> {
  const { upload } = importRoutes(register);
  const workbook = await writeWorkbook(register, records);
  const { id } = await ask(who, 'POST', `${upload.path}?unit=${place.id}`, workbook);
  const checked = await ask(who, 'POST', `${upload.path}/${String(id)}/check`);
  const { refused } = checked.counts as { refused: number };
  if (refused > 0) {
    const { rows } = await ask(who, 'GET', `${upload.path}/${String(id)}`);
    throw new Error(`demonstration: ${refused} rows refused: ${JSON.stringify(rows).slice(0, 2000)}`);
  }
  await ask(who, 'POST', `${upload.path}/${String(id)}/confirm`, { doubtfulRows: 'enter' });
}

async function writeWorkbook(register: Register, records: KeptRecord[]): Promise<Buffer> {
  const used = Object.entries(register.fields).filter(([name]) =>
    records.some(({ values }) => (values[name] ?? null) !== null),
  );
  const columns: TableColumn[] = [
    { header: 'Đơn vị', kind: 'text' },
    ...used.map(([, field]): TableColumn => ({ header: field.label.vi, ...kindOf(field) })),
  ];
  const rows = records.map(({ unit, values }) => [
    nameOf(unit),
    ...used.map(([name, field]) => writeCell(field, values[name] ?? null)),
  ]);
  const output = new PassThrough();
  const spec = { sheetName: 'Dữ liệu', title: register.label.vi, basis: 'Dữ liệu minh họa', columns };
  const [content] = await Promise.all([buffer(output), writeTable(spec, rows, output)]);
  return content;
}

function kindOf(
  field: Field,
): Pick<TableColumn, never> & ({ kind: 'text' | 'day' } | { kind: 'number'; decimals: number }) {
  if (field.type === 'date') return { kind: 'day' };
  return field.type === 'number' ? { kind: 'number', decimals: field.decimals ?? 0 } : { kind: 'text' };
}

function writeCell(field: Field, value: Value | Unit[]): string | number | null {
  if (value === null) return null;
  if (Array.isArray(value)) return (value as Unit[]).map(nameOf).join('; ');
  return field.type === 'choice' ? field.options[value]!.vi : value;
}

function nameOf(unit: Unit): string {
  return `${unit.name} [${unit.code}]`;
}
