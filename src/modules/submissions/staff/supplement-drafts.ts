import { sayRefusal } from '#platform/typed-values.rules.ts';
import type { BodyInputOf } from '#platform/http/route.ts';
import type { Language } from '#web/locales/language.ts';
import { formatNumber } from '#web/ui/format.ts';
import { readFigure, wantedOf } from '../period-entry.rules.ts';
import type { saveSupplements, SubmissionRow } from '../submissions.contract.ts';

/**
 * What stands in a cell before it is known to be kept: the text as typed, the names where names are counted, a source of
 * its own where it has one, and what was kept when the typing began.
 */
export type Draft = { text: string; keys?: string[]; reason?: string; known: string };
export type Drafts = Record<string, Draft>;
export type Cell = BodyInputOf<typeof saveSupplements>['cells'][number];

/** Cells on their way to the server, kept with their requestId until it is known whether they were kept. */
export type Parcel = { requestId: string; drafts: Drafts; body: BodyInputOf<typeof saveSupplements> };

export const shortestReason = 3;

export function readKept<Kept>(storageKey: string, none: Kept): Kept {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? 'null') ?? none;
  } catch {
    return none;
  }
}

export function keep(storageKey: string, kept: object | undefined): void {
  if (kept === undefined || Object.keys(kept).length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(kept));
}

type KeptRow = Pick<SubmissionRow, 'indicator' | 'value' | 'qualifier' | 'reason' | 'keys'>;

/**
 * A kept value as the cell is typed, so that it is read as the same number again: 41.736, hơn 9.800. Beside English it
 * stands without points, which would be read there as decimals.
 */
export function writeFigure({ value, qualifier }: Pick<KeptRow, 'value' | 'qualifier'>, language: Language): string {
  if (value === null) return '';
  const number = language === 'vi' ? formatNumber(value, 'vi') : value.replace('.', ',');
  if (qualifier === null) return number;
  return `${language === 'vi' ? { over: 'hơn', nearly: 'gần' }[qualifier] : qualifier} ${number}`;
}

/** What is kept of a row, to see whether somebody else has changed it meanwhile. */
export function knownOf({ value, qualifier, reason, keys }: KeptRow): string {
  return JSON.stringify([value, qualifier, reason, keys]);
}

export function toDraft(row: KeptRow, language: Language): Draft {
  return { text: writeFigure(row, language), known: knownOf(row), ...(row.keys ? { keys: row.keys } : {}) };
}

export type Step =
  | { kind: 'drop' }
  | { kind: 'wait' }
  | { kind: 'refused'; words: string }
  | { kind: 'send'; cell: Cell };

const namesWanted = {
  vi: 'Chỉ tiêu này đếm tên: hãy mở danh sách và ghi từng tên.',
  en: 'This indicator counts names: open the list and enter each name.',
};

/**
 * What a draft has come to: nothing has changed, a source waits for its figure, something is wrong, or it can be sent. A
 * cell without a source of its own keeps the one it had; else that of the whole period stands for it.
 */
export function determineStep(row: KeptRow, draft: Draft, language: Language): Step {
  const indicatorCode = row.indicator.code;
  const reason = draft.reason?.trim() || row.reason || undefined;
  const own = reason !== undefined && reason.length >= shortestReason ? { reason } : {};
  const isReasonChanged = draft.reason !== undefined && draft.reason.trim() !== (row.reason ?? '');
  if (row.indicator.kind === 'distinct') {
    if (draft.text !== '' && draft.text !== writeFigure(row, language))
      return { kind: 'refused', words: namesWanted[language] };
    const keys = draft.keys ?? [];
    const isSame = JSON.stringify(keys) === JSON.stringify(row.keys ?? []);
    if (isSame && !isReasonChanged) return { kind: 'drop' };
    if (keys.length === 0)
      return row.value === null ? { kind: 'wait' } : { kind: 'send', cell: { indicatorCode, value: null, ...own } };
    return { kind: 'send', cell: { indicatorCode, value: String(keys.length), keys, ...own } };
  }
  const read = readFigure(draft.text, wantedOf(row.indicator));
  if (read.refusal !== undefined) return { kind: 'refused', words: sayRefusal(read.refusal, language) };
  const { value, qualifier } = read.value;
  const isSame = value === row.value && qualifier === row.qualifier;
  if (isSame && !isReasonChanged) return { kind: 'drop' };
  if (isSame && value === null) return { kind: 'wait' };
  return { kind: 'send', cell: { indicatorCode, value, qualifier, ...own } };
}
