import { randomBytes } from 'node:crypto';
import { openHouse } from '../../../compose.ts';
import { readConfig } from '#platform/config.ts';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { toSpread } from '../measure.ts';
import { ask, makePerson, type Person } from '../people.ts';
import type { OpenBench, Outcome, Work } from '../work.ts';
import { findFullestProvince } from './province-figures.ts';
import { pathOf } from './question.ts';
import { spansOf } from './spans.ts';

const reach = { atMost: 10 };
const unit = 'câu lệnh (statements)';
/** What only opens and closes a transaction, or says whose it is. */
const frame = /^\s*(begin|start transaction|commit|rollback|set)\b/i;

type Page = { part: string; operationId: string; person: Person; path: string };

export const statements: Work = {
  name: 'statements',
  vi: 'Câu lệnh cơ sở dữ liệu của mỗi yêu cầu ở các trang chính, không kể begin, set, commit',
  en: 'Database statements of a request of the main pages, without begin, set, commit',
  measure: async (bench) => {
    const open = await bench.open();
    let count = 0;
    const pool = openPool(open.runUrl, { max: 2, name: 'binhyen bench' });
    const db = openDatabase(pool, (query) => {
      if (!frame.test(query)) count += 1;
    });
    const jobs = openJobs(open.runUrl, { sendOnly: true });
    const { files } = open.house;
    const house = await openHouse({
      config: readConfig({ LOG_LEVEL: 'silent' }),
      db,
      jobs,
      files,
      portalSecret: randomBytes(32),
    });
    await house.app.ready();
    try {
      const outcomes: Outcome[] = [];
      for (const page of await listPages(open)) {
        if (!house.routes.some((route) => route.operationId === page.operationId)) {
          outcomes.push({ part: page.part, unit, reach, why: 'chưa có trong hệ thống (not in the house yet)' });
          continue;
        }
        const counts: number[] = [];
        const refusals: string[] = [];
        for (let run = 0; run < bench.runs; run++) {
          count = 0;
          const { status, body } = await ask(house, page.person, 'GET', page.path);
          counts.push(count);
          if (status !== 200) refusals.push(`${status} ${body.slice(0, 200)}`);
        }
        const said = refusals[0];
        outcomes.push({
          part: page.part,
          unit,
          spread: toSpread(counts),
          reach,
          sound: said === undefined,
          ...(said && { said }),
        });
      }
      return outcomes;
    } finally {
      await house.app.close();
      await jobs.stop();
      await db.destroy();
    }
  },
};

/** The main pages as those ask for them who work there. */
async function listPages(open: OpenBench): Promise<Page[]> {
  const { owner, reader, filled, nationId } = open;
  const { year } = spansOf(filled);
  const { unitId, month } = await findReported(open);
  const officer = await makePerson(owner, 'commune_head', unitId);
  const approver = await makePerson(owner, 'province_approver', await findFullestProvince(open));
  const nation = { unitId: nationId, isNation: true, ...year, view: 'today' as const };
  const query = pathOf(nation).split('?')[1]!;
  return [
    { part: 'getToday-commune', operationId: 'getToday', person: officer, path: '/today' },
    { part: 'getToday-province', operationId: 'getToday', person: approver, path: '/today' },
    {
      part: 'listSubmissions-64',
      operationId: 'listSubmissions',
      person: approver,
      path: `/submissions?month=${month}&limit=64`,
    },
    { part: 'getSubmission', operationId: 'getSubmission', person: officer, path: `/submissions/${unitId}/${month}` },
    { part: 'getFigures-nation', operationId: 'getFigures', person: reader, path: pathOf(nation) },
    { part: 'openFigure-nation', operationId: 'openFigure', person: reader, path: `/figures/T01?${query}` },
    {
      part: 'getReviewReport-nation',
      operationId: 'getReviewReport',
      person: reader,
      path: `/reports/review?${query}`,
    },
    { part: 'listTips', operationId: 'listTips', person: officer, path: '/tips' },
  ];
}

/** A commune of today with its last month that has figures. */
async function findReported({ owner }: OpenBench): Promise<{ unitId: number; month: string }> {
  const row = await owner
    .selectFrom('submissions')
    .innerJoin('units', 'units.id', 'submissions.unitId')
    .select(['submissions.unitId', 'submissions.month'])
    .where('units.validTo', 'is', null)
    .orderBy('submissions.month', 'desc')
    .orderBy('submissions.unitId')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { unitId: row.unitId, month: row.month.slice(0, 7) };
}
