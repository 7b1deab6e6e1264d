import { createHash } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import { createAccount } from '#modules/accounts/index.ts';
import type { Db } from '#platform/database/database.ts';
import { sessionCookie, type House } from '#platform/http/house.ts';
import { addMonths, determineMonthOf, listMonths, vietnamDay } from '#platform/periods.rules.ts';
import { apportion } from './apportion.rules.ts';
import { demonstrationPassword, demonstrationPeople } from './people.ts';
import { makeTips, type MadeTip } from './tips.rules.ts';

export type DemonstrationState = 'none' | 'loading' | 'ready' | 'failed';

type Parts = { house: House; ownerDb: Db; say: (line: string) => void };
type Unit = { id: number; code: string; name: string };

const provinceCode = '96';
const reviewFrom = '2013-08';
const reviewTo = '2023-05';
const published = { T02: 41_736, T09: 6_769, M39: 265, M03: 1_294, M04: 18_143 };
const publishedOfProvince = { A05: 10, A06: 25 };
const apportionReason =
  'Tổng đã công bố của tỉnh Bạc Liêu 2013–2023 (TTXVN 31/5/2023), chia đều theo thứ tự tháng và mã xã, phần lẻ rải đều; chỉ tổng của tỉnh là số thật.';
const provinceReason = 'Số của chính tỉnh Bạc Liêu, đã công bố cho giai đoạn 2013–2023 (TTXVN 31/5/2023).';
// The day the totals were published: what was known before it, nobody knew.
const reviewSubmittedAt = '2023-05-30T09:00:00+07:00';
const reviewDecidedAt = '2023-05-31T16:00:00+07:00';
const monthsOfLife = 3;

/**
 * Loads the demonstration data through the product's own acts, step by step; a step that was finished is not repeated,
 * so that a start after a cut goes on where it was. Rejects where a step is refused.
 */
export async function loadDemonstration(parts: Parts): Promise<void> {
  const { ownerDb } = parts;
  const units = await findUnits(ownerDb);
  await once(parts, 'people', () => createPeople(ownerDb, units));
  const signedIn = signInAll(parts.house);
  // What people will touch first comes first.
  await loadLife(parts, units, signedIn);
  await loadReview(parts, units, signedIn);
  await once(parts, 'complete', async () => parts.say('Dữ liệu minh họa đã sẵn sàng.'));
}

/** Whether the demonstration is complete in this database. */
export async function isDemonstrationComplete(db: Db): Promise<boolean> {
  const { rows } = await sql`select 1 from demonstration_steps where step = 'complete'`.execute(db);
  return rows.length > 0;
}

async function once({ ownerDb }: Parts, step: string, act: () => Promise<void>): Promise<void> {
  const done = await ownerDb
    .selectFrom('demonstrationSteps')
    .select('step')
    .where('step', '=', step)
    .executeTakeFirst();
  if (done) return;
  await act();
  await ownerDb.insertInto('demonstrationSteps').values({ step }).execute();
}

type Units = { nation: Unit; province: Unit; communes: Unit[]; reviewed: Unit; reviewedCommunes: Unit[] };

async function findUnits(db: Db): Promise<Units> {
  const columns = sql`u.id, u.code, u.name_vi as name`;
  const one = async (condition: ReturnType<typeof sql>): Promise<Unit[]> =>
    (await sql<Unit>`select ${columns} from units u where ${condition} order by u.code`.execute(db)).rows;
  const [nation] = await one(sql`u.kind = 'nation'`);
  const [province] = await one(sql`u.kind = 'province' and u.code = ${provinceCode} and u.valid_to is null`);
  const [reviewed] = await one(sql`u.kind = 'province' and u.code = '95' and u.valid_to is not null`);
  const below = (holder: Unit, view: string) => sql`u.kind = 'commune' and u.id in (
    select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
    where t.view = ${view} and t.holder_id = ${holder.id})`;
  return {
    nation: nation!,
    province: province!,
    communes: await one(sql`${below(province!, 'then')} and u.valid_to is null`),
    reviewed: reviewed!,
    reviewedCommunes: await one(below(reviewed!, 'then')),
  };
}

