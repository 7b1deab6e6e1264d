import { describe, expect, test } from 'vitest';
import type { Indicator } from '#modules/figures/figures.contract.ts';
import { parseMeasure } from '#registers/server/measure-language.ts';
import { registers } from '../../all-registers.ts';
import type { IndicatorDraft, Source } from './indicators.contract.ts';
import {
  findNeverCounted,
  listConditionFields,
  listDraftBreaches,
  listMeasuredFields,
  standsOnADay,
  toCalculation,
} from './indicators.rules.ts';

const known = (code: string, kind: Indicator['kind'] = 'flow', periodRule: 'sum' | 'end' = 'sum'): Indicator => ({
  code,
  kind,
  periodRule,
  nameVi: code,
  nameEn: code,
  measureUnitVi: 'tin',
  measureUnitEn: 'tips',
  register: null,
  measure: null,
  filter: null,
  numeratorCode: null,
  denominatorCode: null,
  formula: null,
  definitionVi: '',
  definitionEn: '',
  legalSource: '',
});

const around = {
  indicators: [known('T01'), known('T02'), known('T03', 'ratio'), known('M03', 'stock', 'end')],
  proposedCodes: ['TX9'],
  registers,
  issuerKind: 'nation',
};

const fromTips: Source = {
  from: 'register',
  register: 'tips',
  measure: 'count',
  field: null,
  when: 'during',
  events: ['received'],
  conditions: [{ field: 'topic', codes: ['theft'] }],
};

const draft = (change: Partial<IndicatorDraft> = {}): IndicatorDraft => ({
  code: 'TX1',
  nameVi: 'Số nguồn tin về trộm cắp',
  nameEn: 'Tips on theft',
  measureUnitVi: 'tin',
  measureUnitEn: 'tips',
  definitionVi: 'Đếm nguồn tin về trộm cắp tiếp nhận trong kỳ.',
  definitionEn: 'Tips on theft received in the period.',
  legalSource: 'Kế hoạch thử',
  issuerId: 1,
  source: fromTips,
  owed: { subjectKind: 'commune', fromMonth: '2026-01' },
  ...change,
});

const breachesOf = (change: Partial<IndicatorDraft>, place: Partial<typeof around> = {}) =>
  listDraftBreaches(draft(change), { ...around, ...place }).map(({ path, code }) => `${path}: ${code}`);
const sourced = (change: Partial<Extract<Source, { from: 'register' }>>) =>
  breachesOf({ source: { ...fromTips, ...change } });

test('a sound draft keeps to everything', () => {
  expect(breachesOf({})).toEqual([]);
});

test.each([
  ['a code of the product’s own shape', breachesOf({ code: 'T99' }), 'code: indicator.code_shape'],
  ['a code in small letters', breachesOf({ code: 'tx1' }), 'code: indicator.code_shape'],
  ['a code that waits in another proposal', breachesOf({ code: 'TX9' }), 'code: indicator.code_proposed'],
  ['an issuer that is a commune', breachesOf({}, { issuerKind: 'commune' }), 'issuerId: indicator.issuer_kind'],
  ['a number that nobody owes', breachesOf({ owed: null }), 'owed: indicator.owed_missing'],
  ['an unknown register', sourced({ register: 'people' }), 'source.register: indicator.register_unknown'],
  ['a sum of words', sourced({ measure: 'sum', field: 'outcome' }), 'source.field: indicator.field_not_measured'],
  [
    'a sum of an unknown field',
    sourced({ measure: 'sum', field: 'nope' }),
    'source.field: indicator.field_not_measured',
  ],
  ['a sum of nothing', sourced({ measure: 'sum' }), 'source.field: indicator.field_missing'],
  ['an unknown event', sourced({ events: ['whispered'] }), 'source.events: indicator.event_unknown'],
  [
    'several events of one count',
    sourced({ events: ['received', 'settled'] }),
    'source.events: indicator.several_events',
  ],
  ['how tips stand on a day', sourced({ when: 'at_end', events: [] }), 'source.when: indicator.never_observed'],
  [
    'a condition on a date',
    sourced({ conditions: [{ field: 'receivedOn', codes: ['x'] }] }),
    'source.conditions.0: indicator.condition_not_closed',
  ],
  [
    'an option that the register has not',
    sourced({ conditions: [{ field: 'topic', codes: ['theft', 'nope'] }] }),
    'source.conditions.0: indicator.option_unknown',
  ],
  [
    'a name inherited by every object',
    sourced({ conditions: [{ field: 'constructor', codes: ['x'] }] }),
    'source.conditions.0: indicator.condition_not_closed',
  ],
  [
    'a ratio of a ratio',
    breachesOf({ source: { from: 'ratio', numeratorCode: 'T03', denominatorCode: 'T01' }, owed: null }),
    'source.numeratorCode: indicator.part_is_ratio',
  ],
  [
    'an unknown part',
    breachesOf({ source: { from: 'ratio', numeratorCode: 'T02', denominatorCode: 'T99' }, owed: null }),
    'source.denominatorCode: indicator.part_unknown',
  ],
  [
    'a formula that goes in a circle',
    breachesOf({
      source: {
        from: 'formula',
        terms: [
          { sign: 'plus', code: 'T01' },
          { sign: 'plus', code: 'TX1' },
        ],
      },
      owed: null,
    }),
    'source.terms.1.code: indicator.circle',
  ],
  ['religion in a name', breachesOf({ nameVi: 'Số người theo tôn giáo' }), 'nameVi: indicator.never_counted'],
])('%s is refused at its field', (_, breaches, wanted) => {
  expect(breaches).toContain(wanted);
});

