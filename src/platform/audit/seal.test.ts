import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, openPool, type Tx } from '#platform/database/database.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { sealEverything } from '#tests/support/seals.ts';
import { diskFiles } from '../files/files.ts';
import { recordAudit } from './audit.ts';
import { exportAuditHead, sealNextBatch, startSealer } from './seal.ts';
import { openSealKey } from './seal-key.ts';
import { verifyAudit } from './verify.ts';

const folder = await mkdtemp(join(tmpdir(), 'binhyen-seal-'));
const keysFolder = join(folder, 'keys');
const key = openSealKey(join(keysFolder, 'audit-seal.pem'));
afterAll(() => rm(folder, { recursive: true }));

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

function act(tx: Tx, subjectId: string): Promise<void> {
  return recordAudit(tx, undefined, { act: 'test.done', subjectKind: 'test', subjectId });
}

async function actOn(subjectId: string): Promise<void> {
  await database.app.transaction().execute((tx) => act(tx, subjectId));
}

/** Batches of one line each: what the template holds, then the lines one, two and three as batches 2, 3 and 4. */
async function sealThree(): Promise<void> {
  await sealEverything(database, key);
  for (const subject of ['one', 'two', 'three']) {
    await actOn(subject);
    await sealEverything(database, key);
  }
}

describe('the sealed history', () => {
  test('whole, it is found whole, and the newest lines are reported as not sealed yet', async () => {
    await sealThree();
    await actOn('four');
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict).toMatchObject({ ok: true, batches: 4, unsealedLines: 1, firstBrokenBatch: null, problems: [] });
    expect(verdict.lines).toBeGreaterThanOrEqual(4);
    expect(verdict.unsealedSince).toMatch(/^\d{4}-/);
  });

  test('with nothing new there is nothing to seal', async () => {
    await sealThree();
    expect(await sealNextBatch(database.app, key)).toBeUndefined();
  });

  test('an edited line is found', async () => {
    await sealThree();
    await database.owner.updateTable('auditLines').set({ act: 'test.undone' }).where('subjectId', '=', 'two').execute();
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict).toMatchObject({ ok: false, firstBrokenBatch: 3, problems: [{ code: 'batch.changed', batch: 3 }] });
  });

  test('a deleted line is found', async () => {
    await sealThree();
    await database.owner.deleteFrom('auditLines').where('subjectId', '=', 'one').execute();
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict).toMatchObject({ ok: false, firstBrokenBatch: 2, problems: [{ code: 'batch.changed', batch: 2 }] });
  });

  test('a line inserted into the past is found', async () => {
    await sealThree();
    await sql`insert into audit_lines (era, txid, act, subject_kind, subject_id)
      select era, txid, 'test.done', 'test', 'invented' from audit_lines where subject_id = 'two'`.execute(
      database.owner,
    );
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict).toMatchObject({ ok: false, firstBrokenBatch: 3, problems: [{ code: 'batch.changed', batch: 3 }] });
  });

  test('a line of an era that never was is found', async () => {
    await sealThree();
    await sql`insert into audit_lines (era, act, subject_kind, subject_id) values (7, 'test.done', 'test', 'invented')`.execute(
      database.owner,
    );
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict).toMatchObject({ ok: false, unsealedLines: 0, problems: [{ code: 'lines.outside', count: 1 }] });
  });

  test('a removed seal is found', async () => {
    await sealThree();
    await database.owner.deleteFrom('auditSeals').where('sequence', '=', 3).execute();
    const verdict = await verifyAudit(database.owner, { keysFolder });
    expect(verdict.ok).toBe(false);
    expect(verdict.problems).toContainEqual({ code: 'batch.missing', batch: 3 });
    expect(verdict.problems).toContainEqual({ code: 'batch.unchained', batch: 4 });
  });

  test('a chain made anew by someone without the key is found', async () => {
    await sealThree();
    await database.owner
      .updateTable('auditLines')
      .set({ act: 'test.undone' })
      .where('subjectId', '=', 'three')
      .execute();
    await sql`update audit_seals s set hash = b.hash
      from audit_seals o, audit_batch(o.era, o.from_txid, o.to_txid, o.previous_hash) b
      where o.sequence = s.sequence and s.sequence = 4`.execute(database.owner);
    expect(await verifyAudit(database.owner, { keysFolder })).toMatchObject({
      ok: false,
      problems: [{ code: 'batch.signature', batch: 4 }],
    });
  });

  test('a chain made anew with another key is found', async () => {
    const other = openSealKey(join(folder, 'elsewhere', 'audit-seal.pem'));
    await actOn('one');
    await sealNextBatch(database.app, other);
    expect(await verifyAudit(database.owner, { keysFolder })).toMatchObject({
      ok: false,
      problems: [{ code: 'batch.unknown_key', batch: 1, key: other.fingerprint.slice(0, 16) }],
    });
  });

  test('lines of writers side by side never fall between two batches', async () => {
    await sealEverything(database, key);
    const { promise: slowMayEnd, resolve: finishSlow } = Promise.withResolvers<void>();
    const { promise: slowStarted, resolve: tellStarted } = Promise.withResolvers<void>();
    const slow = database.app.transaction().execute(async (tx) => {
      await act(tx, 'slow');
      tellStarted();
      await slowMayEnd;
    });
    await slowStarted;
    await actOn('quick');
    // The quick line is younger than the slow transaction, so it waits with it.
    await sealNextBatch(database.app, key);
    expect((await verifyAudit(database.owner, { keysFolder })).unsealedLines).toBe(1);
    finishSlow();
    await slow;
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await actOn(`writer ${index}`);
        await sealNextBatch(database.app, key);
      }),
    );
    await sealEverything(database, key);
    const verdict = await verifyAudit(database.owner, { keysFolder });
    const sealed = await database.owner
      .selectFrom('auditSeals')
      .select((eb) => eb.fn.sum('lineCount').as('lines'))
      .executeTakeFirstOrThrow();
    expect(verdict).toMatchObject({ ok: true, unsealedLines: 0 });
    expect(Number(sealed.lines)).toBe(verdict.lines);
  });

  test('two that seal at once make one chain', async () => {
    for (let round = 0; round < 5; round++) {
      await actOn(`round ${round}`);
      await Promise.all([1, 2, 3].map(() => sealNextBatch(database.app, key)));
    }
    await sealEverything(database, key);
    expect(await verifyAudit(database.owner, { keysFolder })).toMatchObject({ ok: true, unsealedLines: 0 });
  });

  test('the sealer seals by itself, and nothing after it was stopped', async () => {
    const told: unknown[] = [];
    const sealer = startSealer(database.app, key, { error: (values) => void told.push(values) }, 20);
    await actOn('one');
    await expect
      .poll(async () => (await verifyAudit(database.owner, { keysFolder })).unsealedLines, { timeout: 20_000 })
      .toBe(0);
    await sealer.stop();
    await actOn('two');
    expect(await verifyAudit(database.owner, { keysFolder })).toMatchObject({ ok: true, unsealedLines: 1 });
    expect(told).toEqual([]);
  });

  test('a sealer that cannot reach the database tells it and tries again', async () => {
    const { promise: twice, resolve: tellTwice } = Promise.withResolvers<void>();
    const nowhere = openDatabase(openPool('postgres://nobody@127.0.0.1:1/nothing'));
    let count = 0;
    const sealer = startSealer(nowhere, key, { error: () => void (++count === 2 && tellTwice()) }, 5);
    await twice;
    await sealer.stop();
    await nowhere.destroy();
    expect(count).toBeGreaterThanOrEqual(2);
  });

  test('the running role can neither change nor remove lines and seals', async () => {
    await sealThree();
    await expect(database.app.deleteFrom('auditLines').execute()).rejects.toThrow('permission denied');
    await expect(database.app.updateTable('auditLines').set({ act: 'x' }).execute()).rejects.toThrow(
      'permission denied',
    );
    await expect(database.app.deleteFrom('auditSeals').execute()).rejects.toThrow('permission denied');
  });
});

