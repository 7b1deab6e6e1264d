import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerFigures } from '#modules/figures/index.ts';
import { buildBoundaryVersion } from '#modules/units/server/boundary-version.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import { aRecord } from '#tests/support/records.ts';
import { takeBoundaries } from '#modules/figures/index.ts';

const { database, request, close } = await createTestHouse();
afterAll(close);

const { VN, A, A1, A2, b1, C, C1 } = testUnits;
let administrator: TestActor;
let head: TestActor;
beforeAll(async () => {
  administrator = await createActor(database, { role: 'unit_administrator', unit: A });
  head = await createActor(database, { role: 'commune_head', unit: A1 });
});

type Added = { id: number; code: string };
const village = (name: string, more: object = {}) => ({
  kind: 'residential_area',
  name,
  parentId: A1,
  validFrom: '2025-07-01',
  ...more,
});
const add = async (name: string, more: object = {}, actor = administrator): Promise<Added> => {
  const answer = await request(actor, 'POST', '/units', village(name, more));
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const refusedFields = async (body: object, actor = administrator): Promise<[string, string][]> => {
  const answer = await request(actor, 'POST', '/units', body);
  const { code, fields } = answer.json<{ code: string; fields: { path: string; message: string }[] }>();
  expect([answer.statusCode, code]).toEqual([400, 'input.invalid']);
  return fields.map(({ path, message }) => [path, message]);
};
const territoriesOf = async (unitId: number): Promise<string[]> => {
  const { rows } = await sql<{ row: string }>`
    select view || ' ' || holder_id as row from territories where unit_id = ${unitId}
      and boundary_version_id = (select id from boundary_versions where state = 'current') order by 1`.execute(
    database.owner,
  );
  return rows.map(({ row }) => row);
};
const auditOf = async (unitId: number): Promise<string[]> => {
  const { rows } = await sql<{ act: string }>`
    select act from audit_lines where subject_kind = 'unit' and subject_id = ${String(unitId)} order by at`.execute(
    database.owner,
  );
  return rows.map(({ act }) => act);
};

describe('adding a unit', () => {
  test('gives it a code of ours, its place in the tree, its territories and an audit line', async () => {
    const answer = await request(administrator, 'POST', '/units', village('  Thôn  Đông '));
    expect(answer.json()).toMatchObject({
      nameVi: 'Thôn Đông',
      kind: 'residential_area',
      code: 'TA1-001',
      codeOrigin: 'ours',
      validFrom: '2025-07-01',
      validTo: null,
      parentName: 'Xã Thử A Một',
    });
    const { id } = answer.json<Added>();
    const ofParent = await territoriesOf(A1);
    expect(ofParent).toEqual(expect.arrayContaining([`then ${A}`, `then ${A1}`, `today ${A}`, `today ${A1}`]));
    expect(await territoriesOf(id)).toEqual([...ofParent, `then ${id}`, `today ${id}`].toSorted());
    expect(await auditOf(id)).toEqual(['unit.added']);
    const found = await request(head, 'GET', '/units?text=thon%20dong');
    expect(found.json().items).toMatchObject([{ id }]);
  });

  test('is for a commune head directly below the own commune, and nowhere else', async () => {
    const { id } = await add('Thôn Tây', {}, head);
    for (const parentId of [A2, A, C1]) {
      const answer = await request(head, 'POST', '/units', village('Thôn Xa', { parentId, kind: 'school' }));
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'permission.place']);
    }
    const history = (await request(head, 'GET', `/units/${id}`)).json();
    expect(history).toMatchObject({ added: { version: 1, mayChange: true }, mayAddBelow: false });
    const own = (await request(head, 'GET', `/units/${A1}?below=residential_area`)).json();
    expect(own).toMatchObject({ added: null, mayAddBelow: true });
    expect(own.belowByKind).toMatchObject([{ kind: 'residential_area', total: own.below.length }]);
    expect((await request(head, 'GET', `/units/${A2}`)).json()).toMatchObject({ mayAddBelow: false });
  });

  test('of provincial management lies below the province, an area does not', async () => {
    await add('Sở Thử', { kind: 'agency', parentId: A, validFrom: '2020-01-01' });
    expect(await refusedFields(village('Thôn Lạc', { parentId: A }))).toEqual([
      ['parentId', 'Khu dân cư thuộc xã, phường, đặc khu; Tỉnh Thử A không phải cấp xã.'],
    ]);
  });

  test('refuses an ended unit above, a day before it or after today, a code in use', async () => {
    expect(await refusedFields(village('Thôn Cũ', { parentId: b1 }))).toMatchObject([['parentId', expect.any(String)]]);
    expect(await refusedFields(village('Thôn Sớm', { validFrom: '2025-06-30', code: 'tb' }))).toEqual([
      ['validFrom', 'Xã Thử A Một có từ ngày 01/07/2025. Nếu đơn vị đã có từ trước, hãy ghi ngày 01/07/2025.'],
      ['code', 'Mã tb đã dùng. Để trống thì hệ thống tự đặt.'],
    ]);
    expect(await refusedFields(village('Thôn Muộn', { validFrom: '2999-01-01' }))).toEqual([
      ['validFrom', 'Ngày bắt đầu không thể sau hôm nay.'],
    ]);
  });

  test('refuses the same name at the same place and asks about a similar one', async () => {
    await add('Khu phố Hoà Bình');
    expect(await refusedFields(village('khu phố hòa bình'))).toMatchObject([
      ['name', expect.stringMatching(/^Nơi này đã có Khu phố Hoà Bình \(mã TA1-\d+\)\.$/)],
    ]);
    const similar = await request(administrator, 'POST', '/units', village('Khu phố Hoa Bình'));
    expect([similar.statusCode, similar.json().code]).toEqual([409, 'unit.similar']);
    expect(similar.json().title).toContain('Khu phố Hoà Bình');
    await add('Khu phố Hoa Bình', { similarConfirmed: true });
    await add('Khu phố Hoà Bình', { parentId: A2 });
  });

  test('by two at once gives two codes; of one name, one unit', async () => {
    const codes = await Promise.all(Array.from({ length: 6 }, (_, index) => add(`Ấp ${index}`, { parentId: A2 })));
    expect(new Set(codes.map(({ code }) => code)).size).toBe(6);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => request(administrator, 'POST', '/units', village('Ấp Trùng', { parentId: A2 }))),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200))
      expect(['unit.name_just_taken', 'input.invalid']).toContain(answer.json().code);
  });

  test('waits for a change of boundaries under way and then lies in the new version', async () => {
    let adding: ReturnType<typeof request> | undefined;
    const boundaryVersionId = await database.owner.transaction().execute(async (tx) => {
      const built = await buildBoundaryVersion(tx, 'thử', takeBoundaries);
      adding = request(administrator, 'POST', '/units', village('Thôn Đợi'));
      // The one who adds is seen waiting for the lock before the change is committed.
      for (let waiting = 0; waiting === 0;) {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_locks where not granted
            and relation = 'boundary_versions'::regclass`.execute(database.owner);
        waiting = rows[0]!.waiting;
      }
      return built.boundaryVersionId;
    });
    const { id } = (await adding!).json<Added>();
    const { rows } = await sql<{ version: number }>`
      select distinct boundary_version_id as version from territories where unit_id = ${id}`.execute(database.owner);
    expect(rows).toEqual([{ version: boundaryVersionId }]);
    expect(await territoriesOf(id)).toEqual([...(await territoriesOf(A1)), `then ${id}`, `today ${id}`].toSorted());
  });
});

describe('changing an added unit', () => {
  const change = (id: number, act: string, body: object, actor = administrator) =>
    request(actor, act === '' ? 'PUT' : 'POST', `/units/${id}${act}`, body);
  const described = (name: string, more: object = {}) => ({ version: 1, name, validFrom: '2025-07-01', ...more });

  test('corrects name and first day; the second of two is shown what stands there', async () => {
    const { id } = await add('Thôn Sai');
    const corrected = await change(id, '', described('Thôn Đúng', { validFrom: '2025-08-01', legalBasis: 'NQ 7' }));
    expect(corrected.json()).toMatchObject({ nameVi: 'Thôn Đúng', validFrom: '2025-08-01' });
    const stale = await change(id, '', described('Thôn Khác'));
    expect([stale.statusCode, stale.json().code]).toEqual([409, 'request.stale']);
    expect(stale.json().params.current).toEqual({
      name: 'Thôn Đúng',
      validFrom: '2025-08-01',
      legalBasis: 'NQ 7',
      version: 2,
    });
    expect(await auditOf(id)).toEqual(['unit.added', 'unit.corrected']);
    expect((await request(head, 'GET', '/units?text=thon%20dung')).json().items).toMatchObject([{ id }]);
    const other = await add('Thôn Bên');
    const taken = await change(other.id, '', described('thôn đúng'));
    expect(taken.json()).toMatchObject({ code: 'input.invalid', fields: [{ path: 'name' }] });
  });

  test('leaves the units of the lists alone', async () => {
    for (const [act, body] of [
      ['', described('Xã Khác')],
      ['/end', { version: 1, day: '2026-01-01', reason: 'thử' }],
      ['/reopen', { version: 1 }],
    ] as const) {
      const answer = await change(A1, act, body);
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'unit.official']);
    }
  });

  test('ends it with a reason and takes that back; its name is free meanwhile', async () => {
    const { id } = await add('Thôn Tạm');
    for (const day of ['2025-07-01', '2999-01-01']) {
      const answer = await change(id, '/end', { version: 1, day, reason: 'nhập vào thôn bên' });
      expect(answer.json().code).toBe('unit.end_day');
    }
    const territories = await territoriesOf(id);
    const ended = await change(id, '/end', { version: 1, day: '2026-02-01', reason: 'nhập vào thôn bên' });
    expect(ended.json()).toMatchObject({ validTo: '2026-02-01' });
    expect(await territoriesOf(id)).toEqual(territories);
    const follower = await add('Thôn Tạm', { validFrom: '2026-02-01' });
    const back = await change(id, '/reopen', { version: 2 });
    expect([back.statusCode, back.json().code]).toEqual([409, 'unit.name_just_taken']);
    await change(follower.id, '/end', { version: 1, day: '2026-03-01', reason: 'thêm nhầm' });
    expect((await change(id, '/reopen', { version: 2 })).json()).toMatchObject({ validTo: null });
    expect(await auditOf(id)).toEqual(['unit.added', 'unit.ended', 'unit.reopened']);
  });

  test('is not ended while posts, records or submissions lie on it after that day', async () => {
    const end = async (id: number, day: string): Promise<string> => {
      const answer = await change(id, '/end', { version: 1, day, reason: 'thử' });
      return answer.statusCode === 200 ? 'ok' : answer.json().code;
    };
    const withPost = await add('Thôn Có Người');
    await sql`insert into posts (province_id, account_id, organisation_code, unit_id, role, valid_from, valid_to)
      values (${A}, ${head.accountId}, 'police', ${withPost.id}, 'recorder', '2026-01-01', '2026-03-01')`.execute(
      database.owner,
    );
    expect(await end(withPost.id, '2026-02-28')).toBe('unit.end_posts');
    expect(await end(withPost.id, '2026-03-01')).toBe('ok');

    const withRecord = await add('Thôn Có Tin');
    const { id: tip } = await aRecord(database, tips, withRecord.id, { receivedOn: '2026-02-03' });
    await sql`update record_versions set content = '{"receivedOn": "2026-02-03", "outcome": null}' where record_id = ${tip}`.execute(
      database.owner,
    );
    expect(await end(withRecord.id, '2026-02-03')).toBe('unit.end_records');
    expect(await end(withRecord.id, '2026-02-04')).toBe('ok');

    const withMonth = await add('Thôn Có Báo Cáo');
    await sql`insert into submissions (province_id, unit_id, month) values (${A}, ${withMonth.id}, '2026-03-01')`.execute(
      database.owner,
    );
    expect(await end(withMonth.id, '2026-03-14')).toBe('unit.end_records');
    expect(await end(withMonth.id, '2026-03-15')).toBe('ok');
  });
});

test('residential areas are counted as then and as today, before and after a change of boundaries', async () => {
  const count = async (view: 'then' | 'today', to: string, unitId = C): Promise<string | null> => {
    const answer = await answerFigures(
      database.owner,
      { unit: `#${unitId}`, from: to, to, view },
      ['S02', 'X13', 'X14'],
      'vi',
    );
    return answer.figures.map(({ value }) => value).join(' ');
  };
  const nation = await createActor(database, { role: 'system_administrator', unit: VN });
  const { id } = await add('Thôn Đếm', { parentId: C1, validFrom: '2026-03-20' }, nation);
  await add('Thôn Đếm Hai', { parentId: C1, validFrom: '2020-01-01' }, nation);
  expect([await count('then', '2026-03'), await count('then', '2026-04'), await count('today', '2026-03')]).toEqual([
    '1 1 1',
    '2 1 1',
    '2 1 1',
  ]);
  await request(nation, 'POST', `/units/${id}/end`, { version: 1, day: '2026-05-01', reason: 'nhập thôn' });
  const before = [await count('then', '2026-04'), await count('then', '2026-05'), await count('today', '2026-05')];
  expect(before).toEqual(['2 1 1', '1 1 1', '1 1 1']);
  const territories = await territoriesOf(id);
  await database.owner.transaction().execute((tx) => buildBoundaryVersion(tx, 'thử', takeBoundaries));
  expect([await count('then', '2026-04'), await count('then', '2026-05'), await count('today', '2026-05')]).toEqual(
    before,
  );
  expect(await territoriesOf(id)).toEqual(territories);
  expect(await count('today', '2026-05', A)).toMatch(/^\d+ 3 2$/);
});
