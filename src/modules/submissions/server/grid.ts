import { sql } from 'kysely';
import { monthDate } from '#modules/figures/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { ask } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { fillWords } from '#platform/http/problem.ts';
import { determineDueOn, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import type { SubmissionLine, SubmissionState } from '../submissions.contract.ts';
import { findMoved } from './drift.ts';
import { owedPairs } from './owed.ts';
import { unitsInPlace } from './place.ts';
import { askAlike } from './warnings.ts';

const exceptionWords = {
  'submission.late': { vi: 'Nộp muộn', en: 'Late' },
  'submission.correction': { vi: 'Đính chính lần {count}', en: 'Correction {count}' },
  'submission.returned_before': { vi: 'Đã trả lại {count} lần', en: 'Returned {count} times' },
  'submission.drift': { vi: 'Lệch sổ {count} chỉ tiêu', en: 'Drift in {count} figures' },
  'submission.explained': { vi: 'Đã giải thích {count} cảnh báo', en: '{count} warnings explained' },
  'submission.alike': { vi: '{count} số bằng nhau ở nhiều đơn vị', en: '{count} figures equal in many units' },
  'submission.none': { vi: 'Mọi số liệu bằng 0', en: 'Every figure is 0' },
} as const;

type GridRow = {
  id: number;
  code: string;
  name: string;
  kind: string;
  state: SubmissionState;
  version: number;
  revision: number;
  submittedBy: string | null;
  submittedAt: Date | null;
  decidedAt: Date | null;
  returns: number;
  total: string | null;
  explained: number;
  rank: number;
};

type GridQuery = {
  month: string;
  unit?: number | undefined;
  state?: SubmissionState | undefined;
  after?: string | undefined;
  limit: number;
};

/** Units that owe a month under a place: what waits for a decision first, then what is missing, then what is done. */
export async function listSubmissions(
  db: Db,
  actor: Actor,
  registers: Register[],
  query: GridQuery,
  locale: 'vi' | 'en',
) {
  const within = await unitsInPlace(db, actor, 'submission.read', query.unit);
  const lines = sql`(
    select u.id, u.code, u.name_vi as name, u.kind, coalesce(v.state, 'missing') as state, coalesce(v.version, 0) as version,
      coalesce(v.revision, 0) as revision, v.province_id, v.submission_id, v.submitted_by, v.submitted_at, v.decided_at,
      case coalesce(v.state, 'missing') when 'submitted' then 0 when 'returned' then 1 when 'missing' then 2 when 'open' then 3 else 4 end as rank
    from (select distinct unit_id from ${owedPairs(query.month, within)} o) o
    join units u on u.id = o.unit_id
    left join lateral (
      select * from submission_versions n where n.unit_id = u.id and n.month = ${monthDate(query.month)}::date
      order by n.version desc limit 1) v on true)`;
  const { rows: counted } = await sql<{ state: SubmissionState; count: number }>`
    select l.state, count(*) as count from ${lines} l group by l.state`.execute(db);
  const [rank, code, id] = (query.after ?? '').split('|');
  const { rows } = await sql<GridRow>`
    select l.*, a.display_name as submitted_by,
      (select count(distinct r.returned_at) from return_reasons r where r.province_id = l.province_id
        and r.submission_id = l.submission_id and r.version = l.version) as returns,
      (select sum(abs(f.value)) from figures f where f.province_id = l.province_id and f.submission_id = l.submission_id
        and f.version = l.version) as total,
      (select count(*)::int from submission_warnings w where w.province_id = l.province_id and w.submission_id = l.submission_id
        and w.version = l.version and w.passed_at = l.submitted_at) as explained
    from ${lines} l left join accounts a on a.id = l.submitted_by
    where ${query.state === undefined ? sql`true` : sql`l.state = ${query.state}`}
      and ${id === undefined ? sql`true` : sql`(l.rank, l.code, l.id) > (${Number(rank)}, ${code}, ${Number(id)})`}
    order by l.rank, l.code, l.id limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const drift = await findMoved(
    db,
    registers,
    page.filter((row) => row.version > 0).map((row) => row.id),
    query.month,
  );
  const driftOf = Map.groupBy(drift, (one) => one.unit.id);
  const alikeOf = Map.groupBy(await listAlike(db, query.month, page), (one) => one.unitId);
  const last = page.at(-1);
  return {
    month: query.month,
    dueOn: determineDueOn(query.month),
    counts: {
      missing: 0,
      open: 0,
      submitted: 0,
      returned: 0,
      approved: 0,
      ...Object.fromEntries(counted.map((row) => [row.state, row.count])),
    },
    items: page.map((row) => {
      const counts = { drift: driftOf.get(row.id)?.length ?? 0, alike: alikeOf.get(row.id)?.length ?? 0 };
      return toLine(row, query.month, counts, locale);
    }),
    next: rows.length > query.limit && last ? `${last.rank}|${last.code}|${last.id}` : null,
  };
}

/** Of those that wait for a decision, held against all on the page that handed the month up. */
async function listAlike(db: Db, month: string, page: GridRow[]) {
  const waiting = page.filter((row) => row.state === 'submitted').map((row) => row.id);
  const handedUp = page.filter((row) => row.state === 'submitted' || row.state === 'approved').map((row) => row.id);
  return ask(db, askAlike(month, { unitIds: waiting, among: sql<boolean>`u.id = any (${handedUp}::int[])` }));
}

function toLine(
  row: GridRow,
  month: string,
  counts: { drift: number; alike: number },
  locale: 'vi' | 'en',
): SubmissionLine {
  const dueOn = determineDueOn(month);
  const handedUpOn = row.submittedAt && vietnamDay(row.submittedAt);
  const late = handedUpOn ? row.version === 1 && handedUpOn > dueOn : vietnamDay(new Date()) > dueOn;
  const exceptions: SubmissionLine['exceptions'] = [];
  const add = (code: keyof typeof exceptionWords, count: number): void => {
    exceptions.push({ code, params: { count }, text: fillWords(exceptionWords[code][locale], { count }) });
  };
  if (late && handedUpOn) add('submission.late', 1);
  if (row.version > 1) add('submission.correction', row.version - 1);
  if (row.returns > 0) add('submission.returned_before', row.returns);
  if (counts.drift > 0) add('submission.drift', counts.drift);
  if (row.state === 'submitted' && row.explained > 0) add('submission.explained', row.explained);
  if (counts.alike > 0) add('submission.alike', counts.alike);
  if (row.state === 'submitted' && Number(row.total ?? 0) === 0) add('submission.none', 0);
  return {
    unit: { id: row.id, code: row.code, name: row.name, kind: row.kind },
    state: row.state,
    version: row.version,
    revision: row.revision,
    submittedBy: row.submittedBy,
    submittedAt: row.submittedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    late,
    isCorrection: row.version > 1,
    exceptions,
  };
}
