import type { CellMark, MarkOptions } from './workbook.ts';
import { runWorkbookTask } from './workbook-thread.ts';

/**
 * The same workbook with each mark's cell red, its sentence in a note, and a first sheet that lists all sentences with
 * links. Styles of the file stay; marks of an earlier round are taken away first (a cell that had a colour of its own
 * beneath our red comes back without). .xls and .csv come back as .xlsx with the same values. No marks: only cleaned.
 * Works in a thread of its own.
 */
export async function markWorkbook(
  content: Uint8Array,
  marks: CellMark[],
  options: MarkOptions = { language: 'vi' },
): Promise<Uint8Array> {
  let marked: Uint8Array | undefined;
  await runWorkbookTask({ kind: 'mark', content, marks, options }, (answer) => {
    if (answer.kind === 'content') marked = answer.content;
  });
  if (marked === undefined) throw new Error('the thread ended without a workbook');
  return marked;
}
