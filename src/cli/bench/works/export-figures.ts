import { timeOf, toSpread } from '../measure.ts';
import { join } from 'node:path';
import { makeFolder } from '../open-bench.ts';
import { canReadMemory, readResident, startServer } from '../processes.ts';
import type { OpenBench, Work } from '../work.ts';
import { openBook } from './question-book.ts';
import { spansOf } from './spans.ts';

const megabyte = 1024 * 1024;
const mostMegabytes = 400;

/** A server of its own is asked through HTTP, and its memory is watched meanwhile. */
export const exportFigures: Work = {
  name: 'export-figures',
  vi: 'Một triệu số liệu ra csv, rồi cả sổ câu hỏi: thời gian, số dòng, bộ nhớ tiến trình máy chủ',
  en: 'A million figures as csv, then the question book: time, rows, memory of the server process',
  measure: async (bench) => {
    const open = await bench.open();
    const dataDir = join(makeFolder(bench.closers), 'data');
    const server = await startServer(
      { DATA_DIR: dataDir, DATABASE_URL: open.runUrl, DATABASE_MIGRATE_URL: open.migrateUrl },
      bench.closers,
    );
    let most = 0;
    const watch = setInterval(() => {
      if (canReadMemory()) most = Math.max(most, readResident(server.pid) / megabyte);
    }, 50);
    try {
      const times: number[] = [];
      let counted = { rows: 0, said: 0 };
      for (let run = 0; run < Math.min(bench.runs, 3); run++)
        times.push((await timeOf(async () => (counted = await download(server.url, open)))) / 1000);
      const afterExport = most;
      for (const { path } of await openBook(open)) await get(`${server.url}/api/v1${path}`, open);
      const sound = counted.rows === counted.said && counted.rows > 0;
      return [
        {
          part: 'csv',
          unit: 's',
          spread: toSpread(times),
          reach: null,
          sound,
          said: `${counted.rows} dòng (rows), máy chủ báo (announced) ${counted.said}; DHIS2 dừng ở 50.000 dòng (stops at 50,000)`,
        },
        {
          part: 'memory',
          unit: 'MB',
          spread: { min: afterExport, median: most, max: most },
          reach: canReadMemory() ? { atMost: mostMegabytes } : null,
          sound: true,
          said: 'bộ nhớ thường trú lớn nhất của tiến trình máy chủ (most resident memory of the server process); Directus 640 MB',
        },
      ];
    } finally {
      clearInterval(watch);
      await server.stop();
    }
  },
};

/** About a million figures: the indicators that make them, over the last year of the nation. */
async function download(url: string, { filled, reader }: OpenBench): Promise<{ rows: number; said: number }> {
  const { year } = spansOf(filled);
  const codes = filled.cells > 1_000_000 ? filled.indicators.slice(0, 26) : filled.indicators;
  const query = new URLSearchParams({ unit: 'VN', ...year, view: 'today', indicators: codes.join(',') });
  const answer = await get(`${url}/api/v1/figures.csv?${query.toString()}`, { reader }, true);
  let rows = -1;
  for await (const chunk of answer.body!) for (const byte of chunk) if (byte === 10) rows += 1;
  return { rows, said: Number(answer.headers.get('x-row-count')) };
}

async function get(url: string, { reader }: Pick<OpenBench, 'reader'>, isStream = false): Promise<Response> {
  const answer = await fetch(url, { headers: { cookie: reader.cookie } });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status} ${(await answer.text()).slice(0, 200)}`);
  if (!isStream) await answer.arrayBuffer();
  return answer;
}
