import { sql } from 'kysely';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import { clientCount, workOff } from '../clients.ts';
import { toSpread } from '../measure.ts';
import { ask, askWell, makePerson, type Person } from '../people.ts';
import { findClosedMonth } from '../sizes.ts';
import type { OpenBench, Work } from '../work.ts';

const perRun = 80;
const tipsPerUnit = 20;

type Ready = { unitId: number; officer: Person; explanations: { key: string; sentence: string }[] };

export const submissions: Work = {
  name: 'submissions',
  vi: `${clientCount} cán bộ xã cùng nộp kỳ: số liệu tính từ sổ nguồn tin (${tipsPerUnit} tin mỗi xã) và giữ cố định`,
  en: `${clientCount} commune officers submit: figures computed from the register (${tipsPerUnit} tips each) and frozen`,
  measure: async (bench) => {
    const open = await bench.open();
    const month = findClosedMonth(new Date());
    const rates: number[] = [];
    const faults: string[] = [];
    let submitted = 0;
    for (let run = 0; run < bench.runs; run++) {
      const ready = await readWarnings(open, month, await keepRegisters(open, month));
      if (ready.length === 0) break;
      rates.push(
        await workOff(ready, clientCount, async ({ unitId, officer, explanations }) => {
          const { status, body } = await ask(open.house, officer, 'POST', `/submissions/${unitId}/${month}/submit`, {
            revision: 0,
            explanations,
          });
          if (status !== 200) faults.push(`${status} ${body.slice(0, 200)}`);
        }),
      );
      submitted += ready.length;
      bench.progress.tick(`submissions ${run + 1}/${bench.runs}`);
    }
    if (rates.length === 0)
      return [{ unit: 'kỳ/s (submits/s)', reach: null, why: `không còn xã nào chưa nộp ${month} (no commune left)` }];
    const frozen = await countFrozen(open, month);
    if (frozen !== submitted * tipsPerUnit) faults.push(`${frozen} tips frozen of ${submitted * tipsPerUnit}`);
    return [
      {
        unit: 'kỳ/s (submits/s)',
        spread: toSpread(rates),
        reach: null,
        sound: faults.length === 0,
        said: faults[0] ?? `${submitted} kỳ ${month}, ${frozen} tin đếm đúng (tips counted)`,
      },
    ];
  },
};

/** Gives communes that have not submitted the month a register with tips, and an officer each. */
async function keepRegisters({ owner }: OpenBench, month: Month): Promise<Omit<Ready, 'explanations'>[]> {
  const { from, to } = determineMonthDays(month);
  const { rows } = await sql<{ id: number }>`
    with chosen as (
      select u.id, u.province_id from units u
      where u.kind = 'commune' and u.valid_to is null and not exists (
        select 1 from submissions s where s.unit_id = u.id and s.month = ${`${month}-01`}::date)
      order by hashint8extended(u.id, 1) limit ${perRun}),
    kept as (
      insert into register_keepings (province_id, unit_id, register, kept_from) select province_id, id, 'tips', ${from} from chosen),
    noted as (
      insert into tips (province_id, unit_id, received_on, sort, topic, channel, of_value, competence, settled_on, outcome, cases_cleared)
      select c.province_id, c.id, ${from}::date + n % 28, 'security_tip',
        (array['theft', 'fraud', 'gambling', 'drugs', 'other'])[1 + n % 5], (array['hotline', 'zalo', 'vneid', 'in_person'])[1 + n % 4],
        case when n % 3 = 0 then 'no' else 'yes' end, 'within',
        case when n % 2 = 0 then ${to}::date end, case when n % 2 = 0 then 'administrative' end, (n % 2 = 0)::int
      from chosen c, generate_series(1, ${tipsPerUnit}::int) as n)
    select id from chosen`.execute(owner);
  const ready: Omit<Ready, 'explanations'>[] = [];
  for (const { id } of rows) ready.push({ unitId: id, officer: await makePerson(owner, 'commune_head', id) });
  return ready;
}

/** As officers do: what asks for a second look has its sentence before the month is handed up. */
async function readWarnings(
  { house }: OpenBench,
  month: Month,
  units: Omit<Ready, 'explanations'>[],
): Promise<Ready[]> {
  const ready: Ready[] = [];
  for (const unit of units) {
    const path = `/submissions/${unit.unitId}/${month}`;
    const { warnings } = await askWell<{ warnings: { key: string }[] }>(house, unit.officer, path);
    ready.push({ ...unit, explanations: warnings.map(({ key }) => ({ key, sentence: 'đã đối chiếu với sổ' })) });
  }
  return ready;
}

/** Tips received, as the submitted figures say. */
async function countFrozen({ owner }: OpenBench, month: Month): Promise<number> {
  const { rows } = await sql<{ total: string | null }>`
    select sum(f.value) as total from figures f join indicators i on i.id = f.indicator_id and i.code = 'T01'
    join submission_versions v on v.province_id = f.province_id and v.submission_id = f.submission_id and v.version = f.version
    where v.state = 'submitted' and f.month = ${`${month}-01`}::date and f.origin = 'records'`.execute(owner);
  return Number(rows[0]!.total ?? 0);
}
