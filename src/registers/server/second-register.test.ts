import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';
import { type Register } from '../declaration.ts';
import { type RecordVersion, registerRoutes } from '../register.contract.ts';
import { computeMeasures } from './measures.ts';

const drills: Register = {
  name: 'drills',
  table: 'drills',
  one: 'Drill',
  many: 'Drills',
  label: { vi: 'Diễn tập', en: 'Drills' },
  labelOne: { vi: 'buổi diễn tập', en: 'drill' },
  permissions: { read: 'tip.read', write: 'tip.write' },
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
  },
  listFields: ['subject'],
  events: {},
  voidReasons: { by_mistake: { vi: 'Nhập nhầm', en: 'Entered by mistake' } },
  byTheHour: false,
  determineBreaches: () => [],
};

const database = await createTestDatabase();
await createTable();
const house = await openRegisterHouse(database, drills);
afterAll(async () => {
  await house.close();
  await database.drop();
});

let officer: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: testUnits.C1 });
});

test('a second register is a declaration and a table: it has its API, history and measures', async () => {
  const values = { drilledOn: '2026-03-01', subject: 'flood', peopleCount: 3 };
  const { body: record } = await house.send(officer, 'POST', '/drills', { unitId: testUnits.C1, values });
  expect(record).toMatchObject({ version: 1, values, unit: { code: 'TC1' } });
  const tooMany = await house.send(officer, 'PUT', `/drills/${record.id}`, {
    version: 1,
    values: { ...values, peopleCount: 1000 },
  });
  expect(tooMany.body.fields).toEqual([{ path: 'values.peopleCount', message: 'Số này quá lớn. Hãy xem lại.' }]);
  await house.send(officer, 'PUT', `/drills/${record.id}`, { version: 1, values: { ...values, peopleCount: 5 } });
  await house.send(officer, 'POST', `/drills/${record.id}/void`, { version: 2, reason: 'by_mistake' });
  await house.send(officer, 'POST', `/drills/${record.id}/restore`, { version: 3 });

  const { body: history } = await house.get(officer, `/drills/${record.id}`);
  expect(history.versions.map(({ act, values: kept }: RecordVersion) => [act, kept.peopleCount])).toEqual([
    ['restored', 5],
    ['voided', 5],
    ['corrected', 5],
    ['registered', 3],
  ]);
  const audited = await database.owner
    .selectFrom('auditLines')
    .select('act')
    .where('subjectKind', '=', 'drill')
    .execute();
  expect(audited.map(({ act }) => act).toSorted()).toEqual([
    'drill.corrected',
    'drill.registered',
    'drill.restored',
    'drill.voided',
  ]);
  expect((await house.get(officer, '/drills?subject=flood')).body).toMatchObject({
    total: 1,
    items: [{ id: record.id }],
  });
  expect((await house.get(officer, '/drills?subject=fire')).body.total).toBe(0);
  const people = { code: 'G01', measure: 'sum(people_count)', filter: 'subject = flood', periodRule: 'sum' as const };
  const asked = { unitId: testUnits.C1, fromDay: '2026-02-15', toDay: '2026-03-14' };
  const measured = await computeMeasures(database.owner, drills, [people], asked);
  expect(measured.get('G01')).toMatchObject({
    value: '5',
    recordIds: [record.id],
    recordVersions: [4],
  });
});

test('a choice that bears the name of a list parameter is refused when the register is declared', () => {
  const fields = { ...drills.fields, state: drills.fields.subject! };
  expect(() => registerRoutes({ ...drills, fields })).toThrow('state');
});

/** What the register's own migration would hold. */
async function createTable(): Promise<void> {
  await sql`create table binhyen.drills (
    province_id integer not null,
    id uuid not null default gen_random_uuid(),
    unit_id integer not null references binhyen.units,
    drilled_on date not null,
    subject text not null,
    people_count integer not null,
    void_reason text,
    demonstration boolean not null default false,
    version integer not null default 1,
    registered_at timestamptz not null default now(),
    primary key (province_id, id))`.execute(database.owner);
  const { rows } = await sql<{ name: string }>`select grantee as name from information_schema.role_table_grants
    where table_name = 'tips' and privilege_type = 'INSERT' and grantee <> current_user`.execute(database.owner);
  await sql`grant select, insert, update on binhyen.drills to ${sql.id(rows[0]!.name)}`.execute(database.owner);
  await sql`create policy record_versions_drills on binhyen.record_versions using (register = 'drills')`.execute(
    database.owner,
  );
}
