export { answerFigures, askFigures, computeFigures } from './server/answer.ts';
export { askParts, askPartUnits, type Part } from './server/parts.ts';
export { listAllIndicators, chooseIndicators, type KnownIndicator } from './server/indicators.ts';
export {
  approvedBy,
  type Ask,
  askAgain,
  countingFigures,
  holdersOf,
  monthDate,
  territoryOf,
  understand,
  type Understood,
} from './server/question.ts';
export { askMonths } from './server/open-figure.ts';
export { writeNotes } from './server/notes.ts';
export { verifyFigures, type FiguresVerified } from './server/verify.ts';
export { takeBoundaries } from './server/take-boundaries.ts';
export { exploreFigures } from './server/explore.ts';
export { Duties } from './server/coverage.ts';
export { askKeepers, type Keeper } from './server/keepers.ts';
