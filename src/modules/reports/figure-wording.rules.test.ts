import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundExact, type RoundingWord, writeInSentence, writeMoney } from './figure-wording.rules.ts';

const plain = { numerator: null, denominator: null };
const say = (value: string | null, more: object = {}, unit = 'tin', rounding?: { word: RoundingWord; power: number }) =>
  writeInSentence({ value, ...plain, ...more }, unit, rounding, 'vi');

describe('rounding', () => {
  test.each([
    ['41736', 'over', 3, 'trên 41.000'],
    ['41736', 'more_than', 2, 'hơn 41.700'],
    ['41736', 'nearly', 3, 'gần 42.000'],
    ['1578', 'nearly', 2, 'gần 1.600'],
    ['12.5', 'over', 0, '12,5'],
  ] as const)('%s said "%s" to the power %i is %s', (value, word, power, written) => {
    expect(say(value, {}, 'tin', { word, power })).toBe(written);
  });

  test('an exact number stays without a word, and nothing is rounded to 0', () => {
    expect(say('50', {}, 'tin', { word: 'over', power: 1 })).toBe('50');
    expect(say('50', {}, 'tin', { word: 'nearly', power: 1 })).toBe('50');
    expect(say('7', {}, 'tin', { word: 'over', power: 2 })).toBe('7');
  });

  test('over is never above and nearly never below the exact number, by less than the step', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom<RoundingWord>('over', 'more_than', 'nearly'),
        (value, power, word) => {
          const rounded = roundExact(String(value), { word, power });
          const change = new Big(rounded.value).minus(String(value));
          if (rounded.word === null) expect(change.eq(0)).toBe(true);
          else expect(word === 'nearly' ? change.gt(0) : change.lt(0)).toBe(true);
          expect(change.abs().lt(new Big(10).pow(power))).toBe(true);
        },
      ),
    );
  });
});

describe('numbers that were published as more or less', () => {
  test('carry their word, "trên" only where the writer asks for it', () => {
    expect(say('9800', { qualifier: 'over' })).toBe('hơn 9.800');
    expect(say('100', { qualifier: 'over' }, 'buổi', { word: 'over', power: 0 })).toBe('trên 100');
    expect(say('1600', { qualifier: 'nearly' })).toBe('gần 1.600');
    expect(say('1600', { qualifier: null })).toBe('1.600');
  });

  test('are not rounded against it', () => {
    expect(say('9850', { qualifier: 'over' }, 'tin', { word: 'nearly', power: 2 })).toBe('hơn 9.850');
    expect(say('9850', { qualifier: 'over' }, 'tin', { word: 'over', power: 2 })).toBe('trên 9.800');
  });
});

describe('money', () => {
  test.each([
    ['15000000', '15 triệu'],
    ['13000000000', '13 tỷ'],
    ['13500000000', '13.500 triệu'],
    ['15000001', '15.000.001'],
    ['0', '0'],
  ])('%s đồng is written %s', (value, written) => {
    expect(writeMoney(value, 'vi')).toBe(written);
  });

  test('is told in millions in sentences about đồng only', () => {
    expect(say('15000000', {}, 'đồng')).toBe('15 triệu');
    expect(say('15000000', {}, 'người')).toBe('15.000.000');
    expect(say('4000000000', { qualifier: 'over' }, 'đồng')).toBe('hơn 4 tỷ');
  });
});

test('a ratio and what was not reported are told as ever', () => {
  const ratio = { value: '84.17', numerator: '117', denominator: '139' };
  expect(writeInSentence(ratio, 'xã', { word: 'over', power: 1 }, 'vi')).toBe('117/139 xã (84,17%)');
  expect(say(null)).toBe('chưa có số liệu');
});
