import { setTimeout as pause } from 'node:timers/promises';
import Big from 'big.js';
import { sql } from 'kysely';
import { answerFigures } from '#modules/figures/index.ts';
import type { FiguresAnswer } from '#modules/figures/figures.contract.ts';
import { type Db, enterSession } from '#platform/database/database.ts';
import { addMonths, determineMonthOf, type Month, vietnamDay } from '#platform/periods.rules.ts';
import { workOff } from '../clients.ts';
import { timeOf, toSpread } from '../measure.ts';
import { ask, askWell, makePerson, type Person } from '../people.ts';
import { findDifference, type Values, valuesOf } from '../plain-sql.ts';
import type { OpenBench, Work } from '../work.ts';
import { listIndicators, pathOf } from './question.ts';

/** At the size of the nation every commune of today; else as many as there are. */
const perRun = 3321;
const clientCount = 32;
/** Milliseconds that a reader waits after an answer. Who adds all that was approved again, half a million rows, does it less often. */
const pauses = { reader: 250, recount: 3000 };

/** A submission that waits, with who may approve it. */
type Waiting = { unitId: number; approver: Person };

/** What the readers saw while approvals came in. */
type Seen = { snapshots: number; differences: string[]; answerMs: number[]; failed: string[] };

export const approvals: Work = {
  name: 'approvals',
  vi: `Cuối tháng: ${clientCount} người duyệt báo cáo của nhiều tỉnh cùng lúc, có người đọc số cả nước`,
  en: `Month's end: ${clientCount} clients approve submissions of several provinces, while others read the nation`,
  measure: async (bench) => {
    const open = await bench.open();
    const rates: number[] = [];
    const seen: Seen = { snapshots: 0, differences: [], answerMs: [], failed: [] };
    let approved = 0;
    for (let run = 0; run < Math.min(bench.runs, 2); run++) {
      // Months to come hold nothing yet, however full the house is.
      const month = addMonths(determineMonthOf(vietnamDay(new Date())), 1 + run);
      const waiting = await insertWaiting(open, month);
      rates.push(await approveBesideReaders(open, month, waiting, seen));
      approved += waiting.length;
      seen.differences.push(...(await checkAfterwards(open, month, waiting.length)));
      bench.progress.tick(`approvals ${run + 1}/${bench.runs}`);
    }
    const faults = [...seen.failed, ...seen.differences];
    const sound = faults.length === 0 && seen.snapshots > 0;
    return [
      {
        unit: 'lần duyệt/s (approvals/s)',
        spread: toSpread(rates),
        reach: { atLeast: 60 },
        sound,
        said: sound
          ? `${approved} lần duyệt, mỗi báo cáo một lần; ${seen.snapshots} lần cộng lại cả nước, mỗi lần bằng tổng đã duyệt trong cùng ảnh chụp (each national total equals the sum approved at its instant)`
          : (faults[0] ?? 'không có lần đọc nào (no reading)'),
      },
      {
        part: 'reader',
        unit: 'ms',
        spread: toSpread(seen.answerMs),
        reach: null,
        sound: true,
        said: 'số cả nước của tháng, đọc qua API trong lúc duyệt (read meanwhile)',
      },
    ];
  },
};

/** Submissions of communes of all provinces for a month, handed up by somebody else, with every figure. */
async function insertWaiting({ owner, filled }: OpenBench, month: Month): Promise<Waiting[]> {
  const label = sql`${`${month}-01`}::date`;
  const { rows } = await sql<{ unitId: number; provinceId: number }>`
    with chosen as (
      select c.id, c.province_id, c.parent_id from (
        select u.*, row_number() over (partition by u.parent_id order by u.id) as place from units u
        where u.kind = 'commune' and u.valid_to is null) c
      order by c.place, c.parent_id limit ${filled.cells > 1_000_000 ? perRun : 160}),
    submitted as (
      insert into submissions (province_id, unit_id, month) select province_id, id, ${label} from chosen returning province_id, id, unit_id),
    kept as (
      insert into submission_versions (province_id, submission_id, version, unit_id, month, state, submitted_by, submitted_at)
      select s.province_id, s.id, 1, s.unit_id, ${label}, 'submitted', a.id, now()
      from submitted s, accounts a where a.sign_in_name = 'bench.submitter'),
    entered as (
      insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason, keys)
      select s.province_id, s.id, 1, i.id, s.unit_id, ${label},
        case when i.kind = 'distinct' then 1 else hashint8extended(s.unit_id, i.id) & 63 end, 'supplement', 'đo',
        case when i.kind = 'distinct' then array['Mô hình ' || (s.unit_id & 31)] end
      from submitted s join indicators i on i.code = any (${filled.indicators}))
    select c.id as unit_id, c.parent_id as province_id from chosen c order by hashint8extended(c.id, 1)`.execute(owner);
  const approvers = new Map<number, Person>();
  for (const provinceId of new Set(rows.map((row) => row.provinceId))) {
    approvers.set(provinceId, await makePerson(owner, 'province_approver', provinceId));
  }
  return rows.map((row) => ({ unitId: row.unitId, approver: approvers.get(row.provinceId)! }));
}

