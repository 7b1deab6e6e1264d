export { tips } from './tips.contract.ts';
