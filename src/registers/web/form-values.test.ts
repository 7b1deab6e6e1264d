import { describe, expect, test } from 'vitest';
import { tips } from '#modules/tips/tips.contract.ts';
import { isAskedFor } from '../declaration.ts';
import { emptyForm, toForm, toText, toValues } from './form-values.ts';
import { listFilterNames, toListQuery } from './register-address.ts';

const entered = { ...emptyForm(tips), receivedOn: '2026-03-20', sort: 'security_tip', topic: 'theft', channel: 'zalo' };
const settled = { ...entered, settledOn: '2026-04-01', outcome: 'prevented', casesCleared: '2' };

describe('what a form sends', () => {
  test('empty fields are sent as nothing, numbers as numbers', () => {
    expect(toValues(tips, entered, 'vi')).toMatchObject({
      receivedOn: '2026-03-20',
      topic: 'theft',
      ofValue: null,
      settledOn: null,
    });
    expect(toValues(tips, { ...settled, propertyRecoveredVnd: '1.250.000.000' }, 'vi')).toMatchObject({
      settledOn: '2026-04-01',
      outcome: 'prevented',
      casesCleared: 2,
      propertyRecoveredVnd: 1_250_000_000,
    });
  });

  test('results that are no longer asked for are not sent', () => {
    const reopened = { ...settled, settledOn: '' };
    expect(isAskedFor(tips.fields.outcome!, reopened)).toBe(false);
    expect(toValues(tips, reopened, 'vi')).toMatchObject({ settledOn: null, outcome: null, casesCleared: 0 });
  });

  test('a number or a day that cannot be read is sent as it was typed, for the server to say so', () => {
    const values = toValues(
      tips,
      { ...settled, receivedOn: '30/02/2026', casesCleared: 'hai', personsCleared: '12.5' },
      'vi',
    );
    expect(values).toMatchObject({ receivedOn: '30/02/2026', casesCleared: 'hai', personsCleared: '12.5' });
  });

  test('an emptied number is missing, not 0', () => {
    expect(toValues(tips, { ...settled, casesCleared: '' }, 'vi').casesCleared).toBeNull();
  });

  test('a record put into the form and sent again is the same', () => {
    for (const language of ['vi', 'en'] as const) {
      const values = toValues(
        tips,
        { ...settled, ofValue: 'yes', competence: 'within', propertyRecoveredVnd: '9000000000000' },
        language,
      );
      expect(toValues(tips, toForm(tips, values, language), language)).toEqual(values);
    }
  });
});

test('values read as people write them', () => {
  expect(toText(tips.fields.receivedOn!, '2026-03-20', 'vi')).toBe('20/03/2026');
  expect(toText(tips.fields.topic!, 'drugs', 'vi')).toBe('Ma túy');
  expect(toText(tips.fields.propertyRecoveredVnd!, 1_250_000, 'vi')).toBe('1.250.000');
  expect(toText(tips.fields.settledOn!, null, 'vi')).toBe('');
});

describe('the address of a register', () => {
  test('asks for the own unit unless another is named', () => {
    expect(toListQuery(tips, {}, 5)).toEqual({ unit: 5 });
    expect(toListQuery(tips, { unit: '7' }, 5)).toEqual({ unit: 7 });
  });

  test('takes filters that the register declares and leaves the rest out', () => {
    const address = {
      from: '2026-03-01',
      to: 'soon',
      topic: 'theft',
      channel: 'pigeon',
      sort: 'feedback',
      state: 'void',
      order: 'oldest',
      record: 'new',
      unit: '0',
    };
    expect(toListQuery(tips, address, 5)).toEqual({
      unit: 5,
      from: '2026-03-01',
      topic: 'theft',
      sort: 'feedback',
      state: 'void',
      order: 'oldest',
    });
    expect(listFilterNames(tips)).not.toContain('record');
  });
});
