import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { enterSession } from '#platform/database/database.ts';
import { sessionCookie } from '#platform/http/house.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { createTestHouse, testUnits } from '#tests/support/house.ts';
import { createAccount, signInAs } from './index.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, A2, C1, a1x } = testUnits;
const today = vietnamDay(new Date());
const inTenDays = vietnamDay(new Date(Date.now() + 10 * 86_400_000));
let count = 0;

/** A person with the posts given, signed in. */
async function aPerson(posts: [role: string, unitId: number][], displayName = 'Trần Văn Thử') {
  count += 1;
  const signInName = `nguoi.${count}`;
  return database.owner.transaction().execute(async (tx) => {
    const { accountId, postIds } = await createAccount(tx, {
      signInName,
      displayName,
      posts: posts.map(([role, unitId]) => ({ role, unitId, organisationCode: 'police', validFrom: '2026-01-01' })),
    });
    const token = await signInAs(tx, accountId);
    return { accountId, signInName, postId: postIds[0]!, token, cookie: `${sessionCookie}=${token}` };
  });
}

const aPost = (role: string, unitId: number) => ({ role, unitId, organisationCode: 'police', validFrom: today });
const codeOf = (answer: { statusCode: number; json: () => { code: string } }) => [
  answer.statusCode,
  answer.json().code,
];

const system = await aPerson([['system_administrator', VN]]);
const provinceAdmin = await aPerson([['unit_administrator', A]]);
const communeAdmin = await aPerson([['unit_administrator', A1]]);

