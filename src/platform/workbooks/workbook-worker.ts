// The thread that readWorkbook and markWorkbook start; it ends with its one task, and its memory is given back.
import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '#platform/http/problem.ts';
import { readSheets } from './read-sheets.ts';
import type { RowRead } from './workbook.ts';
import type { WorkbookAnswer, WorkbookTask } from './workbook-thread.ts';

/** Rows per message, so that taking them over does not hold up the other thread. */
const rowsPerMessage = 250;

try {
  await perform(workerData as WorkbookTask);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  answer({ kind: 'problem', code: error.code, params: error.params });
}

async function perform(task: WorkbookTask): Promise<void> {
  if (task.kind === 'mark') {
    const { markSheets } = await import('./mark-sheets.ts');
    return answer({ kind: 'content', content: await markSheets(Buffer.from(task.content), task.marks, task.options) });
  }
  const workbook = readSheets(Buffer.from(task.content), task.limits);
  const rowsOfSheets = workbook.sheets.map((sheet) => sheet.rows);
  answer({
    kind: 'workbook',
    workbook: { ...workbook, sheets: workbook.sheets.map((sheet) => ({ ...sheet, rows: [] })) },
  });
  rowsOfSheets.forEach((rows, sheet) => sendRows(rows, sheet));
}

function sendRows(rows: RowRead[], sheet: number): void {
  for (let at = 0; at < rows.length; at += rowsPerMessage) {
    answer({ kind: 'rows', sheet, rows: rows.slice(at, at + rowsPerMessage) });
  }
}

function answer(message: WorkbookAnswer): void {
  // The rule is about windows; this is the port of a thread.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}
