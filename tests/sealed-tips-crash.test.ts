import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '#modules/tips/base64.rules.ts';
import type { OpenedTip } from '#modules/tips/intake.public.contract.ts';
import { formSeconds } from '#modules/tips/intake.rules.ts';
import { parseReceiptCode, receiptOf } from '#modules/tips/receipts.rules.ts';
import { readOpenedTip } from '#modules/tips/sending.rules.ts';
import { makeFormToken } from '#modules/tips/server/junk.ts';
import { derivePortalSecrets, type PortalSecrets } from '#modules/tips/server/portal-secrets.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { readEmbeddedConnection } from '#platform/database/embedded.ts';
import { openSecret } from '#platform/secret-file.ts';
import { prepareServer, type RunningServer } from '#tests/support/running-server.ts';
import { makeSolvedProof, openInbox, sealForTest, type TestInbox, writeMultipart } from '#tests/support/sealed-tips.ts';

// Runs on the embedded PostgreSQL alone: a server that the settings name is another's, which a test has no business to kill.
const foreign = process.env.DATABASE_URL !== undefined;
const kills = 20;

let server: RunningServer;
let dataDir: string;
let owner: Db;
let secrets: PortalSecrets;
let inbox: TestInbox;
/** Codes that a resident was shown, with what each must open. */
const shown: { code: string; what: string }[] = [];
let waiting: { until: number; go: () => void } | undefined;
let ended = false;

function note(code: string, what: string): void {
  shown.push({ code, what });
  if (waiting && shown.length >= waiting.until) waiting.go();
}

/** Sends the same until it is answered, as the browser does; a cut line and a 503 are no answers. */
async function untilAnswered(act: () => Promise<Response>): Promise<string> {
  for (;;) {
    try {
      const answer = await act();
      const text = await answer.text();
      if (answer.status < 500) {
        expect(answer.status, text).toBe(200);
        return text;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(20 + Math.random() * 80);
  }
}

async function sendSealed(client: number): Promise<void> {
  for (let number = 0; !ended; number++) {
    const what = `tin ${client}.${number}`;
    const content = new Uint8Array(100_000);
    const tip = sealForTest(inbox, {
      content: { what, where: '', when: '', place: null },
      files: number % 4 === 0 ? [{ name: 'a.jpg', type: 'image/jpeg', content }] : [],
    });
    const proof = await makeSolvedProof(secrets);
    const { body, type } = writeMultipart('tip', { ...tip.head, proof }, tip.pieces);
    const headers = { 'content-type': type };
    await untilAnswered(() =>
      fetch(`${server.url}/api/v1/portal/tips`, { method: 'POST', headers, body: new Uint8Array(body) }),
    );
    note(tip.code, what);
  }
}

async function sendPlain(client: number): Promise<void> {
  for (let number = 0; !ended; number++) {
    const what = `tin ${client}.${number}`;
    const token = makeFormToken(secrets, Date.now() - (formSeconds.least + 1) * 1000);
    const fields = {
      topic: 'other',
      what,
      place: String(inbox.unitId),
      where: '',
      when: '',
      officer: 'no',
      contact: '',
      token,
    };
    const text = await untilAnswered(() => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      return fetch(`${server.url}/bao-tin/gui`, { method: 'POST', body });
    });
    const parsed = parseReceiptCode(/data-code>([^<]+)</.exec(text)?.[1] ?? text);
    if ('problem' in parsed) throw new Error(`no receipt: ${text}`);
    note(parsed.code, what);
    // All forms without scripts together have a budget for the hour.
    await pause(150);
  }
}

const afterReceipts = (count: number): Promise<void> =>
  new Promise((go) => {
    waiting = { until: shown.length + count, go };
  });

async function cutAgainAndAgain(): Promise<void> {
  for (let round = 0; round < kills; round++) {
    await afterReceipts(3 + Math.floor(Math.random() * 15));
    await pause(Math.random() * 15);
    if (round % 2 === 1) {
      server.killPostgres();
      continue;
    }
    await server.killServer();
    await server.start();
  }
  await afterReceipts(10);
}

describe.skipIf(foreign)('cut off at random moments', () => {
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'binh-yen-tips-'));
    chmodSync(dataDir, 0o711);
    server = await prepareServer(dataDir);
    await server.start();
    const pool = openPool((await readEmbeddedConnection(dataDir))!.migrateUrl, { max: 2, name: 'binhyen tests' });
    pool.on('error', () => undefined);
    owner = openDatabase(pool);
    secrets = derivePortalSecrets(openSecret(join(dataDir, 'keys/portal.key')));
    const { rows } = await sql<{ id: number }>`
      select id from units where kind = 'commune' and valid_to is null order by id limit 1`.execute(owner);
    inbox = await openInbox(owner, rows[0]!.id);
  }, 90_000);

  afterAll(async () => {
    ended = true;
    await owner?.destroy();
    await server?.stop();
    if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  });

  test(
    'SIGKILL of server and PostgreSQL at 20 moments while tips come in: every receipt that was shown opens its tip, none is there twice',
    { timeout: 240_000 },
    async () => {
      const working = Promise.all([sendSealed(1), sendSealed(2), sendSealed(3), sendPlain(4)]);
      await Promise.race([working, cutAgainAndAgain()]);
      ended = true;
      await working;
      expect(shown.length).toBeGreaterThan(kills * 3);
      for (const { code, what } of shown) {
        const { locator, keyPair } = receiptOf(code);
        const text = await untilAnswered(() =>
          fetch(`${server.url}/api/v1/portal/tips/open`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ locator: toBase64(locator) }),
          }),
        );
        const opened = JSON.parse(text) as OpenedTip;
        expect(opened.found, what).toBe(true);
        expect(readOpenedTip(opened, keyPair).content?.what).toBe(what);
      }
      const { rows } = await sql<Record<string, number>>`
        select (select count(*) from sealed_tips) as sealed, (select count(*) from tips) as counts,
          (select count(*) from tip_receipts) as receipts, (select count(*) from record_versions) as versions,
          (select count(*) from audit_lines where act = 'tip.registered') as lines`.execute(owner);
      const count = shown.length;
      expect(rows[0]).toEqual({ sealed: count, counts: count, receipts: count, versions: count, lines: count });
    },
  );
});
