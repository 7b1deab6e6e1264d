import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import sharp from 'sharp';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enterSession } from '#platform/database/database.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { createTestDatabase, testUnits } from '#tests/support/database.ts';
import { openRegisterHouse } from '#tests/support/registers.ts';
import { type Attachment, attachmentRoutes } from '../attachments.contract.ts';
import type { Register } from '../declaration.ts';
import { sweepAttachments } from './attachment-jobs.ts';

const sites: Register = {
  name: 'camera-sites',
  table: 'camera_sites',
  one: 'CameraSite',
  many: 'CameraSites',
  label: { vi: 'Điểm camera', en: 'Camera sites' },
  labelOne: { vi: 'điểm camera', en: 'camera site' },
  permissions: { read: 'tip.read', write: 'tip.write' },
  dateField: 'openedOn',
  fields: { openedOn: { type: 'date', label: { vi: 'Ngày', en: 'Day' }, required: true } },
  listFields: [],
  events: {},
  voidReasons: { by_mistake: { vi: 'Nhập nhầm', en: 'Entered by mistake' } },
  byTheHour: false,
  attachments: true,
  determineBreaches: () => [],
};

const database = await createTestDatabase();
await createTable();
const house = await openRegisterHouse(database, sites);
afterAll(async () => {
  await house.close();
  await database.drop();
});

let officer: TestActor;
let neighbour: TestActor;
let reader: TestActor;
beforeAll(async () => {
  officer = await createActor(database, { role: 'recorder', unit: testUnits.A1 });
  neighbour = await createActor(database, { role: 'recorder', unit: testUnits.A2 });
  reader = await createActor(database, { role: 'province_checker', unit: testUnits.A });
});

const picture = (background: string) => sharp({ create: { width: 600, height: 400, channels: 3, background } });
const phonePhoto = await picture('#335577')
  .withExif({ IFD0: { Model: 'iPhone 15 Pro' }, IFD3: { GPSLatitude: '10/1 46/1 37/1', GPSLatitudeRef: 'N' } })
  .jpeg()
  .toBuffer();

/** A record of commune A1; its attachments lie at the path. */
async function aRecord(): Promise<{ id: string; path: string }> {
  const { body } = await house.send(officer, 'POST', '/camera-sites', {
    unitId: testUnits.A1,
    values: { openedOn: '2026-03-01' },
  });
  return { id: body.id, path: `/camera-sites/${body.id}/attachments` };
}

async function listOf(path: string, actor = officer): Promise<Attachment[]> {
  return (await house.get(actor, path)).body.items;
}

const keptFiles = () => house.files.list('attachments/');

async function aPdf(pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage([100, 100]);
  return document.save();
}

test('a photograph and a scan are kept clean, listed under names of the house, and served as they are kept', async () => {
  const { path } = await aRecord();
  const { body: photo } = await house.upload(officer, path, phonePhoto, { contentType: 'image/jpeg' });
  const { body: scan } = await house.upload(officer, path, await aPdf());
  expect([photo, scan]).toMatchObject([
    { kind: 'photo', fileName: 'anh-1.jpg' },
    { kind: 'scan', fileName: 'ban-quet-1.pdf' },
  ]);
  expect(await listOf(path)).toEqual([photo, scan]);

  const served = await house.getFile(officer, `${path}/${photo.id}`);
  expect(served.content.byteLength).toBe(photo.byteSize);
  expect(served.content.toString('latin1')).not.toContain('iPhone');
  expect((await sharp(served.content).metadata()).exif).toBeUndefined();
  expect(served.headers).toMatchObject({
    'content-type': 'image/jpeg',
    'content-disposition': 'inline; filename="anh-1.jpg"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; sandbox`,
    'cache-control': 'private, no-store',
  });
  const small = await house.getFile(officer, `${path}/${photo.id}?size=small`);
  expect(await sharp(small.content).metadata()).toMatchObject({ format: 'webp', width: 320 });
  const paper = await house.getFile(officer, `${path}/${scan.id}`);
  expect(paper.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="ban-quet-1.pdf"',
  });
  const row = await database.owner
    .selectFrom('attachments')
    .selectAll()
    .where('id', '=', scan.id)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ unitId: testUnits.A1, provinceId: testUnits.A, addedBy: officer.accountId });
  expect(row.fileKey).toMatch(/^attachments\/\d{4}\/\d\d\/\d\d\/[0-9a-f-]{36}$/);
});

