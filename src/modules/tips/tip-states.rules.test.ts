import { describe, expect, test } from 'vitest';
import { findMoveBreach, listOpenActs, type MovingTip, stateAfter, tipActs, tipStates } from './tip-states.rules.ts';

const isEnded = (state: string): boolean => ['closed', 'merged', 'withdrawn'].includes(state);
const tip: MovingTip = { state: 'received', sort: null, isReachable: true, extendedAt: null };

describe('the way of a tip', () => {
  test('goes on step by step', () => {
    let at: MovingTip = { ...tip, sort: 'crime_report' };
    for (const act of ['sort', 'verify', 'forward', 'take_back', 'verify', 'decide', 'inform', 'close'] as const) {
      expect(findMoveBreach(at, act), act).toBeUndefined();
      at = { ...at, state: stateAfter(at.state, act) };
    }
    expect(at.state).toBe('closed');
  });

  test('nothing is open to one that has ended', () => {
    for (const state of tipStates.filter(isEnded)) expect(listOpenActs({ ...tip, state })).toEqual([]);
  });

  test('every state but the ended is left by some act, and every act leads somewhere', () => {
    for (const state of tipStates.filter((one) => !isEnded(one)))
      expect(listOpenActs({ ...tip, state, isReachable: false }).length, state).toBeGreaterThan(0);
    for (const act of tipActs)
      expect(
        tipStates.some((state) => findMoveBreach({ ...tip, state }, act) === undefined || act === 'close'),
        act,
      ).toBe(true);
  });

  test.each<[string, Partial<MovingTip>, 'extend' | 'close' | 'verify' | 'decide' | 'inform', string | undefined]>([
    [
      'extended once',
      { state: 'verifying', sort: 'crime_report', extendedAt: '2026-01-01' },
      'extend',
      'tip.extended_already',
    ],
    ['feedback is not extended', { state: 'sorted', sort: 'feedback' }, 'extend', 'tip.no_extension'],
    ['its source is told first', { state: 'decided', sort: 'security_tip' }, 'close', 'tip.inform_first'],
    ['unless nobody can be told', { state: 'decided', sort: 'security_tip', isReachable: false }, 'close', undefined],
    ['decided before it is closed', { state: 'sorted', sort: 'security_tip' }, 'close', 'tip.decide_first'],
    ['a duplicate is only put away', { state: 'sorted', sort: 'duplicate' }, 'close', undefined],
    ['nothing to verify in it', { state: 'sorted', sort: 'duplicate' }, 'verify', 'tip.nothing_to_verify'],
    ['sorted before it is decided', { state: 'received' }, 'decide', 'tip.move_unlawful'],
    ['decided before its source is told', { state: 'verifying' }, 'inform', 'tip.move_unlawful'],
  ])('%s', (_, over, act, breach) => {
    expect(findMoveBreach({ ...tip, ...over }, act)).toBe(breach);
  });
});
