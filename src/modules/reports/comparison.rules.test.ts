import { describe, expect, test } from 'vitest';
import {
  compareFigures,
  determineEarlierSpan,
  isMet,
  isTargetOf,
  writeDifference,
  writeMet,
  writeTarget,
} from './comparison.rules.ts';

test('the earlier span has the same length, right before or a year before', () => {
  const span = { from: '2026-04', to: '2026-06' };
  expect(determineEarlierSpan(span, 'before')).toEqual({ from: '2026-01', to: '2026-03' });
  expect(determineEarlierSpan(span, 'last_year')).toEqual({ from: '2025-04', to: '2025-06' });
  expect(determineEarlierSpan({ from: '2013-08', to: '2023-05' }, 'before')).toEqual({
    from: '2003-10',
    to: '2013-07',
  });
});

describe('differences', () => {
  const flow = (value: string | null) => ({ kind: 'flow' as const, value });
  const told = (now: string | null, before: string | null) =>
    writeDifference(compareFigures(flow(now), flow(before)), false, 'vi');

  test('are told with their per cent', () => {
    expect(told('3216', '3000')).toBe('tăng 216 (7,20%)');
    expect(told('2', '3')).toBe('giảm 1 (33,33%)');
    expect(told('3', '3')).toBe('không đổi');
  });

  test('have no per cent of nothing, and are not told where one was not reported', () => {
    expect(told('5', '0')).toBe('tăng 5');
    expect(told('5', null)).toBe('');
    expect(told(null, '5')).toBe('');
  });

  test('of ratios are percentage points', () => {
    const compared = compareFigures({ kind: 'ratio', value: '84.17' }, { value: '85.37' });
    expect(compared).toEqual({ difference: '-1.20', percent: null });
    expect(writeDifference(compared, true, 'vi')).toBe('giảm 1,20 điểm %');
    expect(writeDifference(compared, true, 'en')).toBe('down 1.20 percentage points');
  });
});

describe('targets', () => {
  const least = { value: '90', direction: 'at_least' as const };
  const most = { value: '15', direction: 'at_most' as const };

  test('are met at the value itself', () => {
    expect([isMet('90.00', least), isMet('89.99', least), isMet('15', most), isMet('15.01', most)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(isMet(null, least)).toBeNull();
  });

  test('are told in words', () => {
    expect([writeTarget(least, 'vi'), writeTarget(most, 'vi')]).toEqual(['từ 90 trở lên', 'không quá 15']);
    expect([writeMet(true, 'vi'), writeMet(false, 'vi'), writeMet(null, 'vi')]).toEqual([
      'đạt',
      'chưa đạt',
      'chưa có số liệu',
    ]);
  });

  test('of sums count in their own span only, of what stands at the end in any that ends within', () => {
    const target = { fromMonth: '2026-01', toMonth: '2026-12' };
    expect(isTargetOf(target, 'sum', { from: '2026-01', to: '2026-12' })).toBe(true);
    expect(isTargetOf(target, 'sum', { from: '2026-01', to: '2026-06' })).toBe(false);
    expect(isTargetOf(target, 'end', { from: '2025-01', to: '2026-06' })).toBe(true);
    expect(isTargetOf(target, 'end', { from: '2025-01', to: '2027-01' })).toBe(false);
  });
});
