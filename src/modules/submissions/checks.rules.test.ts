import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFormula } from '#modules/figures/figures.rules.ts';
import { addMonths } from '#platform/periods.rules.ts';
import { type Checked, type CheckedFigure, determineUsual, findWarnings, type IndicatorRule } from './checks.rules.ts';
import { writeWarning } from './warning-words.rules.ts';

const month = '2026-11';
type Given = Partial<CheckedFigure> & { code: string };
const figure = (given: Given): CheckedFigure => ({
  ...{ kind: 'flow', value: '1', fromRecords: false, reason: 'theo sổ của xã' },
  ...given,
});

/** A month with its history: values of the months before, latest last; undefined = not reported. */
function check(figures: Given[], past: Record<string, (number | undefined)[]> = {}, more: Partial<Checked> = {}) {
  const history = new Map(
    Object.entries(past).map(([code, values]) => [
      code,
      new Map(
        values.flatMap((value, index) =>
          value === undefined
            ? []
            : [[addMonths(month, index - values.length), { value: String(value), reason: 'theo sổ của xã' }]],
        ),
      ),
    ]),
  );
  const rest = { month, closed: true, history, rules: [], untouched: new Set<string>() };
  return findWarnings({ ...rest, figures: figures.map(figure), ...more });
}
const keys = (...given: Parameters<typeof check>): string[] => check(...given).map((one) => one.key);

describe('rules between indicators', () => {
  const rule = (change: Partial<IndicatorRule>): IndicatorRule => ({
    ...{ code: 'r', leftFormula: 'T02', relation: 'at_most', rightFormula: 'T01', rightMonths: 1 },
    ...{ whyVi: 'Vì sao.', whyEn: 'Why.' },
    ...change,
  });
  const broken = (figures: Given[], change: Partial<IndicatorRule> = {}, past = {}) =>
    check(figures, past, { rules: [rule(change)] }).filter((one) => one.code === 'rule');

  test('a part larger than its whole is told at the part, with both numbers', () => {
    const [warning, ...others] = broken([
      { code: 'T02', value: '12' },
      { code: 'T01', value: '10' },
    ]);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ key: 'rule:r', indicatorCode: 'T02' });
    expect(writeWarning(warning!, (code) => code, 'vi')).toBe('T02 là 12, nhiều hơn T01 là 10. Vì sao.');
    expect(
      broken([
        { code: 'T02', value: '10' },
        { code: 'T01', value: '10' },
      ]),
    ).toEqual([]);
  });

  test('parts that are not reported are left out of the left side, and silence the right one', () => {
    const sum = { leftFormula: 'A03 + A05', rightFormula: 'A01' };
    expect(
      broken(
        [
          { code: 'A03', value: '5' },
          { code: 'A05', value: null },
          { code: 'A01', value: '4' },
        ],
        sum,
      ),
    ).toHaveLength(1);
    expect(
      broken(
        [
          { code: 'A03', value: '5' },
          { code: 'A01', value: null },
        ],
        sum,
      ),
    ).toEqual([]);
    expect(broken([{ code: 'A01', value: '4' }], sum)).toEqual([]);
  });

  test('what is settled is held against what came in over several months, and only where all are known', () => {
    const settled = { leftFormula: 'T05', rightFormula: 'T04', rightMonths: 3 };
    const now = [
      { code: 'T05', value: '9' },
      { code: 'T04', value: '2' },
    ];
    expect(broken(now, settled, { T04: [3, 4] })).toEqual([]);
    expect(broken(now, settled, { T04: [3, 3] })[0]?.params).toMatchObject({ leftValue: '9', rightValue: '8' });
    expect(broken(now, settled, { T04: [3] })).toEqual([]);
  });

  test('of a stock that starts anew each year, the highest counts', () => {
    const standard = { leftFormula: 'S03', rightFormula: 'S01', rightMonths: 24 };
    const now: Given[] = [
      { code: 'S03', kind: 'stock', value: '20' },
      { code: 'S01', kind: 'stock', value: '2' },
    ];
    expect(broken(now, standard, { S01: [22, undefined, 1] })).toEqual([]);
    expect(broken(now, standard, { S01: [19, 1] })[0]?.params).toMatchObject({ rightValue: '19' });
  });

  test('two that must be equal', () => {
    const equal = { relation: 'equal' as const };
    expect(broken([{ code: 'T02' }, { code: 'T01' }], equal)).toEqual([]);
    const [warning] = broken([{ code: 'T02' }, { code: 'T01', value: '2' }], equal);
    expect(writeWarning(warning!, (code) => code, 'en')).toBe('T02 is 1, other than T01, which is 2. Why.');
  });

  test('a part that grows never mends a broken rule, a whole that grows never breaks one', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, fc.nat(1000), (part, whole, more) => {
        const isBroken = (one: number, other: number) =>
          broken([
            { code: 'T02', value: String(one) },
            { code: 'T01', value: String(other) },
          ]).length > 0;
        expect(isBroken(part, whole)).toBe(part > whole);
        if (isBroken(part, whole)) expect(isBroken(part + more, whole)).toBe(true);
        else expect(isBroken(part, whole + more)).toBe(false);
      }),
    );
  });
});

