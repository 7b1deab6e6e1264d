export { findInbox } from './server/intake.ts';
