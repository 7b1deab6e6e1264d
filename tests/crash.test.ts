import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyFigures } from '#modules/figures/index.ts';
import { openSealKey } from '#platform/audit/seal-key.ts';
import { sealNextBatch } from '#platform/audit/seal.ts';
import { verifyAudit } from '#platform/audit/verify.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { readEmbeddedConnection } from '#platform/database/embedded.ts';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { createActor, type TestActor } from '#tests/support/actors.ts';
import { prepareServer, type RunningServer } from '#tests/support/running-server.ts';

// Runs on the embedded PostgreSQL alone: a server that the settings name is another's, which a test has no business to kill.
const foreign = process.env.DATABASE_URL !== undefined;

const rounds = 20;
const today = vietnamDay(new Date());
const months = Array.from({ length: 12 }, (_, index) => addMonths(determineMonthOf(today), -1 - index));

/** Whatever was answered with 2xx, by what was asked. */
const acknowledged = {
  tips: [] as { id: string; version: number }[],
  submitted: [] as string[],
  approved: [] as string[],
};
/** Moments at which a number of acts is acknowledged are waited for here. */
let acts = 0;
let waiting: { until: number; go: () => void } | undefined;
let ended = false;

let server: RunningServer;
let dataDir: string;
let owner: Db;

/** What the routes of this test answer, as far as it reads them. */
type Body = { id: string; version: number; revision: number; state: string; approved: number; code: string };
type Answer = { status: number; body: Body };

/**
 * Sends an act until it is answered, always with the same key, as the offline outbox does: a cut connection and a 503
 * are no answers.
 */
async function ask(who: TestActor, method: 'POST' | 'PUT', path: string, body: unknown): Promise<Body> {
  const key = crypto.randomUUID();
  for (;;) {
    const answer = await send(who, method, path, body, key);
    if (answer === undefined) {
      await pause(20 + Math.random() * 80);
      continue;
    }
    expect(
      answer.status,
      `${method} ${path}: ${JSON.stringify(answer.body)}\n${answer.status < 500 ? '' : server.lastWords()}`,
    ).toBe(200);
    acts++;
    if (waiting && acts >= waiting.until) waiting.go();
    return answer.body;
  }
}

async function send(
  who: TestActor,
  method: string,
  path: string,
  body: unknown,
  key: string,
): Promise<Answer | undefined> {
  try {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { cookie: who.cookie, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    const read = { status: answer.status, body: (await answer.json()) as Body };
    return read.status === 503 ? undefined : read;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const afterActs = (count: number): Promise<void> =>
  new Promise((go) => {
    waiting = { until: acts + count, go };
  });

const aTip = (topic: string) => ({
  receivedOn: today,
  sort: 'crime_report',
  topic,
  channel: 'hotline',
  ofValue: 'yes',
  competence: 'within',
  forwardedOn: null,
  settledOn: null,
  outcome: null,
  casesCleared: 0,
  personsCleared: 0,
  personsArrested: 0,
  propertyRecoveredVnd: 0,
});

/** Enters tips and corrects every second of them. */
async function enterTips(who: TestActor, unitId: number): Promise<void> {
  for (let number = 0; !ended; number++) {
    const { id } = await ask(who, 'POST', '/tips', { unitId, values: aTip('theft') });
    const tip = { id, version: 1 };
    acknowledged.tips.push(tip);
    if (number % 2 === 0)
      tip.version = (await ask(who, 'PUT', `/tips/${id}`, { version: 1, values: aTip('fraud') })).version;
  }
}

/** Hands up month after month, which another then approves, and corrects and hands up again. */
async function handUp(who: TestActor, approver: TestActor, unitId: number): Promise<void> {
  for (let round = 0; !ended; round++) {
    const month = months[round % months.length]!;
    const path = `/submissions/${unitId}/${month}`;
    const opened =
      round < months.length ? { revision: 0 } : await ask(who, 'POST', `${path}/corrections`, { reason: 'đếm lại' });
    const value = String(round + 1);
    const typed = await ask(who, 'PUT', `${path}/supplements`, {
      cells: [{ indicatorCode: 'M03', value }],
      reason: `đếm tay lần ${round + 1}`,
      revision: opened.revision,
    });
    const handed = await ask(who, 'POST', `${path}/submit`, { revision: typed.revision });
    const name = `${unitId} ${month} ${handed.version} ${value}`;
    acknowledged.submitted.push(name);
    await ask(approver, 'POST', '/submissions/approve', {
      submissions: [{ unitId, month, revision: handed.revision }],
    });
    acknowledged.approved.push(name);
  }
}

async function findCommunes(): Promise<{ provinceId: number; communes: number[] }> {
  const { rows } = await sql<{ provinceId: number; communes: number[] }>`
    select p.id as province_id, (array_agg(c.id order by c.id))[1:6] as communes
    from units p join units c on c.parent_id = p.id and c.kind = 'commune' and c.valid_to is null
    where p.kind = 'province' and p.valid_to is null group by p.id order by p.id limit 1`.execute(owner);
  return rows[0]!;
}

describe.skipIf(foreign)('cut off at random moments', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'binh-yen-crash-'));
    // Started by root, PostgreSQL runs as another user, who has to find the way in.
    chmodSync(dataDir, 0o711);
    server = await prepareServer(dataDir);
    await server.start();
    const { migrateUrl } = (await readEmbeddedConnection(dataDir))!;
    const pool = openPool(migrateUrl, { max: 4, name: 'binhyen tests' });
    // These connections are cut as well.
    pool.on('error', () => undefined);
    owner = openDatabase(pool);
  }, 60_000);

  afterAll(async () => {
    ended = true;
    await owner?.destroy();
    await server?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  test(
    'SIGKILL of server and PostgreSQL at 20 random moments while a month is handed up: nothing acknowledged lost, nothing twice',
    { timeout: 240_000 },
    async () => {
      const { provinceId, communes } = await findCommunes();
      await sql`update units set valid_from = '1990-01-01' where id = any (${communes})`.execute(owner);
      await sql`insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, basis)
      select 0, n.id, i.id, 'commune', ${`${months.at(-1)}-01`}, 'thử' from units n, indicators i where n.kind = 'nation' and i.code = 'M03'`.execute(
        owner,
      );
      const approver = await createActor({ owner }, { role: 'province_approver', unit: provinceId });
      const heads = await Promise.all(communes.map((unit) => createActor({ owner }, { role: 'commune_head', unit })));
      const clients = [
        ...[0, 1, 2].map((index) => enterTips(heads[index]!, communes[index]!)),
        ...[3, 4, 5].map((index) => handUp(heads[index]!, approver, communes[index]!)),
      ];
      const working = Promise.all(clients);
      await Promise.race([working, cutAgainAndAgain()]);
      ended = true;
      await working;
      await checkKept();
    },
  );
});

