export { findHome } from './server/queries.ts';
export { resolveUnit } from './server/store.ts';