async function createPeople(ownerDb: Db, units: Units): Promise<void> {
  await ownerDb.transaction().execute(async (tx) => {
    for (const person of demonstrationPeople) {
      const unit =
        person.at === 'nation' ? units.nation : person.at === 'province' ? units.province : units.communes[person.at]!;
      await createAccount(tx, {
        signInName: person.signInName,
        displayName: person.displayName,
        password: demonstrationPassword,
        mustChangePassword: false,
        posts: [{ unitId: unit.id, role: person.role, organisationCode: person.organisation }],
      });
    }
  });
}

type SignedIn = (
  signInName: string,
  method: 'POST' | 'PUT' | 'GET',
  url: string,
  body?: unknown,
  requestId?: string,
) => Promise<Record<string, unknown>>;

/** Signs in as each person through the door that everybody uses, and asks the house as them. */
function signInAll(house: House): SignedIn {
  const cookies = new Map<string, string>();
  const send = async (options: InjectOptions): Promise<{ cookie: string; body: Record<string, unknown> }> => {
    const answer = await house.app.inject(options);
    if (answer.statusCode !== 200)
      throw new Error(
        `demonstration: ${options.method} ${String(options.url)} answered ${answer.statusCode} ${answer.body}`,
      );
    const set = answer.cookies.find((one) => one.name === sessionCookie);
    return { cookie: set ? `${sessionCookie}=${set.value}` : '', body: answer.json() };
  };
  return async (signInName, method, url, body, requestId) => {
    if (!cookies.has(signInName)) {
      const opened = await send({
        method: 'POST',
        url: '/api/v1/session',
        payload: { signInName, password: demonstrationPassword },
      });
      cookies.set(signInName, opened.cookie);
    }
    const payload = body === undefined ? {} : { payload: body as object };
    const headers = { cookie: cookies.get(signInName)!, ...(requestId && { 'idempotency-key': requestId }) };
    return (await send({ method, url: `/api/v1${url}`, headers, ...payload })).body;
  };
}

/** Bạc Liêu, 8/2013 to 5/2023: published totals, submitted and approved month by month by two persons. */
async function loadReview(parts: Parts, units: Units, ask: SignedIn): Promise<void> {
  const months = listMonths(reviewFrom, reviewTo);
  const communes = units.reviewedCommunes;
  const flows = (['T02', 'T09'] as const).map((code) => ({
    code,
    shares: apportion(published[code], months.length * communes.length),
  }));
  const stocks = (['M39', 'M03', 'M04'] as const).map((code) => ({
    code,
    shares: apportion(published[code], communes.length),
  }));
  for (const [index, month] of months.entries()) {
    await once(parts, `review ${month}`, async () => {
      const submissions = communes.map((commune, place) => ({
        unitId: commune.id,
        month,
        figures: [
          ...flows.map(({ code, shares }) => ({
            indicatorCode: code,
            value: String(shares[index * communes.length + place]),
          })),
          ...(month === reviewTo
            ? stocks.map(({ code, shares }) => ({ indicatorCode: code, value: String(shares[place]) }))
            : []),
        ],
      }));
      await submitAndApprove(ask, { origin: 'apportioned', reason: apportionReason, submissions });
    });
    if (index % 12 === 11) parts.say(`Dữ liệu minh họa: Bạc Liêu ${index + 1}/${months.length} tháng…`);
  }
  await once(parts, 'review of the province', () =>
    submitAndApprove(ask, {
      origin: 'supplement',
      reason: provinceReason,
      submissions: [
        {
          unitId: units.reviewed.id,
          month: reviewTo,
          figures: Object.entries(publishedOfProvince).map(([indicatorCode, value]) => ({
            indicatorCode,
            value: String(value),
          })),
        },
      ],
    }),
  );
  await once(parts, 'dates of the review', async () => {
    const ids = [...communes, units.reviewed].map((unit) => unit.id);
    await sql`update submission_versions set submitted_at = ${reviewSubmittedAt}, decided_at = ${reviewDecidedAt}
      where unit_id = any (${ids}::int[]) and version = 1 and month <= ${`${reviewTo}-01`}::date`.execute(
      parts.ownerDb,
    );
  });
}

