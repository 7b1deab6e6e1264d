import type { KeyboardEvent } from 'react';

/** Marks what the arrow keys walk through: the value of a row, and what is beside it. */
export const cellMark = 'data-cell';
type ColumnName = 'value' | 'note';

/** Keys of a spreadsheet in a table whose cells are fields and buttons; for the element around all its rows. */
export function walkOnKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
  const cell = event.target as HTMLElement;
  const column = cell.getAttribute(cellMark) as ColumnName | null;
  if (column === null || (event.key === 'Enter' && cell.tagName === 'BUTTON')) return;
  const next = findNext(event, cell, column);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

function findNext(event: KeyboardEvent<HTMLElement>, cell: HTMLElement, column: ColumnName): HTMLElement | undefined {
  const cells = [...event.currentTarget.querySelectorAll<HTMLElement>(`[${cellMark}="${column}"]`)];
  const at = cells.indexOf(cell);
  switch (event.key) {
    case 'Enter':
      return cells[at + (event.shiftKey ? -1 : 1)];
    case 'ArrowDown':
      return cells[at + 1];
    case 'ArrowUp':
      return cells[at - 1];
    case 'ArrowRight':
      return column === 'value' && isWhole(cell) ? findBeside(cell, 'note') : undefined;
    case 'ArrowLeft':
      return column === 'note' ? findBeside(cell, 'value') : undefined;
    case 'Home':
      return isWhole(cell) ? cells[0] : undefined;
    case 'End':
      return isWhole(cell) ? cells.at(-1) : undefined;
    default:
      return undefined;
  }
}

/** Whether the cell is chosen as a whole; once there is a caret in its text, the keys move the caret. */
function isWhole(cell: HTMLElement): boolean {
  if (!(cell instanceof HTMLInputElement)) return true;
  return cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
}

function findBeside(cell: HTMLElement, column: ColumnName): HTMLElement | undefined {
  return cell.closest('tr')?.querySelector<HTMLElement>(`[${cellMark}="${column}"]`) ?? undefined;
}
