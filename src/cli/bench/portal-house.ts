import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Inbox } from '#modules/tips/intake.public.contract.ts';
import { derivePortalSecrets, type PortalSecrets } from '#modules/tips/server/portal-secrets.ts';
import type { Db } from '#platform/database/database.ts';
import { openSecret } from '#platform/secret-file.ts';
import { makeFolder } from './open-bench.ts';
import { startServer } from './processes.ts';
import { makeSolvedProof, openInbox, type Sealed, sealTipOf, writeMultipart } from './sealed-tips.ts';
import type { Bench } from './work.ts';

/** The real server in a process of its own, with an inbox that takes tips. */
export type PortalHouse = { url: string; secrets: PortalSecrets; inbox: Inbox; owner: Db; agent: Agent };
type Answer = { status: number; body: Buffer };

const opened = new WeakMap<Bench, Promise<PortalHouse>>();

export function openPortal(bench: Bench): Promise<PortalHouse> {
  const before = opened.get(bench);
  if (before) return before;
  const made = startPortal(bench);
  opened.set(bench, made);
  return made;
}

async function startPortal(bench: Bench): Promise<PortalHouse> {
  const { owner, runUrl, migrateUrl } = await bench.open();
  const folder = makeFolder(bench.closers);
  const settings = { DATABASE_URL: runUrl, DATABASE_MIGRATE_URL: migrateUrl, DATA_DIR: folder, TRUST_PROXY: '1' };
  const { url } = await startServer({ ...settings, LOG_LEVEL: 'silent' }, bench.closers);
  const { rows } = await sql<{ id: number }>`
    select u.id from units u where u.kind = 'commune' and u.valid_to is null
      and not exists (select from inbox_keys k where k.unit_id = u.id) order by u.id limit 1`.execute(owner);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  bench.closers.push(async () => agent.destroy());
  const secrets = derivePortalSecrets(openSecret(join(folder, 'keys/portal.key')));
  return { url, secrets, owner, agent, inbox: await openInbox(owner, rows[0]!.id) };
}

/** One request; fetch would cost this process more than the answer costs the server. */
export function ask(
  { url, agent }: PortalHouse,
  path: string,
  sent?: { body: Buffer; type: string; address?: string },
): Promise<Answer> {
  const headers = sent && {
    'content-type': sent.type,
    'content-length': sent.body.length,
    'x-forwarded-for': sent.address ?? [10, ...randomBytes(3)].join('.'),
  };
  return new Promise((settle, reject) => {
    const asked = request(
      `${url}${path}`,
      { method: sent ? 'POST' : 'GET', agent, ...(headers && { headers }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => settle({ status: answer.statusCode!, body: Buffer.concat(chunks) }));
      },
    );
    asked.on('error', reject);
    asked.end(sent?.body);
  });
}

export async function writeTip({
  secrets,
  inbox,
}: PortalHouse): Promise<{ tip: Sealed; sent: { body: Buffer; type: string } }> {
  const tip = sealTipOf(2000, inbox);
  return { tip, sent: writeMultipart('tip', { ...tip.head, proof: await makeSolvedProof(secrets) }, tip.pieces) };
}

export async function writeTips(portal: PortalHouse, count: number) {
  const tips: Awaited<ReturnType<typeof writeTip>>[] = [];
  while (tips.length < count) tips.push(await writeTip(portal));
  return tips;
}
