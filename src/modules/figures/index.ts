export { answerFigures, computeFigures } from './server/answer.ts';
export { listParts, type Part } from './server/parts.ts';
export { listAllIndicators, chooseIndicators, type KnownIndicator } from './server/indicators.ts';
export {
  approvedBy,
  type Ask,
  askAgain,
  countingFigures,
  holdersOf,
  monthDate,
  scopeOfUnit,
  territoryOf,
  understand,
  type Understood,
} from './server/question.ts';
export { listByMonth } from './server/open-figure.ts';
export { listNotes } from './server/notes.ts';
export { verifyFigures, type FiguresVerified } from './server/verify.ts';
export { takeBoundaries } from './server/take-boundaries.ts';
export { exploreFigures } from './server/explore.ts';
export { findTotals } from './server/totals.ts';
export { Duties } from './server/coverage.ts';
export { listKeepers, type Keeper } from './server/keepers.ts';
