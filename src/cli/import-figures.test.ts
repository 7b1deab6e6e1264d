import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerFigures, verifyFigures } from '#modules/figures/index.ts';
import { createActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { runCommand } from './program.ts';

// A province B with communes b1 and b2 lasted until 30 June 2025; TB1 is b1.

const database = await createTestDatabase();
const { owner } = database;
const folder = await mkdtemp(join(tmpdir(), 'binhyen-figures-'));
let people: string[];

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

beforeAll(async () => {
  await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
    select 0, n.id, i.id, 'commune', '2024-01-01', 'thử' from units n, indicators i
    where n.kind = 'nation' and i.code in ('T01', 'T02', 'M03', 'M01')`.execute(owner);
  const submitter = await createActor(database, { role: 'older_data_recorder', unit: testUnits.VN });
  const approver = await createActor(database, { role: 'province_approver', unit: testUnits.VN });
  people = [
    '--submitted-by',
    await nameOf(submitter),
    '--approved-by',
    await nameOf(approver),
    '--reason',
    'Báo cáo cũ',
  ];
});

async function nameOf({ accountId }: { accountId: string }): Promise<string> {
  const { signInName } = await owner
    .selectFrom('accounts')
    .select('signInName')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow();
  return signInName;
}

async function importLines(lines: string[], more: string[] = ['--confirm'], asPeople = people) {
  const file = join(folder, `${crypto.randomUUID()}.csv`);
  await writeFile(file, `\uFEFF${lines.join('\r\n')}\r\n`);
  let stdout = '';
  let stderr = '';
  const exitCode = await runCommand(
    ['import', 'figures', file, ...asPeople, ...more],
    { DATABASE_URL: database.appUrl, DATABASE_MIGRATE_URL: database.ownerUrl, DATA_DIR: folder },
    { stdout: (content) => (stdout += String(content)), stderr: (line) => (stderr += line) },
  );
  const answer = JSON.parse(stdout || '{}') as {
    imported: boolean;
    figures: number;
    corrected: number;
    faults: { line: number | null; column: string | null; code: string; text: string }[];
  };
  return { exitCode, answer, stderr };
}

async function valueOf(
  code: string,
  unit: number,
  from: string,
  to: string,
  more: { asKnownOn?: string; view?: 'today' } = {},
) {
  const ask = { unit: `#${unit}`, from, to, view: more.view ?? ('then' as const), asKnownOn: more.asKnownOn };
  return (await answerFigures(owner, ask, [code], 'vi')).figures[0]!.value;
}

const heading = 'unit,month,indicator,value,origin,keys,known_on,correction';

test('without --confirm a file is checked and nothing comes in', async () => {
  const { exitCode, answer } = await importLines([heading, 'TB1,2024-03,T01,7,,,,'], []);
  expect(exitCode).toBe(0);
  expect(answer).toMatchObject({ imported: false, figures: 1, faults: [] });
  expect(await owner.selectFrom('submissions').select('id').execute()).toEqual([]);
});

test.each([
  ['unit,month,value', 'TB1,2024-03,7', 'column_missing', 1, 'indicator'],
  [`${heading},religion`, 'TB1,2024-03,T01,7,,,,,x', 'column_unknown', 1, null],
  [heading, 'TB1,2024-03,T01,bảy,,,,', 'unreadable', 2, 'value'],
  [heading, 'TB1,2024-03,T01,-7,,,,', 'value_negative', 2, 'value'],
  [heading, 'TB1,2024-13,T01,7,,,,', 'month_unreadable', 2, 'month'],
  [heading, 'TB1,2999-01,T01,7,,,,', 'month_running', 2, 'month'],
  [heading, 'XX9,2024-03,T01,7,,,,', 'unit_unknown', 2, 'unit'],
  [heading, 'TB1,2026-01,T01,7,,,,', 'unit_unknown', 2, 'unit'],
  [heading, 'TB1,2024-03,Z99,7,,,,', 'indicator_unknown', 2, 'indicator'],
  [heading, 'TB1,2024-03,T03,50,,,,', 'indicator_computed', 2, 'indicator'],
  [heading, 'TB1,2024-03,T09,1,,,,', 'not_owed', 2, 'indicator'],
  [heading, 'TB1,2024-03,T01,7,records,,,', 'origin_unknown', 2, 'origin'],
  [heading, 'TB1,2024-03,M01,3,,Camera|Tổ tự quản,,', 'keys_differ', 2, 'keys'],
  [heading, 'TB1,2024-03,T01,7,,,2024-03-01,', 'known_on_impossible', 2, 'known_on'],
  [
    heading,
    'TB1,2024-03,T01,7,,,2024-03-20,\r\nTB1,2024-03,T01,8,,,2024-05-20,',
    'correction_missing',
    3,
    'correction',
  ],
  [heading, 'TB1,2024-03,T01,7,,,,\r\nTB1,2024-03,T01,8,,,,', 'twice', 3, 'indicator'],
])('%s / %s is refused as %s, and nothing comes in', async (columns, line, code, row, column) => {
  const { exitCode, answer, stderr } = await importLines([columns, line]);
  expect(exitCode).toBe(1);
  expect(answer.imported).toBe(false);
  expect(answer.faults[0]).toMatchObject({ code, line: row, column });
  expect(stderr).toContain(`dòng ${row}`);
  expect(await owner.selectFrom('figures').select('submissionId').execute()).toEqual([]);
});

test('whoever hands up does not approve, and both hold the right where the figures belong', async () => {
  const line = [heading, 'TB1,2024-03,T01,7,,,,'];
  const [, submitter, , approver] = people;
  const asPeople = (one: string, other: string) => [
    '--submitted-by',
    one,
    '--approved-by',
    other,
    '--reason',
    'Báo cáo cũ',
  ];
  expect((await importLines(line, [], asPeople(submitter!, submitter!))).answer.faults[0]!.code).toBe('same_person');
  expect((await importLines(line, [], asPeople(submitter!, 'nobody'))).answer.faults[0]!.code).toBe('person_unknown');
  expect((await importLines(line, [], asPeople(approver!, submitter!))).answer.faults[0]!.code).toBe(
    'person_without_right',
  );
});

test('figures come in whole, with versions known on their days, and every total holds them', async () => {
  const { answer, stderr } = await importLines([
    heading,
    'TB1,2024-03,T01,7,,,2024-03-20,',
    'TB1,2024-03,M01,2,,Camera|Tổ tự quản,2024-03-20,',
    'TB1,2024-03,T01,9,apportioned,,2024-06-20,Đếm lại',
    'TB1,2024-03,M01,1,,Camera,2024-06-20,Đếm lại',
    'TB1,2024-04,T01,5,,,2024-04-20,',
    'TB2,2024-04,T01,,,,2024-04-20,',
  ]);
  expect(stderr).toContain('Đã nhập');
  expect(answer).toMatchObject({ imported: true, figures: 6, corrected: 1, faults: [] });
  const { B, A, VN } = testUnits;
  expect(await valueOf('T01', B, '2024-01', '2024-12')).toBe('14');
  expect(await valueOf('T01', A, '2024-03', '2024-04', { view: 'today' })).toBe('14');
  expect(await valueOf('T01', VN, '2024-01', '2024-12', { asKnownOn: '2024-05-01' })).toBe('12');
  expect(await valueOf('M01', B, '2024-03', '2024-03')).toBe('1');
  expect(await valueOf('M01', B, '2024-03', '2024-03', { asKnownOn: '2024-05-01' })).toBe('2');
  expect(await verifyFigures(owner)).toMatchObject({ ok: true, differences: [] });
  const lines = await owner.selectFrom('auditLines').select('changes').where('act', '=', 'figures.imported').execute();
  expect(lines).toHaveLength(1);
});

test('a month that is there already is not brought in again; another is added to what there is', async () => {
  const again = await importLines([heading, 'TB1,2024-03,T01,7,,,,', 'TB1,2024-05,T01,1,,,,']);
  expect(again.answer.faults).toMatchObject([{ code: 'already_submitted', line: 2 }]);
  const { answer } = await importLines([heading, 'TB1,2024-05,T01,1,,,,']);
  expect(answer.imported).toBe(true);
  expect(await valueOf('T01', testUnits.B, '2024-01', '2024-12')).toBe('15');
  expect(await verifyFigures(owner)).toMatchObject({ ok: true, differences: [] });
});