/** Takes server and PostgreSQL away in turn, each time after some more acts, in the middle of others. */
async function cutAgainAndAgain(): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    await afterActs(5 + Math.floor(Math.random() * 25));
    await pause(Math.random() * 15);
    if (round % 2 === 1) {
      server.killPostgres();
      continue;
    }
    await server.killServer();
    await server.start();
  }
  await afterActs(10);
}

async function checkKept(): Promise<void> {
  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> => (await query.execute(owner)).rows;
  expect(acknowledged.tips.length).toBeGreaterThan(rounds);
  expect(acknowledged.approved.length).toBeGreaterThan(rounds);

  const tips = await one(sql<{ id: string; version: number; versions: number; lines: number }>`
    select t.id, t.version, (select count(*) from record_versions v where v.record_id = t.id) as versions,
      (select count(*) from audit_lines a where a.subject_id = t.id::text) as lines from tips t order by t.id`);
  const expected = acknowledged.tips.map(({ id, version }) => ({ id, version, versions: version, lines: version }));
  expect(tips).toEqual(expected.toSorted((a, b) => a.id.localeCompare(b.id, 'en')));

  const approved = await one(sql<{ name: string; lines: number }>`
    select v.unit_id || ' ' || to_char(v.month, 'YYYY-MM') || ' ' || v.version || ' ' || f.value as name,
      (select count(*) from audit_lines a where a.act in ('submission.submitted', 'submission.approved')
        and a.subject_id = v.submission_id::text and a.changes ->> 'version' = v.version::text) as lines
    from submission_versions v join figures f on f.submission_id = v.submission_id and f.version = v.version
    where v.state = 'approved'`);
  expect(approved.map((row) => row.name).toSorted()).toEqual(acknowledged.approved.toSorted());
  expect(acknowledged.submitted.toSorted()).toEqual(acknowledged.approved.toSorted());
  expect(new Set(approved.map((row) => row.lines))).toEqual(new Set([2]));

  expect(await verifyFigures(owner)).toMatchObject({ ok: true, differences: [] });
  const [kept] = await one(
    sql<{
      total: string;
    }>`select sum(value) as total from roll_ups where boundary_version_id = 0 and span = 'month'`,
  );
  const [current] = await one(sql<{ total: string }>`select sum(value) as total from figures where is_current`);
  expect(kept).toEqual(current);

  const { runUrl } = (await readEmbeddedConnection(dataDir))!;
  const running = openDatabase(openPool(runUrl, { max: 1, name: 'binhyen tests' }));
  await sealNextBatch(running, openSealKey(join(dataDir, 'keys/audit-seal.pem')));
  await running.destroy();
  const verdict = await verifyAudit(owner, { keysFolder: join(dataDir, 'keys') });
  expect(verdict).toMatchObject({ ok: true, problems: [] });
  expect(verdict.batches).toBeGreaterThan(0);
}
