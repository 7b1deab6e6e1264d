import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { apiQuery, keyOf, useAct } from '#web/api/query.ts';
import { formatNumber, parseNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import {
  getSubmission,
  getToday,
  listSubmissions,
  saveSupplement,
  type Submission,
  type SubmissionRow,
} from '../submissions.contract.ts';

/** What stands in the fields of a row before it is known to be kept. */
export type Draft = { value: string; reason: string; keys?: string[] };

export type RowStatus =
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

type Drafts = Record<string, Draft>;

function readDrafts(storageKey: string): Drafts {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Drafts;
  } catch {
    return {};
  }
}

/**
 * Figures typed by hand: drafts live on this device from the first key on and leave it only once the server has kept
 * them. Rows are saved one by one, because each save carries the revision that the one before has made.
 */
export function useSupplements(submission: Submission): Supplements {
  const client = useQueryClient();
  const language = useLanguage();
  const { me } = useMine();
  const storageKey = `binhyen.draft.supplements.${me.accountId}.${submission.unit.id}.${submission.month}`;
  const drafts = useRef<Drafts>(readDrafts(storageKey));
  const [shown, setShown] = useState(drafts.current);
  const [statuses, setStatuses] = useState<Record<string, RowStatus | undefined>>({});
  const queue = useRef<Promise<void>>(Promise.resolve());
  const lastReason = useRef(submission.rows.find((row) => row.editable && row.reason !== null)?.reason ?? '');
  const { mutateAsync } = useAct(saveSupplement, { refresh: [listSubmissions, getToday] });
  const params = { unitId: submission.unit.id, month: submission.month };

  const keep = (next: Drafts): void => {
    drafts.current = next;
    setShown(next);
    if (Object.keys(next).length === 0) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, JSON.stringify(next));
  };
  const setStatus = (code: string, status: RowStatus | undefined): void =>
    setStatuses((before) => ({ ...before, [code]: status }));
  const drop = (code: string): void => {
    const { [code]: _, ...others } = drafts.current;
    keep(others);
    setStatus(code, undefined);
  };
  const storedOf = useCallback(
    (row: SubmissionRow): Draft => ({
      value: row.value === null ? '' : formatNumber(row.value, language),
      reason: row.reason ?? '',
      ...(row.keys ? { keys: row.keys } : {}),
    }),
    [language],
  );

  async function send(row: SubmissionRow, draft: Draft, value: string | null): Promise<void> {
    const { code } = row.indicator;
    const known = client.getQueryData<Submission>(keyOf(getSubmission, { params }));
    const body = { value, reason: draft.reason.trim(), revision: known?.revision ?? submission.revision };
    setStatus(code, { kind: 'saving' });
    try {
      const answer = await mutateAsync({
        params: { ...params, indicatorCode: code },
        body: draft.keys && row.indicator.kind === 'distinct' ? { ...body, keys: draft.keys } : body,
      });
      client.setQueryData(keyOf(getSubmission, { params }), answer);
      // Typed on while it was under way: that is a draft of its own.
      if (JSON.stringify(drafts.current[code]) === JSON.stringify(draft)) drop(code);
      setStatus(code, { kind: 'saved' });
    } catch (problem) {
      if (!isProblem(problem, 'request.stale')) return setStatus(code, { kind: 'problem', problem });
      await meetStale(row, draft, value);
    }
    return undefined;
  }

  /** Somebody saved meanwhile: when not this very figure, mine simply follows; otherwise both are shown. */
  async function meetStale(row: SubmissionRow, draft: Draft, value: string | null): Promise<void> {
    const fresh = await client.fetchQuery({ ...apiQuery(getSubmission, { params }), staleTime: 0 });
    const current = fresh.rows.find((one) => one.indicator.code === row.indicator.code);
    const isSame = current?.value === row.value && current?.reason === row.reason;
    if (current?.editable && isSame) return send(current, draft, value);
    return setStatus(
      row.indicator.code,
      current ? { kind: 'conflict', current } : { kind: 'problem', problem: undefined },
    );
  }

  const save = (row: SubmissionRow): void => {
    const { code } = row.indicator;
    const draft = drafts.current[code];
    if (!draft) return;
    const stored = storedOf(row);
    const isUnchanged =
      draft.value.trim() === stored.value &&
      draft.reason.trim() === stored.reason &&
      JSON.stringify(draft.keys ?? []) === JSON.stringify(stored.keys ?? []);
    if (isUnchanged || (draft.value.trim() === '' && row.value === null)) {
      if (isUnchanged || draft.reason.trim() === '') drop(code);
      return;
    }
    const value = draft.value.trim() === '' ? null : parseNumber(draft.value, language);
    if (value === undefined) return setStatus(code, { kind: 'notNumber' });
    const reason = draft.reason.trim() || row.reason || lastReason.current;
    if (reason.length < 3) return setStatus(code, { kind: 'needsReason' });
    lastReason.current = reason;
    const whole = { ...draft, reason };
    keep({ ...drafts.current, [code]: whole });
    queue.current = queue.current.then(() => send(row, whole, value));
    return undefined;
  };

  const saveAll = useRef(() => undefined as void);
  saveAll.current = () => submission.rows.filter((row) => row.editable).forEach(save);
  useEffect(() => {
    // The line is back: what waited on this device is sent.
    const onLine = (): void => saveAll.current();
    window.addEventListener('online', onLine);
    return () => window.removeEventListener('online', onLine);
  }, []);

  return {
    draftOf: (row) => shown[row.indicator.code] ?? storedOf(row),
    isDrafted: (code) => shown[code] !== undefined,
    statusOf: (code) => statuses[code],
    draftCount: Object.keys(shown).length,
    edit: (row, change) => {
      const { code } = row.indicator;
      keep({ ...drafts.current, [code]: { ...(drafts.current[code] ?? storedOf(row)), ...change } });
      setStatus(code, undefined);
    },
    save,
    drop,
  };
}