test('what cannot be kept is refused in words, and nothing of it stays', async () => {
  const { path } = await aRecord();
  const before = await keptFiles();
  const refused: [Buffer | Uint8Array, string | undefined, number, string][] = [
    [Buffer.from('<svg/>'), 'image/png', 422, 'Chỉ nhận ảnh JPEG, PNG, WebP hoặc bản quét PDF.'],
    [
      Buffer.from('<svg/>'),
      'image/svg+xml',
      415,
      'Ở đây không nhận loại tệp này. Loại nhận được: JPEG, PNG, WebP, PDF.',
    ],
    [Buffer.alloc(10 * 1024 * 1024 + 1), undefined, 413, 'Tệp quá lớn: chỉ nhận tệp đến 10 MB.'],
    [
      phonePhoto.subarray(0, 700),
      undefined,
      422,
      'Không đọc được tệp này: tệp hỏng hoặc bị cắt cụt. Hãy chụp hoặc quét lại.',
    ],
    [await aPdf(51), undefined, 422, 'Tệp PDF có 51 trang; chỉ nhận đến 50 trang. Hãy chia thành nhiều tệp.'],
    [Buffer.alloc(0), undefined, 422, 'Tệp này trống.'],
  ];
  for (const [content, contentType, status, title] of refused) {
    const answer = await house.upload(officer, path, content, { ...(contentType ? { contentType } : {}) });
    expect(answer, title).toMatchObject({ status, body: { title } });
  }
  expect(await listOf(path)).toEqual([]);
  expect(await keptFiles()).toEqual(before);
});

test('a record takes ten files, each once; numbers are not given twice', async () => {
  const { path } = await aRecord();
  const photos = await Promise.all(
    Array.from({ length: 11 }, (_, index) =>
      picture(`rgb(${index * 20}, 0, 90)`)
        .png()
        .toBuffer(),
    ),
  );
  const answers = await Promise.all(photos.map((photo) => house.upload(officer, path, photo)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(10).fill(200), 422]);
  expect(answers.find(({ status }) => status === 422)!.body.code).toBe('attachment.too_many');
  const items = await listOf(path);
  expect(items.map(({ number }) => number).toSorted((one, other) => one - other)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ]);
  const tenth = items.find(({ number }) => number === 10)!;
  await house.send(officer, 'POST', `${path}/${tenth.id}/remove`, undefined);
  expect((await house.upload(officer, path, phonePhoto)).body.fileName).toBe('anh-11.jpg');
  const again = await aRecord();
  await house.upload(officer, again.path, phonePhoto);
  expect((await house.upload(officer, again.path, phonePhoto)).body.code).toBe('attachment.twice');
});

test('sent again by a broken line, a file counts once', async () => {
  const { path } = await aRecord();
  const requestId = randomUUID();
  const first = await house.upload(officer, path, phonePhoto, { requestId });
  expect(await house.upload(officer, path, phonePhoto, { requestId })).toEqual(first);
  expect(await listOf(path)).toHaveLength(1);
});

test('a removed one is gone from the record and then from the store; the row and the history keep that it was', async () => {
  const { id, path } = await aRecord();
  const { body: photo } = await house.upload(officer, path, phonePhoto);
  const { fileKey } = await database.owner
    .selectFrom('attachments')
    .select('fileKey')
    .where('id', '=', photo.id)
    .executeTakeFirstOrThrow();
  expect((await house.send(officer, 'POST', `${path}/${photo.id}/remove`, undefined)).status).toBe(200);
  expect(await listOf(path)).toEqual([]);
  expect((await house.getFile(officer, `${path}/${photo.id}`)).status).toBe(404);
  expect((await house.send(officer, 'POST', `${path}/${photo.id}/remove`, undefined)).status).toBe(404);
  const sent = await sql<{ data: unknown }>`select data from binhyen_jobs.job where name = 'attachments.remove_file'
    and data->>'key' = ${fileKey}`.execute(database.owner);
  expect(sent.rows).toHaveLength(1);
  const row = await database.owner.selectFrom('attachments').selectAll().where('id', '=', photo.id).executeTakeFirst();
  expect(row).toMatchObject({ removedBy: officer.accountId, removedAt: expect.any(Date) });
  const lines = await database.owner
    .selectFrom('auditLines')
    .select(['act', 'changes'])
    .where('subjectId', '=', id)
    .where('act', 'like', '%attachment%')
    .orderBy('at')
    .execute();
  const changes = { fileName: 'anh-1.jpg', byteSize: photo.byteSize };
  expect(lines).toEqual([
    { act: 'camera_site.attachment_added', changes },
    { act: 'camera_site.attachment_removed', changes },
  ]);
});

test('the sweep takes what no attachment names once its day has passed, and nothing else', async () => {
  const { path } = await aRecord();
  await house.upload(officer, path, phonePhoto);
  const [removed] = [(await house.upload(officer, path, await aPdf())).body];
  await house.send(officer, 'POST', `${path}/${removed.id}/remove`, undefined);
  await house.files.put('attachments/2026/01/02/orphan', Buffer.from('x'));
  await house.files.put('audit/head', Buffer.from('x'));
  expect(await sweepAttachments(database.app, house.files, new Date())).toEqual(['attachments/2026/01/02/orphan']);

  const needed = await database.owner
    .selectFrom('attachments')
    .select('fileKey')
    .where('removedAt', 'is', null)
    .execute();
  await sweepAttachments(database.app, house.files, new Date(Date.now() + 3 * 24 * 60 * 60 * 1000));
  expect(await keptFiles()).toEqual(needed.map(({ fileKey }) => fileKey).toSorted());
  expect(await house.files.exists('audit/head')).toBe(true);
});

