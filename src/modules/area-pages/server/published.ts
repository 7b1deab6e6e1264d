import { sql } from 'kysely';
import { exploreFigures } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { protectCounts, type Shown } from '../protection.rules.ts';
import { determinePublishedSpan, type PublishedFigure } from '../published.rules.ts';

/** Published figures of a province (or the nation) and of every unit directly below it, protected together. */
export type Sheet = {
  from: string;
  to: string;
  answeredAt: string;
  /** By unit id. */
  figures: Map<number, PublishedFigure[]>;
};

/** at: place among the units below, or the total of them; protectedOnes: undefined where the indicator protects nobody. */
function showValue(
  value: string | null,
  at: number | 'total',
  protectedOnes: ReturnType<typeof protectCounts> | undefined,
): Shown {
  if (protectedOnes === undefined) return value === null ? { kind: 'missing' } : { kind: 'value', value };
  if (at !== 'total') return protectedOnes.shown[at]!;
  return protectedOnes.hidesTotal ? { kind: 'hidden' } : protectCounts([value]).shown[0]!;
}

const kindBelow: Record<string, string> = { nation: 'province', province: 'commune' };

/** Computes the sheet of a unit of today that holds others. The transaction must carry the right to read figures everywhere. */
export async function computeSheet(db: Db, holder: { id: number; kind: string }): Promise<Sheet> {
  const { rows: published } = await sql<{ code: string; protects: boolean }>`
    select p.indicator_code as code, p.protects = 'yes' as protects from published_indicators p
    join indicators i on i.code = p.indicator_code order by p.position`.execute(db);
  const span = determinePublishedSpan(vietnamDay(new Date()));
  if (published.length === 0) return { ...span, answeredAt: new Date().toISOString(), figures: new Map() };
  const explored = await exploreFigures(
    db,
    {
      indicators: published.map(({ code }) => code).join(','),
      units: `#${holder.id}:${kindBelow[holder.kind]},#${holder.id}`,
      periods: `${span.from}~${span.to}`,
      view: 'today',
    },
    'vi',
  );
  const figures = new Map<number, PublishedFigure[]>(explored.units.map((unit) => [unit.id, []]));
  for (const [at, indicator] of explored.indicators.entries()) {
    const valueOf = (index: number): string | null => explored.values[at]![index]![0] ?? null;
    const protects = published.find(({ code }) => code === indicator.code)!.protects;
    const below = explored.units.flatMap((unit, index) => (unit.id === holder.id ? [] : [index]));
    const protectedOnes = protects ? protectCounts(below.map(valueOf)) : undefined;
    for (const [index, unit] of explored.units.entries()) {
      const value = valueOf(index);
      figures.get(unit.id)!.push({
        code: indicator.code,
        nameVi: indicator.nameVi,
        nameEn: indicator.nameEn,
        measureUnitVi: indicator.measureUnitVi,
        measureUnitEn: indicator.measureUnitEn,
        definitionVi: indicator.definitionVi,
        definitionEn: indicator.definitionEn,
        legalSource: indicator.legalSource,
        isAtEnd: indicator.periodRule === 'end',
        shown: showValue(value, unit.id === holder.id ? 'total' : below.indexOf(index), protectedOnes),
        reported: explored.reported[at]![index]![0]!,
        obliged: explored.obliged[at]![index]![0]!,
      });
    }
  }
  return { ...span, answeredAt: explored.answeredAt, figures };
}
