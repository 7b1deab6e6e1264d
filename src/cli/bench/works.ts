import type { Work } from './work.ts';
import { allProvinces } from './works/all-provinces.ts';
import { nationFigures } from './works/nation-figures.ts';
import { provinceFigures } from './works/province-figures.ts';
import { verify } from './works/verify.ts';

/** Every work of the bench, in the order in which it is measured; a new one is listed here and nowhere else. */
export const works: readonly Work[] = [provinceFigures, nationFigures, allProvinces, verify];
