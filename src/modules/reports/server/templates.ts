import { createHash, randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { listAllIndicators } from '#modules/figures/index.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import type { FileStore } from '#platform/files/files.ts';
import { Problem } from '#platform/http/problem.ts';
import { textSections } from '../report-sections.rules.ts';
import { reviewSections } from '../review-report.definition.ts';
import {
  blockKinds,
  figureParts,
  plainNames,
  readTemplateName,
  sectionNames,
  suggestName,
} from '../template-names.rules.ts';
import type { ReportTemplate } from '../templates.contract.ts';
import { fillTemplate, listNamesIn } from './fill-template.ts';
import { isSoundDocument } from './inspect-package.ts';
import { getContent } from './issue-document.ts';
import { getReportUnit } from './place.ts';
import { getKeptReport } from './saved-reports.ts';

type Kept = ReportTemplate & { provinceId: number; fileKey: string };

/** The templates in use of a unit, the latest first. */
export async function listReportTemplates(db: Db, unitId: number): Promise<ReportTemplate[]> {
  const { rows } = await selectTemplates(db, sql`t.unit_id = ${unitId} and t.removed_at is null`);
  return rows;
}

async function selectTemplates(db: Db, where: ReturnType<typeof sql>) {
  return sql<Kept>`
    select t.id, t.province_id, t.name, t.size, t.placeholders, t.file_key, a.display_name as added_by,
      to_char(t.added_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as added_at,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit
    from report_templates t join units u on u.id = t.unit_id join accounts a on a.id = t.added_by
    where ${where} order by t.added_at desc, t.id`.execute(db);
}

async function getKept(db: Db, id: string): Promise<Kept> {
  const { rows } = await selectTemplates(db, sql`t.id = ${id} and t.removed_at is null`);
  if (!rows[0]) throw new Problem('request.not_found');
  return rows[0];
}

/** Every name that a template may hold, with what it stands for. */
export async function listTemplateNames(db: Db): Promise<{ name: string; vi: string; en: string }[]> {
  const indicators = await listAllIndicators(db);
  const sections = reviewSections.filter(({ key }) => key !== 'results');
  return [
    ...Object.entries(plainNames).map(([name, words]) => ({ name, ...words })),
    ...Object.entries(blockKinds).flatMap(([kind, words]) =>
      sections
        .filter(({ key }) => kind !== 'ban_van' || textSections.some((one) => one === key))
        .map(({ key, title }) => ({
          name: `${kind}.${sectionNames[key]}`,
          vi: `${words.vi}: ${title.vi}`,
          en: `${words.en}: ${title.en}`,
        })),
    ),
    { name: 'bang.theo_don_vi', vi: 'Bảng số liệu của từng đơn vị', en: 'Tables by unit' },
    ...indicators.flatMap(({ code, nameVi, nameEn }) =>
      Object.entries(figureParts).map(([part, words]) => ({
        name: part === '' ? code : `${code}.${part}`,
        vi: `${nameVi}: ${words.vi}`,
        en: `${nameEn}: ${words.en}`,
      })),
    ),
  ];
}

/** Keeps a template of a unit. Refuses what is no sound Word document, and every name that cannot be used. */
export async function addReportTemplate(
  tx: Tx,
  files: FileStore,
  actor: Actor,
  input: { unit: number; name: string },
  content: Uint8Array,
): Promise<ReportTemplate> {
  await requirePlace(tx, actor, 'report.write', input.unit);
  const unit = await getReportUnit(tx, input.unit);
  const bytes = Buffer.from(content);
  const placeholders = await readNames(tx, bytes);
  const fileKey = `report-templates/${unit.id}/${randomUUID()}.docx`;
  await files.put(fileKey, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { id } = await tx
    .insertInto('reportTemplates')
    .values({
      provinceId: unit.provinceId,
      unitId: unit.id,
      name: input.name,
      fileKey,
      size: bytes.length,
      sha256,
      placeholders,
      addedBy: actor.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await recordAudit(tx, actor, {
    act: 'report_template.added',
    subjectKind: 'report_template',
    subjectId: id,
    unitId: unit.id,
    provinceId: unit.provinceId,
    changes: { name: input.name, size: bytes.length, sha256 },
  });
  return getKept(tx, id);
}

async function readNames(db: Db, bytes: Buffer): Promise<string[]> {
  if (!isSoundDocument(bytes)) throw new Problem('report_template.unreadable');
  const names = await listNamesIn(bytes).catch(() => {
    throw new Problem('report_template.unreadable');
  });
  if (names.length === 0) throw new Problem('report_template.no_name', { example: '{{T02}}' });
  const known = await listTemplateNames(db);
  const codes = new Set((await listAllIndicators(db)).map(({ code }) => code));
  const wrong = names.filter((name) => readTemplateName(name, codes) === undefined);
  if (wrong.length > 0) {
    const all = known.map(({ name }) => name);
    const told = wrong.map((name) => {
      const meant = suggestName(name, all);
      return meant === undefined ? `{{${name}}}` : `{{${name}}} → {{${meant}}}`;
    });
    throw new Problem('report_template.unknown_name', { names: told.join('; ') });
  }
  return names;
}

export async function removeReportTemplate(tx: Tx, actor: Actor, id: string): Promise<void> {
  const kept = await getKept(tx, id);
  await requirePlace(tx, actor, 'report.write', kept.unit.id);
  await tx
    .updateTable('reportTemplates')
    .set({ removedAt: sql<Date>`now()` })
    .where('provinceId', '=', kept.provinceId)
    .where('id', '=', id)
    .execute();
  await recordAudit(tx, actor, {
    act: 'report_template.removed',
    subjectKind: 'report_template',
    subjectId: id,
    unitId: kept.unit.id,
    provinceId: kept.provinceId,
    changes: { name: kept.name },
  });
}

export async function readReportTemplate(db: Db, files: FileStore, id: string): Promise<{ kept: Kept; bytes: Buffer }> {
  const kept = await getKept(db, id);
  const stream = await files.get(kept.fileKey);
  if (!stream) throw new Problem('report_template.file_missing');
  return { kept, bytes: await buffer(stream) };
}

/** A saved report written into a template; both are the reader's to see. */
export async function issueFromTemplate(
  db: Db,
  files: FileStore,
  key: { id: string; templateId: string },
): Promise<{ report: Awaited<ReturnType<typeof getKeptReport>>; document: Buffer }> {
  const report = await getKeptReport(db, key.id);
  const { kept, bytes } = await readReportTemplate(db, files, key.templateId);
  const content = await getContent(db, report);
  return {
    report,
    document: await fillTemplate(bytes, kept.placeholders, { ...content, roundings: report.roundings }),
  };
}
