import { sql } from 'kysely';
import { type Actor, isInPlace } from '#platform/auth/actor.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Register, Values } from '#registers/declaration.ts';
import { findNames } from '#registers/server/record-names.ts';
import type { Qualifier } from '../figures.contract.ts';
import { chooseIndicators, listAllIndicators } from './indicators.ts';
import { monthDate } from './question.ts';

type VersionRow = {
  version: number;
  state: string;
  value: string | null;
  qualifier: Qualifier | null;
  origin: string;
  reason: string | null;
  correctionReason: string | null;
  submittedBy: string | null;
  submittedAt: Date | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  recordCount: number;
};

/**
 * One unit's own figure for one month: all its versions, and for one of them (the latest, unless asked) the records
 * counted, frozen as they were then.
 */
export async function openOwnFigure(
  db: Db,
  actor: Actor,
  registers: Register[],
  asked: { unitId: number; month: string; indicatorCode: string; version?: number | undefined },
) {
  const [indicator] = chooseIndicators(await listAllIndicators(db), [asked.indicatorCode]);
  const unit = await db
    .selectFrom('units')
    .select(['id', 'code', 'nameVi as name', 'kind', 'validFrom', 'validTo', 'provinceId'])
    .where('id', '=', asked.unitId)
    .executeTakeFirst();
  if (!unit) throw new Problem('request.not_found');
  const { rows: versions } = await sql<VersionRow>`
    select v.version, v.state, f.value, f.qualifier, f.origin, f.reason, v.correction_reason, s.display_name as submitted_by, v.submitted_at,
      d.display_name as decided_by, v.decided_at, coalesce(cardinality(f.record_ids), 0) as record_count
    from figures f
    join submission_versions v on v.province_id = f.province_id and v.submission_id = f.submission_id and v.version = f.version
    left join accounts s on s.id = v.submitted_by left join accounts d on d.id = v.decided_by
    where f.province_id = ${unit.provinceId} and f.unit_id = ${unit.id} and f.month = ${monthDate(asked.month)}::date
      and f.indicator_id = ${indicator!.id}
    order by v.version desc`.execute(db);
  const chosen = asked.version === undefined ? versions[0] : versions.find((one) => one.version === asked.version);
  const register = registers.find((one) => one.name === indicator!.register);
  const recordsReadable = register !== undefined && (await isInPlace(db, actor, register.permissions.read, unit.id));
  const counted = chosen && (await readCounted(db, unit, asked.month, indicator!.id, chosen.version));
  const records = recordsReadable && counted ? counted.records : [];
  return {
    unit,
    month: asked.month,
    indicator: indicator!,
    versions: versions.map((row) => ({
      ...row,
      submittedAt: toInstant(row.submittedAt),
      decidedAt: toInstant(row.decidedAt),
    })),
    version: chosen?.version ?? null,
    keys: counted?.keys ?? [],
    recordsReadable,
    records,
    names: register
      ? await findNames(
          db,
          register,
          records.map((record) => record.values),
        )
      : {},
  };
}

function toInstant(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

async function readCounted(
  db: Db,
  unit: { id: number; provinceId: number },
  month: string,
  indicatorId: number,
  version: number,
) {
  const { rows: keyed } = await sql<{ keys: string[] | null }>`
    select keys from figures where province_id = ${unit.provinceId} and unit_id = ${unit.id}
      and month = ${monthDate(month)}::date and indicator_id = ${indicatorId} and version = ${version}`.execute(db);
  const { rows } = await sql<{ id: string; version: number; content: Values; changedSince: boolean }>`
    select r.record_id as id, r.version, r.content,
      exists (select 1 from record_versions n where n.province_id = r.province_id and n.record_id = r.record_id
        and n.version > r.version) as changed_since
    from figures f, unnest(f.record_ids, f.record_versions) as c(record_id, record_version)
    join record_versions r on r.record_id = c.record_id and r.version = c.record_version
    where f.province_id = ${unit.provinceId} and r.province_id = ${unit.provinceId} and f.unit_id = ${unit.id}
      and f.month = ${monthDate(month)}::date and f.indicator_id = ${indicatorId} and f.version = ${version}
    order by r.record_id`.execute(db);
  return {
    keys: keyed[0]?.keys ?? [],
    records: rows.map((row) => ({
      id: row.id,
      version: row.version,
      values: row.content,
      changedSince: row.changedSince,
    })),
  };
}
