import type { FigureAddress } from '#web/ui/figure-address.ts';
import type { OpenedFigure } from './FigureDrawer.tsx';

/** Address of a figure that is a part of the opened one: another unit, other months, all else alike. */
export function toAddress(
  answer: Pick<OpenedFigure, 'question' | 'indicator'>,
  part: Partial<FigureAddress>,
): FigureAddress {
  const { question, indicator } = answer;
  return {
    indicatorCode: indicator.code,
    unit: `#${question.unit.id}`,
    from: question.from,
    to: question.to,
    view: question.view,
    asKnownOn: question.asKnownOn ?? undefined,
    ...part,
  };
}
