import { expect, test } from 'vitest';
import { determineStep, toDraft } from './supplement-drafts.ts';

const empty = { value: null, reason: null, keys: null };
const kept = { value: '1270', reason: 'Báo cáo số 12', keys: null };

test('a figure with its source is sent as an exact number', () => {
  expect(determineStep(empty, { value: '1.270,5', reason: ' Báo cáo số 12 ' }, '', 'vi')).toMatchObject({
    kind: 'send',
    value: '1270.5',
  });
});

test('a figure without a source takes its own earlier one, else the one given last', () => {
  expect(determineStep(kept, { value: '1.300', reason: '' }, 'Báo cáo số 9', 'vi')).toMatchObject({
    draft: { reason: 'Báo cáo số 12' },
  });
  expect(determineStep(empty, { value: '5', reason: '' }, 'Báo cáo số 9', 'vi')).toMatchObject({
    draft: { reason: 'Báo cáo số 9' },
  });
  expect(determineStep(empty, { value: '5', reason: '' }, '', 'vi')).toEqual({ kind: 'needsReason' });
});

test('what is no number is not sent', () => {
  expect(determineStep(empty, { value: 'hai', reason: 'Báo cáo số 12' }, '', 'vi')).toEqual({ kind: 'notNumber' });
});

test('a field that was left as it stands, or emptied again, is no draft', () => {
  expect(determineStep(kept, toDraft(kept, 'vi'), '', 'vi')).toEqual({ kind: 'drop' });
  expect(determineStep(empty, { value: ' ', reason: '' }, 'Báo cáo số 9', 'vi')).toEqual({ kind: 'drop' });
});

test('a source without a figure waits for the figure', () => {
  expect(determineStep(empty, { value: '', reason: 'Báo cáo số 12' }, '', 'vi')).toEqual({ kind: 'wait' });
});

test('an emptied figure goes back to not reported', () => {
  expect(determineStep(kept, { value: '', reason: 'Báo cáo số 12' }, '', 'vi')).toMatchObject({
    kind: 'send',
    value: null,
  });
});

test('a changed list of names is sent also when it has as many names', () => {
  const row = { value: '2', reason: 'Danh sách', keys: ['A', 'B'] };
  expect(determineStep(row, { value: '2', reason: 'Danh sách', keys: ['A', 'C'] }, '', 'vi')).toMatchObject({
    kind: 'send',
    draft: { keys: ['A', 'C'] },
  });
});
