import { describe, expect, test } from 'vitest';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import { isAskedFor, type Register } from '../declaration.ts';
import { changeField, emptyForm, groupFields, toForm, toText, toValues } from './form-values.ts';
import { listFilterNames, toListQuery } from './register-address.ts';

const both = (words: string) => ({ vi: words, en: words });
const deeds: Register = {
  ...tips,
  fields: {
    doneOn: { type: 'date', label: both('Ngày'), required: true },
    number: { type: 'series', label: both('Số'), required: false },
    coveredUnits: { type: 'units', label: both('Địa bàn'), required: true, kinds: ['commune'] },
    weight: { type: 'number', label: both('Khối lượng'), required: true, max: 1000, decimals: 2 },
  },
};

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

describe('words, references and decimals', () => {
  const group = {
    ...emptyForm(initiatives),
    level: 'group',
    name: 'Tổ số 1',
    category: 'patrol_group',
    initiativeId: '7b1b6a0e-0000-4000-8000-000000000001',
    areaId: '41',
    memberCount: '12',
  };

  test('a unit is sent by its number, a record by its id; what is not asked for stays empty', () => {
    expect(toValues(initiatives, group, 'vi')).toMatchObject({
      areaId: 41,
      initiativeId: '7b1b6a0e-0000-4000-8000-000000000001',
      siteId: null,
      memberCount: 12,
      equipmentCount: 0,
      origin: null,
    });
    expect(toValues(initiatives, { ...group, level: 'initiative' }, 'vi')).toMatchObject({
      areaId: null,
      initiativeId: null,
      memberCount: 0,
    });
  });

  test('several units keep their order, decimals their exact text', () => {
    const form = { ...emptyForm(deeds), doneOn: '2026-03-20', coveredUnits: '7,3', weight: '5,5' };
    const values = toValues(deeds, form, 'vi');
    expect(values).toMatchObject({ coveredUnits: [7, 3], weight: '5.5', number: null });
    expect(toForm(deeds, values, 'vi')).toMatchObject({ coveredUnits: '7,3', weight: '5,5', number: '' });
    expect(toText(deeds.fields.coveredUnits!, [7, 3], 'vi', { 7: 'Xã A', 3: 'Xã B' })).toBe('Xã A, Xã B');
    expect(toText(deeds.fields.weight!, '5.5', 'vi')).toBe('5,5');
  });

  test('a choice that no longer fits is emptied and told; one that fits stays', () => {
    const site = { ...group, level: 'site', category: 'security_camera' };
    expect(changeField(initiatives, site, 'level', 'group')).toMatchObject({
      form: { level: 'group', category: '' },
      emptied: ['category'],
    });
    expect(changeField(initiatives, site, 'level', 'initiative')).toMatchObject({
      form: { category: 'security_camera' },
      emptied: [],
    });
    expect(changeField(initiatives, site, 'name', 'Khác').form.category).toBe('security_camera');
  });

  test('fields stand under the headings of the declaration', () => {
    const groups = groupFields(Object.entries(initiatives.fields));
    expect(groups.map(({ group: heading, fields }) => [heading?.vi, fields[0]![0]])).toEqual([
      [undefined, 'level'],
      ['Chủ trì và quyết định', 'leadOrganisation'],
      ['Các mốc thời gian', 'establishedOn'],
      ['Hiện trạng', 'observedOn'],
    ]);
  });
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

  test('takes several codes of a choice, and a text where records have names', () => {
    expect(toListQuery(tips, { topic: 'theft,pigeons,fraud', text: 'kẻng' }, 5)).toEqual({
      unit: 5,
      topic: 'theft,fraud',
    });
    expect(toListQuery(initiatives, { text: 'kẻng' }, 5)).toEqual({ unit: 5, text: 'kẻng' });
  });
});
