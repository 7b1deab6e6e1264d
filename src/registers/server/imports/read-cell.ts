import {
  foldForMatch,
  fromExcelSerial,
  readCellNumber,
  readTypedDay,
  readTypedNumber,
} from '#platform/typed-values.rules.ts';
import type { CellRead } from '#platform/workbooks/workbook.ts';
import type { ChoiceField, Field, NumberField, Value } from '../../declaration.ts';

/** Why a cell has no value, as a code of its words; {text} and others are filled in. */
export type CellRefusal = { code: string; params: Record<string, string | number> };

/** isSerial: a day that stood there as the number Excel counts days by. */
export type CellReading = { value: Value; isSerial?: true; refusal?: undefined } | { refusal: CellRefusal };

/** Fields whose cells say by themselves what they hold; the others name units and records. */
export type PlainField = Exclude<Field, { type: 'unit' | 'units' | 'record' }>;

export function isPlain(field: Field): field is PlainField {
  return field.type !== 'unit' && field.type !== 'units' && field.type !== 'record';
}

/** Reads a cell with content as the field wants it. What can be read in two ways is refused. */
export function readCell(field: PlainField, cell: CellRead): CellReading {
  if (cell.kind === 'unreadable') return refuse(`cell.${cell.reason}`, cell);
  switch (field.type) {
    case 'date':
      return readDay(cell);
    case 'number':
      return readNumber(field, cell);
    case 'choice':
      return readChoice(field, cell);
    case 'text':
    case 'series':
      return cell.kind === 'day' ? refuse('cell.day_for_text', cell) : { value: textOf(cell) };
  }
}

/** The text of a cell as a name or code: a number without marks between thousands. */
export function textOf(cell: CellRead): string {
  if (cell.kind === 'text') return cell.value.replace(/^'(?=[=+\-@])/, '');
  return cell.kind === 'number' && !cell.isPercent ? String(cell.value) : cell.written;
}

export function refuse(code: string, cell: CellRead, params: CellRefusal['params'] = {}): { refusal: CellRefusal } {
  return { refusal: { code, params: { text: shorten(cell.written), ...params } } };
}

const shownLetters = 60;

export function shorten(text: string): string {
  return text.length > shownLetters ? `${text.slice(0, shownLetters)}…` : text;
}

/** Days of 1945 to 2099 as Excel counts them; a smaller number in a day's place is a year or a slip. */
const serialDays = { from: 16_438, to: 73_050 };

function readDay(cell: CellRead): CellReading {
  if (cell.kind === 'day') return { value: cell.value };
  if (
    cell.kind === 'number' &&
    !cell.isPercent &&
    Number.isInteger(cell.value) &&
    cell.value >= serialDays.from &&
    cell.value <= serialDays.to
  ) {
    const day = fromExcelSerial(cell.value, false);
    return day.refusal === undefined ? { value: day.value, isSerial: true } : day;
  }
  return readTypedDay(textOf(cell));
}

function readNumber(field: NumberField, cell: CellRead): CellReading {
  const wanted = { decimals: field.decimals ?? 0 };
  if (cell.kind === 'day' || cell.kind === 'boolean') return refuse('cell.number_wanted', cell);
  if (cell.kind === 'number' && cell.isPercent)
    return { refusal: { code: 'number.percent', params: { text: cell.written } } };
  const reading =
    cell.kind === 'number' ? readCellNumber(cell.value, wanted) : readTypedNumber(cell.value ?? '', wanted);
  if (reading.refusal?.code === 'number.not_a_number') return refuse('cell.number_wanted', cell);
  if (reading.refusal !== undefined) return reading;
  return { value: field.decimals === undefined ? Number(reading.value) : reading.value };
}

const choicesSaid = 8;

/** The codes that a label or code may mean, as it is written and folded; made once for each field, because thousands of cells ask. */
const codesByName = new WeakMap<ChoiceField, Map<string, Set<string>>>();

function codesOf(field: ChoiceField): Map<string, Set<string>> {
  const known = codesByName.get(field);
  if (known !== undefined) return known;
  const codes = new Map<string, Set<string>>();
  for (const [code, label] of Object.entries(field.options)) {
    for (const name of [code, label.vi, label.en].flatMap((written) => [written, foldForMatch(written)])) {
      codes.set(name, (codes.get(name) ?? new Set()).add(code));
    }
  }
  codesByName.set(field, codes);
  return codes;
}

function readChoice(field: ChoiceField, cell: CellRead): CellReading {
  const [codes, text] = [codesOf(field), textOf(cell)];
  const [code, ...others] = codes.get(text) ?? codes.get(foldForMatch(text)) ?? [];
  if (code !== undefined && others.length === 0) return { value: code };
  return refuse('cell.choice_unknown', cell, { choices: sayChoices(field, 'vi'), choicesEn: sayChoices(field, 'en') });
}

function sayChoices(field: ChoiceField, language: 'vi' | 'en'): string {
  const labels = Object.values(field.options).map((label) => label[language]);
  return labels.slice(0, choicesSaid).join('; ') + (labels.length > choicesSaid ? '; …' : '.');
}
