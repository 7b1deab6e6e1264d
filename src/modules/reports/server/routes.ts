import type { FastifyReply } from 'fastify';
import { understand } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import type { House } from '#platform/http/house.ts';
import {
  type DocumentForm,
  formsOfDocument,
  getReviewDocument,
  getReviewPdf,
  getReviewReport,
  getReviewWorkbook,
  type ReportQuery,
} from '../reports.contract.ts';
import { toFileName } from '../reports.rules.ts';
import { reviewTitle } from '../review-report.definition.ts';
import * as saved from '../saved-reports.contract.ts';
import * as templates from '../templates.contract.ts';
import * as targets from '../targets.contract.ts';
import { answerReport } from './build-report.ts';
import { freezeReport, rebuildReport } from './freeze.ts';
import { issueReview, issueSaved } from './issue-document.ts';
import {
  beginReport,
  discardReport,
  getKeptReport,
  listReports,
  openReport,
  reviseReport,
  writeText,
} from './saved-reports.ts';
import { writeSampleTemplate } from './sample-template.ts';
import { listTargets, removeTarget, setTarget } from './targets.ts';
import {
  addReportTemplate,
  issueFromTemplate,
  listReportTemplates,
  listTemplateNames,
  readReportTemplate,
  removeReportTemplate,
} from './templates.ts';

export function reportRoutes(house: House): void {
  savedReportRoutes(house);
  templateRoutes(house);
  house.onRead(getReviewReport, async ({ db, actor, query, locale }) => {
    const question = await understandReadable(db, actor, query);
    return answerReport(db, question, locale, query);
  });
  house.onRead(getReviewDocument, ({ db, actor, query, reply }) => sendReview(db, actor, query, 'docx', reply));
  house.onRead(getReviewWorkbook, ({ db, actor, query, reply }) => sendReview(db, actor, query, 'xlsx', reply));
  house.onRead(getReviewPdf, ({ db, actor, query, reply }) => sendReview(db, actor, query, 'pdf', reply));
}

function savedReportRoutes(house: House): void {
  house.onRead(saved.listReports, async ({ db, query }) => ({ items: await listReports(db, query.unit) }));
  house.onWrite(saved.beginReport, ({ tx, actor, body }) => beginReport(tx, actor, body));
  house.onRead(saved.getReport, ({ db, actor, params, locale }) => openReport(db, actor, params.id, locale));
  house.onWrite(saved.reviseReport, ({ tx, actor, params, body }) => reviseReport(tx, actor, params.id, body));
  house.onWrite(saved.writeText, ({ tx, actor, params, body }) => writeText(tx, actor, params, body));
  house.onWrite(saved.discardReport, async ({ tx, actor, params, body }) => {
    await discardReport(tx, actor, params.id, body.version);
    return {};
  });
  house.onWrite(saved.freezeReport, ({ tx, actor, params, body }) => freezeReport(tx, actor, params.id, body.version));
  house.onRead(saved.rebuildReport, ({ db, params }) => rebuildReport(db, params.id));
  house.onRead(saved.getReportDocument, ({ db, params, reply }) => sendSaved(db, params.id, 'docx', reply));
  house.onRead(saved.getReportWorkbook, ({ db, params, reply }) => sendSaved(db, params.id, 'xlsx', reply));
  house.onRead(saved.getReportPdf, ({ db, params, reply }) => sendSaved(db, params.id, 'pdf', reply));

  house.onRead(targets.listTargets, async ({ db, actor, query }) => {
    await requirePlace(db, actor, 'report.read', query.unit);
    return { items: await listTargets(db, query.unit) };
  });
  house.onWrite(targets.setTarget, async ({ tx, actor, body }) => ({ items: await setTarget(tx, actor, body) }));
  house.onWrite(targets.removeTarget, async ({ tx, actor, params }) => ({
    items: await removeTarget(tx, actor, params.id),
  }));
}

function templateRoutes(house: House): void {
  const { files } = house;
  house.onRead(templates.listReportTemplates, async ({ db, actor, query }) => {
    await requirePlace(db, actor, 'report.read', query.unit);
    return { items: await listReportTemplates(db, query.unit) };
  });
  house.onRead(templates.listTemplateNames, async ({ db }) => ({ items: await listTemplateNames(db) }));
  house.onWrite(templates.addReportTemplate, ({ tx, actor, query, body }) =>
    addReportTemplate(tx, files, actor, query, body),
  );
  house.onWrite(templates.removeReportTemplate, async ({ tx, actor, params }) => {
    await removeReportTemplate(tx, actor, params.id);
    return {};
  });
  house.onRead(templates.getSampleTemplate, ({ reply }) => {
    nameTemplate(reply, 'Mẫu báo cáo');
    return writeSampleTemplate();
  });
  house.onRead(templates.getReportTemplate, async ({ db, params, reply }) => {
    const { kept, bytes } = await readReportTemplate(db, files, params.id);
    nameTemplate(reply, kept.name);
    return bytes;
  });
  house.onRead(templates.getReportFromTemplate, async ({ db, params, reply }) => {
    const { report, document } = await issueFromTemplate(db, files, params);
    nameFile(reply, report.unit.name, report, 'docx');
    return document;
  });
}

function nameTemplate(reply: FastifyReply, name: string): void {
  reply.type(formsOfDocument.docx);
  reply.header(
    'content-disposition',
    `attachment; filename="mau-bao-cao.docx"; filename*=UTF-8''${encodeURIComponent(`${name}.docx`)}`,
  );
}

async function understandReadable(db: Db, actor: Actor, query: ReportQuery) {
  const question = await understand(db, query);
  await requirePlace(db, actor, 'report.read', question.unit.id);
  return question;
}

async function sendReview(db: Db, actor: Actor, query: ReportQuery, form: DocumentForm, reply: FastifyReply) {
  const question = await understandReadable(db, actor, query);
  nameFile(reply, question.unit.name, query, form);
  return issueReview(db, question, form, query);
}

async function sendSaved(db: Db, id: string, form: DocumentForm, reply: FastifyReply) {
  const kept = await getKeptReport(db, id);
  nameFile(reply, kept.unit.name, kept, form);
  return issueSaved(db, kept, form);
}

/** A plain name for every system, and the Vietnamese one for those that read RFC 5987. */
function nameFile(reply: FastifyReply, unitName: string, span: { from: string; to: string }, form: DocumentForm): void {
  const full = encodeURIComponent(`${reviewTitle.vi} ${unitName} ${span.from} ${span.to}.${form}`);
  reply.type(formsOfDocument[form]);
  reply.header(
    'content-disposition',
    `attachment; filename="${toFileName(unitName, span)}.${form}"; filename*=UTF-8''${full}`,
  );
}
