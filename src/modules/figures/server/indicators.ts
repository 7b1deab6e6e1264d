import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Indicator } from '../figures.contract.ts';
import { listParts } from '../figures.rules.ts';

/** An indicator with its key in the database. */
export type KnownIndicator = Indicator & { id: number };

/** All indicators, in the order of their codes. */
export async function listAllIndicators(db: Db): Promise<KnownIndicator[]> {
  const rows = await db
    .selectFrom('indicators')
    .select([
      'id',
      'code',
      'nameVi',
      'nameEn',
      'measureUnitVi',
      'measureUnitEn',
      'kind',
      'periodRule',
      'register',
      'measure',
      'filter',
      'numeratorCode',
      'denominatorCode',
      'formula',
      'definitionVi',
      'definitionEn',
      'legalSource',
    ])
    .orderBy('code')
    .execute();
  return rows as KnownIndicator[];
}

/** The indicators asked for, or all, each once, in the order asked. Refuses an unknown code. */
export function chooseIndicators(all: KnownIndicator[], codes: string[] | undefined): KnownIndicator[] {
  if (!codes) return all;
  const byCode = new Map(all.map((indicator) => [indicator.code, indicator]));
  return [...new Set(codes)].map((code) => {
    const indicator = byCode.get(code);
    if (!indicator) throw new Problem('indicator.not_found', { code });
    return indicator;
  });
}

/** The chosen ones and all that they are computed from. */
export function withParts(all: KnownIndicator[], chosen: KnownIndicator[]): KnownIndicator[] {
  const byCode = new Map(all.map((indicator) => [indicator.code, indicator]));
  const found = new Map<string, KnownIndicator>();
  const visit = (indicator: KnownIndicator): void => {
    if (found.has(indicator.code)) return;
    found.set(indicator.code, indicator);
    for (const code of listParts(indicator)) visit(byCode.get(code)!);
  };
  chosen.forEach(visit);
  return [...found.values()];
}
