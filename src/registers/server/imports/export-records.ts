import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Db } from '#platform/database/database.ts';
import { writeFileOfTheMoment } from '#platform/files/file-of-the-moment.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { byteOrderMark, writeCsvLine } from '#platform/workbooks/write-csv.ts';
import { type TableColumn, type TableRow, writeTable } from '#platform/workbooks/write-table.ts';
import { type Field, labelOfDate, listChoices, type Register, type Value } from '../../declaration.ts';
import type { ListQuery, RegisterRecord } from '../../register.contract.ts';
import { listAllRecords, listRecords } from '../record-queries.ts';
import { headerOf } from './columns.ts';
import { writeReferences } from './find-names.ts';

type Language = 'vi' | 'en';

/** Writes the records of a list to a file of the moment and answers it for reading. */
export function exportRecords(
  db: Db,
  register: Register,
  query: ListQuery,
  language: Language,
  format: 'xlsx' | 'csv',
): Promise<Readable> {
  const write = format === 'xlsx' ? writeWorkbook : writeCsv;
  return writeFileOfTheMoment((output) => write(db, register, query, language, output));
}

async function writeWorkbook(
  db: Db,
  register: Register,
  query: ListQuery,
  language: Language,
  output: Writable,
): Promise<void> {
  const spec = {
    sheetName: register.label[language].slice(0, 31),
    title: register.label[language],
    basis: await sayBasis(db, register, query, language),
    columns: listColumns(register, language),
  };
  await writeTable(spec, listRows(db, register, query, language), output);
}

async function writeCsv(
  db: Db,
  register: Register,
  query: ListQuery,
  language: Language,
  output: Writable,
): Promise<void> {
  const columns = listColumns(register, language);
  const headers = columns.map(({ header }) => header);
  output.write(byteOrderMark + writeCsvLine(headers, []));
  for await (const row of listRows(db, register, query, language)) {
    if (!output.write(writeCsvLine(row, columns))) await once(output, 'drain');
  }
  output.end();
}

function listColumns(register: Register, language: Language): TableColumn[] {
  const house = (column: '@unitCode' | '@unit' | '@record' | '@version', more: TableColumn | object): TableColumn => ({
    kind: 'text',
    header: headerOf(register, column)[language],
    ...more,
  });
  return [
    house('@unitCode', { width: 12 }),
    house('@unit', { width: 24 }),
    ...Object.values(register.fields).map((field): TableColumn => ({
      header: field.label[language],
      ...kindOf(field),
    })),
    house('@record', { width: 38 }),
    house('@version', { kind: 'number', decimals: 0, width: 8 }),
  ];
}

function kindOf(
  field: Field,
): { kind: 'day' } | { kind: 'number'; decimals: number } | { kind: 'choice' } | { kind: 'text' } {
  if (field.type === 'date') return { kind: 'day' };
  if (field.type === 'number') return { kind: 'number', decimals: field.decimals ?? 0 };
  return { kind: field.type === 'choice' ? 'choice' : 'text' };
}

async function* listRows(db: Db, register: Register, query: ListQuery, language: Language): AsyncGenerator<TableRow> {
  for await (const records of listAllRecords(db, register, query)) {
    const references = await writeReferences(
      db,
      register,
      records.map(({ values }) => values),
    );
    for (const record of records) yield toRow(register, record, references, language);
  }
}

function toRow(
  register: Register,
  record: RegisterRecord,
  references: ReadonlyMap<string, string>,
  language: Language,
): TableRow {
  const cells = Object.entries(register.fields).map(([name, field]) =>
    toCell(field, record.values[name] ?? null, references, language),
  );
  return [record.unit.code, record.unit.name, ...cells, record.id, record.version];
}

function toCell(
  field: Field,
  value: Value,
  references: ReadonlyMap<string, string>,
  language: Language,
): TableRow[number] {
  if (value === null) return null;
  switch (field.type) {
    case 'choice':
      return field.options[String(value)]?.[language] ?? String(value);
    case 'unit':
    case 'units':
    case 'record':
      return [value]
        .flat()
        .map((id) => references.get(String(id)) ?? String(id))
        .join('; ');
    case 'number':
      return String(value);
    default:
      return String(value);
  }
}

const basisWords = {
  vi: {
    all: 'toàn bộ phạm vi được xem',
    from: 'từ ngày',
    to: 'đến ngày',
    void: 'đã hủy',
    also: 'cả bản ghi đã hủy',
    at: 'xuất ngày',
  },
  en: {
    all: 'all of the reader’s place',
    from: 'from',
    to: 'until',
    void: 'void',
    also: 'void records too',
    at: 'exported on',
  },
} as const;

/** Unit, span and filters of the list, and the day of the export. */
async function sayBasis(db: Db, register: Register, query: ListQuery, language: Language): Promise<string> {
  const words = basisWords[language];
  const day = (text: string): string => text.split('-').toReversed().join('/');
  const { unit, total } = await listRecords(db, register, { ...query, limit: 1 });
  const parts: string[] = [unit?.name ?? words.all];
  const event = query.event === undefined ? undefined : labelOfDate(register, register.events[query.event]!)[language];
  if (event !== undefined) parts.push(event);
  if (query.from) parts.push(`${words.from} ${day(query.from)}`);
  if (query.to) parts.push(`${words.to} ${day(query.to)}`);
  for (const [name, field] of listChoices(register)) {
    const codes = query[name];
    if (typeof codes !== 'string') continue;
    parts.push(
      `${field.label[language]}: ${codes
        .split(',')
        .map((code) => field.options[code]?.[language])
        .join('; ')}`,
    );
  }
  if (query.text) parts.push(`“${query.text}”`);
  if (query.state !== 'counting') parts.push(query.state === 'void' ? words.void : words.also);
  const count = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(total);
  parts.push(language === 'vi' ? `${count} bản ghi` : `${count} records`);
  parts.push(`${words.at} ${day(vietnamDay(new Date()))}`);
  return parts.join(' · ');
}
