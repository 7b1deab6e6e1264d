export { findHome } from './server/queries.ts';
export { resolveUnit, resolveUnits } from './server/store.ts';
