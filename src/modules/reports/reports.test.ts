import mammoth from 'mammoth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import type { ReviewReport } from './reports.contract.ts';

// Province B, ended in 2025, with its communes b1 and b2 in one district; today it lies in province A, which had a1x.
// Two months are owed by every commune. b2 is silent in the second, so that its stocks are missing.
const entered = [
  {
    unitId: testUnits.b1,
    month: '2023-04',
    approvedAt: '2023-06-20T15:00Z',
    values: { T01: '1500', T02: '1200', T09: '3' },
  },
  {
    unitId: testUnits.b2,
    month: '2023-04',
    approvedAt: '2023-06-20T15:00Z',
    values: { T01: '200', T02: '100', T09: '0' },
  },
  // Half an hour after midnight in Vietnam: known from the 21st on.
  {
    unitId: testUnits.b1,
    month: '2023-05',
    approvedAt: '2023-06-20T17:30Z',
    values: { T01: '46', T02: '34', T09: '1', M03: '5', M18: '3' },
  },
  { unitId: testUnits.a1x, month: '2023-05', approvedAt: '2023-06-25T03:00Z', values: { T01: '9', T02: '7' } },
  { unitId: testUnits.B, month: '2023-05', approvedAt: '2023-06-25T03:00Z', values: { A05: '10' } },
];

const { database, request, close } = await createTestHouse();
afterAll(close);

let approver: TestActor;
beforeAll(async () => {
  // Of the duties of the reference data, those of the ten-year review that the sentences below are about.
  await database.owner
    .deleteFrom('obligations as o')
    .using('indicators as i')
    .whereRef('i.id', '=', 'o.indicatorId')
    .where('i.code', 'not in', ['T02', 'T09', 'M39', 'M03', 'M04', 'A05', 'A06'])
    .execute();
  await oweBesides('T01', '2023-04', '2023-05');
  await oweBesides('M18', '2023-05', '2023-05');
  approver = await createActor(database, { role: 'province_approver', unit: testUnits.A });
  const checker = await createActor(database, { role: 'province_checker', unit: testUnits.A });
  const submissions = entered.map(({ unitId, month, values }) => ({
    unitId,
    month,
    figures: Object.entries(values).map(([indicatorCode, value]) => ({ indicatorCode, value })),
  }));
  const [first, ...rest] = submissions;
  await act(checker, '/submissions/bulk', {
    origin: 'apportioned',
    reason: 'chia từ tổng đã công bố',
    submissions: [first],
  });
  await act(checker, '/submissions/bulk', { origin: 'supplement', reason: 'theo báo cáo giấy', submissions: rest });
  await act(approver, '/submissions/approve', {
    submissions: entered.map(({ unitId, month }) => ({ unitId, month, revision: 1 })),
  });
  for (const { unitId, month, approvedAt } of entered) {
    await database.owner
      .updateTable('submissionVersions')
      .set({ decidedAt: new Date(approvedAt) })
      .where('unitId', '=', unitId)
      .where('month', '=', `${month}-01`)
      .execute();
  }
});

async function oweBesides(code: string, from: string, to: string): Promise<void> {
  const { id } = await database.owner
    .selectFrom('indicators')
    .select('id')
    .where('code', '=', code)
    .executeTakeFirstOrThrow();
  await database.owner
    .insertInto('obligations')
    .values({
      provinceId: 0,
      unitId: testUnits.VN,
      indicatorId: id,
      subjectKind: 'commune',
      fromMonth: `${from}-01`,
      toMonth: `${to}-01`,
      basis: 'thử',
    })
    .execute();
}

async function act(actor: TestActor, url: string, body: unknown): Promise<void> {
  const answer = await request(actor, 'POST', url, body);
  expect(answer.statusCode, answer.body).toBe(200);
}

