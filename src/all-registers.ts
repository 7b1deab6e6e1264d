import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import type { Register } from '#registers/declaration.ts';

/** Every register of the house, in the order in which people meet them; a new one is listed here and nowhere else. */
export const registers: Register[] = [tips, initiatives];
