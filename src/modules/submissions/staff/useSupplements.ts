import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiProblem, callApi, isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { apiQuery, keyOf } from '#web/api/query.ts';
import { makeRequestId } from '#web/api/request-id.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import {
  getSubmission,
  getToday,
  listSubmissions,
  saveSupplements,
  type Submission,
  type SubmissionRow,
} from '../submissions.contract.ts';
import {
  type Cell,
  determineStep,
  type Draft,
  type Drafts,
  keep,
  knownOf,
  type Parcel,
  readKept,
  shortestReason,
  toDraft,
} from './supplement-drafts.ts';

export type CellStatus =
  | { kind: 'saving' | 'saved' | 'unsent' }
  | { kind: 'refused'; words: string }
  | { kind: 'conflict'; current: SubmissionRow };

export type Supplements = {
  draftOf: (row: SubmissionRow) => Draft;
  isDrafted: (code: string) => boolean;
  statusOf: (code: string) => CellStatus | undefined;
  draftCount: number;
  /** The source that stands for all cells without one of their own. */
  source: string;
  setSource: (source: string) => void;
  isSourceMissing: boolean;
  edit: (row: SubmissionRow, change: Partial<Omit<Draft, 'known'>>) => void;
  /** The cell was left: what cannot be kept is said at it, the rest is sent. */
  commit: (rows: SubmissionRow[]) => void;
  /** Back to what stood there when the cell was entered. */
  restore: (row: SubmissionRow, draft: Draft) => void;
  /** Gives up what was typed for what stands there now. */
  drop: (code: string) => void;
  /** Puts what was typed over what somebody else has kept meanwhile. */
  overwrite: (current: SubmissionRow) => void;
};

/** Saved as typed: this long after the last key, so that one number is not sent in four. */
const pauseMilliseconds = 1500;

/**
 * Figures typed by hand: drafts live on this device from the first key on and leave it only once the server has kept
 * them; all that can be sent goes in one act.
 */
export function useSupplements(submission: Submission, ownSource: string): Supplements {
  const language = useLanguage();
  const { me } = useMine();
  const drafts = useDrafts(`${me.accountId}.${submission.unit.id}.${submission.month}`);
  const [source, setSource] = useSource(`binhyen.source.${me.accountId}.${submission.unit.id}`, ownSource);
  const send = useSending(submission, drafts, source);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  const sendSoon = (): void => {
    clearTimeout(pause.current);
    pause.current = setTimeout(send, pauseMilliseconds);
  };
  useEffect(() => () => clearTimeout(pause.current), []);

  const commit = (rows: SubmissionRow[]): void => {
    for (const row of rows) {
      const { code } = row.indicator;
      const draft = drafts.current()[code];
      const step = draft && determineStep(row, draft, language);
      if (step?.kind === 'refused') drafts.setStatus(code, step);
    }
    clearTimeout(pause.current);
    send();
  };

  return {
    draftOf: (row) => drafts.shown[row.indicator.code] ?? toDraft(row, language),
    isDrafted: (code) => drafts.shown[code] !== undefined,
    statusOf: (code) => drafts.statuses[code],
    draftCount: Object.keys(drafts.shown).length,
    source,
    setSource,
    isSourceMissing: source.trim().length < shortestReason,
    edit: (row, change) => {
      const { code } = row.indicator;
      drafts.put(code, { ...(drafts.current()[code] ?? toDraft(row, language)), ...change });
      drafts.setStatus(code, undefined);
      sendSoon();
    },
    commit,
    restore: (row, draft) => {
      drafts.put(row.indicator.code, { ...draft, known: drafts.current()[row.indicator.code]?.known ?? draft.known });
      drafts.setStatus(row.indicator.code, undefined);
      commit([row]);
    },
    drop: drafts.drop,
    overwrite: (current) => {
      const { code } = current.indicator;
      const draft = drafts.current()[code];
      if (draft) drafts.put(code, { ...draft, known: knownOf(current) });
      drafts.setStatus(code, undefined);
      send();
    },
  };
}

/** What people enter in one place comes from one book or paper: remembered for the unit, on this device. */
function useSource(storageKey: string, first: string): [string, (source: string) => void] {
  const [source, setSource] = useState(() => localStorage.getItem(storageKey) ?? first);
  return [
    source,
    (next) => {
      localStorage.setItem(storageKey, next);
      setSource(next);
    },
  ];
}

type DraftStore = ReturnType<typeof useDrafts>;

/** The drafts of one person, unit and month in this browser, those under way, and what is to be said at each cell. */
function useDrafts(name: string) {
  const storageKey = `binhyen.draft.supplements.${name}`;
  const parcelKey = `binhyen.sending.supplements.${name}`;
  const latest = useRef<Drafts | undefined>(undefined);
  latest.current ??= readKept<Drafts>(storageKey, {});
  const statuses = useRef<Record<string, CellStatus | undefined>>({});
  const [shown, setShown] = useState({ drafts: latest.current, statuses: statuses.current });
  const current = (): Drafts => latest.current ?? {};
  const show = (): void => setShown({ drafts: current(), statuses: statuses.current });
  const keepDrafts = (next: Drafts): void => {
    latest.current = next;
    keep(storageKey, next);
    show();
  };
  const setStatus = (code: string, status: CellStatus | undefined): void => {
    statuses.current = { ...statuses.current, [code]: status };
    show();
  };
  return {
    shown: shown.drafts,
    statuses: shown.statuses,
    current,
    statusOf: (code: string) => statuses.current[code],
    setStatus,
    put: (code: string, draft: Draft): void => keepDrafts({ ...current(), [code]: draft }),
    drop: (code: string): void => {
      const { [code]: _, ...others } = current();
      keepDrafts(others);
      setStatus(code, undefined);
    },
    parcel: (): Parcel | undefined => readKept<Parcel | undefined>(parcelKey, undefined),
    keepParcel: (parcel: Parcel | undefined): void => keep(parcelKey, parcel),
  };
}

