import { activities } from '#modules/activities/activities.contract.ts';
import { assets } from '#modules/assets/assets.contract.ts';
import { awards } from '#modules/awards/awards.contract.ts';
import { feedback } from '#modules/feedback/feedback.contract.ts';
import { handIns } from '#modules/hand-ins/hand-ins.contract.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { supports } from '#modules/supports/supports.contract.ts';
import { tips } from '#modules/tips/tips.contract.ts';
import type { Register } from '#registers/declaration.ts';

/** Every register of the house, in the order in which people meet them; a new one is listed here and nowhere else. */
export const registers: Register[] = [tips, initiatives, activities, handIns, supports, awards, assets, feedback];
