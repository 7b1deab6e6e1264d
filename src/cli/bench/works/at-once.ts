import { sql } from 'kysely';
import { addMonths, determineMonthOf, type Month, vietnamDay } from '#platform/periods.rules.ts';
import { toSpread } from '../measure.ts';
import { ask, askWell, makePerson, type Person } from '../people.ts';
import type { OpenBench, Work } from '../work.ts';

/** Lanes at work side by side, each in a month of its own. */
const lanes = 4;

export const atOnce: Work = {
  name: 'at-once',
  vi: 'Số vừa duyệt có ngay trong tổng cả nước: người đọc ở kết nối khác, hỏi sau khi duyệt xong, mỗi lần duyệt một lần hỏi',
  en: 'An approved figure is in the national total at once: a reader on another connection asks after each acknowledgement',
  measure: async (bench) => {
    const open = await bench.open();
    const wanted = open.filled.cells > 1_000_000 ? 10_000 : 80;
    const seen = { right: 0, wrong: [] as string[] };
    const start = performance.now();
    const first = addMonths(determineMonthOf(vietnamDay(new Date())), 60);
    await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        approveAndRead(bench.progress.tick, open, addMonths(first, lane * 12), Math.ceil(wanted / lanes), seen),
      ),
    );
    const perSecond = (seen.right + seen.wrong.length) / ((performance.now() - start) / 1000);
    return [
      {
        unit: 'lần (times)',
        spread: toSpread([seen.right]),
        reach: { atLeast: wanted },
        sound: seen.wrong.length === 0,
        said:
          seen.wrong[0] ??
          `${seen.right} lần duyệt rồi đọc, lần nào cũng thấy (each seen at once); ${perSecond.toFixed(0)}/s; DHIS2: sau lần dựng bảng kế tiếp, thường là đêm (after its next table run)`,
      },
    ];
  },
};

async function approveAndRead(
  tick: (line: string) => void,
  open: OpenBench,
  firstMonth: Month,
  count: number,
  seen: { right: number; wrong: string[] },
): Promise<void> {
  const indicator = open.filled.indicators.includes('T01') ? 'T01' : open.filled.indicators[0]!;
  for (let done = 0, month = firstMonth; done < count; month = addMonths(month, 1)) {
    const waiting = await insertWaiting(open, month, count - done, indicator);
    let total = 0;
    for (const { unitId, value, approver } of waiting) {
      const { status, body } = await ask(open.house, approver, 'POST', '/submissions/approve', {
        submissions: [{ unitId, month, revision: 1 }],
      });
      if (status !== 200) throw new Error(`${status} ${body.slice(0, 200)}`);
      total += value;
      const path = `/explore?${new URLSearchParams({ indicators: indicator, units: 'VN', periods: month, view: 'then' }).toString()}`;
      const answer = await askWell<{ values: string[][][] }>(open.house, open.reader, path);
      if (Number(answer.values[0]![0]![0]) === total) seen.right += 1;
      else seen.wrong.push(`${month}: ${answer.values[0]![0]![0]} ≠ ${total}`);
      tick(`at-once ${seen.right}`);
    }
    done += waiting.length;
  }
}

const approvers = new Map<number, Promise<Person>>();

async function insertWaiting(
  { owner }: OpenBench,
  month: Month,
  most: number,
  indicator: string,
): Promise<{ unitId: number; value: number; approver: Person }[]> {
  const label = sql`${`${month}-01`}::date`;
  const { rows } = await sql<{ unitId: number; provinceId: number; value: number }>`
    with chosen as (
      select u.id, u.province_id, u.parent_id from units u where u.kind = 'commune' and u.valid_to is null
      order by hashint8extended(u.id, 9) limit ${most}::int),
    submitted as (
      insert into submissions (province_id, unit_id, month) select province_id, id, ${label} from chosen returning province_id, id, unit_id),
    kept as (
      insert into submission_versions (province_id, submission_id, version, unit_id, month, state, submitted_by, submitted_at)
      select s.province_id, s.id, 1, s.unit_id, ${label}, 'submitted', a.id, now()
      from submitted s, accounts a where a.sign_in_name = 'bench.submitter'),
    entered as (
      insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason)
      select s.province_id, s.id, 1, i.id, s.unit_id, ${label}, 1 + (s.unit_id & 7), 'supplement', 'đo'
      from submitted s, indicators i where i.code = ${indicator})
    select c.id as unit_id, c.parent_id as province_id, 1 + (c.id & 7) as value from chosen c`.execute(owner);
  const waiting: { unitId: number; value: number; approver: Person }[] = [];
  for (const { unitId, provinceId, value } of rows) {
    const approver = approvers.get(provinceId) ?? makePerson(owner, 'province_approver', provinceId);
    approvers.set(provinceId, approver);
    waiting.push({ unitId, value, approver: await approver });
  }
  return waiting;
}
