export { type Area, findArea } from './server/queries.ts';
