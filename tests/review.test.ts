import { sql } from 'kysely';
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
}, 180_000);
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
    expect(valuesOf(await figuresOf('trunguong', 'VN'))).toMatchObject({ T02: '41737' });
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