describe('the rules that are shipped', () => {
  const read = (file: string) =>
    parse(readFileSync(join(import.meta.dirname, '../../../reference-data', file), 'utf8'), {
      columns: true,
    }) as Record<string, string>[];
  const indicators = new Map(read('indicators.csv').map((one) => [one.code, one]));
  const rules = read('indicator-rules.csv');

  test('name indicators that units enter themselves, and compare like with like', () => {
    expect(rules.length).toBeGreaterThan(30);
    for (const rule of rules) {
      const codes = [rule.left_formula!, rule.right_formula!].flatMap((one) =>
        parseFormula(one).map((term) => term.code),
      );
      const known = codes.map((code) => indicators.get(code));
      expect(known, rule.code).not.toContain(undefined);
      expect(
        known.map((one) => one!.kind).filter((kind) => !['flow', 'stock', 'distinct'].includes(kind!)),
        rule.code,
      ).toEqual([]);
      expect(new Set(codes).size, rule.code).toBe(codes.length);
    }
  });

  test('what follows from the definitions has the filter of its whole, and more', () => {
    const bare = (filter: string): string[] => filter.split(' and ').filter((part) => part !== '');
    const parts = rules.filter(
      (rule) => rule.certainty === 'certain' && /^(T|M0|M2|C14|O28|A1|A0)/.test(rule.left_formula!),
    );
    const checked = parts.flatMap((rule) => {
      const whole = indicators.get(parseFormula(rule.right_formula!)[0]!.code)!;
      return parseFormula(rule.left_formula!).flatMap(({ code }) => {
        const part = indicators.get(code)!;
        if (part.measure !== whole.measure) return [];
        expect(bare(part.filter!), `${rule.code}: ${code}`).toEqual(expect.arrayContaining(bare(whole.filter!)));
        return [code];
      });
    });
    expect(checked.length).toBeGreaterThan(15);
  });
});

describe('numbers far from the own history', () => {
  test('told with the usual range; small counts and short histories do not warn', () => {
    const [warning] = check([{ code: 'O01', value: '400' }], { O01: [40, 42, 38, 41, 39, 40] });
    expect(warning).toMatchObject({ key: 'outlier:O01', params: { low: '20', high: '60', months: 6 } });
    expect(writeWarning(warning!, (code) => code, 'vi')).toContain('trong 6 kỳ gần đây, số thường gặp từ 20 đến 60');
    expect(keys([{ code: 'O01', value: '5' }], { O01: [1, 0, 2, 1, 1, 0] })).toEqual([]);
    expect(keys([{ code: 'O01', value: '400' }], { O01: [40, 42, 38, 41, 39] })).toEqual([]);
    expect(keys([{ code: 'O01', value: null }], { O01: [40, 42, 38, 41, 39, 40] })).toEqual([]);
  });

  test('one wild month of before does not hide the next', () => {
    expect(keys([{ code: 'O01', value: '4000' }], { O01: [40, 42, 4000, 41, 39, 40, 43] })).toEqual(['outlier:O01']);
  });

  test('0 in most months: neither 0 nor a first campaign is odd', () => {
    const quiet = [0, 0, 0, 0, 200, 0, 0, 0, 0];
    expect(keys([{ code: 'O18', value: '0' }], { O18: quiet })).toEqual([]);
    expect(keys([{ code: 'O18', value: '210' }], { O18: quiet })).toEqual([]);
  });

  test('what was so a year ago in the same month is of the season', () => {
    const year = [300, ...Array.from({ length: 11 }, () => 30)];
    expect(keys([{ code: 'O01', value: '310' }], { O01: year })).toEqual([]);
    expect(keys([{ code: 'O01', value: '310' }], { O01: [30, ...year.slice(1)] })).toEqual(['outlier:O01']);
  });

  test('a month that still runs is not too small', () => {
    const past = { O01: [40, 42, 38, 41, 39, 40] };
    expect(keys([{ code: 'O01', value: '2' }], past, { closed: false })).toEqual([]);
    expect(keys([{ code: 'O01', value: '2' }], past)).toEqual(['outlier:O01']);
  });

  test('the range holds the median, and half of the months at least', () => {
    const values = fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 24 });
    fc.assert(
      fc.property(values, (past) => {
        const usual = determineUsual(past);
        if (usual === undefined) return;
        expect(usual.tolerance).toBeGreaterThanOrEqual(5);
        const counted = past.length === usual.months ? past : past.filter((value) => value !== 0);
        const inside = counted.filter((value) => Math.abs(value - usual.median) <= usual.tolerance);
        expect(inside.length * 2).toBeGreaterThanOrEqual(counted.length);
      }),
    );
  });
});

