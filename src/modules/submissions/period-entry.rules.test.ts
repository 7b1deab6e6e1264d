import { describe, expect, test } from 'vitest';
import { readFigure, readPasted, wantedOf } from './period-entry.rules.ts';

const whole = { decimals: 0 };
const columns = ['value', 'reason'] as const;

describe('a figure as it is typed', () => {
  test.each([
    ['41.736', '41736', null],
    ['1,5 triệu', '1500000', null],
    ['hơn 9.800', '9800', 'over'],
    ['Trên  100', '100', 'over'],
    ['gần 1.600', '1600', 'nearly'],
    ['gần'.normalize('NFD') + '\u00a01.600', '1600', 'nearly'],
    ['0', '0', null],
    ['', null, null],
    ['  ', null, null],
  ])('%j is %j, %j', (typed, value, qualifier) => {
    expect(readFigure(typed, whole)).toEqual({ value: { value, qualifier } });
  });

  test.each([
    ['hai khẩu', 'number.not_a_number'],
    ['khoảng 100', 'number.extra_word'],
    ['hơn', 'number.not_a_number'],
    ['12,5', 'number.not_whole'],
    ['1,270', 'number.comma_ambiguous'],
    ['12.5', 'number.point_ambiguous'],
  ])('%j is refused: %s', (typed, code) => {
    expect(readFigure(typed, whole).refusal?.code).toBe(code);
  });

  test('what is weighed may have a fraction, what is counted may not', () => {
    expect(readFigure('12,5', wantedOf({ measureUnitVi: 'kg' }))).toEqual({
      value: { value: '12.5', qualifier: null },
    });
    expect(wantedOf({ measureUnitVi: 'người' })).toEqual(whole);
  });
});

describe('a block from a sheet', () => {
  test('a column, a column with its sources, an empty cell between', () => {
    expect(readPasted('1\r\n\r\n3\r\n', columns)).toEqual({ lines: [{ value: '1' }, { value: '' }, { value: '3' }] });
    expect(readPasted('1\tsổ A\n2\tsổ B', columns)).toEqual({
      lines: [
        { value: '1', reason: 'sổ A' },
        { value: '2', reason: 'sổ B' },
      ],
    });
  });

  test('a quoted cell keeps its tab, its line break as a space, and its quotes', () => {
    expect(readPasted('5\t"theo sổ\n""B"" 2026"\n6', columns)).toEqual({
      lines: [{ value: '5', reason: 'theo sổ "B" 2026' }, { value: '6' }],
    });
    expect(readPasted('5" ống', columns)).toEqual({ lines: [{ value: '5" ống' }] });
  });

  test('wider than there are columns it is not taken; empty cells on the right do not count', () => {
    expect(readPasted('tổ\t1\tsổ A', columns)).toEqual({ tooWide: 3 });
    expect(readPasted('1\t\t\n2\t\t', columns)).toMatchObject({ lines: [{ value: '1' }, { value: '2' }] });
  });
});
