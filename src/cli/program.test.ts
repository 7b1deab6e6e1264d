import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { openSealKey, sealKeyPlace } from '#platform/audit/seal-key.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { sealEverything } from '#tests/support/seals.ts';
import { runCommand } from './program.ts';

const database = await createTestDatabase();
const opened: TestDatabase[] = [database];
const folder = await mkdtemp(join(tmpdir(), 'binhyen-command-'));
const sealKey = openSealKey(join(folder, sealKeyPlace));
afterAll(async () => {
  await Promise.all(opened.map((each) => each.drop()));
  await rm(folder, { recursive: true });
});

/** Runs a command on a database, with its data folder in ours; in Vietnamese and English unless a language is given. */
async function run(args: string[], options: { on?: TestDatabase; lang?: string; dataDir?: string } = {}) {
  const on = options.on ?? database;
  let stdout = '';
  let stderr = '';
  const exitCode = await runCommand(
    args,
    {
      DATABASE_URL: on.appUrl,
      DATABASE_MIGRATE_URL: on.ownerUrl,
      DATA_DIR: options.dataDir ?? folder,
      ...(options.lang && { LANG: options.lang }),
    },
    { stdout: (content) => (stdout += String(content)), stderr: (line) => (stderr += line) },
  );
  return { exitCode, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> };
}

async function createEmpty(): Promise<TestDatabase> {
  const empty = await createEmptyDatabase();
  opened.push(empty);
  return empty;
}

describe('help and wrong use', () => {
  test('the help names every command, in Vietnamese with English, or in the language of the terminal', async () => {
    const both = await run(['--help']);
    expect(both.exitCode).toBe(0);
    for (const name of ['migrate', 'import', 'report', 'verify', 'backup', 'restore'])
      expect(both.stdout).toContain(name);
    expect(both.stdout).toContain('Cách dùng:');
    expect(both.stdout).toContain('Back up everything');
    expect((await run(['--help'], { lang: 'vi_VN.UTF-8' })).stdout).not.toContain('Back up everything');
    expect((await run(['--help'], { lang: 'en_GB.UTF-8' })).stdout).not.toContain('Sao lưu');
    expect((await run(['restore', '--help'])).stdout).toContain('--yes');
  });

  test.each([
    [[], 'Usage'],
    [['no-such-command'], 'Used wrongly'],
    [['verify'], 'figures'],
    [['verify', 'nothing'], 'Used wrongly'],
    [['backup'], 'Used wrongly'],
    [['report', '--unit', 'TA'], 'Used wrongly'],
    [['report', '--unit', 'TA', '--from', '2026-13', '--to', '2026-01'], '2026-13'],
    [['report', '--unit', 'TA', '--from', '2025-01', '--to', '2025-02', '--view', 'now'], 'Used wrongly'],
    [['report', '--unit', 'TA', '--from', '2025-01', '--to', '2025-02', '--format', 'docx'], '--out'],
    [['import', 'units', 'only-one.csv'], 'no file'],
    [['import', 'boundaries', 'nowhere.geojson'], 'no file'],
  ])('%j is answered with a sentence and exit code 2', async (args, words) => {
    const answer = await run(args);
    expect(answer.exitCode).toBe(2);
    expect(answer.stderr).toContain(words);
    expect(answer.stdout).toBe('');
  });

  test('a database that cannot be reached is told as such', async () => {
    const nowhere = { ...database, ownerUrl: 'postgres://binhyen_owner:secret@127.0.0.1:1/nothing' };
    const answer = await run(['verify', 'figures'], { on: nowhere });
    expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
    expect(answer.stderr).toContain('DATABASE_MIGRATE_URL');
    expect(answer.stderr).not.toContain('secret');
  });

  test('a database without schema is told to be migrated first', async () => {
    const empty = await createEmpty();
    for (const args of [
      ['verify', 'audit'],
      ['backup', join(folder, 'none.backup')],
    ]) {
      const answer = await run(args, { on: empty });
      expect(answer.exitCode).toBe(1);
      expect(answer.stderr).toContain('migrate');
    }
  });
});

