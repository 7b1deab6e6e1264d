import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { apiQuery, keyOf, useAct } from '#web/api/query.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import {
  getSubmission,
  getToday,
  listSubmissions,
  saveSupplement,
  type Submission,
  type SubmissionRow,
} from '../submissions.contract.ts';
import { determineStep, type Draft, type Drafts, readDrafts, toDraft, writeDrafts } from './supplement-drafts.ts';

type RowStatus =
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'notNumber' }
  | { kind: 'needsReason' }
  | { kind: 'conflict'; current: SubmissionRow }
  | { kind: 'problem'; problem: unknown };

export type Supplements = {
  draftOf: (row: SubmissionRow) => Draft;
  isDrafted: (code: string) => boolean;
  statusOf: (code: string) => RowStatus | undefined;
  draftCount: number;
  edit: (row: SubmissionRow, change: Partial<Draft>) => void;
  /** Keeps what was typed, when it can be kept; one row after the other. */
  save: (row: SubmissionRow) => void;
  drop: (code: string) => void;
};

/**
 * Figures typed by hand: drafts live on this device from the first key on and leave it only once the server has kept
 * them. Rows are saved one by one, because each save carries the revision that the one before has made.
 */
export function useSupplements(submission: Submission): Supplements {
  const language = useLanguage();
  const drafts = useDrafts(submission);
  const send = useSending(submission, drafts);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const lastReason = useRef(submission.rows.find((row) => row.editable && row.reason !== null)?.reason ?? '');

  const save = (row: SubmissionRow): void => {
    const { code } = row.indicator;
    const draft = drafts.current()[code];
    if (!draft) return;
    const step = determineStep(row, draft, lastReason.current, language);
    if (step.kind === 'drop') drafts.drop(code);
    if (step.kind === 'notNumber' || step.kind === 'needsReason') drafts.setStatus(code, step);
    if (step.kind !== 'send') return;
    lastReason.current = step.draft.reason;
    drafts.put(code, step.draft);
    queue.current = queue.current.then(() => send(row, step.draft, step.value));
  };
  useWhenBackOnLine(() => submission.rows.filter((row) => row.editable).forEach(save));

  return {
    draftOf: (row) => drafts.shown[row.indicator.code] ?? toDraft(row, language),
    isDrafted: (code) => drafts.shown[code] !== undefined,
    statusOf: (code) => drafts.statuses[code],
    draftCount: Object.keys(drafts.shown).length,
    edit: (row, change) => {
      const { code } = row.indicator;
      drafts.put(code, { ...(drafts.current()[code] ?? toDraft(row, language)), ...change });
      drafts.setStatus(code, undefined);
    },
    save,
    drop: drafts.drop,
  };
}

type DraftStore = ReturnType<typeof useDrafts>;

/** The drafts of one unit's month and person, in this browser; with what is to be said at each row. */
function useDrafts(submission: Submission) {
  const { me } = useMine();
  const storageKey = `binhyen.draft.supplements.${me.accountId}.${submission.unit.id}.${submission.month}`;
  const latest = useRef<Drafts | undefined>(undefined);
  latest.current ??= readDrafts(storageKey);
  const [shown, setShown] = useState(latest.current);
  const [statuses, setStatuses] = useState<Record<string, RowStatus | undefined>>({});
  const current = (): Drafts => latest.current ?? {};
  const keep = (next: Drafts): void => {
    latest.current = next;
    setShown(next);
    writeDrafts(storageKey, next);
  };
  const setStatus = (code: string, status: RowStatus | undefined): void =>
    setStatuses((before) => ({ ...before, [code]: status }));
  return {
    shown,
    statuses,
    current,
    setStatus,
    put: (code: string, draft: Draft): void => keep({ ...current(), [code]: draft }),
    drop: (code: string): void => {
      const { [code]: _, ...others } = current();
      keep(others);
      setStatus(code, undefined);
    },
  };
}

/** Sends one row; never rejects, so that the row after it has its turn. */
function useSending(submission: Submission, drafts: DraftStore) {
  const client = useQueryClient();
  const { mutateAsync } = useAct(saveSupplement, { refresh: [listSubmissions, getToday] });
  const params = { unitId: submission.unit.id, month: submission.month };

  async function send(row: SubmissionRow, draft: Draft, value: string | null): Promise<void> {
    const { code, kind } = row.indicator;
    const known = client.getQueryData<Submission>(keyOf(getSubmission, { params }));
    const body = { value, reason: draft.reason.trim(), revision: known?.revision ?? submission.revision };
    drafts.setStatus(code, { kind: 'saving' });
    try {
      const answer = await mutateAsync({
        params: { ...params, indicatorCode: code },
        body: draft.keys && kind === 'distinct' ? { ...body, keys: draft.keys } : body,
      });
      client.setQueryData(keyOf(getSubmission, { params }), answer);
      // Typed on while it was under way: that is a draft of its own.
      if (JSON.stringify(drafts.current()[code]) === JSON.stringify(draft)) drafts.drop(code);
      drafts.setStatus(code, { kind: 'saved' });
    } catch (problem) {
      if (isProblem(problem, 'request.stale')) await meetStale(row, draft, value);
      else drafts.setStatus(code, { kind: 'problem', problem });
    }
  }

  /** Somebody saved meanwhile: when not this very figure, mine simply follows; otherwise both are shown. */
  async function meetStale(row: SubmissionRow, draft: Draft, value: string | null): Promise<void> {
    const { code } = row.indicator;
    try {
      const fresh = await client.fetchQuery({ ...apiQuery(getSubmission, { params }), staleTime: 0 });
      const current = fresh.rows.find((one) => one.indicator.code === code);
      const isSame = current?.value === row.value && current?.reason === row.reason;
      if (current?.editable && isSame) await send(current, draft, value);
      else drafts.setStatus(code, current ? { kind: 'conflict', current } : { kind: 'problem', problem: undefined });
    } catch (problem) {
      drafts.setStatus(code, { kind: 'problem', problem });
    }
  }

  return send;
}

function useWhenBackOnLine(act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onLine = (): void => latest.current();
    window.addEventListener('online', onLine);
    return () => window.removeEventListener('online', onLine);
  }, []);
}
