import type { Language } from '#web/locales/language.ts';
import { formatNumber, parseNumber } from '#web/ui/format.ts';
import type { SubmissionRow } from '../submissions.contract.ts';

/** What stands in the fields of a row before it is known to be kept. */
export type Draft = { value: string; reason: string; keys?: string[] };
export type Drafts = Record<string, Draft>;

const shortestReason = 3;

export function readDrafts(storageKey: string): Drafts {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Drafts;
  } catch {
    return {};
  }
}

export function writeDrafts(storageKey: string, drafts: Drafts): void {
  if (Object.keys(drafts).length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(drafts));
}

/** The fields of a row as they are kept. */
export function toDraft(row: Pick<SubmissionRow, 'value' | 'reason' | 'keys'>, language: Language): Draft {
  return {
    value: row.value === null ? '' : formatNumber(row.value, language),
    reason: row.reason ?? '',
    ...(row.keys ? { keys: row.keys } : {}),
  };
}

export type Step =
  | { kind: 'drop' }
  | { kind: 'wait' }
  | { kind: 'notNumber' }
  | { kind: 'needsReason' }
  | { kind: 'send'; value: string | null; draft: Draft };

/**
 * What leaving a field means: nothing has changed, more is to come, something is wrong, or it can be sent. A figure
 * without a source takes the source given last, as people enter many figures from one paper.
 */
export function determineStep(
  row: Pick<SubmissionRow, 'value' | 'reason' | 'keys'>,
  draft: Draft,
  lastReason: string,
  language: Language,
): Step {
  const kept = toDraft(row, language);
  const typed = draft.value.trim();
  const isUnchanged =
    typed === kept.value &&
    draft.reason.trim() === kept.reason &&
    JSON.stringify(draft.keys ?? []) === JSON.stringify(kept.keys ?? []);
  if (isUnchanged) return { kind: 'drop' };
  if (typed === '' && row.value === null) return draft.reason.trim() === '' ? { kind: 'drop' } : { kind: 'wait' };
  const value = typed === '' ? null : parseNumber(typed, language);
  if (value === undefined) return { kind: 'notNumber' };
  const reason = draft.reason.trim() || row.reason || lastReason;
  if (reason.length < shortestReason) return { kind: 'needsReason' };
  return { kind: 'send', value, draft: { ...draft, reason } };
}
