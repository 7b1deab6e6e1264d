import JSZip from 'jszip';
import { afterAll, beforeAll, test } from 'vitest';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
const { house, database, request, close } = await createTestHouse();
afterAll(close);
let approver: TestActor;
let checker: TestActor;
test('look', async () => {
  approver = await createActor(database, { role: 'province_approver', unit: testUnits.A });
  checker = await createActor(database, { role: 'province_checker', unit: testUnits.A });
  const figures = (of: Record<string, string>) => Object.entries(of).map(([indicatorCode, value]) => ({ indicatorCode, value }));
  const subs = [
      { unitId: testUnits.b1, month: '2023-04', figures: figures({ T02: '1200', T09: '3' }) },
      { unitId: testUnits.b1, month: '2023-05', figures: figures({ T02: '34', T09: '1', M39: '2', M03: '5', M04: '40' }) },
      { unitId: testUnits.B, month: '2023-05', figures: figures({ A05: '10' }) },
  ];
  const a = await request(checker, 'POST', '/submissions/bulk', { origin: 'supplement', reason: 'thử', submissions: subs });
  console.log(a.statusCode, a.body);
  const b = await request(approver, 'POST', '/submissions/approve', { submissions: subs.map(({unitId, month}) => ({unitId, month, revision: 1})) });
  console.log(b.statusCode, b.body);
  const r = await request(approver, 'GET', `/reports/review?unit=TB&from=2023-04&to=2023-05`);
  console.log(r.statusCode, JSON.stringify(r.json(), null, 1));
  const d = await request(approver, 'GET', `/reports/review.docx?unit=TB&from=2023-04&to=2023-05`);
  console.log(d.statusCode, d.headers, d.rawPayload.length);
});