/** Approvals per second of the clients; one reader asks the API meanwhile, one compares in a snapshot. */
async function approveBesideReaders(
  open: OpenBench,
  month: Month,
  waiting: readonly Waiting[],
  seen: Seen,
): Promise<number> {
  const ending = new AbortController();
  const untilOver = async (milliseconds: number, read: () => Promise<void>): Promise<void> => {
    do {
      await read();
      await pause(milliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    } while (!ending.signal.aborted);
  };
  const path = pathOf({ unitId: open.nationId, isNation: true, from: month, to: month, view: 'then' });
  const readers = [
    untilOver(
      pauses.reader,
      async () => void seen.answerMs.push(await timeOf(() => askWell(open.house, open.reader, path))),
    ),
    untilOver(pauses.recount, async () => {
      const difference = await compareInSnapshot(open, month);
      seen.snapshots += 1;
      if (difference !== undefined) seen.differences.push(difference);
    }),
  ];
  const rate = await workOff(waiting, clientCount, async ({ unitId, approver }) => {
    const { status, body } = await ask(open.house, approver, 'POST', '/submissions/approve', {
      submissions: [{ unitId, month, revision: 1 }],
    });
    if (status !== 200) seen.failed.push(`${status} ${body.slice(0, 200)}`);
  });
  ending.abort();
  await Promise.all(readers);
  return rate;
}

/** The nation's figures by the house, and the sum of what was approved, as one snapshot holds both. */
async function compareInSnapshot({ house, reader, nationId }: OpenBench, month: Month): Promise<string | undefined> {
  return house.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await enterSession(tx, reader.token);
      const answer = await answerFigures(
        tx,
        { unit: `#${nationId}`, from: month, to: month, view: 'then' },
        undefined,
        'vi',
      );
      const entered = answer.figures.filter(({ kind }) => kind === 'flow' || kind === 'stock');
      return findDifference(valuesOf({ ...answer, figures: entered }), await sumApproved(tx, month));
    });
}

async function sumApproved(db: Db, month: Month): Promise<Values> {
  const { rows } = await sql<{ code: string; value: string }>`
    select i.code, sum(f.value) as value from submission_versions v
    join figures f on f.province_id = v.province_id and f.submission_id = v.submission_id and f.version = v.version
    join indicators i on i.id = f.indicator_id and i.kind in ('flow', 'stock')
    where v.state = 'approved' and v.month = ${`${month}-01`}::date group by i.code`.execute(db);
  return new Map(rows.map((row) => [row.code, new Big(row.value).toFixed()]));
}

/** All of the month is approved, each once, and the nation's answer holds all of it. */
async function checkAfterwards(open: OpenBench, month: Month, count: number): Promise<string[]> {
  const { rows } = await sql<{ approved: number; acts: number }>`
    select count(*) filter (where v.state = 'approved') as approved,
      (select count(*) from audit_lines l where l.act = 'submission.approved' and l.changes->>'month' = ${month}) as acts
    from submission_versions v where v.month = ${`${month}-01`}::date`.execute(open.owner);
  const { approved, acts } = rows[0]!;
  const entered = (await listIndicators(open))
    .filter(({ kind }) => kind === 'flow' || kind === 'stock')
    .map(({ code }) => code);
  const path = `${pathOf({ unitId: open.nationId, isNation: true, from: month, to: month, view: 'then' })}&indicators=${entered.join(',')}`;
  const difference = findDifference(
    valuesOf(await askWell<FiguresAnswer>(open.house, open.reader, path)),
    await sumApproved(open.owner, month),
  );
  return [
    ...(approved === count && acts === count ? [] : [`${month}: ${approved} approved and ${acts} acts of ${count}`]),
    ...(difference === undefined ? [] : [`${month}: ${difference}`]),
  ];
}
