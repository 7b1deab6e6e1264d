import { createHash } from 'node:crypto';
import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import type { Db } from '#platform/database/database.ts';
import { sessionCookie, type House } from '#platform/http/house.ts';
import { importContentTypes } from '#registers/imports.contract.ts';
import { demonstrationPassword } from './people.ts';

// How the demonstration acts: step by step, as its people, through the door that everybody uses.

export type Parts = { house: House; ownerDb: Db; say: (line: string) => void };
export type Unit = { id: number; code: string; name: string };

/** Does a step that was not finished yet, so that a start after a cut goes on where it was. */
export async function once({ ownerDb }: Parts, step: string, act: () => Promise<void>): Promise<void> {
  const done = await ownerDb
    .selectFrom('demonstrationSteps')
    .select('step')
    .where('step', '=', step)
    .executeTakeFirst();
  if (done) return;
  await act();
  await ownerDb.insertInto('demonstrationSteps').values({ step }).execute();
}

/** Units that fit a condition on `u`, by their codes. */
export async function listUnits(db: Db, condition: ReturnType<typeof sql>): Promise<Unit[]> {
  const { rows } =
    await sql<Unit>`select u.id, u.code, u.name_vi as name from units u where ${condition} order by u.code`.execute(db);
  return rows;
}

/** A province by its code: the one of today, or the one that ended. */
export async function getProvince(db: Db, code: string, isOpen: boolean): Promise<Unit> {
  const [province] = await listUnits(
    db,
    sql`u.kind = 'province' and u.code = ${code} and (u.valid_to is null) = ${isOpen}`,
  );
  return province!;
}

/** The communes of a province in their own time; ended = only those of before July 2025, or only those of today. */
export async function listCommunes(db: Db, province: Unit, which: { ended: boolean }): Promise<Unit[]> {
  return listUnits(
    db,
    sql`u.kind = 'commune' and (u.valid_to is not null) = ${which.ended} and u.id in (
      select t.unit_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'then' and t.holder_id = ${province.id})`,
  );
}

/** Asks the house as a person of the demonstration. Throws where the answer is not good. */
export type SignedIn = (
  signInName: string,
  method: 'POST' | 'PUT' | 'GET',
  url: string,
  body?: unknown,
  requestId?: string,
) => Promise<Record<string, unknown>>;

/** Signs in as each person through the door that everybody uses, and asks the house as them. */
export function signInAll(house: House): SignedIn {
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
    const headers = {
      cookie: cookies.get(signInName)!,
      ...(requestId && { 'idempotency-key': requestId }),
      ...(body instanceof Uint8Array && { 'content-type': importContentTypes.xlsx }),
    };
    return (await send({ method, url: `/api/v1${url}`, headers, ...payload })).body;
  };
}

export type Bulk = {
  origin: string;
  reason: string;
  submissions: {
    unitId: number;
    month: string;
    figures: { indicatorCode: string; value: string; qualifier?: string }[];
  }[];
};

/** The bulk act of the product. A submission that a cut left behind, submitted but not approved, is approved now. */
export async function submitAndApprove(
  ask: SignedIn,
  people: { submits: string; approves: string },
  bulk: Bulk,
): Promise<void> {
  const [first] = bulk.submissions;
  const found = await ask(people.submits, 'GET', `/submissions/${first!.unitId}/${first!.month}`);
  if (found.state === 'approved') return;
  if (found.state === 'missing') await ask(people.submits, 'POST', '/submissions/bulk', bulk);
  await ask(people.approves, 'POST', '/submissions/approve', {
    submissions: bulk.submissions.map(({ unitId, month }) => ({ unitId, month, revision: 1 })),
  });
}

type State = { state: string; revision: number };

/** How far each unit in a person's place has come with a month, by the unit's id. */
export async function listStates(ask: SignedIn, who: string, month: string): Promise<Map<number, State>> {
  const { items } = await ask(who, 'GET', `/submissions?month=${month}&limit=500`);
  return new Map(
    (items as (State & { unit: Unit })[]).map(({ unit, state, revision }) => [unit.id, { state, revision }]),
  );
}

const sentence = 'Số liệu minh họa, đã đối chiếu.';

/** Hands up a month of one unit; what asks for a second look is passed with a sentence, as its people would. */
export async function handUp(ask: SignedIn, who: string, unit: Unit, month: string, revision: number): Promise<void> {
  const at = `/submissions/${unit.id}/${month}`;
  const { warnings } = (await ask(who, 'GET', at)) as { warnings: { key: string }[] };
  const explanations = warnings.map(({ key }) => ({ key, sentence }));
  await ask(who, 'POST', `${at}/submit`, { revision, explanations });
}

/** Hands up a month of the units that have not handed it up yet. */
export async function submit(ask: SignedIn, who: string, units: Unit[], month: string): Promise<void> {
  const states = await listStates(ask, who, month);
  for (const unit of units) {
    const { state, revision } = states.get(unit.id)!;
    if (state === 'missing' || state === 'open') await handUp(ask, who, unit, month, revision);
  }
}

/** Approves what was handed up of a month. */
export async function approve(ask: SignedIn, who: string, units: Unit[], month: string): Promise<void> {
  const states = await listStates(ask, who, month);
  const submissions = units.flatMap(({ id }) => {
    const { state, revision } = states.get(id)!;
    return state === 'submitted' ? [{ unitId: id, month, revision }] : [];
  });
  if (submissions.length > 0) await ask(who, 'POST', '/submissions/approve', { submissions });
}

/** The same act is sent with the same requestId after a cut, and so counts once. */
export function toRequestId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
