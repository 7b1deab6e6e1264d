import { sql } from 'kysely';
import { monthDate } from '#modules/figures/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import { fillWords } from '#platform/http/problem.ts';
import { determineDueOn, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import type { SubmissionLine, SubmissionState } from '../submissions.contract.ts';
import { findDrift } from './drift.ts';
import { owedPairs } from './owed.ts';
import { unitsInPlace } from './place.ts';

const exceptionWords = {
  'submission.late': { vi: 'Nộp muộn', en: 'Late' },
  'submission.correction': { vi: 'Đính chính lần {count}', en: 'Correction {count}' },
  'submission.returned_before': { vi: 'Đã trả lại {count} lần', en: 'Returned {count} times' },
  'submission.drift': { vi: 'Lệch sổ {count} chỉ tiêu', en: 'Drift in {count} figures' },
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
        and f.version = l.version) as total
    from ${lines} l left join accounts a on a.id = l.submitted_by
    where ${query.state === undefined ? sql`true` : sql`l.state = ${query.state}`}
      and ${id === undefined ? sql`true` : sql`(l.rank, l.code, l.id) > (${Number(rank)}, ${code}, ${Number(id)})`}
    order by l.rank, l.code, l.id limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const drift = await findDrift(
    db,
    registers,
    page.filter((row) => row.version > 0).map((row) => row.id),
  );
  const driftOf = Map.groupBy(
    drift.filter((one) => one.month === query.month),
    (one) => one.unit.id,
  );
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
    items: page.map((row) => toLine(row, query.month, driftOf.get(row.id)?.length ?? 0, locale)),
    next: rows.length > query.limit && last ? `${last.rank}|${last.code}|${last.id}` : null,
  };
}

function toLine(row: GridRow, month: string, driftCount: number, locale: 'vi' | 'en'): SubmissionLine {
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
  if (driftCount > 0) add('submission.drift', driftCount);
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
