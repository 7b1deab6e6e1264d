export { bulkSubmit, type BulkInput } from './server/bulk.ts';
export { approveSubmissions } from './server/decide.ts';
export { submitSubmission } from './server/submit.ts';
