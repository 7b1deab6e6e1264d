import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readPosition, writePosition } from './position.rules.ts';

test('a position is rounded to about ten metres and comes back as it was written', () => {
  expect(writePosition({ latitude: 9.176_843_21, longitude: 105.152_399 })).toBe('9.1768, 105.1524');
  expect(readPosition('9.1768, 105.1524')).toEqual({ latitude: 9.1768, longitude: 105.1524 });
  fc.assert(
    fc.property(
      fc.double({ min: 6, max: 23.5, noNaN: true }),
      fc.double({ min: 102, max: 118, noNaN: true }),
      (y, x) => {
        const read = readPosition(writePosition({ latitude: y, longitude: x })!)!;
        expect(Math.abs(read.latitude - y)).toBeLessThan(0.000_051);
        expect(Math.abs(read.longitude - x)).toBeLessThan(0.000_051);
      },
    ),
  );
});

test('Hoàng Sa and Trường Sa lie in Vietnam; what lies outside, or is no position, is none', () => {
  for (const text of ['16.53, 111.61', '8.64, 111.92']) expect(readPosition(text), text).toBeDefined();
  for (const text of [
    '',
    '9.1768',
    '9.17684, 105.1524',
    '105.1524, 9.1768',
    '51.5, 100.1',
    '-9.1, 105.1',
    '9,1, 105,1',
  ]) {
    expect(readPosition(text), text).toBeUndefined();
  }
  expect(writePosition({ latitude: Number.NaN, longitude: 105 })).toBeUndefined();
  expect(writePosition({ latitude: 48.8, longitude: 2.3 })).toBeUndefined();
});
