import { type RawBuilder, sql } from 'kysely';
import { type KnownIndicator, listAllIndicators, monthDate } from '#modules/figures/index.ts';
import { ask, asking, together } from '#platform/database/asking.ts';
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
export function owedPairs(month: string, units = sql`true`): RawBuilder<unknown> {
  return owedPairsOf(
    { month: sql`${monthDate(month)}::date`, cutOff: sql`${determineMonthDays(month).to}::date` },
    units,
  );
}

/** The same of a month that a statement names, with its cut-off day. */
export function owedPairsOf(
  { month, cutOff }: { month: RawBuilder<unknown>; cutOff: RawBuilder<unknown> },
  units: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select distinct u.id as unit_id, o.indicator_id
    from obligations o
    join units issuer on issuer.id = o.unit_id
    join units u on u.kind = o.subject_kind
    where o.from_month <= ${month} and (o.to_month is null or o.to_month >= ${month})
      and (u.valid_from is null or u.valid_from <= ${cutOff}) and (u.valid_to is null or u.valid_to > ${cutOff})
      and (issuer.kind = 'nation' or exists (
        select 1 from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
        where t.view = 'then' and t.holder_id = issuer.id and t.unit_id = u.id))
      and ${units})`;
}

/** What one unit owes in a month, and from which days its registers are the source. */
export type Owed = {
  all: KnownIndicator[];
  /** In the order of their codes. */
  owed: KnownIndicator[];
  /** By register name. */
  keptFrom: Map<string, string>;
};

/** A unit with what it owes in a month. */
export type OwingUnit = Owed & { unit: PeriodUnit };

export async function findOwed(db: Db, unit: PeriodUnit, month: string): Promise<Owed> {
  const all = await listAllIndicators(db);
  // From the unit to its issuers, the nation and its provinces of then: the planner would begin with every unit there is.
  const label = sql`${monthDate(month)}::date`;
  const cutOff = sql`${determineMonthDays(month).to}::date`;
  const ofUnit = sql<{ indicatorId: number }>`
    with issuers as materialized (
      select n.id from units n where n.kind = 'nation'
      union all
      select t.holder_id from territories t join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      where t.view = 'then' and t.unit_id = ${unit.id})
    select distinct o.indicator_id
    from issuers s join obligations o on o.unit_id = s.id join units u on u.id = ${unit.id} and u.kind = o.subject_kind
    where o.from_month <= ${label} and (o.to_month is null or o.to_month >= ${label})
      and (u.valid_from is null or u.valid_from <= ${cutOff}) and (u.valid_to is null or u.valid_to > ${cutOff})`;
  const keepings = sql<{ register: string; keptFrom: string }>`
    select register, kept_from from register_keepings where province_id = ${unit.provinceId} and unit_id = ${unit.id}`;
  const { ids, keptFrom } = await ask(
    db,
    together({
      ids: asking(ofUnit, (rows) => new Set(rows.map((row) => row.indicatorId))),
      keptFrom: asking(keepings, (rows) => new Map(rows.map((row) => [row.register, row.keptFrom]))),
    }),
    { isPlannedOnce: true },
  );
  return { all, owed: all.filter((indicator) => ids.has(indicator.id)), keptFrom };
}

/** Whether an indicator of the unit comes from records in a month (registerKeptFrom: supplements before, records after). */
export function isFromRecords(indicator: KnownIndicator, keptFrom: Map<string, string>, month: string): boolean {
  const from = indicator.register === null ? undefined : keptFrom.get(indicator.register);
  return from !== undefined && from <= determineMonthDays(month).from;
}
