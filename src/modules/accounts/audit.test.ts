import { afterAll, beforeAll, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import type { AuditLine } from './audit.contract.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, C1 } = testUnits;
let national: TestActor;
let provincial: TestActor;

beforeAll(async () => {
  national = await createActor(database, { role: 'auditor', unit: VN });
  provincial = await createActor(database, { role: 'auditor', unit: A });
  const line = (act: string, unitId: number | null, at: string) => ({
    act,
    unitId,
    at,
    subjectKind: 'post',
    subjectId: 'x',
  });
  await database.owner
    .insertInto('auditLines')
    .values([
      line('post.given', A1, '2026-03-01T16:59:59.999999Z'),
      line('post.given', A1, '2026-03-01T17:00:00.000001Z'),
      line('post.given', A1, '2026-03-01T17:00:00.000002Z'),
      line('post.ended', C1, '2026-03-02T16:59:59Z'),
      line('password.changed', null, '2026-03-02T17:00:00Z'),
    ])
    .execute();
});

async function read(actor: TestActor, query: string): Promise<{ items: AuditLine[]; next: string | null }> {
  const answer = await request(actor, 'GET', `/audit?${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

test('lines come newest first, page after page, none twice and none left out', async () => {
  const ids: string[] = [];
  let next: string | null = null;
  do {
    const page = await read(national, `limit=2&to=2026-03-31${next ? `&after=${next}` : ''}`);
    ids.push(...page.items.map((line) => line.id));
    next = page.next;
  } while (next !== null);
  expect(ids).toHaveLength(5);
  expect(new Set(ids).size).toBe(5);
});

test('days are days in Vietnam, both included', async () => {
  const { items } = await read(national, 'from=2026-03-02&to=2026-03-02');
  expect(items.map((line) => [line.act, line.at])).toEqual([
    ['post.ended', '2026-03-02T16:59:59.000Z'],
    ['post.given', '2026-03-01T17:00:00.000Z'],
    ['post.given', '2026-03-01T17:00:00.000Z'],
  ]);
  expect((await read(national, 'to=2026-03-01')).items).toHaveLength(1);
});

test('one act, or all of a kind', async () => {
  expect((await read(national, 'act=post.ended')).items).toHaveLength(1);
  expect((await read(national, 'act=post.')).items).toHaveLength(4);
  expect((await request(national, 'GET', '/audit?act=%25')).statusCode).toBe(400);
});

test('an auditor reads the own place only, others nothing', async () => {
  const { items } = await read(provincial, 'to=2026-03-31');
  expect(items.map((line) => line.unit?.id)).toEqual([A1, A1, A1]);
  const recorder = await createActor(database, { role: 'recorder', unit: A });
  expect((await request(recorder, 'GET', '/audit')).statusCode).toBe(403);
});

test('a line names who did it, and what changed', async () => {
  await request(national, 'PATCH', '/me', { locale: 'en' });
  const { items } = await read(national, `account=${national.accountId}`);
  expect(items).toEqual([
    expect.objectContaining({
      act: 'account.changed',
      by: { accountId: national.accountId, displayName: 'Người Thử' },
      about: { accountId: national.accountId, displayName: 'Người Thử' },
      changes: { locale: 'en' },
    }),
  ]);
});
