import { type RawBuilder, sql } from 'kysely';
import { type KnownIndicator, listAllIndicators, monthDate, understand } from '#modules/figures/index.ts';
import { type Actor, isInPlace, requirePlace } from '#platform/auth/actor.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Rounding } from '../figure-wording.rules.ts';
import type { SectionKey } from '../report-sections.rules.ts';
import type { ReviewReport } from '../reports.contract.ts';
import type { Locale } from '../reports.rules.ts';
import type { BeginReport, OpenedReport, ReviseReport, SavedReport } from '../saved-reports.contract.ts';
import { answerReport, buildReviewReport, writeAbstract } from './build-report.ts';
import type { Issuer } from './issuer.ts';
import { getReportUnit } from './place.ts';

type Texts = Partial<Record<SectionKey, { text: string; version: number }>>;

/** A report with its key and what its writer chose; the frozen content is read by itself. */
export type KeptReport = SavedReport & { provinceId: number; texts: Texts; roundings: Record<string, Rounding> };

/** Saved reports, the latest change first. */
export async function listReports(db: Db, unitId: number | undefined): Promise<SavedReport[]> {
  return selectReports(db, unitId === undefined ? sql`true` : sql`r.unit_id = ${unitId}`);
}

async function selectReports(db: Db, where: RawBuilder<unknown>): Promise<KeptReport[]> {
  const instant = (column: RawBuilder<unknown>) =>
    sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await sql<KeptReport>`
    select r.province_id, r.id, r.kind, r.title, to_char(r.from_month, 'YYYY-MM') as "from", to_char(r.to_month, 'YYYY-MM') as "to",
      r.view, r.as_known_on, r.comparison, r.roundings, r.texts, r.state, r.version, r.begun_from, r.frozen_hash,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit,
      c.display_name as changed_by, ${instant(sql`r.changed_at`)} as changed_at,
      f.display_name as frozen_by, ${instant(sql`r.frozen_at`)} as frozen_at
    from reports r join units u on u.id = r.unit_id join accounts c on c.id = r.changed_by left join accounts f on f.id = r.frozen_by
    where ${where} order by r.changed_at desc, r.id limit 500`.execute(db);
  return rows;
}

/** A report that the reader may see; hidden ones are as if they were not there. */
export async function getKeptReport(db: Db, id: string): Promise<KeptReport> {
  const [found] = await selectReports(db, sql`r.id = ${id}`);
  if (!found) throw new Problem('request.not_found');
  return found;
}

/** What the house answers for a draft, now. */
export async function answerDraft(
  db: Db,
  kept: KeptReport,
  locale: Locale,
  keepsEmpty: boolean,
): Promise<ReviewReport> {
  const texts = Object.fromEntries(Object.entries(kept.texts).map(([section, { text }]) => [section, text]));
  return buildReviewReport(db, toAsk(kept), locale, {
    abstract: kept.title,
    kind: kept.kind,
    texts,
    roundings: kept.roundings,
    comparison: kept.comparison,
    keepsEmpty,
  });
}

export function toAsk(kept: Pick<SavedReport, 'unit' | 'from' | 'to' | 'view' | 'asKnownOn'>) {
  const { unit, from, to, view, asKnownOn } = kept;
  return { unit: `#${unit.id}`, from, to, view, asKnownOn: asKnownOn ?? undefined };
}

/** A report as its reader sees it: a draft computed now, a frozen one as it was frozen. */
export async function openReport(db: Db, actor: Actor, id: string, locale: Locale): Promise<OpenedReport> {
  const kept = await getKeptReport(db, id);
  const writable = kept.state === 'draft' && (await isInPlace(db, actor, 'report.write', kept.unit.id));
  const report =
    kept.state === 'draft' ? await answerDraft(db, kept, locale, writable) : (await getFrozen(db, kept)).report[locale];
  const { texts, roundings, provinceId: _, ...saved } = kept;
  return { saved, texts, roundings, report, writable };
}

/** What was kept when a report was frozen; both languages, so that its readers see the same content. */
export type Frozen = {
  report: { vi: ReviewReport; en: ReviewReport };
  issuer: Issuer;
  texts: Texts;
  roundings: Record<string, Rounding>;
  /** By unit id: the version of its submission that counted in each month of the span, 0 = none. */
  versions: Record<string, number[]>;
};

export async function getFrozen(db: Db, kept: KeptReport): Promise<Frozen> {
  if (kept.state !== 'frozen') throw new Problem('report.not_frozen');
  const row = await db
    .selectFrom('reports')
    .select('frozen')
    .where('provinceId', '=', kept.provinceId)
    .where('id', '=', kept.id)
    .executeTakeFirstOrThrow();
  return row.frozen as unknown as Frozen;
}

