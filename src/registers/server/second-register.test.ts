import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';
import { type Register } from '../declaration.ts';
import { type RecordVersion, registerRoutes } from '../register.contract.ts';
import { computeMeasures } from './measures.ts';

const handIns: Register = {
  name: 'hand-ins',
  table: 'hand_ins',
  one: 'HandIn',
  many: 'HandIns',
  label: { vi: 'Giao nộp', en: 'Hand-ins' },
  labelOne: { vi: 'lượt giao nộp', en: 'hand-in' },
  permissions: { read: 'tip.read', write: 'tip.write' },
  dateField: 'handedInOn',
  fields: {
    handedInOn: { type: 'date', label: { vi: 'Ngày giao nộp', en: 'Handed in on' }, required: true },
    itemKind: {
      type: 'choice',
      label: { vi: 'Loại', en: 'Kind' },
      required: true,
      options: { firework: { vi: 'Pháo', en: 'Firework' }, blade: { vi: 'Dao, kiếm', en: 'Blade' } },
    },
    pieceCount: { type: 'number', label: { vi: 'Số lượng', en: 'Pieces' }, required: true, max: 999 },
  },
  listFields: ['itemKind'],
  events: {},
  voidReasons: { by_mistake: { vi: 'Nhập nhầm', en: 'Entered by mistake' } },
  byTheHour: false,
  determineBreaches: () => [],
};

const database = await createTestDatabase();
await createTable();
const house = await openRegisterHouse(database, handIns);
afterAll(async () => {
  await house.close();
  await database.drop();
});

let officer: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: testUnits.C1 });
});

test('a second register is a declaration and a table: it has its API, history and measures', async () => {
  const values = { handedInOn: '2026-03-01', itemKind: 'blade', pieceCount: 3 };
  const { body: record } = await house.send(officer, 'POST', '/hand-ins', { unitId: testUnits.C1, values });
  expect(record).toMatchObject({ version: 1, values, unit: { code: 'TC1' } });
  const tooMany = await house.send(officer, 'PUT', `/hand-ins/${record.id}`, {
    version: 1,
    values: { ...values, pieceCount: 1000 },
  });
  expect(tooMany.body.fields).toEqual([{ path: 'values.pieceCount', message: 'Số này quá lớn. Hãy xem lại.' }]);
  await house.send(officer, 'PUT', `/hand-ins/${record.id}`, { version: 1, values: { ...values, pieceCount: 5 } });
  await house.send(officer, 'POST', `/hand-ins/${record.id}/void`, { version: 2, reason: 'by_mistake' });
  await house.send(officer, 'POST', `/hand-ins/${record.id}/restore`, { version: 3 });

  const { body: history } = await house.get(officer, `/hand-ins/${record.id}`);
  expect(history.versions.map(({ act, values: kept }: RecordVersion) => [act, kept.pieceCount])).toEqual([
    ['restored', 5],
    ['voided', 5],
    ['corrected', 5],
    ['registered', 3],
  ]);
  const audited = await database.owner
    .selectFrom('auditLines')
    .select('act')
    .where('subjectKind', '=', 'hand_in')
    .execute();
  expect(audited.map(({ act }) => act).toSorted()).toEqual([
    'hand_in.corrected',
    'hand_in.registered',
    'hand_in.restored',
    'hand_in.voided',
  ]);
  expect((await house.get(officer, '/hand-ins?itemKind=blade')).body).toMatchObject({
    total: 1,
    items: [{ id: record.id }],
  });
  expect((await house.get(officer, '/hand-ins?itemKind=firework')).body.total).toBe(0);
  const pieces = { code: 'G01', measure: 'sum(piece_count)', filter: 'item_kind = blade', periodRule: 'sum' as const };
  const asked = { unitId: testUnits.C1, fromDay: '2026-02-15', toDay: '2026-03-14' };
  const measured = await computeMeasures(database.owner, handIns, [pieces], asked);
  expect(measured.get('G01')).toMatchObject({
    value: '5',
    recordIds: [record.id],
    recordVersions: [4],
  });
});

test('a choice that bears the name of a list parameter is refused when the register is declared', () => {
  const fields = { ...handIns.fields, state: handIns.fields.itemKind! };
  expect(() => registerRoutes({ ...handIns, fields })).toThrow('state');
});

/** What the register's own migration would hold. */
async function createTable(): Promise<void> {
  await sql`create table binhyen.hand_ins (
    province_id integer not null,
    id uuid not null default gen_random_uuid(),
    unit_id integer not null references binhyen.units,
    handed_in_on date not null,
    item_kind text not null,
    piece_count integer not null,
    void_reason text,
    demonstration boolean not null default false,
    version integer not null default 1,
    registered_at timestamptz not null default now(),
    primary key (province_id, id))`.execute(database.owner);
  const { rows } = await sql<{ name: string }>`select grantee as name from information_schema.role_table_grants
    where table_name = 'tips' and privilege_type = 'INSERT' and grantee <> current_user`.execute(database.owner);
  await sql`grant select, insert, update on binhyen.hand_ins to ${sql.id(rows[0]!.name)}`.execute(database.owner);
  await sql`create policy record_versions_hand_ins on binhyen.record_versions using (register = 'hand-ins')`.execute(
    database.owner,
  );
}
