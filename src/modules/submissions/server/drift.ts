import { sql } from 'kysely';
import { type KnownIndicator, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import { type Asking, ask, inOrder } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Register, UnitRef } from '#registers/declaration.ts';
import { askMeasureValues } from '#registers/server/measures.ts';
import type { Drift } from '../submissions.contract.ts';

type FrozenFigure = { register: string; unit: UnitRef; month: string; indicatorId: number; value: string };

/** A figure that moved in the register since it was approved. */
export type Moved = Omit<Drift, 'state'>;

/**
 * Where the register says otherwise than the current approved figure: late, changed or voided records. For those of the
 * units given whose records the reader may see (to others every register looks empty), over all their approved months or
 * one of them. By month, unit and indicator.
 */
export async function findMoved(db: Db, registers: Register[], unitIds: number[], month?: Month): Promise<Moved[]> {
  if (unitIds.length === 0 || registers.length === 0) return [];
  const all = await listAllIndicators(db);
  const frozen = Map.groupBy(await listFrozen(db, registers, all, unitIds, month), (figure) => figure.register);
  const used = registers.filter(({ name }) => frozen.has(name));
  const found = await ask(
    db,
    inOrder(used.map((register) => askMoved(register, all, unitIds, frozen.get(register.name)!))),
  );
  return found
    .flat()
    .toSorted(
      (a, b) =>
        a.month.localeCompare(b.month) ||
        a.unit.code.localeCompare(b.unit.code) ||
        a.indicator.code.localeCompare(b.indicator.code),
    );
}

/** The same with how far the latest version of each month has come: a correction may be under way already. */
export async function findDrift(db: Db, registers: Register[], unitIds: number[], month?: Month): Promise<Drift[]> {
  const found = await findMoved(db, registers, unitIds, month);
  const states = await listStates(db, found);
  return found.map((one) => ({
    ...one,
    state: states.get(`${one.unit.id}:${one.month}`) ?? ('approved' as const),
  }));
}

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
  const readable = registers.map(
    ({ name, permissions: { read } }) => sql`(k.register = ${name}
      and ((select has_nationwide(${read})) or k.unit_id in (select units_with(${read}))))`,
  );
  const indicators = all.filter((one) => registers.some(({ name }) => name === one.register));
  const { rows } = await sql<FrozenFigure>`
    select k.register, json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit, to_char(f.month, 'YYYY-MM') as month, f.indicator_id, f.value
    from register_keepings k join units u on u.id = k.unit_id
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

/** What is not named in the register's answer is 0. */
function askMoved(
  register: Register,
  all: KnownIndicator[],
  unitIds: number[],
  frozen: FrozenFigure[],
): Asking<Moved[]> {
  const months = frozen.map((figure) => figure.month).toSorted();
  const indicatorOf = new Map(all.map((indicator) => [indicator.id, indicator]));
  const used = new Set(frozen.map((figure) => figure.indicatorId));
  const span = { fromDay: determineMonthDays(months[0]!).from, toDay: determineMonthDays(months.at(-1)!).to };
  const measured = [...used].map((id) => indicatorOf.get(id)!);
  const { questions, read } = askMeasureValues(register, measured, { unitIds, ...span });
  return {
    questions,
    read: (rows) => {
      const live = new Map(read(rows).map((one) => [`${one.unitId}:${one.month}:${one.indicatorCode}`, one.value]));
      return frozen.flatMap(({ unit, month, indicatorId, value: submitted }) => {
        const indicator = indicatorOf.get(indicatorId)!;
        const inRegister = live.get(`${unit.id}:${month}:${indicator.code}`) ?? '0';
        return inRegister === submitted ? [] : [{ unit, month, indicator, register: inRegister, submitted }];
      });
    },
  };
}
