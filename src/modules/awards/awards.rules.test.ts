import { describe, expect, test } from 'vitest';
import type { Values } from '#registers/declaration.ts';
import { sampleValues } from '#tests/support/records.ts';
import { awards } from './awards.contract.ts';
import { determineAwardBreaches } from './awards.rules.ts';

const breachesOf = (change: Values) =>
  determineAwardBreaches(sampleValues(awards, { decidedOn: '2026-03-01', ...change })).map(({ path, code }) => [
    path,
    code,
  ]);

describe('rules across the fields of an award', () => {
  test.each<[string, Values]>([
    ['one collective and one person', {}],
    ['a medal', { awardKind: 'commemorative_medal', personCount: 3 }],
    ['proposed, decided and handed over on one day', { proposedOn: '2026-03-01', handedOverOn: '2026-03-01' }],
  ])('%s keeps them', (_, change) => expect(breachesOf(change)).toEqual([]));

  test.each<[string, Values, [string, string]]>([
    ['nobody', { collectiveCount: 0, personCount: 0, grassrootsPersonCount: 0 }, ['collectiveCount', 'award.nobody']],
    [
      'a medal for nobody',
      { awardKind: 'commemorative_medal', personCount: 0, grassrootsPersonCount: 0 },
      ['personCount', 'award.nobody'],
    ],
    [
      'more at the grassroots than all',
      { grassrootsPersonCount: 2 },
      ['grassrootsPersonCount', 'award.grassroots_too_many'],
    ],
    ['proposed afterwards', { proposedOn: '2026-03-02' }, ['proposedOn', 'award.proposed_too_late']],
    ['handed over before', { handedOverOn: '2026-02-28' }, ['handedOverOn', 'award.before_decision']],
    ['revoked before', { revokedOn: '2026-02-28' }, ['revokedOn', 'award.before_decision']],
  ])('%s is told at its field', (_, change, breach) => expect(breachesOf(change)).toEqual([breach]));
});
