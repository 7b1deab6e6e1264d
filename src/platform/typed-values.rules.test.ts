import { describe, expect, test } from 'vitest';
import {
  cleanText,
  foldForMatch,
  fromExcelSerial,
  readCellNumber,
  readTypedDay,
  readTypedNumber,
  type Reading,
  sayRefusal,
} from './typed-values.rules.ts';

/** The value, or the code of the refusal. */
function outcome({ value, refusal }: Reading<string>): string | undefined {
  return refusal === undefined ? value : refusal.code;
}

describe('readTypedNumber', () => {
  test.each([
    ['1500', '1500'],
    ['0', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['41.736', '41736'],
    ['1.234.567', '1234567'],
    ['41 736', '41736'],
    ['41\u00A0736', '41736'],
    ['41\u202F736', '41736'],
    ['  12 ', '12'],
    ['92,66', '92.66'],
    ['1.234,5', '1234.5'],
    ['1 234,5', '1234.5'],
    ['0,5', '0.5'],
    ['12345,6', '12345.6'],
    ['-5', '-5'],
    ['−5', '-5'],
    ['1,5 triệu', '1500000'],
    ['15 triệu đồng', '15000000'],
    ['13 tỉ đồng', '13000000000'],
    ['13 tỷ', '13000000000'],
    ['2 nghìn', '2000'],
    ['2 ngàn', '2000'],
    ['1.500 triệu', '1500000000'],
    ['2 nghìn tỷ', '2000000000000'],
    ['0,123 tỷ', '123000000'],
    ['1,5 TRIỆU ĐỒNG', '1500000'],
    ['1,5 triệu'.normalize('NFD'), '1500000'],
    ['500.000đ', '500000'],
    ['500.000 VNĐ', '500000'],
    ['₫ 500.000', '500000'],
  ])('reads %j as %s', (typed, value) => {
    expect(outcome(readTypedNumber(typed, { decimals: 2 }))).toBe(value);
  });

  test.each([
    ['', 'value.empty'],
    ['\u00A0', 'value.empty'],
    ['hai khẩu', 'number.not_a_number'],
    ['12 khẩu', 'number.extra_word'],
    ['khoảng 100', 'number.extra_word'],
    ['1,234', 'number.comma_ambiguous'],
    ['1,234 tỷ', 'number.multiple_ambiguous'],
    ['1.5', 'number.point_ambiguous'],
    ['0.123', 'number.point_ambiguous'],
    ['1234.567', 'number.point_ambiguous'],
    ['1,234.5', 'number.english'],
    ['1,234,567', 'number.english'],
    ['12.34.5', 'number.grouping_wrong'],
    ['1.23.456', 'number.grouping_wrong'],
    ['41 73', 'number.grouping_wrong'],
    ['1.234 567', 'number.grouping_wrong'],
    ['92,66%', 'number.percent'],
    ['(5)', 'number.parentheses'],
    ['5-', 'number.not_a_number'],
    ['5,', 'number.not_a_number'],
    [',5', 'number.not_a_number'],
    ['1e5', 'number.not_a_number'],
    ['12/5', 'number.not_a_number'],
    ['2 triệu 500 nghìn', 'number.not_a_number'],
    ['1'.repeat(61), 'number.not_a_number'],
  ])('refuses %j: %s', (typed, code) => {
    expect(outcome(readTypedNumber(typed, { decimals: 0 }))).toBe(code);
  });

  test('takes as many decimals as are wanted', () => {
    expect(outcome(readTypedNumber('92,66', { decimals: 0 }))).toBe('number.not_whole');
    expect(outcome(readTypedNumber('92,66', { decimals: 1 }))).toBe('number.too_many_decimals');
    expect(outcome(readTypedNumber('92,660', { decimals: 3 }))).toBe('92.66');
    expect(outcome(readTypedNumber('1,234', { decimals: 3 }))).toBe('1.234');
    expect(outcome(readTypedNumber('5,0', { decimals: 0 }))).toBe('5');
  });

  test('says how to mend', () => {
    const say = (typed: string): string => sayRefusal(readTypedNumber(typed, { decimals: 0 }).refusal!, 'vi');
    expect(say('hai khẩu')).toBe('“hai khẩu” không phải là số.');
    expect(say('12 khẩu')).toBe('“12 khẩu” có chữ “khẩu”. Hãy chỉ ghi số: 12.');
    expect(say('1,234')).toBe('“1,234” là 1234 hay 1,234? Nếu là 1234, hãy viết 1.234 hoặc 1234.');
    expect(say('1,234 tỷ')).toContain('1.234.000.000 hoặc 1.234.000.000.000');
    expect(say('1,234.5')).toContain('Hãy viết 1.234,5.');
  });
});

test('readCellNumber takes the 15 digits of a workbook and refuses what an English Excel made of 41.736', () => {
  expect(outcome(readCellNumber(0.1 + 0.2, { decimals: 2 }))).toBe('0.3');
  expect(outcome(readCellNumber(41736, { decimals: 0 }))).toBe('41736');
  expect(outcome(readCellNumber(1e12, { decimals: 0 }))).toBe('1000000000000');
  expect(outcome(readCellNumber(41.736, { decimals: 0 }))).toBe('number.comma_ambiguous');
  expect(outcome(readCellNumber(1.5, { decimals: 0 }))).toBe('number.not_whole');
});

describe('readTypedDay', () => {
  test.each([
    ['05/01/2020', '2020-01-05'],
    ['5/1/2020', '2020-01-05'],
    ['05-01-2020', '2020-01-05'],
    ['05.01.2020', '2020-01-05'],
    ['5 / 1 / 2020', '2020-01-05'],
    ['2020-01-05', '2020-01-05'],
    ['ngày 05 tháng 01 năm 2020', '2020-01-05'],
    ['Ngày 5 tháng 1 năm 2020', '2020-01-05'],
    ['ngày 5/1/2020', '2020-01-05'],
    ['05/01/2020 14:30', '2020-01-05'],
    ['05/01/2020 14:30:15', '2020-01-05'],
    ['05/01/2020 8h30', '2020-01-05'],
    ['2020-01-05T23:59:59', '2020-01-05'],
    ['29/02/2024', '2024-02-29'],
  ])('reads %j', (typed, day) => {
    expect(outcome(readTypedDay(typed))).toBe(day);
  });

  test.each([
    ['', 'value.empty'],
    ['15/3/26', 'day.year_short'],
    ['03/25/2026', 'day.month_first'],
    ['31/02/2026', 'day.not_in_calendar'],
    ['29/02/2023', 'day.not_in_calendar'],
    ['2026-13-01', 'day.not_in_calendar'],
    ['05/01/0202', 'day.year_implausible'],
    ['03/2026', 'day.incomplete'],
    ['tháng 3/2026', 'day.incomplete'],
    ['2026', 'day.incomplete'],
    ['5/1', 'day.incomplete'],
    ['45000', 'day.not_a_day'],
    ['05/01-2020', 'day.not_a_day'],
    ['2020-01-05T20:00:00Z', 'day.not_a_day'],
    ['hôm qua', 'day.not_a_day'],
  ])('refuses %j: %s', (typed, code) => {
    expect(outcome(readTypedDay(typed))).toBe(code);
  });

  test('says how to mend', () => {
    expect(sayRefusal(readTypedDay('03/25/2026').refusal!, 'vi')).toContain('25/03/2026');
    expect(sayRefusal(readTypedDay('15/3/26').refusal!, 'vi')).toContain('15/03/2026');
  });
});

test.each([
  [1, false, '1900-01-01'],
  [59, false, '1900-02-28'],
  [60, false, 'day.number_not_a_day'],
  [61, false, '1900-03-01'],
  [43835, false, '2020-01-05'],
  [43835.99, false, '2020-01-05'],
  [0, true, '1904-01-01'],
  [42373, true, '2020-01-05'],
  [0.5, false, 'day.number_not_a_day'],
  [-1, true, 'day.number_not_a_day'],
  [3_000_000, false, 'day.number_not_a_day'],
  [2_000_000, false, 'day.year_implausible'],
])('fromExcelSerial reads %d (1904: %s) as %s', (serial, is1904, day) => {
  expect(outcome(fromExcelSerial(serial, is1904))).toBe(day);
});

test('cleanText composes letters and tidies spaces', () => {
  expect(cleanText('  Mô\u00A0 hình\u200B \n“ Camera ”\uFEFF ')).toBe('Mô hình “ Camera ”');
  expect(cleanText('Tổ tự quản'.normalize('NFD'))).toBe('Tổ tự quản');
  expect(cleanText('a\u2003b\u3000c')).toBe('a b c');
});

test('foldForMatch takes two spellings of one label as equal and two labels apart', () => {
  expect(foldForMatch('Thành phố Tuy Hoà')).toBe(foldForMatch('THÀNH PHỐ  TUY HÒA'.normalize('NFD')));
  expect(foldForMatch('Thuỷ Nguyên')).toBe(foldForMatch('Thủy Nguyên'));
  expect(foldForMatch('Bà Rịa – Vũng Tàu')).toBe(foldForMatch('Bà Rịa-Vũng Tàu'));
  expect(foldForMatch('Xã Hoàng Phú')).not.toBe(foldForMatch('Xã Hoằng Phú'));
  expect(foldForMatch('Xã Hòa Lộc')).not.toBe(foldForMatch('Xã Hoa Lộc'));
  expect(foldForMatch('Đội')).not.toBe(foldForMatch('Doi'));
});
