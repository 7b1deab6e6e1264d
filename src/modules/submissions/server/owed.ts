import { sql } from 'kysely';
import { type KnownIndicator, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';

export type PeriodUnit = {
  id: number;
  code: string;
  name: string;
  kind: string;
  provinceId: number;
  validFrom: string | null;
  validTo: string | null;
};

/** The unit of a period. Throws request.not_found. */
export async function getPeriodUnit(db: Db, unitId: number): Promise<PeriodUnit> {
  const unit = await db
    .selectFrom('units')
    .select(['id', 'code', 'nameVi as name', 'kind', 'provinceId', 'validFrom', 'validTo'])
    .where('id', '=', unitId)
    .executeTakeFirst();
  if (!unit) throw new Problem('request.not_found');
  return unit;
}

/**
 * Pairs of a unit and an indicator that are owed in a month: the obligation runs then, binds the unit's kind within the
 * issuer, and the unit exists on the month's cut-off day. Columns unit_id, indicator_id; `units` limits the units.
 */
export function owedPairs(month: string, units = sql`true`) {
  const cutOff = determineMonthDays(month).to;
  return sql`(
    select distinct u.id as unit_id, o.indicator_id
    from obligations o
    join units issuer on issuer.id = o.unit_id
    join units u on u.kind = o.subject_kind
    where o.from_month <= ${monthDate(month)}::date and (o.to_month is null or o.to_month >= ${monthDate(month)}::date)
      and (u.valid_from is null or u.valid_from <= ${cutOff}::date) and (u.valid_to is null or u.valid_to > ${cutOff}::date)
      and (issuer.kind = 'nation' or exists (
        select 1 from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
        where t.view = 'then' and t.holder_id = issuer.id and t.unit_id = u.id))
      and ${units})`;
}

/** The indicators that one unit owes in a month, in the order of their codes. all = every indicator, where it is known. */
export async function listOwed(
  db: Db,
  unit: PeriodUnit,
  month: string,
  all?: KnownIndicator[],
): Promise<KnownIndicator[]> {
  const { rows } = await sql<{
    indicatorId: number;
  }>`select indicator_id from ${owedPairs(month, sql`u.id = ${unit.id}`)} o`.execute(db);
  const ids = new Set(rows.map((row) => row.indicatorId));
  return (all ?? (await listAllIndicators(db))).filter((indicator) => ids.has(indicator.id));
}

/** Day from which a unit's register is the source, by register name. */
export async function listKeptFrom(db: Db, unit: PeriodUnit): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('registerKeepings')
    .select(['register', 'keptFrom'])
    .where('provinceId', '=', unit.provinceId)
    .where('unitId', '=', unit.id)
    .execute();
  return new Map(rows.map((row) => [row.register, row.keptFrom]));
}

/** Whether an indicator of the unit comes from records in a month (registerKeptFrom: supplements before, records after). */
export function isFromRecords(indicator: KnownIndicator, keptFrom: Map<string, string>, month: string): boolean {
  const from = indicator.register === null ? undefined : keptFrom.get(indicator.register);
  return from !== undefined && from <= determineMonthDays(month).from;
}
