import { sql } from 'kysely';
import { type KnownIndicator, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { computeMeasureValues } from '#registers/server/measures.ts';
import type { Drift } from '../submissions.contract.ts';

type FrozenFigure = { register: string; unitId: number; month: string; indicatorId: number; value: string };

/**
 * Where the register says otherwise than the current approved figure: late, changed or voided records. For those of the
 * units given whose records the reader may see (to others every register looks empty), over all their approved months or one of them.
 */
export async function findDrift(db: Db, registers: Register[], unitIds: number[], month?: Month): Promise<Drift[]> {
  if (unitIds.length === 0) return [];
  const all = await listAllIndicators(db);
  const frozen = Map.groupBy(await listFrozen(db, registers, all, unitIds, month), (figure) => figure.register);
  const found: Moved[] = [];
  for (const register of registers)
    found.push(...(await findDriftOf(db, register, all, unitIds, frozen.get(register.name) ?? [])));
  const states = await listStates(db, found);
  return found
    .map((one) => ({ ...one, state: states.get(`${one.unit.id}:${one.month}`) ?? ('approved' as const) }))
    .toSorted(
      (a, b) =>
        a.month.localeCompare(b.month) ||
        a.unit.code.localeCompare(b.unit.code) ||
        a.indicator.code.localeCompare(b.indicator.code),
    );
}

type Moved = Omit<Drift, 'state'>;

/** How far the latest version of each month has come: a correction may be under way already. */
async function listStates(db: Db, found: Moved[]): Promise<Map<string, Drift['state']>> {
  if (found.length === 0) return new Map();
  const pairs = found.map((one) => ({ unitId: one.unit.id, month: monthDate(one.month) }));
  const { rows } = await sql<{ unitId: number; month: Month; state: Drift['state'] }>`
    select distinct on (v.unit_id, v.month) v.unit_id, to_char(v.month, 'YYYY-MM') as month, v.state
    from submission_versions v join jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as a("unitId" integer, month date)
      on v.unit_id = a."unitId" and v.month = a.month
    order by v.unit_id, v.month, v.version desc`.execute(db);
  return new Map(rows.map((row) => [`${row.unitId}:${row.month}`, row.state]));
}

/** Current figures from records, since the registers are kept, whose records the reader may see. One statement. */
async function listFrozen(
  db: Db,
  registers: Register[],
  all: KnownIndicator[],
  unitIds: number[],
  month: Month | undefined,
): Promise<FrozenFigure[]> {
  if (registers.length === 0) return [];
  const readable = registers.map(
    ({ name, permissions: { read } }) => sql`(k.register = ${name}
      and ((select has_nationwide(${read})) or k.unit_id in (select units_with(${read}))))`,
  );
  const indicators = all.filter((one) => registers.some(({ name }) => name === one.register));
  const { rows } = await sql<FrozenFigure>`
    select k.register, f.unit_id, to_char(f.month, 'YYYY-MM') as month, f.indicator_id, f.value
    from register_keepings k
    join submissions s on s.province_id = k.province_id and s.unit_id = k.unit_id
      and s.month >= date_trunc('month', k.kept_from)::date
    join figures f on f.province_id = s.province_id and f.submission_id = s.id
    join indicators i on i.id = f.indicator_id and i.register = k.register
    where k.unit_id = any (${unitIds}::int[]) and (${sql.join(readable, sql` or `)})
      and ${month === undefined ? sql`true` : sql`s.month = ${monthDate(month)}::date`}
      and f.is_current and f.origin = 'records' and f.value is not null
      and f.indicator_id = any (${indicators.map((one) => one.id)}::int[])`.execute(db);
  return rows;
}

async function findDriftOf(
  db: Db,
  register: Register,
  all: KnownIndicator[],
  unitIds: number[],
  frozen: FrozenFigure[],
): Promise<Moved[]> {
  if (frozen.length === 0) return [];
  const indicators = all.filter((indicator) => indicator.register === register.name);
  const live = await measureAll(db, register, indicators, unitIds, frozen);
  const indicatorOf = new Map(all.map((indicator) => [indicator.id, indicator]));
  const moved = frozen.flatMap((figure) => {
    const indicator = indicatorOf.get(figure.indicatorId)!;
    const inRegister = live.get(`${figure.unitId}:${figure.month}:${indicator.code}`) ?? '0';
    return inRegister === figure.value ? [] : [{ ...figure, indicator, inRegister }];
  });
  const units = await db
    .selectFrom('units')
    .select(['id', 'code', 'nameVi as name', 'kind'])
    .where('id', 'in', [0, ...moved.map((one) => one.unitId)])
    .execute();
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  return moved.map((one) => ({
    unit: unitOf.get(one.unitId)!,
    month: one.month,
    indicator: one.indicator,
    register: one.inRegister,
    submitted: one.value,
  }));
}

/** What the register says now, by unit, month and indicator; what is not named is 0. */
async function measureAll(
  db: Db,
  register: Register,
  indicators: KnownIndicator[],
  unitIds: number[],
  frozen: FrozenFigure[],
): Promise<Map<string, string>> {
  const months = frozen.map((figure) => figure.month).toSorted();
  const used = new Set(frozen.map((figure) => figure.indicatorId));
  const span = { fromDay: determineMonthDays(months[0]!).from, toDay: determineMonthDays(months.at(-1)!).to };
  const measured = indicators.filter((indicator) => used.has(indicator.id));
  const values = await computeMeasureValues(db, register, measured, { unitIds, ...span });
  return new Map(values.map((one) => [`${one.unitId}:${one.month}:${one.indicatorCode}`, one.value]));
}
