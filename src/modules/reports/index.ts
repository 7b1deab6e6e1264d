export { buildReviewReport } from './server/build-report.ts';
export { issueReviewDocument } from './server/issue-document.ts';
export {
  bodyParagraph,
  centred,
  estimateLength,
  ruledLine,
  ruledTable,
  sideBySide,
  styles,
  textWidth,
  toSection,
  underTable,
  write,
} from './server/document-form.ts';
export { writeHead } from './server/document-head.ts';
export type { Issuer } from './server/issuer.ts';
