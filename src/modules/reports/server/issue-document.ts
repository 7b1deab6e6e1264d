import type { Ask, Understood } from '#modules/figures/index.ts';
import type { Db } from '#platform/database/database.ts';
import type { DocumentForm, ReviewReport } from '../reports.contract.ts';
import { answerReport, buildReviewReport, type Choices } from './build-report.ts';
import { getIssuer, type Issuer } from './issuer.ts';
import { getFrozen, answerDraft, type KeptReport } from './saved-reports.ts';
import { writeReviewDocument } from './write-document.ts';
import { writeReviewPdf } from './write-pdf.ts';
import { writeReviewWorkbook } from './write-workbook.ts';

/** The review report as a Word document, issued by the body of the unit unless another is given; Vietnamese by law. */
export async function issueReviewDocument(db: Db, ask: Ask, given: Partial<Issuer> = {}): Promise<Buffer> {
  const report = await buildReviewReport(db, ask, 'vi');
  return writeReviewDocument(report, { ...(await getIssuer(db, report.question.unit.id)), ...given });
}

/** A report that is computed now, in one of the forms of a document. */
export async function issueReview(db: Db, question: Understood, form: DocumentForm, choices: Choices): Promise<Buffer> {
  const report = await answerReport(db, question, 'vi', choices);
  return write(report, await getIssuer(db, report.question.unit.id), form);
}

/** A saved report; one that is frozen from its frozen content only. */
export async function issueSaved(db: Db, kept: KeptReport, form: DocumentForm): Promise<Buffer> {
  const { report, issuer } = await getContent(db, kept);
  return write(report, issuer, form);
}

export async function getContent(db: Db, kept: KeptReport): Promise<{ report: ReviewReport; issuer: Issuer }> {
  if (kept.state === 'frozen') {
    const { report, issuer } = await getFrozen(db, kept);
    return { report: report.vi, issuer };
  }
  return { report: await answerDraft(db, kept, 'vi', false), issuer: await getIssuer(db, kept.unit.id) };
}

async function write(report: ReviewReport, issuer: Issuer, form: DocumentForm): Promise<Buffer> {
  if (form === 'docx') return writeReviewDocument(report, issuer);
  return form === 'pdf' ? writeReviewPdf(report, issuer) : writeReviewWorkbook(report);
}
