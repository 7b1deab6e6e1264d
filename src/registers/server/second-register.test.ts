import { read, utils } from '@e965/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterSession } from '#platform/database/database.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';
import { type Register } from '../declaration.ts';
import { type Observation, type RecordVersion, registerRoutes } from '../register.contract.ts';
import { emptyForm, toValues } from '../web/form-values.ts';
import { computeMeasures } from './measures.ts';

const drills: Register = {
  name: 'drills',
  table: 'drills',
  one: 'Drill',
  many: 'Drills',
  label: { vi: 'Diễn tập', en: 'Drills' },
  labelOne: { vi: 'buổi diễn tập', en: 'drill' },
  permissions: { read: 'activity.read', write: 'activity.write' },
  dateField: 'drilledOn',
  fields: {
    drilledOn: { type: 'date', label: { vi: 'Ngày diễn tập', en: 'Drilled on' }, required: true },
    subject: {
      type: 'choice',
      label: { vi: 'Nội dung', en: 'Subject' },
      required: true,
      options: { fire: { vi: 'Chữa cháy', en: 'Fire' }, flood: { vi: 'Lũ lụt', en: 'Flood' } },
    },
    peopleCount: { type: 'number', label: { vi: 'Số người', en: 'People' }, required: true, max: 999 },
    readiedOn: { type: 'date', label: { vi: 'Tính đến ngày', en: 'Stands since' }, required: true },
    pumpCount: { type: 'number', label: { vi: 'Số máy bơm', en: 'Pumps' }, required: true, observed: true, max: 99 },
  },
  observedOnField: 'readiedOn',
  duplicateFields: ['drilledOn', 'subject'],
  attachments: true,
  listFields: ['subject'],
  events: {},
  voidReasons: { by_mistake: { vi: 'Nhập nhầm', en: 'Entered by mistake' } },
  byTheHour: false,
  determineBreaches: () => [],
};

/** All that is written for a register beside its declaration. */
const migration = `
  create table drills (
    province_id integer not null,
    id uuid not null default gen_random_uuid(),
    unit_id integer not null references units,
    drilled_on date not null,
    subject text not null check (subject in ('fire', 'flood')),
    people_count integer not null,
    readied_on date not null,
    pump_count integer not null,
    void_reason text,
    demonstration boolean not null default false,
    version integer not null default 1,
    registered_at timestamptz not null default now(),
    primary key (province_id, id));
  create table drills_observations (
    province_id integer not null,
    record_id uuid not null,
    observed_on date not null,
    unit_id integer not null references units,
    pump_count integer not null,
    primary key (province_id, record_id, observed_on));
  call open_register('drills', 'drills', 'activity.read', 'activity.write');
  call open_attachments('drills', 'activity.read', 'activity.write');`;

const database = await createTestDatabase();
await sql.raw(`set search_path = binhyen; ${migration}`).execute(database.owner);
// The grants of the running role follow every migration.
await migrate(database.ownerUrl, database.appUrl);
const house = await openRegisterHouse(database, drills);
afterAll(async () => {
  await house.close();
  await database.drop();
});

const { A1, C1 } = testUnits;
let officer: TestActor;
let neighbour: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: C1 });
  neighbour = await createActor(database, { role: 'recorder', unit: A1 });
});

const values = { drilledOn: '2026-03-01', subject: 'flood', peopleCount: 3, readiedOn: '2026-03-01', pumpCount: 2 };

test('its form asks for its fields, and says what is wrong at them', async () => {
  expect(emptyForm(drills)).toEqual({ drilledOn: '', subject: '', peopleCount: '0', readiedOn: '', pumpCount: '0' });
  const filled = {
    drilledOn: '2026-03-01',
    subject: 'flood',
    peopleCount: '1.000',
    readiedOn: '2026-03-01',
    pumpCount: '2',
  };
  const refused = await house.send(officer, 'POST', '/drills', { unitId: C1, values: toValues(drills, filled, 'vi') });
  expect(refused.body.fields).toEqual([{ path: 'values.peopleCount', message: 'Số này quá lớn. Hãy xem lại.' }]);
});