describe('verify', () => {
  test('figures that agree are told to be right', async () => {
    const answer = await run(['verify', 'figures']);
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({ ok: true, differences: [] });
  });

  test('an untouched history is told to be whole, a touched one is not', async () => {
    const own = await createTestDatabase();
    opened.push(own);
    await sealEverything(own, sealKey);
    const whole = await run(['verify', 'audit'], { on: own });
    expect(whole.exitCode).toBe(0);
    expect(whole.json()).toMatchObject({ ok: true, unsealedLines: 0, problems: [] });
    await own.owner.updateTable('auditLines').set({ act: 'nothing.happened' }).execute();
    const touched = await run(['verify', 'audit'], { on: own });
    expect(touched.exitCode).toBe(1);
    expect(touched.json()).toMatchObject({ ok: false, firstBrokenBatch: 1 });
    expect(touched.stderr).toContain('Lô 1: có dòng nhật ký bị sửa');
    expect(touched.stderr).toContain('Batch 1: a line was edited');
  });
});

describe('report', () => {
  const span = ['--from', '2025-08', '--to', '2025-09'];

  test('goes to stdout as JSON', async () => {
    const answer = await run(['report', '--unit', 'TA', ...span]);
    expect(answer.stderr).toBe('');
    expect(answer.exitCode).toBe(0);
    expect(answer.json()).toMatchObject({
      question: { unit: { code: 'TA' }, from: '2025-08', to: '2025-09', view: 'then' },
    });
  });

  test('goes to a file as a Word document', async () => {
    const file = join(folder, 'report.docx');
    const answer = await run(['report', '--unit', 'TA', ...span, '--view', 'today', '--format', 'docx', '--out', file]);
    expect(answer).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await readFile(file)).subarray(0, 2).toString()).toBe('PK');
  });

  test('a code with two holders in the span is refused with both, each written so that it means one', async () => {
    const answer = await run(['report', '--unit', 'TA3', '--from', '2025-01', '--to', '2025-12']);
    expect(answer.exitCode).toBe(2);
    expect(answer.stderr).toContain('TA3@2008-08-01');
    expect(answer.stderr).toContain('TA3@2025-07-01');
    expect((await run(['report', '--unit', 'TA3@2008-08-01', '--from', '2025-01', '--to', '2025-06'])).exitCode).toBe(
      0,
    );
  });

  test('a code without holder and a reversed span are told as such', async () => {
    const unknown = await run(['report', '--unit', 'NOBODY', ...span]);
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain('NOBODY');
    expect((await run(['report', '--unit', 'TA', '--from', '2025-09', '--to', '2025-08'])).exitCode).toBe(2);
  });
});

describe('migrate, backup and restore', () => {
  test('a house is backed up and restored elsewhere, with the keys of its seals', async () => {
    const own = await createTestDatabase();
    opened.push(own);
    await sealEverything(own, sealKey);
    const file = join(folder, 'house.backup');
    const made = await run(['backup', file], { on: own });
    expect(made.exitCode).toBe(0);
    const elsewhere = await createEmpty();
    const dataDir = join(folder, 'elsewhere');
    const restored = await run(['restore', file], { on: elsewhere, dataDir });
    expect(restored.stderr).toContain('Đã khôi phục');
    expect(restored.exitCode).toBe(0);
    expect(restored.json()).toMatchObject({ rows: made.json().rows, era: 2 });
    const verdict = await run(['verify', 'audit'], { on: elsewhere, dataDir });
    expect(verdict.json()).toMatchObject({ ok: true, problems: [] });
  });

  test('a house in use is not overwritten by mistake', async () => {
    const own = await createTestDatabase();
    opened.push(own);
    await own.owner
      .insertInto('accounts')
      .values({ signInName: 'somebody', displayName: 'Ai Đó', searchKey: 'ai do somebody' })
      .execute();
    const file = join(folder, 'house.backup');
    const refused = await run(['restore', file], { on: own });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('--yes');
    expect((await run(['restore', file, '--yes'], { on: own })).exitCode).toBe(0);
    expect(await own.owner.selectFrom('accounts').select('id').execute()).toEqual([]);
  });

  test('migrate may be repeated', async () => {
    const answer = await run(['migrate']);
    expect(answer.exitCode).toBe(0);
    expect(answer.json().migrations).toContain('0001_create_units.sql');
  });
});

