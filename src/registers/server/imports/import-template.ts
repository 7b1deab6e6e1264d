import type { Actor } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import { writeTemplate, type TemplateColumn } from '#platform/workbooks/write-template.ts';
import { codesThatFit, type Field, isAskedFor, type Register, type Values } from '../../declaration.ts';
import { headerOf, isColumnRequired } from './columns.ts';
import { findUnitsInPlace } from './find-names.ts';
import type { NamedUnit } from './match-names.ts';

type Language = 'vi' | 'en';

/** The empty workbook of a register, with the units in which the reader may enter records. */
export async function makeTemplate(db: Db, actor: Actor, register: Register, language: Language): Promise<Buffer> {
  const units = (await findUnitsInPlace(db, register.permissions.write)).filter((unit) => unit.validTo === null);
  const own = units.find((unit) => actor.posts.some((post) => post.unitId === unit.id)) ?? units[0];
  const title = { vi: `Tệp mẫu nhập sổ: ${register.label.vi}`, en: `Template of the register: ${register.label.en}` };
  const content = await writeTemplate({
    title: title[language],
    language,
    columns: [unitColumn(units, own, language), ...fieldColumns(register, language)],
  });
  return Buffer.from(content);
}

const unitsOffered = 2000;

function unitColumn(units: readonly NamedUnit[], own: NamedUnit | undefined, language: Language): TemplateColumn {
  const count = new Map<string, number>();
  for (const { name } of units) count.set(name, (count.get(name) ?? 0) + 1);
  const say = ({ name, code }: NamedUnit): string => (count.get(name) === 1 ? name : `${name} [${code}]`);
  const note = {
    vi: 'Tên hoặc mã đơn vị của bản ghi. Trùng tên thì ghi thêm mã trong ngoặc vuông.',
    en: 'Name or code of the unit of the record. Where several bear the name, add the code in square brackets.',
  };
  return {
    kind: units.length > 0 && units.length <= unitsOffered ? 'choice' : 'text',
    header: headerOf({ fields: {} } as Register, '@unit')[language],
    isRequired: true,
    note: note[language],
    example: own === undefined ? '' : say(own),
    ...(units.length > 0 && units.length <= unitsOffered && { choices: units.map(say) }),
    width: 30,
  };
}

function fieldColumns(register: Register, language: Language): TemplateColumn[] {
  const example: Values = {};
  return Object.entries(register.fields).map(([name, field]) => {
    example[name] = isAskedFor(field, example) ? exampleOf(field, example) : null;
    const column = {
      header: field.label[language],
      isRequired: isColumnRequired(field),
      note: noteOf(register, field, language),
      example: sayExample(field, example[name], language),
    };
    switch (field.type) {
      case 'date':
        return { ...column, kind: 'day' };
      case 'number':
        return { ...column, kind: 'number', decimals: field.decimals ?? 0 };
      case 'choice':
        return { ...column, kind: 'choice', choices: Object.values(field.options).map((label) => label[language]) };
      default:
        return { ...column, kind: 'text' };
    }
  });
}

const exampleDay = '2026-01-05';

function exampleOf(field: Field, values: Values): string | number | null {
  switch (field.type) {
    case 'date':
      return field.required ? exampleDay : null;
    case 'choice':
      return field.required ? (codesThatFit(field, values)[0] ?? null) : null;
    case 'number':
      return 12;
    case 'text':
      return field.required ? '…' : null;
    default:
      return null;
  }
}

function sayExample(field: Field, value: Values[string] | undefined, language: Language): string {
  if (value === null || value === undefined) return '';
  return field.type === 'choice' ? (field.options[String(value)]?.[language] ?? '') : String(value);
}

const kindNotes = {
  date: { vi: 'Ngày/tháng/năm, ví dụ 05/01/2026.', en: 'Day/month/year, such as 05/01/2026.' },
  number: { vi: 'Chỉ ghi số; để trống là 0.', en: 'The number alone; empty is 0.' },
  choice: { vi: 'Chọn trong danh mục của ô.', en: 'Choose from the list of the cell.' },
  text: { vi: 'Chữ, nhiều nhất {max} ký tự.', en: 'Text of at most {max} characters.' },
  series: {
    vi: 'Số/năm, ví dụ 05/2026; để trống thì hệ thống tự đánh số.',
    en: 'Number/year, such as 05/2026; left empty, a number is given.',
  },
  unit: { vi: 'Tên hoặc mã đơn vị.', en: 'Name or code of the unit.' },
  units: {
    vi: 'Tên hoặc mã các đơn vị, cách nhau bằng dấu chấm phẩy (;).',
    en: 'Names or codes of the units, separated by semicolons (;).',
  },
  record: {
    vi: 'Tên bản ghi trong sổ {of}, hoặc tên của dòng khác trong tệp này. Trùng tên thì thêm mã đơn vị: Tên [mã].',
    en: 'Name of a record of the register {of}, or of another row of this file. Where several bear it: Name [unit code].',
  },
} as const;

function noteOf(register: Register, field: Field, language: Language): string {
  const notes: string[] = [];
  if (field.onlyWith !== undefined) {
    const other = register.fields[field.onlyWith.field]!;
    const label = `“${other.label[language]}”`;
    const codes = field.onlyWith.oneOf?.map((code) =>
      other.type === 'choice' ? other.options[code]?.[language] : code,
    );
    const isText = { vi: 'là', en: 'is' }[language];
    const only = { vi: 'Chỉ ghi khi', en: 'Only where' }[language];
    const filled = { vi: 'có ghi', en: 'is filled in' }[language];
    notes.push(
      codes === undefined ? `${only} ${label} ${filled}.` : `${only} ${label} ${isText}: ${codes.join('; ')}.`,
    );
  }
  const kind: string = kindNotes[field.type][language];
  notes.push(
    kind
      .replace('{max}', field.type === 'text' ? String(field.maxLength) : '')
      .replace('{of}', field.type === 'record' ? field.of().label[language] : ''),
  );
  if (field.hint !== undefined) notes.push(field.hint[language]);
  return notes.join(' ');
}
