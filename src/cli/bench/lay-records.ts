import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import type { House } from '#platform/http/house.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import { ask, makePerson, type Person } from './people.ts';
import type { Progress } from './progress.ts';

/** One commune of today in so many keeps its register of tips since the last month of the fill. */
export const oneIn = 50;
const tipsPerUnit = 20;

/**
 * Records behind a stated part of the figures: in the last month of the fill every fiftieth commune keeps its register of
 * tips, and its figures of tips are those of the records, taken into a correction, handed up and approved as people do it.
 * Answers how many figures rest on records.
 */
export async function layRecords(
  { owner, house }: { owner: Db; house: House },
  month: Month,
  progress: Progress,
): Promise<number> {
  const { from, to } = determineMonthDays(month);
  const { rows: units } = await sql<{ id: number; provinceUnit: number }>`
    with chosen as (
      select u.id, u.province_id, u.parent_id from units u join submissions s on s.unit_id = u.id and s.month = ${`${month}-01`}::date
      where u.kind = 'commune' and u.valid_to is null and (hashint8extended(u.id, 3) & 1023) % ${oneIn}::int = 0),
    kept as (
      insert into register_keepings (province_id, unit_id, register, kept_from) select province_id, id, 'tips', ${from} from chosen),
    noted as (
      insert into tips (province_id, unit_id, received_on, sort, topic, channel, of_value, competence, settled_on, outcome, cases_cleared)
      select c.province_id, c.id, ${from}::date + n % 28, 'security_tip',
        (array['theft', 'fraud', 'gambling', 'drugs', 'other'])[1 + n % 5], (array['hotline', 'zalo', 'vneid', 'in_person'])[1 + n % 4],
        case when n % 3 = 0 then 'no' else 'yes' end, 'within',
        case when n % 2 = 0 then ${to}::date end, case when n % 2 = 0 then 'administrative' end, (n % 2 = 0)::int
      from chosen c, generate_series(1, ${tipsPerUnit}::int) as n)
    select id, parent_id as province_unit from chosen order by parent_id`.execute(owner);
  const approvers = new Map<number, Person>();
  for (const [index, { id, provinceUnit }] of units.entries()) {
    const officer = await makePerson(owner, 'commune_head', id);
    const approver = approvers.get(provinceUnit) ?? (await makePerson(owner, 'province_approver', provinceUnit));
    approvers.set(provinceUnit, approver);
    await correct(house, officer, approver, id, month);
    progress.tick(`bản ghi (records) ${index + 1}/${units.length}`);
  }
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from figures f join units u on u.id = f.unit_id
    where f.is_current and f.origin = 'records' and f.month = ${`${month}-01`}::date`.execute(owner);
  return rows[0]!.count;
}

type Period = { revision: number; warnings: { key: string }[] };

async function correct(house: House, officer: Person, approver: Person, unitId: number, month: Month): Promise<void> {
  const path = `/submissions/${unitId}/${month}`;
  const act = async (person: Person, to: string, body: object): Promise<Period> => {
    const answer = await ask(house, person, 'POST', to, body);
    if (answer.status !== 200) throw new Error(`${to} answered ${answer.status} ${answer.body.slice(0, 300)}`);
    return JSON.parse(answer.body) as Period;
  };
  const { revision, warnings } = await act(officer, `${path}/corrections`, { reason: 'Sổ được giữ từ tháng này' });
  const explanations = warnings.map(({ key }) => ({ key, sentence: 'đã đối chiếu với sổ' }));
  const submitted = await act(officer, `${path}/submit`, { revision, explanations });
  await act(approver, '/submissions/approve', { submissions: [{ unitId, month, revision: submitted.revision }] });
}
