import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classOf, divideIntoClasses, mostClasses, toneOf } from './map-classes.rules.ts';

describe('classes of a map', () => {
  test('hold about as many units each; zero and not reported stand apart', () => {
    const values = ['0', null, ...Array.from({ length: 10 }, (_, index) => String(index + 1))];
    const ranges = divideIntoClasses(values);
    expect(ranges).toEqual([
      { from: '1', to: '2', count: 2 },
      { from: '3', to: '4', count: 2 },
      { from: '5', to: '6', count: 2 },
      { from: '7', to: '8', count: 2 },
      { from: '9', to: '10', count: 2 },
    ]);
    expect([classOf('0', ranges), classOf(null, ranges), classOf('4', ranges), classOf('10', ranges)]).toEqual([
      'zero',
      'missing',
      2,
      5,
    ]);
  });

  test('never tell equal values apart, and need no five', () => {
    expect(divideIntoClasses(['7', '7.0', '7', '9'])).toEqual([
      { from: '7', to: '7', count: 3 },
      { from: '9', to: '9', count: 1 },
    ]);
    expect(divideIntoClasses(['0', null])).toEqual([]);
  });

  test('compare exactly, beyond what a float holds', () => {
    const ranges = divideIntoClasses(['9007199254740993', '9007199254740992']);
    expect(ranges.map(({ to }) => to)).toEqual(['9007199254740992', '9007199254740993']);
    expect(classOf('9007199254740993', ranges)).toBe(2);
  });

  test('take every value in exactly one class, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 }), (numbers) => {
        const values = numbers.map(String);
        const ranges = divideIntoClasses(values);
        expect(ranges.length).toBeLessThanOrEqual(mostClasses);
        expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(numbers.filter((one) => one > 0).length);
        ranges.forEach((range, index) => {
          const within = numbers.filter((one) => one >= Number(range.from) && one <= Number(range.to));
          expect(within).toHaveLength(range.count);
          expect(within.every((one) => classOf(String(one), ranges) === index + 1)).toBe(true);
        });
      }),
    );
  });

  test('few classes have tones that stand far apart', () => {
    expect([1, 2].map((place) => toneOf(place, 2))).toEqual([1, 5]);
    expect([1, 2, 3].map((place) => toneOf(place, 3))).toEqual([1, 3, 5]);
    expect(toneOf(1, 1)).toBe(3);
  });
});