test('import boundaries shows what a file holds, imports it when told, refuses it whole with the number of the feature', async () => {
  const own = await createTestDatabase();
  opened.push(own);
  await sql`update units set code = '98' where code = 'TA' and kind = 'province'`.execute(own.owner);
  const ring = [
    [105, 20],
    [106, 20],
    [106, 21],
    [105, 20],
  ];
  const feature = (code: string) => ({
    type: 'Feature',
    properties: { ma_tinh: code },
    geometry: { type: 'Polygon', coordinates: [ring] },
  });
  const path = join(folder, 'boundaries.geojson');
  const write = (...codes: string[]) =>
    writeFile(path, JSON.stringify({ type: 'FeatureCollection', features: codes.map(feature) }));
  await write('98', '97');
  const refused = await run(['import', 'boundaries', path, '--confirm'], { on: own, lang: 'en_GB.UTF-8' });
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('feature 2: no province or commune of today has the code 97.');
  await write('98');
  expect((await run(['import', 'boundaries', path], { on: own })).json()).toMatchObject({
    imported: false,
    provinces: 1,
  });
  expect(await own.owner.selectFrom('unitBoundaries').selectAll().execute()).toEqual([]);
  const done = await run(['import', 'boundaries', path, '--source', 'Nguồn thử', '--confirm'], { on: own });
  expect(done.json()).toMatchObject({ imported: true, provinces: 1 });
  expect(await own.owner.selectFrom('unitBoundaries').select('source').execute()).toEqual([{ source: 'Nguồn thử' }]);
});

describe('import units', () => {
  const units = `code,code_origin,kind,name_vi,name_en,parent_code,parent_kind,valid_from,valid_to,legal_basis
TA,ours,province,Tỉnh Thử A,Thu A Province,,,,,
TC,ours,province,Tỉnh Thử C,Thu C Province,,,,,
TC1,ours,commune,Xã Thử C Một,Thu C Mot Commune,TC,province,,,
TC9,ours,commune,Xã Thử C Chín,Thu C Chin Commune,TC,province,2026-01-01,,
`;
  const successions = 'from_code,from_kind,to_code,to_kind,on,extent,note\n';

  test('shows first what it would do, and does it when told to', async () => {
    const own = await createTestDatabase();
    opened.push(own);
    const files = [join(folder, 'units.csv'), join(folder, 'successions.csv')] as const;
    await writeFile(files[0], units);
    await writeFile(files[1], successions);
    const preview = await run(['import', 'units', ...files], { on: own });
    expect(preview.stderr).toContain('TC9');
    expect(preview.json()).toMatchObject({ imported: false, newUnits: 1 });
    expect(preview.exitCode).toBe(0);
    const find = () => own.owner.selectFrom('units').select('code').where('code', '=', 'TC9').execute();
    expect(await find()).toEqual([]);

    const done = await run(['import', 'units', folder, '--confirm'], { on: own });
    expect(done.exitCode).toBe(0);
    expect(done.json()).toMatchObject({ imported: true, newUnits: 1 });
    expect(await find()).toEqual([{ code: 'TC9' }]);
  });

  test('a wrong file is answered with row and column, and nothing is imported', async () => {
    const wrong = join(folder, 'wrong-units.csv');
    await writeFile(wrong, units.replace('TC1,ours,commune', 'TC1,ours,village'));
    const answer = await run(['import', 'units', wrong, join(folder, 'successions.csv'), '--confirm']);
    expect(answer.exitCode).toBe(1);
    expect(answer.stderr).toMatch(/units\.csv, dòng \d+, cột kind/);
    expect(answer.json()).toMatchObject({ imported: false });
  });
});
