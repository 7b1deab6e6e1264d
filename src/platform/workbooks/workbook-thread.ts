import { Worker } from 'node:worker_threads';
import { Problem } from '#platform/http/problem.ts';
import type { CellMark, MarkOptions, ReadLimits, RowRead, WorkbookRead } from './workbook.ts';

export type WorkbookTask =
  | { kind: 'read'; content: Uint8Array; limits: ReadLimits }
  | { kind: 'mark'; content: Uint8Array; marks: CellMark[]; options: MarkOptions };

export type WorkbookAnswer =
  | { kind: 'workbook'; workbook: WorkbookRead }
  | { kind: 'rows'; sheet: number; rows: RowRead[] }
  | { kind: 'content'; content: Uint8Array }
  | { kind: 'problem'; code: string; params: Record<string, unknown> };

/**
 * A workbook that takes more is refused instead of taking the server down. The small young generation makes the thread
 * clear up often: it halves the memory of a workbook of 10.000 rows and costs hardly any time.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 8 };

/** Performs a task in a thread of its own and hands every answer to `take`. Throws the problem that the thread met. */
export function runWorkbookTask(task: WorkbookTask, take: (answer: WorkbookAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), { workerData: task, resourceLimits });
    let failure: Error | undefined;
    worker.on('message', (answer: WorkbookAnswer) => {
      if (answer.kind === 'problem') failure = new Problem(answer.code, answer.params);
      else take(answer);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      failure = error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Problem('workbook.unzips_too_large') : error;
    });
    worker.on('exit', () => (failure === undefined ? resolve() : reject(failure)));
  });
}