/** Begins a report; without a title it takes the one that follows from kind, unit and span. */
export async function beginReport(tx: Tx, actor: Actor, input: BeginReport): Promise<SavedReport> {
  await requirePlace(tx, actor, 'report.write', input.unitId);
  const unit = await getReportUnit(tx, input.unitId);
  const question = await understand(tx, toAsk({ ...input, unit }));
  const earlier = input.begunFrom === undefined ? undefined : await getKeptReport(tx, input.begunFrom);
  const row = await tx
    .insertInto('reports')
    .values({
      provinceId: unit.provinceId,
      unitId: unit.id,
      kind: input.kind,
      title: input.title ?? writeAbstract(question, 'vi', input.kind),
      fromMonth: monthDate(input.from),
      toMonth: monthDate(input.to),
      view: input.view,
      asKnownOn: input.asKnownOn,
      comparison: input.comparison,
      roundings: JSON.stringify(earlier?.roundings ?? {}),
      texts: JSON.stringify(earlier?.texts ?? {}),
      begunFrom: earlier?.id ?? null,
      begunBy: actor.accountId,
      changedBy: actor.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { unitId: _, title: __, ...changes } = input;
  const kept = await getKeptReport(tx, row.id);
  await recordReportAudit(tx, actor, kept, 'report.begun', changes);
  return kept;
}

/** Changes what a draft asks and how it is told; the texts have versions of their own. */
export async function reviseReport(tx: Tx, actor: Actor, id: string, input: ReviseReport): Promise<SavedReport> {
  const kept = await lockDraft(tx, actor, id, input.version);
  await understand(tx, toAsk({ ...input, unit: kept.unit }));
  requireKnownCodes(await listAllIndicators(tx), Object.keys(input.roundings));
  const { version: _, ...wanted } = input;
  await updateReport(tx, actor, kept, {
    kind: wanted.kind,
    title: wanted.title,
    fromMonth: monthDate(wanted.from),
    toMonth: monthDate(wanted.to),
    view: wanted.view,
    asKnownOn: wanted.asKnownOn,
    comparison: wanted.comparison,
    roundings: JSON.stringify(wanted.roundings),
    version: kept.version + 1,
  });
  await recordReportAudit(tx, actor, kept, 'report.revised', {
    fields: (['kind', 'title', 'from', 'to', 'view', 'asKnownOn', 'comparison', 'roundings'] as const).filter(
      (field) => JSON.stringify(kept[field]) !== JSON.stringify(wanted[field]),
    ),
  });
  return getKeptReport(tx, id);
}

function requireKnownCodes(all: KnownIndicator[], codes: string[]): void {
  const unknown = codes.find((code) => !all.some((indicator) => indicator.code === code));
  if (unknown !== undefined) throw new Problem('report.rounding_unknown', { code: unknown });
}

/** Keeps the writer's words of one section; whoever wrote on an older state is shown both. */
export async function writeText(
  tx: Tx,
  actor: Actor,
  key: { id: string; section: SectionKey },
  input: { version: number; text: string },
): Promise<{ text: string; version: number }> {
  const kept = await lockDraft(tx, actor, key.id);
  const current = kept.texts[key.section] ?? { text: '', version: 0 };
  if (current.version !== input.version) throw new Problem('request.stale', { current });
  const next = { text: input.text, version: current.version + 1 };
  await updateReport(tx, actor, kept, { texts: JSON.stringify({ ...kept.texts, [key.section]: next }) });
  await recordReportAudit(tx, actor, kept, 'report.text_written', { section: key.section, version: next.version });
  return next;
}

export async function discardReport(tx: Tx, actor: Actor, id: string, version: number): Promise<void> {
  const kept = await lockDraft(tx, actor, id, version);
  await tx.deleteFrom('reports').where('provinceId', '=', kept.provinceId).where('id', '=', id).execute();
  await recordReportAudit(tx, actor, kept, 'report.discarded', { from: kept.from, to: kept.to, kind: kept.kind });
}

/** The draft for changing, held until the transaction ends; refuses a frozen one and, where given, another version. */
export async function lockDraft(tx: Tx, actor: Actor, id: string, version?: number): Promise<KeptReport> {
  const seen = await getKeptReport(tx, id);
  await requirePlace(tx, actor, 'report.write', seen.unit.id);
  await sql`select 1 from reports where province_id = ${seen.provinceId} and id = ${id} for update`.execute(tx);
  const kept = await getKeptReport(tx, id);
  if (kept.state === 'frozen') throw new Problem('report.frozen');
  if (version !== undefined && kept.version !== version) {
    const { texts: _, provinceId: __, ...current } = kept;
    throw new Problem('request.stale', { current });
  }
  return kept;
}

/** Answers a draft from its own question, so that what is frozen and what it was built from are of one moment. */
export async function answerForFreezing(tx: Tx, kept: KeptReport) {
  const question = await understand(tx, toAsk(kept));
  const texts = Object.fromEntries(Object.entries(kept.texts).map(([section, { text }]) => [section, text]));
  const choices = {
    abstract: kept.title,
    kind: kept.kind,
    texts,
    roundings: kept.roundings,
    comparison: kept.comparison,
  };
  return {
    question,
    vi: await answerReport(tx, question, 'vi', choices),
    en: await answerReport(tx, question, 'en', choices),
  };
}

export async function updateReport(
  tx: Tx,
  actor: Actor,
  kept: KeptReport,
  changes: Record<string, unknown>,
): Promise<void> {
  await tx
    .updateTable('reports')
    .set({ ...changes, changedBy: actor.accountId, changedAt: sql<Date>`now()` })
    .where('provinceId', '=', kept.provinceId)
    .where('id', '=', kept.id)
    .execute();
}

export async function recordReportAudit(
  tx: Tx,
  actor: Actor,
  kept: KeptReport,
  act: string,
  changes: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, actor, {
    act,
    subjectKind: 'report',
    subjectId: kept.id,
    unitId: kept.unit.id,
    provinceId: kept.provinceId,
    changes,
  });
}