describe('inviting', () => {
  test('the code is shown once, sets the password once, and is kept nowhere', async () => {
    const body = { signInName: 'moi.den', displayName: 'Lê Thị Mới', post: aPost('recorder', A1) };
    const invited = await request(communeAdmin, 'POST', '/people', body, { 'idempotency-key': crypto.randomUUID() });
    expect(invited.statusCode).toBe(200);
    const { person, code } = invited.json();
    expect(code.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(person).toMatchObject({ state: 'invited', manageable: true, codeExpiresAt: code.expiresAt });
    expect(person.posts).toEqual([expect.objectContaining({ validFrom: today, validTo: null })]);
    const { rows } = await sql<{ kept: boolean }>`select exists (
      select from processed_requests where response::text like ${`%${code.code}%`}
      union all select from audit_lines where changes::text like ${`%${code.code}%`}) as kept`.execute(database.owner);
    expect(rows[0]!.kept).toBe(false);

    const redeem = (newPassword: string) =>
      request(undefined, 'POST', '/session/reset-code', {
        signInName: 'moi.den',
        code: code.code.toLowerCase(),
        newPassword,
      });
    expect((await redeem('matkhau123')).json().fields).toEqual([expect.objectContaining({ path: 'newPassword' })]);
    const redeemed = await redeem('nắng vàng đồng lúa');
    expect(redeemed.json()).toMatchObject({ signInName: 'moi.den', mustChangePassword: false });
    expect(codeOf(await redeem('mưa rào tháng sáu'))).toEqual([422, 'reset_code.invalid']);
    expect((await request(communeAdmin, 'GET', `/people/${person.id}`)).json()).toMatchObject({
      state: 'active',
      codeExpiresAt: null,
    });
  });

  test('a sign-in name is given once', async () => {
    const body = { signInName: 'trung.ten', displayName: 'Lê Thị Mới', post: aPost('recorder', A1) };
    expect((await request(communeAdmin, 'POST', '/people', body)).statusCode).toBe(200);
    expect(codeOf(await request(communeAdmin, 'POST', '/people', body))).toEqual([409, 'person.sign_in_name_taken']);
    const wrong = await request(communeAdmin, 'POST', '/people', { ...body, signInName: 'tên có dấu' });
    expect(wrong.json().fields).toEqual([{ path: 'signInName', message: expect.stringContaining('3 đến 60 ký tự') }]);
  });

  test('a later code ends the earlier; an expired one is refused', async () => {
    const person = await aPerson([['recorder', A1]]);
    const issue = async () =>
      (await request(communeAdmin, 'POST', `/people/${person.accountId}/reset-code`)).json().code;
    const redeem = (code: string) =>
      request(undefined, 'POST', '/session/reset-code', {
        signInName: person.signInName,
        code,
        newPassword: 'nắng vàng đồng lúa',
      });
    const earlier = await issue();
    const later = await issue();
    expect((await redeem(earlier)).statusCode).toBe(422);
    await sql`update reset_codes set expires_at = now() where account_id = ${person.accountId}`.execute(database.owner);
    expect((await redeem(later)).statusCode).toBe(422);
    const live = await redeem(await issue());
    expect(live.statusCode).toBe(200);
    expect((await request(person, 'GET', '/me')).statusCode).toBe(401);
  });
});

describe('an administrator in the own place', () => {
  test.each([
    ['commune', communeAdmin, 'recorder', A1, 200, undefined],
    ['commune', communeAdmin, 'unit_administrator', A1, 200, undefined],
    ['commune', communeAdmin, 'recorder', A2, 403, 'permission.place'],
    ['commune', communeAdmin, 'unit_administrator', A, 403, 'permission.place'],
    ['commune', communeAdmin, 'province_approver', A1, 400, 'input.invalid'],
    ['commune', communeAdmin, 'recorder', a1x, 400, 'input.invalid'],
    ['province', provinceAdmin, 'commune_head', A2, 200, undefined],
    ['province', provinceAdmin, 'unit_administrator', A2, 200, undefined],
    ['province', provinceAdmin, 'province_approver', A, 200, undefined],
    ['province', provinceAdmin, 'recorder', C1, 403, 'permission.place'],
    ['province', provinceAdmin, 'auditor', A, 403, 'post.role_not_yours_to_give'],
    ['province', provinceAdmin, 'system_administrator', A, 403, 'post.role_not_yours_to_give'],
    ['province', provinceAdmin, 'unit_administrator', VN, 403, 'permission.place'],
    ['system', system, 'auditor', A, 200, undefined],
    ['system', system, 'ministry_reader', VN, 200, undefined],
    ['system', system, 'system_administrator', A, 400, 'input.invalid'],
    ['system', system, 'no_such_role', VN, 422, 'post.unknown_choice'],
  ])('the %s administrator gives (%o) %s at %i: %i %s', async (_, actor, role, unitId, status, code) => {
    const person = await aPerson([['recorder', A1]]);
    await request(system, 'POST', `/posts/${person.postId}/end`, { version: 1, on: today });
    const answer = await request(actor, 'POST', `/people/${person.accountId}/posts`, aPost(role, unitId));
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('PostgreSQL refuses the same posts again', async () => {
    const give = (actor: { token: string }, role: string, unitId: number) =>
      database.app.transaction().execute(async (tx) => {
        await enterSession(tx, actor.token);
        await sql`insert into posts (province_id, account_id, organisation_code, unit_id, role, valid_from)
          values (${A}, ${provinceAdmin.accountId}, 'police', ${unitId}, ${role}, '2026-01-01')`.execute(tx);
        throw new Error('taken back');
      });
    await expect(give(communeAdmin, 'recorder', A1)).rejects.toThrow('taken back');
    await expect(give(communeAdmin, 'recorder', A2)).rejects.toThrow(/row-level security/);
    await expect(give(communeAdmin, 'auditor', A1)).rejects.toThrow(/row-level security/);
    await expect(give({ token: 'B'.repeat(43) }, 'recorder', A1)).rejects.toThrow(/row-level security/);
  });

  test('sees the people of that place and nobody else', async () => {
    const inside = await aPerson([['recorder', A1]]);
    const outside = await aPerson([['recorder', C1]]);
    const { items } = (await request(communeAdmin, 'GET', '/people?limit=200')).json();
    const ids = items.map((person: { id: string }) => person.id);
    expect(ids).toContain(inside.accountId);
    expect(ids).not.toContain(outside.accountId);
    expect(ids).not.toContain(provinceAdmin.accountId);
    expect((await request(communeAdmin, 'GET', `/people/${outside.accountId}`)).statusCode).toBe(404);
    expect(
      (await request(communeAdmin, 'POST', `/people/${outside.accountId}/posts`, aPost('recorder', A1))).statusCode,
    ).toBe(404);
    expect((await request(inside, 'GET', '/people')).statusCode).toBe(403);
  });

  test('cannot take over somebody who also holds a post elsewhere, or a role out of reach', async () => {
    const both = await aPerson([
      ['recorder', A1],
      ['province_checker', A],
    ]);
    const auditor = await aPerson([['auditor', A]]);
    const seen = (await request(communeAdmin, 'GET', `/people/${both.accountId}`)).json();
    expect([seen.manageable, seen.posts.length]).toEqual([false, 1]);
    for (const [admin, person] of [
      [communeAdmin, both],
      [provinceAdmin, auditor],
    ] as const) {
      const at = `/people/${person.accountId}`;
      const answers = [
        await request(admin, 'POST', `${at}/reset-code`),
        await request(admin, 'POST', `${at}/disable`, { version: 1 }),
        await request(admin, 'PATCH', at, { version: 1, displayName: 'Tên Khác' }),
        await request(admin, 'GET', `${at}/sessions`),
      ];
      expect(answers.map(codeOf)).toEqual(answers.map(() => [403, 'person.not_manageable']));
    }
    expect((await request(provinceAdmin, 'GET', `/people/${both.accountId}`)).json().manageable).toBe(true);
  });

  test('gives nothing to himself and does not lock himself out', async () => {
    const at = `/people/${communeAdmin.accountId}`;
    expect(codeOf(await request(communeAdmin, 'POST', `${at}/posts`, aPost('recorder', A1)))).toEqual([
      422,
      'person.yourself',
    ]);
    expect(codeOf(await request(communeAdmin, 'POST', `${at}/disable`, { version: 1 }))).toEqual([
      422,
      'person.yourself',
    ]);
    expect(codeOf(await request(communeAdmin, 'POST', `${at}/reset-code`))).toEqual([422, 'person.yourself']);
  });

  test('tip handling stays apart from administration, also where the other post is out of sight', async () => {
    const handler = await aPerson([
      ['tip_handler', A2],
      ['recorder', A1],
    ]);
    const mixed = await request(
      communeAdmin,
      'POST',
      `/people/${handler.accountId}/posts`,
      aPost('unit_administrator', A1),
    );
    expect(codeOf(mixed)).toEqual([422, 'post.duties_apart']);
    const other = await aPerson([['unit_administrator', A1]]);
    const also = await request(system, 'POST', `/people/${other.accountId}/posts`, aPost('tip_handler', A2));
    expect(codeOf(also)).toEqual([422, 'post.duties_apart']);
  });
});

describe('posts', () => {
  test('handing over ends the one and begins the other on the same day', async () => {
    const leaving = await aPerson([['commune_head', A1]]);
    const coming = await aPerson([['recorder', A1]]);
    const body = { version: 1, toAccountId: coming.accountId, from: inTenDays };
    const answer = await request(communeAdmin, 'POST', `/posts/${leaving.postId}/hand-over`, body);
    expect(answer.json()).toMatchObject({
      ended: { id: leaving.postId, validTo: inTenDays, version: 2 },
      given: { validFrom: inTenDays, validTo: null, role: { code: 'commune_head' }, unit: { id: A1 } },
    });
    expect((await request(leaving, 'GET', '/me')).json().posts).toHaveLength(1);
    const again = await request(communeAdmin, 'POST', `/posts/${leaving.postId}/hand-over`, body);
    expect(again.json()).toMatchObject({
      code: 'request.stale',
      params: { current: { version: 2, validTo: inTenDays } },
    });
    const late = await request(communeAdmin, 'POST', `/posts/${leaving.postId}/hand-over`, { ...body, version: 2 });
    expect(codeOf(late)).toEqual([422, 'post.ended_before']);
  });

  test('one that ends today gives no right any more', async () => {
    const person = await aPerson([['unit_administrator', A1]]);
    expect((await request(person, 'GET', '/people')).statusCode).toBe(200);
    const ended = await request(communeAdmin, 'POST', `/posts/${person.postId}/end`, { version: 1, on: today });
    expect(ended.json()).toMatchObject({ validTo: today });
    expect(codeOf(await request(person, 'GET', '/people'))).toEqual([403, 'permission.missing']);
    expect((await request(person, 'GET', '/me')).json().posts).toEqual([]);
    const seen = (await request(communeAdmin, 'GET', `/people/${person.accountId}`)).json();
    expect([seen.posts.length, seen.earlierPosts.length]).toEqual([0, 1]);
  });

  test('a post outside the place, or of a role out of reach, is not ended', async () => {
    const checker = await aPerson([['province_checker', A]]);
    const auditor = await aPerson([['auditor', A]]);
    const end = { version: 1, on: today };
    expect((await request(communeAdmin, 'POST', `/posts/${checker.postId}/end`, end)).statusCode).toBe(404);
    expect(codeOf(await request(provinceAdmin, 'POST', `/posts/${auditor.postId}/end`, end))).toEqual([
      403,
      'post.role_not_yours_to_give',
    ]);
  });

  test('days run forward', async () => {
    const person = await aPerson([['recorder', A1]]);
    const give = (dates: object) =>
      request(communeAdmin, 'POST', `/people/${person.accountId}/posts`, { ...aPost('commune_head', A1), ...dates });
    const pathOf = async (dates: object) =>
      (await give(dates)).json().fields.map((field: { path: string }) => field.path);
    expect(await pathOf({ validFrom: '2020-01-01' })).toEqual(['validFrom']);
    expect(await pathOf({ validFrom: inTenDays, validTo: today })).toEqual(['validTo']);
    expect((await give({})).statusCode).toBe(200);
    expect(codeOf(await give({ validFrom: inTenDays }))).toEqual([422, 'post.already_held']);
    const past = await request(communeAdmin, 'POST', `/posts/${person.postId}/end`, { version: 1, on: '2020-01-01' });
    expect(codeOf(past)).toEqual([422, 'post.ends_in_past']);
  });

  test('the last system administrator stays', async () => {
    const end = { version: 1, on: today };
    expect(codeOf(await request(system, 'POST', `/posts/${system.postId}/end`, end))).toEqual([
      422,
      'post.last_administrator',
    ]);
    const second = await aPerson([['system_administrator', VN]]);
    const both = await Promise.all([
      request(system, 'POST', `/people/${second.accountId}/disable`, { version: 1 }),
      request(second, 'POST', `/people/${system.accountId}/disable`, { version: 1 }),
    ]);
    expect(both.filter((answer) => answer.statusCode === 200)).toHaveLength(1);
    const { rows } = await sql<{
      left: number;
    }>`select count(*)::integer as left from posts p join accounts a on a.id = p.account_id
      where p.role = 'system_administrator' and a.disabled_at is null`.execute(database.owner);
    expect(rows[0]!.left).toBe(1);
    await database.owner.updateTable('accounts').set({ disabledAt: null }).where('id', '=', system.accountId).execute();
    await sql`update sessions set revoked_at = null where account_id = ${system.accountId}`.execute(database.owner);
  });
});

describe('accounts', () => {
  test("a locked person's sessions are dead at once; unlocking asks for a new sign-in", async () => {
    const person = await aPerson([['recorder', A1]]);
    const at = `/people/${person.accountId}`;
    const disabled = await request(communeAdmin, 'POST', `${at}/disable`, { version: 1 });
    expect(disabled.json()).toMatchObject({ state: 'disabled', version: 2 });
    expect((await request(person, 'GET', '/me')).statusCode).toBe(401);
    expect(codeOf(await request(communeAdmin, 'POST', `${at}/reset-code`))).toEqual([422, 'person.is_disabled']);
    await request(communeAdmin, 'POST', `${at}/enable`, { version: 2 });
    expect((await request(person, 'GET', '/me')).statusCode).toBe(401);
  });

  test('an administrator ends one session of a person', async () => {
    const person = await aPerson([['recorder', A1]]);
    const at = `/people/${person.accountId}/sessions`;
    const [session] = (await request(communeAdmin, 'GET', at)).json().items;
    expect((await request(communeAdmin, 'POST', `${at}/${session.id}/revoke`)).statusCode).toBe(200);
    expect((await request(person, 'GET', '/me')).statusCode).toBe(401);
    expect((await request(communeAdmin, 'GET', at)).json().items).toEqual([]);
  });

  test('edited by two, the second is shown the present name; the history tells no name', async () => {
    const person = await aPerson([['recorder', A1]]);
    const rename = (displayName: string) =>
      request(communeAdmin, 'PATCH', `/people/${person.accountId}`, { version: 1, displayName });
    expect((await rename('Phạm Thị Lụa')).json()).toMatchObject({ displayName: 'Phạm Thị Lụa', version: 2 });
    const second = await rename('Phạm Thị Lụa Đào');
    expect(second.json()).toMatchObject({
      status: 409,
      code: 'request.stale',
      params: { current: { displayName: 'Phạm Thị Lụa' } },
    });
    const { rows } = await sql<{
      changes: string;
    }>`select string_agg(changes::text, '') as changes from audit_lines`.execute(database.owner);
    expect(rows[0]!.changes).toContain('displayName');
    expect(rows[0]!.changes).not.toMatch(/Lụa|nguoi\.\d/);
  });
});

describe('the list of people', () => {
  test('goes by given name, page after page, and finds names without diacritics', async () => {
    const names = ['Đỗ Thị Ánh', 'Bùi Văn Đạt', 'Cao Thị An', 'Lý Văn Dũng', 'Âu Thị Bình'];
    for (const name of ['Nguyễn Thị Yến', 'Nguyễn Văn Em', ...names]) await aPerson([['recorder', C1]], name);
    const ask = async (query: string) =>
      (await request(system, 'GET', `/people?unit=${C1}&role=recorder&${query}`)).json();
    const shown: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await ask(`limit=2${next && `&after=${next}`}`);
      shown.push(...page.items.map((person: { displayName: string }) => person.displayName));
      expect(page.items.length).toBeLessThanOrEqual(2);
      next = page.next;
    }
    const order = ['Cao Thị An', 'Đỗ Thị Ánh', 'Âu Thị Bình', 'Lý Văn Dũng', 'Bùi Văn Đạt'];
    expect(shown.filter((name) => names.includes(name))).toEqual(order);
    expect((await ask('text=THI anh')).items.map((person: { displayName: string }) => person.displayName)).toEqual([
      'Đỗ Thị Ánh',
    ]);
    expect((await ask('text=yen')).items.map((person: { displayName: string }) => person.displayName)).toEqual([
      'Nguyễn Thị Yến',
    ]);
    expect((await ask('text=thi&state=active')).total).toBe(0);
    const newest = await ask('sort=newest&limit=3');
    expect(newest.items[0].displayName).toBe('Âu Thị Bình');
    expect((await ask(`sort=newest&limit=3&after=${newest.next}`)).items).not.toContainEqual(newest.items[2]);
    expect((await request(system, 'GET', '/people?after=bm9uc2Vuc2U')).statusCode).toBe(400);
  });

  test('a unit stands for all that lies below it', async () => {
    const totalAt = async (unit: number) => (await request(system, 'GET', `/people?unit=${unit}`)).json().total;
    const [nation, province, commune] = [await totalAt(VN), await totalAt(A), await totalAt(A1)];
    expect(nation).toBeGreaterThan(province);
    expect(province).toBeGreaterThan(commune);
    expect(commune).toBeGreaterThan(0);
  });

  test('roles and organisations come with their words', async () => {
    const roles = (await request(communeAdmin, 'GET', '/roles')).json().items;
    expect(roles).toContainEqual({
      code: 'auditor',
      nameVi: 'Kiểm tra nhật ký',
      nameEn: 'Auditor',
      permissions: expect.objectContaining({ 'audit.read': 'below' }),
    });
    expect((await request(communeAdmin, 'GET', '/organisations')).json().items).toContainEqual({
      code: 'police',
      nameVi: 'Công an',
      nameEn: 'Police',
    });
  });
});
