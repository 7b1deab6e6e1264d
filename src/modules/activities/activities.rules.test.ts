import { describe, expect, test } from 'vitest';
import { sampleValues } from '#tests/support/records.ts';
import { activities } from './activities.contract.ts';
import { determineActivityBreaches } from './activities.rules.ts';

const breachesOf = (change: Record<string, string | number | number[]>) =>
  determineActivityBreaches(sampleValues(activities, change)).map(({ path, code }) => [path, code]);

describe('rules across the fields of an activity', () => {
  test.each([
    ['an outreach session', { category: 'outreach_session' }],
    ['a forum that answered all', { category: 'listening_forum', opinionCount: 4, opinionAnsweredCount: 4 }],
    ['a launch in two communes', { category: 'launch', coveredCommuneIds: [1, 2] }],
    ['a broadcast of three runs', { category: 'broadcast', itemCount: 3 }],
    ['a patrol that publishes nothing', { category: 'patrol' }],
  ])('%s keeps them', (_, change) => expect(breachesOf(change)).toEqual([]));

  test.each([
    [
      'more answers than opinions',
      { category: 'listening_forum', opinionCount: 4, opinionAnsweredCount: 5 },
      ['opinionAnsweredCount', 'activity.answered_too_many'],
    ],
    ['a launch nowhere', { category: 'launch' }, ['coveredCommuneIds', 'activity.launch_without_commune']],
    ['no post', { category: 'online_post', itemCount: 0 }, ['itemCount', 'activity.nothing_published']],
  ])('%s is told at its field', (_, change, breach) => expect(breachesOf(change)).toEqual([breach]));
});
