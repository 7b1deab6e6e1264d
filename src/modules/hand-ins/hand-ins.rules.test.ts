import { describe, expect, test } from 'vitest';
import { sampleValues } from '#tests/support/records.ts';
import { handIns } from './hand-ins.contract.ts';
import { determineHandInBreaches, itemKinds } from './hand-ins.rules.ts';

const breachesOf = (change: Record<string, string>) =>
  determineHandInBreaches(sampleValues(handIns, { receivedOn: '2026-03-01', ...change })).map(({ path, code }) => [
    path,
    code,
  ]);

describe('rules across the fields of a line', () => {
  test.each<[string, Record<string, string>]>([
    ['a gun that is kept', {}],
    ['2.75 kg of explosives', { itemKind: 'explosive', quantity: '2.75' }],
    ['what was forwarded', { custody: 'forwarded', forwardedOn: '2026-03-05', forwardedTo: 'Công an tỉnh' }],
    ['what was destroyed at once', { custody: 'destroyed', disposedOn: '2026-03-01' }],
    ['a number of its own', { receiptNumber: '07/2026' }],
  ])('%s keeps them', (_, change) => expect(breachesOf(change)).toEqual([]));

  test.each<[string, Record<string, string>, [string, string]]>([
    ['nothing', { quantity: '0' }, ['quantity', 'hand_in.nothing']],
    ['half a gun', { quantity: '1.5' }, ['quantity', 'hand_in.not_whole']],
    ['half a knife', { itemKind: 'lethal_knife', quantity: '0.5' }, ['quantity', 'hand_in.not_whole']],
    ['a number of last year', { receiptNumber: '07/2025' }, ['receiptNumber', 'hand_in.other_year']],
    ['forwarded without a day', { custody: 'forwarded' }, ['forwardedOn', 'hand_in.forwarded_on_missing']],
    [
      'forwarded before it came in',
      { custody: 'forwarded', forwardedOn: '2026-02-28' },
      ['forwardedOn', 'hand_in.before_received'],
    ],
    [
      'destroyed before it came in',
      { custody: 'destroyed', disposedOn: '2026-02-28' },
      ['disposedOn', 'hand_in.before_received'],
    ],
    [
      'destroyed before it was forwarded',
      { custody: 'destroyed', forwardedOn: '2026-03-09', disposedOn: '2026-03-08' },
      ['disposedOn', 'hand_in.disposed_before_forwarded'],
    ],
  ])('%s is told at its field', (_, change, breach) => expect(breachesOf(change)).toEqual([breach]));

  test('every kind has a measure unit in both languages', () => {
    for (const [kind, { unit }] of Object.entries(itemKinds)) expect([unit.vi, unit.en], kind).not.toContain('');
    expect(itemKinds.military_gun!.unit.vi).toBe('khẩu');
    expect(itemKinds.fireworks!.unit.vi).toBe('kg');
  });
});
