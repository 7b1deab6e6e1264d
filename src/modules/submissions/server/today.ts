import { sql } from 'kysely';
import { askFigures, chooseIndicators, listAllIndicators, monthDate, understand } from '#modules/figures/index.ts';
import type { Actor, ActorPost } from '#platform/auth/actor.ts';
import type { Permission } from '#platform/auth/permissions.ts';
import { type Asking, ask, asking, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { addMonths, determineDueOn, determineMonthOf, listMonths, vietnamDay } from '#platform/periods.rules.ts';
import type { Register, UnitRef } from '#registers/declaration.ts';
import { findMoved } from './drift.ts';
import { owedPairs } from './owed.ts';
import { unitsInPlace } from './place.ts';

const monthsLookedBack = 12;
const trendMonths = 6;
const firstFigures = ['T01', 'T02', 'T03', 'T05', 'T07', 'T09'];

type Due = {
  kind: 'submit' | 'mend' | 'approve' | 'drift' | 'silent';
  unit: UnitRef;
  month: string;
  dueOn: string;
  overdue: boolean;
  count: number;
};

/** What waits for the person at one post, soonest first, and the first figures of the post's unit. */
export async function viewToday(db: Db, actor: Actor, registers: Register[], postId: string | undefined) {
  const today = vietnamDay(new Date());
  const running = determineMonthOf(today);
  const closed = addMonths(running, -1);
  const post = actor.posts.find((one) => one.id === postId) ?? actor.posts[0];
  const may = (permission: Permission): boolean => post?.permissions[permission] !== undefined;
  const empty = { today, month: closed, due: [] as Due[], progress: null, figures: [] };
  if (!post) return empty;
  const decides = may('submission.approve') || may('submission.return');
  const watches = post.permissions['submission.read'] === 'below';
  const within = decides || watches ? await unitsInPlace(db, actor, 'submission.read', post.unitId) : undefined;
  const prepares = may('submission.submit') || may('submission.prepare');
  const { progress, own, waiting } = await ask(
    db,
    together({
      progress: within ? askProgress(within, closed) : asking(undefined, () => undefined),
      own: prepares ? askOwnDue(post, closed) : asking(undefined, () => []),
      waiting: decides ? askWaiting(within!, post) : asking(undefined, () => []),
    }),
  );
  const due = [
    ...own,
    ...waiting,
    ...(decides ? listSilent(post, progress!) : []),
    ...(may('submission.prepare') ? await listDriftDue(db, registers, post) : []),
  ].map((one) => ({ ...one, dueOn: determineDueOn(one.month), overdue: today > determineDueOn(one.month) }));
  return {
    ...empty,
    due: due.toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.unit.code.localeCompare(b.unit.code)),
    progress: watches ? progress! : null,
    figures: may('figure.read') ? await listFirstFigures(db, post, closed) : [],
  };
}

type Undated = Omit<Due, 'dueOn' | 'overdue'>;
type Place = Awaited<ReturnType<typeof unitsInPlace>>;
type Progress = { month: string; submitted: number; approved: number; obliged: number };

function unitOf(post: ActorPost): UnitRef {
  return { id: post.unitId, code: post.unitCode, name: post.unitName, kind: post.unitKind };
}

/** The post's own months that are closed and not handed up, or were returned. */
function askOwnDue(post: ActorPost, closed: string): Asking<Undated[]> {
  const months = listMonths(addMonths(closed, 1 - monthsLookedBack), closed);
  const states = sql<{ month: string; state: string | null }>`
    select to_char(m.month, 'YYYY-MM') as month, (
      select v.state from submission_versions v where v.unit_id = ${post.unitId} and v.month = m.month order by v.version desc limit 1) as state
    from unnest(${months.map(monthDate)}::date[]) as m(month)
    where exists (
      select 1 from obligations o join units issuer on issuer.id = o.unit_id join units u on u.id = ${post.unitId} and u.kind = o.subject_kind
      where o.from_month <= m.month and (o.to_month is null or o.to_month >= m.month)
        and (u.valid_from is null or month_of(u.valid_from) <= m.month)
        and (issuer.kind = 'nation' or exists (select 1 from territories t join boundary_versions b
          on b.id = t.boundary_version_id and b.state = 'current'
          where t.view = 'then' and t.holder_id = issuer.id and t.unit_id = u.id)))
    order by 1`;
  return asking(states, (rows) =>
    rows.flatMap(({ month, state }): Undated[] => {
      if (state === null || state === 'open') return [{ kind: 'submit', unit: unitOf(post), month, count: 1 }];
      return state === 'returned' ? [{ kind: 'mend', unit: unitOf(post), month, count: 1 }] : [];
    }),
  );
}

/** Submissions that wait for a decision. */
function askWaiting(within: Place, post: ActorPost): Asking<Undated[]> {
  const waiting = sql<{ month: string; count: number }>`
    select to_char(v.month, 'YYYY-MM') as month, count(*) as count from submission_versions v join units u on u.id = v.unit_id
    where v.state = 'submitted' and ${within} group by v.month order by v.month limit 24`;
  return asking(waiting, (rows) => rows.map((row) => ({ kind: 'approve', unit: unitOf(post), ...row })));
}

/** Units that are silent in the last closed month. */
function listSilent(post: ActorPost, { obliged, submitted, approved, month }: Progress): Undated[] {
  const count = obliged - submitted - approved;
  return count > 0 ? [{ kind: 'silent', unit: unitOf(post), month, count }] : [];
}

async function listDriftDue(db: Db, registers: Register[], post: ActorPost): Promise<Undated[]> {
  const drift = await findMoved(db, registers, [post.unitId]);
  return [...Map.groupBy(drift, (one) => one.month)].map(([month, moved]) => ({
    kind: 'drift',
    unit: unitOf(post),
    month,
    count: moved.length,
  }));
}

function askProgress(within: Place, month: string): Asking<Progress> {
  const counts = sql<Omit<Progress, 'month'>>`
    select count(*) as obliged, count(*) filter (where v.state = 'submitted') as submitted, count(*) filter (where v.approved) as approved
    from (select distinct unit_id from ${owedPairs(month, within)} o) o
    left join lateral (
      select n.state, exists (select 1 from submission_versions a where a.unit_id = o.unit_id and a.month = n.month and a.state = 'approved') and n.state <> 'submitted' as approved
      from submission_versions n where n.unit_id = o.unit_id and n.month = ${monthDate(month)}::date
      order by n.version desc limit 1) v on true`;
  return asking(counts, (rows) => ({ month, ...rows[0]! }));
}

async function listFirstFigures(db: Db, post: ActorPost, month: string) {
  const all = await listAllIndicators(db);
  const indicators = chooseIndicators(
    all,
    firstFigures.filter((code) => all.some((one) => one.code === code)),
  );
  const months = listMonths(addMonths(month, 1 - trendMonths), month);
  const lastYear = addMonths(month, -12);
  const question = await understand(db, { unit: `#${post.unitId}`, view: 'then', from: month, to: month });
  const further = [...months, lastYear].map((one) => ({ from: one, to: one }));
  const { figures, totals } = await ask(db, askFigures(question, all, indicators, further));
  return indicators.map((indicator, index) => {
    const valueOf = (period: number): string | null => totals.get(post.unitId, indicator.id, period)?.value ?? null;
    return {
      indicator,
      unit: unitOf(post),
      value: figures[index]!.value,
      coverage: figures[index]!.coverage,
      sameMonthLastYear: valueOf(months.length + 1),
      trend: months.map((one, place) => ({ month: one, value: valueOf(place + 1) })),
    };
  });
}
