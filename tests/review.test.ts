import { sql } from 'kysely';
import { read, utils } from '@e965/xlsx';
import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDemonstration } from '../src/demonstration/load.ts';
import { prepareGround } from '../src/ground.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { createEmptyDatabase, type TestDatabase } from '#tests/support/database.ts';
import { createTestHouse, type TestHouse } from '#tests/support/house.ts';

// The published figures of Bạc Liêu, on the real units of the nation, loaded by the product's own acts.
const span = 'from=2013-08&to=2023-05';
const yesterday = vietnamDay(new Date(Date.now() - 86_400_000));
let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await prepareGround({ migrateUrl: database.ownerUrl, runUrl: database.appUrl }, () => undefined);
  house = await createTestHouse(database);
  await loadDemonstration({ house: house.house, ownerDb: database.owner, say: () => undefined });
}, 420_000);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const cookies = new Map<string, string>();
async function ask(signInName: string, method: 'GET' | 'POST' | 'PUT', url: string, body?: object) {
  if (!cookies.has(signInName)) {
    const opened = await house.request(undefined, 'POST', '/session', { signInName, password: 'binh-yen-2026' });
    cookies.set(signInName, `${opened.cookies[0]!.name}=${opened.cookies[0]!.value}`);
  }
  const answer = await house.request(undefined, method, url, body, { cookie: cookies.get(signInName)! });
  expect(answer.statusCode, `${method} ${url}: ${answer.body}`).toBe(200);
  return answer.json();
}

type Answer = {
  figures: {
    indicatorCode: string;
    value: string | null;
    coverage: { reported: number; obliged: number; silentUnits: number };
  }[];
  notes: { code: string }[];
};
const figuresOf = async (signInName: string, unit: string, more = ''): Promise<Answer> =>
  ask(signInName, 'GET', `/figures?unit=${unit}&${span}${more}`);
const valuesOf = (answer: Answer) =>
  Object.fromEntries(answer.figures.filter((one) => one.value !== null).map((one) => [one.indicatorCode, one.value]));

const published = { T02: '41736', T09: '6769', M39: '265', M03: '1294', M04: '18143', A05: '10', A06: '25' };

test('Bạc Liêu, August 2013 to May 2023, is what was published, and says of which stuff', async () => {
  const answer = await figuresOf('duyet', '95');
  expect(valuesOf(answer)).toMatchObject(published);
  expect(answer.figures.find((one) => one.indicatorCode === 'T02')!.coverage).toEqual({
    reported: 7552,
    obliged: 7552,
    units: 64,
    silentUnits: 0,
  });
  expect(answer.notes.map((note) => note.code)).toEqual(
    expect.arrayContaining(['origin.apportioned', 'view.begin_unknown']),
  );
});

test("today's Cà Mau contains them, from whom, and says which part is silent", async () => {
  const answer = await figuresOf('duyet', '96', '&view=today');
  expect(valuesOf(answer)).toMatchObject(published);
  expect(answer.figures.find((one) => one.indicatorCode === 'T02')!.coverage).toEqual({
    reported: 7552,
    obliged: 19_352,
    units: 164,
    silentUnits: 100,
  });
  const opened = await ask('duyet', 'GET', `/figures/T02?unit=96&${span}&view=today`);
  expect(
    opened.byUnit.map((part: { unit: { code: string; name: string }; value: string | null }) => [
      part.unit.code,
      part.unit.name,
      part.value,
    ]),
  ).toEqual([
    ['95', 'Tỉnh Bạc Liêu', '41736'],
    ['96', 'Tỉnh Cà Mau', null],
  ]);
  expect(opened.silentUnits).toHaveLength(100);
});

test('two holders of a code are told apart by a date', async () => {
  const answer = await house.request(undefined, 'GET', '/figures?unit=96&from=2013-08&to=2026-05', undefined, {
    cookie: cookies.get('duyet')!,
  });
  expect(answer.json()).toMatchObject({ code: 'unit.ambiguous' });
  const former = await figuresOf('duyet', '96@2020-01-01');
  expect(valuesOf(former)).not.toHaveProperty('T02');
});

