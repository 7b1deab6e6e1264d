import { expect, test } from 'vitest';
import { tips } from '#modules/tips/tips.contract.ts';
import { readConditions, toRegisterSearch } from './register-conditions.ts';

const asked = { unit: { id: 7 }, month: '2026-11' };
const count = 'count';

test('an indicator of what was received opens the list of the same days and conditions', () => {
  const indicator = { measure: count, filter: 'event = received and topic = theft' };
  expect(toRegisterSearch(tips, { ...asked, indicator })).toEqual({
    unit: '7',
    from: '2026-10-15',
    to: '2026-11-14',
    topic: 'theft',
  });
});

test('one that counts by another day asks for the days by that one', () => {
  const indicator = { measure: count, filter: 'event = settled and outcome = no_basis' };
  expect(toRegisterSearch(tips, { ...asked, indicator })).toEqual({
    unit: '7',
    event: 'settled',
    from: '2026-10-15',
    to: '2026-11-14',
    outcome: 'no_basis',
  });
});

test('several values and names of two words are read', () => {
  const filter = 'event = received and of_value = yes and sort in (crime_report, security_tip)';
  const { date, choices } = readConditions(tips, { measure: count, filter });
  expect(date.name).toBe('receivedOn');
  expect(choices.map(({ name, values }) => [name, values])).toEqual([
    ['ofValue', ['yes']],
    ['sort', ['crime_report', 'security_tip']],
  ]);
  expect(toRegisterSearch(tips, { ...asked, indicator: { measure: count, filter } })).toMatchObject({
    ofValue: 'yes',
    sort: 'crime_report,security_tip',
  });
});

test('what is added up is found by its column', () => {
  expect(readConditions(tips, { measure: 'sum(cases_cleared)', filter: 'event = settled' })).toMatchObject({
    date: { name: 'settledOn' },
    taken: { how: 'sum', name: 'casesCleared' },
  });
  expect(readConditions(tips, { measure: count, filter: null })).toMatchObject({ taken: undefined, choices: [] });
});