async function report(query: string, actor: TestActor = approver, language = 'vi'): Promise<ReviewReport> {
  const answer = await request(actor, 'GET', `/reports/review?from=2023-04&to=2023-05&${query}`, undefined, {
    'accept-language': language,
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

const valuesOf = (found: ReviewReport) =>
  Object.fromEntries(found.figures.map(({ indicatorCode, value }) => [indicatorCode, value]));
const figureOf = (found: ReviewReport, code: string) =>
  found.figures.find(({ indicatorCode }) => indicatorCode === code)!;
const annexOf = (found: ReviewReport, code: string) => {
  const { parts, silentParts } = found.annex.find(({ indicatorCode }) => indicatorCode === code)!;
  return {
    parts: parts.map(({ unit, value, own }) => [unit.code, value, own]),
    silent: silentParts.map(({ unit, silentUnits, units }) => [unit.code, silentUnits, units]),
  };
};
const textsOf = (found: ReviewReport) =>
  found.sections.map(({ number, title, sentences }) => [
    `${number}. ${title}`,
    ...sentences.map((pieces) => pieces.map(({ text }) => text).join('')),
  ]);

describe('the report of a former province as then', () => {
  test('holds what is owed or approved there, and what follows from it', async () => {
    expect(valuesOf(await report('unit=TB'))).toEqual({
      T01: '1746',
      T02: '1334',
      T03: '76.40',
      T09: '4',
      M03: '5',
      M04: null,
      M18: '3',
      M19: '50.00',
      M39: null,
      M40: '1',
      A05: '10',
      A06: null,
    });
  });

  test('tells coverage and origin of each figure', async () => {
    const found = await report('unit=TB');
    expect(figureOf(found, 'T02')).toMatchObject({
      coverage: { reported: 3, obliged: 4, units: 2, silentUnits: 0 },
      origins: { records: 0, supplement: 2, imported: 0, apportioned: 1 },
    });
    expect(figureOf(found, 'M03').coverage).toEqual({ reported: 1, obliged: 2, units: 2, silentUnits: 1 });
    expect(figureOf(found, 'M19')).toMatchObject({ numerator: '1', denominator: '2' });
    expect(found.owedBy).toMatchObject({ T02: 'commune', T03: 'commune', A05: 'province' });
    expect(found.notes.map(({ code }) => code)).toEqual(['origin.apportioned', 'coverage.partial']);
  });

  test('tells its figures in sentences, and says what was not reported', async () => {
    const found = await report('unit=TB');
    const [results, tips, models, awards] = textsOf(found);
    expect(results).toEqual(['I. Kết quả thực hiện']);
    expect(tips).toEqual([
      '1. Tiếp nhận, giải quyết nguồn tin của nhân dân',
      'Số liệu của mục này chưa đủ; đã báo cáo: 2/2 xã; 3/4 báo cáo tháng.',
      'Trong kỳ, nhân dân cung cấp 1.746 nguồn tin, trong đó có 1.334 nguồn tin có giá trị, chiếm 76,40%.',
      'Từ nguồn tin của nhân dân, lực lượng chức năng đã làm rõ 4 đối tượng.',
    ]);
    expect(models).toEqual([
      '2. Xây dựng, duy trì mô hình, tổ, câu lạc bộ',
      'Số liệu của mục này chưa đủ; đã báo cáo: 1/2 xã.',
      'Đến cuối kỳ có 5 tổ, đội, câu lạc bộ đang hoạt động. Chưa có số liệu: số mô hình do đơn vị xây dựng đang duy trì; ' +
        'số thành viên của các tổ, đội, câu lạc bộ.',
      'Câu lạc bộ phòng, chống tội phạm: 3 câu lạc bộ; có ở 1/2 xã (50,00%).',
    ]);
    expect(awards).toEqual([
      'II. Công tác khen thưởng',
      'Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho 10 tập thể. Chưa có số liệu: số cá nhân được Chủ tịch UBND tỉnh tặng Bằng khen.',
    ]);
    expect(found.coverage.title).toBe('Độ phủ và nguồn gốc số liệu');
    expect(found.coverage.sentences[0]?.[0]?.text).toBe(
      'Báo cáo có 9 chỉ tiêu do các đơn vị nộp: 1 đủ số liệu, 5 chưa đủ số liệu, 3 chưa có số liệu.',
    );
    expect(found.facts[0]).toMatch(
      /^Chưa đủ số liệu: số nguồn tin nhân dân cung cấp; .* \(2\/2 xã; 3\/4 báo cáo tháng\)\.$/,
    );
  });

  test('every number in a sentence names its indicator', async () => {
    const found = await report('unit=TB');
    const texts = found.sections.flatMap(({ sentences }) => sentences.slice(1).flat());
    expect(texts.filter((piece) => !('figure' in piece) && /\d/.test(piece.text))).toEqual([]);
    expect(texts).toContainEqual({ figure: 'T02', text: '1.334' });
  });

  test('from whom a total comes stands in the annex, with who is silent', async () => {
    const found = await report('unit=TB');
    expect(annexOf(found, 'T02')).toEqual({ parts: [['TBD', '1334', false]], silent: [] });
    expect(annexOf(found, 'M03')).toEqual({ parts: [['TBD', '5', false]], silent: [['TBD', 1, 2]] });
    expect(annexOf(found, 'A05')).toEqual({ parts: [['TB', '10', true]], silent: [] });
    expect(found.annex.map(({ indicatorCode }) => indicatorCode)).toEqual([
      'T01',
      'T02',
      'T09',
      'M03',
      'M04',
      'M18',
      'M39',
      'A05',
      'A06',
    ]);
  });

  test('is written in English as well', async () => {
    const found = await report('unit=TB', approver, 'en');
    expect(found.abstract).toBe(
      'Results of the movement All People Protect National Security in Thu B Province from April 2023 to May 2023 (15 March 2023 to 14 May 2023)',
    );
    expect(textsOf(found)[1]?.[2]).toBe('In the period residents gave 1,746 tips, 1,334 of them of value, or 76.40%.');
  });
});

test('as today the province that holds it counts both, each part by itself', async () => {
  const [then, today] = [await report('unit=TA'), await report('unit=TA&view=today')];
  expect([valuesOf(then).T02, valuesOf(today).T02]).toEqual(['7', '1341']);
  expect(annexOf(today, 'T02').parts).toEqual([
    ['TB', '1334', false],
    ['TA', '7', false],
  ]);
  // One of the three communes of today stands on land of a commune that had clubs.
  expect(figureOf(today, 'M19')).toMatchObject({ value: '33.33', numerator: '1', denominator: '3' });
  expect(today.sections[1]?.basis).toMatch(
    /^15\/3\/2023–14\/5\/2023 · theo địa giới hiện nay · số đã duyệt đến \d\d:\d\d ngày /,
  );
});

test('as known on a past day counts what was approved by its end in Vietnam', async () => {
  const known = await report('unit=TB&asKnownOn=2023-06-20');
  expect(valuesOf(known)).toMatchObject({ T02: '1300', M03: null, A05: null });
  expect(known.sections[1]?.basis).toContain('số đã duyệt đến hết ngày 20/6/2023');
  expect(valuesOf(await report('unit=TB&asKnownOn=2023-06-21'))).toMatchObject({ T02: '1334', M03: '5', A05: null });
});

test('a span in which nothing is owed says so', async () => {
  const answer = await request(approver, 'GET', '/reports/review?unit=TB&from=2012-01&to=2012-02');
  const found: ReviewReport = answer.json();
  expect(found.figures).toEqual([]);
  expect(found.sections).toEqual([]);
  expect(found.coverage.sentences[0]?.[0]?.text).toBe(
    'Trong kỳ không có chỉ tiêu nào phải báo cáo và không có số liệu nào được duyệt.',
  );
});

describe('the document', () => {
  const url = '/reports/review.docx?unit=TB&from=2023-04&to=2023-05';

  test('comes as a Word file with a name of its own and the same figures', async () => {
    const answer = await request(approver, 'GET', url);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'content-disposition':
        'attachment; filename="bao-cao_thu-b_2023-04_2023-05.docx"; ' +
        "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20T%E1%BB%89nh%20Th%E1%BB%AD%20B%202023-04%202023-05.docx",
    });
    const { value: text } = await mammoth.extractRawText({ buffer: answer.rawPayload });
    expect(text).toContain(
      'Trong kỳ, nhân dân cung cấp 1.746 nguồn tin, trong đó có 1.334 nguồn tin có giá trị, chiếm 76,40%.',
    );
    expect(text).toContain('Tổng cộng\n\n1.334');
  });

  test('of a former unit is issued where its territory lies today', async () => {
    const { value: text } = await mammoth.extractRawText({ buffer: (await request(approver, 'GET', url)).rawPayload });
    expect(text.replaceAll('\u00a0', ' ')).toContain('ỦY BAN NHÂN DÂN TỈNH THỬ A');
    expect(text).toMatch(/Thử A, ngày \d\d tháng \d+ năm \d{4}/);
  });

  test('is open to those whose place it is, and to nobody else', async () => {
    const stranger = await createActor(database, { role: 'province_approver', unit: testUnits.C });
    const nation = await createActor(database, { role: 'ministry_reader', unit: testUnits.VN });
    const auditor = await createActor(database, { role: 'auditor', unit: testUnits.VN });
    const codes = [stranger, nation, auditor, undefined].map(async (actor) => {
      const [json, docx] = [await request(actor, 'GET', url.replace('.docx', '')), await request(actor, 'GET', url)];
      return [json.statusCode, docx.statusCode];
    });
    expect(await Promise.all(codes)).toEqual([
      [403, 403],
      [200, 200],
      [403, 403],
      [401, 401],
    ]);
  });
});
