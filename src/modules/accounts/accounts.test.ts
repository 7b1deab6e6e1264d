import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { enterSession } from '#platform/database/database.ts';
import { sessionCookie } from '#platform/http/house.ts';
import { createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { createAccount, isEmptyHouse, prepareFirstAdministrator, signInAs } from './index.ts';

const { house, database, request, close } = await createTestHouse();
afterAll(close);

const password = 'tre xanh bóng mát';
let people = 0;

async function aPerson(
  options: { password?: string; mustChangePassword?: boolean; role?: string; unit?: number } = {},
) {
  people += 1;
  const signInName = `nguoi.${people}`;
  const { accountId } = await database.owner.transaction().execute((tx) =>
    createAccount(tx, {
      signInName,
      displayName: `Nguyễn Thị Thử ${people}`,
      password,
      posts: [{ unitId: options.unit ?? testUnits.A1, role: options.role ?? 'recorder', organisationCode: 'police' }],
      ...options,
    }),
  );
  return { accountId, signInName };
}

/** Signs in and keeps the cookie, as a browser would. */
async function enter(signInName: string, tried = password, headers: Record<string, string> = {}) {
  const answer = await request(undefined, 'POST', '/session', { signInName, password: tried }, headers);
  const token = answer.cookies.find((cookie) => cookie.name === sessionCookie)?.value ?? '';
  return { answer, actor: { accountId: '', token, cookie: `${sessionCookie}=${token}` } satisfies TestActor };
}

describe('an empty house', () => {
  test('opens once, for whoever has the code that the server printed', async () => {
    expect(await isEmptyHouse(database.app)).toBe(true);
    expect((await request(undefined, 'GET', '/first-administrator')).json()).toEqual({ needed: true });
    const prepare = () => database.app.transaction().execute((tx) => prepareFirstAdministrator(tx));
    const codes = [await prepare(), await prepare()];
    const body = { signInName: 'quan.tri', displayName: 'Người Quản Trị', password };

    const guessed = await request(undefined, 'POST', '/first-administrator', { ...body, code: '00000-00000' });
    expect([guessed.statusCode, guessed.json().code]).toEqual([422, 'set_up.code_invalid']);
    const weak = await request(undefined, 'POST', '/first-administrator', {
      ...body,
      code: codes[0],
      password: 'matkhau2026',
    });
    expect(weak.json().fields).toEqual([expect.objectContaining({ path: 'password' })]);

    const opened = await request(undefined, 'POST', '/first-administrator', { ...body, code: codes[0] });
    expect(opened.statusCode).toBe(200);
    expect(opened.json().posts).toEqual([
      expect.objectContaining({
        role: expect.objectContaining({ code: 'system_administrator' }),
        unit: expect.objectContaining({ id: testUnits.VN }),
        permissions: expect.objectContaining({ 'person.manage': 'below' }),
      }),
    ]);
    const again = await request(undefined, 'POST', '/first-administrator', {
      ...body,
      signInName: 'ke.khac',
      code: codes[1],
    });
    expect([again.statusCode, again.json().code]).toEqual([409, 'set_up.done_before']);
    expect(await prepare()).toBeUndefined();
    expect((await request(undefined, 'GET', '/first-administrator')).json()).toEqual({ needed: false });
  });
});

describe('signing in', () => {
  test('the session travels in a cookie that scripts and other sites cannot use', async () => {
    const { signInName } = await aPerson();
    const { answer, actor } = await enter(`  ${signInName.toUpperCase()} `);
    expect(answer.statusCode).toBe(200);
    const cookie = answer.cookies.find(({ name }) => name === sessionCookie);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(cookie?.secure).toBeUndefined();
    const me = (await request(actor, 'GET', '/me')).json();
    expect(me).toMatchObject({ signInName, mustChangePassword: false, locale: 'vi' });
    expect(me.posts).toEqual([
      expect.objectContaining({
        unit: expect.objectContaining({ code: 'TA1', nameVi: 'Xã Thử A Một', nameEn: 'Thu A Mot Commune' }),
        role: { code: 'recorder', nameVi: 'Cán bộ nhập sổ', nameEn: 'Recorder' },
        organisation: { code: 'police', nameVi: 'Công an', nameEn: 'Police' },
        permissions: expect.objectContaining({ 'tip.write': 'own' }),
      }),
    ]);
  });

  test('over https the cookie never leaves it', async () => {
    const secure = await createTestHouse(database, { secureCookies: true });
    const { signInName } = await aPerson();
    const answer = await secure.request(undefined, 'POST', '/session', { signInName, password });
    expect(answer.cookies.find(({ name }) => name === sessionCookie)?.secure).toBe(true);
    await secure.close();
  });

  test('an unknown name and a wrong password are answered alike', async () => {
    const { signInName } = await aPerson();
    const wrong = await enter(signInName, 'sai mật khẩu rồi');
    const unknown = await enter('khong.co.ai');
    expect([wrong.answer.statusCode, wrong.answer.json().code]).toEqual([401, 'sign_in.wrong']);
    expect(unknown.answer.json()).toEqual(wrong.answer.json());
    expect(wrong.answer.cookies).toEqual([]);
  });

  test('a password typed in pieces of letters is the same password', async () => {
    const { signInName } = await aPerson();
    expect((await enter(signInName, password.normalize('NFD'))).answer.statusCode).toBe(200);
  });

  test('after five failures in a quarter of an hour even the right password waits', async () => {
    const { signInName } = await aPerson();
    const tries = await Promise.all(Array.from({ length: 6 }, () => enter(signInName, 'đoán bừa một câu')));
    expect(tries.map(({ answer }) => answer.statusCode).toSorted()).toEqual([401, 401, 401, 401, 401, 429]);
    const { answer } = await enter(signInName);
    expect(answer.json()).toMatchObject({ status: 429, code: 'sign_in.throttled', params: { minutes: 15 } });
    expect((await enter((await aPerson()).signInName)).answer.statusCode).toBe(200);

    await database.owner
      .updateTable('signInThrottles')
      .set({ windowStartedAt: sql<Date>`window_started_at - interval '16 minutes'` })
      .execute();
    expect((await enter(signInName)).answer.statusCode).toBe(200);
  });

  test('a right password forgives the failures before it', async () => {
    const { signInName } = await aPerson();
    for (let round = 0; round < 2; round += 1) {
      for (let failure = 0; failure < 4; failure += 1) await enter(signInName, 'nhầm mật khẩu cũ');
      expect((await enter(signInName)).answer.statusCode).toBe(200);
    }
  });

  test('one address that fails for many names waits too, and others go on', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const names = Array.from({ length: 51 }, (_, index) => `ten.doan.${index}`);
    const statuses: number[] = [];
    for (const name of names)
      statuses.push((await enter(name, 'đoán bừa một câu', from('203.0.113.7'))).answer.statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect(statuses.at(-1)).toBe(429);
    expect((await enter((await aPerson()).signInName, password, from('203.0.113.8'))).answer.statusCode).toBe(200);
  });

  test('neither names nor addresses are kept with the failures', async () => {
    await enter('ten.rieng.tu', 'đoán bừa một câu');
    const { rows } = await sql<{
      kept: string;
    }>`select string_agg(encode(key, 'escape'), ' ') as kept from sign_in_throttles`.execute(database.owner);
    expect(rows[0]!.kept).not.toMatch(/ten\.rieng\.tu|127\.0\.0\.1/);
    expect(rows[0]!.kept.length).toBeGreaterThan(0);
  });

  test('a locked account is told so only to who knows the password', async () => {
    const { accountId, signInName } = await aPerson();
    await database.owner.updateTable('accounts').set({ disabledAt: new Date() }).where('id', '=', accountId).execute();
    expect((await enter(signInName)).answer.json().code).toBe('account.disabled');
    expect((await enter(signInName, 'sai mật khẩu rồi')).answer.json().code).toBe('sign_in.wrong');
  });
});

describe('the password', () => {
  test('the first one is changed before anything else', async () => {
    const { signInName } = await aPerson({ mustChangePassword: true });
    const { answer, actor } = await enter(signInName);
    expect(answer.json().mustChangePassword).toBe(true);
    expect((await request(actor, 'GET', '/me')).statusCode).toBe(200);
    const early = await request(actor, 'GET', '/me/sessions');
    expect([early.statusCode, early.json().code]).toEqual([403, 'password.change_first']);
    const changed = await request(actor, 'PUT', '/me/password', {
      currentPassword: password,
      newPassword: 'gió mùa đông bắc',
    });
    expect(changed.json().mustChangePassword).toBe(false);
    expect((await request(actor, 'GET', '/me/sessions')).statusCode).toBe(200);
    expect((await enter(signInName)).answer.statusCode).toBe(401);
    expect((await enter(signInName, 'gió mùa đông bắc')).answer.statusCode).toBe(200);
  });

  test('a change ends the other sessions and keeps this one', async () => {
    const { signInName } = await aPerson();
    const here = (await enter(signInName)).actor;
    const there = (await enter(signInName)).actor;
    await request(here, 'PUT', '/me/password', { currentPassword: password, newPassword: 'gió mùa đông bắc' });
    expect((await request(here, 'GET', '/me')).statusCode).toBe(200);
    expect((await request(there, 'GET', '/me')).statusCode).toBe(401);
  });

  test.each([
    ['sai mật khẩu rồi', 'gió mùa đông bắc', 'currentPassword', 'Mật khẩu hiện tại chưa đúng.'],
    [password, 'ngắn quá', 'newPassword', 'Mật khẩu cần ít nhất 10 ký tự.'],
    [password, password, 'newPassword', 'Mật khẩu mới phải khác mật khẩu cũ.'],
  ])('%s → %s is answered at its field', async (currentPassword, newPassword, path, message) => {
    const { actor } = await enter((await aPerson()).signInName);
    const answer = await request(actor, 'PUT', '/me/password', { currentPassword, newPassword });
    expect(answer.json()).toMatchObject({ code: 'input.invalid', fields: [{ path, message }] });
  });

  test('who found an open screen cannot guess the password there', async () => {
    const { actor } = await enter((await aPerson()).signInName);
    const guess = { currentPassword: 'đoán bừa một câu', newPassword: 'gió mùa đông bắc' };
    for (let failure = 0; failure < 5; failure += 1) await request(actor, 'PUT', '/me/password', guess);
    expect((await request(actor, 'PUT', '/me/password', guess)).json().code).toBe('sign_in.throttled');
  });
});

describe('sessions', () => {
  test('one that is revoked is dead at once', async () => {
    const { signInName } = await aPerson();
    const phone = await enter(signInName, password, {
      'user-agent': 'Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537',
    });
    const desk = (await enter(signInName)).actor;
    const { items } = (await request(desk, 'GET', '/me/sessions')).json();
    expect(items.map((session: { device: string; current: boolean }) => [session.device, session.current])).toEqual(
      expect.arrayContaining([
        ['Chrome · Android', false],
        ['', true],
      ]),
    );
    const other = items.find((session: { current: boolean }) => !session.current);
    expect((await request(desk, 'POST', `/me/sessions/${other.id}/revoke`)).statusCode).toBe(200);
    expect((await request(phone.actor, 'GET', '/me')).statusCode).toBe(401);
    expect((await request(desk, 'GET', '/me/sessions')).json().items).toHaveLength(1);
  });

  test("nobody ends another person's session", async () => {
    const mine = (await enter((await aPerson()).signInName)).actor;
    const theirs = (await enter((await aPerson()).signInName)).actor;
    const [session] = (await request(theirs, 'GET', '/me/sessions')).json().items;
    expect((await request(mine, 'POST', `/me/sessions/${session.id}/revoke`)).statusCode).toBe(404);
    expect((await request(theirs, 'GET', '/me')).statusCode).toBe(200);
  });

  test('signing out ends the session; signing in again in one browser ends the one before', async () => {
    const { signInName } = await aPerson();
    const first = (await enter(signInName)).actor;
    const second = (await enter(signInName, password, { cookie: first.cookie })).actor;
    expect((await request(first, 'GET', '/me')).statusCode).toBe(401);
    const out = await request(second, 'DELETE', '/session');
    expect(out.statusCode).toBe(200);
    expect(out.cookies.find(({ name }) => name === sessionCookie)?.value).toBe('');
    expect((await request(second, 'GET', '/me')).statusCode).toBe(401);
    expect((await request(second, 'DELETE', '/session')).statusCode).toBe(200);
  });

  test('use moves the end on, never beyond seven days after the sign-in', async () => {
    const { accountId } = await aPerson();
    const token = await database.owner.transaction().execute((tx) => signInAs(tx, accountId));
    const actor = { accountId, token, cookie: `${sessionCookie}=${token}` };
    const put = (createdAgo: string) =>
      sql`update sessions set created_at = now() - ${createdAgo}::interval, last_seen_at = now() - interval '2 hours',
        expires_at = now() + interval '1 minute' where account_id = ${accountId}`.execute(database.owner);
    const read = async () =>
      (
        await sql<{ left: number; sinceStart: number }>`select
          round(extract(epoch from expires_at - now()) / 3600)::integer as left,
          round(extract(epoch from expires_at - created_at) / 3600)::integer as since_start
          from sessions where account_id = ${accountId}`.execute(database.owner)
      ).rows[0]!;
    await put('1 day');
    await request(actor, 'GET', '/me');
    expect((await read()).left).toBe(house.config.sessionHours);

    // A process moves a session once a minute; another process of the same house has not seen it yet.
    const neighbour = await createTestHouse(database);
    await put('6 days 20 hours');
    await neighbour.request(actor, 'GET', '/me');
    expect((await read()).sinceStart).toBe(7 * 24);
    await neighbour.close();
  });

  test('one that was not used for too long is dead', async () => {
    const { signInName, accountId } = await aPerson();
    const { actor } = await enter(signInName);
    await sql`update sessions set expires_at = now() where account_id = ${accountId}`.execute(database.owner);
    expect((await request(actor, 'GET', '/me')).statusCode).toBe(401);
  });

  test('with a forged token the running role sees nothing of anybody', async () => {
    const { accountId } = await aPerson({ role: 'system_administrator', unit: testUnits.VN });
    const token = await database.owner.transaction().execute((tx) => signInAs(tx, accountId));
    const count = (as: string) =>
      database.app.transaction().execute(async (tx) => {
        await enterSession(tx, as);
        const { rows } = await sql<{ posts: number; lines: number; held: number; visible: number }>`select
          (select count(*) from posts)::integer as posts, (select count(*) from audit_lines)::integer as lines,
          (select count(*) from posts_held_by(${accountId}, 'person.manage'))::integer as held,
          (select count(*) from accounts_with_posts_in('person.read'))::integer as visible`.execute(tx);
        return rows[0]!;
      });
    const real = await count(token);
    expect(Math.min(real.posts, real.lines, real.held, real.visible)).toBeGreaterThan(0);
    expect(await count('A'.repeat(43))).toEqual({ posts: 0, lines: 0, held: 0, visible: 0 });
    await expect(sql`select token_hash from sessions`.execute(database.app)).rejects.toThrow(/permission denied/);
  });

  test('my language is kept with my account', async () => {
    const { actor } = await enter((await aPerson()).signInName);
    expect((await request(actor, 'PATCH', '/me', { locale: 'en' })).json().locale).toBe('en');
    expect((await request(actor, 'GET', '/me')).json().locale).toBe('en');
  });
});
