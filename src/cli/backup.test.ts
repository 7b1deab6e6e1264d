import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { recordAudit } from '#platform/audit/audit.ts';
import { openSealKey } from '#platform/audit/seal-key.ts';
import { verifyAudit } from '#platform/audit/verify.ts';
import { type Db, enterSession } from '#platform/database/database.ts';
import { migrate } from '#platform/database/migrate.ts';
import { diskFiles } from '#platform/files/files.ts';
import { installJobs } from '#platform/jobs/jobs.ts';
import { createActor } from '#tests/support/actors.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase, testUnits } from '#tests/support/database.ts';
import { sealEverything } from '#tests/support/seals.ts';
import { makeBackup } from './backup.ts';
import { restoreBackup } from './restore.ts';

const folder = await mkdtemp(join(tmpdir(), 'binhyen-backup-'));
const keysFolder = join(folder, 'keys');
const sealKey = openSealKey(join(keysFolder, 'audit-seal.pem'));
const file = join(folder, 'house.backup');
const source = await createTestDatabase();
const opened: TestDatabase[] = [source];
afterAll(async () => {
  await Promise.all(opened.map((database) => database.drop()));
  await rm(folder, { recursive: true });
});

const store = diskFiles(join(folder, 'files'));
const restored = diskFiles(join(folder, 'restored'));
const placeOf = (target: TestDatabase) => ({ migrateUrl: target.ownerUrl, files: restored });

const now = new Date('2026-11-23T03:00:00Z');
const actor = await createActor(source, { role: 'commune_head', unit: testUnits.A1 });
await enterTips(source, 30);
await recordActs(source, 3);
await sealEverything(source, sealKey);
await recordActs(source, 2);
await attach('attachments/2026/11/22/kept', randomBytes(200_000));
await attach('attachments/2026/11/22/lost', undefined);
await store.put('audit-heads/2026-11-22.json', Buffer.from('{}'));
const report = await makeBackup({ migrateUrl: source.ownerUrl, files: store }, file, now);

async function enterTips(database: TestDatabase, count: number): Promise<void> {
  await database.owner
    .insertInto('tips')
    .values(
      Array.from({ length: count }, (_, index) => ({
        provinceId: testUnits.A,
        unitId: testUnits.A1,
        receivedOn: `2026-0${(index % 9) + 1}-15`,
        sort: 'security_tip',
        topic: 'theft',
        channel: 'hotline',
        ofValue: 'yes',
        competence: 'within',
        forwardedOn: index % 2 ? '2026-11-20' : null,
      })),
    )
    .execute();
}

/** An attachment of a made-up register; without content its file is missing from the store. */
async function attach(fileKey: string, content: Buffer | undefined): Promise<void> {
  await source.owner
    .insertInto('attachments')
    .values({
      ...{ provinceId: testUnits.A, unitId: testUnits.A1, register: 'sites', recordId: randomUUID() },
      ...{ kind: 'photo', number: 1, fileKey, contentType: 'image/jpeg', byteSize: 200_000, sha256: '0'.repeat(64) },
      addedBy: actor.accountId,
    })
    .execute();
  if (content) await store.put(fileKey, content);
}

async function recordActs(database: TestDatabase, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    await database.app.transaction().execute((tx) =>
      recordAudit(tx, undefined, {
        act: 'test.done',
        subjectKind: 'test',
        subjectId: `đường dẫn\\N\ttab\nnew line ${index}`,
        changes: { note: '\\.\n"quoted" \\N' },
      }),
    );
  }
}

async function createTarget(): Promise<TestDatabase> {
  const target = await createEmptyDatabase();
  opened.push(target);
  await migrate(target.ownerUrl, target.appUrl);
  await installJobs(target.ownerUrl, target.appUrl);
  return target;
}

