export { findOutline, type Outline } from './server/outline.ts';
