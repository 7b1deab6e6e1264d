import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  approvedBy,
  askAgain,
  computeFigures,
  listAllIndicators,
  monthDate,
  territoryOf,
  understand,
  type Understood,
} from '#modules/figures/index.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { listMonths } from '#platform/periods.rules.ts';
import { toCanonical } from '../canonical.rules.ts';
import type { Rebuilt, SavedReport } from '../saved-reports.contract.ts';
import { getIssuer } from './issuer.ts';
import {
  answerForFreezing,
  type Frozen,
  getFrozen,
  getKeptReport,
  lockDraft,
  recordReportAudit,
  toAsk,
  updateReport,
} from './saved-reports.ts';

/**
 * Keeps the whole content of a report as it stands at this moment, with who issues it, the boundary version and the
 * version of every submission that counted. Nothing leads back; a new report can be begun from it (DESIGN law 3).
 */
export async function freezeReport(tx: Tx, actor: Actor, id: string, version: number): Promise<SavedReport> {
  const kept = await lockDraft(tx, actor, id, version);
  await holdApprovals(tx, await understand(tx, toAsk(kept)));
  const { question, vi, en } = await answerForFreezing(tx, kept);
  const frozen: Frozen = {
    report: { vi, en },
    issuer: await getIssuer(tx, question.unit.id),
    texts: kept.texts,
    roundings: kept.roundings,
    versions: await listVersions(tx, question),
  };
  const hash = hashOf(frozen);
  await updateReport(tx, actor, kept, {
    state: 'frozen',
    frozen: JSON.stringify(frozen),
    frozenHash: hash,
    frozenBy: actor.accountId,
    frozenAt: new Date(question.answeredAt),
    version: kept.version + 1,
  });
  await recordReportAudit(tx, actor, kept, 'report.frozen', { hash, boundaryVersion: question.boundaryVersion });
  return getKeptReport(tx, id);
}

/**
 * Lets approvals under way end and later ones wait until this commit, so that everything that is frozen is of one moment
 * and lies apart from it by the day and time of approval. The number is that of approveSubmissions.
 */
async function holdApprovals(tx: Tx, question: Understood): Promise<void> {
  await sql`
    select count(pg_advisory_xact_lock_shared(7314002, p.holder_id)) from (
      select distinct t.holder_id from territories t
      join boundary_versions b on b.id = t.boundary_version_id and b.state = 'current'
      join units h on h.id = t.holder_id and h.kind = 'province'
      where t.unit_id in ${territoryOf(question)} order by t.holder_id) p`.execute(tx);
}

function hashOf(frozen: Frozen): string {
  return createHash('sha256')
    .update(toCanonical(JSON.parse(JSON.stringify(frozen))))
    .digest('hex');
}

/** By unit: which version of its submission counts in each month of the span, 0 = none. */
async function listVersions(db: Db, question: Understood): Promise<Frozen['versions']> {
  const months = listMonths(question.from, question.to);
  const { rows } = await sql<{ unitId: number; month: string; version: number }>`
    select v.unit_id, to_char(v.month, 'YYYY-MM') as month, max(v.version) as version from submission_versions v
    where v.unit_id in ${territoryOf(question)} and ${approvedBy(question.asKnownOn, sql`v`)}
      and v.month between ${monthDate(question.from)}::date and ${monthDate(question.to)}::date
    group by v.unit_id, v.month`.execute(db);
  const versions: Frozen['versions'] = {};
  const place = new Map(months.map((month, index) => [month, index]));
  for (const { unitId, month, version } of rows) {
    versions[unitId] ??= months.map(() => 0);
    versions[unitId][place.get(month)!] = version;
  }
  return versions;
}

const changesShown = 200;

/**
 * Computes a frozen report again from the submissions approved by its instant, in its boundary version, and compares
 * every figure with what was kept. Also tells what was corrected since, which the frozen report does not show.
 */
export async function rebuildReport(db: Db, id: string): Promise<Rebuilt> {
  const kept = await getKeptReport(db, id);
  const frozen = await getFrozen(db, kept);
  const { question, figures, indicators } = frozen.report.vi;
  const asked = question as Understood;
  const again = await askAgain(db, asked, asked.asKnownOn ?? asked.answeredAt, asked.boundaryVersion);
  const all = await listAllIndicators(db);
  const chosen = all.filter(({ code }) => figures.some(({ indicatorCode }) => indicatorCode === code));
  const rebuilt = new Map((await computeFigures(db, again, all, chosen)).map((one) => [one.indicatorCode, one.value]));
  const nameOf = new Map(indicators.map((indicator) => [indicator.code, indicator]));
  const differences = figures.flatMap(({ indicatorCode, value }) => {
    const now = rebuilt.get(indicatorCode) ?? null;
    const { nameVi, nameEn } = nameOf.get(indicatorCode)!;
    return now === value ? [] : [{ indicatorCode, nameVi, nameEn, kept: value, rebuilt: now }];
  });
  const changed = listChanged(frozen.versions, await listVersions(db, asked), asked);
  return {
    intact: hashOf(frozen) === kept.frozenHash,
    equal: differences.length === 0,
    differences,
    changedSince: await nameUnits(db, changed.slice(0, changesShown)),
    changedSinceCount: changed.length,
    frozenAt: kept.frozenAt!,
    boundaryVersion: question.boundaryVersion,
  };
}

type Changed = { unitId: number; month: string; versionKept: number | null; versionNow: number | null };

function listChanged(before: Frozen['versions'], now: Frozen['versions'], question: Understood): Changed[] {
  const months = listMonths(question.from, question.to);
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].flatMap((unitId) =>
    months.flatMap((month, index): Changed[] => {
      const [versionKept, versionNow] = [before[unitId]?.[index] || null, now[unitId]?.[index] || null];
      return versionKept === versionNow ? [] : [{ unitId: Number(unitId), month, versionKept, versionNow }];
    }),
  );
}

async function nameUnits(db: Db, changed: Changed[]): Promise<Rebuilt['changedSince']> {
  if (changed.length === 0) return [];
  const units = await db
    .selectFrom('units')
    .select(['id', 'code', 'nameVi as name', 'kind'])
    .where('id', 'in', [...new Set(changed.map(({ unitId }) => unitId))])
    .execute();
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  return changed.map(({ unitId, ...rest }) => ({ unit: byId.get(unitId)!, ...rest }));
}
