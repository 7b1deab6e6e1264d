import { describe, expect, test } from 'vitest';
import type { CellRead } from '#platform/workbooks/workbook.ts';
import type { ChoiceField, NumberField } from '../../declaration.ts';
import { readCell } from './read-cell.ts';

const label = { vi: 'Cột', en: 'Column' };
const place = { address: 'A2', column: 1, isFormula: false };
const text = (value: string): CellRead => ({ ...place, kind: 'text', value, written: value });
const number = (value: number, isPercent = false): CellRead => ({
  ...place,
  kind: 'number',
  value,
  isPercent,
  written: isPercent ? `${value * 100}%` : String(value),
});
const day = (value: string): CellRead => ({
  ...place,
  kind: 'day',
  value,
  written: value.split('-').toReversed().join('/'),
});
const broken: CellRead = { ...place, kind: 'unreadable', value: null, reason: 'error_value', written: '#REF!' };

const choice: ChoiceField = {
  type: 'choice',
  label,
  required: true,
  options: { police: { vi: 'Công an', en: 'Police' }, front: { vi: 'Hòa giải', en: 'Mediation' } },
};
const whole: NumberField = { type: 'number', label, required: true, max: 99_999 };
const decimal: NumberField = { ...whole, decimals: 2 };
const date = { type: 'date', label, required: true } as const;
const words = { type: 'text', label, required: true, maxLength: 60 } as const;

describe('a cell', () => {
  test.each([
    ['a label', choice, text('Công an'), 'police'],
    ['a label in English', choice, text('mediation'), 'front'],
    ['a label with the tone mark elsewhere', choice, text('  HOÀ  giải '), 'front'],
    ['a code', choice, text('police'), 'police'],
    ['a number as text', whole, text('41.736'), 41_736],
    ['a number with a multiple', { ...whole, max: 9_000_000 }, text('1,5 triệu'), 1_500_000],
    ['a decimal stays exact text', decimal, text('92,66'), '92.66'],
    ['a number', decimal, number(92.66), '92.66'],
    ['a day', date, day('2026-01-05'), '2026-01-05'],
    ['a day as text', date, text('5/1/2026'), '2026-01-05'],
    ['a number as text of a text column', words, number(1234), '1234'],
    ['text that an export has kept from being a formula', words, text("'=1+1"), '=1+1'],
  ])('%s is read', (_, field, cell, value) => {
    expect(readCell(field, cell)).toEqual({ value });
  });

  test('the number by which Excel counts a day is read, and told apart', () => {
    expect(readCell(date, number(46_027))).toEqual({ value: '2026-01-05', isSerial: true });
  });

  test.each([
    ['an unknown label', choice, text('Công am'), 'cell.choice_unknown'],
    ['a word for a number', whole, text('hai khẩu'), 'cell.number_wanted'],
    ['a number with two readings', whole, text('41,736'), 'number.comma_ambiguous'],
    ['the same typed into an English Excel', whole, number(41.736), 'number.comma_ambiguous'],
    ['a percentage', whole, number(0.5, true), 'number.percent'],
    ['a day for a number', whole, day('2026-01-05'), 'cell.number_wanted'],
    ['a year for a day', date, number(2026), 'day.incomplete'],
    ['a day that is none', date, text('31/02/2026'), 'day.not_in_calendar'],
    ['a number that Excel has made a day', words, day('2026-05-01'), 'cell.day_for_text'],
    ['a formula with an error', words, broken, 'cell.error_value'],
  ])('%s is refused', (_, field, cell, code) => {
    expect(readCell(field, cell).refusal?.code).toBe(code);
  });
});
