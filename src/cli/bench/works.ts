import type { Work } from './work.ts';
import { allProvinces } from './works/all-provinces.ts';
import { approvals } from './works/approvals.ts';
import { atOnce } from './works/at-once.ts';
import { exportFigures } from './works/export-figures.ts';
import { scale } from './works/scale.ts';
import { exporting } from './works/export.ts';
import { importing } from './works/import.ts';
import { memory } from './works/memory.ts';
import { nationFigures } from './works/nation-figures.ts';
import { loads, provincesByIndicators, questionBook } from './works/question-book.ts';
import { provinceFigures } from './works/province-figures.ts';
import { portalPages } from './works/portal-pages.ts';
import { portalReads } from './works/portal-reads.ts';
import { reviewReport } from './works/review-report.ts';
import { coldStart, warmStart } from './works/starts.ts';
import { statements } from './works/statements.ts';
import { submissions } from './works/submissions.ts';
import { receiptTiming, spam, tipIntake, tipOpening } from './works/tips.ts';
import { verify } from './works/verify.ts';

/** Every work of the bench, in the order in which it is measured; a new one is listed here and nowhere else. */
export const works: readonly Work[] = [
  loads,
  questionBook,
  provincesByIndicators,
  provinceFigures,
  nationFigures,
  allProvinces,
  statements,
  verify,
  memory,
  submissions,
  approvals,
  atOnce,
  exportFigures,
  scale,
  importing,
  exporting,
  portalReads,
  portalPages,
  reviewReport,
  tipIntake,
  tipOpening,
  spam,
  receiptTiming,
  coldStart,
  warmStart,
];
