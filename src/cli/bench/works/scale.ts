import { randomBytes } from 'node:crypto';
import { readConfig } from '#platform/config.ts';
import { openDatabase, openPool } from '#platform/database/database.ts';
import { openJobs } from '#platform/jobs/jobs.ts';
import { sql } from 'kysely';
import { openHouse } from '../../../compose.ts';
import { race, toSpread } from '../measure.ts';
import { openBench, openPlace } from '../open-bench.ts';
import { askWell, moveOn } from '../people.ts';
import { planFill } from '../sizes.ts';
import type { Closer, OpenBench, Outcome, Work } from '../work.ts';
import { type BookQuestion, chooseSubjects, listBook } from './book.ts';
import { listIndicators } from './question.ts';

/** Of all questions together. */
const mostMore = 1.2;

export const scale: Work = {
  name: 'scale',
  vi: 'Cùng câu hỏi trên dữ liệu nhỏ hơn mười lần (một phần mười chỉ tiêu): số trang đệm chạm tới và thời gian',
  en: 'The same questions on data ten times smaller (a tenth of the indicators): buffers touched and time',
  measure: async (bench) => {
    const large = await bench.open();
    if (large.filled.cells < 1_000_000)
      return [{ unit: '×', reach: { atMost: mostMore }, why: 'chỉ có nghĩa với cả nước (for --size nation only)' }];
    const small = await openBench(
      await openPlace(readConfig({}), bench.progress, bench.closers),
      planFill('tenth', new Date(), undefined),
      bench.progress,
      bench.closers,
    );
    const subjects = await chooseSubjects(small.owner, await listIndicators(small), small.filled.indicators);
    const [inSmall, inLarge] = [await openCounting(small, bench.closers), await openCounting(large, bench.closers)];
    const outcomes: Outcome[] = [];
    const sums = { small: 0, large: 0 };
    for (const question of listBook(subjects, large.filled.to)) {
      const [few, many] = [await inSmall.count(question), await inLarge.count(question)];
      sums.small += few;
      sums.large += many;
      const competitor = (name: string, { owner, house, reader }: OpenBench) => ({
        name,
        before: () => moveOn(owner),
        run: () => askWell(house, reader, question.path),
      });
      const { spreads } = await race([competitor('large', large), competitor('small', small)], Math.max(bench.runs, 5));
      outcomes.push({
        part: question.name,
        unit: 'ms',
        spread: spreads[0]!,
        beside: [{ name: 'tenth', spread: spreads[1]! }],
        reach: null,
        sound: true,
        said: `${many} trang đệm (buffers), ${few} ở dữ liệu nhỏ (in the small), ${(many / few).toFixed(2)}×`,
      });
      bench.progress.tick(`scale ${question.name}`);
    }
    const ratio = sums.large / sums.small;
    return [
      ...outcomes,
      {
        part: 'buffers',
        unit: '×',
        spread: toSpread([ratio]),
        reach: { atMost: mostMore },
        sound: true,
        said: `${sums.large} / ${sums.small} trang đệm của 18 câu hỏi (buffers of the 18 questions)`,
      },
    ];
  },
};

/** A house on one connection, so that the buffers that a request touches are all counted there. */
async function openCounting(
  open: OpenBench,
  closers: Closer[],
): Promise<{ count: (question: BookQuestion) => Promise<number> }> {
  const db = openDatabase(openPool(open.runUrl, { max: 1, name: 'binhyen bench' }));
  const jobs = openJobs(open.runUrl, { sendOnly: true });
  const house = await openHouse({
    config: readConfig({ LOG_LEVEL: 'silent' }),
    db,
    jobs,
    files: open.house.files,
    portalSecret: randomBytes(32),
  });
  await house.app.ready();
  closers.push(async () => {
    await house.app.close();
    await jobs.stop();
    await db.destroy();
  });
  const read = async (): Promise<number> => {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ touched: number }>`
      select blks_hit + blks_read as touched from pg_stat_database where datname = current_database()`.execute(
      open.owner,
    );
    return rows[0]!.touched;
  };
  return {
    count: async (question) => {
      await askWell(house, open.reader, question.path);
      const counts: number[] = [];
      for (let turn = 0; turn < 3; turn++) {
        await moveOn(open.owner);
        const before = await read();
        await askWell(house, open.reader, question.path);
        counts.push((await read()) - before);
      }
      return Math.min(...counts);
    },
  };
}