describe('the exported head', () => {
  const day = new Date('2026-11-23T20:00:00Z');

  test('nothing is written out while nothing is sealed', async () => {
    const files = diskFiles(join(folder, 'none'));
    expect(await exportAuditHead(database.app, files, key, day)).toBeUndefined();
  });

  test('is a file of the day in Vietnam, and agrees with the chain', async () => {
    const files = diskFiles(join(folder, 'good'));
    await sealThree();
    expect(await exportAuditHead(database.app, files, key, day)).toBe('audit-heads/2026-11-24.json');
    await actOn('later');
    await sealEverything(database, key);
    expect(await verifyAudit(database.owner, { keysFolder, files })).toMatchObject({ ok: true, exportedHeads: 1 });
  });

  test('finds that the newest seals were cut off', async () => {
    const files = diskFiles(join(folder, 'cut'));
    await sealThree();
    await exportAuditHead(database.app, files, key, day);
    await database.owner.deleteFrom('auditSeals').where('sequence', '>=', 3).execute();
    await database.owner.deleteFrom('auditLines').where('subjectId', 'in', ['two', 'three']).execute();
    expect(await verifyAudit(database.owner, { keysFolder })).toMatchObject({ ok: true });
    expect(await verifyAudit(database.owner, { keysFolder, files })).toMatchObject({
      ok: false,
      problems: [{ code: 'head.cut_off', file: 'audit-heads/2026-11-24.json', batch: 4 }],
    });
  });

  test('edited or broken, is told', async () => {
    const home = join(folder, 'edited');
    const files = diskFiles(home);
    await sealThree();
    await exportAuditHead(database.app, files, key, day);
    const path = join(home, 'audit-heads', '2026-11-24.json');
    await writeFile(
      path,
      (await readFile(path, 'utf8')).replace(/"exportedAt": "2026-11-23/, '"exportedAt": "2026-11-22'),
    );
    await files.put('audit-heads/2026-11-25.json', Buffer.from('{'));
    expect((await verifyAudit(database.owner, { keysFolder, files })).problems).toEqual([
      { code: 'head.signature', file: 'audit-heads/2026-11-24.json' },
      { code: 'head.unreadable', file: 'audit-heads/2026-11-25.json' },
    ]);
  });
});

describe('the key of the seals', () => {
  test('is made once, for its owner only, and its public half is laid beside it', async () => {
    const file = join(folder, 'once', 'audit-seal.pem');
    const made = openSealKey(file);
    expect(openSealKey(file).fingerprint).toBe(made.fingerprint);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'once', `audit-seal-${made.fingerprint.slice(0, 16)}.pub.pem`), 'utf8')).toBe(
      made.publicKey,
    );
  });

  test('the public half alone is enough to verify, after the private one has gone', async () => {
    const home = join(folder, 'public-only');
    const mine = openSealKey(join(home, 'audit-seal.pem'));
    await actOn('one');
    await sealNextBatch(database.app, mine);
    await rm(join(home, 'audit-seal.pem'));
    expect((await verifyAudit(database.owner, { keysFolder: home })).problems).toEqual([]);
  });

  test('a file that holds another kind of key is told as a sentence for the operator', async () => {
    const file = join(folder, 'wrong.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => openSealKey(file)).toThrow(expect.objectContaining({ name: 'OperatorError' }));
  });
});
