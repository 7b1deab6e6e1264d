import { computeFigures, type KnownIndicator, type Understood } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { compareFigures, type ComparisonChoice, determineEarlierSpan } from '../comparison.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import type { Found } from './build-report.ts';

/** The figures of an earlier span, asked as the report was asked: same unit, boundaries and day of knowledge. */
export async function compareWithEarlier(
  db: Db,
  question: Understood,
  found: Found[],
  all: KnownIndicator[],
  comparison: ComparisonChoice,
): Promise<ReviewReport['compared']> {
  if (comparison === 'none') return null;
  const span = determineEarlierSpan(question, comparison);
  const days = { fromDay: determineMonthDays(span.from).from, toDay: determineMonthDays(span.to).to };
  const earlier = await computeFigures(
    db,
    { ...question, ...span, ...days },
    all,
    found.map(({ indicator }) => indicator),
  );
  return {
    comparison,
    ...span,
    ...days,
    figures: found.map(({ figure }, index) => {
      const before = earlier[index]!;
      return {
        indicatorCode: figure.indicatorCode,
        before: before.value,
        coverage: before.coverage,
        ...compareFigures(figure, before),
      };
    }),
  };
}
