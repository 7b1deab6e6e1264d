import { askFigures, type KnownIndicator, type Understood } from '#modules/figures/index.ts';
import { type Asking, asking } from '#platform/database/asking.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { compareFigures, type ComparisonChoice, determineEarlierSpan } from '../comparison.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import type { Found } from './build-report.ts';

/** The figures of an earlier span, asked as the report was asked: same unit, boundaries and day of knowledge. */
export function askComparison(
  question: Understood,
  found: Found[],
  all: KnownIndicator[],
  comparison: ComparisonChoice,
): Asking<ReviewReport['compared']> {
  if (comparison === 'none') return asking(undefined, () => null);
  const span = determineEarlierSpan(question, comparison);
  const days = { fromDay: determineMonthDays(span.from).from, toDay: determineMonthDays(span.to).to };
  const { questions, read } = askFigures(
    { ...question, ...span, ...days },
    all,
    found.map(({ indicator }) => indicator),
  );
  return {
    questions,
    read: (rows) => {
      const earlier = read(rows).figures;
      const figures = found.map(({ figure }, index) => {
        const { value, coverage } = earlier[index]!;
        const compared = compareFigures(figure, earlier[index]!);
        return { indicatorCode: figure.indicatorCode, before: value, coverage, ...compared };
      });
      return { comparison, ...span, ...days, figures };
    },
  };
}
