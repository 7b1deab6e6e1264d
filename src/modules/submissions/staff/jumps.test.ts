import { expect, test } from 'vitest';
import { determineJump } from './jumps.ts';

test('a value that moved by half and by five or more asks for a look', () => {
  expect(determineJump('10', '15')).toBe('up');
  expect(determineJump('10', '5')).toBe('down');
  expect(determineJump('0', '5')).toBe('up');
});

test('small numbers and small moves do not', () => {
  expect(determineJump('1', '4')).toBeUndefined();
  expect(determineJump('100', '140')).toBeUndefined();
  expect(determineJump('7', '7')).toBeUndefined();
});

test('nothing is compared with a value that was not reported', () => {
  expect(determineJump(null, '50')).toBeUndefined();
  expect(determineJump('50', null)).toBeUndefined();
});
