import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { addMonths, determineMonthOf, listMonths, vietnamDay } from '#platform/periods.rules.ts';
import {
  approve,
  getProvince,
  listCommunes,
  once,
  type Parts,
  type SignedIn,
  submit,
  toRequestId,
  type Unit,
} from './acts.ts';
import { importRecords } from './import-records.ts';
import { makeLifeRecords } from './life-records.ts';
import { demonstrationPeople } from './people.ts';
import { makeTips, type MadeTip } from './tips.rules.ts';

const monthsOfLife = 3;
// Communes that keep every register from the running month on: xa2 and xa5.
const fullyKept = [1, 4];

/** Life today: six communes keep the register of tips for three closed months and the running one. */
export async function loadLife(parts: Parts, ask: SignedIn): Promise<void> {
  const communes = await listCommunes(parts.ownerDb, await getProvince(parts.ownerDb, '96', true), { ended: false });
  const running = determineMonthOf(vietnamDay(new Date()));
  const closed = listMonths(addMonths(running, -monthsOfLife), addMonths(running, -1));
  const people = demonstrationPeople.filter(({ role, at }) => role === 'commune_head' && typeof at === 'number');
  for (const [index, person] of people.entries()) {
    const unit = communes[index]!;
    await once(parts, `register of ${person.signInName}`, async () => {
      await ask('quantri.tinh', 'PUT', `/units/${unit.id}/register-keepings/tips`, { fromMonth: closed[0] });
      for (const month of [...closed, running])
        await enterTips(parts, ask, person.signInName, unit, makeTips(index, month, vietnamDay(new Date())));
    });
  }
  for (const place of fullyKept) {
    const [person, unit] = [people[place]!, communes[place]!];
    for (const [register, records] of makeLifeRecords(unit, running, vietnamDay(new Date()))) {
      await once(parts, `${register.name} of ${person.signInName}`, async () => {
        const keeping = `/units/${unit.id}/register-keepings/${register.name}`;
        await ask('quantri.tinh', 'PUT', keeping, { fromMonth: running });
        await importRecords(ask, person.signInName, register, unit, records);
        await sql`update ${sql.table(register.table)} set demonstration = true where unit_id = ${unit.id}`.execute(
          parts.ownerDb,
        );
      });
    }
  }
  const [first, second, last] = closed as [string, string, string];
  for (const month of [first, second]) {
    await once(parts, `life ${month}`, async () => {
      for (const [index, person] of people.entries()) await submit(ask, person.signInName, [communes[index]!], month);
      await approve(
        ask,
        'duyet',
        people.map((_, index) => communes[index]!),
        month,
      );
    });
  }
  await once(parts, `life ${last}`, async () => {
    for (const index of [1, 2, 3]) await submit(ask, people[index]!.signInName, [communes[index]!], last);
    await approve(ask, 'duyet', [communes[1]!], last);
    const waiting = await ask('kiemtra', 'GET', `/submissions/${communes[3]!.id}/${last}`);
    await ask('kiemtra', 'POST', `/submissions/${communes[3]!.id}/${last}/return`, {
      revision: waiting.revision,
      reasons: [
        {
          indicatorCode: 'T05',
          reason: 'Số tin đã giải quyết thấp hơn hẳn kỳ trước; đề nghị kiểm tra lại ngày giải quyết.',
        },
      ],
    });
  });
  await once(parts, 'dates of life', () => dateLife(parts.ownerDb, communes.slice(0, people.length), closed));
}

/** Dates life as offices live it: submitted on the day after the cut-off, decided two days later, never in the future. */
async function dateLife(ownerDb: Db, communes: Unit[], months: string[]): Promise<void> {
  const ids = communes.map((unit) => unit.id);
  for (const month of months) {
    const submitted = sql`least(now(), ${`${month}-15T08:30:00+07:00`}::timestamptz)`;
    const decided = sql`least(now(), ${`${month}-17T14:00:00+07:00`}::timestamptz)`;
    const those = sql`unit_id = any (${ids}::int[]) and version = 1`;
    await sql`update return_reasons r set returned_at = ${decided} from submissions s
      where s.province_id = r.province_id and s.id = r.submission_id and s.month = ${`${month}-01`}::date
        and r.unit_id = any (${ids}::int[])`.execute(ownerDb);
    // A warning was passed at the very instant at which its month was handed up.
    await sql`update submission_warnings w set passed_at = ${submitted} from submissions s
      where s.province_id = w.province_id and s.id = w.submission_id and s.month = ${`${month}-01`}::date
        and w.unit_id = any (${ids}::int[]) and w.version = 1`.execute(ownerDb);
    await sql`update submission_versions set submitted_at = ${submitted}, decided_at = case when decided_at is null then null else ${decided} end
      where ${those} and month = ${`${month}-01`}::date and submitted_at is not null`.execute(ownerDb);
  }
}

async function enterTips(
  { ownerDb }: Parts,
  ask: SignedIn,
  signInName: string,
  unit: Unit,
  tips: MadeTip[],
): Promise<void> {
  for (const [index, values] of tips.entries()) {
    const requestId = toRequestId(`${unit.id} ${values.receivedOn} ${index}`);
    await ask(signInName, 'POST', '/tips', { unitId: unit.id, values }, requestId);
  }
  await sql`update tips set demonstration = true where unit_id = ${unit.id}`.execute(ownerDb);
}
