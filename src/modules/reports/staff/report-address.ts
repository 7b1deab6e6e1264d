import type { FigureAddress } from '#web/ui/figure-address.ts';
import type { ReviewReport } from '../reports.contract.ts';

/** Address of a figure in a report: of its unit unless another is named, with the report's question. */
export function addressIn(report: ReviewReport, indicatorCode: string, unit?: string): FigureAddress {
  const { question } = report;
  return {
    indicatorCode,
    unit: unit ?? `#${question.unit.id}`,
    from: question.from,
    to: question.to,
    view: question.view,
    asKnownOn: question.asKnownOn ?? undefined,
  };
}
