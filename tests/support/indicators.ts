import type { Register } from '#registers/declaration.ts';
import { computeMeasures, type MeasuredIndicator } from '#registers/server/measures.ts';
import type { TestDatabase } from './database.ts';

/** Values of all indicators of the reference data over a register, by code, for one unit and span. */
export async function measureIndicators(
  database: Pick<TestDatabase, 'owner'>,
  register: Register,
  asked: { unitId: number; fromDay: string; toDay: string },
): Promise<Record<string, string>> {
  const indicators = await database.owner
    .selectFrom('indicators')
    .select(['code', 'measure', 'filter', 'periodRule'])
    .where('register', '=', register.name)
    .execute();
  const measured = await computeMeasures(database.owner, register, indicators as MeasuredIndicator[], asked);
  return Object.fromEntries([...measured].map(([code, { value }]) => [code, value]));
}