test('rights are those of the record: read below, write in the own place, nothing elsewhere', async () => {
  const { path } = await aRecord();
  const { body: photo } = await house.upload(officer, path, phonePhoto);
  expect(await listOf(path, reader)).toHaveLength(1);
  expect((await house.getFile(reader, `${path}/${photo.id}`)).status).toBe(200);
  expect(await house.upload(reader, path, await aPdf())).toMatchObject({ status: 403 });
  expect((await house.send(reader, 'POST', `${path}/${photo.id}/remove`, undefined)).status).toBe(403);
  for (const answer of [
    await house.get(neighbour, path),
    await house.getFile(neighbour, `${path}/${photo.id}`),
    await house.upload(neighbour, path, await aPdf()),
    await house.send(neighbour, 'POST', `${path}/${photo.id}/remove`, undefined),
  ]) {
    expect(answer.status).toBe(404);
  }
  const other = await aRecord();
  expect((await house.getFile(officer, `${other.path}/${photo.id}`)).status).toBe(404);
  expect(await listOf(path)).toHaveLength(1);
});

test('PostgreSQL alone keeps to the same, and to who adds', async () => {
  const { id } = await aRecord();
  const as = (actor: TestActor, act: ReturnType<typeof sql>) =>
    database.app.transaction().execute(async (tx) => {
      await enterSession(tx, actor.token);
      return act.execute(tx);
    });
  const insertion = (register: string, unitId: number, by: string) =>
    sql`insert into attachments (province_id, unit_id, register, record_id, kind, number, file_key, content_type, byte_size, sha256, added_by)
      values (${testUnits.A}, ${unitId}, ${register}, ${id}, 'photo', 70, 'x', 'image/jpeg', 1, ${'0'.repeat(64)}, ${by})`;
  const refused = { code: '42501' };
  await expect(as(neighbour, insertion('camera-sites', testUnits.A1, neighbour.accountId))).rejects.toMatchObject(
    refused,
  );
  await expect(as(officer, insertion('camera-sites', testUnits.A1, neighbour.accountId))).rejects.toMatchObject(
    refused,
  );
  await expect(as(officer, insertion('tips', testUnits.A1, officer.accountId))).rejects.toMatchObject(refused);
  await as(officer, insertion('camera-sites', testUnits.A1, officer.accountId));
  const seen = sql`select from attachments where number = 70`;
  expect((await as(officer, seen)).rows).toHaveLength(1);
  expect((await as(reader, seen)).rows).toHaveLength(1);
  expect((await as(neighbour, seen)).rows).toHaveLength(0);
  await expect(as(officer, sql`delete from attachments`)).rejects.toMatchObject(refused);
  await expect(as(officer, sql`update attachments set file_key = 'y'`)).rejects.toMatchObject(refused);
});

test('a void record takes none; a file that the store lost is told as such', async () => {
  const { id, path } = await aRecord();
  const { body: photo } = await house.upload(officer, path, phonePhoto);
  for (const key of await keptFiles()) await house.files.remove(key);
  const answer = await house.getFile(officer, `${path}/${photo.id}`);
  expect(JSON.parse(answer.content.toString())).toMatchObject({ code: 'attachment.file_missing' });
  await house.send(officer, 'POST', `/camera-sites/${id}/void`, { version: 1, reason: 'by_mistake' });
  expect((await house.upload(officer, path, await aPdf())).body.code).toBe('record.void');
});

test('a register that hides its hours cannot declare attachments', () => {
  expect(() => attachmentRoutes({ ...sites, byTheHour: true })).toThrow('no attachments');
});

/** What the register's own migration would hold. */
async function createTable(): Promise<void> {
  const owner = database.owner;
  await sql`create table binhyen.camera_sites (
    province_id integer not null,
    id uuid not null default gen_random_uuid(),
    unit_id integer not null references binhyen.units,
    opened_on date not null,
    void_reason text,
    demonstration boolean not null default false,
    version integer not null default 1,
    registered_at timestamptz not null default now(),
    primary key (province_id, id))`.execute(owner);
  const { rows } = await sql<{ name: string }>`select grantee as name from information_schema.role_table_grants
    where table_name = 'tips' and privilege_type = 'INSERT' and grantee <> current_user`.execute(owner);
  await sql`grant select, insert, update on binhyen.camera_sites to ${sql.id(rows[0]!.name)}`.execute(owner);
  await sql`alter table binhyen.camera_sites enable row level security`.execute(owner);
  await sql`create policy camera_sites_read on binhyen.camera_sites for select using (unit_id in (select units_with('tip.read')))`.execute(
    owner,
  );
  await sql`create policy camera_sites_write on binhyen.camera_sites for insert with check (unit_id in (select units_with('tip.write')))`.execute(
    owner,
  );
  await sql`create policy camera_sites_change on binhyen.camera_sites for update using (unit_id in (select units_with('tip.write')))`.execute(
    owner,
  );
  await sql`create policy record_versions_camera_sites on binhyen.record_versions using (register = 'camera-sites')`.execute(
    owner,
  );
  await sql`call binhyen.open_attachments('camera-sites', 'tip.read', 'tip.write')`.execute(owner);
}
