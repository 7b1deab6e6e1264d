import { understand } from '#modules/figures/index.ts';
import { requirePlace } from '#platform/auth/actor.ts';
import type { House } from '#platform/http/house.ts';
import { getReviewDocument, getReviewReport } from '../reports.contract.ts';
import { toFileName } from '../reports.rules.ts';
import { reviewTitle } from '../review-report.definition.ts';
import { buildReviewReport } from './build-report.ts';
import { issueReviewDocument } from './issue-document.ts';

export function reportRoutes(house: House): void {
  house.onRead(getReviewReport, async ({ db, actor, query, locale }) => {
    const { unit } = await understand(db, query);
    await requirePlace(db, actor, 'report.read', unit.id);
    return buildReviewReport(db, query, locale);
  });

  house.onRead(getReviewDocument, async ({ db, actor, query, reply }) => {
    const { unit } = await understand(db, query);
    await requirePlace(db, actor, 'report.read', unit.id);
    const document = await issueReviewDocument(db, query);
    reply.type(getReviewDocument.file!.contentType);
    reply.header('content-disposition', toDisposition(unit.name, query));
    return document;
  });
}

/** A plain name for every system, and the Vietnamese one for those that read RFC 5987. */
function toDisposition(unitName: string, span: { from: string; to: string }): string {
  const full = encodeURIComponent(`${reviewTitle.vi} ${unitName} ${span.from} ${span.to}.docx`);
  return `attachment; filename="${toFileName(unitName, span)}.docx"; filename*=UTF-8''${full}`;
}
