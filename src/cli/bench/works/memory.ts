import { sql } from 'kysely';
import { join } from 'node:path';
import { makeFolder } from '../open-bench.ts';
import { toSpread } from '../measure.ts';
import { canReadMemory, readFamilyMemory, readResident, startServer } from '../processes.ts';
import type { OpenBench, Outcome, Work } from '../work.ts';
import { pathOf } from './question.ts';
import { spansOf } from './spans.ts';

const questions = 200;
const parts = ['server-idle', 'server-after-questions', 'postgresql'] as const;
const megabyte = 1024 * 1024;

export const memory: Work = {
  name: 'memory',
  vi: `Bộ nhớ của tiến trình máy chủ lúc rỗi và sau ${questions} câu hỏi số liệu; của PostgreSQL, bộ nhớ chung tính một lần`,
  en: `Memory of the server process idle and after ${questions} questions; of PostgreSQL, shared memory counted once`,
  measure: async (bench) => {
    if (!canReadMemory()) return parts.map((part) => unmeasured(part, 'chỉ đo được trên Linux (Linux only)'));
    const open = await bench.open();
    const idle: number[] = [];
    const after: number[] = [];
    const postgres: number[] = [];
    for (let run = 0; run < bench.runs; run++) {
      const dataDir = join(makeFolder(bench.closers), 'data');
      const server = await startServer(
        { DATA_DIR: dataDir, DATABASE_URL: open.runUrl, DATABASE_MIGRATE_URL: open.migrateUrl },
        bench.closers,
      );
      try {
        idle.push(readResident(server.pid) / megabyte);
        await askQuestions(server.url, open);
        after.push(readResident(server.pid) / megabyte);
        if (open.postmasterPid !== undefined) postgres.push((await readPostgres(open, open.postmasterPid)) / megabyte);
      } finally {
        await server.stop();
      }
      bench.progress.tick(`memory ${run + 1}/${bench.runs}`);
    }
    return [
      measured('server-idle', idle),
      measured('server-after-questions', after),
      postgres.length > 0
        ? measured('postgresql', postgres)
        : unmeasured(
            'postgresql',
            'PostgreSQL của DATABASE_URL không phải do phép đo khởi động (not started by the bench)',
          ),
    ];
  },
};

function measured(part: string, values: number[]): Outcome {
  return { part, unit: 'MB', spread: toSpread(values), reach: null, sound: true };
}

function unmeasured(part: string, why: string): Outcome {
  return { part, unit: 'MB', reach: null, why };
}

/** Figures of the nation and of single indicators in turn, as a reader at a screen would ask them. */
async function askQuestions(url: string, { nationId, filled, reader }: OpenBench): Promise<void> {
  const { year, tenYears } = spansOf(filled);
  for (let asked = 0; asked < questions; asked++) {
    const span = asked % 2 === 0 ? year : tenYears;
    const view = asked % 4 < 2 ? 'then' : 'today';
    const path = pathOf({ unitId: nationId, isNation: true, ...span, view });
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { cookie: reader.cookie } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  }
}

/** All processes of PostgreSQL, without what the connections of the bench itself hold for themselves. */
async function readPostgres({ owner }: OpenBench, postmasterPid: number): Promise<number> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity where application_name like 'binhyen bench%'`.execute(owner);
  return readFamilyMemory(postmasterPid, new Set(rows.map(({ pid }) => pid)));
}
