import { addMonths, determineMonthOf } from '#platform/periods.rules.ts';
import type { Shown } from './protection.rules.ts';

/** One published indicator of one area, with what must stand beside it. */
export type PublishedFigure = {
  code: string;
  nameVi: string;
  nameEn: string;
  measureUnitVi: string;
  measureUnitEn: string;
  definitionVi: string;
  definitionEn: string;
  legalSource: string;
  /** Counted at the end of the span instead of over it. */
  isAtEnd: boolean;
  shown: Shown;
  /** Unit-months with an approved figure, of those that owe one; 0 of 0 = nobody owes it. */
  reported: number;
  obliged: number;
};

/** The months that residents are shown: those of the administrative year that have closed; in its first month, the year before. */
export function determinePublishedSpan(today: string): { from: string; to: string } {
  const to = addMonths(determineMonthOf(today), -1);
  return { from: `${to.slice(0, 4)}-01`, to };
}