describe('a correction of one commune by one', () => {
  test('counts when approved, is not known yesterday, and can be corrected back', async () => {
    // Somebody's commune of before, whose records are kept today by the officer's own commune.
    const { rows } = await sql<{ id: number }>`
      select f.id from units f join successions s on s.from_unit_id = f.id join units t on t.id = s.to_unit_id
      join posts p on p.unit_id = t.id join accounts a on a.id = p.account_id and a.sign_in_name = 'xa1'
      join submissions m on m.unit_id = f.id and m.month = '2023-05-01' order by f.id limit 1`.execute(database.owner);
    const at = `/submissions/${rows[0]!.id}/2023-05`;
    const correct = async (change: number): Promise<void> => {
      const opened = await ask('xa1', 'POST', `${at}/corrections`, { reason: 'Đối chiếu lại sổ gốc.' });
      const before = opened.rows.find((row: { indicator: { code: string } }) => row.indicator.code === 'T02').value;
      const value = String(Number(before) + change);
      const saved = await ask('xa1', 'PUT', `${at}/supplements`, {
        cells: [{ indicatorCode: 'T02', value }],
        reason: 'Theo sổ gốc.',
        revision: opened.revision,
      });
      const handed = await ask('xa1', 'POST', `${at}/submit`, { revision: saved.revision });
      await ask('duyet', 'POST', '/submissions/approve', {
        submissions: [{ unitId: rows[0]!.id, month: '2023-05', revision: handed.revision }],
      });
    };
    await correct(1);
    expect(valuesOf(await figuresOf('duyet', '95'))).toMatchObject({ ...published, T02: '41737' });
    expect(valuesOf(await figuresOf('duyet', '96', '&view=today'))).toMatchObject({ T02: '41737' });
    expect(valuesOf(await figuresOf('trunguong', 'VN'))).toMatchObject({ T02: '46737' });
    expect(valuesOf(await figuresOf('duyet', '95', `&asKnownOn=${yesterday}`))).toMatchObject(published);
    expect(valuesOf(await figuresOf('duyet', '96', `&view=today&asKnownOn=${yesterday}`))).toMatchObject(published);
    await correct(-1);
    expect(valuesOf(await figuresOf('duyet', '95'))).toMatchObject(published);
  });
});

test('the life of today is on the first screens', async () => {
  const mine = await ask('xa1', 'GET', '/today');
  expect(mine.due.map((one: { kind: string }) => one.kind)).toContain('submit');
  const theirs = await ask('duyet', 'GET', '/today');
  expect(theirs.due.map((one: { kind: string }) => one.kind)).toEqual(expect.arrayContaining(['approve', 'silent']));
  const returned = await ask('xa4', 'GET', '/today');
  expect(returned.due.map((one: { kind: string }) => one.kind)).toContain('mend');
});

// The published table of four more places: on screen, in Word and in Excel, and moved by one record.

type Written = { figure?: string; text: string };
type Report = {
  figures: { indicatorCode: string; value: string | null }[];
  sections: { sentences: Written[][]; indicators: string[] }[];
};

/** The reader of each place's reports, its span and its figures by indicator. */
const places: { place: string; who: string; unit: string; span: string; figures: Record<string, string> }[] = [
  {
    place: 'Cao Bằng, 2023',
    who: 'duyet.caobang',
    unit: '04',
    span: 'from=2023-01&to=2023-12',
    figures: {
      M01: '38',
      M02: '1270',
      M09: '20',
      O01: '100',
      O02: '9800',
      O04: '11',
      O05: '12',
      F01: '67',
      F02: '67',
      T36: '48',
      H03: '97',
      H06: '249',
      H07: '7',
      H08: '20',
      S11: '92.66',
      S24: '117',
      S25: '84.17',
      C24: '4',
      C25: '15000000',
    },
  },
  {
    place: 'Thanh Hóa, 2013–2023',
    who: 'duyet.thanhhoa',
    unit: '38',
    span: 'from=2013-08&to=2023-05',
    figures: { A07: '10', A08: '15' },
  },
  {
    place: 'Bình Dương, 2018',
    who: 'duyet.hcm',
    unit: '74',
    span: 'from=2018-01&to=2018-12',
    figures: {
      T02: '5000',
      T07: '2144',
      T08: '3630',
      H03: '21',
      H09: '501',
      A01: '191',
      A02: '385',
      A03: '2',
      A04: '1',
      M19: '100.00',
      M20: '80',
      M21: '3359',
      M22: '226',
      M25: '72',
      M23: '176',
      M24: '38',
      M27: '1600',
    },
  },
];

const reportOf = (who: string, kind: 'review' | 'review.docx' | 'review.xlsx', unit: string, of: string) =>
  house.request(undefined, 'GET', `/reports/${kind}?unit=${unit}&${of}`, undefined, { cookie: cookies.get(who)! });

async function textOfDocument(who: string, unit: string, of: string): Promise<string> {
  const answer = await reportOf(who, 'review.docx', unit, of);
  return (await mammoth.extractRawText({ buffer: answer.rawPayload })).value;
}

async function valuesOfWorkbook(who: string, unit: string, of: string): Promise<Map<string, number>> {
  const answer = await reportOf(who, 'review.xlsx', unit, of);
  const workbook = read(answer.rawPayload);
  const rows = utils.sheet_to_json<unknown[]>(workbook.Sheets[workbook.SheetNames[0]!]!, { header: 1 });
  const header = rows.findIndex((row) => row.includes('Mã'));
  const [code, value] = [rows[header]!.indexOf('Mã'), rows[header]!.indexOf('Kết quả')];
  return new Map(rows.slice(header + 1).map((row) => [String(row[code]), Number(row[value])]));
}