/** Sends what can be sent, parcel after parcel, until nothing is left or the line is broken; never rejects. */
function useSending(submission: Submission, drafts: DraftStore, source: string): () => void {
  const language = useLanguage();
  const client = useQueryClient();
  const { mutateAsync } = useMutation({
    mutationFn: ({ body, requestId }: Parcel) => callApi(saveSupplements, { params, body }, { requestId }),
  });
  const params = { unitId: submission.unit.id, month: submission.month };
  const key = keyOf(getSubmission, { params });
  const isBusy = useRef(false);

  /** All drafts that can be kept, as the period stands now; those that somebody must look at first stay behind. */
  function pack(): Parcel | undefined {
    const known = client.getQueryData<Submission>(key) ?? submission;
    const cells: Cell[] = [];
    const packed: Drafts = {};
    for (const row of known.rows) {
      const { code } = row.indicator;
      const draft = drafts.current()[code];
      const status = drafts.statusOf(code)?.kind;
      if (!draft || status === 'refused' || status === 'conflict') continue;
      if (draft.known !== knownOf(row)) {
        drafts.setStatus(code, { kind: 'conflict', current: row });
        continue;
      }
      const step = determineStep(row, draft, language);
      // Only here, where nothing is under way: what was typed back to what is kept may still follow a number on its way.
      if (step.kind === 'drop') drafts.drop(code);
      if (step.kind !== 'send' || (step.cell.reason ?? source).trim().length < shortestReason) continue;
      cells.push(step.cell);
      packed[code] = draft;
    }
    if (cells.length === 0) return undefined;
    // Where every cell has a source of its own, that of the period may still be missing.
    const reason = source.trim().length < shortestReason ? cells[0]!.reason! : source.trim();
    return { requestId: makeRequestId(), drafts: packed, body: { revision: known.revision, reason, cells } };
  }

  /** Whether there may be more to send. */
  async function sendOne(): Promise<boolean> {
    const parcel = drafts.parcel() ?? pack();
    if (!parcel) return false;
    drafts.keepParcel(parcel);
    const codes = Object.keys(parcel.drafts);
    for (const code of codes) drafts.setStatus(code, { kind: 'saving' });
    try {
      const answer = await mutateAsync(parcel);
      drafts.keepParcel(undefined);
      client.setQueryData(key, answer);
      for (const code of codes) settle(code, parcel, answer);
      for (const read of [listSubmissions, getToday]) void client.invalidateQueries({ queryKey: keyOf(read) });
      return true;
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.outcomeUnknown) {
        for (const code of codes) drafts.setStatus(code, { kind: 'unsent' });
        return false;
      }
      drafts.keepParcel(undefined);
      for (const code of codes) drafts.setStatus(code, undefined);
      return isProblem(problem, 'request.stale') ? readAnew() : refuse(codes, problem);
    }
  }

  /** Kept. Typed on while it was under way, that is a draft of its own, begun from what is kept now. */
  function settle(code: string, { drafts: sent }: Parcel, answer: Submission): void {
    const now = drafts.current()[code];
    const row = answer.rows.find((one) => one.indicator.code === code);
    if (JSON.stringify(now) === JSON.stringify(sent[code])) drafts.drop(code);
    else if (now && row) drafts.put(code, { ...now, known: knownOf(row) });
    drafts.setStatus(code, { kind: 'saved' });
  }

  /** Somebody saved meanwhile: cells that they did not touch simply follow; at the others both are shown. */
  async function readAnew(): Promise<boolean> {
    try {
      await client.fetchQuery({ ...apiQuery(getSubmission, { params }), staleTime: 0 });
      return true;
    } catch {
      return false;
    }
  }

  /** Refused for one cell, the others are sent without it; refused as a whole, it is said at each. */
  function refuse(codes: string[], problem: unknown): boolean {
    const { title, params: of } = problem instanceof ApiProblem ? problem : { title: String(problem), params: {} };
    const concerned = codes.filter((code) => code === (of as { code?: string }).code);
    for (const code of concerned.length > 0 ? concerned : codes)
      drafts.setStatus(code, { kind: 'refused', words: title });
    return concerned.length > 0;
  }

  async function sendAll(): Promise<void> {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      while (await sendOne());
    } finally {
      isBusy.current = false;
    }
  }
  const latest = useRef(sendAll);
  latest.current = sendAll;
  useEffect(() => {
    const send = (): void => void latest.current();
    send();
    window.addEventListener('online', send);
    return () => window.removeEventListener('online', send);
  }, []);
  return () => void latest.current();
}
