import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { readEmbeddedConnection } from '#platform/database/embedded.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { prepareServer, type RunningServer } from '#tests/support/running-server.ts';

// Runs on the embedded PostgreSQL alone: a server that the settings name is another's, which a test has no business to kill.
const foreign = process.env.DATABASE_URL !== undefined;

const rounds = 6;
const rowsOfFile = 2000;

let server: RunningServer;
let dataDir: string;
let owner: Db;
let officer: TestActor;
let unitId: number;

/** Rows of tips that make each file another. */
function makeFile(round: number): string {
  const head = 'Ngày tiếp nhận;Phân loại;Lĩnh vực;Kênh tiếp nhận;Có giá trị;Thẩm quyền';
  const topics = ['Trộm cắp tài sản', 'Đánh bạc', 'Ma túy', 'Giao thông', 'Khác', 'Cháy, nổ'];
  const row = `05/01/2026;Phản ánh, kiến nghị;${topics[round]};Zalo;Có;Thuộc thẩm quyền`;
  return [head, ...Array.from({ length: rowsOfFile }, () => row)].join('\n');
}

type Answer = { id: string; state: string };

/** Sends an act until it is answered, always with the same key: a cut connection and a 503 are no answers. */
async function ask(path: string, body: string, contentType: string): Promise<Answer> {
  const key = randomUUID();
  for (;;) {
    try {
      const answer = await fetch(`${server.url}/api/v1/tips/imports${path}`, {
        method: 'POST',
        headers: { cookie: officer.cookie, 'content-type': contentType, 'idempotency-key': key },
        body,
      });
      const read = (await answer.json()) as Answer;
      if (answer.status !== 503) {
        expect(answer.status, `${path}: ${JSON.stringify(read)}`).toBe(200);
        return read;
      }
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    }
    await pause(20 + Math.random() * 80);
  }
}

/** What is kept, read once PostgreSQL is there again. */
async function readKept(): Promise<{ tips: number; versions: number; lines: number; confirmed: number }> {
  for (;;) {
    try {
      const { rows } = await sql<{ tips: number; versions: number; lines: number; confirmed: number }>`
        select (select count(*) from tips) as tips, (select count(*) from record_versions) as versions,
          (select count(*) from audit_lines where act = 'tip.registered') as lines,
          (select count(*) from imports where state = 'confirmed') as confirmed`.execute(owner);
      return rows[0]!;
    } catch {
      await pause(50);
    }
  }
}

describe.skipIf(foreign)('cut off while an import is confirmed', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'binh-yen-import-crash-'));
    // Started by root, PostgreSQL runs as another user, who has to find the way in.
    chmodSync(dataDir, 0o711);
    server = await prepareServer(dataDir);
    await server.start();
    const { migrateUrl } = (await readEmbeddedConnection(dataDir))!;
    const pool = openPool(migrateUrl, { max: 2, name: 'binhyen tests' });
    // These connections are cut as well.
    pool.on('error', () => undefined);
    owner = openDatabase(pool);
    const { rows } = await sql<{ id: number }>`
      select id from units where kind = 'commune' and valid_to is null order by id limit 1`.execute(owner);
    unitId = rows[0]!.id;
    officer = await createActor({ owner }, { role: 'commune_head', unit: unitId });
  }, 60_000);

  afterAll(async () => {
    await owner?.destroy();
    await server?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  test('SIGKILL of server and PostgreSQL in the middle: all rows or none, and once', { timeout: 180_000 }, async () => {
    let confirmTakes = 0;
    for (let round = 0; round < rounds; round++) {
      const { id } = await ask(`?unit=${unitId}`, makeFile(round), 'text/csv');
      expect(await ask(`/${id}/check`, '{}', 'application/json')).toMatchObject({ state: 'checked' });
      const start = performance.now();
      const confirming = ask(`/${id}/confirm`, '{}', 'application/json');
      if (round > 0) await cutOff(round, confirmTakes);
      expect(await confirming).toMatchObject({ state: 'confirmed' });
      if (round === 0) confirmTakes = performance.now() - start;
      const rows = (round + 1) * rowsOfFile;
      expect(await readKept()).toEqual({ tips: rows, versions: rows, lines: rows, confirmed: round + 1 });
    }
  });
});

/** At some moment of the confirm; whatever is kept then is whole. */
async function cutOff(round: number, confirmTakes: number): Promise<void> {
  await pause(Math.random() * confirmTakes);
  if (round % 2 === 0) server.killPostgres();
  else await server.killServer();
  const kept = await readKept();
  expect([round, round + 1]).toContain(kept.confirmed);
  const rows = kept.confirmed * rowsOfFile;
  expect(kept).toMatchObject({ tips: rows, versions: rows, lines: rows });
  if (round % 2 === 1) await server.start();
}
