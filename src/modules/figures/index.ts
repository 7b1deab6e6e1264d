export { answerFigures, computeFigures } from './server/answer.ts';
export { listParts, type Part } from './server/parts.ts';
export { listAllIndicators, chooseIndicators, type KnownIndicator } from './server/indicators.ts';
export { type Ask, monthDate, understand, type Understood } from './server/question.ts';
export { listNotes } from './server/notes.ts';
export { verifyFigures, type FiguresVerified } from './server/verify.ts';
