import { describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { determineTipBreaches } from './tips.rules.ts';

const today = '2026-06-20';
const open: Values = {
  receivedOn: '2026-06-01',
  forwardedOn: null,
  settledOn: null,
  outcome: null,
  casesCleared: 0,
  personsArrested: 0,
};
const settled: Values = { ...open, settledOn: '2026-06-10', outcome: 'prevented', casesCleared: 1, personsArrested: 3 };

describe('rules across the fields of a tip', () => {
  test.each<[string, Values]>([
    ['an open tip', open],
    ['a settled tip with its results', settled],
    ['a tip settled without results', { ...settled, outcome: 'no_basis', casesCleared: 0, personsArrested: 0 }],
    ['received, forwarded and settled today', { ...settled, receivedOn: today, forwardedOn: today, settledOn: today }],
  ])('%s keeps them', (_, values) => {
    expect(determineTipBreaches(values, today)).toEqual([]);
  });

  test.each<[string, Values, [string, string][]]>([
    ['received tomorrow', { ...open, receivedOn: '2026-06-21' }, [['receivedOn', 'field.in_future']]],
    ['settled tomorrow', { ...settled, settledOn: '2026-06-21' }, [['settledOn', 'field.in_future']]],
    ['forwarded tomorrow', { ...open, forwardedOn: '2026-06-21' }, [['forwardedOn', 'field.in_future']]],
    [
      'settled before it was received',
      { ...settled, settledOn: '2026-05-31' },
      [['settledOn', 'tip.settled_too_early']],
    ],
    [
      'forwarded before it was received',
      { ...open, forwardedOn: '2026-05-31' },
      [['forwardedOn', 'tip.forwarded_too_early']],
    ],
    ['settled without an outcome', { ...settled, outcome: null }, [['outcome', 'tip.outcome_missing']]],
    ['an outcome without a day', { ...open, outcome: 'prevented' }, [['settledOn', 'tip.settled_on_missing']]],
    [
      'results without a settlement',
      { ...open, casesCleared: 1, personsArrested: 2 },
      [
        ['casesCleared', 'tip.result_without_settlement'],
        ['personsArrested', 'tip.result_without_settlement'],
      ],
    ],
  ])('%s is told at its field', (_, values, breaches) => {
    expect(determineTipBreaches(values, today).map(({ path, code }) => [path, code])).toEqual(breaches);
  });
});
