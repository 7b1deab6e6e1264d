export {
  type Announced,
  buildBoundaryVersion,
  changeBoundaries,
  type TakeBoundaries,
} from './server/boundary-version.ts';
export { findHome, searchUnits } from './server/queries.ts';
export { resolveUnit, resolveUnits } from './server/store.ts';