/** Rows and a checksum of everything in a table, whatever the order. */
async function describeTables(db: Db): Promise<Record<string, { rows: number; content: string }>> {
  const tables = await sql<{ name: string }>`select relname as name from pg_class
    where relnamespace = 'binhyen'::regnamespace and relkind = 'r' order by 1`.execute(db);
  const described: Record<string, { rows: number; content: string }> = {};
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ rows: number; content: string }>`
      select count(*)::int as rows, coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as content
      from ${sql.table(name)} t`.execute(db);
    described[name] = rows[0]!; // an aggregate has one row
  }
  return described;
}

/** Tables that a restore changes on purpose, or that belong to the installation. */
const ownToTarget = new Set([
  ...['audit_eras', 'audit_lines', 'sessions', 'reset_codes', 'schema_migrations', 'sign_in_throttles'],
  ...['throttle_keys', 'set_up_codes'],
]);

function sameTables(described: Awaited<ReturnType<typeof describeTables>>) {
  return Object.fromEntries(Object.entries(described).filter(([name]) => !ownToTarget.has(name)));
}

describe('a backup', () => {
  test('restored into a freshly migrated database holds the same, row by row', async () => {
    const target = await createTarget();
    const { tables, rows, files } = report;
    expect(await restoreBackup(placeOf(target), file)).toEqual({
      madeAt: now.toISOString(),
      tables,
      rows,
      files,
      era: 2,
    });
    const before = await describeTables(source.owner);
    const after = await describeTables(target.owner);
    expect(sameTables(after)).toEqual(sameTables(before));
    expect(after.tips?.rows).toBe(30);
    expect(after.audit_eras?.rows).toBe(2);
    // The source has one line more than the backup (the backup's own), the target one more too (the restore's).
    expect(after.audit_lines?.rows).toBe(before.audit_lines?.rows);
  });

  test('holds the files under the keys that rows name but no head of the audit, and tells which the store had lost', async () => {
    const target = await createTarget();
    await restoreBackup(placeOf(target), file);
    expect(report).toMatchObject({ files: 1, missingFiles: 1 });
    expect(await restored.list('')).toEqual(['attachments/2026/11/22/kept']);
    const [before, after] = await Promise.all(
      [store, restored].map(async (files) => buffer((await files.get('attachments/2026/11/22/kept'))!)),
    );
    expect(after).toEqual(before);
  });

  test('keeps the history provable: the seals hold, the unsealed lines are sealed in the new era', async () => {
    const target = await createTarget();
    await restoreBackup(placeOf(target), file);
    // How many batches it took depends on what else the server was doing; that all of them hold does not.
    const verified = await verifyAudit(target.owner, { keysFolder });
    expect(verified).toMatchObject({ ok: true, unsealedLines: 3 });
    expect(verified.batches).toBeGreaterThanOrEqual(1);
    await recordActs(target, 1);
    await sealEverything(target, sealKey);
    expect(await verifyAudit(target.owner, { keysFolder })).toMatchObject({ ok: true, unsealedLines: 0 });
  });

  test('lets nobody stay signed in, and new rows get new numbers', async () => {
    const target = await createTarget();
    await restoreBackup(placeOf(target), file);
    const account = await target.app.transaction().execute(async (tx) => {
      await enterSession(tx, actor.token);
      return sql<{ account: string | null }>`select session_account() as account`.execute(tx);
    });
    expect(account.rows).toEqual([{ account: null }]);
    const unit = await target.owner
      .insertInto('units')
      .values({
        provinceId: 2,
        kind: 'commune',
        code: 'TNEW',
        codeOrigin: 'ours',
        nameVi: 'Xã Mới',
        searchKey: 'xa moi',
        source: 'administrator',
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(unit.id).toBe(Object.keys(testUnits).length + 1);
  });

  test('leaves row security as it was', async () => {
    const target = await createTarget();
    await restoreBackup(placeOf(target), file);
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class
      where relnamespace = 'binhyen'::regnamespace and relrowsecurity <> relforcerowsecurity`.execute(target.owner);
    expect(rows).toEqual([]);
    expect(await target.app.selectFrom('tips').select('id').execute()).toEqual([]);
  });

  test('holds no codes and no keys of guessing limits', async () => {
    const content = gunzipSync(await readFile(file)).toString('latin1');
    for (const table of ['throttle_keys', 'set_up_codes', 'sign_in_throttles'])
      expect(content).not.toContain(`"${table}"`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('is on record where it was made', async () => {
    const lines = await source.owner
      .selectFrom('auditLines')
      .select('subjectId')
      .where('act', '=', 'backup.made')
      .execute();
    expect(lines).toEqual([{ subjectId: report.sha256 }]);
  });
});

describe('a restore', () => {
  test('refuses a database in which somebody has worked, unless told to replace it', async () => {
    const target = await createTestDatabase();
    opened.push(target);
    await enterTips(target, 2);
    const before = await describeTables(target.owner);
    await expect(restoreBackup(placeOf(target), file)).rejects.toMatchObject({
      name: 'OperatorError',
      sentence: { en: expect.stringContaining('holds data') },
    });
    expect(await describeTables(target.owner)).toEqual(before);
    await restoreBackup(placeOf(target), file, { replace: true });
    expect((await describeTables(target.owner)).tips?.rows).toBe(30);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40)],
    ['cut to half', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['with one changed value', (bytes: Buffer) => gzipSync(replaceOnce(gunzipSync(bytes), 'hotline', 'mailbox'))],
    ['without its end', (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, -84))],
    [
      'with something after its end',
      (bytes: Buffer) => gzipSync(Buffer.concat([gunzipSync(bytes), Buffer.from('more')])),
    ],
    ['of another kind', () => Buffer.from('not a backup')],
    ['packed, but of another kind', () => gzipSync('not a backup at all')],
  ])('refuses a file %s and leaves the database as it was', async (_, alter) => {
    const target = await createTestDatabase();
    opened.push(target);
    const before = await describeTables(target.owner);
    const altered = join(folder, 'altered.backup');
    await writeFile(altered, alter(await readFile(file)));
    await expect(restoreBackup(placeOf(target), altered, { replace: true })).rejects.toMatchObject({
      name: 'OperatorError',
      sentence: { en: expect.stringContaining('not whole') },
    });
    expect(await describeTables(target.owner)).toEqual(before);
  });

  test('that fails half-way leaves the database as it was', async () => {
    const target = await createTestDatabase();
    opened.push(target);
    await sql`alter table tips add constraint tips_no_hotline check (channel <> 'hotline')`.execute(target.owner);
    const before = await describeTables(target.owner);
    await expect(restoreBackup(placeOf(target), file, { replace: true })).rejects.toThrow('tips_no_hotline');
    expect(await describeTables(target.owner)).toEqual(before);
  });

  test('refuses a backup of another schema', async () => {
    const target = await createTestDatabase();
    opened.push(target);
    await sql`insert into schema_migrations (name, content_hash) values ('9999_later.sql', 'x')`.execute(target.owner);
    await expect(restoreBackup(placeOf(target), file, { replace: true })).rejects.toMatchObject({
      sentence: { en: expect.stringContaining('another version') },
    });
  });

  test('tells that there is no such file, and that a database has no schema yet', async () => {
    const target = await createEmptyDatabase();
    opened.push(target);
    await expect(restoreBackup(placeOf(target), join(folder, 'nowhere'))).rejects.toMatchObject({
      sentence: { en: expect.stringContaining('There is no file') },
    });
    await expect(restoreBackup(placeOf(target), file)).rejects.toMatchObject({
      sentence: { en: expect.stringContaining('migrate first') },
    });
  });
});

function replaceOnce(bytes: Buffer, from: string, to: string): Buffer {
  const at = bytes.indexOf(from);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(to), bytes.subarray(at + from.length)]);
}
