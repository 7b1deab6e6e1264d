import { sql } from 'kysely';
import { monthDate } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { getPeriodUnit } from './owed.ts';

/**
 * Sets registerKeptFrom: supplements before the month, records from it on, never both (DESIGN law 1). Refused where
 * figures of the register's indicators were already entered by hand for that month or a later one.
 */
export async function keepRegister(
  tx: Tx,
  actor: Actor,
  registers: Register[],
  key: { unitId: number; register: string },
  input: { fromMonth: string },
): Promise<{ unitId: number; register: string; keptFrom: string }> {
  await requirePlace(tx, actor, 'register.keep', key.unitId);
  if (!registers.some((register) => register.name === key.register)) throw new Problem('register.unknown');
  const unit = await getPeriodUnit(tx, key.unitId);
  const { rows } = await sql<{ month: string }>`
    select to_char(max(f.month), 'YYYY-MM') as month from figures f join indicators i on i.id = f.indicator_id
    where f.unit_id = ${unit.id} and i.register = ${key.register} and f.origin <> 'records' and f.month >= ${monthDate(input.fromMonth)}::date
    having count(*) > 0`.execute(tx);
  if (rows[0]) throw new Problem('register.month_taken', { month: rows[0].month });
  const keptFrom = determineMonthDays(input.fromMonth).from;
  await sql`
    insert into register_keepings (province_id, unit_id, register, kept_from) values (${unit.provinceId}, ${unit.id}, ${key.register}, ${keptFrom})
    on conflict (province_id, unit_id, register) do update set kept_from = excluded.kept_from, recorded_at = now()`.execute(
    tx,
  );
  await recordAudit(tx, actor, {
    act: 'register.kept',
    subjectKind: 'register',
    subjectId: key.register,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: { keptFrom },
  });
  return { unitId: unit.id, register: key.register, keptFrom };
}
