export { resolveUnit } from './server/store.ts';
