import { type ReadLimits, readLimits, type WorkbookRead } from './workbook.ts';
import { runWorkbookTask } from './workbook-thread.ts';

/**
 * Reads a .xlsx, .xls or .csv file. Text is composed Unicode, converted from TCVN3 and VNI fonts where it was typed so.
 * Works in a thread of its own: other requests go on meanwhile, and the memory is given back (decision 015).
 *
 * Throws problems of workbookProblems: too large, too many rows or columns, encrypted, damaged, not a workbook, empty,
 * encoding unknown. What is wrong with a single cell is said in the cell.
 */
export async function readWorkbook(content: Uint8Array, limits: ReadLimits = readLimits): Promise<WorkbookRead> {
  let workbook: WorkbookRead | undefined;
  await runWorkbookTask({ kind: 'read', content, limits }, (answer) => {
    if (answer.kind === 'workbook') workbook = answer.workbook;
    if (answer.kind === 'rows') for (const row of answer.rows) workbook?.sheets[answer.sheet]?.rows.push(row);
  });
  if (workbook === undefined) throw new Error('the thread ended without a workbook');
  return workbook;
}