test('its records are listed, changed, observed, voided and restored, with history and audit', async () => {
  const { body: record } = await house.send(officer, 'POST', '/drills', { unitId: C1, values });
  expect(record).toMatchObject({ version: 1, values, unit: { code: 'TC1' } });
  const twice = await house.send(officer, 'POST', '/drills', { unitId: C1, values });
  expect(twice).toMatchObject({ status: 409, body: { code: 'record.duplicate', params: { id: record.id } } });
  const at = `/drills/${record.id}`;
  await house.send(officer, 'PUT', at, { version: 1, values: { ...values, peopleCount: 5 } });
  await house.send(officer, 'POST', `${at}/observations`, {
    version: 2,
    observedOn: '2026-04-01',
    values: { pumpCount: 7 },
  });
  const backwards = { ...values, peopleCount: 5, readiedOn: '2026-02-27', drilledOn: '2026-02-27' };
  const refused = await house.send(officer, 'PUT', at, { version: 3, values: backwards });
  expect(refused.body.fields).toEqual([expect.objectContaining({ path: 'values.readiedOn' })]);
  await house.send(officer, 'POST', `${at}/void`, { version: 3, reason: 'by_mistake' });
  await house.send(officer, 'POST', `${at}/restore`, { version: 4 });

  const { body: history } = await house.get(officer, at);
  const acts = ['restored', 'voided', 'observed', 'corrected', 'registered'];
  expect(history.versions.map(({ act }: RecordVersion) => act)).toEqual(acts);
  expect(
    history.observations.map(({ observedOn, values: { pumpCount } }: Observation) => [observedOn, pumpCount]),
  ).toEqual([
    ['2026-04-01', 7],
    ['2026-03-01', 2],
  ]);
  const audited = await database.owner
    .selectFrom('auditLines')
    .select('act')
    .where('subjectKind', '=', 'drill')
    .execute();
  expect(audited.map(({ act }) => act).toSorted()).toEqual(acts.map((act) => `drill.${act}`).toSorted());
  expect((await house.get(officer, '/drills?subject=flood')).body).toMatchObject({
    total: 1,
    items: [{ id: record.id }],
  });
  expect((await house.get(officer, '/drills?subject=fire')).body.total).toBe(0);
});

test('its measures count what happened, and what stood at the end of the period', async () => {
  const people = { code: 'G01', measure: 'sum(people_count)', filter: 'subject = flood', periodRule: 'sum' as const };
  const pumps = { code: 'G02', measure: 'sum(pump_count)', filter: null, periodRule: 'end' as const };
  const valuesOf = async (fromDay: string, toDay: string) => {
    const measured = await computeMeasures(database.owner, drills, [people, pumps], { unitId: C1, fromDay, toDay });
    return [measured.get('G01')!.value, measured.get('G02')!.value];
  };
  expect(await valuesOf('2026-01-15', '2026-02-14')).toEqual(['0', '0']);
  expect(await valuesOf('2026-02-15', '2026-03-14')).toEqual(['5', '2']);
  expect(await valuesOf('2026-03-15', '2026-04-14')).toEqual(['0', '7']);
});

test('its template takes rows in, and what is exported can be read', async () => {
  const template = read((await house.getFile(officer, '/drills/template.xlsx')).content);
  expect(template.SheetNames).toContain('Dữ liệu');
  const sheet =
    'Mã đơn vị,Ngày diễn tập,Nội dung,Số người,Tính đến ngày,Số máy bơm\nTC1,02/05/2026,Chữa cháy,12,02/05/2026,1\n';
  const { body: brought } = await house.upload(officer, `/drills/imports?unit=${C1}`, Buffer.from(sheet), {
    contentType: 'text/csv',
  });
  const { body: checked } = await house.send(officer, 'POST', `/drills/imports/${brought.id}/check`, undefined);
  expect(checked.counts).toMatchObject({ new: 1, refused: 0 });
  await house.send(officer, 'POST', `/drills/imports/${brought.id}/confirm`, {});
  const exported = read((await house.getFile(officer, '/drills/export.xlsx')).content, { cellDates: true });
  const rows = utils.sheet_to_json<unknown[]>(exported.Sheets[exported.SheetNames[0]!]!, { header: 1 }).flat();
  expect(rows).toEqual(expect.arrayContaining(['Chữa cháy', 'Lũ lụt', 12, 5]));
});

test('its records stay in their place, in the house and in the database', async () => {
  const { body: mine } = await house.get(officer, '/drills');
  expect(mine.total).toBe(2);
  expect((await house.get(neighbour, '/drills')).body.total).toBe(0);
  expect((await house.get(neighbour, `/drills/${mine.items[0].id}`)).body.code).toBe('request.not_found');
  const counted = await database.app.transaction().execute(async (tx) => {
    await enterSession(tx, neighbour.token);
    return sql<{
      count: number;
    }>`select (select count(*) from drills) + (select count(*) from drills_observations) as count`.execute(tx);
  });
  expect(Number(counted.rows[0]!.count)).toBe(0);
});

test('a choice that bears the name of a list parameter is refused when the register is declared', () => {
  const fields = { ...drills.fields, state: drills.fields.subject! };
  expect(() => registerRoutes({ ...drills, fields })).toThrow('state');
});