describe('a month copied from the one before', () => {
  const past = { O01: [4], O02: [120], O07: [900], O12: [7] };
  const copy = ['O01', 'O02', 'O07', 'O12'].map((code, index) => ({ code, value: String([4, 120, 900, 7][index]) }));

  test('is told once for the whole; one other number in four is enough to believe it', () => {
    expect(check(copy, past)).toMatchObject([{ key: 'copied', indicatorCode: null, params: { count: 4, of: 4 } }]);
    expect(keys([...copy.slice(1), { code: 'O01', value: '5' }], past)).toEqual([]);
  });

  test('zeros, stocks and what comes from records say nothing', () => {
    expect(
      keys(
        copy.map((one) => ({ ...one, value: '0' })),
        { O01: [0], O02: [0], O07: [0], O12: [0] },
      ),
    ).toEqual([]);
    expect(
      keys(
        copy.map((one) => ({ ...one, kind: 'stock' })),
        past,
      ),
    ).toEqual([]);
    expect(
      keys(
        copy.map((one) => ({ ...one, fromRecords: true })),
        past,
      ),
    ).toEqual([]);
  });
});

describe('kinds, sites and groups', () => {
  const level = (kinds: string, sites: string, groups: string): Given[] => [
    { code: 'M01', kind: 'distinct', value: kinds, reason: 'a' },
    { code: 'M02', kind: 'stock', value: sites, reason: 'a' },
    { code: 'M03', kind: 'stock', value: groups, reason: 'a' },
  ];

  test('one number in two lines is told at the second', () => {
    expect(keys(level('33100', '33100', '41000'))).toEqual(['levels_equal:M02']);
    expect(keys(level('3', '3', '3'))).toEqual([]);
  });

  test('equal a month before as well, it was explained then', () => {
    expect(keys(level('12', '40', '40'), { M02: [40], M03: [40] })).toEqual([]);
  });

  test('the number of another level of the month before: 33.100 sites for 3.135 kinds', () => {
    const found = check(level('33100', '33200', '41000'), { M01: [3135], M02: [33100], M03: [41000] });
    expect(found).toMatchObject([{ key: 'levels_swapped:M01', params: { other: 'M02', own: '3135' } }]);
    expect(writeWarning(found[0]!, (code) => code, 'vi')).toContain('Số 33.100 là của “M02” tháng 10/2026');
  });
});

describe('stocks that move', () => {
  const stock = { code: 'M02', kind: 'stock', value: '30' };

  test('from a register without a record of the month', () => {
    const records = { ...stock, fromRecords: true, reason: null };
    const history = new Map([['M02', new Map([['2026-10', { value: '28', reason: null }]])]]);
    const find = (untouched: string[]) => keys([records], {}, { history, untouched: new Set(untouched) });
    expect(find(['M02'])).toEqual(['stock_without_records:M02']);
    expect(find([])).toEqual([]);
  });

  test('typed, with the source of the month before; a new source is a reason', () => {
    expect(keys([stock], { M02: [20] })).toEqual(['stock_moved:M02']);
    expect(keys([{ ...stock, reason: 'biên bản rà soát 12/BB' }], { M02: [20] })).toEqual([]);
    expect(keys([stock], { M02: [29] })).toEqual([]);
    expect(keys([{ ...stock, value: '4' }], { M02: [2] })).toEqual([]);
  });

  test('a number far out of its range is asked about once', () => {
    expect(keys([{ ...stock, value: '300' }], { M02: [20, 20, 20, 20, 20, 20] })).toEqual(['outlier:M02']);
  });
});
