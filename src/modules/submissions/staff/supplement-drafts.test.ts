import { expect, test } from 'vitest';
import type { SubmissionRow } from '../submissions.contract.ts';
import { determineStep, type Draft, toDraft, writeFigure } from './supplement-drafts.ts';

const indicator = { code: 'M03', kind: 'stock', measureUnitVi: 'tổ' } as SubmissionRow['indicator'];
const names = { ...indicator, code: 'M01', kind: 'distinct' } as SubmissionRow['indicator'];
const empty = { indicator, value: null, qualifier: null, reason: null, keys: null };
const kept = { indicator, value: '1270', qualifier: null, reason: 'Báo cáo số 12', keys: null };
const typed = (text: string, more: Partial<Draft> = {}): Draft => ({ text, known: '', ...more });

test('a typed figure is sent as an exact number with its qualifier; the source of the period stands for it', () => {
  expect(determineStep(empty, typed('hơn 9.800'), 'vi')).toEqual({
    kind: 'send',
    cell: { indicatorCode: 'M03', value: '9800', qualifier: 'over' },
  });
});

test('a source of its own goes with the figure, else the one that it had', () => {
  expect(determineStep(kept, typed('1.300'), 'vi')).toMatchObject({ cell: { reason: 'Báo cáo số 12' } });
  expect(determineStep(kept, typed('1.300', { reason: ' Sổ B ' }), 'vi')).toMatchObject({ cell: { reason: 'Sổ B' } });
  expect(determineStep(kept, typed('1.270', { reason: 'Sổ B' }), 'vi')).toMatchObject({
    cell: { value: '1270', reason: 'Sổ B' },
  });
  expect(determineStep(empty, typed('', { reason: 'Sổ B' }), 'vi')).toEqual({ kind: 'wait' });
});

test('what is no number is answered in words', () => {
  expect(determineStep(empty, typed('hai'), 'vi')).toEqual({ kind: 'refused', words: '“hai” không phải là số.' });
});

test('a cell that was left as it stands, or emptied again, is no draft; an emptied one is not reported', () => {
  for (const language of ['vi', 'en'] as const) {
    expect(determineStep(kept, toDraft(kept, language), language)).toEqual({ kind: 'drop' });
    const nearly = { ...kept, qualifier: 'nearly' as const };
    expect(determineStep(nearly, toDraft(nearly, language), language)).toEqual({ kind: 'drop' });
  }
  expect(determineStep(empty, typed(' '), 'vi')).toEqual({ kind: 'drop' });
  expect(determineStep(kept, typed(''), 'vi')).toMatchObject({ kind: 'send', cell: { value: null } });
});

test('a value is written as it is read', () => {
  expect(writeFigure({ value: '9800', qualifier: 'over' }, 'vi')).toBe('hơn 9.800');
  expect(writeFigure({ value: '9800', qualifier: 'nearly' }, 'en')).toBe('nearly 9800');
  expect(writeFigure({ value: '12.5', qualifier: null }, 'en')).toBe('12,5');
});

test('a changed list of names is sent also when it has as many names; an emptied one is not reported', () => {
  const row = { ...kept, indicator: names, value: '2', keys: ['A', 'B'] };
  expect(determineStep(row, typed('', { keys: ['A', 'C'] }), 'vi')).toMatchObject({
    kind: 'send',
    cell: { value: '2', keys: ['A', 'C'] },
  });
  expect(determineStep(row, typed('5', { keys: ['A', 'B'] }), 'vi')).toMatchObject({ kind: 'refused' });
  expect(determineStep(row, typed('', { keys: [] }), 'vi')).toMatchObject({ kind: 'send', cell: { value: null } });
});
