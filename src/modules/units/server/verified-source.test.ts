import { describe, expect, it } from 'vitest';
import { parseVerifiedSource } from './verified-source.ts';

const unitHeading = 'code,code_origin,kind,name_vi,name_en,parent_code,parent_kind,valid_from,valid_to,legal_basis';
const successionHeading = 'from_code,from_kind,to_code,to_kind,on,extent,note';
const units = [
  '95,official,province,Tỉnh Bạc Liêu,,,,,2025-07-01,',
  '96,official,province,Tỉnh Cà Mau,,,,,2025-07-01,',
  '96,official,province,Tỉnh Cà Mau,,,,2025-07-01,,202/2025/QH15',
  '954,official,district,Thành phố Bạc Liêu,,95,province,,2025-07-01,',
  '31813,official,commune,Phường 2,,954,district,,2025-07-01,',
  '31825,official,commune,Phường Bạc Liêu,,96,province,2025-07-01,,1655/NQ-UBTVQH15',
];
const successions = [
  '95,province,96,province,2025-07-01,whole,',
  '96,province,96,province,2025-07-01,whole,',
  '31813,commune,31825,commune,2025-07-01,whole,khoản 1',
];

function read(unitRows: readonly string[] = units, successionRows: readonly string[] = successions) {
  const encode = (heading: string, rows: readonly string[]) =>
    new TextEncoder().encode([heading, ...rows, ''].join('\n'));
  return parseVerifiedSource({
    units: encode(unitHeading, unitRows),
    successions: encode(successionHeading, successionRows),
  });
}

function errorsOf(answer: ReturnType<typeof parseVerifiedSource>): string[] {
  return 'errors' in answer ? answer.errors.map(({ file, row, column }) => `${file} ${row} ${column}`) : [];
}

describe('a verified set of units', () => {
  it('joins each unit to the parent of its own time', () => {
    const answer = read();
    if ('errors' in answer) throw new Error(JSON.stringify(answer.errors));
    const parent = (code: string, validFrom: string | null) => {
      const unit = answer.set.units.find((each) => each.code === code && each.validFrom === validFrom);
      return answer.set.units.find(({ key }) => key === unit?.parentKey);
    };
    expect(parent('31825', '2025-07-01')).toMatchObject({ code: '96', validFrom: '2025-07-01' });
    expect(parent('31813', null)).toMatchObject({ code: '954' });
    expect(parent('95', null)).toMatchObject({ kind: 'nation' });
    expect(answer.set.successions).toHaveLength(3);
    expect(answer.set.successions[2]).toMatchObject({ extent: 'whole', note: 'khoản 1', takesEffectOn: '2025-07-01' });
  });

  it.each([
    [
      'an official code of the wrong length',
      0,
      '9,official,province,Tỉnh Bạc Liêu,,,,,2025-07-01,',
      'units.csv 2 code',
    ],
    ['an unknown kind', 0, '95,official,tinh,Tỉnh Bạc Liêu,,,,,2025-07-01,', 'units.csv 2 kind'],
    ['a missing name', 0, '95,official,province,,,,,,2025-07-01,', 'units.csv 2 name_vi'],
    ['a day that is none', 0, '95,official,province,Tỉnh Bạc Liêu,,,,,2025-06-31,', 'units.csv 2 valid_to'],
    ['an end before the beginning', 0, '95,official,province,X,,,,2025-07-01,2025-07-01,', 'units.csv 2 valid_to'],
    ['two holders of one code at a time', 1, '96,official,province,Tỉnh Cà Mau,,,,,2025-07-02,', 'units.csv 4 code'],
    ['a parent that ends too early', 3, '954,official,district,X,,95,province,,2025-07-02,', 'units.csv 5 parent_code'],
    ['a parent that is not there', 3, '954,official,district,X,,97,province,,2025-07-01,', 'units.csv 5 parent_code'],
    [
      'a parent of the wrong kind',
      4,
      '31813,official,commune,X,,31825,commune,,2025-07-01,',
      'units.csv 6 parent_kind',
    ],
    ['a province with a parent', 0, '95,official,province,X,,96,province,,2025-07-01,', 'units.csv 2 parent_code'],
    ['a cell too many', 0, '95,official,province,X,,,,,2025-07-01,,', 'units.csv 2 '],
  ])('refuses %s, at its row and column', (_what, index, row, place) => {
    expect(errorsOf(read(units.with(index, row)))).toContain(place);
  });

  it.each([
    [
      'a unit that does not end on the day',
      '31825,commune,31825,commune,2025-07-01,whole,',
      'successions.csv 5 from_code',
    ],
    [
      'a unit that does not begin on the day',
      '954,district,31813,commune,2025-07-01,whole,',
      'successions.csv 5 to_code',
    ],
    ['an unknown extent', '954,district,31825,commune,2025-07-01,most,', 'successions.csv 5 extent'],
    ['a day that is none', '954,district,31825,commune,1/7/2025,whole,', 'successions.csv 5 on'],
    ['a lone part', '954,district,31825,commune,2025-07-01,part,', 'successions.csv 5 extent'],
    ['the same twice', '31813,commune,31825,commune,2025-07-01,whole,', 'successions.csv 5 '],
  ])('refuses a succession with %s', (_what, row, place) => {
    expect(errorsOf(read(units, [...successions, row]))).toEqual([place]);
  });

  it('refuses the whole of a unit to two', () => {
    const two = [...units, '31826,official,commune,Phường Hiệp Thành,,96,province,2025-07-01,,'];
    const whole = [...successions, '31813,commune,31826,commune,2025-07-01,whole,'];
    expect(errorsOf(read(two, whole))).toEqual(['successions.csv 4 extent', 'successions.csv 5 extent']);
  });

  it('says which columns are missing or unknown, and what is not a text table', () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const wrong = parseVerifiedSource({ units: encode(`${unitHeading},area\n`), successions: encode('from_code\n') });
    expect(errorsOf(wrong)).toContain('units.csv 1 area');
    expect(errorsOf(wrong)).toContain('successions.csv 1 to_code');
    const bytes = parseVerifiedSource({
      units: new Uint8Array([0xff, 0xfe]),
      successions: encode(`${successionHeading}\n`),
    });
    expect(errorsOf(bytes)).toEqual(['units.csv 1 ']);
    expect(errorsOf(read(['95,official,"province', ...units.slice(1)]))[0]).toMatch(/^units\.csv \d+ $/u);
  });
});