describe.each(places)('the review of $place', ({ who, unit, span: of, figures }) => {
  test('shows every published figure on screen, in Word and in Excel', async () => {
    const report: Report = await ask(who, 'GET', `/reports/review?unit=${unit}&${of}`);
    expect(valuesOf(report as unknown as Answer)).toMatchObject(figures);
    const inExcel = await valuesOfWorkbook(who, unit, of);
    for (const [code, value] of Object.entries(figures))
      expect([code, inExcel.get(code)]).toEqual([code, Number(value)]);
    const text = await textOfDocument(who, unit, of);
    const said = report.sections
      .flatMap(({ sentences }) => sentences.flat())
      .filter(({ figure }) => figure !== undefined);
    for (const code of Object.keys(figures)) {
      const pieces = said.filter(({ figure }) => figure === code);
      const inTable = report.sections.some(({ indicators }) => indicators.includes(code));
      expect(inTable || pieces.length > 0, `${code} is in the document`).toBe(true);
      for (const { text: words } of pieces) expect(text).toContain(words);
    }
  });
});

test('numbers are written as the source published them', async () => {
  const caoBang = await textOfDocument('duyet.caobang', '04', 'from=2023-01&to=2023-12');
  for (const words of ['hơn 100', 'hơn 9.800', '117/139 xã (84,17%)', '67/67', '92,66%', '15 triệu đồng', '1.270'])
    expect(caoBang).toContain(words);
  const binhDuong = await textOfDocument('duyet.hcm', '74', 'from=2018-01&to=2018-12');
  for (const words of ['hơn 5.000', '91/91 xã (100,00%)', '3.359', 'gần 1.600']) expect(binhDuong).toContain(words);
});

test("today's Hồ Chí Minh City and the nation hold what was submitted, and say from whom", async () => {
  const of = 'from=2018-01&to=2018-12';
  const city: Report & {
    annex: { indicatorCode: string; parts: { unit: { name: string }; value: string | null }[] }[];
  } = await ask('duyet.hcm', 'GET', `/reports/review?unit=79&view=today&${of}`);
  expect(valuesOf(city as unknown as Answer)).toMatchObject({ T02: '5000', M21: '3359' });
  const parts = city.annex.find(({ indicatorCode }) => indicatorCode === 'T02')!.parts;
  expect(parts.filter(({ value }) => value !== null).map(({ unit }) => unit.name)).toEqual(['Tỉnh Bình Dương']);
  const nation = await ask('trunguong', 'GET', `/figures?unit=VN&${of}&indicators=T02,T07,A01`);
  const bacLieu = await ask('duyet', 'GET', `/figures?unit=95&${of}&indicators=T02`);
  expect(valuesOf(nation)).toEqual({ T02: String(5000 + Number(valuesOf(bacLieu).T02)), T07: '2144', A01: '191' });
  const { reported, obliged, silentUnits, units } = nation.figures[1].coverage;
  expect(reported).toBe(91 * 12);
  expect(obliged).toBeGreaterThan(reported);
  expect(units - silentUnits).toBe(91);
});

describe('one more record', () => {
  test('moves the report of Cao Bằng by exactly one once it is approved, on screen, in Word and in Excel', async () => {
    const month = '2023-10';
    const of = 'from=2023-01&to=2023-12';
    const { rows } = await sql<{ id: number }>`
      select k.unit_id as id from register_keepings k join units u on u.id = k.unit_id
      where k.register = 'hand-ins' order by u.code limit 1`.execute(database.owner);
    const at = `/submissions/${rows[0]!.id}/${month}`;
    const gunsOf = async () => {
      const report = await ask('duyet.caobang', 'GET', `/reports/review?unit=04&${of}`);
      const inExcel = await valuesOfWorkbook('duyet.caobang', '04', of);
      const text = await textOfDocument('duyet.caobang', '04', of);
      return [valuesOf(report).H03, String(inExcel.get('H03')), /(\d+) khẩu súng/.exec(text)?.[1]];
    };
    expect(await gunsOf()).toEqual(['97', '97', '97']);
    const handIn = {
      itemKind: 'homemade_gun',
      quantity: '1',
      custody: 'kept',
      receivedOn: '2023-10-05',
      incentiveVnd: 0,
    };
    await ask('nhaplieu.caobang', 'POST', '/hand-ins', { unitId: rows[0]!.id, values: handIn, acceptDuplicate: true });
    expect(await gunsOf()).toEqual(['97', '97', '97']);
    await ask('nhaplieu.caobang', 'POST', `${at}/corrections`, { reason: 'Biên bản tìm thấy sau.' });
    const opened = await ask('nhaplieu.caobang', 'GET', at);
    const handed = await ask('nhaplieu.caobang', 'POST', `${at}/submit`, { revision: opened.revision });
    await ask('duyet.caobang', 'POST', '/submissions/approve', {
      submissions: [{ unitId: rows[0]!.id, month, revision: handed.revision }],
    });
    expect(await gunsOf()).toEqual(['98', '98', '98']);
  });
});