type Bulk = {
  origin: string;
  reason: string;
  submissions: { unitId: number; month: string; figures: { indicatorCode: string; value: string }[] }[];
};

/** The bulk act of the product. A submission that a cut left behind, submitted but not approved, is approved now. */
async function submitAndApprove(ask: SignedIn, bulk: Bulk): Promise<void> {
  const [first] = bulk.submissions;
  const found = await ask('kiemtra', 'GET', `/submissions/${first!.unitId}/${first!.month}`);
  if (found.state === 'approved') return;
  if (found.state === 'missing') await ask('kiemtra', 'POST', '/submissions/bulk', bulk);
  await ask('duyet', 'POST', '/submissions/approve', {
    submissions: bulk.submissions.map(({ unitId, month }) => ({ unitId, month, revision: 1 })),
  });
}

/** Life today: six communes keep the register of tips for three closed months and the running one. */
async function loadLife(parts: Parts, units: Units, ask: SignedIn): Promise<void> {
  const running = determineMonthOf(vietnamDay(new Date()));
  const closed = listMonths(addMonths(running, -monthsOfLife), addMonths(running, -1));
  const people = demonstrationPeople.filter((person) => typeof person.at === 'number');
  for (const [index, person] of people.entries()) {
    const unit = units.communes[index]!;
    await once(parts, `register of ${person.signInName}`, async () => {
      await ask('quantri.tinh', 'PUT', `/units/${unit.id}/register-keepings/tips`, { fromMonth: closed[0] });
      for (const month of [...closed, running])
        await enterTips(parts, ask, person.signInName, unit, makeTips(index, month, vietnamDay(new Date())));
    });
  }
  const [first, second, last] = closed as [string, string, string];
  for (const month of [first, second]) {
    await once(parts, `life ${month}`, async () => {
      for (const [index, person] of people.entries())
        await submit(ask, person.signInName, units.communes[index]!, month);
      await approve(
        ask,
        people.map((_, index) => units.communes[index]!),
        month,
      );
    });
  }
  await once(parts, `life ${last}`, async () => {
    for (const index of [1, 2, 3]) await submit(ask, people[index]!.signInName, units.communes[index]!, last);
    await approve(ask, [units.communes[1]!], last);
    const waiting = await ask('kiemtra', 'GET', `/submissions/${units.communes[3]!.id}/${last}`);
    await ask('kiemtra', 'POST', `/submissions/${units.communes[3]!.id}/${last}/return`, {
      revision: waiting.revision,
      reasons: [
        {
          indicatorCode: 'T05',
          reason: 'Số tin đã giải quyết thấp hơn hẳn kỳ trước; đề nghị kiểm tra lại ngày giải quyết.',
        },
      ],
    });
  });
  await once(parts, 'dates of life', () => dateLife(parts.ownerDb, units.communes.slice(0, people.length), closed));
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

/** The same tip is sent with the same requestId after a cut, and so counts once. */
function toRequestId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function submit(ask: SignedIn, signInName: string, unit: Unit, month: string): Promise<void> {
  const found = await ask(signInName, 'GET', `/submissions/${unit.id}/${month}`);
  if (found.state !== 'missing' && found.state !== 'open') return;
  await ask(signInName, 'POST', `/submissions/${unit.id}/${month}/submit`, { revision: found.revision });
}

async function approve(ask: SignedIn, units: Unit[], month: string): Promise<void> {
  const submissions = [];
  for (const unit of units) {
    const found = await ask('duyet', 'GET', `/submissions/${unit.id}/${month}`);
    if (found.state === 'submitted') submissions.push({ unitId: unit.id, month, revision: found.revision });
  }
  if (submissions.length > 0) await ask('duyet', 'POST', '/submissions/approve', { submissions });
}