test('the festival of great unity of the whole nation is no ethnicity', () => {
  expect(findNeverCounted('Ngày hội Đại đoàn kết toàn dân tộc')).toBeUndefined();
  expect(findNeverCounted('Số hộ dân tộc thiểu số')).toBe('dân tộc thiểu số');
});

test('what is chosen by clicks is written so that the one reader of measures reads the same', () => {
  const made = toCalculation({ ...fromTips, measure: 'sum', field: 'casesCleared' }, () => 'sum');
  expect(made).toMatchObject({
    kind: 'flow',
    measure: 'sum(cases_cleared)',
    filter: 'event = received and topic = theft',
  });
  expect(parseMeasure(registers[0]!, { ...made, code: 'TX1' })).toMatchObject({
    kind: 'sum',
    field: 'casesCleared',
    conditions: [{ field: 'topic', codes: ['theft'] }],
  });
});

describe.each(registers.map((register) => [register.name, register] as const))('%s', (name, register) => {
  const sources = (['count', 'sum', 'distinct', 'latest'] as const).flatMap((measure) =>
    (measure === 'count' ? [null] : listMeasuredFields(register, measure)).flatMap((field) =>
      (['during', 'at_end'] as const).map((when): Source => ({
        from: 'register',
        register: name,
        measure,
        field,
        when,
        events: [],
        conditions: listConditionFields(register).map((one) => {
          const declared = register.fields[one]!;
          return { field: one, codes: declared.type === 'choice' ? Object.keys(declared.options) : [] };
        }),
      })),
    ),
  );

  test('every measure that the form offers is read by the one reader of measures', () => {
    let sound = 0;
    for (const source of sources) {
      if (listDraftBreaches(draft({ source }), around).length > 0) continue;
      parseMeasure(register, { ...toCalculation(source, () => 'sum'), code: 'TX1' });
      sound += 1;
    }
    expect(sound).toBeGreaterThan(standsOnADay(register) ? 2 : 1);
  });

  test('no field that indicators may not name is offered', () => {
    const unmeasured = Object.entries(register.fields).flatMap(([one, field]) =>
      field.type === 'choice' && field.unmeasured ? [one] : [],
    );
    const offered = [...listConditionFields(register), ...listMeasuredFields(register, 'distinct')];
    expect(offered.filter((one) => unmeasured.includes(one))).toEqual([]);
    for (const field of unmeasured)
      expect(
        listDraftBreaches(
          draft({ source: { ...fromTips, register: name, events: [], conditions: [{ field, codes: ['x'] }] } }),
          around,
        ),
      ).toContainEqual({ path: 'source.conditions.0', code: 'indicator.condition_unmeasured' });
  });
});
