export { buildReviewReport } from './server/build-report.ts';
export { issueReviewDocument } from './server/issue-document.ts';
