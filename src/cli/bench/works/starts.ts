import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { toSpread } from '../measure.ts';
import { makeFolder } from '../open-bench.ts';
import { startServer } from '../processes.ts';
import type { Closer, Outcome, Reach, Work } from '../work.ts';

export const coldStart: Work = {
  name: 'cold-start',
  vi: 'Khởi động lần đầu: tạo cơ sở dữ liệu, lược đồ, danh mục đơn vị, đến khi /api/health trả lời',
  en: 'First start: database, schema and units are made, until /api/health answers',
  measure: async ({ runs, closers }) => {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const folder = makeFolder(closers);
      times.push(await timeStart(folder, closers));
      rmSync(folder, { recursive: true });
    }
    return [toOutcome(times, { atMost: 60 })];
  },
};

export const warmStart: Work = {
  name: 'warm-start',
  vi: 'Khởi động từ lần thứ hai trên cùng thư mục dữ liệu, đến khi /api/health trả lời',
  en: 'Second and later starts on the same data folder, until /api/health answers',
  measure: async ({ runs, closers }) => {
    const folder = makeFolder(closers);
    await timeStart(folder, closers);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await timeStart(folder, closers));
    return [toOutcome(times, { atMost: 5 })];
  },
};

/** Seconds from the start of the process; the server is stopped in good order. */
async function timeStart(folder: string, closers: Closer[]): Promise<number> {
  const server = await startServer({ DATA_DIR: join(folder, 'data') }, closers);
  await server.stop();
  return server.readyAfterMs / 1000;
}

function toOutcome(times: number[], reach: Reach): Outcome {
  return { unit: 's', spread: toSpread(times), reach, sound: true };
}
