import type { Ask } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import { buildReviewReport } from './build-report.ts';
import { getIssuer, type Issuer } from './issuer.ts';
import { writeReviewDocument } from './write-document.ts';

/** The review report as a Word document, issued by the body of the unit unless another is given; Vietnamese by law. */
export async function issueReviewDocument(db: Db, ask: Ask, given: Partial<Issuer> = {}): Promise<Buffer> {
  const report = await buildReviewReport(db, ask, 'vi');
  return writeReviewDocument(report, { ...(await getIssuer(db, report.question.unit.id)), ...given });
}
