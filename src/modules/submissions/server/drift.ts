import { sql } from 'kysely';
import { type KnownIndicator, listAllIndicators } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { computeMeasureValues } from '#registers/server/measures.ts';
import type { Drift } from '../submissions.contract.ts';

type FrozenFigure = { unitId: number; month: string; indicatorId: number; value: string };

/**
 * Where the register says otherwise than the current approved figure: late, changed or voided records. For the units
 * given, over all their approved months that came from records.
 */
export async function findDrift(db: Db, registers: Register[], unitIds: number[]): Promise<Drift[]> {
  if (unitIds.length === 0) return [];
  const { rows: frozen } = await sql<FrozenFigure>`
    select unit_id, to_char(month, 'YYYY-MM') as month, indicator_id, value from figures
    where is_current and origin = 'records' and value is not null and unit_id = any (${unitIds}::int[])`.execute(db);
  if (frozen.length === 0) return [];
  const all = await listAllIndicators(db);
  const live = await measureAll(db, registers, all, unitIds, frozen);
  const indicatorOf = new Map(all.map((indicator) => [indicator.id, indicator]));
  const moved = frozen.flatMap((figure) => {
    const indicator = indicatorOf.get(figure.indicatorId)!;
    const register = live.get(`${figure.unitId}:${figure.month}:${indicator.code}`) ?? '0';
    return register === figure.value ? [] : [{ ...figure, indicator, register }];
  });
  const units = await db
    .selectFrom('units')
    .select(['id', 'code', 'nameVi as name', 'kind'])
    .where('id', 'in', [0, ...moved.map((one) => one.unitId)])
    .execute();
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  return moved
    .map((one) => ({ unit: unitOf.get(one.unitId)!, month: one.month, indicator: one.indicator, register: one.register, submitted: one.value }))
    .toSorted((a, b) => a.month.localeCompare(b.month) || a.unit.code.localeCompare(b.unit.code) || a.indicator.code.localeCompare(b.indicator.code));
}

async function measureAll(db: Db, registers: Register[], all: KnownIndicator[], unitIds: number[], frozen: FrozenFigure[]): Promise<Map<string, string>> {
  const months = frozen.map((figure) => figure.month).toSorted();
  const used = new Set(frozen.map((figure) => figure.indicatorId));
  const values = new Map<string, string>();
  for (const register of registers) {
    const indicators = all.filter((indicator) => indicator.register === register.name && used.has(indicator.id));
    if (indicators.length === 0) continue;
    const span = { fromDay: determineMonthDays(months[0]!).from, toDay: determineMonthDays(months.at(-1)!).to };
    for (const one of await computeMeasureValues(db, register, indicators, { unitIds, ...span })) {
      values.set(`${one.unitId}:${one.month}:${one.indicatorCode}`, one.value);
    }
  }
  return values;
}
