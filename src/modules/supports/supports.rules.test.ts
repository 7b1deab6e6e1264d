import { describe, expect, test } from 'vitest';
import { sampleValues } from '#tests/support/records.ts';
import { determineSupportBreaches } from './supports.rules.ts';
import { supports } from './supports.contract.ts';

const none = { householdCount: 0, personCount: 0, itemCount: 0, amountVnd: 0 };
const breachesOf = (change: Record<string, string | number>) =>
  determineSupportBreaches(sampleValues(supports, { ...none, ...change })).map(({ path, code }) => [path, code]);

describe('rules across the fields of a support', () => {
  test.each<[string, Record<string, string | number>]>([
    ['money for four households', { form: 'money', householdCount: 4, amountVnd: 15_000_000 }],
    ['a job for one person', { form: 'job', personCount: 1 }],
    ['gifts without their value', { form: 'gift', itemCount: 20 }],
  ])('%s keeps them', (_, change) => expect(breachesOf(change)).toEqual([]));

  test.each<[string, Record<string, string | number>, [string, string]]>([
    ['nobody', { form: 'goods' }, ['householdCount', 'support.reached_nobody']],
    ['a loan of nothing', { form: 'loan', householdCount: 1 }, ['amountVnd', 'support.amount_missing']],
  ])('%s is told at its field', (_, change, breach) => expect(breachesOf(change)).toEqual([breach]));
});
